using System.Diagnostics;
using System.Text.RegularExpressions;
using BangVang.Cli.Kernel;
using BangVang.Proof.Age;
using Shouldly;
using Xunit;

namespace BangVang.Cli.Tests;

/// <summary>Private keys leave and come back encrypted; a sealing key is split and joined without a server.</summary>
public sealed class KeysCommandTests
{
    [Fact]
    public async Task Debians_age_opens_exported_keys_and_import_puts_them_back()
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException();
        using var terminal = new Terminal();
        var (file, key) = (Path.Combine(terminal.Folder, "khoa.age"), Path.Combine(terminal.Folder, "key.txt"));
        Run("age-keygen", "-o", key).Exit.ShouldBe(0);
        var recipient = AgeIdentity.ParseFile(File.ReadAllText(key))[0].Recipient.ToString();
        (await terminal.TypeAsync("keys", "export", file, "--recipient", recipient, "--data", terminal.Data)).Code.ShouldBe(ExitCode.NotFound);
        var keys = Directory.CreateDirectory(Path.Combine(terminal.Data, "keys")).FullName;
        File.WriteAllText(Path.Combine(keys, "log.key"), "bí mật của sổ ghi");
        File.WriteAllText(Path.Combine(keys, "issuer.key"), "bí mật ký số");

        var exported = await terminal.TypeAsync("keys", "export", file, "--recipient", recipient, "--data", terminal.Data);

        exported.Code.ShouldBe(ExitCode.Done, exported.Error);
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Run("age", "-d", "-i", key, "-o", Path.Combine(terminal.Folder, "keys.tar"), file).Exit.ShouldBe(0);
        Run("tar", "-xf", Path.Combine(terminal.Folder, "keys.tar"), "-C", terminal.Folder).Exit.ShouldBe(0);
        File.ReadAllText(Path.Combine(terminal.Folder, "keys", "log.key")).ShouldBe("bí mật của sổ ghi");
        File.ReadAllText(file).ShouldNotContain("bí mật");
        (await terminal.TypeAsync("keys", "export", file, "--recipient", recipient, "--data", terminal.Data)).Code.ShouldBe(ExitCode.Conflict);

        File.Delete(Path.Combine(keys, "log.key"));
        (await terminal.TypeAsync("keys", "import", file, "--identity", key, "--data", terminal.Data)).Code.ShouldBe(ExitCode.Done);
        File.ReadAllText(Path.Combine(keys, "log.key")).ShouldBe("bí mật của sổ ghi");
        File.GetUnixFileMode(Path.Combine(keys, "log.key")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(Path.Combine(keys, "log.key"), "khóa khác");
        (await terminal.TypeAsync("keys", "import", file, "--identity", key, "--data", terminal.Data)).Code.ShouldBe(ExitCode.Conflict);
        File.ReadAllText(Path.Combine(keys, "log.key")).ShouldBe("khóa khác");
    }

    [Fact]
    public async Task A_passphrase_does_too_and_a_wrong_one_opens_nothing()
    {
        using var terminal = new Terminal();
        var (file, right, wrong) = (Path.Combine(terminal.Folder, "khoa.age"), Path.Combine(terminal.Folder, "right"), Path.Combine(terminal.Folder, "wrong"));
        File.WriteAllText(right, "mười hai con giáp\n");
        File.WriteAllText(wrong, "mười hai con giap\n");
        var keys = Directory.CreateDirectory(Path.Combine(terminal.Data, "keys")).FullName;
        File.WriteAllText(Path.Combine(keys, "log.key"), "bí mật");

        (await terminal.TypeAsync("keys", "export", file, "--passphrase-file", right, "--data", terminal.Data)).Code.ShouldBe(ExitCode.Done);
        File.Delete(Path.Combine(keys, "log.key"));
        (await terminal.TypeAsync("keys", "import", file, "--passphrase-file", wrong, "--data", terminal.Data)).Code.ShouldBe(ExitCode.NotAllowed);
        (await terminal.TypeAsync("keys", "import", file, "--passphrase-file", right, "--data", terminal.Data)).Code.ShouldBe(ExitCode.Done);
        File.ReadAllText(Path.Combine(keys, "log.key")).ShouldBe("bí mật");
        (await terminal.TypeAsync("keys", "export", file + "2", "--data", terminal.Data)).Code.ShouldBe(ExitCode.Invalid);
    }

    [Fact]
    public async Task A_sealing_key_is_split_and_joined_without_a_server()
    {
        using var terminal = new Terminal();
        string At(string name) => Path.Combine(terminal.Folder, name);
        var trustees = Enumerable.Range(1, 3).Select(i => { Run("age-keygen", "-o", At($"key{i}")).Exit.ShouldBe(0); return AgeIdentity.ParseFile(File.ReadAllText(At($"key{i}")))[0]; }).ToList();

        var made = await terminal.TypeAsync(["seal", "setup", "--needed", "2", .. trustees.SelectMany((t, i) => new[] { "--trustee", $"Người {i + 1}={t.Recipient}" }), "--out", At("shares")]);

        made.Code.ShouldBe(ExitCode.Done, made.Error);
        var lines = File.ReadAllText(At("shares/sealing.yaml"));
        var recipient = Regex.Match(lines, @"\n  recipient: (age1\w+)").Groups[1].Value;
        foreach (var file in Directory.GetFiles(At("shares"))) File.ReadAllText(file).ShouldNotContain("SECRET");
        var sealedFile = AgeFile.Encrypt("hồ sơ"u8, AgeRecipient.TryParse(recipient)!);

        foreach (var i in (int[])[1, 3])
        {
            var own = await terminal.TypeAsync("seal", "open-share", At($"shares/share-{i}.age"), "--identity", At($"key{i}"));
            own.Output.ShouldStartWith("bvshare1");
            var (exit, said) = Run("age", "-d", "-i", At($"key{i}"), At($"shares/share-{i}.age"));
            (exit, said.Trim()).ShouldBe((0, own.Output.Trim()));
            File.WriteAllText(At($"share{i}.txt"), own.Output);
            lines.ShouldContain(TrusteeShare.TryParse(own.Output)!.Fingerprint);
        }
        (await terminal.TypeAsync("seal", "open-share", At("shares/share-1.age"), "--identity", At("key2"))).Code.ShouldBe(ExitCode.NotAllowed);
        (await terminal.TypeAsync("seal", "join", At("share1.txt"), "--recipient", recipient, "--out", At("joined"))).Error.ShouldStartWith("seal.too_few: ");
        (await terminal.TypeAsync("seal", "join", At("share1.txt"), At("share3.txt"), "--recipient", recipient, "--out", At("joined"))).Code.ShouldBe(ExitCode.Done);
        File.WriteAllBytes(At("file.age"), sealedFile);
        Run("age", "-d", "-i", At("joined"), At("file.age")).ShouldBe((0, "hồ sơ"));
        (await terminal.TypeAsync("seal", "setup", "--needed", "1", "--trustee", $"A={trustees[0].Recipient}", "--out", At("other"))).Error.ShouldStartWith("seal.needed: ");
    }

    private static (int Exit, string Said) Run(string program, params string[] arguments)
    {
        using var running = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = running.StandardError.ReadToEndAsync();
        var said = running.StandardOutput.ReadToEnd();
        running.WaitForExit();
        error.Wait();
        return (running.ExitCode, said);
    }
}
