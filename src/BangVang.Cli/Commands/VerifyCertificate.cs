using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using BangVang.App.Certificates;
using BangVang.App.Documents.Pdf;
using BangVang.Cli.Kernel;
using BangVang.Domain.Kernel;
using BangVang.Proof.Credentials;

namespace BangVang.Cli.Commands;

/// <summary>What <c>verify --certificate --json</c> prints of the certificate.</summary>
/// <param name="Code">On the certificate.</param>
/// <param name="Signer">Of a PDF.</param>
/// <param name="SignedAt">As the signature claims, or as a time-stamp authority says.</param>
/// <param name="Name">Of a credential: what is given.</param>
/// <param name="Withdrawn">Null when no status list was given: it is not known.</param>
public sealed record CertificateAnswer(string? Code, string? Signer, string? SignedAt, string? Name, bool? Withdrawn);

/// <summary>Checks a certificate, as PDF or credential, with nothing but the file and the keys one trusts.</summary>
internal static class VerifyCertificate
{
    /// <param name="status">The signed status list; null leaves open whether the certificate still stands.</param>
    public static int Run(ParseResult parsed, FileInfo file, FileInfo keys, FileInfo? status)
    {
        if ((parsed.RefusesMissing(file) ?? parsed.RefusesMissing(keys) ?? (status is null ? null : parsed.RefusesMissing(status))) is { } missing) return missing;
        if (!CredentialTrust.TryParse(File.ReadAllBytes(keys.FullName), out var trust)) return parsed.Refuses(Problem.Invalid("verify.trust_unreadable").With("file", keys.FullName));
        var bytes = File.ReadAllBytes(file.FullName);
        var (failure, found) = bytes.AsSpan().StartsWith("%PDF-"u8) ? Pdf(bytes, trust) : Credential(bytes, trust, status is null ? [] : File.ReadAllBytes(status.FullName));
        var answer = new VerifyAnswer(failure is null, failure is null ? "proved" : "false", failure, null, null, null, null, null, null, 0, [], 0) { Certificate = found };
        if (failure is not null)
        {
            if (parsed.GetValue(CommandLine.Json)) parsed.Answers(answer, []);
            return parsed.Denies(Problem.Conflict(failure));
        }
        return parsed.Answers(answer, found!.Signer is not null
            ? Texts.InBoth("verify.certificate_signed", ("code", found.Code!), ("signer", found.Signer), ("time", found.SignedAt ?? "–"))
            : Texts.InBoth(found.Withdrawn is null ? "verify.credential_signed" : "verify.credential_stands", ("code", found.Code ?? "–"), ("name", found.Name ?? "–")));
    }

    private static (string? Failure, CertificateAnswer? Found) Pdf(byte[] pdf, CredentialTrust trust)
    {
        var trusted = trust.Certificates.Select(X509CertificateLoader.LoadCertificate).ToList();
        var found = PadesCheck.Check(pdf, trusted);
        if (found is []) return ("signature.none", null);
        if (found is not [var signature]) return ("signature.many", null);
        if (signature.Failure is { } failure) return (failure, null);
        if (!signature.Trusted) return ("signature.untrusted", null);
        if (!signature.InOurForm) return ("signature.form", null);
        if (CertificateDocument.CodeIn(pdf) is not { } code) return ("signature.no_certificate", null);
        var at = (signature.StampedAt ?? signature.ClaimedAt)?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return (null, new(code, signature.Signer!.GetNameInfo(X509NameType.SimpleName, forIssuer: false), at, null, null));
    }

    private static (string? Failure, CertificateAnswer? Found) Credential(byte[] file, CredentialTrust trust, byte[] status)
    {
        var verdict = CredentialCheck.Check(file, trust, status);
        if (verdict.Credential is not { } credential) return (verdict.Failure!, null);
        var code = credential["id"]?.GetValue<string>().Split('/')[^1];
        return (verdict.Failure, new(code, null, null, credential["name"]?.GetValue<string>(), verdict.Withdrawn));
    }
}
