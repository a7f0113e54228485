using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using BangVang.App.Documents.Pdf;
using BangVang.App.Dossiers;
using BangVang.App.Log;
using BangVang.App.Ports;
using BangVang.App.Signing;
using BangVang.App.Storage;
using BangVang.Domain.Certificates;
using BangVang.Domain.Dossiers;
using BangVang.Proof.Credentials;
using BangVang.Proof.Notes;
using BangVang.Proof.Receipts;

namespace BangVang.App.Certificates;

/// <summary>A thing that was looked at.</summary>
/// <param name="Name">Key of the sentence that says what.</param>
/// <param name="Holds">Null when it was not looked at, because something before it does not hold.</param>
public sealed record CheckStep(string Name, bool? Holds);

/// <summary>What came of checking what somebody holds.</summary>
/// <param name="Sentence">Key of the one sentence that answers.</param>
/// <param name="Certificate">What it says; null when there is none, or when nothing may be said of it.</param>
/// <param name="Receipt">For a receipt.</param>
/// <param name="Slip">For an applicant's slip.</param>
/// <param name="Signer">Who signed a file that is none of ours; null without a signature.</param>
public sealed record CheckAnswer(bool Holds, string Sentence, IReadOnlyList<CheckStep> Steps, CertificateView? Certificate = null, ReceiptFile? Receipt = null, string? Signer = null, SlipFile? Slip = null);

/// <summary>Checks a code, a file or a text that somebody brings to the page that checks. Nothing of it is kept.</summary>
public sealed class CheckDocument(BangVangDb db, IDocumentSigner signer, CredentialSigner credentials, LogSigner log, WitnessPolicy witnesses, MakeReceipt receipts, TimeStampTrust stamps)
{
    /// <summary>Bytes of the largest file that is looked at: a PDF of ours has some 40 KB.</summary>
    public const int Largest = 2 * 1024 * 1024;

    /// <param name="code">As typed; null or empty when only a file was brought.</param>
    /// <param name="file">Null or empty when only a code was brought.</param>
    public async Task<CheckAnswer> RunAsync(string? code, byte[]? file, CancellationToken ct)
    {
        if (file is { Length: > 0 }) return await CheckFileAsync(file, ct);
        if (ReceiptCode.Find(code) is { } receipt) return await CheckReceiptCodeAsync(receipt.Code, receipt.Seq, ct);
        if (CertificateCode.Find(code) is not { } found) return new(false, "checking.code_malformed", []);
        var certificate = await db.CertificateByCodeAsync(found, ct);
        return certificate is null ? new(false, "checking.code_unknown", [new("checking.step_known", false)]) : Judge(certificate, [new("checking.step_known", true)]);
    }

    private Task<CheckAnswer> CheckFileAsync(byte[] file, CancellationToken ct)
    {
        if (file.AsSpan().StartsWith("%PDF-"u8)) return CheckPdfAsync(file, ct);
        // Bundles are computed again where they are, by the page's own script or the command.
        if (file.AsSpan(0, Math.Min(400, file.Length)).IndexOf("bangvang.bundle"u8) >= 0) return Task.FromResult(new CheckAnswer(false, "checking.bundle_here", []));
        if (ReceiptFile.TryParse(file, out _)) return CheckReceiptAsync(file, ct);
        return SlipFile.TryParse(file, out _) ? CheckSlipAsync(file, ct) : CheckCredentialAsync(file, ct);
    }

    private async Task<CheckAnswer> CheckPdfAsync(byte[] pdf, CancellationToken ct)
    {
        var findings = PadesCheck.Check(pdf, await signer.CertificatesAsync(ct));
        if (ReceiptDocument.CodeIn(pdf) is { } receipt) return await CheckReceiptPaperAsync(receipt, findings, ct);
        if (CertificateDocument.CodeIn(pdf) is not { } code) return Foreign(findings);
        if (findings is not [var signature] || !signature.Holds || !signature.InOurForm)
            return new(false, "checking.pdf_changed", [new("checking.step_signature", false), new("checking.step_signer", null), new("checking.step_known", null), new("checking.step_stands", null)]);
        List<CheckStep> steps = [new("checking.step_signature", true), new("checking.step_signer", signature.Trusted)];
        if (!signature.Trusted) return new(false, "checking.pdf_other_signer", [.. steps, new("checking.step_known", null), new("checking.step_stands", null)], Signer: NameOf(signature));
        var certificate = await db.CertificateByCodeAsync(code, ct);
        var isKnown = certificate is not null && certificate.PdfSha256 == Convert.ToHexStringLower(SHA256.HashData(pdf));
        return isKnown ? Judge(certificate!, [.. steps, new("checking.step_known", true)]) : new(false, "checking.not_issued", [.. steps, new("checking.step_known", false), new("checking.step_stands", null)]);
    }

    /// <summary>A receipt on paper says what was signed: when the signature holds, byte for byte, and is ours, what the code leads to is the same.</summary>
    private async Task<CheckAnswer> CheckReceiptPaperAsync(string code, IReadOnlyList<SignatureFinding> findings, CancellationToken ct)
    {
        if (findings is not [{ Holds: true, InOurForm: true } signature]) return new(false, "checking.receipt_false", [new("checking.step_signature", false), new("checking.step_receipt", null)]);
        if (!signature.Trusted) return new(false, "checking.pdf_other_signer", [new("checking.step_signature", true), new("checking.step_signer", false)], Signer: NameOf(signature));
        var answer = await CheckReceiptCodeAsync(code, ReceiptCode.Find(code)!.Value.Seq, ct);
        return answer with { Steps = [new("checking.step_signature", true), new("checking.step_signer", true), .. answer.Steps] };
    }

    /// <summary>From the code alone the installation can only tell what it has: whoever reads compares that with the paper.</summary>
    private async Task<CheckAnswer> CheckReceiptCodeAsync(string code, long seq, CancellationToken ct) => await receipts.FindAsync(code, seq, ct) is { } version
        ? await CheckReceiptAsync(Encoding.UTF8.GetBytes(await receipts.JsonAsync(version, ct)), ct)
        : new(false, "checking.code_unknown", [new("checking.step_known", false)]);

    /// <summary>A signed file of somebody else, such as a decision: who signed it, and whether it was changed since, is all that can be said.</summary>
    private static CheckAnswer Foreign(IReadOnlyList<SignatureFinding> findings) => findings switch
    {
        [] => new(false, "checking.pdf_unsigned", []),
        _ when findings.All(f => f.Holds) => new(false, "checking.pdf_foreign", [new("checking.step_signature", true), new("checking.step_signer", false)], Signer: string.Join(", ", findings.Select(NameOf))),
        _ => new(false, "checking.pdf_foreign_changed", [new("checking.step_signature", false), new("checking.step_signer", null)]),
    };

    private async Task<CheckAnswer> CheckCredentialAsync(byte[] file, CancellationToken ct)
    {
        var trust = new CredentialTrust(credentials.Issuer, new Dictionary<string, byte[]> { [credentials.Method] = Multibase.KeyOf(credentials.Multikey)! }, []);
        var verdict = CredentialCheck.Check(file, trust);
        if (verdict.Failure is "credential.unreadable") return new(false, "checking.file_unknown", []);
        if (verdict.Credential is not { } credential) return new(false, "checking.credential_changed", [new("checking.step_signature", false), new("checking.step_known", null), new("checking.step_stands", null)]);
        var code = CertificateCode.Find(credential["id"]?.GetValue<string>().Split('/')[^1]);
        var certificate = code is null ? null : await db.CertificateByCodeAsync(code, ct);
        return certificate is null
            ? new(false, "checking.not_issued", [new("checking.step_signature", true), new("checking.step_known", false), new("checking.step_stands", null)])
            : Judge(certificate, [new("checking.step_signature", true), new("checking.step_known", true)]);
    }

    private async Task<CheckAnswer> CheckReceiptAsync(byte[] json, CancellationToken ct)
    {
        var trust = await TrustAsync(ct);
        var verdict = ReceiptFile.Check(json, trust, stamps: stamps.Check);
        if (verdict.Failure is not null) return new(false, "checking.receipt_false", [new("checking.step_receipt", false)]);
        var isProved = verdict.Standing is ReceiptStanding.Proved;
        List<CheckStep> steps = [new("checking.step_receipt", true), new("checking.step_logged", isProved ? true : null)];
        if (verdict.StampedAt is not null) steps.Add(new("checking.step_stamped", true));
        return new(true, isProved ? "checking.receipt_proved" : "checking.receipt_promised", steps, Receipt: verdict.Receipt);
    }

    private async Task<CheckAnswer> CheckSlipAsync(byte[] json, CancellationToken ct)
    {
        var trust = await TrustAsync(ct);
        return SlipFile.Check(json, trust) is { Failure: null, Slip: { } slip }
            ? new(true, "checking.slip_proved", [new("checking.step_slip", true), new("checking.step_logged", true)], Slip: slip)
            : new(false, "checking.slip_false", [new("checking.step_slip", false)]);
    }

    private async Task<Trust> TrustAsync(CancellationToken ct)
    {
        var retired = (await db.RetiredLogKeysAsync(ct)).Select(r => NoteKey.TryParse(r.Key, out var key) ? new RetiredKey(key, r.Size) : throw new InvalidDataException($"\"{r.Key}\" is no key."));
        return new(log.Origin, log.Key, [.. witnesses.Witnesses.Select(w => w.Key)], witnesses.Quorum) { Retired = [.. retired] };
    }

    private static CheckAnswer Judge(CertificateView certificate, IReadOnlyList<CheckStep> steps) => new(
        certificate.Standing is CertificateStanding.Stands, certificate.Standing switch
        {
            CertificateStanding.Stands => "checking.stands",
            CertificateStanding.Outdated => "checking.outdated",
            _ => "checking.withdrawn",
        }, [.. steps, new("checking.step_stands", certificate.Standing is CertificateStanding.Stands)], certificate);

    private static string NameOf(SignatureFinding finding) => finding.Signer?.GetNameInfo(X509NameType.SimpleName, forIssuer: false) ?? "";
}
