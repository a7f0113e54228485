using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Commitments;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Commitments;

/// <summary>The registry as a forum shows it.</summary>
/// <param name="Own">Stated at this forum, by number.</param>
/// <param name="TakenUp">Of earlier forums and still open when this one began, the oldest forum first.</param>
public sealed record CommitmentRegistry(IReadOnlyList<CommitmentRecord> Own, IReadOnlyList<(PublishedForum Forum, CommitmentRecord Record)> TakenUp)
{
    public bool IsEmpty => Own.Count == 0 && TakenUp.Count == 0;
}

public static class CommitmentQueries
{
    /// <summary>Everybody may read the registry of a published forum; that is what it is for.</summary>
    public static async Task<CommitmentRegistry> CommitmentsAsync(this BangVangDb db, ForumBook book, ForumEdition forum, CancellationToken ct)
    {
        var earlier = await EarlierAsync(book, forum, ct);
        var keys = earlier.Select(f => f.Key).Append(forum.Key).ToList();
        var commitments = await db.Commitments.AsNoTracking().Where(c => keys.Contains(c.ForumKey)).OrderBy(c => c.Number).ToListAsync(ct);
        if (commitments.Count == 0) return new([], []);
        var ids = commitments.Select(c => c.Id).ToList();
        var reports = (await db.CommitmentReports.AsNoTracking().Where(r => ids.Contains(r.CommitmentId)).OrderBy(r => r.Number).ToListAsync(ct)).ToLookup(r => r.CommitmentId);
        var records = commitments.Select(c => new CommitmentRecord(c, [.. reports[c.Id]])).ToLookup(r => r.Commitment.ForumKey);
        return new([.. records[forum.Key]], [.. earlier.SelectMany(f => records[f.Key].Where(r => r.WasOpenAt(BeginOf(forum)!.Value)).Select(r => (f, r)))]);
    }

    /// <summary>One of them as the organisers of <paramref name="forum"/> report on it; null when it is none of theirs.</summary>
    public static async Task<CommitmentRecord?> CommitmentAsync(this BangVangDb db, ForumBook book, Actor actor, ForumEdition forum, Guid id, CancellationToken ct)
    {
        if (!actor.Is(Role.Organiser, forum.Key) || await db.Commitments.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } commitment || !await db.IsTakenUpByAsync(book, forum, commitment, ct)) return null;
        return new(commitment, await db.CommitmentReports.AsNoTracking().Where(r => r.CommitmentId == id).OrderBy(r => r.Number).ToListAsync(ct));
    }

    /// <summary>Stated at this forum, or open when it began.</summary>
    internal static async Task<bool> IsTakenUpByAsync(this BangVangDb db, ForumBook book, ForumEdition forum, Commitment commitment, CancellationToken ct)
    {
        if (commitment.ForumKey == forum.Key) return true;
        if ((await EarlierAsync(book, forum, ct)).All(f => f.Key != commitment.ForumKey)) return false;
        var reports = await db.CommitmentReports.AsNoTracking().Where(r => r.CommitmentId == commitment.Id).OrderBy(r => r.Number).ToListAsync(ct);
        return new CommitmentRecord(commitment, reports).WasOpenAt(BeginOf(forum)!.Value);
    }

    /// <summary>Forums held on an earlier day. A demonstration follows demonstrations alone, and none follows a demonstration.</summary>
    private static async Task<IReadOnlyList<PublishedForum>> EarlierAsync(ForumBook book, ForumEdition forum, CancellationToken ct) =>
        !forum.Date.TryGet(out var day) ? [] : [.. (await book.AllAsync(ct)).Where(f => f.Key != forum.Key && f.Forum.Sample == forum.Sample && f.Forum.Date.TryGet(out var held) && held < day).OrderBy(f => f.Forum.Date.TryGet(out var held) ? held : default)];

    private static Instant? BeginOf(ForumEdition forum) => forum.Date.TryGet(out var day) ? day.AtStartOfDayInZone(forum.TimeZone).ToInstant() : null;
}
