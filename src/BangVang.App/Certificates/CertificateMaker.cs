using System.Security.Cryptography;
using System.Text.Json;
using BangVang.App.Documents.Pdf;
using BangVang.App.Kernel;
using BangVang.App.Ports;
using BangVang.Domain.Certificates;
using NodaTime;

namespace BangVang.App.Certificates;

/// <summary>Makes the signed file and the credential of certificates, many at a time where the signer takes many.</summary>
public sealed class CertificateMaker(IDocumentSigner signer, IEnumerable<ITimeStampAuthority> stamps, CredentialSigner credentials, PublicUrl site, TimeProvider time)
{
    private static readonly JsonSerializerOptions Readable = new(Json.Options) { WriteIndented = true };

    /// <summary>The files, in order. The certificates learn the hashes of theirs.</summary>
    /// <param name="zone">Of the edition.</param>
    /// <exception cref="IOException">The signer or the time-stamp authority does not answer: nothing was made.</exception>
    public async Task<IReadOnlyList<CertificateFile>> MakeAsync(IReadOnlyList<Certificate> certificates, DateTimeZone zone, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var chain = await signer.CertificatesAsync(ct);
        var drafts = certificates.Select(c => new PadesDraft(CertificateDocument.Of(c, site, now, zone).Write(), chain[0])).ToList();
        var signatures = await signer.SignAsync([.. drafts.Select(d => d.ToSign)], ct);
        var files = new List<CertificateFile>(certificates.Count);
        for (var i = 0; i < certificates.Count; i++)
        {
            var stamp = stamps.FirstOrDefault() is { } authority ? await authority.StampAsync(SHA256.HashData(signatures[i]), ct) : null;
            files.Add(FileOf(certificates[i], drafts[i].Complete(signatures[i], chain, stamp), Instant.FromDateTimeOffset(now)));
        }
        return files;
    }

    private CertificateFile FileOf(Certificate certificate, byte[] pdf, Instant now)
    {
        certificate.PdfSha256 = Convert.ToHexStringLower(SHA256.HashData(pdf));
        var credential = CredentialText.Of(certificate, credentials.Issuer, site, now);
        return new()
        {
            CertificateId = certificate.Id, Pdf = pdf,
            Credential = credentials.Sign(credential, CredentialText.Time(now)).ToJsonString(Readable),
            Token = credentials.Token(credential, now.ToUnixTimeSeconds()),
        };
    }
}
