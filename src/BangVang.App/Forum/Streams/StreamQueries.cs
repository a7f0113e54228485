using BangVang.App.Storage;
using BangVang.Domain.Forum.Streams;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Streams;

/// <summary>How a stream does now.</summary>
/// <param name="LastAt">When its last segment was received; null before the first.</param>
/// <param name="Delay">From what the camera saw to its arrival here, of the last segment; null before the first.</param>
public sealed record StreamState(string Stream, LinkState Link, Instant? LastAt, Duration? Delay);

/// <summary>How the line of a stream is.</summary>
public enum LinkState
{
    /// <summary>Nothing has come yet.</summary>
    Waiting,
    Good,
    /// <summary>It comes, but later than it should.</summary>
    Slow,
    /// <summary>Nothing has come for a while: a slate is shown.</summary>
    Broken,
    Ended,
}

public static class StreamQueries
{
    public static bool MayOperate(Actor actor, string forumKey) => actor.Is(Role.EncoderOperator, forumKey) || actor.Is(Role.Organiser, forumKey);

    /// <summary>The live list of a rendition: what can still be watched going back, and what has left before it.</summary>
    public static async Task<(IReadOnlyList<ShownSegment> Shown, long Left, long Discontinuities, bool HasEnded)> LiveAsync(this BangVangDb db, string slug, StreamRules stream, string rendition, CancellationToken ct)
    {
        var all = Told(db, slug, stream.Code, rendition).Where(s => !s.IsLate);
        var ended = await db.StreamIngests.AnyAsync(i => i.ForumSlug == slug && i.Stream == stream.Code && i.EndedAt != null, ct);
        if (await all.MaxAsync(s => s.StartsAt, ct) is not { } last) return ([], 0, 0, ended);
        var from = last - Duration.FromMinutes(stream.RewindMinutes);
        var shown = await ShownAsync(db, slug, stream.Code, rendition, all.Where(s => s.StartsAt >= from).OrderBy(s => s.Number), ct);
        var first = shown[0].Number;
        return (shown, await all.LongCountAsync(s => s.Number < first, ct), await all.LongCountAsync(s => s.Number <= first && s.IsDiscontinuity, ct), ended);
    }

    /// <summary>All segments of a rendition that touch a span of time, in the order of time: what came late stands where it belongs.</summary>
    public static async Task<IReadOnlyList<ShownSegment>> ReplayAsync(this BangVangDb db, string slug, string stream, string rendition, Instant from, Instant until, CancellationToken ct)
    {
        // A segment is at most 20 seconds long.
        var since = from - Duration.FromSeconds(20);
        var found = await ShownAsync(db, slug, stream, rendition, Told(db, slug, stream, rendition).Where(s => s.StartsAt >= since && s.StartsAt < until).OrderBy(s => s.StartsAt).ThenBy(s => s.Number), ct);
        var within = found.Where(s => s.EndsAt > from).ToList();
        // What stands beside what in time decides now, not what came after what.
        return [.. within.Select((s, i) => s with { Discontinuity = i > 0 && Math.Abs((s.StartsAt - within[i - 1].EndsAt).TotalSeconds) > 0.1 || s.Discontinuity })];
    }

    /// <summary>What the multivariant playlist offers: each rendition that has segments, with its bandwidth as measured.</summary>
    public static async Task<IReadOnlyList<HlsPlaylist.Offered>> OfferedAsync(this BangVangDb db, string slug, StreamRules stream, Func<Rendition, string> address, CancellationToken ct)
    {
        var measured = await db.StreamSegments.AsNoTracking().Where(s => s.ForumSlug == slug && s.Stream == stream.Code && s.Number != null && s.LengthUs > 0)
            .GroupBy(s => s.Rendition).Select(g => new { Rendition = g.Key, Peak = g.Max(s => s.Bytes * 8_000_000.0 / s.LengthUs!.Value), Bytes = g.Sum(s => s.Bytes), Us = g.Sum(s => s.LengthUs!.Value) }).ToListAsync(ct);
        var said = await db.StreamVariants.AsNoTracking().Where(v => v.ForumSlug == slug && v.Stream == stream.Code).ToListAsync(ct);
        return [.. from r in stream.Renditions join m in measured on r.Code equals m.Rendition
                   select new HlsPlaylist.Offered(r, address(r), (long)Math.Ceiling(m.Peak), m.Bytes * 8_000_000 / m.Us, said.FirstOrDefault(v => v.Rendition == r.Code)?.Encoded)];
    }

    /// <summary>Where the bytes of a segment are, by its number; null when there is none.</summary>
    public static Task<string?> SegmentAsync(this BangVangDb db, string slug, string stream, string rendition, long number, string extension, CancellationToken ct) =>
        Told(db, slug, stream, rendition).Where(s => s.Number == number && s.Extension == extension).Select(s => s.Sha256).FirstOrDefaultAsync(ct);

    /// <summary>How each stream of a forum does at a moment, in the order of the forum.</summary>
    /// <param name="now">Of the world's clock.</param>
    public static async Task<IReadOnlyList<StreamState>> StreamStatesAsync(this BangVangDb db, string slug, IReadOnlyList<StreamRules> streams, Instant now, CancellationToken ct)
    {
        var ingests = await db.StreamIngests.AsNoTracking().Where(i => i.ForumSlug == slug).ToDictionaryAsync(i => i.Stream, ct);
        var states = new List<StreamState>();
        foreach (var stream in streams)
        {
            var last = await db.StreamSegments.AsNoTracking().Where(s => s.ForumSlug == slug && s.Stream == stream.Code && s.Number != null && !s.IsLate)
                .OrderByDescending(s => s.ReceivedAt).Select(s => new { s.ReceivedAt, s.StartsAt, s.LengthUs }).FirstOrDefaultAsync(ct);
            if (last is null) { states.Add(new(stream.Code, LinkState.Waiting, null, null)); continue; }
            var delay = last.ReceivedAt - (last.StartsAt!.Value + Duration.FromNanoseconds(last.LengthUs!.Value * 1000));
            states.Add(new(stream.Code, StateOf(ingests.GetValueOrDefault(stream.Code)?.EndedAt is not null, now - last.ReceivedAt, delay, stream.Target), last.ReceivedAt, delay));
        }
        return states;
    }

    /// <param name="silence">Since the last segment.</param>
    internal static LinkState StateOf(bool ended, Duration silence, Duration delay, Duration target) =>
        ended ? LinkState.Ended : silence > target * 3 ? LinkState.Broken : delay > target * 2 ? LinkState.Slow : LinkState.Good;

    private static IQueryable<StreamSegment> Told(BangVangDb db, string slug, string stream, string rendition) =>
        db.StreamSegments.AsNoTracking().Where(s => s.ForumSlug == slug && s.Stream == stream && s.Rendition == rendition && s.Number != null);

    private static async Task<IReadOnlyList<ShownSegment>> ShownAsync(BangVangDb db, string slug, string stream, string rendition, IQueryable<StreamSegment> segments, CancellationToken ct)
    {
        var rows = await segments.Select(s => new { s.Number, s.Extension, s.LengthUs, s.StartsAt, s.IsDiscontinuity, s.Bytes }).ToListAsync(ct);
        return [.. rows.Select(s => new ShownSegment(s.Number!.Value, s.Extension, Duration.FromNanoseconds(s.LengthUs!.Value * 1000), s.StartsAt!.Value, s.IsDiscontinuity, s.Bytes))];
    }
}
