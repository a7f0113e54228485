using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using BangVang.App.Signing;
using BangVang.Cli.Kernel;
using BangVang.Domain.Kernel;
using BangVang.Proof.Receipts;

namespace BangVang.Cli.Commands;

/// <summary>What <c>verify --json</c> prints.</summary>
/// <param name="Holds">False when something does not.</param>
/// <param name="Standing"><c>proved</c>, <c>promised</c> (signed, but under no checkpoint yet) or <c>false</c>.</param>
/// <param name="Failure">What does not hold first.</param>
/// <param name="Entries">Under the checkpoint; 0 when there is none.</param>
/// <param name="Witnesses">Those trusted that have signed the checkpoint.</param>
/// <param name="Quorum">So many are asked for.</param>
public sealed record VerifyAnswer(
    bool Holds, string Standing, string? Failure, string? Edition, string? Reference, int? Version, string? SubmittedAt, string? Sha256, long? Entry, long Entries, IReadOnlyList<string> Witnesses, int Quorum)
{
    /// <summary>When a trusted time-stamp authority saw the entry of a receipt, ISO 8601 in UTC; null without a token, or when no authority is trusted.</summary>
    public string? StampedAt { get; init; }

    /// <summary>Of a result bundle: each step, and the first difference; null for a receipt.</summary>
    public BundleVerdict? Bundle { get; init; }

    /// <summary>Of a certificate; null for anything else, and where nothing can be said of it.</summary>
    public CertificateAnswer? Certificate { get; init; }

    /// <summary>What an auditor signed about the bundle; null without such an answer.</summary>
    public AuditedAnswer? Audited { get; init; }

    /// <summary>Of an applicant's slip; null for anything else.</summary>
    public SlipAnswer? Slip { get; init; }
}

internal static class VerifyCommand
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public static Command Create()
    {
        var bundle = new Argument<FileInfo?>("BUNDLE") { Arity = ArgumentArity.ZeroOrOne, Description = Language.Say("Gói kết quả của một kỳ giải (.json hoặc .json.gz).", "Result bundle of an edition (.json or .json.gz).") };
        var openings = new Option<FileInfo?>("--openings") { HelpName = "FILE", Description = Language.Say("Tệp mở phiếu của người giám sát, cho gói để kín phiếu.", "The auditor's openings, for a bundle whose sheets are closed.") };
        var answer = new Option<FileInfo?>("--answer") { HelpName = "FILE", Description = Language.Say("Trả lời đã ký của giám sát viên, do hệ thống công bố cạnh gói kết quả (.json).", "An auditor's signed answer, as published beside the bundle (.json).") };
        var sign = new Option<FileInfo?>("--sign") { HelpName = "OUT", Description = Language.Say("Dành cho giám sát viên: ký điều tìm thấy vào tệp này, để gửi lên hệ thống.", "For the auditor: signs what was found into this file, to be sent to the installation.") };
        var key = new Option<FileInfo?>("--key") { HelpName = "FILE", Description = Language.Say("Khóa bí mật của giám sát viên; được tạo khi chưa có.", "The auditor's secret key; made when there is none.") };
        var name = new Option<string?>("--name") { HelpName = "NAME", Description = Language.Say("Tên của giám sát viên trong khóa mới, thường là tên miền của cơ quan.", "The auditor's name in a new key, as a rule a host.") };
        var receipt = new Option<FileInfo?>("--receipt") { HelpName = "FILE", Description = Language.Say("Biên nhận nộp hồ sơ (.json).", "Receipt of a submission (.json).") };
        var slip = new Option<FileInfo?>("--slip") { HelpName = "FILE", Description = Language.Say("Phiếu đối chứng của người nộp (.json); kèm gói kết quả để đối chiếu với tổng điểm đã công bố.", "Applicant's slip (.json); with a result bundle it is compared with the published total.") };
        var certificate = new Option<FileInfo?>("--certificate") { HelpName = "FILE", Description = Language.Say("Giấy chứng nhận: PDF đã ký, hoặc chứng chỉ số (.json, .jwt).", "Certificate: the signed PDF, or the credential (.json, .jwt).") };
        var status = new Option<FileInfo?>("--status") { HelpName = "FILE", Description = Language.Say("Danh sách thu hồi (/certificates/status/…), để biết chứng chỉ số còn hiệu lực không.", "Status list (/certificates/status/…), to see whether a credential still stands.") };
        var trust = new Option<FileInfo?>("--trust") { HelpName = "FILE", Description = Language.Say("Khóa được tin cậy: tệp /trust.json của hệ thống, lấy một lần và giữ lại.", "Keys that are trusted: the installation's /trust.json, fetched once and kept.") };
        var log = new Option<string?>("--log") { HelpName = "URL|DIR", Description = Language.Say("Sổ ghi công khai hoặc bản sao của nó, để tìm chứng minh mới nhất.", "The public log or a copy of it, to look for the newest proof.") };
        var command = new ExplainedCommand("verify",
            "Kiểm tra một gói kết quả, một biên nhận, một phiếu đối chứng hoặc một giấy chứng nhận mà không cần cơ sở dữ liệu: tính lại kết quả; nội dung, cam kết, vị trí trong sổ ghi công khai và các chữ ký.",
            "Checks a result bundle, a receipt, an applicant's slip or a certificate without any database: computes the result again; content, commitment, place in the public log, and signatures.",
            "./bangvang verify --receipt HS-001-1.json --trust trust.json --log https://giaithuong.example.vn/log") { bundle, openings, answer, sign, key, name, receipt, slip, certificate, status, trust, log };
        command.SetAction(parsed =>
        {
            var (file, given, result, keys) = (parsed.GetValue(receipt), parsed.GetValue(certificate), parsed.GetValue(bundle), parsed.GetValue(trust));
            if (parsed.GetValue(slip) is { } counted && file is null && given is null) return keys is null ? parsed.Refuses(Problem.Invalid("verify.what")) : VerifySlip.Run(parsed, counted, keys, result, parsed.GetValue(openings));
            if (new[] { file, given, result }.Count(f => f is not null) != 1) return parsed.Refuses(Problem.Invalid("verify.what"));
            if (result is not null) return VerifyBundleFile(parsed, result, keys, parsed.GetValue(openings), parsed.GetValue(answer), parsed.GetValue(sign) is { } to ? (to, parsed.GetValue(key), parsed.GetValue(name)) : null);
            if (keys is null) return parsed.Refuses(Problem.Invalid("verify.what"));
            if (given is not null) return VerifyCertificate.Run(parsed, given, keys, parsed.GetValue(status));
            if ((parsed.RefusesMissing(file!) ?? parsed.RefusesMissing(keys)) is { } missing) return missing;
            if (!Trust.TryParse(File.ReadAllBytes(keys.FullName), out var trusted)) return parsed.Refuses(Problem.Invalid("verify.trust_unreadable").With("file", keys.FullName));
            return Tell(parsed, trusted, ReceiptFile.Check(File.ReadAllBytes(file!.FullName), trusted, parsed.GetValue(log) is { } place ? new PublishedLog(ReaderOf(place)) : null, StampsOf(trusted)));
        });
        return command;
    }

    private static StampCheck StampsOf(Trust trust)
    {
        var authorities = trust.TimeStamping.Select(X509CertificateLoader.LoadCertificate).ToList();
        return (token, sha256) => TimeStamps.Check(token, sha256, authorities);
    }

    private static int VerifyBundleFile(ParseResult parsed, FileInfo bundle, FileInfo? keys, FileInfo? openings, FileInfo? answer, (FileInfo To, FileInfo? Key, string? Name)? sign)
    {
        foreach (var file in new[] { bundle, keys, openings, answer }.OfType<FileInfo>())
            if (parsed.RefusesMissing(file) is { } missing) return missing;
        Trust? trusted = null;
        if (keys is not null && !Trust.TryParse(File.ReadAllBytes(keys.FullName), out trusted)) return parsed.Refuses(Problem.Invalid("verify.trust_unreadable").With("file", keys.FullName));
        var bytes = File.ReadAllBytes(bundle.FullName);
        return VerifyBundlePart.Tell(parsed, bytes, trusted, openings is null ? null : File.ReadAllBytes(openings.FullName),
            sign is { } asked ? report => VerifyAudit.Sign(bytes, report, asked.To, asked.Key, asked.Name) : null, answer is null ? null : () => VerifyAudit.Read(bytes, answer, trusted));
    }

    private static int Tell(ParseResult parsed, Trust trust, ReceiptVerdict verdict)
    {
        var of = verdict.Receipt;
        var answer = new VerifyAnswer(
            verdict.Failure is null, verdict.Standing.ToString().ToLowerInvariant(), verdict.Failure, of?.Edition, of?.Reference, of?.Version, of?.SubmittedAt, of?.Sha256, of?.Seq, verdict.Size, verdict.Witnesses, trust.Quorum)
        {
            StampedAt = verdict.StampedAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        if (verdict.Failure is { } code)
        {
            if (parsed.GetValue(CommandLine.Json)) parsed.Answers(answer, []);
            return parsed.Denies(Problem.Conflict(code));
        }
        var witnesses = $"{verdict.Witnesses.Count}/{trust.Witnesses.Count}" + (verdict.Witnesses.Count == 0 ? "" : $" ({string.Join(", ", verdict.Witnesses)})");
        IReadOnlyList<string> stamped = answer.StampedAt is { } at ? Texts.InBoth("verify.receipt_stamped", ("time", at)) : [];
        return parsed.Answers(answer, [.. Texts.InBoth(verdict.Standing is ReceiptStanding.Proved ? "verify.receipt_proved" : "verify.receipt_promised",
            ("reference", of!.Reference), ("version", of.Version), ("edition", of.Edition), ("time", of.SubmittedAt), ("entry", of.Seq), ("origin", trust.Origin), ("entries", verdict.Size), ("witnesses", witnesses), ("quorum", trust.Quorum)), .. stamped]);
    }

    /// <summary>Reads what is published under an address or in a folder; null for what is not there.</summary>
    /// <exception cref="IOException">The address cannot be reached.</exception>
    private static Func<string, byte[]?> ReaderOf(string place)
    {
        if (!Uri.TryCreate(place, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return path => File.Exists(Path.Combine(place, path)) ? File.ReadAllBytes(Path.Combine(place, path)) : null;
        return path =>
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"{place.TrimEnd('/')}/{path}");
                using var answer = Http.Send(request);
                if (!answer.IsSuccessStatusCode) return null;
                using var bytes = new MemoryStream();
                answer.Content.ReadAsStream().CopyTo(bytes);
                return bytes.ToArray();
            }
            catch (HttpRequestException e) { throw new IOException($"{address}: {e.Message}", e); }
        };
    }
}
