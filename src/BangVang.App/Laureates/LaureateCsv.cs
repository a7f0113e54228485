using System.Globalization;
using System.Text;
using BangVang.App.Kernel;
using BangVang.Domain.Laureates;
using NodaTime.Text;

namespace BangVang.App.Laureates;

/// <summary>The public file of the board: one line per product, its sources in numbered columns. <see cref="ImportLaureates"/> reads the same file.</summary>
public static class LaureateCsv
{
    public static string Write(IReadOnlyList<Laureate> laureates, PublicUrl site)
    {
        var sources = Enumerable.Range(1, Math.Max(1, laureates.Select(l => l.Sources.Count).DefaultIfEmpty(1).Max())).ToList();
        var text = new StringBuilder().AppendCsv(
        [
            "edition", "year", "slug", "product", "product_en", "summary", "summary_en", "organisation", "category", "category_en", "tier", "tier_en",
            "url", "published_at", "demonstration", .. sources.SelectMany(LaureatePlan.SourceColumns),
        ]);
        foreach (var l in laureates)
        {
            text.AppendCsv(
            [
                l.EditionKey, l.Year.ToString(CultureInfo.InvariantCulture), l.Slug, l.ProductName, l.ProductNameEn, l.Summary, l.SummaryEn, l.Organisation,
                l.CategoryName, l.CategoryNameEn, l.TierName, l.TierNameEn, site.To($"/laureates/{l.EditionKey}/{l.Slug}"), InstantPattern.General.Format(l.PublishedAt),
                l.IsDemonstration ? "true" : "false",
                .. sources.SelectMany(n => n > l.Sources.Count ? ["", "", ""] : new[] { l.Sources[n - 1].Title, l.Sources[n - 1].Url, l.Sources[n - 1].Quote }),
            ]);
        }
        return text.ToString();
    }
}
