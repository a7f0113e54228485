using BangVang.Judging.Ranks;

namespace BangVang.Judging.Calibration;

/// <summary>The plain weighted mean of each entry's marks: what calibration is compared with, and the fallback.</summary>
internal static class MeanModel
{
    public static CalibrationResult Fit(RatingDesign design)
    {
        var (entryMean, entryWeight) = Means(design, design.Entry, design.Entries.Length, design.Score);
        var residual = design.Score.Select((s, r) => s - entryMean[design.Entry[r]]).ToArray();
        var (harshness, jurorWeight) = Means(design, design.Juror, design.Jurors.Length, residual);
        var squares = Weighted(design, residual);
        // With one mark per entry nothing tells the noise from the entries: then all that differs counts as doubt.
        var (freedom, overall) = (design.Count - design.Entries.Length, Means(design, new int[design.Count], 1, design.Score).Mean[0]);
        var variance = freedom > 0 ? squares / freedom : Weighted(design, [.. design.Score.Select(s => s - overall)]) / Math.Max(1, design.Count - 1);
        var logLikelihood = Gaussian(design, squares);
        double[] error = [.. entryWeight.Select(w => Math.Sqrt(variance / w))];
        return new(
            CalibrationModel.Mean, Summaries.Entries(design, entryMean, error),
            Summaries.Jurors(design, [.. harshness.Select(h => -h)], [.. jurorWeight.Select(w => Math.Sqrt(variance / w))], null, residual, variance),
            logLikelihood, -2 * logLikelihood, new(null, null, variance), [], [], overall, 0, true, design.Groups())
        {
            Posterior = new NormalPosterior(design.Entries, entryMean, error),
        };
    }

    /// <summary>The sum of weighted squares.</summary>
    public static double Weighted(RatingDesign design, double[] residual) => residual.Select((e, r) => design.Weight[r] * e * e).Sum();

    /// <summary>The log-likelihood of independent normal residuals at their own variance; of residuals that are all zero, that of very small ones.</summary>
    public static double Gaussian(RatingDesign design, double squares) =>
        -design.Count / 2.0 * (1 + Math.Log(2 * Math.PI * Math.Max(squares, 1e-280) / design.Count)) + design.Weight.Sum(Math.Log) / 2;

    private static (double[] Mean, double[] Weight) Means(RatingDesign design, int[] group, int groups, double[] numbers)
    {
        var (sum, weight) = (new double[groups], new double[groups]);
        for (var r = 0; r < design.Count; r++)
        {
            weight[group[r]] += design.Weight[r];
            sum[group[r]] += design.Weight[r] * numbers[r];
        }
        return ([.. sum.Select((s, g) => s / weight[g])], weight);
    }
}
