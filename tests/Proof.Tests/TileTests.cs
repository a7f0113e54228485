using System.Text;
using BangVang.Proof.Tiles;
using BangVang.Testing;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace BangVang.Proof.Tests;

/// <summary>Tiles, against the examples of their specification.</summary>
public sealed class TileTests
{
    private static readonly MerkleTree Large = new(Enumerable.Range(0, 70_000).Select(n => Encoding.UTF8.GetBytes($"entry {n}")));

    [Theory]
    [InlineData(0, 1234067, 256, "tile/0/x001/x234/067")]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(2, 999, 7, "tile/2/999.p/7")]
    [InlineData(1, 1000, 1, "tile/1/x001/000.p/1")]
    [InlineData(TilePath.Entries, 256, 255, "tile/entries/256.p/255")]
    public void A_tiles_address_is_as_specified(int level, long index, int width, string address)
    {
        new TilePath(level, index, width).ToString().ShouldBe(address);
        TilePath.Parse(address["tile/".Length..]).ShouldBe(new TilePath(level, index, width));
    }

    [Theory]
    [InlineData("0/0")]
    [InlineData("0/0000")]
    [InlineData("0/x000/067")]
    [InlineData("0/067.p/256")]
    [InlineData("0/067.p/0")]
    [InlineData("0/067.p/01")]
    [InlineData("00/067")]
    [InlineData("8/067")]
    [InlineData("0/001/067")]
    [InlineData("0/x001/x067")]
    [InlineData("0/")]
    [InlineData("0")]
    [InlineData("")]
    [InlineData("0/../067")]
    [InlineData("0/x999/x999/x999/x999/x999/x999/x999/999")]
    public void What_is_no_address_of_a_tile_is_refused(string path) => TilePath.Parse(path).ShouldBeNull();

    [Fact]
    public void The_tiles_of_70_000_entries_are_those_of_the_specification()
    {
        var tiles = TilePath.Of(70_000).Where(t => t.Level >= 0).ToList();
        tiles.Count(t => t is { Level: 0, IsFull: true }).ShouldBe(273);
        tiles.Where(t => !t.IsFull || t.Level > 0).ShouldBe([new(0, 273, 112), new(1, 0, 256), new(1, 1, 17), new(2, 0, 1)]);
    }

    [Fact]
    public void Proofs_read_from_tiles_are_those_of_the_tree()
    {
        var tiles = TilePath.Of(Large.Size).Where(t => t.Level >= 0).ToDictionary(t => t, t => HashTiles.Write(t, Node));
        Prop.ForAll(Gen.Choose(1, (int)Large.Size).ToArbitrary(), size =>
        {
            var read = HashTiles.Nodes(Large.Size, t => tiles[t]);
            var index = (long)size * 7919 % size;
            return MerkleProofs.Root(size, read).AsSpan().SequenceEqual(Large.Root(size))
                && MerkleProofs.Inclusion(index, size, read).SelectMany(h => h).SequenceEqual(Large.Inclusion(index, size).SelectMany(h => h))
                && MerkleProofs.Consistency(size / 3, size, read).SelectMany(h => h).SequenceEqual(Large.Consistency(size / 3, size).SelectMany(h => h));
        }).Holds(60);
    }

    [Fact]
    public void A_proof_reads_few_tiles_and_a_wrong_one_leads_nowhere()
    {
        var read = new List<TilePath>();
        byte[] Fetch(TilePath t) { read.Add(t); return HashTiles.Write(t, Node); }
        var proof = MerkleProofs.Inclusion(12_345, Large.Size, HashTiles.Nodes(Large.Size, Fetch));
        MerkleVerifier.Includes(MerkleHash.Leaf(Encoding.UTF8.GetBytes("entry 12345")), 12_345, Large.Size, proof, Large.Root()).ShouldBeTrue();
        read.Count.ShouldBeLessThanOrEqualTo(6);

        byte[] Wrong(TilePath t)
        {
            var bytes = HashTiles.Write(t, Node);
            if (t.Level == 1) bytes[0] ^= 1;
            return bytes;
        }
        var lie = MerkleProofs.Inclusion(12_345, Large.Size, HashTiles.Nodes(Large.Size, Wrong));
        MerkleVerifier.Includes(MerkleHash.Leaf(Encoding.UTF8.GetBytes("entry 12345")), 12_345, Large.Size, lie, Large.Root()).ShouldBeFalse();
        Should.Throw<InvalidDataException>(() => MerkleProofs.Root(Large.Size, HashTiles.Nodes(Large.Size, t => [.. HashTiles.Write(t, Node), 0])));
    }

    /// <summary>Whatever the sizes between which it is stored: the tiles and roots are those of the tree.</summary>
    [Fact]
    public void Tiles_grow_as_the_tree_does() =>
        Prop.ForAll(Gen.Choose(0, 66_000).SelectMany(begin => Gen.Choose(0, 900).Select(more => (begin, more))).ToArbitrary(), c =>
        {
            var tiles = new GrowingTiles(c.begin, tile => HashTiles.Write(tile, Node));
            for (var n = c.begin; n < c.begin + c.more; n++) tiles.Append(Node(0, n));
            return tiles.Size == c.begin + c.more && tiles.Root().AsSpan().SequenceEqual(Large.Root(tiles.Size))
                && tiles.Changed.All(t => t.Tile.IsWithin(tiles.Size) && t.Bytes.AsSpan().SequenceEqual(HashTiles.Write(t.Tile, Node)))
                && (c.more == 0) == !tiles.Changed.Any();
        }).Holds(40);

    [Fact]
    public void Entries_are_read_as_they_were_written()
    {
        byte[][] entries = [[], "a"u8.ToArray(), new byte[EntryTiles.Longest]];
        var bytes = EntryTiles.Write(entries);
        EntryTiles.Read(bytes, 3)!.Select(Convert.ToHexString).ShouldBe(entries.Select(Convert.ToHexString));
        EntryTiles.Read(bytes, 2).ShouldBeNull();
        EntryTiles.Read(bytes, 4).ShouldBeNull();
        EntryTiles.Read(bytes.AsSpan(0, bytes.Length - 1), 3).ShouldBeNull();
        Should.Throw<ArgumentException>(() => EntryTiles.Write([new byte[EntryTiles.Longest + 1]]));
    }

    /// <summary>Complete subtrees of the large tree by level, computed apart from the code under test.</summary>
    private static readonly List<byte[][]> Levels = LevelsOf((int)Large.Size);

    private static byte[] Node(int level, long index) => Levels[level][index];

    private static List<byte[][]> LevelsOf(int size)
    {
        var levels = new List<byte[][]> { Enumerable.Range(0, size).Select(n => MerkleHash.Leaf(Encoding.UTF8.GetBytes($"entry {n}"))).ToArray() };
        while (levels[^1].Length > 1) levels.Add([.. Enumerable.Range(0, levels[^1].Length / 2).Select(i => MerkleHash.Node(levels[^1][2 * i], levels[^1][(2 * i) + 1]))]);
        return levels;
    }
}
