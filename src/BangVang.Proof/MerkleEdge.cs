using System.Numerics;

namespace BangVang.Proof;

/// <summary>
/// The right edge of a growing tree: the roots of its complete subtrees, the largest first, one per bit set in the size.
/// It is all that has to be kept (at most 63 hashes) to append and to know the root. Not safe for several threads at once.
/// </summary>
public sealed class MerkleEdge
{
    private readonly List<byte[]> hashes;

    /// <summary>The edge of an empty tree.</summary>
    public MerkleEdge() => hashes = [];

    /// <summary>The edge as it was stored.</summary>
    /// <param name="size">Number of leaves, 0 or more.</param>
    /// <param name="hashes">As given by <see cref="Hashes"/>.</param>
    /// <exception cref="ArgumentException">The number of hashes does not fit the size, or a hash is not of 32 bytes.</exception>
    public MerkleEdge(long size, IReadOnlyList<byte[]> hashes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        if (hashes.Count != BitOperations.PopCount((ulong)size) || hashes.Any(h => h.Length != MerkleHash.Size))
            throw new ArgumentException($"{hashes.Count} hashes are not the edge of a tree of {size} leaves.", nameof(hashes));
        (Size, this.hashes) = (size, [.. hashes]);
    }

    /// <summary>Number of leaves.</summary>
    public long Size { get; private set; }

    /// <summary>The roots of the complete subtrees, the largest (leftmost) first.</summary>
    public IReadOnlyList<byte[]> Hashes => hashes;

    /// <summary>Adds a leaf; <paramref name="completed"/> is told each node that this completes, from the leaf upward.</summary>
    /// <param name="leaf">The hash of the leaf, by <see cref="MerkleHash.Leaf"/>.</param>
    /// <exception cref="ArgumentException">The hash is not of 32 bytes.</exception>
    public void Append(byte[] leaf, Action<int, long, byte[]>? completed = null)
    {
        if (leaf.Length != MerkleHash.Size) throw new ArgumentException($"A hash has {MerkleHash.Size} bytes, not {leaf.Length}.", nameof(leaf));
        var (node, level) = (leaf, 0);
        completed?.Invoke(0, Size, leaf);
        for (; ((Size >> level) & 1) == 1; level++)
        {
            node = MerkleHash.Node(hashes[^1], node);
            hashes.RemoveAt(hashes.Count - 1);
            completed?.Invoke(level + 1, Size >> (level + 1), node);
        }
        hashes.Add(node);
        Size++;
    }

    /// <summary>The root over all leaves so far; of an empty tree <see cref="MerkleHash.EmptyRoot"/>.</summary>
    public byte[] Root()
    {
        if (Size == 0) return MerkleHash.EmptyRoot;
        var root = hashes[^1];
        for (var i = hashes.Count - 2; i >= 0; i--) root = MerkleHash.Node(hashes[i], root);
        return root;
    }
}
