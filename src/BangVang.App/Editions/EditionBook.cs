using System.Collections.Concurrent;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Editions;

/// <summary>An edition as published, with what its publication says about itself.</summary>
/// <param name="Notice">What an amendment tells everyone; null on the first publication.</param>
public sealed record PublishedEdition(Guid SnapshotId, int Number, string Sha256, Instant PublishedAt, LocalizedText? Notice, Edition Edition)
{
    public string Key => Edition.Key;
}

/// <summary>
/// The published editions. What is published never changes, so each is rebuilt once per process and kept by its hash;
/// which one is current is asked of the database once per unit of work.
/// </summary>
public sealed class EditionBook(BangVangDb db)
{
    private static readonly ConcurrentDictionary<string, Edition> BySha256 = new();
    private static readonly CompiledQuery<Func<BangVangDb, string, CancellationToken, Task<Row?>>> Latest = new(() =>
        EF.CompileAsyncQuery((BangVangDb db, string key, CancellationToken ct) => db.EditionSnapshots.AsNoTracking().Where(s => s.EditionKey == key).OrderByDescending(s => s.Number)
            .Select(s => new Row(s.Id, s.EditionKey, s.Number, s.Sha256, s.PublishedAt, s.NoticeVi, s.NoticeEn)).FirstOrDefault()));
    private readonly Dictionary<string, PublishedEdition?> current = [];

    /// <summary>The latest snapshot of an edition; null when none was published.</summary>
    public async Task<PublishedEdition?> CurrentAsync(string key, CancellationToken ct)
    {
        if (current.TryGetValue(key, out var known)) return known;
        var row = await Latest.On(db)(db, key, ct);
        return current[key] = row is null ? null : await OpenAsync(row, ct);
    }

    /// <summary>The snapshot a dossier points at; null when there is none of that id.</summary>
    public async Task<PublishedEdition?> AtAsync(Guid snapshotId, CancellationToken ct)
    {
        var row = await Rows(db.EditionSnapshots.Where(s => s.Id == snapshotId)).FirstOrDefaultAsync(ct);
        return row is null ? null : await OpenAsync(row, ct);
    }

    /// <summary>The latest snapshot of every edition, newest nominal year first, then by programme.</summary>
    public async Task<IReadOnlyList<PublishedEdition>> AllAsync(CancellationToken ct)
    {
        var rows = await Rows(db.EditionSnapshots.Where(s => !db.EditionSnapshots.Any(later => later.EditionKey == s.EditionKey && later.Number > s.Number))).ToListAsync(ct);
        return await OpenAsync(rows, ct);
    }

    /// <summary>All snapshots of an edition, the latest first: the history everyone may read.</summary>
    public async Task<IReadOnlyList<PublishedEdition>> HistoryAsync(string key, CancellationToken ct) =>
        await OpenAsync(await Rows(db.EditionSnapshots.Where(s => s.EditionKey == key)).ToListAsync(ct), ct);

    /// <summary>The next opening or closing of any edition after a given time; null when nothing more is planned.</summary>
    public async Task<Instant?> NextMomentAsync(Instant after, CancellationToken ct) =>
        (await AllAsync(ct)).Select(p => p.Edition.NextMoment(after)?.At).Where(at => at is not null).Order().FirstOrDefault();

    /// <summary>A file that a snapshot carries; null when none has that hash.</summary>
    public Task<byte[]?> FileAsync(string sha256, CancellationToken ct) =>
        db.EditionAttachments.Where(a => a.Sha256 == sha256).Select(a => a.Content).FirstOrDefaultAsync(ct);

    /// <summary>Forgets what this unit of work asked for, after something was published in it.</summary>
    internal void Forget(string key) => current.Remove(key);

    private static IQueryable<Row> Rows(IQueryable<EditionSnapshot> snapshots) => snapshots.AsNoTracking()
        .OrderByDescending(s => s.Number)
        .Select(s => new Row(s.Id, s.EditionKey, s.Number, s.Sha256, s.PublishedAt, s.NoticeVi, s.NoticeEn));

    private async Task<IReadOnlyList<PublishedEdition>> OpenAsync(List<Row> rows, CancellationToken ct)
    {
        var unread = rows.Where(r => !BySha256.ContainsKey(r.Sha256)).Select(r => r.Id).ToList();
        foreach (var snapshot in unread.Count == 0 ? [] : await db.EditionSnapshots.AsNoTracking().Where(s => unread.Contains(s.Id)).ToListAsync(ct))
            BySha256.TryAdd(snapshot.Sha256, snapshot.Thaw());
        return [.. rows.Select(Published).OrderByDescending(p => p.Edition.Year).ThenBy(p => p.Edition.Programme, StringComparer.Ordinal).ThenByDescending(p => p.Number)];
    }

    private async Task<PublishedEdition> OpenAsync(Row row, CancellationToken ct) => (await OpenAsync([row], ct))[0];

    private static PublishedEdition Published(Row row) => new(
        row.Id, row.Number, row.Sha256, row.PublishedAt, row.NoticeVi is null ? null : new(row.NoticeVi, row.NoticeEn!), BySha256[row.Sha256]);

    private sealed record Row(Guid Id, string EditionKey, int Number, string Sha256, Instant PublishedAt, string? NoticeVi, string? NoticeEn);
}
