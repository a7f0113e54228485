using BangVang.App.Files;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Secretariat.Notices;

/// <summary>A notice in a list.</summary>
/// <param name="IsVisible">False under embargo and after withdrawal: then only the secretariat of the edition gets this row.</param>
public sealed record NoticeRow(
    Guid Id, string EditionKey, NoticeKind Kind, LocalDate Date, string? PrintedNumber, string TitleVi, string? TitleEn, Instant VisibleFrom, Instant? WithdrawnAt, bool IsVisible);

/// <summary>A notice to be read.</summary>
public sealed record NoticeView(NoticeRow Row, string TextVi, string? TextEn, Guid? FileId, string? FileName, long? FileBytes, Instant? CorrectedAt, string? WithdrawnReason, int Version);

public static class NoticeQueries
{
    public const int PageSize = 20;

    /// <summary>
    /// Where every read of notices begins: on page, in feed, count and sitemap alike. A notice under embargo or withdrawn
    /// exists for the secretariat of its edition only, administrators included in everyone else.
    /// </summary>
    public static IQueryable<Notice> NoticesVisibleTo(this BangVangDb db, Actor actor, Instant now)
    {
        var own = actor.EditionsAs(Role.Secretariat);
        return db.Notices.AsNoTracking().Where(n => (n.WithdrawnAt == null && n.VisibleFrom <= now) || own.Contains(n.EditionKey));
    }

    /// <summary>What everybody may read, whoever asks: for the public list and the feed, the newest first.</summary>
    /// <param name="editionKey">Null for all editions.</param>
    public static Task<List<NoticeRow>> PublicNoticesAsync(this BangVangDb db, Instant now, string? editionKey, int page, CancellationToken ct) =>
        db.NoticesVisibleTo(Actor.Anonymous, now)
            .Where(n => editionKey == null || n.EditionKey == editionKey)
            .NewestFirst().Skip((Math.Max(page, 1) - 1) * PageSize).Take(PageSize)
            .ToRows(now).ToListAsync(ct);

    /// <summary>How many everybody may read.</summary>
    public static Task<int> CountPublicNoticesAsync(this BangVangDb db, Instant now, string? editionKey, CancellationToken ct) =>
        db.NoticesVisibleTo(Actor.Anonymous, now).CountAsync(n => editionKey == null || n.EditionKey == editionKey, ct);

    /// <summary>All notices of an edition for those who write them; what everybody may read for everyone else.</summary>
    public static Task<List<NoticeRow>> NoticesOfEditionAsync(this BangVangDb db, Actor actor, string editionKey, Instant now, CancellationToken ct) =>
        db.NoticesVisibleTo(actor, now).Where(n => n.EditionKey == editionKey).NewestFirst().Take(500).ToRows(now).ToListAsync(ct);

    /// <summary>Null when there is none that this actor may know of.</summary>
    public static Task<NoticeView?> NoticeAsync(this BangVangDb db, Actor actor, Guid id, Instant now, CancellationToken ct) =>
        (from n in db.NoticesVisibleTo(actor, now)
         where n.Id == id
         join f in db.StoredFiles on n.FileId equals f.Id into files
         from f in files.DefaultIfEmpty()
         select new NoticeView(
             new NoticeRow(n.Id, n.EditionKey, n.Kind, n.Date, n.PrintedNumber, n.TitleVi, n.TitleEn, n.VisibleFrom, n.WithdrawnAt, n.WithdrawnAt == null && n.VisibleFrom <= now),
             n.TextVi, n.TextEn, n.FileId, f == null ? null : f.Name, f == null ? null : f.Bytes, n.CorrectedAt, n.WithdrawnReason, n.Version)).SingleOrDefaultAsync(ct);

    /// <summary>The attachment of a notice that this actor may read; null otherwise.</summary>
    public static Task<StoredFile?> NoticeFileAsync(this BangVangDb db, Actor actor, Guid noticeId, Instant now, CancellationToken ct) =>
        (from n in db.NoticesVisibleTo(actor, now) where n.Id == noticeId join f in db.StoredFiles.AsNoTracking() on n.FileId equals f.Id select f).SingleOrDefaultAsync(ct);

    private static IQueryable<Notice> NewestFirst(this IQueryable<Notice> notices) =>
        notices.OrderByDescending(n => n.Date).ThenByDescending(n => n.VisibleFrom).ThenBy(n => n.Id);

    private static IQueryable<NoticeRow> ToRows(this IQueryable<Notice> notices, Instant now) => notices.Select(n =>
        new NoticeRow(n.Id, n.EditionKey, n.Kind, n.Date, n.PrintedNumber, n.TitleVi, n.TitleEn, n.VisibleFrom, n.WithdrawnAt, n.WithdrawnAt == null && n.VisibleFrom <= now));
}
