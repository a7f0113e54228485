using BangVang.Judging.Numbers;
using BangVang.Judging.Ranks;

namespace BangVang.Judging.Calibration;

/// <summary>
/// Cumulative logit, criteria and facets fixed, jurors random. Where facets are given they say all there is about an entry, as in a tasting
/// of one product under several conditions; where none are, entries are a second random factor.
/// </summary>
internal static class CumulativeModel
{
    public static CalibrationResult Fit(RatingDesign design, CalibrationOptions options)
    {
        var marks = new MarkSteps(design, options.Scale);
        var used = marks.Step.Distinct().Order().ToArray();
        if (used.Length < 2) throw new CalibrationException(new("calibrate.one_mark", ("mark", marks.MarkOf(used[0]))));

        var fixedPart = new FixedPart(design);
        var withEntries = design.FacetNames.Count == 0;
        double[][] columns = [.. fixedPart.Columns.Skip(1)];
        var likelihood = new CumulativeLikelihood(design, columns, [.. marks.Step.Select(s => Array.IndexOf(used, s))], withEntries);
        var found = Minimum.Of(likelihood.At, likelihood.Start(), tolerance: 1e-10);
        var (covariance, cholesky) = Covariance(likelihood, found.At);
        var mode = likelihood.ModeAt(found.At);

        double[] beta = [0, .. found.At.Skip(likelihood.ThresholdCount).Take(columns.Length)];
        var ofBeta = new double[beta.Length, beta.Length];
        for (var i = 1; i < beta.Length; i++)
            for (var j = 1; j < beta.Length; j++) ofBeta[i, j] = covariance[likelihood.ThresholdCount + i - 1, likelihood.ThresholdCount + j - 1];

        var (entryError, jurorError) = Errors(mode);
        var common = Common(design, fixedPart, likelihood, cholesky, out var level);
        double[] estimates = [.. mode.Entry.Select((e, i) => e + beta.Skip(1).Zip(level[i], (b, x) => b * x).Sum())];
        double[] error = [.. entryError.Select((e, i) => Math.Sqrt(e * e + Tiles.Dot(common[i], common[i])))];
        var (juror, entry) = (found.At[likelihood.DeviationAt], withEntries ? found.At[likelihood.DeviationAt + 1] : 0);
        return new(
            CalibrationModel.Cumulative, Summaries.Entries(design, estimates, error),
            Summaries.Jurors(design, [.. mode.Juror.Select(j => -j)], jurorError, null, likelihood.Squares(found.At, mode)),
            -mode.HalfDeviance, 2 * mode.HalfDeviance, new(withEntries ? entry * entry : null, juror * juror, null),
            fixedPart.Effects(beta, ofBeta), Steps(likelihood, found.At, covariance, used, marks), 0, found.Iterations, found.Converged, design.Groups())
        {
            Posterior = new NormalPosterior(design.Entries, estimates, entryError, common),
        };
    }

    private static (double[] Entry, double[] Juror) Errors(CumulativeLikelihood.Mode mode)
    {
        var (big, small) = mode.Factored.InverseDiagonal();
        double[] forBig = [.. big.Select(d => Math.Abs(mode.BigDeviation) * Math.Sqrt(d))], forSmall = [.. small.Select(d => Math.Abs(mode.SmallDeviation) * Math.Sqrt(d))];
        return mode.EntriesAreBig ? (forBig, forSmall) : (forSmall, forBig);
    }

    private static (double[,] Covariance, Cholesky? Factor) Covariance(CumulativeLikelihood likelihood, double[] at)
    {
        var size = likelihood.Size;
        var covariance = new double[size, size];
        var curvature = Minimum.Curvature(likelihood.At, at, 1e-3);
        // A standard deviation of zero has no curvature to speak of: it is then known by the others alone.
        for (var i = 0; i < size; i++) curvature[i, i] = Math.Max(curvature[i, i], 1e-6);
        if (Cholesky.Of(curvature) is not { } cholesky) return (covariance, null);
        var inverse = cholesky.Inverse();
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++) covariance[i, j] = inverse[i * cholesky.Stride + j];
        return (covariance, cholesky);
    }

    /// <summary>What the fixed part says about each entry (its mean row against the mean of all levels), and how far it moves with the doubt about it.</summary>
    private static double[][] Common(RatingDesign design, FixedPart fixedPart, CumulativeLikelihood likelihood, Cholesky? cholesky, out double[][] level)
    {
        var (columns, ofFacets) = (fixedPart.Columns.Length - 1, design.FacetNames.Count > 0);
        var rows = new double[design.Entries.Length][];
        var weight = new double[design.Entries.Length];
        for (var e = 0; e < rows.Length; e++) rows[e] = new double[columns];
        for (var r = 0; ofFacets && r < design.Count; r++)
        {
            weight[design.Entry[r]] += design.Weight[r];
            for (var c = 0; c < columns; c++) rows[design.Entry[r]][c] += design.Weight[r] * (fixedPart.Columns[c + 1][r] - fixedPart.Mean[c + 1]);
        }
        for (var e = 0; ofFacets && e < rows.Length; e++)
            for (var c = 0; c < columns; c++) rows[e][c] /= weight[e];
        level = rows;

        var common = rows.Select(_ => new double[ofFacets && cholesky is not null ? likelihood.Size : 0]).ToArray();
        if (!ofFacets || cholesky is null) return common;
        for (var k = 0; k < likelihood.Size; k++)
        {
            var direction = new double[likelihood.Size];
            direction[k] = 1;
            cholesky.SolveUpper(direction);
            for (var e = 0; e < rows.Length; e++) common[e][k] = Tiles.Dot(rows[e], direction.AsSpan(likelihood.ThresholdCount, columns));
        }
        return common;
    }

    private static ScaleStep[] Steps(CumulativeLikelihood likelihood, double[] at, double[,] covariance, int[] used, MarkSteps marks)
    {
        var thresholds = likelihood.Thresholds(at);
        return [.. thresholds.Select((threshold, k) =>
        {
            var contrast = new double[at.Length];
            contrast[0] = 1;
            for (var i = 1; i <= k; i++) contrast[i] = Math.Exp(at[i]);
            return new ScaleStep(null, marks.MarkOf(used[k + 1]), threshold, Math.Sqrt(Math.Max(0, FixedPart.Quadratic(contrast, covariance))));
        })];
    }
}
