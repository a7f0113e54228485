using BangVang.Judging.Numbers;

namespace BangVang.Judging.Calibration;

/// <summary>
/// Score = fixed part + entry + juror + residual, with the restricted deviance profiled to the two relative standard deviations (those of
/// entries and jurors over the residual's), as in lme4 (Bates, Mächler, Bolker and Walker 2015, J. Stat. Softw. 67(1)).
/// </summary>
internal sealed class MixedEquations
{
    private readonly RatingDesign design;
    private readonly double[]? entryScale;
    private readonly double[][] columns;
    private readonly double[] centred;
    private readonly (double[] Big, double[] Small)[] sums;
    private readonly double[,] crossproducts;
    private readonly double logWeights;

    /// <param name="entryScale">How much of its entry's effect each row shows; null for all of it.</param>
    public MixedEquations(RatingDesign design, FixedPart fixedPart, TwoFactors factors, double[]? entryScale = null)
    {
        (this.design, this.entryScale, Factors) = (design, entryScale, factors);
        factors.SetWeights(design.Weight, entryScale);
        columns = fixedPart.Columns;
        Centre = Tiles.Dot(design.Weight, design.Score) / design.Weight.Sum();
        centred = [.. design.Score.Select(s => s - Centre)];
        double[][] all = [.. columns, centred];
        var weighted = all.Select(c => c.Select((x, r) => x * design.Weight[r]).ToArray()).ToArray();
        sums = [.. weighted.Select(w => factors.Sums(w, entryScale))];
        crossproducts = new double[all.Length, all.Length];
        for (var i = 0; i < all.Length; i++)
            for (var j = 0; j < all.Length; j++) crossproducts[i, j] = Tiles.Dot(weighted[i], all[j]);
        logWeights = design.Weight.Sum(Elementary.Log);
    }

    public TwoFactors Factors { get; }

    /// <summary>Taken from the scores before anything is computed, and added to the first column's effect afterwards.</summary>
    public double Centre { get; }

    /// <summary>Ratings less columns of the fixed part.</summary>
    public int Freedom => Math.Max(1, centred.Length - columns.Length);

    /// <summary>Everything at one pair of relative standard deviations.</summary>
    /// <param name="Spherical">Effects of the larger and the smaller factor over their standard deviations, for each fixed column and for the scores.</param>
    /// <param name="Information">Of the fixed part: Xᵀ·V⁻¹·X with the residual variance as unit.</param>
    /// <param name="Penalty">Least penalised sum of squares.</param>
    internal sealed record Point(
        double Big, double Small, TwoFactors.Factored Factored, (double[] Big, double[] Small)[] Spherical, Cholesky Information, double[] Beta,
        double Penalty, double Deviance);

    /// <summary>The restricted deviance at these relative standard deviations of the larger and the smaller factor.</summary>
    public Point At(double big, double small)
    {
        (big, small) = (Math.Min(Math.Abs(big), 1e5), Math.Min(Math.Abs(small), 1e5));
        var factored = Factors.Factor(big, small) ?? throw new ArithmeticException("The equations of a mixed model are not positive definite.");
        var p = columns.Length;
        var spherical = new (double[] Big, double[] Small)[p + 1];
        for (var c = 0; c <= p; c++)
        {
            spherical[c] = ([.. sums[c].Big.Select(x => x * big)], [.. sums[c].Small.Select(x => x * small)]);
            factored.Solve(spherical[c].Big, spherical[c].Small);
        }
        var rest = new double[p + 1, p + 1];
        for (var i = 0; i <= p; i++)
            for (var j = 0; j <= i; j++)
                rest[i, j] = rest[j, i] = crossproducts[i, j] - big * Tiles.Dot(sums[i].Big, spherical[j].Big) - small * Tiles.Dot(sums[i].Small, spherical[j].Small);

        var information = new double[p, p];
        var beta = new double[p];
        for (var i = 0; i < p; i++)
        {
            beta[i] = rest[p, i];
            for (var j = 0; j < p; j++) information[i, j] = rest[i, j];
        }
        var cholesky = Cholesky.Of(information) ?? throw new ArithmeticException("The fixed part of a mixed model says the same twice.");
        cholesky.Solve(beta);
        var penalty = Math.Max(rest[p, p] - Enumerable.Range(0, p).Sum(i => beta[i] * rest[p, i]), 1e-14 * Math.Max(crossproducts[p, p], 1e-280));
        var deviance = factored.LogDeterminant() + cholesky.LogDeterminant() + Freedom * (1 + Elementary.Log(2 * Math.PI * penalty / Freedom)) - logWeights;
        return new(big, small, factored, Effects(spherical, beta), cholesky, beta, penalty, deviance);
    }

    /// <summary>How the deviance changes with the two relative standard deviations.</summary>
    public (double Big, double Small) Slope(Point at)
    {
        var (bigDiagonal, smallDiagonal) = at.Factored.InverseDiagonal();
        return (
            Slope(at, at.Big, bigDiagonal, [.. at.Spherical.Select(s => s.Big)]),
            Slope(at, at.Small, smallDiagonal, [.. at.Spherical.Select(s => s.Small)]));
    }

    private double Slope(Point at, double deviation, double[] inverseDiagonal, double[][] spherical)
    {
        if (deviation == 0) return 0;
        var p = columns.Length;
        var trace = 0.0;
        for (var i = 0; i < p; i++)
        {
            var solved = new double[p];
            for (var j = 0; j < p; j++) solved[j] = Tiles.Dot(spherical[i], spherical[j]);
            at.Information.Solve(solved);
            trace += solved[i];
        }
        return 2 / deviation * (inverseDiagonal.Sum(d => 1 - d) - trace - Freedom * Tiles.Dot(spherical[p], spherical[p]) / at.Penalty);
    }

    /// <summary>The residual of each rating.</summary>
    public double[] Residuals(Point at)
    {
        var (entry, juror) = Effects(at);
        var residual = new double[centred.Length];
        for (var r = 0; r < residual.Length; r++)
        {
            var fitted = (entryScale?[r] ?? 1) * entry[design.Entry[r]] + juror[design.Juror[r]];
            for (var c = 0; c < columns.Length; c++) fitted += columns[c][r] * at.Beta[c];
            residual[r] = centred[r] - fitted;
        }
        return residual;
    }

    /// <summary>The effects of entries and of jurors, in score units.</summary>
    public (double[] Entry, double[] Juror) Effects(Point at)
    {
        double[] big = [.. at.Spherical[^1].Big.Select(x => x * at.Big)], small = [.. at.Spherical[^1].Small.Select(x => x * at.Small)];
        return Factors.EntriesAreBig ? (big, small) : (small, big);
    }

    /// <summary>The last pair, of the scores, becomes that of what the fixed part leaves of them.</summary>
    private static (double[] Big, double[] Small)[] Effects((double[] Big, double[] Small)[] spherical, double[] beta)
    {
        for (var c = 0; c < beta.Length; c++)
        {
            Tiles.Add(-beta[c], spherical[c].Big, spherical[^1].Big);
            Tiles.Add(-beta[c], spherical[c].Small, spherical[^1].Small);
        }
        return spherical;
    }

    /// <summary>
    /// First guesses of the relative standard deviations of the larger and the smaller factor, by the variances between and within them.
    /// </summary>
    public (double Big, double Small) Guess()
    {
        var entry = Between(design.Entry, design.Entries.Length);
        var juror = Between(design.Juror, design.Jurors.Length);
        var residual = Math.Max(crossproducts[columns.Length, columns.Length] / design.Weight.Sum() - entry - juror, 1e-3 * (entry + juror));
        var (e, j) = (Ratio(entry, residual), Ratio(juror, residual));
        return Factors.EntriesAreBig ? (e, j) : (j, e);
    }

    private static double Ratio(double variance, double residual) => residual <= 0 ? 1 : Math.Clamp(Math.Sqrt(variance / residual), 0.05, 20);

    /// <summary>The variance between groups that their own scatter does not explain.</summary>
    private double Between(int[] group, int groups)
    {
        var (weight, sum) = (new double[groups], new double[groups]);
        for (var r = 0; r < centred.Length; r++)
        {
            weight[group[r]] += design.Weight[r];
            sum[group[r]] += design.Weight[r] * centred[r];
        }
        var all = weight.Sum();
        var between = Enumerable.Range(0, groups).Sum(g => sum[g] * sum[g] / weight[g]);
        var within = Math.Max(0, crossproducts[columns.Length, columns.Length] - between) / Math.Max(1, centred.Length - groups);
        var size = (all - weight.Sum(w => w * w) / all) / Math.Max(1, groups - 1);
        return Math.Max(0, (between / Math.Max(1, groups - 1) - within) / Math.Max(size, 1e-9));
    }
}
