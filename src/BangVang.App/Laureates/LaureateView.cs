using BangVang.App.Storage;
using BangVang.Domain.Laureates;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Laureates;

/// <summary>A change as everyone may read it: what, when, why, resting on what. Who wrote it is in the audit trail.</summary>
public sealed record LaureateChangeRow(LaureateChangeKind Kind, Instant At, string Reason, IReadOnlyList<FieldChange> Fields, LaureateSource? Source);

/// <summary>The page of a product.</summary>
/// <param name="WithdrawnAt">Not null: it is off the board, and the page says why.</param>
/// <param name="History">Changes since it came on the board, oldest first.</param>
/// <param name="Others">Products of the same edition, by the alphabet; at most eight.</param>
public sealed record LaureateView(
    Guid Id, string EditionKey, string Programme, int Year, string Slug, LaureateFacts Facts, bool IsDemonstration, int Version,
    Instant PublishedAt, Instant? WithdrawnAt, string? WithdrawalReason, string OrganisationKey, string CategoryKey,
    IReadOnlyList<LaureateChangeRow> History, IReadOnlyList<BoardRow> Others)
{
    public string Path => Row.Path;

    /// <summary>As a list would show it.</summary>
    public BoardRow Row => new(
        Id, Programme, Year, Slug, Facts.ProductName, Facts.ProductNameEn, Facts.Summary, Facts.SummaryEn, Facts.Organisation,
        Facts.Category?.Name, Facts.Category?.NameEn, Facts.Tier?.Name, Facts.Tier?.NameEn, Facts.Tier?.Ordinal ?? LaureateFacts.TierUnstated, IsDemonstration, "");
}

public static class LaureateViewQueries
{
    private const int OthersShown = 8;

    /// <summary>The product at that address; null when there is none. Three queries.</summary>
    public static async Task<LaureateView?> LaureateAsync(this BangVangDb db, string editionKey, string slug, CancellationToken ct)
    {
        var found = await db.Laureates.AsNoTracking().SingleOrDefaultAsync(l => l.EditionKey == editionKey && l.Slug == slug, ct);
        if (found is null) return null;

        var history = await db.LaureateChanges.AsNoTracking().Where(c => c.LaureateId == found.Id).OrderBy(c => c.Number)
            .Select(c => new LaureateChangeRow(c.Kind, c.At, c.Reason, c.Fields, c.Source)).ToListAsync(ct);
        var others = await db.LaureatesOnBoard().Where(l => l.EditionKey == editionKey && l.Id != found.Id)
            .OrderBy(l => l.SortKey).ThenBy(l => l.Id).Take(OthersShown).Select(LaureateQueries.Row).ToListAsync(ct);
        return new(found.Id, found.EditionKey, found.Programme, found.Year, found.Slug, found.Facts, found.IsDemonstration, found.Version,
            found.PublishedAt, found.WithdrawnAt, found.WithdrawalReason, found.OrganisationKey, found.CategoryKey, history, others);
    }
}
