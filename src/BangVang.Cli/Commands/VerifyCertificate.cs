using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using BangVang.App.Certificates;
using BangVang.App.Documents.Pdf;
using BangVang.Cli.Kernel;
using BangVang.Domain.Kernel;
using BangVang.Proof.Credentials;

namespace BangVang.Cli.Commands;

/// <summary>What <c>verify --certificate --json</c> prints.</summary>
/// <param name="Failure">What does not hold first; null when all holds.</param>
/// <param name="Code">On the certificate.</param>
/// <param name="Signer">Of a PDF.</param>
/// <param name="SignedAt">As the signature claims, or as a time-stamp authority says.</param>
/// <param name="Name">Of a credential: what is given.</param>
/// <param name="Withdrawn">Null when no status list was given: it is not known.</param>
public sealed record CertificateAnswer(bool Holds, string? Failure, string? Code, string? Signer, string? SignedAt, string? Name, bool? Withdrawn);

/// <summary>Checks a certificate, as PDF or credential, with nothing but the file and the keys one trusts.</summary>
internal static class VerifyCertificate
{
    /// <param name="status">The signed status list; null leaves open whether the certificate still stands.</param>
    public static int Run(ParseResult parsed, FileInfo file, FileInfo keys, FileInfo? status)
    {
        if ((parsed.RefusesMissing(file) ?? parsed.RefusesMissing(keys) ?? (status is null ? null : parsed.RefusesMissing(status))) is { } missing) return missing;
        if (!CredentialTrust.TryParse(File.ReadAllBytes(keys.FullName), out var trust)) return parsed.Refuses(Problem.Invalid("verify.trust_unreadable").With("file", keys.FullName));
        var bytes = File.ReadAllBytes(file.FullName);
        var answer = bytes.AsSpan().StartsWith("%PDF-"u8) ? Pdf(bytes, trust) : Credential(bytes, trust, status is null ? [] : File.ReadAllBytes(status.FullName));
        if (answer.Failure is { } code)
        {
            if (parsed.GetValue(CommandLine.Json)) parsed.Answers(answer, []);
            return parsed.Denies(Problem.Conflict(code));
        }
        return parsed.Answers(answer, answer.Signer is not null
            ? Texts.InBoth("verify.certificate_signed", ("code", answer.Code!), ("signer", answer.Signer), ("time", answer.SignedAt ?? "–"))
            : Texts.InBoth(answer.Withdrawn is null ? "verify.credential_signed" : "verify.credential_stands", ("code", answer.Code ?? "–"), ("name", answer.Name ?? "–")));
    }

    private static CertificateAnswer Pdf(byte[] pdf, CredentialTrust trust)
    {
        var trusted = trust.Certificates.Select(X509CertificateLoader.LoadCertificate).ToList();
        var found = PadesCheck.Check(pdf, trusted);
        if (found is []) return Fails("signature.none");
        if (found is not [var signature]) return Fails("signature.many");
        if (signature.Failure is { } failure) return Fails(failure);
        if (!signature.Trusted) return Fails("signature.untrusted");
        if (!signature.InOurForm) return Fails("signature.form");
        if (CertificateDocument.CodeIn(pdf) is not { } code) return Fails("signature.no_certificate");
        var at = (signature.StampedAt ?? signature.ClaimedAt)?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return new(true, null, code, signature.Signer!.GetNameInfo(X509NameType.SimpleName, forIssuer: false), at, null, null);
    }

    private static CertificateAnswer Credential(byte[] file, CredentialTrust trust, byte[] status)
    {
        var verdict = CredentialCheck.Check(file, trust, status);
        if (verdict.Credential is not { } credential) return Fails(verdict.Failure!);
        var code = credential["id"]?.GetValue<string>().Split('/')[^1];
        return new(verdict.Failure is null, verdict.Failure, code, null, null, credential["name"]?.GetValue<string>(), verdict.Withdrawn);
    }

    private static CertificateAnswer Fails(string code) => new(false, code, null, null, null, null, null);
}
