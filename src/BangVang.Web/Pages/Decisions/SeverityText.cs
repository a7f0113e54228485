using BangVang.App.Decisions;
using BangVang.Domain.Scoring;
using BangVang.Web.Kernel;

namespace BangVang.Web.Pages.Decisions;

/// <summary>Severities and habits as people read them.</summary>
public static class SeverityText
{
    private const int PerHundredth = RoundCalibration.Parts;

    /// <summary>Ten-thousandths of a point with a sign: "+0,31" is stricter than the panel.</summary>
    public static string Signed(double severity)
    {
        var hundredths = (int)Math.Round(severity / PerHundredth, MidpointRounding.AwayFromZero);
        return $"{(hundredths > 0 ? "+" : hundredths < 0 ? "−" : "")}{Writing.Current.Points(Math.Abs(hundredths))}";
    }

    /// <summary>A standard deviation, given in hundredths of a point.</summary>
    public static string Deviation(double hundredths) => Writing.Current.Points((int)Math.Round(hundredths, MidpointRounding.AwayFromZero));

    /// <summary>A ratio with two decimals; a dash where it says nothing.</summary>
    public static string Ratio(double? ratio) => ratio is { } r ? Writing.Current.Points((int)Math.Round(r * 100, MidpointRounding.AwayFromZero)) : "–";

    public static string Interval(this Texts texts, JurorSeverity severity) => texts["decisions.interval", ("low", Signed(severity.Interval.Low)), ("high", Signed(severity.Interval.High))];

    /// <summary>What is worth a look at this juror, each as a short phrase; empty for nothing.</summary>
    public static IReadOnlyList<string> Signs(this Texts texts, SeverityRow row)
    {
        var signs = new List<string>();
        if (row.Severity is { Fit: > 1.5, Sheets: >= JurorHabits.FewestSheets }) signs.Add(texts["decisions.sign_erratic"]);
        if (row.Severity is { Fit: < 0.5, Sheets: >= JurorHabits.FewestSheets }) signs.Add(texts["decisions.sign_even"]);
        if (row.Habits.Distinction < JurorHabits.Low) signs.Add(texts["decisions.sign_halo"]);
        if (row.Habits.Spread < JurorHabits.Low) signs.Add(texts["decisions.sign_narrow"]);
        if (row.Habits.Quick > 0) signs.Add(texts["decisions.sign_quick", ("count", row.Habits.Quick)]);
        return signs;
    }

    /// <summary>What chance and severity do to a score, in words; null where the model does not tell them apart.</summary>
    public static string? Components(this Texts texts, ScaleCalibration scale, int panel) =>
        scale.Fit?.Variances is { Entry: { } entry, Juror: { } juror, Residual: { } residual }
            ? texts["decisions.components", ("sheet", Deviation(Math.Sqrt(juror + residual))), ("juror", Deviation(Math.Sqrt(juror))), ("panel", panel),
                ("other", Deviation(Math.Sqrt(2 * (juror + residual) / panel))), ("entry", Deviation(Math.Sqrt(entry)))]
            : null;

    /// <summary>The severities as a drawing.</summary>
    public static IntervalPlot SeverityPlot(this Texts texts, ScaleSeverity scale, int number)
    {
        var known = scale.Rows.Where(r => r.Severity is not null).ToList();
        return new($"severity-{number}", texts["decisions.severity_plot"], texts["decisions.severity_plot_about", ("count", known.Count),
                ("strictest", known.Count == 0 ? "" : $"{known[0].Name} {Signed(known[0].Severity!.Severity)}"), ("mildest", known.Count == 0 ? "" : $"{known[^1].Name} {Signed(known[^1].Severity!.Severity)}")],
            [.. known.Select(r => new PlotRow(r.Name, r.Severity!.Severity, r.Severity.Interval.Low, r.Severity.Interval.High, Signed(r.Severity.Severity)))], Signed, Line: 0);
    }

    /// <summary>Signed sheets by juror as a drawing.</summary>
    public static IntervalPlot LoadPlot(this Texts texts, ScaleSeverity scale, int number) => new(
        $"load-{number}", texts["decisions.load_plot"], texts["decisions.load_plot_about", ("count", scale.Rows.Count), ("least", scale.Rows.Min(r => r.Habits.Sheets)), ("most", scale.Rows.Max(r => r.Habits.Sheets))],
        [.. scale.Rows.Select(r => new PlotRow(r.Name, r.Habits.Sheets, null, null, $"{r.Habits.Sheets}/{r.Assigned}"))], n => Writing.Current.Number((decimal)n, 1), HasBars: true, IsWhole: true);
}
