using System.Numerics;

namespace BangVang.Proof;

/// <summary>Gives the hash of a complete subtree: at level 0 leaf <paramref name="index"/>, at level l the leaves from index × 2^l on, 2^l of them.</summary>
public delegate byte[] MerkleNode(int level, long index);

/// <summary>
/// Makes roots and proofs (RFC 9162 sections 2.1.1, 2.1.3.1, 2.1.4.1) out of stored complete subtrees, reading about
/// log2(size)² / 2 of them at most. Where the subtrees are kept (memory, tiles, a table) is the caller's affair.
/// </summary>
public static class MerkleProofs
{
    /// <summary>The root over the first <paramref name="size"/> leaves.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is negative.</exception>
    public static byte[] Root(long size, MerkleNode node)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return size == 0 ? MerkleHash.EmptyRoot : Range(0, size, node);
    }

    /// <summary>The hashes that lead from leaf <paramref name="index"/> to the root over <paramref name="size"/> leaves, from the leaf's sibling upward.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is not from 0 to <paramref name="size"/> − 1.</exception>
    public static byte[][] Inclusion(long index, long size, MerkleNode node)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<byte[]>();
        var (begin, end) = (0L, size);
        while (end - begin > 1)
        {
            var middle = begin + Split(end - begin);
            if (index < middle)
            {
                path.Add(Range(middle, end, node));
                end = middle;
            }
            else
            {
                path.Add(Range(begin, middle, node));
                begin = middle;
            }
        }
        path.Reverse();
        return [.. path];
    }

    /// <summary>
    /// The hashes that show that the tree of <paramref name="size"/> leaves begins with the tree of <paramref name="oldSize"/>;
    /// none when the sizes are equal or the old tree is empty.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="oldSize"/> is not from 0 to <paramref name="size"/>.</exception>
    public static byte[][] Consistency(long oldSize, long size, MerkleNode node)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, size);
        if (oldSize == 0) return [];

        var path = new List<byte[]>();
        var (begin, end) = (0L, size);
        while (oldSize < end)
        {
            var middle = begin + Split(end - begin);
            if (oldSize <= middle)
            {
                path.Add(Range(middle, end, node));
                end = middle;
            }
            else
            {
                path.Add(Range(begin, middle, node));
                begin = middle;
            }
        }
        // The verifier knows the old root itself: the subtree that is the whole old tree is left out.
        if (begin > 0) path.Add(Range(begin, end, node));
        path.Reverse();
        return [.. path];
    }

    /// <summary>The root over the leaves from <paramref name="begin"/> to before <paramref name="end"/>, which begin at a split of the tree.</summary>
    private static byte[] Range(long begin, long end, MerkleNode node)
    {
        var size = end - begin;
        if (BitOperations.IsPow2(size))
        {
            var level = BitOperations.Log2((ulong)size);
            return node(level, begin >> level);
        }
        var middle = begin + Split(size);
        return MerkleHash.Node(Range(begin, middle, node), Range(middle, end, node));
    }

    /// <summary>The largest power of two below <paramref name="size"/>, which is at least 2.</summary>
    private static long Split(long size) => 1L << BitOperations.Log2((ulong)(size - 1));
}
