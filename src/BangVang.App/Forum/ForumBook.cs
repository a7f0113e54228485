using System.Collections.Concurrent;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum;

/// <summary>A forum as published, with what its publication says about itself.</summary>
public sealed record PublishedForum(Guid SnapshotId, int Number, string Sha256, Instant PublishedAt, ForumEdition Forum)
{
    public string Slug => Forum.Slug;

    public string Key => Forum.Key;
}

/// <summary>The published forums. What is published never changes, so each is rebuilt once per process and kept by its hash.</summary>
public sealed class ForumBook(BangVangDb db)
{
    private static readonly ConcurrentDictionary<string, ForumEdition> BySha256 = new();

    /// <summary>The latest snapshot of a forum; null when none was published under that slug.</summary>
    public async Task<PublishedForum?> CurrentAsync(string slug, CancellationToken ct) => (await OpenAsync(Latest().Where(s => s.Slug == slug), ct)).SingleOrDefault();

    /// <summary>The latest snapshot of every forum: demonstrations first, then by number, the newest first.</summary>
    public async Task<IReadOnlyList<PublishedForum>> AllAsync(CancellationToken ct) =>
        [.. (await OpenAsync(Latest(), ct)).OrderByDescending(f => f.Forum.Sample).ThenByDescending(f => f.Forum.Number)];

    private IQueryable<ForumSnapshot> Latest() => db.ForumSnapshots.AsNoTracking().Where(s => !db.ForumSnapshots.Any(later => later.Slug == s.Slug && later.Number > s.Number));

    private async Task<IReadOnlyList<PublishedForum>> OpenAsync(IQueryable<ForumSnapshot> snapshots, CancellationToken ct)
    {
        var rows = await snapshots.Select(s => new { s.Id, s.Slug, s.Number, s.Sha256, s.PublishedAt }).ToListAsync(ct);
        var unread = rows.Where(r => !BySha256.ContainsKey(r.Sha256)).Select(r => r.Id).ToList();
        foreach (var snapshot in unread.Count == 0 ? [] : await db.ForumSnapshots.AsNoTracking().Where(s => unread.Contains(s.Id)).ToListAsync(ct))
            BySha256.TryAdd(snapshot.Sha256, snapshot.Thaw());
        return [.. rows.Select(r => new PublishedForum(r.Id, r.Number, r.Sha256, r.PublishedAt, BySha256[r.Sha256]))];
    }
}
