using System.Text;
using BangVang.App.Certificates;
using BangVang.App.Kernel;
using BangVang.App.Log;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Proof.Tiles;
using BangVang.Web.Jobs;
using BangVang.Web.Kernel;
using Microsoft.Extensions.Options;

namespace BangVang.Web.Api;

/// <summary>What one must trust to check this installation's record.</summary>
/// <param name="Log">Name of the log and the key of its checkpoints, as signed notes write keys.</param>
/// <param name="Witnesses">Keys of those who vouch that the log only grows.</param>
/// <param name="Issuer">Who signs certificates.</param>
public sealed record TrustFile(TrustedLog Log, IReadOnlyList<string> Witnesses, TrustedIssuer Issuer);

/// <param name="Origin">First line of each checkpoint.</param>
public sealed record TrustedLog(string Origin, string Key);

/// <summary>The public log as static files (c2sp.org/tlog-tiles): any cache may hold them, any reader of such logs can check them.</summary>
public static class LogApi
{
    private const string Forever = "public, max-age=31536000, immutable";

    public static IServiceCollection AddLog(this IServiceCollection services) => services
        .AddSingleton(s => LogSigner.Load(s.GetRequiredService<IOptions<InstallationOptions>>().Value.KeysDirectory, new(s.GetRequiredService<IOptions<InstallationOptions>>().Value.PublicUrl)))
        .AddHostedService<LogJob>();

    public static void MapLog(this IEndpointRouteBuilder app)
    {
        string[] read = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/log/checkpoint", read, CheckpointAsync).Public();
        app.MapMethods("/log/tile/{**path}", read, TileAsync).Public();
        app.MapMethods("/trust.json", read, async (LogSigner signer, CredentialSigner credentials, IDocumentSigner documents, CancellationToken ct) =>
            Results.Json(new TrustFile(new(signer.Origin, signer.Key.ToString()), [], await CertificatesApi.TrustedAsync(credentials, documents, ct)), Json.Options)).PublicRead();
    }

    private static async Task<IResult> CheckpointAsync(HttpContext context, BangVangDb db, CancellationToken ct)
    {
        if (await db.LatestCheckpointAsync(ct) is not { } checkpoint) return Results.NotFound();
        context.Response.Headers.CacheControl = "public, max-age=2";
        context.Response.Headers.ETag = $"\"{checkpoint.Size}\"";
        return Results.Text(checkpoint.Note, "text/plain; charset=utf-8", Encoding.UTF8);
    }

    private static async Task<IResult> TileAsync(HttpContext context, string path, BangVangDb db, CancellationToken ct)
    {
        if (TilePath.Parse(path) is not { } tile || await db.LogTileAsync(tile, ct) is not { } bytes) return Results.NotFound();
        context.Response.Headers.CacheControl = Forever;
        context.Response.Headers.ETag = $"\"{tile.Level}-{tile.Index}-{tile.Width}\"";
        return Results.Bytes(bytes, "application/octet-stream");
    }
}
