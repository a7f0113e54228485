using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using BangVang.App.Forum;
using BangVang.App.Forum.Streams;
using BangVang.App.Kernel;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Forum.Streams;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using NodaTime;

namespace BangVang.Web.Api;

/// <summary>Live lists as they were a moment ago: a hall of listeners asks for the same few, twice each segment.</summary>
public sealed class PlaylistShelf(TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<string, (string Text, long At)> kept = new(StringComparer.Ordinal);

    /// <param name="key">Of a stream that exists: what is kept is never thrown away, only replaced.</param>
    public async Task<string> GetAsync(string key, Func<Task<string>> write)
    {
        if (kept.TryGetValue(key, out var found) && time.GetElapsedTime(found.At) < Fresh) return found.Text;
        var text = await write();
        kept[key] = (text, time.GetTimestamp());
        return text;
    }
}

/// <summary>
/// Streams: encoders send HLS here by HTTP PUT or POST, listeners and every cache before us fetch it. Segments never
/// change and are kept for ever by whoever has them; lists are kept for a second, so that one node with a cache in front
/// carries any number of listeners.
/// </summary>
public static class StreamApi
{
    private const string Forever = "public, max-age=31536000, immutable", Briefly = "public, max-age=1", AWhile = "public, max-age=10";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["m3u8"] = "application/vnd.apple.mpegurl", ["ts"] = "video/mp2t", ["aac"] = "audio/aac", ["vtt"] = "text/vtt; charset=utf-8",
    };

    public static void MapStreams(this IEndpointRouteBuilder app)
    {
        string[] read = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/ingest/{slug}/{stream}/{key}/{**path}", [HttpMethods.Put, HttpMethods.Post, HttpMethods.Delete], TakeAsync).Public();
        app.MapMethods("/stream/{slug}/state.json", read, StateAsync).Public();
        app.MapMethods("/stream/{slug}/{stream}/master.m3u8", read, LiveMasterAsync).Public();
        app.MapMethods("/stream/{slug}/{stream}/{rendition}/live.m3u8", read, LiveAsync).Public();
        app.MapMethods("/stream/{slug}/{stream}/replay-{from:long}-{until:long}.m3u8", read, ReplayMasterAsync).Public();
        app.MapMethods("/stream/{slug}/{stream}/{rendition}/replay-{from:long}-{until:long}.m3u8", read, ReplayAsync).Public();
        app.MapMethods("/stream/{slug}/{stream}/{rendition}/{number:long}.{extension}", read, SegmentAsync).Public();
    }

    private static async Task<IResult> TakeAsync(HttpContext context, string slug, string stream, string key, string path, TakeStreamSegment segment, TakeStreamPlaylist playlist, TakeStreamMaster master, CancellationToken ct)
    {
        context.Response.Headers.CacheControl = "no-store";
        // Encoders tidy up behind themselves; what was sent is kept for the replay.
        if (HttpMethods.IsDelete(context.Request.Method)) return Results.Ok();
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = TakeStreamSegment.Largest + 1;
        var parts = path.Split('/');
        if (parts.Length > 2) return Results.NotFound();
        var file = parts[^1];
        if (!file.EndsWith(".m3u8", StringComparison.OrdinalIgnoreCase))
            return parts.Length == 2 ? Answer(await segment.RunAsync(slug, stream, key, parts[0], file, context.Request.Body, ct), t => t == Taken.New ? 201 : 204) : Results.NotFound();
        if (await TextAsync(context.Request.Body, ct) is not { } text) return Answer(Problem.Invalid("stream.playlist_malformed"));
        if (parts.Length == 1) return await master.RunAsync(slug, stream, key, text, ct) is { } problem ? Answer(problem) : Results.NoContent();
        return Answer(await playlist.RunAsync(slug, stream, key, parts[0], text, ct), _ => 204);
    }

    private static IResult Answer<T>(Result<T> result, Func<T, int> status) => result.TryGet(out var done, out var problem) ? Results.StatusCode(status(done)) : Answer(problem);

    /// <summary>Encoders write the answer into their log: a line of text.</summary>
    private static IResult Answer(Problem problem) => Results.Text($"{problem.Code}\n", "text/plain; charset=utf-8", Encoding.UTF8, problem.Code switch
    {
        "stream.unknown" => 404,
        "stream.name_used" => 409,
        "stream.try_again" => 503,
        "stream.segment_too_large" => 413,
        _ => 400,
    });

    private static async Task<string?> TextAsync(Stream body, CancellationToken ct)
    {
        using var reader = new StreamReader(body, new UTF8Encoding(false, throwOnInvalidBytes: true));
        var block = new char[EncoderPlaylist.LongestText + 1];
        try
        {
            var length = await reader.ReadBlockAsync(block, ct);
            return length <= EncoderPlaylist.LongestText ? new(block, 0, length) : null;
        }
        catch (DecoderFallbackException) { return null; }
    }

    private static async Task<IResult> StateAsync(HttpContext context, string slug, BangVangDb db, ForumBook book, TimeProvider time, CancellationToken ct)
    {
        if (await book.CurrentAsync(slug, ct) is not { } forum) return Results.NotFound();
        context.Response.Headers.CacheControl = Briefly;
        var states = await db.StreamStatesAsync(slug, forum.Forum.Streams, time.Now(), ct);
        return Results.Json(states.Select(s => new { s.Stream, s.Link, s.LastAt, DelaySeconds = s.Delay?.TotalSeconds }), Json.Options);
    }

    private static async Task<IResult> LiveMasterAsync(HttpContext context, string slug, string stream, BangVangDb db, ForumBook book, PlaylistShelf shelf, CancellationToken ct)
    {
        if (await RulesAsync(book, slug, stream, ct) is not { } rules) return Results.NotFound();
        var language = Writing.Current.Language;
        var text = await shelf.GetAsync($"{slug}/{stream} {language}", async () => HlsPlaylist.Multivariant(await db.OfferedAsync(slug, rules, r => $"{r.Code}/live.m3u8", ct), language));
        return HasPicture(text) ? Playlist(context, text, AWhile, varies: true) : Results.NotFound();
    }

    /// <summary>Players stop for good at a list that offers nothing: one that has not begun is not there yet.</summary>
    private static bool HasPicture(string multivariant) => multivariant.Contains("#EXT-X-STREAM-INF", StringComparison.Ordinal);

    private static async Task<IResult> LiveAsync(HttpContext context, string slug, string stream, string rendition, BangVangDb db, ForumBook book, PlaylistShelf shelf, CancellationToken ct)
    {
        if (await RulesAsync(book, slug, stream, ct) is not { } rules || rules.Rendition(rendition) is null) return Results.NotFound();
        var text = await shelf.GetAsync($"{slug}/{stream}/{rendition}", async () =>
        {
            var (shown, left, discontinuities, ended) = await db.LiveAsync(slug, rules, rendition, ct);
            return shown.Count == 0 ? "" : HlsPlaylist.Media(shown, left, discontinuities, rules.Target, whole: false, ended);
        });
        return text.Length == 0 ? Results.NotFound() : Playlist(context, text, Briefly, varies: false);
    }

    private static async Task<IResult> ReplayMasterAsync(HttpContext context, string slug, string stream, long from, long until, BangVangDb db, ForumBook book, CancellationToken ct)
    {
        if (await RulesAsync(book, slug, stream, ct) is not { } rules || SpanOf(from, until) is null) return Results.NotFound();
        var offered = await db.OfferedAsync(slug, rules, r => $"{r.Code}/replay-{from}-{until}.m3u8", ct);
        var text = HlsPlaylist.Multivariant(offered, Writing.Current.Language);
        return HasPicture(text) ? Playlist(context, text, AWhile, varies: true) : Results.NotFound();
    }

    private static async Task<IResult> ReplayAsync(HttpContext context, string slug, string stream, string rendition, long from, long until, BangVangDb db, ForumBook book, CancellationToken ct)
    {
        if (await RulesAsync(book, slug, stream, ct) is not { } rules || rules.Rendition(rendition) is null || SpanOf(from, until) is not { } span) return Results.NotFound();
        var shown = await db.ReplayAsync(slug, stream, rendition, span.From, span.Until, ct);
        return shown.Count == 0 ? Results.NotFound() : Playlist(context, HlsPlaylist.Media(shown, 0, 0, rules.Target, whole: true, ended: true), AWhile, varies: false);
    }

    private static async Task<IResult> SegmentAsync(HttpContext context, string slug, string stream, string rendition, long number, string extension, BangVangDb db, IFileStore store, CancellationToken ct)
    {
        if (!Types.TryGetValue(extension, out var type) || await db.SegmentAsync(slug, stream, rendition, number, extension, ct) is not { } sha256) return Results.NotFound();
        if (await store.OpenAsync(sha256, ct) is not { } bytes) return Results.NotFound();
        context.Response.Headers.CacheControl = Forever;
        AllowElsewhere(context);
        return Results.Stream(bytes, type, entityTag: new($"\"{sha256[..32]}\""), enableRangeProcessing: true);
    }

    private static async Task<StreamRules?> RulesAsync(ForumBook book, string slug, string stream, CancellationToken ct) => (await book.CurrentAsync(slug, ct))?.Forum.Stream(stream);

    /// <summary>Seconds of Unix time; null when it is no span of at most a day.</summary>
    private static (Instant From, Instant Until)? SpanOf(long from, long until) =>
        from is > 0 and < 1L << 40 && until > from && until - from <= 86_400 ? (Instant.FromUnixTimeSeconds(from), Instant.FromUnixTimeSeconds(until)) : null;

    private static IResult Playlist(HttpContext context, string text, string kept, bool varies)
    {
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32]}\"";
        context.Response.Headers.CacheControl = kept;
        context.Response.Headers.ETag = tag;
        if (varies) context.Response.Headers.Vary = new StringValues(["Accept-Language", "Cookie"]);
        AllowElsewhere(context);
        return context.Request.Headers.IfNoneMatch == tag ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Text(text, Types["m3u8"], Encoding.UTF8);
    }

    /// <summary>Pages of others may embed the stream: it is public.</summary>
    private static void AllowElsewhere(HttpContext context) => context.Response.Headers.AccessControlAllowOrigin = "*";
}
