using System.Globalization;
using System.Text;
using System.Xml.Linq;
using BangVang.App.Kernel;
using BangVang.App.Laureates;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.Laureates;
using BangVang.Web.Kernel;
using NodaTime.Text;

namespace BangVang.Web.Api;

/// <summary>A product of the board for programs. What no source states is null.</summary>
public sealed record LaureateItem(
    string Edition, int Year, string Slug, string Url, string Product, string? ProductEn, string? Summary, string? SummaryEn, string? Organisation,
    string? Category, string? CategoryName, string? CategoryNameEn, string? Tier, string? TierName, string? TierNameEn,
    bool Demonstration, string PublishedAt, IReadOnlyList<LaureateSource> Sources)
{
    public static LaureateItem Of(Laureate laureate, PublicUrl site) => new(
        laureate.EditionKey, laureate.Year, laureate.Slug, site.To($"/laureates/{laureate.EditionKey}/{laureate.Slug}"),
        laureate.ProductName, laureate.ProductNameEn, laureate.Summary, laureate.SummaryEn, laureate.Organisation,
        laureate.CategoryCode, laureate.CategoryName, laureate.CategoryNameEn, laureate.TierCode, laureate.TierName, laureate.TierNameEn,
        laureate.IsDemonstration, InstantPattern.General.Format(laureate.PublishedAt), laureate.Sources);
}

/// <summary>A page of a list.</summary>
/// <param name="Next">Address of the next page; null on the last one.</param>
public sealed record ItemPage<T>(IReadOnlyList<T> Items, int Total, string? Next);

/// <summary>The board as data: JSON for programs, CSV for spreadsheets, Atom for readers of news. The same filters as the page.</summary>
public static class LaureatesApi
{
    private const int MostItems = 200;

    public static void MapLaureates(this IEndpointRouteBuilder app)
    {
        string[] read = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/laureates.json", read, ListAsync).PublicRead();
        app.MapMethods("/api/v1/laureates", read, ListAsync).PublicRead()
            .WithSummary("Products of the golden board").Produces<ItemPage<LaureateItem>>().ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .Takes("q", "string", "Words to look for, accents do not matter").Takes("year", "integer", "Nominal year of the edition")
            .Takes("category", "string", "Key of a category, as the page's address has it; unstated for products whose source names none")
            .Takes("tier", "string", "Key of a tier; unstated for products whose source names none").Takes("organisation", "string", "Key of an organisation")
            .Takes("sort", "string", "name (default) or rank").Takes("limit", "integer", "1 to 200, default 100").Takes("cursor", "string", "From next of the page before");
        app.MapMethods("/api/v1/laureates/{programme}/{year:int}/{slug}", read, OneAsync).PublicRead()
            .WithSummary("One product").Produces<LaureateItem>().ProducesProblem(StatusCodes.Status404NotFound);
        app.MapMethods("/laureates.csv", read, CsvAsync).PublicRead();
        app.MapMethods("/laureates.atom", read, AtomAsync).PublicRead();
    }

    /// <summary>What an address asks for; the names are those of the page.</summary>
    public sealed record ListQuery(string? Q, int? Year, string? Category, string? Tier, string? Organisation, string? Sort)
    {
        public BoardFilter Filter => new(Year, Blank(Category), Blank(Tier), Blank(Organisation), Q, Sort == "rank" ? BoardOrder.Rank : BoardOrder.Name);
        private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, [AsParameters] ListQuery query, string? cursor, int? limit, BangVangDb db, PublicUrl site, Texts texts, CancellationToken ct)
    {
        var size = limit ?? 100;
        if (size is < 1 or > MostItems) return Problem.Invalid("laureates.limit_invalid", "limit").With("max", MostItems).ToResult(texts);
        if (!(await db.LaureatePageAsync(query.Filter, size, cursor, ct)).TryGet(out var page, out var problem)) return problem.ToResult(texts);

        var (laureates, total, next) = page;
        var rest = context.Request.Query.Where(q => q.Key != "cursor").SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value));
        return Results.Json(new ItemPage<LaureateItem>(
            [.. laureates.Select(l => LaureateItem.Of(l, site))], total,
            next is null ? null : site.To(context.Request.Path + QueryString.Create(rest).Add("cursor", next))), Json.Options);
    }

    private static async Task<IResult> OneAsync(string programme, int year, string slug, BangVangDb db, PublicUrl site, Texts texts, CancellationToken ct) =>
        await db.LaureateRowAsync($"{programme}/{year}", slug, ct) is { } found
            ? Results.Json(LaureateItem.Of(found, site), Json.Options)
            : Problem.NotFound("laureates.not_found").ToResult(texts);

    private static async Task<IResult> CsvAsync([AsParameters] ListQuery query, BangVangDb db, PublicUrl site, CancellationToken ct)
    {
        var laureates = await db.BoardFileAsync(query.Filter, ct);
        return Results.Text(LaureateCsv.Write(laureates, site), "text/csv; charset=utf-8", Encoding.UTF8);
    }

    private static async Task<IResult> AtomAsync(BangVangDb db, PublicUrl site, Texts texts, CancellationToken ct)
    {
        XNamespace atom = "http://www.w3.org/2005/Atom";
        var laureates = await db.NewestLaureatesAsync(ct);
        var feed = new XElement(atom + "feed",
            new XAttribute(XNamespace.Xml + "lang", "vi"),
            new XElement(atom + "id", site.To("/laureates")),
            new XElement(atom + "title", texts["laureates.title"]),
            new XElement(atom + "updated", laureates.Count == 0 ? "1970-01-01T00:00:00Z" : InstantPattern.General.Format(laureates[0].PublishedAt)),
            new XElement(atom + "author", new XElement(atom + "name", texts["kernel.name"])),
            new XElement(atom + "link", new XAttribute("rel", "self"), new XAttribute("href", site.To("/laureates.atom"))),
            new XElement(atom + "link", new XAttribute("rel", "alternate"), new XAttribute("href", site.To("/laureates"))),
            laureates.Select(l => EntryOf(atom, l, site)));
        return Results.Text($"""<?xml version="1.0" encoding="utf-8"?>{"\n"}{feed}{"\n"}""", "application/atom+xml; charset=utf-8", Encoding.UTF8);
    }

    private static XElement EntryOf(XNamespace atom, Laureate laureate, PublicUrl site)
    {
        var url = site.To($"/laureates/{laureate.EditionKey}/{laureate.Slug}");
        var facts = new[] { laureate.Organisation, laureate.CategoryName, laureate.TierName, laureate.Year.ToString(CultureInfo.InvariantCulture) }.Where(f => f is not null);
        return new(atom + "entry",
            new XElement(atom + "id", url), new XElement(atom + "title", laureate.ProductName),
            new XElement(atom + "link", new XAttribute("href", url)),
            new XElement(atom + "published", InstantPattern.General.Format(laureate.PublishedAt)), new XElement(atom + "updated", InstantPattern.General.Format(laureate.PublishedAt)),
            new XElement(atom + "summary", laureate.Summary ?? string.Join(", ", facts)));
    }
}
