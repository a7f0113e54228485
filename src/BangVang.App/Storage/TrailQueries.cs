using System.Globalization;
using BangVang.App.Kernel;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Storage;

/// <summary>Which entries of the trail an auditor looks for; null does not restrict.</summary>
/// <param name="Action">Whole, as <c>scoring.signed</c>.</param>
/// <param name="Text">Occurs in subject or detail, as it is written.</param>
/// <param name="Until">First instant that is not meant any more.</param>
public sealed record TrailFilter(string? Action = null, Guid? PersonId = null, string? Text = null, Instant? From = null, Instant? Until = null);

public sealed record TrailRow(long Id, Instant At, Guid? PersonId, string Who, string Action, string Subject, string? Detail);

/// <param name="Next">Cursor of the older entries; null on the last page.</param>
public sealed record TrailPage(IReadOnlyList<TrailRow> Rows, string? Next, IReadOnlyList<string> Actions, IReadOnlyList<(Guid Id, string Name)> People);

/// <param name="Entry">The bytes of the log's leaf, text of canonical JSON with the commitment.</param>
public sealed record LogRow(long Seq, Instant At, string Kind, string Entry);

/// <summary>What an auditor reads of an edition: everything that was done, and what the log committed to.</summary>
public static class TrailQueries
{
    /// <summary>Where every read of the trail begins: the editions whose auditor this person is.</summary>
    public static IQueryable<AuditEntry> TrailVisibleTo(this BangVangDb db, Actor actor)
    {
        var audits = actor.EditionsAs(Role.Auditor);
        return db.AuditEntries.AsNoTracking().Where(a => a.EditionKey != null && audits.Contains(a.EditionKey));
    }

    /// <summary>The newest entries first; three queries whatever the length. Refused when the cursor is none.</summary>
    public static async Task<Result<TrailPage>> TrailAsync(this BangVangDb db, Actor actor, string editionKey, TrailFilter filter, string? cursor, int size, CancellationToken ct)
    {
        long? before = null;
        if (cursor is not null)
        {
            if (Cursor.Parse(cursor, 1) is not [var last] || !long.TryParse(last, CultureInfo.InvariantCulture, out var id)) return Problem.Invalid("audit.cursor_invalid", "cursor");
            before = id;
        }
        var ofEdition = db.TrailVisibleTo(actor).Where(a => a.EditionKey == editionKey);
        var rows = await ofEdition.Fitting(filter).Where(a => before == null || a.Id < before).OrderByDescending(a => a.Id).Take(size + 1).Select(Row).ToListAsync(ct);
        var actions = await ofEdition.Select(a => a.Action).Distinct().OrderBy(a => a).ToListAsync(ct);
        var people = await ofEdition.Where(a => a.PersonId != null).GroupBy(a => a.PersonId!.Value).Select(g => new { g.Key, Name = g.Max(a => a.Who)! }).ToListAsync(ct);
        return new TrailPage([.. rows.Take(size)], rows.Count > size ? Cursor.Of(rows[size - 1].Id.ToString(CultureInfo.InvariantCulture)) : null, actions,
            [.. people.OrderBy(p => VietnameseText.PersonSortKey(p.Name), StringComparer.Ordinal).Select(p => (p.Key, p.Name))]);
    }

    /// <summary>All that fits, oldest first, for the file.</summary>
    public static IAsyncEnumerable<TrailRow> TrailFileAsync(this BangVangDb db, Actor actor, string editionKey, TrailFilter filter) =>
        db.TrailVisibleTo(actor).Where(a => a.EditionKey == editionKey).Fitting(filter).OrderBy(a => a.Id).Select(Row).AsAsyncEnumerable();

    /// <summary>The newest entries of the public log that concern the edition, without what only opens them; empty for whoever does not audit it.</summary>
    /// <param name="before">Sequence number the page begins below; null for the newest.</param>
    public static async Task<IReadOnlyList<LogRow>> LogOfEditionAsync(this BangVangDb db, Actor actor, string editionKey, long? before, int size, CancellationToken ct)
    {
        if (!actor.Is(Role.Auditor, editionKey)) return [];
        var rows = await db.LogEvents.AsNoTracking().Where(e => e.EditionKey == editionKey && (before == null || e.Seq < before)).OrderByDescending(e => e.Seq).Take(size)
            .Select(e => new { e.Seq, e.At, e.Kind, e.Entry }).ToListAsync(ct);
        return [.. rows.Select(r => new LogRow(r.Seq, r.At, r.Kind, System.Text.Encoding.UTF8.GetString(r.Entry)))];
    }

    private static readonly System.Linq.Expressions.Expression<Func<AuditEntry, TrailRow>> Row = a => new(a.Id, a.At, a.PersonId, a.Who, a.Action, a.Subject, a.Detail);

    private static IQueryable<AuditEntry> Fitting(this IQueryable<AuditEntry> entries, TrailFilter filter)
    {
        if (filter.Action is { } action) entries = entries.Where(a => a.Action == action);
        if (filter.PersonId is { } person) entries = entries.Where(a => a.PersonId == person);
        if (filter.Text is { Length: > 0 } text) entries = entries.Where(a => a.Subject.Contains(text) || (a.Detail != null && a.Detail.Contains(text)));
        if (filter.From is { } from) entries = entries.Where(a => a.At >= from);
        if (filter.Until is { } until) entries = entries.Where(a => a.At < until);
        return entries;
    }
}
