namespace BangVang.Proof;

/// <summary>A tree over leaves kept in memory, that can prove for every size it has had. Not safe for several threads at once.</summary>
public sealed class MerkleTree
{
    private readonly MerkleEdge edge = new();
    private readonly List<List<byte[]>> levels = [];

    /// <summary>An empty tree.</summary>
    public MerkleTree() { }

    /// <summary>A tree over <paramref name="entries"/> (the entries themselves, not their hashes), in their order.</summary>
    public MerkleTree(IEnumerable<byte[]> entries)
    {
        foreach (var entry in entries) Append(MerkleHash.Leaf(entry));
    }

    /// <summary>Number of leaves.</summary>
    public long Size => edge.Size;

    /// <summary>Adds the hash of a leaf, by <see cref="MerkleHash.Leaf"/>.</summary>
    public void Append(byte[] leaf) => edge.Append(leaf, (level, _, hash) =>
    {
        if (level == levels.Count) levels.Add([]);
        levels[level].Add(hash);
    });

    /// <summary>The root over all leaves.</summary>
    public byte[] Root() => edge.Root();

    /// <summary>The root when the tree had <paramref name="size"/> leaves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree never had that size.</exception>
    public byte[] Root(long size) => MerkleProofs.Root(AtMost(size), Node);

    /// <summary>Proves that leaf <paramref name="index"/> is in the tree of the first <paramref name="size"/> leaves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree never had that size, or the leaf is not in it.</exception>
    public byte[][] Inclusion(long index, long size) => MerkleProofs.Inclusion(index, AtMost(size), Node);

    /// <summary>Proves that the first <paramref name="oldSize"/> leaves are unchanged in the tree of <paramref name="size"/> leaves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree never had one of the sizes, or they are in the wrong order.</exception>
    public byte[][] Consistency(long oldSize, long size) => MerkleProofs.Consistency(oldSize, AtMost(size), Node);

    private byte[] Node(int level, long index) => levels[level][checked((int)index)];

    private long AtMost(long size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
        return size;
    }
}
