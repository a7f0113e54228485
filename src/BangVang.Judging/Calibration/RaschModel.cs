using BangVang.Judging.Numbers;
using BangVang.Judging.Ranks;

namespace BangVang.Judging.Calibration;

/// <summary>
/// The many-facet Rasch model by marginal maximum likelihood: log odds of one step more = entry − juror − criterion − facets − step, with
/// entries normal, and jurors, criteria, facets and steps each summing to zero.
/// </summary>
internal static class RaschModel
{
    public static CalibrationResult Fit(RatingDesign design, CalibrationOptions options)
    {
        var layout = new RaschLayout(design, new(design, options.Scale), options.Steps);
        var (coarse, found) = Search(layout);
        coarse.At(found.At, new double[layout.Size]);
        var likelihood = Finer(layout, coarse, found.At);
        var (covariance, together) = Doubt(layout, likelihood, found.At);
        likelihood.At(found.At, new double[layout.Size]);

        // TAM lets criteria float and holds the mean ability at zero; here the criteria sum to zero and the mean floats.
        var mean = -found.At.Take(layout.CriterionCount).Average();
        double[] estimates = [.. likelihood.Mean.Select(m => m + mean)];
        var levels = Enumerable.Range(0, design.Jurors.Length).Select(j => layout.Contrast(layout.JurorAt, design.Jurors.Length, j)).ToArray();
        double Error(double[] contrast) => Math.Sqrt(Math.Max(0, FixedPart.Quadratic(contrast, covariance)));
        double Value(double[] contrast) => Tiles.Dot(contrast, found.At);
        var variance = Math.Exp(2 * found.At[layout.DeviationAt]);
        return new(
            CalibrationModel.Rasch, Summaries.Entries(design, estimates, [.. likelihood.Deviation]),
            Summaries.Jurors(design, [.. levels.Select(Value)], [.. levels.Select(Error)], null, Squares(layout, likelihood, found.At)),
            -coarse.Deviance / 2, coarse.Deviance, new(variance, null, null),
            [.. Effects(layout).Select(e => new FacetEffect(e.Facet, e.Level, Value(e.Contrast), Error(e.Contrast)))],
            [.. Steps(layout, options.Steps).Select(s => new ScaleStep(s.Criterion, s.Mark, Value(s.Contrast), Error(s.Contrast)))],
            mean, found.Iterations, found.Converged, design.Groups())
        {
            Posterior = new NormalPosterior(design.Entries, estimates, [.. likelihood.Deviation], together),
        };
    }

    /// <summary>The grid of TAM, so that its deviances are met; wider where entries differ more than it reaches.</summary>
    private static (RaschLikelihood Likelihood, Minimum Found) Search(RaschLayout layout)
    {
        var start = new double[layout.Size];
        for (var (nodes, reach) = (21, 6.0); ; (nodes, reach) = (nodes + 10, reach + 3))
        {
            var likelihood = new RaschLikelihood(layout, nodes, reach);
            var found = Minimum.Of(likelihood.At, start, tolerance: 1e-9, mostIterations: 2000);
            if (Math.Exp(found.At[layout.DeviationAt]) * 2.8 <= reach || nodes > 100) return (likelihood, found);
            start = found.At;
        }
    }

    /// <summary>A grid on which every entry can be placed: TAM's nodes are 0.6 apart, which many marks outdo.</summary>
    private static RaschLikelihood Finer(RaschLayout layout, RaschLikelihood coarse, double[] at)
    {
        for (var nodes = 2 * coarse.Nodes - 1; ; nodes = 2 * nodes - 1)
        {
            var likelihood = new RaschLikelihood(layout, nodes, coarse.Reach);
            likelihood.At(at, new double[layout.Size]);
            if (likelihood.Deviation.Min() >= 0.6 * likelihood.Spacing || nodes > 1000) return likelihood;
        }
    }

    /// <summary>The covariance of the parameters, from the curvature of the likelihood, and how the entries' means move with them.</summary>
    private static (double[,] Covariance, double[][] Together) Doubt(RaschLayout layout, RaschLikelihood likelihood, double[] at)
    {
        const double step = 1e-3;
        var size = layout.Size;
        var (curvature, moved, means) = (new double[size, size], (double[])at.Clone(), new double[size][]);
        var (up, down) = (new double[size], new double[size]);
        for (var i = 0; i < size; i++)
        {
            moved[i] = at[i] + step;
            likelihood.At(moved, up);
            var above = (double[])likelihood.Mean.Clone();
            moved[i] = at[i] - step;
            likelihood.At(moved, down);
            moved[i] = at[i];
            means[i] = [.. above.Zip(likelihood.Mean, (a, b) => (a - b) / (2 * step))];
            for (var j = 0; j < size; j++) curvature[i, j] = (up[j] - down[j]) / (2 * step);
        }
        for (var i = 0; i < size; i++)
            for (var j = 0; j < i; j++) curvature[i, j] = curvature[j, i] = (curvature[i, j] + curvature[j, i]) / 2;
        var cholesky = Cholesky.Of(curvature);
        if (cholesky is null) return (new double[size, size], []);

        var inverse = cholesky.Inverse();
        var covariance = new double[size, size];
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++) covariance[i, j] = inverse[i * cholesky.Stride + j];
        // Normals with the inverse as covariance are L⁻ᵀ·z: an entry moves by its slope times that.
        var directions = new double[size][];
        for (var k = 0; k < size; k++)
        {
            directions[k] = new double[size];
            directions[k][k] = 1;
            cholesky.SolveUpper(directions[k]);
        }
        return (covariance, [.. Enumerable.Range(0, likelihood.Mean.Length).Select(e => directions
            .Select(d => Enumerable.Range(0, size).Sum(i => means[i][e] * d[i])).ToArray())]);
    }

    private static double[] Squares(RaschLayout layout, RaschLikelihood likelihood, double[] at)
    {
        var squares = new double[layout.Design.Count];
        for (var r = 0; r < squares.Length; r++)
        {
            var (expected, variance) = likelihood.Expect(at, r, likelihood.Mean[layout.Design.Entry[r]]);
            var residual = layout.Marks.Step[r] - expected;
            squares[r] = residual * residual / Math.Max(variance, 1e-6);
        }
        return squares;
    }

    private static IEnumerable<(string Facet, string Level, double[] Contrast)> Effects(RaschLayout layout)
    {
        var design = layout.Design;
        for (var c = 0; c < design.Criteria.Length; c++)
        {
            var contrast = new double[layout.Size];
            for (var other = 0; other < design.Criteria.Length; other++) contrast[other] = (other == c ? 1.0 : 0) - 1.0 / design.Criteria.Length;
            yield return ("criterion", design.Criteria[c], contrast);
        }
        for (var f = 0; f < design.FacetNames.Count; f++)
            for (var l = 0; l < design.FacetLevels[f].Length; l++)
                yield return (design.FacetNames[f], design.FacetLevels[f][l], layout.Contrast(layout.FacetAt[f], design.FacetLevels[f].Length, l));
    }

    private static IEnumerable<(string? Criterion, double Mark, double[] Contrast)> Steps(RaschLayout layout, RaschSteps steps)
    {
        for (var c = 0; c < (steps == RaschSteps.RatingScale ? 1 : layout.CriterionCount); c++)
            for (var h = 0; h < (steps == RaschSteps.RatingScale ? layout.Marks.Highest.Max() : layout.Marks.Highest[c]); h++)
                yield return (
                    steps == RaschSteps.RatingScale || layout.Design.Criteria.Length == 0 ? null : layout.Design.Criteria[c], layout.Marks.MarkOf(h + 1),
                    layout.Contrast(layout.StepsAt[c], layout.StepCount[c], h));
    }
}
