namespace BangVang.Proof.Tiles;

/// <summary>
/// The tiles of a tree that entries are added to: reads the right edge it begins with, at most one tile of each level, and
/// keeps what it changes until it is stored. Not safe for several threads at once.
/// </summary>
/// <param name="size">Entries there are.</param>
/// <param name="read">The bytes of a tile of that tree.</param>
public sealed class GrowingTiles(long size, Func<TilePath, byte[]> read)
{
    private readonly List<List<byte>> edge = [];
    private readonly Dictionary<(int Level, long Index), List<byte>> changed = [];

    /// <summary>Number of entries.</summary>
    public long Size { get; private set; } = size;

    /// <summary>The tiles that entries were added to, as they are now, from the lowest level up.</summary>
    public IEnumerable<(TilePath Tile, byte[] Bytes)> Changed => changed.OrderBy(c => c.Key)
        .Select(c => (new TilePath(c.Key.Level, c.Key.Index, c.Value.Count / MerkleHash.Size), c.Value.ToArray()));

    /// <summary>Adds the hash of an entry, by <see cref="MerkleHash.Leaf"/>.</summary>
    /// <exception cref="InvalidDataException">A tile that was read has not the length it must have.</exception>
    public void Append(byte[] leaf)
    {
        // The counts of all levels are those of the size before the leaf: the levels above change by what it completes.
        for (var (level, hash, count) = (0, leaf, Size); ; level++, count /= TilePath.Full)
        {
            var tile = Edge(level);
            tile.AddRange(hash);
            changed[(level, count / TilePath.Full)] = tile;
            if (tile.Count < TilePath.Full * MerkleHash.Size) break;
            hash = HashTiles.Subtree([.. tile], 0, TilePath.Full);
            // The level above must have been read before this one goes on.
            Edge(level + 1);
            edge[level] = [];
        }
        Size++;
    }

    /// <summary>The root over all entries.</summary>
    public byte[] Root() => MerkleProofs.Root(Size, (level, index) =>
    {
        // What a root is made of are complete subtrees that no tile above holds: they all lie in the edge.
        var first = (index << (level % HashTiles.Bits)) % TilePath.Full;
        return HashTiles.Subtree([.. Edge(level / HashTiles.Bits)], (int)first, 1 << (level % HashTiles.Bits));
    });

    /// <summary>The last tile of a level as far as it goes; empty where the level has only full ones.</summary>
    private List<byte> Edge(int level)
    {
        while (edge.Count <= level)
        {
            var count = Size >> (HashTiles.Bits * edge.Count);
            var width = (int)(count % TilePath.Full);
            if (width == 0) { edge.Add([]); continue; }
            var tile = new TilePath(edge.Count, count / TilePath.Full, width);
            edge.Add([.. HashTiles.Demand(tile, read(tile))]);
        }
        return edge[level];
    }
}
