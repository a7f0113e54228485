using BangVang.App.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using BangVang.Judging.Calibration;
using BangVang.Web.Kernel;

namespace BangVang.Web.Pages.Decisions;

/// <summary>Agreements as a drawing and a table.</summary>
/// <param name="Id">Of the table.</param>
/// <param name="First">What the first column names.</param>
public sealed record AgreementPart(string Id, string Title, string First, IReadOnlyList<(string Name, JurorAgreement? Agreement)> Rows);

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

    /// <summary>An agreement with two decimals and its sign: 0,41 or −0,05; a dash where there is none.</summary>
    public static string Alpha(double? alpha)
    {
        if (alpha is not { } value) return "–";
        var hundredths = (int)Math.Round(value * 100, MidpointRounding.AwayFromZero);
        return $"{(hundredths < 0 ? "−" : "")}{Writing.Current.Points(Math.Abs(hundredths))}";
    }

    /// <summary>On the score of the sheet, category by category.</summary>
    public static AgreementPart AgreementByCategory(this Texts texts, ScaleSeverity scale, Edition edition, string id) => new(id, texts["decisions.agreement_plot"], texts["decisions.category"],
        [.. scale.Agreement.Select(c => (edition.Category(c.CategoryCode)!.Name.In(Languages.Current), c.Total))]);

    /// <summary>In one category: the score first, then the lines of the sheet in their order.</summary>
    public static AgreementPart AgreementByLine(this Texts texts, CategoryAgreement category, Edition edition, string id) => new(
        id, texts["decisions.agreement_lines", ("category", edition.Category(category.CategoryCode)!.Name.In(Languages.Current))], texts["decisions.criterion"],
        [(texts["decisions.agreement_total"], category.Total), .. category.Lines.Select(l => (l.Line.Name.In(Languages.Current), l.Agreement))]);

    public static IntervalPlot AgreementPlot(this Texts texts, AgreementPart part)
    {
        var known = part.Rows.Where(r => r.Agreement is not null).Select(r => (r.Name, Found: r.Agreement!)).ToList();
        return new($"{part.Id}-plot", part.Title,
            texts["decisions.agreement_plot_about", ("count", known.Count), ("least", known.Count == 0 ? "" : Alpha(known.Min(r => r.Found.Alpha))), ("most", known.Count == 0 ? "" : Alpha(known.Max(r => r.Found.Alpha)))],
            [.. known.Select(r => new PlotRow(r.Name, r.Found.Alpha, r.Found.Low, r.Found.High, Alpha(r.Found.Alpha)))], n => Alpha(n), Line: 0);
    }

    /// <summary>What share of the differences between sheets the dossiers make, in words; null where the model does not tell.</summary>
    public static string? Intraclass(this Texts texts, ScaleCalibration scale, int panel) => scale.Fit is { } fit && IntraclassCorrelation.Of(fit.Variances) is { } icc
        ? texts["decisions.intraclass", ("one", Percent(icc.Agreement)), ("panel", panel), ("mean", Percent(icc.OfMean(panel).Agreement))] : null;

    /// <summary>The figure of jurors with a tie, or that there are too few; it never says what it means of anyone.</summary>
    public static string OwnOrganisation(this Texts texts, OwnOrganisation own)
    {
        if (own is not { Found: { } found, Interval: { } interval })
            return texts["decisions.own_organisation_few", ("sheets", own.Sheets), ("jurors", own.Jurors), ("fewest_sheets", Domain.Scoring.OwnOrganisation.FewestSheets), ("fewest_jurors", Domain.Scoring.OwnOrganisation.FewestJurors)];
        return texts[own.IsClear ? "decisions.own_organisation_clear" : "decisions.own_organisation_unclear", ("sheets", own.Sheets), ("jurors", own.Jurors),
            ("effect", Signed(found.Effect * PerHundredth)), ("low", Signed(interval.Low * PerHundredth)), ("high", Signed(interval.High * PerHundredth))];
    }

    private static string Percent(double share) => Writing.Current.Number((decimal)Math.Round(100 * share), 0);
}
