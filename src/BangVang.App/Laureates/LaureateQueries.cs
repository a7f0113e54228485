using System.Globalization;
using System.Linq.Expressions;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.Laureates;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Laureates;

public enum BoardOrder
{
    /// <summary>By the Vietnamese alphabet.</summary>
    Name,
    /// <summary>Newest year first, in it the highest tier first, then by the alphabet.</summary>
    Rank,
}

/// <summary>What a visitor wants to see of the board; null does not restrict.</summary>
/// <param name="Category">Key of a category, tier or organisation as <see cref="Facet.Key"/> gives it; <see cref="Laureate.Unstated"/> where no source states it.</param>
/// <param name="Text">As typed; accents do not matter.</param>
public sealed record BoardFilter(
    int? Year = null, string? Category = null, string? Tier = null, string? Organisation = null, string? Text = null, BoardOrder Order = BoardOrder.Name)
{
    public bool IsEmpty => Year is null && Category is null && Tier is null && Organisation is null && BoardSearch.Pieces(Text).Count == 0;
}

/// <summary>One product in a list.</summary>
public sealed record BoardRow(
    Guid Id, string Programme, int Year, string Slug, string ProductName, string? ProductNameEn, string? Summary, string? SummaryEn, string? Organisation,
    string? CategoryName, string? CategoryNameEn, string? TierName, string? TierNameEn, int TierOrdinal, bool IsDemonstration, string SortKey)
{
    /// <summary>The public address of its page.</summary>
    public string Path => $"/laureates/{Programme}/{Year}/{Slug}";
}

/// <summary>A choice of a filter.</summary>
/// <param name="Name">Null for what no source states.</param>
/// <param name="Products">How many products of the present list it would leave.</param>
public sealed record Facet(string Key, string? Name, string? NameEn, int Products);

/// <summary>The board as one page shows it.</summary>
/// <param name="Total">Products that fit the filter, on all pages.</param>
/// <param name="Next">Cursor of the next page; null on the last one.</param>
/// <param name="Organisations">The fifty with most products.</param>
public sealed record Board(
    IReadOnlyList<BoardRow> Rows, int Total, string? Next,
    IReadOnlyList<Facet> Years, IReadOnlyList<Facet> Categories, IReadOnlyList<Facet> Tiers, IReadOnlyList<Facet> Organisations);

/// <summary>What the board holds altogether.</summary>
/// <param name="Years">Nominal years with products, newest first.</param>
public sealed record BoardSummary(int Products, IReadOnlyList<int> Years);

/// <param name="Version">Grows with every change that the public can see.</param>
/// <param name="Salt">Known to this installation's nodes only.</param>
public sealed record PublicState(long Version, string Salt);

/// <summary>Public reads of the golden board. Nothing on it is secret: a line exists from the moment its decision was published.</summary>
public static class LaureateQueries
{
    private const int OrganisationsShown = 50;

    internal static readonly Expression<Func<Laureate, BoardRow>> Row = l => new(
        l.Id, l.Programme, l.Year, l.Slug, l.ProductName, l.ProductNameEn, l.Summary, l.SummaryEn, l.Organisation,
        l.CategoryName, l.CategoryNameEn, l.TierName, l.TierNameEn, l.TierOrdinal, l.IsDemonstration, l.SortKey);

    /// <summary>The lines anyone may see: all but the withdrawn ones.</summary>
    public static IQueryable<Laureate> LaureatesOnBoard(this BangVangDb db) => db.Laureates.AsNoTracking().Where(l => l.WithdrawnAt == null);

    /// <summary>A page of the board with its filters; three queries whatever the size of the board.</summary>
    /// <param name="size">Rows on the page, 1 to 200.</param>
    /// <param name="cursor">From <see cref="Board.Next"/>; null for the first page. Refused when it is none of this order.</param>
    public static async Task<Result<Board>> BoardAsync(this BangVangDb db, BoardFilter filter, int size, string? cursor, CancellationToken ct)
    {
        var query = db.BoardRows(filter, cursor);
        if (query is null) return Problem.Invalid("laureates.cursor_invalid", "cursor");

        var rows = await query.Take(size + 1).Select(Row).ToListAsync(ct);
        var tallies = await db.TalliesAsync(filter, ct);
        var organisations = await db.OrganisationsAsync(filter, ct);
        var shown = rows.Take(size).ToList();
        return new Board(
            shown, tallies.Where(t => Fits(t, filter)).Sum(t => t.Products), rows.Count > size ? NextOf(shown[^1].Year, shown[^1].TierOrdinal, shown[^1].SortKey, shown[^1].Id, filter.Order) : null,
            [.. tallies.Where(t => Fits(t, filter with { Year = null })).GroupBy(t => t.Year).OrderByDescending(g => g.Key)
                .Select(g => new Facet(g.Key.ToString(CultureInfo.InvariantCulture), null, null, g.Sum(t => t.Products)))],
            [.. tallies.Where(t => Fits(t, filter with { Category = null })).GroupBy(t => t.CategoryKey)
                .Select(g => new Facet(g.Key, g.First().CategoryName, g.First().CategoryNameEn, g.Sum(t => t.Products)))
                .OrderBy(f => f.Name is null).ThenBy(f => VietnameseText.SortKey(f.Name ?? ""), StringComparer.Ordinal)],
            [.. tallies.Where(t => Fits(t, filter with { Tier = null })).GroupBy(t => t.TierKey).OrderBy(g => g.Min(t => t.TierOrdinal)).ThenBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new Facet(g.Key, g.First().TierName, g.First().TierNameEn, g.Sum(t => t.Products)))],
            organisations);
    }

    /// <summary>A page of whole lines, how many fit altogether, and the cursor of the next page; two queries.</summary>
    public static async Task<Result<(IReadOnlyList<Laureate> Rows, int Total, string? Next)>> LaureatePageAsync(
        this BangVangDb db, BoardFilter filter, int size, string? cursor, CancellationToken ct)
    {
        if (db.BoardRows(filter, cursor) is not { } query) return Problem.Invalid("laureates.cursor_invalid", "cursor");

        var rows = await query.Take(size + 1).ToListAsync(ct);
        var total = (await db.TalliesAsync(filter, ct)).Where(t => Fits(t, filter)).Sum(t => t.Products);
        var last = rows.Count > size ? rows[size - 1] : null;
        return (rows.Take(size).ToList(), total, last is null ? null : NextOf(last.Year, last.TierOrdinal, last.SortKey, last.Id, filter.Order));
    }

    /// <summary>One line; null when there is none, also when it was withdrawn.</summary>
    public static Task<Laureate?> LaureateRowAsync(this BangVangDb db, string editionKey, string slug, CancellationToken ct) =>
        db.LaureatesOnBoard().SingleOrDefaultAsync(l => l.EditionKey == editionKey && l.Slug == slug, ct);

    /// <summary>Every line that fits, in order; for the files of open data.</summary>
    public static Task<List<Laureate>> BoardFileAsync(this BangVangDb db, BoardFilter filter, CancellationToken ct) =>
        db.BoardRows(filter, cursor: null)!.ToListAsync(ct);

    /// <summary>The lines that came on the board last, newest first; at most 50.</summary>
    public static Task<List<Laureate>> NewestLaureatesAsync(this BangVangDb db, CancellationToken ct) =>
        db.LaureatesOnBoard().OrderByDescending(l => l.PublishedAt).ThenBy(l => l.Id).Take(50).ToListAsync(ct);

    /// <summary>Names for the front page: the highest tiers of the newest year first.</summary>
    public static Task<List<BoardRow>> HonouredAsync(this BangVangDb db, int count, CancellationToken ct) =>
        db.BoardRows(new(Order: BoardOrder.Rank), cursor: null)!.Take(count).Select(Row).ToListAsync(ct);

    /// <summary>How many products the board has and of which years; one query on the tallies.</summary>
    public static async Task<BoardSummary> BoardSummaryAsync(this BangVangDb db, CancellationToken ct)
    {
        var years = await db.LaureateTallies.AsNoTracking().Where(t => t.Products > 0).GroupBy(t => t.Year)
            .Select(g => new { Year = g.Key, Products = g.Sum(t => t.Products) }).ToListAsync(ct);
        return new(years.Sum(y => y.Products), [.. years.Select(y => y.Year).OrderDescending()]);
    }

    /// <summary>Another state whenever anything changed that the public can see.</summary>
    public static async Task<PublicState> PublicStateAsync(this BangVangDb db, CancellationToken ct) =>
        (await db.Database.SqlQuery<PublicState>($"SELECT version AS \"Version\", salt AS \"Salt\" FROM public_version").ToListAsync(ct)).Single();

    private static IQueryable<Laureate>? BoardRows(this BangVangDb db, BoardFilter filter, string? cursor)
    {
        var rows = db.LaureatesOnBoard().Fitting(filter);
        if (filter.Order is BoardOrder.Name)
        {
            rows = rows.OrderBy(l => l.SortKey).ThenBy(l => l.Id);
            if (cursor is null) return rows;
            if (Cursor.Parse(cursor, 2) is not [var name, var last] || !Guid.TryParse(last, out var id)) return null;
            return rows.Where(l => l.SortKey.CompareTo(name) >= 0 && (l.SortKey != name || l.Id > id));
        }
        rows = rows.OrderByDescending(l => l.Year).ThenBy(l => l.TierOrdinal).ThenBy(l => l.SortKey).ThenBy(l => l.Id);
        if (cursor is null) return rows;
        if (Cursor.Parse(cursor, 4) is not [var year, var tier, var key, var lastId] || !Guid.TryParse(lastId, out var after)
            || !int.TryParse(year, CultureInfo.InvariantCulture, out var y) || !int.TryParse(tier, CultureInfo.InvariantCulture, out var t)) return null;
        return rows.Where(l => l.Year <= y && (l.Year < y || l.TierOrdinal > t
            || (l.TierOrdinal == t && l.SortKey.CompareTo(key) >= 0 && (l.SortKey != key || l.Id > after))));
    }

    private static string NextOf(int year, int tierOrdinal, string sortKey, Guid id, BoardOrder order) => order is BoardOrder.Name
        ? Cursor.Of(sortKey, id.ToString())
        : Cursor.Of(year.ToString(CultureInfo.InvariantCulture), tierOrdinal.ToString(CultureInfo.InvariantCulture), sortKey, id.ToString());

    private static IQueryable<Laureate> Fitting(this IQueryable<Laureate> lines, BoardFilter filter)
    {
        if (filter.Year is { } year) lines = lines.Where(l => l.Year == year);
        if (filter.Category is { } category) lines = lines.Where(l => l.CategoryKey == category);
        if (filter.Tier is { } tier) lines = lines.Where(l => l.TierKey == tier);
        if (filter.Organisation is { } organisation) lines = lines.Where(l => l.OrganisationKey == organisation);
        foreach (var piece in BoardSearch.Pieces(filter.Text)) lines = lines.Where(l => l.SearchKey.Contains(piece));
        return lines;
    }

    /// <summary>
    /// How many products fit, by year, category and tier, those three filters left open. From the kept tallies, unless words
    /// or an organisation restrict the list: then the lines found are counted.
    /// </summary>
    private static Task<List<LaureateTally>> TalliesAsync(this BangVangDb db, BoardFilter filter, CancellationToken ct)
    {
        if (filter.Organisation is null && BoardSearch.Pieces(filter.Text).Count == 0)
            return db.LaureateTallies.AsNoTracking().Where(t => t.Products > 0).ToListAsync(ct);

        return db.LaureatesOnBoard().Fitting(filter with { Year = null, Category = null, Tier = null })
            .GroupBy(l => new { l.Year, l.CategoryKey, l.TierKey })
            .Select(g => new LaureateTally
            {
                Year = g.Key.Year, CategoryKey = g.Key.CategoryKey, TierKey = g.Key.TierKey, Products = g.Count(),
                CategoryName = g.Max(l => l.CategoryName), CategoryNameEn = g.Max(l => l.CategoryNameEn),
                TierName = g.Max(l => l.TierName), TierNameEn = g.Max(l => l.TierNameEn), TierOrdinal = g.Min(l => l.TierOrdinal),
            }).ToListAsync(ct);
    }

    private static bool Fits(LaureateTally tally, BoardFilter filter) =>
        (filter.Year is null || tally.Year == filter.Year) && (filter.Category is null || tally.CategoryKey == filter.Category)
        && (filter.Tier is null || tally.TierKey == filter.Tier);

    private static async Task<IReadOnlyList<Facet>> OrganisationsAsync(this BangVangDb db, BoardFilter filter, CancellationToken ct)
    {
        var open = filter with { Organisation = null };
        var year = filter.Year ?? OrganisationTally.AllYears;
        var found = (open with { Year = null }).IsEmpty
            ? db.OrganisationTallies.AsNoTracking().Where(o => o.Year == year && o.Products > 0)
            : db.LaureatesOnBoard().Fitting(open).GroupBy(l => l.OrganisationKey)
                .Select(g => new OrganisationTally { OrganisationKey = g.Key, Organisation = g.Max(l => l.Organisation), Products = g.Count() });
        var most = await found.OrderByDescending(o => o.Products).ThenBy(o => o.OrganisationKey).Take(OrganisationsShown).ToListAsync(ct);
        return [.. most.Select(o => new Facet(o.OrganisationKey, o.Organisation, null, o.Products))
            .OrderBy(f => f.Name is null).ThenBy(f => VietnameseText.SortKey(f.Name ?? ""), StringComparer.Ordinal)];
    }
}
