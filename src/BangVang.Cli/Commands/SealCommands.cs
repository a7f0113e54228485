using System.CommandLine;
using System.Text;
using BangVang.App.Kernel;
using BangVang.Cli.Kernel;
using BangVang.Domain.Kernel;
using BangVang.Proof.Age;

namespace BangVang.Cli.Commands;

/// <summary>What <c>seal setup --json</c> prints.</summary>
/// <param name="Recipient">The public key that closes the edition's files.</param>
/// <param name="Shares">Files, one for each trustee, in the order in which they were named.</param>
/// <param name="Edition">File with the lines for <c>edition.yaml</c>.</param>
public sealed record SealSetupAnswer(string Recipient, int Needed, IReadOnlyList<string> Shares, string Edition);

/// <summary>What <c>seal open-share --json</c> prints.</summary>
public sealed record SealShareAnswer(int Number, int Needed, string Share);

/// <summary>What <c>seal join --json</c> prints.</summary>
/// <param name="File">The restored secret key, for <c>age -d -i</c>.</param>
public sealed record SealJoinAnswer(string Recipient, string File);

/// <summary>The trustees' own work: none of it needs a server, a network or a database.</summary>
internal static class SealCommands
{
    public static Command Create()
    {
        var seal = new Command("seal", Language.Say("Niêm phong hồ sơ: việc của những người giữ khóa.", "Sealing of dossiers: the work of the trustees."));
        seal.Add(Setup());
        seal.Add(OpenShare());
        seal.Add(Join());
        return seal;
    }

    private static Command Setup()
    {
        var trustees = new Option<string[]>("--trustee") { Required = true, HelpName = "NAME=KEY", Description = Language.Say("Người giữ khóa và khóa công khai age1… của người đó; lặp lại cho từng người.", "A trustee and that person's public key age1…; once for each.") };
        var needed = new Option<int>("--needed") { Required = true, HelpName = "K", Description = Language.Say("Số người giữ khóa đủ để mở.", "How many trustees are enough to open.") };
        var folder = new Option<DirectoryInfo>("--out") { Required = true, HelpName = "DIR", Description = Language.Say("Thư mục mới nhận các phần khóa đã mã hóa và đoạn cho edition.yaml.", "New folder for the encrypted shares and the lines for edition.yaml.") };
        var command = new ExplainedCommand("setup",
            "Tạo khóa niêm phong của một kỳ giải và chia cho những người giữ khóa. Chạy trên máy riêng, không nối mạng: khóa bí mật không được ghi ra đĩa.",
            "Makes the sealing key of an edition and splits it among trustees. Run it on a machine of their own, offline: the secret is never written to a disk.",
            "./bangvang seal setup --needed 2 --trustee \"Chủ tịch Hội đồng=age1…\" --trustee \"Thanh tra=age1…\" --trustee \"Thường trực=age1…\" --out niem-phong") { trustees, needed, folder };
        command.SetAction(parsed =>
        {
            var named = parsed.GetRequiredValue(trustees).Select(Named).ToList();
            if (named.FirstOrDefault(t => t.Key is null || t.Name.Length == 0)?.Typed is { } wrong) return parsed.Refuses(Problem.Invalid("seal.trustee").With("trustee", wrong));
            if (named.DistinctBy(t => t.Key!.ToString()).Count() < named.Count) return parsed.Refuses(Problem.Invalid("seal.trustee_twice"));
            var k = parsed.GetRequiredValue(needed);
            if (k < 2 || k > named.Count || named.Count > SecretShares.MaxShares) return parsed.Refuses(Problem.Invalid("seal.needed").With("count", named.Count));
            var directory = parsed.GetRequiredValue(folder).FullName;
            if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any()) return parsed.Refuses(Problem.Conflict("seal.folder_in_use").With("directory", directory));

            var (recipient, shares) = SealingKey.Make(k, named.Count);
            var files = new List<string>();
            foreach (var share in shares)
            {
                var file = Path.Combine(directory, $"share-{share.Number}.age");
                DurableFiles.Write(file, Encoding.ASCII.GetBytes(AgeArmor.Encode(AgeFile.Encrypt(Encoding.ASCII.GetBytes(share.ToSecretText() + "\n"), named[share.Number - 1].Key!))));
                files.Add(file);
            }
            var lines = Path.Combine(directory, "sealing.yaml");
            DurableFiles.Write(lines, Encoding.UTF8.GetBytes(Lines(recipient, k, named, shares)));
            return parsed.Answers(new SealSetupAnswer(recipient.ToString(), k, files, lines),
                [Texts.Of("seal.made", ("recipient", recipient), ("needed", k), ("count", named.Count), ("directory", directory)), .. named.Zip(files, (t, f) => $"  {t.Name}: {f}"), $"  edition.yaml: {lines}"]);
        });
        return command;
    }

    /// <param name="Key">Null when what was typed holds none.</param>
    private sealed record NamedKey(string Typed, string Name, AgeRecipient? Key);

    /// <summary>"Name=age1…".</summary>
    private static NamedKey Named(string typed) => typed.LastIndexOf('=') is > 0 and var at ? new(typed, typed[..at].Trim(), AgeRecipient.TryParse(typed[(at + 1)..].Trim())) : new(typed, "", null);

    private static string Lines(AgeRecipient recipient, int needed, IReadOnlyList<NamedKey> trustees, IReadOnlyList<TrusteeShare> shares)
    {
        var text = new StringBuilder("sealing:\n");
        text.Append("  opens_with: screening\n").Append("  recipient: ").Append(recipient).Append('\n').Append("  needed: ").Append(needed).Append("\n  trustees:\n");
        foreach (var (trustee, share) in trustees.Zip(shares))
            text.Append("    - name: \"").Append(trustee.Name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append("\"\n      recipient: ").Append(trustee.Key).Append("\n      share: ").Append(share.Fingerprint).Append('\n');
        return text.ToString();
    }

    private static Command OpenShare()
    {
        var file = new Argument<FileInfo>("FILE") { Description = Language.Say("Phần khóa đã mã hóa (share-1.age).", "The encrypted share (share-1.age).") };
        var identity = new Option<FileInfo>("--identity") { Required = true, HelpName = "FILE", Description = Language.Say("Tệp khóa bí mật age của người giữ khóa.", "File with the trustee's secret age key.") };
        var command = new ExplainedCommand("open-share",
            "Mở phần khóa của một người giữ khóa, để nộp tại lễ mở niêm phong. «age -d» cho cùng một dòng.",
            "Opens a trustee's share, to be handed in at the opening. 'age -d' gives the same line.",
            "./bangvang seal open-share share-1.age --identity key.txt") { file, identity };
        command.SetAction(parsed =>
        {
            var (source, own) = (parsed.GetRequiredValue(file).FullName, parsed.GetRequiredValue(identity).FullName);
            if ((!File.Exists(source) ? source : !File.Exists(own) ? own : null) is { } missing) return parsed.Refuses(Problem.NotFound("seal.no_file").With("file", missing));
            var identities = AgeIdentity.ParseFile(File.ReadAllText(own));
            if (identities.Count == 0) return parsed.Refuses(Problem.Invalid("keys.identity").With("file", own));
            string line;
            try { line = Encoding.ASCII.GetString(AgeFile.Decrypt(File.ReadAllBytes(source), [.. identities])); }
            catch (AgeException e) { return parsed.Refuses(e.Failure is AgeFailure.NoMatch ? new Problem(ProblemKind.Forbidden, "seal.not_yours") : Problem.Invalid("seal.share_damaged").With("file", source)); }
            if (TrusteeShare.TryParse(line) is not { } share) return parsed.Refuses(Problem.Invalid("seal.share_damaged").With("file", source));
            return parsed.Answers(new SealShareAnswer(share.Number, share.Needed, share.ToSecretText()), [share.ToSecretText()]);
        });
        return command;
    }

    private static Command Join()
    {
        var shares = new Argument<FileInfo[]>("SHARE") { Arity = ArgumentArity.OneOrMore, Description = Language.Say("Tệp có dòng bvshare1… của từng người giữ khóa.", "Files with the line bvshare1… of each trustee.") };
        var recipient = new Option<string>("--recipient") { Required = true, HelpName = "KEY", Description = Language.Say("Khóa công khai niêm phong (sealing.recipient trong edition.yaml).", "The public key of the sealing (sealing.recipient in edition.yaml).") };
        var output = new Option<FileInfo>("--out") { Required = true, HelpName = "FILE", Description = Language.Say("Tệp nhận khóa bí mật đã ghép.", "File for the restored secret key.") };
        var command = new ExplainedCommand("join",
            "Ghép lại khóa niêm phong khi không còn máy chủ nào: sau đó «age -d -i FILE» mở từng hồ sơ.",
            "Restores the sealing key where no server is left: 'age -d -i FILE' then opens each dossier's files.",
            "./bangvang seal join 1.txt 2.txt --recipient age1… --out key.txt") { shares, recipient, output };
        command.SetAction(parsed =>
        {
            if (AgeRecipient.TryParse(parsed.GetRequiredValue(recipient)) is not { } key) return parsed.Refuses(Problem.Invalid("keys.recipient").With("key", parsed.GetRequiredValue(recipient)));
            var read = new List<TrusteeShare>();
            foreach (var file in parsed.GetRequiredValue(shares).Select(f => f.FullName))
            {
                if (!File.Exists(file)) return parsed.Refuses(Problem.NotFound("seal.no_file").With("file", file));
                if (TrusteeShare.TryParse(File.ReadAllText(file)) is not { } share) return parsed.Refuses(Problem.Invalid("seal.share_damaged").With("file", file));
                if (share.Sealing != SealingKey.NumberOf(key)) return parsed.Refuses(Problem.Invalid("seal.share_of_another").With("file", file));
                read.Add(share);
            }
            var different = read.DistinctBy(s => s.Number).Count();
            if (different < read[0].Needed) return parsed.Refuses(Problem.Invalid("seal.too_few").With("count", different).With("needed", (int)read[0].Needed));
            if (SealingKey.Restore(key, read) is not { } identity) return parsed.Refuses(Problem.Invalid("seal.shares_wrong"));
            var target = parsed.GetRequiredValue(output).FullName;
            if (File.Exists(target)) return parsed.Refuses(Problem.Conflict("keys.file_exists").With("file", target));
            DurableFiles.Write(target, Encoding.ASCII.GetBytes(identity.ToSecretText() + "\n"));
            return parsed.Answers(new SealJoinAnswer(key.ToString(), target), [Texts.Of("seal.joined", ("file", target))]);
        });
        return command;
    }
}
