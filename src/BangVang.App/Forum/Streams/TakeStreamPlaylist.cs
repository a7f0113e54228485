using BangVang.App.Files;
using BangVang.App.Kernel;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Forum.Streams;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Streams;

/// <summary>Reads a media playlist of an encoder: segments it names, and that are here, are told to listeners from now on. It is never passed on.</summary>
public sealed class TakeStreamPlaylist(BangVangDb db, ForumBook book)
{
    /// <returns>How many; or stream.unknown, stream.playlist_malformed, stream.fragmented, stream.segment_too_long.</returns>
    public async Task<Result<int>> RunAsync(string slug, string stream, string key, string rendition, string text, CancellationToken ct)
    {
        if (await db.OpenIngestAsync(book, slug, stream, key, ct) is not { } rules || rules.Rendition(rendition) is null) return Problem.NotFound("stream.unknown");
        if (EncoderPlaylist.TryRead(text) is not { } playlist) return Problem.Invalid("stream.playlist_malformed");
        if (playlist.IsFragmented) return Problem.Invalid("stream.fragmented");
        if (playlist.Segments.FirstOrDefault(s => (long)Math.Round(s.Length.TotalSeconds) > rules.SegmentSeconds) is { } longer)
            return Problem.Invalid("stream.segment_too_long").With("name", longer.Name).With("seconds", rules.SegmentSeconds);

        var told = await db.TellAsync(rules, slug, rendition, playlist, text, ct);
        if (!await db.TrySaveAsync(ct)) return Problem.Conflict("stream.try_again");
        if (!await db.StreamsAwaited.AnyAsync(a => a.ForumSlug == slug && a.Stream == stream && a.Rendition == rendition, ct)) return told;
        // What came while this was saved did not find the list waiting for it yet.
        told += await db.TellAsync(rules, slug, rendition, playlist, text, ct);
        return await db.TrySaveAsync(ct) ? told : Problem.Conflict("stream.try_again");
    }
}

/// <summary>How received segments come to be told to listeners.</summary>
internal static class StreamTelling
{
    /// <summary>So many received segments may wait for one before them that is missing; then it is passed over as a gap.</summary>
    private const int Patience = 3;

    /// <summary>Numbers what the list names and is here, and keeps the list while it names what is not. The caller saves.</summary>
    /// <param name="text">Of the list, as it came.</param>
    /// <returns>How many are told now.</returns>
    public static async Task<int> TellAsync(this BangVangDb db, StreamRules rules, string slug, string rendition, EncoderPlaylist playlist, string text, CancellationToken ct)
    {
        var stream = rules.Code;
        var names = playlist.Segments.Select(s => s.Name).ToList();
        var here = await db.StreamSegments.Where(s => s.ForumSlug == slug && s.Stream == stream && s.Rendition == rendition && names.Contains(s.Name)).ToDictionaryAsync(s => s.Name, ct);
        var last = await db.StreamSegments.AsNoTracking().Where(s => s.ForumSlug == slug && s.Stream == stream && s.Rendition == rendition && s.Number != null && !s.IsLate)
            .OrderByDescending(s => s.Number).Select(s => new { s.StartsAt, s.LengthUs }).FirstOrDefaultAsync(ct);
        var highest = await db.StreamSegments.Where(s => s.ForumSlug == slug && s.Stream == stream && s.Rendition == rendition).MaxAsync(s => s.Number, ct) ?? 0;
        var end = last is null ? (Instant?)null : last.StartsAt!.Value + Duration.FromNanoseconds(last.LengthUs!.Value * 1000);
        var told = Tell(playlist.Segments, here, end, highest, rules.Target);
        await AwaitAsync(db, slug, stream, rendition, playlist.Segments.Any(s => !here.TryGetValue(s.Name, out var one) || one.Number is null) ? text : null, ct);
        return told;
    }

    /// <summary>A segment has come: if the last list was waiting for it, it is told. The caller saves.</summary>
    public static async Task ArrivedAsync(this BangVangDb db, StreamRules rules, string slug, string rendition, string name, CancellationToken ct)
    {
        var awaited = await db.StreamsAwaited.AsNoTracking().Where(a => a.ForumSlug == slug && a.Stream == rules.Code && a.Rendition == rendition).Select(a => a.Playlist).FirstOrDefaultAsync(ct);
        if (awaited is null || EncoderPlaylist.TryRead(awaited) is not { } playlist || playlist.Segments.All(s => s.Name != name)) return;
        await db.TellAsync(rules, slug, rendition, playlist, awaited, ct);
    }

    private static async Task AwaitAsync(BangVangDb db, string slug, string stream, string rendition, string? playlist, CancellationToken ct)
    {
        var row = await db.StreamsAwaited.FirstOrDefaultAsync(a => a.ForumSlug == slug && a.Stream == stream && a.Rendition == rendition, ct);
        if (playlist is null) { if (row is not null) db.StreamsAwaited.Remove(row); }
        else if (row is null) db.StreamsAwaited.Add(new() { ForumSlug = slug, Stream = stream, Rendition = rendition, Playlist = playlist });
        else row.Playlist = playlist;
    }

    /// <summary>Numbers the segments that can be told now, in order.</summary>
    /// <param name="end">Where the live time stands; null before the first.</param>
    private static int Tell(IReadOnlyList<EncodedSegment> named, Dictionary<string, StreamSegment> here, Instant? end, long highest, Duration target)
    {
        var told = 0;
        var gap = false;
        for (var i = 0; i < named.Count; i++)
        {
            if (!here.TryGetValue(named[i].Name, out var segment))
            {
                if (named.Skip(i + 1).Count(s => here.ContainsKey(s.Name)) < Patience) break;
                gap = true;
                continue;
            }
            if (segment.Number is not null) { gap = false; continue; }
            var starts = named[i].StartsAt ?? end ?? segment.ReceivedAt - named[i].Length;
            var late = end is { } now && starts < now - target;
            var apart = end is { } expected && Math.Abs((starts - expected).TotalSeconds) > 0.5;
            (segment.Number, segment.StartsAt, segment.LengthUs) = (++highest, starts, (long)(named[i].Length.TotalNanoseconds / 1000));
            (segment.IsLate, segment.IsDiscontinuity) = (late, gap || named[i].Discontinuity || apart);
            if (!late) end = starts + named[i].Length;
            (told, gap) = (told + 1, false);
        }
        return told;
    }
}

/// <summary>Keeps what a master playlist of an encoder says of the renditions.</summary>
public sealed class TakeStreamMaster(BangVangDb db, ForumBook book)
{
    /// <returns>Null when done; stream.unknown, stream.try_again.</returns>
    public async Task<Problem?> RunAsync(string slug, string stream, string key, string text, CancellationToken ct)
    {
        if (await db.OpenIngestAsync(book, slug, stream, key, ct) is not { } rules) return Problem.NotFound("stream.unknown");
        var kept = await db.StreamVariants.Where(v => v.ForumSlug == slug && v.Stream == stream).ToListAsync(ct);
        foreach (var said in EncodedVariant.Read(text).Where(v => rules.Rendition(v.Folder) is not null).DistinctBy(v => v.Folder))
        {
            var row = kept.FirstOrDefault(v => v.Rendition == said.Folder);
            if (row is null) db.StreamVariants.Add(row = new() { ForumSlug = slug, Stream = stream, Rendition = said.Folder });
            (row.Codecs, row.Resolution, row.FrameRate) = (said.Codecs, said.Resolution, said.FrameRate);
        }
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("stream.try_again");
    }
}
