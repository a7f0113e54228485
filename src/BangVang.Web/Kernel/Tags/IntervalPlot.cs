using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BangVang.Web.Kernel;

/// <summary>A line of a plot: a value, where it may truly lie, and both in words.</summary>
/// <param name="Low">Null draws no interval.</param>
/// <param name="Text">What the drawing shows here, written out.</param>
public sealed record PlotRow(string Label, double Value, double? Low, double? High, string Text);

/// <summary>Values with their intervals, one below the other: severities, ranks. Without intervals, bars from zero: loads.</summary>
/// <param name="Id">Unique on the page.</param>
/// <param name="Description">What a person who does not see the drawing has to know of it; the numbers stand in a table beside it.</param>
/// <param name="Tick">How a number of the axis is written.</param>
/// <param name="IsWhole">Values are whole numbers, and so are those of the axis.</param>
/// <param name="Line">Where a dashed line stands, such as nought or the edge of a prize; null for none.</param>
public sealed record IntervalPlot(string Id, string Title, string Description, IReadOnlyList<PlotRow> Rows, Func<double, string> Tick, double? Line = null, bool HasBars = false, bool IsWhole = false)
{
    private const int Width = 400, Margin = 14, RowHeight = 36, Foot = 26, LongestLabel = 34, MostTicks = 5;

    /// <summary>The drawing: readable at 360 pixels, in print and without colours; empty without rows.</summary>
    public string ToSvg(HtmlEncoder encoder)
    {
        if (Rows.Count == 0) return "";
        var (least, most) = Range();
        var (height, svg) = (Rows.Count * RowHeight + Foot, new StringBuilder());
        svg.Append(CultureInfo.InvariantCulture, $"""<svg viewBox="0 0 {Width} {height}" role="img" aria-labelledby="{Id}-title {Id}-desc"><title id="{Id}-title">{encoder.Encode(Title)}</title><desc id="{Id}-desc">{encoder.Encode(Description)}</desc>""");
        foreach (var tick in Ticks(least, most, IsWhole ? 1 : 0))
            svg.Append(CultureInfo.InvariantCulture, $"""<line class="grid-l" x1="{X(tick):0.0}" y1="0" x2="{X(tick):0.0}" y2="{height - Foot}"/><text x="{X(tick):0.0}" y="{height - 8}" text-anchor="middle">{encoder.Encode(Tick(tick))}</text>""");
        if (Line is { } line) svg.Append(CultureInfo.InvariantCulture, $"""<line class="plot-line" x1="{X(line):0.0}" y1="0" x2="{X(line):0.0}" y2="{height - Foot}"/>""");
        var labels = Labels();
        for (var i = 0; i < Rows.Count; i++) Draw(Rows[i], labels[i], i * RowHeight);
        return svg.Append("</svg>").ToString();

        double X(double value) => Margin + (Width - 2 * Margin) * (value - least) / (most - least);

        void Draw(PlotRow row, string label, int top)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""<text x="0" y="{top + 13}" class="t-ink">{encoder.Encode(label)}</text><text x="{Width}" y="{top + 13}" text-anchor="end">{encoder.Encode(row.Text)}</text>""");
            if (HasBars) { svg.Append(CultureInfo.InvariantCulture, $"""<rect class="plot-bar" x="{X(0):0.0}" y="{top + 18}" width="{Math.Max(0, X(row.Value) - X(0)):0.0}" height="10"/>"""); return; }
            if (row is { Low: { } low, High: { } high }) svg.Append(CultureInfo.InvariantCulture, $"""<line class="plot-interval" x1="{X(low):0.0}" y1="{top + 24}" x2="{X(high):0.0}" y2="{top + 24}"/>""");
            svg.Append(CultureInfo.InvariantCulture, $"""<circle class="plot-value" cx="{X(row.Value):0.0}" cy="{top + 24}" r="5"/>""");
        }
    }

    private (double Least, double Most) Range()
    {
        var all = Rows.SelectMany(r => new[] { r.Value, r.Low ?? r.Value, r.High ?? r.Value }).Append(Line ?? Rows[0].Value).Append(HasBars ? 0 : Rows[0].Value).ToList();
        var (least, most) = (all.Min(), all.Max());
        return most > least ? (least, most) : (least - 1, most + 1);
    }

    /// <summary>At most a few round numbers inside the range.</summary>
    private static IEnumerable<double> Ticks(double least, double most, double leastStep)
    {
        var step = Math.Pow(10, Math.Floor(Math.Log10(most - least)));
        if ((most - least) / step < 2) step /= 5;
        else if ((most - least) / step > MostTicks) step *= 2;
        step = Math.Max(step, leastStep);
        for (var n = Math.Ceiling(least / step); n * step <= most + step * 1e-9; n++) yield return n * step;
    }

    /// <summary>Long ones are cut at their end, and where that leaves several alike, at their beginning.</summary>
    private IReadOnlyList<string> Labels()
    {
        var cut = Rows.Select(r => r.Label.Length <= LongestLabel ? r.Label : $"{r.Label[..(LongestLabel - 1)].TrimEnd()}…").ToList();
        var alike = cut.CountBy(l => l, StringComparer.Ordinal).Where(l => l.Value > 1).Select(l => l.Key).ToHashSet(StringComparer.Ordinal);
        return [.. Rows.Zip(cut, (row, label) => alike.Contains(label) && row.Label.Length > LongestLabel ? $"…{End(row.Label)}" : label)];

        static string End(string label)
        {
            var word = label.IndexOf(' ', label.Length - LongestLabel);
            return word < 0 ? label[^(LongestLabel - 1)..] : label[(word + 1)..];
        }
    }
}

/// <summary><c>&lt;interval-plot plot="Model.Severities" /&gt;</c>: the drawing as a figure; the page puts its table below.</summary>
[HtmlTargetElement("interval-plot", Attributes = "plot", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IntervalPlotTagHelper(HtmlEncoder encoder) : TagHelper
{
    public IntervalPlot Plot { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = Plot.Rows.Count == 0 ? null : "figure";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "chart plot");
        output.Content.SetHtmlContent(Plot.ToSvg(encoder));
    }
}
