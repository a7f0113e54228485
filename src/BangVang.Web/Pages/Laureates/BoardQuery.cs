using System.Globalization;
using BangVang.App.Laureates;

namespace BangVang.Web.Pages.Laureates;

/// <summary>What the address of the board says: a filter, an order, a view, a place. Every link of the page is one of these.</summary>
public sealed record BoardQuery(
    string? Q = null, int? Year = null, string? Category = null, string? Tier = null, string? Organisation = null,
    string? Sort = null, string? View = null, string? Cursor = null)
{
    private const string ByRank = "rank";

    public bool IsTable => View == "table";
    public bool IsByRank => Sort == ByRank;

    public BoardFilter Filter => new(Year, Blank(Category), Blank(Tier), Blank(Organisation), Q, IsByRank ? BoardOrder.Rank : BoardOrder.Name);

    /// <summary>True when something other than the year restricts the list.</summary>
    public bool IsNarrowed => !(Filter with { Year = null }).IsEmpty;

    public BoardQuery First => this with { Cursor = null };
    public BoardQuery OfYear(int? year) => First with { Year = year };
    public BoardQuery InOrder(bool byRank) => First with { Sort = byRank ? ByRank : null };
    public BoardQuery AsTable(bool table) => this with { View = table ? "table" : null };

    /// <summary>The address of this list; with <paramref name="format"/> that of its file: json, csv.</summary>
    public string Link(string? format = null)
    {
        var parts = new (string Name, string? Value)[]
        {
            ("q", Blank(Q)), ("year", Year?.ToString(CultureInfo.InvariantCulture)), ("category", Blank(Category)), ("tier", Blank(Tier)), ("organisation", Blank(Organisation)),
            ("sort", Blank(Sort)), ("view", format is null ? Blank(View) : null), ("cursor", format is null ? Cursor : null),
        }.Where(p => p.Value is not null).Select(p => KeyValuePair.Create(p.Name, p.Value));
        return $"/laureates{(format is null ? "" : $".{format}")}{QueryString.Create(parts)}";
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
