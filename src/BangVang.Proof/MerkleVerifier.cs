using System.Numerics;

namespace BangVang.Proof;

/// <summary>Checks proofs without the tree, by the iterative algorithms of RFC 9162 sections 2.1.3.2 and 2.1.4.2.</summary>
public static class MerkleVerifier
{
    /// <summary>
    /// Is the leaf with hash <paramref name="leaf"/> the one at <paramref name="index"/> in the tree of <paramref name="size"/> leaves
    /// with this <paramref name="root"/>? False for every malformed input too.
    /// </summary>
    public static bool Includes(byte[] leaf, long index, long size, IReadOnlyList<byte[]> proof, byte[] root)
    {
        if (index < 0 || index >= size || !AreHashes([leaf, root, .. proof])) return false;
        var (fn, sn, r) = (index, size - 1, leaf);
        foreach (var p in proof)
        {
            if (sn == 0) return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                r = MerkleHash.Node(p, r);
                while ((fn & 1) == 0 && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                r = MerkleHash.Node(r, p);
            }
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        return sn == 0 && r.AsSpan().SequenceEqual(root);
    }

    /// <summary>
    /// Does the tree of <paramref name="size"/> leaves with root <paramref name="root"/> begin with the tree of
    /// <paramref name="oldSize"/> leaves with root <paramref name="oldRoot"/>? Every tree begins with the empty one, whose root is
    /// <see cref="MerkleHash.EmptyRoot"/> and whose proof is empty. False for every malformed input too.
    /// </summary>
    public static bool IsConsistent(long oldSize, byte[] oldRoot, long size, byte[] root, IReadOnlyList<byte[]> proof)
    {
        if (oldSize < 0 || oldSize > size || !AreHashes([oldRoot, root, .. proof])) return false;
        if (oldSize == size) return proof.Count == 0 && oldRoot.AsSpan().SequenceEqual(root);
        if (oldSize == 0) return proof.Count == 0 && oldRoot.AsSpan().SequenceEqual(MerkleHash.EmptyRoot);
        if (proof.Count == 0) return false;

        byte[][] path = BitOperations.IsPow2(oldSize) ? [oldRoot, .. proof] : [.. proof];
        var (fn, sn) = (oldSize - 1, size - 1);
        while ((fn & 1) == 1) (fn, sn) = (fn >> 1, sn >> 1);
        var (fr, sr) = (path[0], path[0]);
        foreach (var c in path.Skip(1))
        {
            if (sn == 0) return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                (fr, sr) = (MerkleHash.Node(c, fr), MerkleHash.Node(c, sr));
                while ((fn & 1) == 0 && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                sr = MerkleHash.Node(sr, c);
            }
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        return sn == 0 && fr.AsSpan().SequenceEqual(oldRoot) && sr.AsSpan().SequenceEqual(root);
    }

    private static bool AreHashes(byte[][] hashes) => hashes.All(h => h.Length == MerkleHash.Size);
}
