using BangVang.Judging.Numbers;

namespace BangVang.Judging.Calibration;

/// <summary>The mixed model by restricted maximum likelihood: entries and jurors random, criteria and facets fixed.</summary>
internal static class MixedModel
{
    public static CalibrationResult Fit(RatingDesign design, CalibrationOptions options)
    {
        var fixedPart = new FixedPart(design);
        var equations = new MixedEquations(design, fixedPart, new(design.Entries.Length, design.Jurors.Length, design.Entry, design.Juror));
        var (point, iterations, converged) = options.Variances is { } given ? (At(equations, given), 0, true) : Search(equations, equations.Guess());
        var scatter = options.Variances?.Residual ?? point.Penalty / equations.Freedom;
        return Result(CalibrationModel.Mixed, design, fixedPart, equations, point, scatter, iterations, converged, scale: null);
    }

    /// <summary>The least deviance, from <paramref name="start"/>; the deviance is even in both deviations, so that a variance of zero is no wall.</summary>
    public static (MixedEquations.Point Point, int Iterations, bool Converged) Search(MixedEquations equations, (double Big, double Small) start)
    {
        MixedEquations.Point? last = null;
        var found = Minimum.Of((at, slope) =>
        {
            last = equations.At(at[0], at[1]);
            var (big, small) = equations.Slope(last);
            (slope[0], slope[1]) = (at[0] < 0 ? -big : big, at[1] < 0 ? -small : small);
            return last.Deviance;
        }, [start.Big, start.Small], tolerance: 1e-8, mostIterations: 200, longestStep: 1);
        // A deviation that has come near zero is zero when that is no worse.
        var best = equations.At(found.At[0], found.At[1]);
        foreach (var (big, small) in new[] { (0.0, best.Small), (best.Big, 0.0), (0.0, 0.0) })
        {
            if (best.Big > 0.02 && best.Small > 0.02) break;
            if (equations.At(big, small) is var zero && zero.Deviance <= best.Deviance + 1e-7) best = zero;
        }
        return (best, found.Iterations, found.Converged);
    }

    private static MixedEquations.Point At(MixedEquations equations, FixedVariances given)
    {
        var (entry, juror) = (Math.Sqrt(given.Entry / given.Residual), Math.Sqrt(given.Juror / given.Residual));
        return equations.Factors.EntriesAreBig ? equations.At(entry, juror) : equations.At(juror, entry);
    }

    /// <param name="scatter">The residual variance.</param>
    /// <param name="scale">The scale of each juror; null for ones.</param>
    public static CalibrationResult Result(
        CalibrationModel model, RatingDesign design, FixedPart fixedPart, MixedEquations equations, MixedEquations.Point point, double scatter,
        int iterations, bool converged, double[]? scale)
    {
        var (entry, juror) = equations.Effects(point);
        var (bigDiagonal, smallDiagonal) = point.Factored.InverseDiagonal();
        double[] big = [.. bigDiagonal.Select(d => point.Big * Math.Sqrt(d * scatter))], small = [.. smallDiagonal.Select(d => point.Small * Math.Sqrt(d * scatter))];
        var (entryError, jurorError) = equations.Factors.EntriesAreBig ? (big, small) : (small, big);
        var (entryRatio, jurorRatio) = equations.Factors.EntriesAreBig ? (point.Big, point.Small) : (point.Small, point.Big);

        var covariance = Inverse(point.Information, scatter);
        var intercept = equations.Centre + fixedPart.Mean.Zip(point.Beta, (m, b) => m * b).Sum();
        var estimates = entry.Select(e => intercept + e).ToArray();
        return new(
            model, Summaries.Entries(design, estimates, entryError),
            Summaries.Jurors(design, [.. juror.Select(j => -j)], jurorError, scale, equations.Residuals(point), scatter),
            -point.Deviance / 2, point.Deviance,
            new(scatter * entryRatio * entryRatio, scatter * jurorRatio * jurorRatio, scatter),
            fixedPart.Effects(point.Beta, covariance), [], intercept, iterations, converged, design.Groups())
        {
            Posterior = new MixedPosterior(design.Entries, estimates, equations.Factors.EntriesAreBig, point, scatter, fixedPart.Mean),
        };
    }

    private static double[,] Inverse(Cholesky information, double scatter)
    {
        var inverse = information.Inverse();
        var covariance = new double[information.Size, information.Size];
        for (var i = 0; i < information.Size; i++)
            for (var j = 0; j < information.Size; j++) covariance[i, j] = scatter * inverse[i * information.Stride + j];
        return covariance;
    }
}
