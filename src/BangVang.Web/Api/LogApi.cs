using System.Text;
using BangVang.App.Certificates;
using BangVang.App.Kernel;
using BangVang.App.Log;
using BangVang.App.Ports;
using BangVang.App.Signing;
using BangVang.App.Storage;
using BangVang.Proof.Tiles;
using BangVang.Web.Jobs;
using BangVang.Web.Kernel;
using Microsoft.Extensions.Options;

namespace BangVang.Web.Api;

/// <summary>What one must trust to check this installation's record.</summary>
/// <param name="Log">Name of the log and the key of its checkpoints, as signed notes write keys.</param>
/// <param name="Retired">Keys the log had before, the oldest first.</param>
/// <param name="Witnesses">Keys of those who vouch that the log only grows.</param>
/// <param name="Quorum">So many of them must have signed a checkpoint; 0 asks for none.</param>
/// <param name="Issuer">Who signs certificates.</param>
/// <param name="Stamps">Whose time-stamps count.</param>
public sealed record TrustFile(TrustedLog Log, IReadOnlyList<PublishedRetiredKey> Retired, IReadOnlyList<string> Witnesses, int Quorum, TrustedIssuer Issuer, TrustedStamps Stamps);

/// <param name="Certificates">Of time-stamp authorities, or of those who vouch for them; DER in Base64. None where no authority is set.</param>
public sealed record TrustedStamps(IReadOnlyList<string> Certificates);

/// <param name="Origin">First line of each checkpoint.</param>
public sealed record TrustedLog(string Origin, string Key);

/// <summary>The public log as static files (c2sp.org/tlog-tiles): any cache may hold them, any reader of such logs can check them.</summary>
public static class LogApi
{
    private const string Forever = "public, max-age=31536000, immutable";

    public static IServiceCollection AddLog(this IServiceCollection services) => services
        .AddSingleton(s => SignerOf(s.GetRequiredService<IOptions<InstallationOptions>>().Value))
        .AddSingleton(s => WitnessPolicy.Of(s.GetRequiredService<IOptions<InstallationOptions>>().Value.Log))
        .AddSingleton<IWitnessLine>(s => new HttpWitnessLine(s.GetRequiredService<WitnessPolicy>(), s.GetRequiredService<IOptions<InstallationOptions>>().Value.Log.WitnessTimeout))
        .AddHostedService<LogJob>().AddHostedService<WitnessJob>().AddHostedService<DeadlineJob>();

    private static LogSigner SignerOf(InstallationOptions options) => LogSigner.Load(options.KeysDirectory, new(options.PublicUrl), options.Log);

    public static void MapLog(this IEndpointRouteBuilder app)
    {
        string[] read = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/log/checkpoint", read, CheckpointAsync).Public();
        app.MapMethods("/log/checkpoint/{size:long}", read, OldCheckpointAsync).Public();
        app.MapMethods("/log/tile/{**path}", read, TileAsync).Public();
        app.MapMethods("/trust.json", read, TrustAsync).Public();
    }

    /// <summary>Follows the settings, not what is in the database: it is no public read that is kept by the number of that.</summary>
    private static async Task<IResult> TrustAsync(
        HttpContext context, BangVangDb db, LogSigner signer, CredentialSigner credentials, IDocumentSigner documents, WitnessPolicy policy, TimeStampTrust stamps, CancellationToken ct)
    {
        context.Response.Headers.CacheControl = "public, max-age=60";
        return Results.Json(new TrustFile(new(signer.Origin, signer.Key.ToString()), await db.RetiredLogKeysAsync(ct), [.. policy.Witnesses.Select(w => w.Id)], policy.Quorum,
            await CertificatesApi.TrustedAsync(credentials, documents, ct), new([.. stamps.Certificates.Select(c => Convert.ToBase64String(c.RawData))])), Json.Options);
    }

    private static async Task<IResult> CheckpointAsync(HttpContext context, BangVangDb db, WitnessPolicy policy, CancellationToken ct)
    {
        return await db.PublishedCheckpointAsync(policy, ct) is { } checkpoint ? await NoteAsync(context, db, checkpoint, "public, max-age=2", ct) : Results.NotFound();
    }

    /// <summary>A checkpoint that was signed some time ago, as that of a deadline. Further signatures may still come under it.</summary>
    private static async Task<IResult> OldCheckpointAsync(HttpContext context, long size, BangVangDb db, CancellationToken ct) =>
        await db.CheckpointAtAsync(size, ct) is { } checkpoint ? await NoteAsync(context, db, checkpoint, "public, max-age=60", ct) : Results.NotFound();

    private static async Task<IResult> NoteAsync(HttpContext context, BangVangDb db, LogCheckpoint checkpoint, string kept, CancellationToken ct)
    {
        var note = await db.SignedAsync(checkpoint, ct);
        context.Response.Headers.CacheControl = kept;
        context.Response.Headers.ETag = $"\"{checkpoint.Size}-{note.Signatures.Count}\"";
        return Results.Text(note.ToString(), "text/plain; charset=utf-8", Encoding.UTF8);
    }

    private static async Task<IResult> TileAsync(HttpContext context, string path, BangVangDb db, CancellationToken ct)
    {
        if (TilePath.Parse(path) is not { } tile || await db.LogTileAsync(tile, ct) is not { } bytes) return Results.NotFound();
        context.Response.Headers.CacheControl = Forever;
        context.Response.Headers.ETag = $"\"{tile.Level}-{tile.Index}-{tile.Width}\"";
        return Results.Bytes(bytes, "application/octet-stream");
    }
}
