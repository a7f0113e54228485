using BangVang.Testing;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace BangVang.Proof.Tests;

public class MerkleTests
{
    private static byte[] Hex(string hex) => Convert.FromHexString(hex);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    /// <summary>The leaves of the tree that Certificate Transparency publishes for tests.</summary>
    private static readonly byte[][] Leaves =
        [Hex(""), Hex("00"), Hex("10"), Hex("2021"), Hex("3031"), Hex("40414243"), Hex("5051525354555657"), Hex("606162636465666768696a6b6c6d6e6f")];

    private static readonly string[] Roots =
    [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void Leaves_and_nodes_hash_as_published()
    {
        Hex(MerkleHash.EmptyRoot).ShouldBe(Roots[0]);
        Hex(MerkleHash.Leaf([])).ShouldBe(Roots[1]);
        Hex(MerkleHash.Leaf("L123456"u8)).ShouldBe("395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
        Hex(MerkleHash.Node("N123"u8, "N456"u8)).ShouldBe("aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb");
    }

    [Fact]
    public void The_roots_of_all_sizes_are_as_published()
    {
        var tree = new MerkleTree(Leaves);
        var edge = new MerkleEdge();
        for (var size = 0; size <= Leaves.Length; size++)
        {
            Hex(tree.Root(size)).ShouldBe(Roots[size]);
            Hex(edge.Root()).ShouldBe(Roots[size]);
            if (size < Leaves.Length) edge.Append(MerkleHash.Leaf(Leaves[size]));
        }
    }

    [Fact]
    public void Proofs_of_the_published_tree_hold_the_published_nodes()
    {
        var tree = new MerkleTree(Leaves);
        tree.Inclusion(5, 8).Select(Hex).ShouldBe(
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]);
        tree.Consistency(6, 8).Select(Hex).ShouldBe(
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]);
        tree.Consistency(4, 8).Select(Hex).ShouldBe(["6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"]);
    }

    private const int Largest = 70;

    private static MerkleTree Numbers(int size) => new(Enumerable.Range(0, size).Select(BitConverter.GetBytes));

    [Fact]
    public void The_root_is_that_of_the_definition_at_every_size()
    {
        static byte[] Defined(byte[][] entries)
        {
            if (entries.Length == 0) return MerkleHash.EmptyRoot;
            if (entries.Length == 1) return MerkleHash.Leaf(entries[0]);
            var split = 1;
            while (split * 2 < entries.Length) split *= 2;
            return MerkleHash.Node(Defined(entries[..split]), Defined(entries[split..]));
        }
        var tree = Numbers(Largest);
        for (var size = 0; size <= Largest; size++)
            tree.Root(size).ShouldBe(Defined([.. Enumerable.Range(0, size).Select(BitConverter.GetBytes)]));
    }

    [Fact]
    public void Every_leaf_is_proved_at_every_size_and_no_other_leaf_index_or_size_is()
    {
        var tree = Numbers(Largest);
        for (var size = 1; size <= Largest; size++)
        {
            var root = tree.Root(size);
            for (var index = 0; index < size; index++)
            {
                var proof = tree.Inclusion(index, size);
                var leaf = MerkleHash.Leaf(BitConverter.GetBytes(index));
                MerkleVerifier.Includes(leaf, index, size, proof, root).ShouldBeTrue();
                MerkleVerifier.Includes(MerkleHash.Leaf(BitConverter.GetBytes(index + 1)), index, size, proof, root).ShouldBeFalse();
                MerkleVerifier.Includes(leaf, index + 1, size, proof, root).ShouldBeFalse();
                MerkleVerifier.Includes(leaf, index, size, [.. proof, root], root).ShouldBeFalse();
                if (proof.Length > 0) MerkleVerifier.Includes(leaf, index, size, proof[..^1], root).ShouldBeFalse();
            }
        }
    }

    [Fact]
    public void Every_size_is_proved_to_begin_with_every_smaller_one_and_with_no_other_root()
    {
        var tree = Numbers(Largest);
        for (var size = 0; size <= Largest; size++)
        {
            for (var old = 0; old <= size; old++)
            {
                var (oldRoot, root, proof) = (tree.Root(old), tree.Root(size), tree.Consistency(old, size));
                MerkleVerifier.IsConsistent(old, oldRoot, size, root, proof).ShouldBeTrue();
                if (old == 0 || size == 0) continue;
                MerkleVerifier.IsConsistent(old, tree.Root(old - 1), size, root, proof).ShouldBeFalse();
                MerkleVerifier.IsConsistent(old, oldRoot, size, tree.Root(size - 1), proof).ShouldBeFalse();
                MerkleVerifier.IsConsistent(old, oldRoot, size, root, [.. proof, root]).ShouldBeFalse();
                if (proof.Length > 0) MerkleVerifier.IsConsistent(old, oldRoot, size, root, proof[..^1]).ShouldBeFalse();
            }
        }
    }

    [Fact]
    public void One_wrong_bit_anywhere_breaks_a_proof() =>
        Prop.ForAll(Gen.Choose(2, Largest).ToArbitrary(), Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (size, place) =>
        {
            var tree = Numbers(size);
            var (index, old) = (place % size, 1 + place % (size - 1));
            byte[][] inclusion = [MerkleHash.Leaf(BitConverter.GetBytes(index)), .. tree.Inclusion(index, size), tree.Root()];
            byte[][] consistency = [tree.Root(old), .. tree.Consistency(old, size), tree.Root()];
            var byteAt = place % (MerkleHash.Size * 8);
            return Flipped(inclusion, byteAt).All(h => !MerkleVerifier.Includes(h[0], index, size, h[1..^1], h[^1]))
                && Flipped(consistency, byteAt).All(h => !MerkleVerifier.IsConsistent(old, h[0], size, h[^1], h[1..^1]));
        }).Holds();

    /// <summary>The hashes with one bit turned, in each hash once.</summary>
    private static IEnumerable<byte[][]> Flipped(byte[][] hashes, int bit) => Enumerable.Range(0, hashes.Length).Select(i =>
    {
        byte[][] changed = [.. hashes.Select(h => (byte[])h.Clone())];
        changed[i][bit / 8] ^= (byte)(1 << (bit % 8));
        return changed;
    });

    [Fact]
    public void What_is_malformed_proves_nothing()
    {
        var tree = Numbers(5);
        var leaf = MerkleHash.Leaf(BitConverter.GetBytes(2));
        MerkleVerifier.Includes(leaf[..31], 2, 5, tree.Inclusion(2, 5), tree.Root()).ShouldBeFalse();
        MerkleVerifier.Includes(leaf, -1, 5, tree.Inclusion(2, 5), tree.Root()).ShouldBeFalse();
        MerkleVerifier.Includes(leaf, 2, 0, [], MerkleHash.EmptyRoot).ShouldBeFalse();
        MerkleVerifier.IsConsistent(5, tree.Root(), 3, tree.Root(3), []).ShouldBeFalse();
        MerkleVerifier.IsConsistent(-1, tree.Root(), 3, tree.Root(3), []).ShouldBeFalse();
        MerkleVerifier.IsConsistent(3, tree.Root(3), 5, tree.Root(), []).ShouldBeFalse();
        MerkleVerifier.IsConsistent(0, tree.Root(3), 5, tree.Root(), []).ShouldBeFalse();
        MerkleVerifier.IsConsistent(3, tree.Root(3), 5, tree.Root(), [.. tree.Consistency(3, 5).Select(h => h[..20])]).ShouldBeFalse();
    }

    [Fact]
    public void A_stored_edge_goes_on_as_if_it_had_never_been_stored()
    {
        var tree = Numbers(Largest);
        for (var size = 0; size <= Largest; size++)
        {
            var edge = new MerkleEdge();
            for (var i = 0; i < size; i++) edge.Append(MerkleHash.Leaf(BitConverter.GetBytes(i)));
            var stored = new MerkleEdge(edge.Size, [.. edge.Hashes]);
            for (var i = size; i < Largest; i++) stored.Append(MerkleHash.Leaf(BitConverter.GetBytes(i)));
            stored.Root().ShouldBe(tree.Root());
        }
    }

    [Fact]
    public void What_is_no_edge_or_no_hash_is_refused()
    {
        Should.Throw<ArgumentException>(() => new MerkleEdge(3, [new byte[32]]));
        Should.Throw<ArgumentException>(() => new MerkleEdge(1, [new byte[31]]));
        Should.Throw<ArgumentException>(() => new MerkleEdge(-1, []));
        Should.Throw<ArgumentException>(() => new MerkleEdge().Append(new byte[20]));
        Should.Throw<ArgumentOutOfRangeException>(() => Numbers(3).Root(4));
        Should.Throw<ArgumentOutOfRangeException>(() => Numbers(3).Inclusion(3, 3));
        Should.Throw<ArgumentOutOfRangeException>(() => Numbers(3).Consistency(3, 2));
    }
}
