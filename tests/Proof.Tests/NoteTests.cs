using System.Text;
using BangVang.Proof.Keys;
using BangVang.Proof.Notes;
using BangVang.Testing;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace BangVang.Proof.Tests;

/// <summary>Notes, checkpoints and cosignatures, against the examples of their specifications.</summary>
public sealed class NoteTests
{
    private const string Example = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    private const string ExampleKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    private static readonly byte[] Seed = Encoding.ASCII.GetBytes("thirty-two bytes of a known seed");
    private static readonly NoteKey Log = new("log.vidu.vn", NoteSignatureKind.Ed25519, Ed25519.PublicKeyOf(Seed));

    private static NoteKey Key(string text) => NoteKey.TryParse(text, out var key) ? key : throw new ArgumentException(text);
    private static SignedNote Note(string text) => SignedNote.TryParse(Encoding.UTF8.GetBytes(text), out var note) ? note : throw new ArgumentException(text);

    [Fact]
    public void The_note_of_the_specification_is_signed_by_its_key()
    {
        Note(Example).TryOpen([Key(ExampleKey)], out var opened).ShouldBeTrue();
        opened!.Text.ShouldBe("This is an example message.\n");
        opened.Keys.ShouldHaveSingleItem().ToString().ShouldBe(ExampleKey);
        Note(Example).ToString().ShouldBe(Example);
    }

    [Fact]
    public void The_note_of_the_Go_library_is_signed_byte_by_byte()
    {
        // The private key of the library's documented example: its kind 0x01, then the seed.
        var seed = Convert.FromBase64String("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1..];
        SignedNote.Sign("If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n", "PeterNeumann", seed).Signatures[0].ToString()
            .ShouldBe("— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=");
    }

    [Fact]
    public void Unknown_signers_are_passed_over_and_a_known_one_that_fails_rejects_the_note()
    {
        var note = SignedNote.Sign("a\n", Log.Name, Seed);
        var stranger = new NoteSignature("stranger", [1, 2, 3, 4], new byte[64]);
        note.With(stranger).TryOpen([Log], out _).ShouldBeTrue();
        note.TryOpen([Key(ExampleKey)], out _).ShouldBeFalse("nobody known has signed");

        var forged = new NoteSignature("example.com/foo", Key(ExampleKey).Id, new byte[64]);
        note.With(forged).TryOpen([Log], out _).ShouldBeTrue();
        note.With(forged).TryOpen([Log, Key(ExampleKey)], out _).ShouldBeFalse("a known key's signature fails");
    }

    [Theory]
    [InlineData("no signature\n")]
    [InlineData("text\n\n- name AAAAAAAA\n")]
    [InlineData("text\n\n— na me AAAAAAAA\n")]
    [InlineData("text\n\n— na+me AAAAAAAA\n")]
    [InlineData("text\n\n— name AAAA\n")]
    [InlineData("text\n\n— name AAAAAAAAAA\n")]
    [InlineData("text\n\n— name  AAAAAAAA\n")]
    [InlineData("text\n\n— name AAAAAAAA")]
    [InlineData("te\u0007xt\n\n— name AAAAAAAA\n")]
    [InlineData("\n\n— name AAAAAAAA\n")]
    public void What_is_no_note_is_refused(string text) => SignedNote.TryParse(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();

    [Theory]
    [InlineData("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530d903a")]
    [InlineData("+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k ")]
    public void What_is_no_key_is_refused(string text) => NoteKey.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_checkpoint_is_three_lines_and_says_them_back()
    {
        var text = "behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
        Checkpoint.TryParse(text, out var checkpoint).ShouldBeTrue();
        (checkpoint!.Origin, checkpoint.Size, checkpoint.ToString()).ShouldBe(("behind-the-sofa", 20852163, text));
        Checkpoint.TryParse(text + "an extension\n", out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("o\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("o\n+1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("o\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2=\n")]
    [InlineData("o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")]
    [InlineData("\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\nx\n")]
    public void What_is_no_checkpoint_is_refused(string text) => Checkpoint.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_witness_signs_the_checkpoint_with_its_time()
    {
        var note = SignedNote.Sign(new Checkpoint("log.vidu.vn", 3, MerkleHash.EmptyRoot).ToString(), Log.Name, Seed);
        var seed = Encoding.ASCII.GetBytes("another seed of a witness, known");
        var witness = new NoteKey("witness.vidu.vn", NoteSignatureKind.Cosignature, Ed25519.PublicKeyOf(seed));
        var cosigned = note.With(Cosignature.Sign(note.Text, witness.Name, seed, 1_790_000_000));
        cosigned.TryOpen([Log, witness], out var opened).ShouldBeTrue();
        opened!.Keys.Select(k => k.Name).ShouldBe(["log.vidu.vn", "witness.vidu.vn"]);
        Cosignature.TimeOf(cosigned.Signatures[1]).ShouldBe(1_790_000_000);

        // Another time under the same signature is a lie.
        var signature = cosigned.Signatures[1];
        byte[] later = [.. signature.Signature];
        later[7]++;
        note.With(signature with { Signature = later }).TryOpen([Log, witness], out _).ShouldBeFalse();
    }

    [Fact]
    public void Whatever_bytes_come_reading_them_is_no_fault() =>
        Prop.ForAll(Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf().ToArbitrary(), bytes =>
        {
            byte[] damaged = [.. Encoding.UTF8.GetBytes(Example)];
            for (var i = 0; i < bytes.Length; i++) damaged[(bytes[i] * 37 + i * 11) % damaged.Length] = bytes[i];
            foreach (var input in (byte[][])[bytes, damaged])
            {
                SignedNote.TryParse(input, out _);
                WitnessRequest.TryParse(input, out _);
                InclusionReceipt.TryParse(input, out _);
            }
            return true;
        }).Holds(500);
}
