using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using BangVang.Proof.Age;
using Shouldly;
using Xunit;

namespace BangVang.Proof.Tests;

/// <summary>Age files: the published vectors, Debian's age in both directions, and what happens to a file that was touched.</summary>
public sealed class AgeTests : IDisposable
{
    /// <summary>Around the borders of a piece, and some of them.</summary>
    private static readonly int[] Sizes = [0, 1, 65_535, 65_536, 65_537, 131_072, 3_000_001];

    private readonly string directory = Directory.CreateTempSubdirectory("bv-age").FullName;

    public static TheoryData<string> Vectors() => [.. Directory.GetFiles(Path.Combine(Path.GetDirectoryName(Here())!, "lib", "age-testkit")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Published_vectors_give_the_published_answer(string name)
    {
        var vector = File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(Here())!, "lib", "age-testkit", name));
        var end = vector.AsSpan().IndexOf("\n\n"u8);
        var head = Encoding.UTF8.GetString(vector, 0, end).Split('\n').Select(l => l.Split(": ", 2)).ToLookup(p => p[0], p => p[1]);
        IAgeIdentity[] identities = [.. head["identity"].Select(i => (IAgeIdentity)AgeIdentity.TryParse(i)!), .. head["passphrase"].Select(p => new AgePassphrase(p))];

        using var released = new MemoryStream();
        var answer = "success";
        try
        {
            var file = head["compressed"].Contains("zlib") ? Inflate(vector[(end + 2)..]) : vector[(end + 2)..];
            if (head["armored"].Contains("yes")) file = AgeArmor.Decode(file);
            using var source = new MemoryStream(file);
            using var content = AgeFile.OpenRead(source, identities);
            content.CopyTo(released);
        }
        catch (AgeException e)
        {
            answer = e.Failure switch { AgeFailure.NoMatch => "no match", AgeFailure.Mac => "HMAC failure", AgeFailure.Payload => "payload failure", AgeFailure.Armor => "armor failure", _ => "header failure" };
        }
        answer.ShouldBe(head["expect"].Single(), head["comment"].FirstOrDefault());
        if (head["payload"].SingleOrDefault() is { } hash) Convert.ToHexStringLower(SHA256.HashData(released.ToArray())).ShouldBe(hash);
    }

    [Fact]
    public void The_vectors_are_all_there() => Vectors().Count.ShouldBe(124);

    [Fact]
    public void Debians_age_opens_our_files()
    {
        var key = AgeIdentity.New();
        var other = AgeIdentity.New();
        File.WriteAllText(At("key"), key.ToSecretText() + "\n");
        foreach (var size in Sizes)
        {
            var content = RandomNumberGenerator.GetBytes(size);
            File.WriteAllBytes(At("file.age"), AgeFile.Encrypt(content, other.Recipient, key.Recipient));
            File.Delete(At("file"));
            Run("age", "-d", "-i", At("key"), "-o", At("file"), At("file.age")).ShouldBe(0);
            // It makes no file for no content.
            (File.Exists(At("file")) ? File.ReadAllBytes(At("file")) : []).ShouldBe(content);
        }
        File.WriteAllText(At("text.age"), AgeArmor.Encode(AgeFile.Encrypt("chữ Việt"u8, key.Recipient)));
        Run("age", "-d", "-i", At("key"), "-o", At("text"), At("text.age")).ShouldBe(0);
        File.ReadAllText(At("text")).ShouldBe("chữ Việt");
    }

    [Fact]
    public void We_open_the_files_of_Debians_age()
    {
        Run("age-keygen", "-o", At("key")).ShouldBe(0);
        var key = AgeIdentity.ParseFile(File.ReadAllText(At("key"))).ShouldHaveSingleItem();
        File.ReadAllText(At("key")).ShouldContain($"# public key: {key.Recipient}\n");
        foreach (var size in Sizes)
        {
            var content = RandomNumberGenerator.GetBytes(size);
            File.WriteAllBytes(At("file"), content);
            Run("age", "-r", key.Recipient.ToString(), "-o", At("file.age"), At("file")).ShouldBe(0);
            AgeFile.Decrypt(File.ReadAllBytes(At("file.age")), key).ShouldBe(content);
        }
        Run("age", "-a", "-r", key.Recipient.ToString(), "-o", At("armored.age"), At("file")).ShouldBe(0);
        AgeFile.Decrypt(File.ReadAllBytes(At("armored.age")), key).Length.ShouldBe(Sizes[^1]);
    }

    [Fact]
    public void A_changed_byte_anywhere_is_found()
    {
        var key = AgeIdentity.New();
        var content = RandomNumberGenerator.GetBytes(70_000);
        var file = AgeFile.Encrypt(content, key.Recipient);
        var header = file.AsSpan().IndexOf("\n---"u8) + 60;
        foreach (var at in Enumerable.Range(0, header + 200).Concat(Enumerable.Range(0, 500).Select(i => header + 200 + i * 137)).Append(file.Length - 1).Where(a => a < file.Length))
        {
            var changed = file.ToArray();
            changed[at] ^= (byte)(1 << (at % 8));
            Should.Throw<AgeException>(() => AgeFile.Decrypt(changed, key), $"byte {at}");
        }
        AgeFile.Decrypt(file, key).ShouldBe(content);
    }

    [Theory]
    [InlineData(65_536, 1)]
    [InlineData(131_072, 1)]
    [InlineData(200_000, 3)]
    public void A_file_cut_off_between_two_pieces_is_found(int size, int pieces)
    {
        var key = AgeIdentity.New();
        var file = AgeFile.Encrypt(RandomNumberGenerator.GetBytes(size), key.Recipient);
        var begin = file.AsSpan().IndexOf("\n---"u8) + 1 + "--- ".Length + 43 + 1 + 16;
        for (var kept = 0; kept <= pieces; kept++)
        {
            var cut = file[..Math.Min(begin + kept * 65_552, file.Length)];
            if (cut.Length == file.Length) continue;
            Should.Throw<AgeException>(() => AgeFile.Decrypt(cut, key)).Failure.ShouldBe(AgeFailure.Payload);
        }
        Should.Throw<AgeException>(() => AgeFile.Decrypt([.. file, 0], key)).Failure.ShouldBe(AgeFailure.Payload);
    }

    [Fact]
    public void Another_key_opens_nothing_and_a_passphrase_does_what_a_key_does()
    {
        Should.Throw<AgeException>(() => AgeFile.Decrypt(AgeFile.Encrypt("bí mật"u8, AgeIdentity.New().Recipient), AgeIdentity.New())).Failure.ShouldBe(AgeFailure.NoMatch);
        var file = AgeFile.Encrypt("bí mật"u8, new AgePassphrase("mười hai con giáp", logN: 10));
        AgeFile.Decrypt(file, new AgePassphrase("mười hai con giáp")).ShouldBe("bí mật"u8.ToArray());
        Should.Throw<AgeException>(() => AgeFile.Decrypt(file, new AgePassphrase("mười hai con giap"))).Failure.ShouldBe(AgeFailure.NoMatch);
        Should.Throw<ArgumentException>(() => AgeFile.Encrypt("x"u8, new AgePassphrase("a"), AgeIdentity.New().Recipient));
    }

    [Theory]
    [InlineData("")]
    [InlineData("age1")]
    [InlineData("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwk")]
    [InlineData("AGE1ZVKYG2LQZRAA2LNJVQEJ32NKUU0UES2S82HZRYE869XEEXVN73EQUNUJWJ")]
    public void What_is_no_public_key_is_not_taken_for_one(string text) => AgeRecipient.TryParse(text).ShouldBeNull();

    private static byte[] Inflate(byte[] packed)
    {
        using var source = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var all = new MemoryStream();
        source.CopyTo(all);
        return all.ToArray();
    }

    private string At(string name) => Path.Combine(directory, name);

    private static int Run(string program, params string[] arguments)
    {
        using var running = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = running.StandardError.ReadToEndAsync();
        running.StandardOutput.ReadToEnd();
        running.WaitForExit();
        error.Wait();
        return running.ExitCode;
    }

    private static string Here([CallerFilePath] string file = "") => file;

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
