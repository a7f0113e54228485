using System.CommandLine;
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
public sealed record VerifyAnswer(
    bool Holds, string Standing, string? Failure, string? Edition, string? Reference, int? Version, string? SubmittedAt, string? Sha256, long? Entry, long Entries, IReadOnlyList<string> Witnesses);

internal static class VerifyCommand
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public static Command Create()
    {
        var receipt = new Option<FileInfo?>("--receipt") { HelpName = "FILE", Description = Language.Say("Biên nhận nộp hồ sơ (.json).", "Receipt of a submission (.json).") };
        var certificate = new Option<FileInfo?>("--certificate") { HelpName = "FILE", Description = Language.Say("Giấy chứng nhận: PDF đã ký, hoặc chứng chỉ số (.json, .jwt).", "Certificate: the signed PDF, or the credential (.json, .jwt).") };
        var status = new Option<FileInfo?>("--status") { HelpName = "FILE", Description = Language.Say("Danh sách thu hồi (/certificates/status/…), để biết chứng chỉ số còn hiệu lực không.", "Status list (/certificates/status/…), to see whether a credential still stands.") };
        var trust = new Option<FileInfo>("--trust") { Required = true, HelpName = "FILE", Description = Language.Say("Khóa được tin cậy: tệp /trust.json của hệ thống, lấy một lần và giữ lại.", "Keys that are trusted: the installation's /trust.json, fetched once and kept.") };
        var log = new Option<string?>("--log") { HelpName = "URL|DIR", Description = Language.Say("Sổ ghi công khai hoặc bản sao của nó, để tìm chứng minh mới nhất.", "The public log or a copy of it, to look for the newest proof.") };
        var command = new ExplainedCommand("verify",
            "Kiểm tra một biên nhận hoặc một giấy chứng nhận mà không cần cơ sở dữ liệu: nội dung, cam kết, vị trí trong sổ ghi công khai và các chữ ký.",
            "Checks a receipt or a certificate without any database: content, commitment, place in the public log, and signatures.",
            "./bangvang verify --receipt HS-001-1.json --trust trust.json --log https://giaithuong.example.vn/log") { receipt, certificate, status, trust, log };
        command.SetAction(parsed =>
        {
            var keys = parsed.GetRequiredValue(trust);
            if (parsed.GetValue(certificate) is { } given) return VerifyCertificate.Run(parsed, given, keys, parsed.GetValue(status));
            if (parsed.GetValue(receipt) is not { } file) return parsed.Refuses(Problem.Invalid("verify.nothing_given"));
            if ((parsed.RefusesMissing(file) ?? parsed.RefusesMissing(keys)) is { } missing) return missing;
            if (!Trust.TryParse(File.ReadAllBytes(keys.FullName), out var trusted)) return parsed.Refuses(Problem.Invalid("verify.trust_unreadable").With("file", keys.FullName));
            return Tell(parsed, trusted, ReceiptFile.Check(File.ReadAllBytes(file.FullName), trusted, parsed.GetValue(log) is { } place ? new PublishedLog(ReaderOf(place)) : null));
        });
        return command;
    }

    private static int Tell(ParseResult parsed, Trust trust, ReceiptVerdict verdict)
    {
        var of = verdict.Receipt;
        var answer = new VerifyAnswer(
            verdict.Failure is null, verdict.Standing.ToString().ToLowerInvariant(), verdict.Failure, of?.Edition, of?.Reference, of?.Version, of?.SubmittedAt, of?.Sha256, of?.Seq, verdict.Size, verdict.Witnesses);
        if (verdict.Failure is { } code)
        {
            if (parsed.GetValue(CommandLine.Json)) parsed.Answers(answer, []);
            return parsed.Denies(Problem.Conflict(code));
        }
        var witnesses = verdict.Witnesses.Count == 0 ? "0" : $"{verdict.Witnesses.Count} ({string.Join(", ", verdict.Witnesses)})";
        return parsed.Answers(answer, Texts.InBoth(verdict.Standing is ReceiptStanding.Proved ? "verify.receipt_proved" : "verify.receipt_promised",
            ("reference", of!.Reference), ("version", of.Version), ("edition", of.Edition), ("time", of.SubmittedAt), ("entry", of.Seq), ("origin", trust.Origin), ("entries", verdict.Size), ("witnesses", witnesses)));
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
