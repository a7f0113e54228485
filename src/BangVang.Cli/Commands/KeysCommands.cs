using System.CommandLine;
using BangVang.App.Keys;
using BangVang.Cli.Kernel;
using BangVang.Domain.Kernel;
using BangVang.Proof.Age;

namespace BangVang.Cli.Commands;

/// <summary>What <c>keys export --json</c> and <c>keys import --json</c> print.</summary>
/// <param name="Keys">Names of the files written: into the archive, or out of it.</param>
public sealed record KeysAnswer(string File, IReadOnlyList<string> Keys);

internal static class KeysCommands
{
    public static Command Create(AddStorage addStorage)
    {
        var keys = new Command("keys", Language.Say("Khóa riêng của hệ thống.", "The private keys of the installation."));
        keys.Add(Export(addStorage));
        keys.Add(Import(addStorage));
        return keys;
    }

    private static Command Export(AddStorage addStorage)
    {
        var file = new Argument<FileInfo>("FILE") { Description = Language.Say("Tệp được ghi, mã hóa bằng age.", "File to write, encrypted with age.") };
        var recipients = new Option<string[]>("--recipient") { HelpName = "KEY", Description = Language.Say("Khóa công khai age1… của người được mở; lặp lại được.", "Public key age1… of somebody who may open it; may be repeated.") };
        var passphrase = Passphrase("Tệp có dòng đầu là mật khẩu, thay cho khóa.", "File whose first line is a passphrase, instead of a key.");
        var command = new ExplainedCommand("export",
            "Ghi mọi khóa riêng của hệ thống vào một tệp mã hóa bằng age; mở bằng «age -d» rồi «tar x».",
            "Writes all private keys of the installation into one file encrypted with age; 'age -d' and 'tar x' get them out.",
            "./bangvang keys export khoa.age --recipient age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj --data var/data") { file, recipients, passphrase };
        command.SetAction(async (parsed, _) =>
        {
            await using var installation = Installation.Of(parsed, addStorage);
            var (typed, secret) = (parsed.GetValue(recipients) ?? [], parsed.GetValue(passphrase));
            if (typed.Length == 0 == (secret is null)) return parsed.Refuses(Problem.Invalid("keys.for_whom"));
            if (typed.FirstOrDefault(t => AgeRecipient.TryParse(t) is null) is { } wrong) return parsed.Refuses(Problem.Invalid("keys.recipient").With("key", wrong));
            IReadOnlyList<IAgeRecipient> to = secret is null ? [.. typed.Select(t => AgeRecipient.TryParse(t)!)] : [new AgePassphrase(FirstLine(secret))];
            var target = parsed.GetRequiredValue(file).FullName;
            return KeyArchive.Export(installation.Options, target, to).TryGet(out var names, out var problem)
                ? parsed.Answers(new KeysAnswer(target, names), [Texts.Of("keys.exported", ("file", target), ("count", names.Count), ("names", string.Join(", ", names)))])
                : parsed.Refuses(problem);
        });
        return command;
    }

    private static Command Import(AddStorage addStorage)
    {
        var file = new Argument<FileInfo>("FILE") { Description = Language.Say("Tệp đã xuất.", "The exported file.") };
        var identity = new Option<FileInfo?>("--identity") { HelpName = "FILE", Description = Language.Say("Tệp khóa bí mật age mở được tệp đó.", "File with the secret age key that opens it.") };
        var passphrase = Passphrase("Tệp có dòng đầu là mật khẩu.", "File whose first line is the passphrase.");
        var command = new ExplainedCommand("import",
            "Đặt lại các khóa riêng từ tệp đã xuất; không ghi đè khóa nào khác đang có.",
            "Puts the private keys of an exported file in their place; writes over no other key that is there.",
            "./bangvang keys import khoa.age --identity key.txt --data var/data") { file, identity, passphrase };
        command.SetAction(async (parsed, _) =>
        {
            await using var installation = Installation.Of(parsed, addStorage);
            var (own, secret) = (parsed.GetValue(identity), parsed.GetValue(passphrase));
            if (own is null == (secret is null)) return parsed.Refuses(Problem.Invalid("keys.with_what"));
            IReadOnlyList<IAgeIdentity> with = secret is not null ? [new AgePassphrase(FirstLine(secret))] : AgeIdentity.ParseFile(await File.ReadAllTextAsync(own!.FullName, default));
            if (with.Count == 0) return parsed.Refuses(Problem.Invalid("keys.identity").With("file", own!.FullName));
            var source = parsed.GetRequiredValue(file).FullName;
            return KeyArchive.Import(installation.Options, source, with).TryGet(out var names, out var problem)
                ? parsed.Answers(new KeysAnswer(source, names), [Texts.Of("keys.imported", ("count", names.Count), ("names", string.Join(", ", names)))])
                : parsed.Refuses(problem);
        });
        return command;
    }

    private static Option<FileInfo?> Passphrase(string vi, string en) => new("--passphrase-file") { HelpName = "FILE", Description = Language.Say(vi, en) };

    private static string FirstLine(FileInfo file) => File.ReadLines(file.FullName).FirstOrDefault() ?? "";
}
