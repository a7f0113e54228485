namespace BangVang.Proof.Tiles;

/// <summary>Hashes of a tree in tiles: written from complete subtrees, read back as complete subtrees.</summary>
public static class HashTiles
{
    /// <summary>Complete subtrees between two levels of tiles: 2^8 hashes make one.</summary>
    internal const int Bits = 8;

    /// <summary>The bytes of a tile, 32 for each hash.</summary>
    /// <exception cref="ArgumentException">The tile holds entries, not hashes.</exception>
    public static byte[] Write(TilePath tile, MerkleNode node)
    {
        if (tile.Level == TilePath.Entries) throw new ArgumentException("Entries are no hashes.", nameof(tile));
        var bytes = new byte[tile.Width * MerkleHash.Size];
        for (var i = 0; i < tile.Width; i++) node(tile.Level * Bits, (tile.Index * TilePath.Full) + i).CopyTo(bytes, i * MerkleHash.Size);
        return bytes;
    }

    /// <summary>
    /// The complete subtrees of a tree of this size, read from its tiles; each tile is asked for once. What the tiles say is
    /// not checked here: a proof made from wrong tiles does not lead to the root that the log has signed.
    /// </summary>
    /// <param name="read">The bytes of a tile.</param>
    /// <exception cref="InvalidDataException">While reading: a tile has not the length it must have.</exception>
    public static MerkleNode Nodes(long size, Func<TilePath, byte[]> read)
    {
        var tiles = new Dictionary<TilePath, byte[]>();
        return (level, index) =>
        {
            var (tileLevel, above) = (level / Bits, level % Bits);
            var first = index << above;
            var tile = TilePath.Holding(tileLevel, first, size);
            if (!tiles.TryGetValue(tile, out var bytes))
            {
                bytes = Demand(tile, read(tile));
                tiles.Add(tile, bytes);
            }
            return Subtree(bytes, (int)(first % TilePath.Full), 1 << above);
        };
    }

    /// <summary>The bytes, when there are as many as the tile has.</summary>
    internal static byte[] Demand(TilePath tile, byte[] bytes) => bytes.Length == tile.Width * MerkleHash.Size ? bytes
        : throw new InvalidDataException($"{tile} has {bytes.Length} bytes, expected {tile.Width * MerkleHash.Size}.");

    /// <summary>The root over a power of two of hashes.</summary>
    internal static byte[] Subtree(byte[] tile, int first, int count) => count == 1
        ? tile.AsSpan(first * MerkleHash.Size, MerkleHash.Size).ToArray()
        : MerkleHash.Node(Subtree(tile, first, count / 2), Subtree(tile, first + (count / 2), count / 2));
}
