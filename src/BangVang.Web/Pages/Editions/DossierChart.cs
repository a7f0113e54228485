using System.Xml.Linq;
using BangVang.Domain.Editions;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Html;

namespace BangVang.Web.Pages.Editions;

/// <summary>
/// Dossiers by year as a drawing that is read aloud as well: the frame is what was received, the filled part what met the
/// criteria where a source states it, a dashed frame an estimate.
/// </summary>
public static class DossierChart
{
    private const int BarWidth = 54, Step = 78, Highest = 172, Base = 205;
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <param name="editions">In any order; those without a number of dossiers are left out.</param>
    public static IHtmlContent Of(Texts texts, IEnumerable<Edition> editions)
    {
        var years = editions.Where(e => Total(e, FigureKind.Received) is not null).OrderBy(e => e.Year).ToList();
        var most = years.Max(e => Total(e, FigureKind.Received)!.Value);
        var width = (years.Count * Step) + 16;
        var chart = new XElement(Svg + "svg",
            new XAttribute("viewBox", $"0 0 {width} 240"), new XAttribute("role", "img"), new XAttribute("aria-labelledby", "chart-name chart-text"),
            new XElement(Svg + "title", new XAttribute("id", "chart-name"), texts["editions.chart_title"]),
            new XElement(Svg + "desc", new XAttribute("id", "chart-text"), string.Join(' ', years.Select(e => Sentence(texts, e)))),
            years.Select((e, i) => Bar(texts, e, 20 + (i * Step), most)),
            new XElement(Svg + "line", new XAttribute("class", "axis"), new XAttribute("x1", 8), new XAttribute("x2", width - 8), new XAttribute("y1", "205.5"), new XAttribute("y2", "205.5")));
        return new HtmlString(new XElement("figure", new XAttribute("class", "chart"), chart, new XElement("figcaption", texts["editions.chart_caption"])).ToString(SaveOptions.DisableFormatting));
    }

    private static IEnumerable<XElement> Bar(Texts texts, Edition edition, int x, int most)
    {
        var received = Total(edition, FigureKind.Received)!;
        var high = Height(received.Value, most);
        yield return Box(received.Exactness is Exactness.Exact ? "bar-frame" : "bar-frame bar-frame--about", x, high);
        if (Total(edition, FigureKind.MeetingCriteria) is { } met)
        {
            yield return Box("bar-fill", x, Height(met.Value, most));
            yield return Label("bar-value", x, Base - Height(met.Value, most) + 20, texts.Number(met));
        }
        yield return Label("t-ink", x, Base - high - 8, texts.Number(received));
        yield return Label("year", x, 228, $"{edition.Year}");
    }

    private static string Sentence(Texts texts, Edition edition) => Total(edition, FigureKind.MeetingCriteria) is { } met
        ? texts["editions.chart_year_met", ("year", edition.Year), ("received", texts.Number(Total(edition, FigureKind.Received)!)), ("met", texts.Number(met))]
        : texts["editions.chart_year", ("year", edition.Year), ("received", texts.Number(Total(edition, FigureKind.Received)!))];

    private static Figure? Total(Edition edition, FigureKind kind) => edition.FiguresOf(kind).FirstOrDefault(f => f.Tier is null && f.TierName is null && f.Category is null);

    private static int Height(int value, int most) => (int)Math.Round((double)value * Highest / most);

    private static XElement Box(string css, int x, int height) => new(Svg + "rect",
        new XAttribute("class", css), new XAttribute("x", x), new XAttribute("y", Base - height), new XAttribute("width", BarWidth), new XAttribute("height", height));

    private static XElement Label(string css, int x, int y, string text) => new(Svg + "text",
        new XAttribute("class", css), new XAttribute("x", x + (BarWidth / 2)), new XAttribute("y", y), new XAttribute("text-anchor", "middle"), text);
}
