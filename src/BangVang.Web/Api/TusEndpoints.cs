using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BangVang.App.Files;
using BangVang.App.Files.Uploads;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Http.Features;

namespace BangVang.Web.Api;

/// <summary>
/// Resumable upload, protocol tus 1.0 (https://tus.io/protocols/resumable-upload) with the extensions creation,
/// termination, checksum and expiration. Metadata: <c>filename</c>, <c>purpose</c>, <c>subject</c>, <c>field</c>. The answer to
/// the last piece says in <c>Stored-File</c> which file it became; a file that is refused answers 422 with the reason.
/// The header <c>Tus-Resumable</c>, which no other site can make a browser send, guards against forged requests.
/// </summary>
public static class TusEndpoints
{
    private const string Version = "1.0.0", PieceType = "application/offset+octet-stream";
    private const int ChecksumMismatch = 460, MaxMetadata = 4096;

    /// <summary>What the protocol asks for; SHA-1 is its obligatory one and protects against accidents only.</summary>
    private static readonly Dictionary<string, (HashAlgorithmName Name, int Bytes)> Algorithms = new(StringComparer.Ordinal)
    {
        ["sha1"] = (HashAlgorithmName.SHA1, 20), ["sha256"] = (HashAlgorithmName.SHA256, 32),
    };

    /// <summary>Maps <c>/uploads</c>. Everybody may ask what the server can; the rest is for who is signed in, and each upload for its owner.</summary>
    public static void MapTus(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/uploads", [HttpMethods.Options], Describe).Public();
        app.MapMethods("/uploads/{id:guid}", [HttpMethods.Options], Describe).Public();
        var uploads = app.MapGroup("/uploads").SignedIn().AddEndpointFilter(CheckVersionAsync);
        uploads.MapPost("", CreateAsync);
        uploads.MapMethods("{id:guid}", [HttpMethods.Head], LookAsync);
        uploads.MapPatch("{id:guid}", ReceiveAsync);
        uploads.MapDelete("{id:guid}", EndAsync);
    }

    private static IResult Describe(HttpContext context, UploadOptions options)
    {
        var headers = context.Response.Headers;
        headers["Tus-Resumable"] = headers["Tus-Version"] = Version;
        headers["Tus-Extension"] = "creation,termination,checksum,expiration";
        headers["Tus-Checksum-Algorithm"] = string.Join(',', Algorithms.Keys);
        headers["Tus-Max-Size"] = options.MaxBytes.ToString(CultureInfo.InvariantCulture);
        return Results.NoContent();
    }

    private static async ValueTask<object?> CheckVersionAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var context = call.HttpContext;
        context.Response.Headers["Tus-Resumable"] = Version;
        context.Response.Headers.CacheControl = "no-store";
        if (context.Request.Headers["Tus-Resumable"] == Version) return await next(call);
        context.Response.Headers["Tus-Version"] = Version;
        return Wrong(StatusCodes.Status412PreconditionFailed, "Tus-Resumable must be 1.0.0.");
    }

    private static async Task<IResult> CreateAsync(HttpContext context, StartUpload start, Texts texts, CancellationToken ct)
    {
        if (context.Request.Headers.ContainsKey("Upload-Defer-Length") || Number(context, "Upload-Length") is not { } length)
            return Wrong(StatusCodes.Status400BadRequest, "Upload-Length must be a whole number of bytes.");
        if (Metadata(context.Request.Headers["Upload-Metadata"].ToString()) is not { } metadata
            || !metadata.TryGetValue("purpose", out var kind) || !metadata.TryGetValue("subject", out var subject) || !Guid.TryParse(subject, out var subjectId))
            return Wrong(StatusCodes.Status400BadRequest, "Upload-Metadata must carry filename, purpose, subject (an id) and field, each in Base64.");

        var purpose = new FilePurpose(kind, subjectId, metadata.GetValueOrDefault("field", ""));
        var started = await start.RunAsync(context.Actor(), purpose, metadata.GetValueOrDefault("filename"), length, ct);
        if (!started.TryGet(out var upload, out var problem)) return Refused(problem, texts, context);
        Expires(context, upload);
        context.Response.Headers.Location = $"/uploads/{upload.Id}";
        return Results.StatusCode(StatusCodes.Status201Created);
    }

    /// <summary>Tells where to go on from. Whoever asks takes over: a request still waiting on a broken line ends first.</summary>
    private static async Task<IResult> LookAsync(HttpContext context, Guid id, BangVangDb db, TimeProvider time, UploadTurns turns, Texts texts, CancellationToken ct)
    {
        if (await db.UploadAsync(context.Actor(), id, time.Now(), ct) is null) return Refused(UploadProblems.NotFound, texts, context);
        using (await turns.TakeAsync(id, ct))
            if (await db.UploadAsync(context.Actor(), id, time.Now(), ct) is not { } upload) return Refused(UploadProblems.NotFound, texts, context);
            else
            {
                Offset(context, upload.Received);
                context.Response.Headers["Upload-Length"] = upload.Length.ToString(CultureInfo.InvariantCulture);
                Expires(context, upload);
                if (upload.StoredFileId is { } file) context.Response.Headers["Stored-File"] = file.ToString();
                return Results.Ok();
            }
    }

    private static async Task<IResult> ReceiveAsync(
        HttpContext context, Guid id, ReceiveUpload receive, CompleteUpload complete, BangVangDb db, TimeProvider time, Texts texts, CancellationToken ct)
    {
        var request = context.Request;
        if (request.ContentType != PieceType) return Wrong(StatusCodes.Status415UnsupportedMediaType, $"Content-Type must be {PieceType}.");
        if (Number(context, "Upload-Offset") is not { } offset) return Wrong(StatusCodes.Status400BadRequest, "Upload-Offset must be a whole number of bytes.");
        if (!TryChecksum(request.Headers["Upload-Checksum"].ToString(), out var checksum)) return Wrong(StatusCodes.Status400BadRequest, "Upload-Checksum must be sha1 or sha256, a space, and the hash in Base64.");
        // The length declared at creation is the limit here.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;

        if (!(await receive.RunAsync(context.Actor(), id, offset, request.Body, checksum, ct)).TryGet(out var received, out var problem)) return Refused(problem, texts, context);
        if (await db.UploadAsync(context.Actor(), id, time.Now(), ct) is not { } upload) return Refused(UploadProblems.NotFound, texts, context);
        Offset(context, received);
        Expires(context, upload);
        if (received < upload.Length) return Results.NoContent();

        if (!(await complete.RunAsync(context.Actor(), id, ct)).TryGet(out var file, out var refusal)) return Refused(refusal, texts, context);
        context.Response.Headers["Stored-File"] = file.Id.ToString();
        return Results.NoContent();
    }

    private static async Task<IResult> EndAsync(HttpContext context, Guid id, CancelUpload cancel, Texts texts, CancellationToken ct) =>
        await cancel.RunAsync(context.Actor(), id, ct) is { } problem ? Refused(problem, texts, context) : Results.NoContent();

    private static void Offset(HttpContext context, long received) =>
        context.Response.Headers["Upload-Offset"] = received.ToString(CultureInfo.InvariantCulture);

    private static void Expires(HttpContext context, Upload upload) =>
        context.Response.Headers["Upload-Expires"] = upload.ExpiresAt.ToDateTimeUtc().ToString("R", CultureInfo.InvariantCulture);

    private static IResult Refused(Problem problem, Texts texts, HttpContext context)
    {
        if (problem.Code == "files.upload_wrong_offset") Offset(context, (long)problem.Args["received"]);
        var status = problem.Code switch
        {
            "files.too_large" or "files.upload_beyond_length" => StatusCodes.Status413PayloadTooLarge,
            "files.upload_wrong_checksum" => ChecksumMismatch,
            _ => problem.Status(),
        };
        return Results.Problem(statusCode: status, title: texts.Sentence(problem), extensions: new Dictionary<string, object?> { ["code"] = problem.Code });
    }

    /// <summary>For programs that speak the protocol wrongly; people never see it.</summary>
    private static IResult Wrong(int status, string why) => Results.Problem(statusCode: status, title: why);

    private static long? Number(HttpContext context, string header) =>
        long.TryParse(context.Request.Headers[header].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool TryChecksum(string header, out UploadChecksum? checksum)
    {
        checksum = null;
        if (header.Length == 0) return true;
        var pieces = header.Split(' ');
        var value = new byte[64];
        if (pieces.Length != 2 || !Algorithms.TryGetValue(pieces[0], out var algorithm)
            || !Convert.TryFromBase64String(pieces[1], value, out var length) || length != algorithm.Bytes) return false;
        checksum = new(algorithm.Name, value[..length]);
        return true;
    }

    /// <summary>Keys and Base64 values, by comma; null when it is anything else.</summary>
    private static Dictionary<string, string>? Metadata(string header)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        if (header.Length > MaxMetadata) return null;
        foreach (var pair in header.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var cut = pair.IndexOf(' ', StringComparison.Ordinal);
            var value = new byte[MaxMetadata];
            if (!Convert.TryFromBase64String(cut < 0 ? "" : pair[(cut + 1)..].Trim(), value, out var length)) return null;
            if (!metadata.TryAdd(cut < 0 ? pair : pair[..cut], Encoding.UTF8.GetString(value, 0, length))) return null;
        }
        return metadata;
    }
}
