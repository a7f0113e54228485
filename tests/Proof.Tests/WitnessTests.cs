using System.Text;
using BangVang.Proof.Keys;
using BangVang.Proof.Notes;
using BangVang.Testing;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace BangVang.Proof.Tests;

/// <summary>What a witness signs and what it does not, and what a receipt proves.</summary>
public sealed class WitnessTests
{
    private const string Origin = "log.vidu.vn";
    private static readonly byte[] Seed = Encoding.ASCII.GetBytes("thirty-two bytes of a known seed");
    private static readonly NoteKey Key = new(Origin, NoteSignatureKind.Ed25519, Ed25519.PublicKeyOf(Seed));

    private static byte[] Entry(int n, string tree) => Encoding.UTF8.GetBytes($"{tree} {n}");
    private static MerkleTree Tree(int size, string tree = "entry") => new(Enumerable.Range(0, size).Select(n => Entry(n, n < 5 ? "entry" : tree)));
    private static SignedNote Signed(MerkleTree tree, string origin = Origin) => SignedNote.Sign(new Checkpoint(origin, tree.Size, tree.Root()).ToString(), Origin, Seed);

    private static WitnessRequest Request(MerkleTree tree, long old) => new(old, tree.Consistency(old, tree.Size), Signed(tree));

    [Fact]
    public void A_tree_that_grows_is_signed_and_one_that_was_rewritten_is_not()
    {
        var (seen, grown, rewritten) = (Tree(7), Tree(12), Tree(12, "other"));
        WitnessRule.Of(Request(grown, 7), Key, Origin, (7, seen.Root()), out var checkpoint).ShouldBe(WitnessAnswer.Signs);
        checkpoint!.Root.ShouldBe(grown.Root());
        WitnessRule.Of(Request(rewritten, 7), Key, Origin, (7, seen.Root()), out _).ShouldBe(WitnessAnswer.Inconsistent);
        WitnessRule.Of(Request(Tree(7, "other"), 7), Key, Origin, (7, seen.Root()), out _).ShouldBe(WitnessAnswer.Inconsistent, "the same size with another root is a split view");
        WitnessRule.Of(Request(seen, 0), Key, Origin, (0, MerkleHash.EmptyRoot), out _).ShouldBe(WitnessAnswer.Signs);
    }

    [Fact]
    public void What_is_not_the_logs_own_word_is_not_signed()
    {
        var tree = Tree(12);
        var request = Request(tree, 7);
        WitnessRule.Of(request, null, Origin, (7, Tree(7).Root()), out _).ShouldBe(WitnessAnswer.UnknownLog);
        WitnessRule.Of(request, Key, "log.khac.vn", (7, Tree(7).Root()), out _).ShouldBe(WitnessAnswer.NotSigned);
        WitnessRule.Of(request with { Checkpoint = request.Checkpoint with { Text = request.Checkpoint.Text.Replace("12", "13") } }, Key, Origin, (7, Tree(7).Root()), out _).ShouldBe(WitnessAnswer.NotSigned);
        WitnessRule.Of(request with { OldSize = 13 }, Key, Origin, (7, Tree(7).Root()), out _).ShouldBe(WitnessAnswer.OldAboveNew);
        WitnessRule.Of(request, Key, Origin, (8, Tree(8).Root()), out _).ShouldBe(WitnessAnswer.OtherSize);
    }

    [Fact]
    public void A_request_is_read_as_it_was_written() =>
        Prop.ForAll(Gen.Choose(0, 40).SelectMany(old => Gen.Choose(old, 60).Select(size => (old, size))).ToArbitrary(), sizes =>
        {
            var request = Request(Tree(sizes.size), sizes.old);
            return WitnessRequest.TryParse(request.Bytes(), out var read) && read.Bytes().AsSpan().SequenceEqual(request.Bytes())
                && WitnessRule.Of(read, Key, Origin, (sizes.old, Tree(sizes.old).Root()), out _) is WitnessAnswer.Signs;
        }).Holds(100);

    [Fact]
    public void A_receipt_proves_its_entry_and_no_other()
    {
        var tree = Tree(11);
        var receipt = new InclusionReceipt(Encoding.UTF8.GetBytes("HS-001"), 6, tree.Inclusion(6, 11), Signed(tree));
        InclusionReceipt.TryParse(receipt.Bytes(), out var read).ShouldBeTrue();
        read!.ToString().ShouldBe(receipt.ToString());
        read.Proves(Entry(6, "entry"), Key, Origin).ShouldBeTrue();
        read.Proves(Entry(5, "entry"), Key, Origin).ShouldBeFalse();
        (read with { Index = 5 }).Proves(Entry(6, "entry"), Key, Origin).ShouldBeFalse();
        read.Proves(Entry(6, "entry"), Key, "log.khac.vn").ShouldBeFalse();
        read.WitnessedBy([Key]).ShouldBeEmpty("the log's own signature is no witness's");

        var text = receipt.Bytes();
        var refused = 0;
        var begin = Encoding.UTF8.GetString(text).IndexOf("index", StringComparison.Ordinal);
        for (var i = begin; i < text.Length; i++)
        {
            byte[] changed = [.. text];
            changed[i] ^= 1;
            if (!InclusionReceipt.TryParse(changed, out var other) || !other.Proves(Entry(6, "entry"), Key, Origin)) refused++;
        }
        refused.ShouldBe(text.Length - begin, "a changed byte of index, path or checkpoint is always seen");
    }
}
