namespace BangVang.Judging.Calibration;

/// <summary>The lines of entries and jurors that all models have.</summary>
internal static class Summaries
{
    /// <summary>From the best down; equals, to nine digits, by name.</summary>
    public static IReadOnlyList<CalibratedEntry> Entries(RatingDesign design, double[] estimate, double[] error)
    {
        var (weight, sum, count) = (new double[estimate.Length], new double[estimate.Length], new int[estimate.Length]);
        for (var r = 0; r < design.Count; r++)
        {
            weight[design.Entry[r]] += design.Weight[r];
            sum[design.Entry[r]] += design.Weight[r] * design.Score[r];
            count[design.Entry[r]]++;
        }
        var digit = Digit(estimate);
        return [.. estimate.Select((e, i) => new CalibratedEntry(design.Entries[i], e, error[i], sum[i] / weight[i], count[i]))
            .OrderByDescending(e => Math.Round(e.Estimate / digit)).ThenBy(e => e.Entry, Names.ByValue)];
    }

    /// <summary>Differences smaller than this are rounding: estimates that close are equal.</summary>
    public static double Digit(IReadOnlyList<double> estimate) => Math.Max(1e-9 * estimate.Select(Math.Abs).DefaultIfEmpty().Max(), 1e-300);

    /// <param name="variance">Of a residual of weight 1.</param>
    public static IReadOnlyList<CalibratedJuror> Jurors(
        RatingDesign design, double[] severity, double[] error, double[]? scale, double[] residual, double variance)
    {
        var standardised = residual.Select((e, r) => variance > 0 ? design.Weight[r] * e * e / variance : 0).ToArray();
        return Jurors(design, severity, error, scale, standardised);
    }

    /// <param name="squares">The square of each rating's standardised residual.</param>
    public static IReadOnlyList<CalibratedJuror> Jurors(RatingDesign design, double[] severity, double[] error, double[]? scale, double[] squares)
    {
        var (sum, count) = (new double[severity.Length], new int[severity.Length]);
        for (var r = 0; r < design.Count; r++)
        {
            sum[design.Juror[r]] += squares[r];
            count[design.Juror[r]]++;
        }
        return [.. severity.Select((s, j) => new CalibratedJuror(design.Jurors[j], s, error[j], scale?[j] ?? 1, count[j], sum[j] / count[j]))
            .OrderBy(j => j.Juror, Names.ByValue)];
    }
}
