using System.Security.Cryptography.X509Certificates;
using System.Text;
using BangVang.App.Certificates;
using BangVang.App.Decisions;
using BangVang.App.Kernel;
using BangVang.App.Ports;
using BangVang.App.Signing;
using BangVang.App.Storage;
using BangVang.Domain.Certificates;
using BangVang.Domain.Forum;
using BangVang.Web.Jobs;
using BangVang.Web.Kernel;
using Microsoft.Extensions.Options;
using NodaTime;

namespace BangVang.Web.Api;

/// <summary>Whose signature on certificates is trusted.</summary>
/// <param name="Id">Address of the document that names the key of credentials.</param>
/// <param name="Keys">Multikeys of credentials.</param>
/// <param name="Certificates">X.509 certificates of those who sign PDF files, base64.</param>
public sealed record TrustedIssuer(string Id, IReadOnlyList<string> Keys, IReadOnlyList<string> Certificates);

/// <summary>Files of certificates, and what others need to check them.</summary>
public static class CertificatesApi
{
    public static IServiceCollection AddCertificates(this IServiceCollection services) => services
        .AddSingleton(s => CredentialSigner.Load(s.GetRequiredService<IOptions<InstallationOptions>>().Value.KeysDirectory, s.GetRequiredService<PublicUrl>()))
        .AddSingleton<IDocumentSigner>(s => SignerOf(s.GetRequiredService<IOptions<InstallationOptions>>().Value, s.GetRequiredService<TimeProvider>()))
        .AddSingleton(s => TrustOf(s.GetRequiredService<IOptions<InstallationOptions>>().Value.Signing))
        .AddSingleton<CertificateMaker>().AddSingleton<CertificateBell>().AddHostedService<CertificateJob>();

    public static void MapCertificates(this IEndpointRouteBuilder app)
    {
        string[] read = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/certificates/{code}", read, (string code) => CertificateCode.Find(code) is { } found ? Results.Redirect($"/verify?code={found}") : Results.NotFound()).Public();
        app.MapMethods("/certificates/{code}/certificate.pdf", read, (HttpContext context, string code, BangVangDb db, CancellationToken ct) => FileAsync(context, code, db, "application/pdf", "pdf", f => f.Pdf, ct)).Public();
        app.MapMethods("/certificates/{code}/credential.json", read, (HttpContext context, string code, BangVangDb db, CancellationToken ct) => FileAsync(context, code, db, "application/vc", "json", f => Encoding.UTF8.GetBytes(f.Credential), ct)).Public();
        app.MapMethods("/certificates/{code}/credential.jwt", read, (HttpContext context, string code, BangVangDb db, CancellationToken ct) => FileAsync(context, code, db, "application/vc+jwt", "jwt", f => Encoding.ASCII.GetBytes(f.Token), ct)).Public();
        app.MapMethods("/certificates/status/{programme}/{year:int}", read, StatusAsync).Public();
        app.MapMethods("/certificates/status/forum/{slug}", read, (HttpContext context, string slug, BangVangDb db, CredentialSigner signer, PublicUrl site, TimeProvider time, CancellationToken ct) => StatusOfAsync(context, ForumEdition.KeyOf(slug), db, signer, site, time, ct)).Public();
        app.MapMethods("/issuer.json", read, (CredentialSigner signer) => Results.Text(CredentialText.IssuerDocument(signer).ToJsonString(Json.Options), "application/cid", Encoding.UTF8)).PublicRead();
    }

    /// <summary>Whose signature this installation's trust file names.</summary>
    public static async Task<TrustedIssuer> TrustedAsync(CredentialSigner credentials, IDocumentSigner signer, CancellationToken ct) =>
        new(credentials.Issuer, [credentials.Multikey], [.. (await signer.CertificatesAsync(ct)).Select(c => Convert.ToBase64String(c.RawData))]);

    private static PaperTrust TrustOf(SigningOptions options)
    {
        var certificates = new X509Certificate2Collection();
        if (options.DecisionSigners is { } file) certificates.ImportFromPemFile(file);
        return new([.. certificates]);
    }

    private static IDocumentSigner SignerOf(InstallationOptions options, TimeProvider time) =>
        options.Signing.Device.IsSet ? new DeviceSigner(options.Signing.Device, options.Signing.Certificate)
        : options.Signing.Remote.IsSet ? new RemoteSigner(options.Signing.Remote, time)
        : FileSignerOf(options, time);

    private static KeyFileSigner FileSignerOf(InstallationOptions options, TimeProvider time) => KeyFileSigner.LoadOrMake(
        options.Signing.Certificate ?? Path.Combine(options.KeysDirectory, "issuer.crt"), options.Signing.Key ?? Path.Combine(options.KeysDirectory, "issuer.key"),
        options.Demo ? $"{options.Signing.Body} (dữ liệu trình diễn)" : options.Signing.Body, time.GetUtcNow());

    private static async Task<IResult> FileAsync(HttpContext context, string code, BangVangDb db, string type, string ending, Func<CertificateFile, byte[]> bytes, CancellationToken ct)
    {
        if (CertificateCode.Find(code) is not { } found || await db.CertificateFileAsync(context.Actor(), found, ct) is not var (certificate, file)) return Results.NotFound();
        // What is a laureate's is public; a juror's and a delegate's are for their own eyes.
        context.Response.Headers.CacheControl = certificate.Kind is CertificateKind.Laureate ? "public, max-age=300" : "private, no-store";
        return Results.File(bytes(file), type, $"{certificate.Code}.{ending}");
    }

    private static async Task<IResult> StatusAsync(HttpContext context, string programme, int year, BangVangDb db, CredentialSigner signer, PublicUrl site, TimeProvider time, CancellationToken ct)
    {
        return await StatusOfAsync(context, $"{programme}/{year}", db, signer, site, time, ct);
    }

    private static async Task<IResult> StatusOfAsync(HttpContext context, string key, BangVangDb db, CredentialSigner signer, PublicUrl site, TimeProvider time, CancellationToken ct)
    {
        if (await db.EndedNumbersAsync(key, ct) is not { } ended) return Results.NotFound();
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var list = signer.Sign(CredentialText.ListOf(key, ended, signer.Issuer, site, now), CredentialText.Time(now));
        context.Response.Headers.CacheControl = "public, max-age=60";
        return Results.Text(list.ToJsonString(Json.Options), "application/vc", Encoding.UTF8);
    }
}
