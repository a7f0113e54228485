using System.Text;
using BangVang.App.Log;
using BangVang.Proof;
using BangVang.Proof.Keys;
using BangVang.Proof.Notes;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Log;

/// <summary>A witness never signs two checkpoints that contradict each other, whatever is asked, at once or after a restart.</summary>
public sealed class WitnessBookTests : IDisposable
{
    private const string Origin = "giaithuong.vidu.vn/log";
    private static readonly byte[] LogSeed = Encoding.ASCII.GetBytes("thirty-two bytes of a known seed");
    private static readonly NoteKey Log = new(Origin, NoteSignatureKind.Ed25519, Ed25519.PublicKeyOf(LogSeed));
    private static readonly KeyFile Witness = new("chung-kien.vidu.vn", NoteSignatureKind.Cosignature, Encoding.ASCII.GetBytes("another thirty-two bytes of seed"));

    private readonly string directory = Directory.CreateTempSubdirectory("bangvang-witness-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private WitnessBook Open() => new(directory, Witness, [Log], TimeProvider.System);

    /// <summary>The first five entries are alike in every tree.</summary>
    private static MerkleTree Tree(int size, string name = "entry") => new(Enumerable.Range(0, size).Select(n => Encoding.UTF8.GetBytes($"{(n < 5 ? "entry" : name)} {n}")));

    private static byte[] Request(MerkleTree tree, long old) =>
        new WitnessRequest(old, tree.Consistency(old, tree.Size), SignedNote.Sign(new Checkpoint(Origin, tree.Size, tree.Root()).ToString(), Origin, LogSeed)).Bytes();

    private static string Number => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Origin)));

    [Fact]
    public void A_log_that_grows_is_signed_and_what_was_signed_is_remembered_after_a_restart()
    {
        using (var book = Open())
        {
            var reply = book.Add(Request(Tree(7), 0))!;
            reply.Answer.ShouldBe(WitnessAnswer.Signs);
            SignedNote.TryParseLine(reply.Body.TrimEnd('\n'), out var signature).ShouldBeTrue();
            SignedNote.TryParse(Request(Tree(7), 0)[("old 0\n\n".Length)..], out var note).ShouldBeTrue();
            note!.With(signature!).TryOpen([book.Key], out _).ShouldBeTrue();
            book.Add(Request(Tree(12), 5))!.ShouldBe(new(WitnessAnswer.OtherSize, "7\n"));
        }
        using var again = Open();
        again.Add(Request(Tree(9), 0))!.ShouldBe(new(WitnessAnswer.OtherSize, "7\n"));
        again.Add(Request(Tree(12), 7))!.Answer.ShouldBe(WitnessAnswer.Signs);
        SignedNote.TryParse(again.Signed(Number), out var kept).ShouldBeTrue();
        (kept!.TryOpen([Log], out _), kept.TryOpen([again.Key], out _), kept.Text.Split('\n')[1]).ShouldBe((true, true, "12"));
        again.Signed(new string('0', 64)).ShouldBeNull();
    }

    [Fact]
    public void Two_clients_that_are_shown_different_trees_are_found_out_and_the_evidence_is_kept()
    {
        using var book = Open();
        book.Add(Request(Tree(7), 0))!.Answer.ShouldBe(WitnessAnswer.Signs);
        book.Add(Request(Tree(12, "shown to the press"), 7))!.ShouldBe(new(WitnessAnswer.Inconsistent, ""));
        book.Add(Request(Tree(7, "shown to the press"), 7))!.Answer.ShouldBe(WitnessAnswer.Inconsistent);
        var evidence = Directory.GetFiles(directory, $"{Number}.contradicts-*").Select(Path.GetFileName).Order().ToList();
        evidence.ShouldBe([$"{Number}.contradicts-12", $"{Number}.contradicts-7"]);
        SignedNote.TryParse(File.ReadAllBytes(Path.Combine(directory, evidence[0]!)), out var note).ShouldBeTrue();
        note!.TryOpen([Log], out _).ShouldBeTrue("the log's own signature is the evidence");
        book.Add(Request(Tree(12), 7))!.Answer.ShouldBe(WitnessAnswer.Signs, "the honest tree goes on");
    }

    [Fact]
    public void Of_many_who_ask_at_once_no_two_get_signatures_that_contradict()
    {
        using var book = Open();
        book.Add(Request(Tree(5), 0))!.Answer.ShouldBe(WitnessAnswer.Signs);
        var asked = Enumerable.Range(0, 24).Select(n => Request(Tree(8, $"tree {n}"), 5)).ToList();
        var answers = new WitnessReply[asked.Count];
        Parallel.For(0, asked.Count, n => answers[n] = book.Add(asked[n])!);
        answers.Count(a => a.Answer is WitnessAnswer.Signs).ShouldBe(1);
        answers.Where(a => a.Answer is not WitnessAnswer.Signs).ShouldAllBe(a => a == new WitnessReply(WitnessAnswer.OtherSize, "8\n"));
    }

    [Fact]
    public void Another_log_a_body_that_is_none_and_a_second_process_are_refused()
    {
        using var book = Open();
        book.Add("old 0\n"u8).ShouldBeNull();
        var other = new WitnessRequest(0, [], SignedNote.Sign(new Checkpoint("khac.vidu.vn/log", 0, MerkleHash.EmptyRoot).ToString(), "khac.vidu.vn/log", LogSeed));
        book.Add(other.Bytes())!.Answer.ShouldBe(WitnessAnswer.UnknownLog);
        Should.Throw<IOException>(() => Open().Dispose());
    }

    [Fact]
    public void A_memory_that_it_did_not_sign_stops_it()
    {
        using (var book = Open()) book.Add(Request(Tree(7), 0))!.Answer.ShouldBe(WitnessAnswer.Signs);
        var file = Path.Combine(directory, Number);
        File.WriteAllText(file, File.ReadAllText(file).Replace("\n7\n", "\n6\n", StringComparison.Ordinal));
        using var altered = Open();
        Should.Throw<InvalidDataException>(() => altered.Add(Request(Tree(12), 7)));
    }
}
