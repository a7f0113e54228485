using BangVang.Judging.Numbers;
using BangVang.Judging.Ranks;

namespace BangVang.Judging.Calibration;

/// <summary>
/// Score = entry + juror + criterion + facets by weighted least squares. In each group that marks connect, the severities sum to zero:
/// across groups that is an assumption and not a finding, and the result names the groups.
/// </summary>
internal sealed class AdditiveModel
{
    /// <summary>
    /// Solved with entries and jurors so loosely held that only what is undetermined is held at all; repeating the step on what is left
    /// over makes it exact.
    /// </summary>
    private const double Loose = 1000;
    private const int Repeats = 5;

    private readonly RatingDesign design;
    private readonly TwoFactors factors;
    private readonly TwoFactors.Factored factored;
    private readonly List<double[]> columns = [];
    private readonly List<(double[] Big, double[] Small)> explained = [];
    private readonly Cholesky? information;
    private readonly int[] groupOfEntry;
    private readonly int[] groupOfJuror;

    private AdditiveModel(RatingDesign design, FixedPart fixedPart)
    {
        this.design = design;
        factors = new(design.Entries.Length, design.Jurors.Length, design.Entry, design.Juror);
        factors.SetWeights(design.Weight, null);
        factored = factors.Factor(Loose, Loose) ?? throw new ArithmeticException("The equations of the additive model are not positive definite.");
        groupOfEntry = design.GroupOfEntry(out groupOfJuror);
        foreach (var column in fixedPart.Columns.Skip(1)) Keep(column);
        information = columns.Count > 0 ? Information() : null;
    }

    public static CalibrationResult Fit(RatingDesign design)
    {
        var fixedPart = new FixedPart(design);
        var model = new AdditiveModel(design, fixedPart);
        var (entry, juror, beta, residual) = model.Solve();
        var groups = design.Groups();
        var freedom = design.Count - (design.Entries.Length + design.Jurors.Length - groups.Count) - model.columns.Count;
        var squares = MeanModel.Weighted(design, residual);
        var variance = freedom > 0 ? squares / freedom : 0;
        var (entryError, jurorError) = model.Errors(variance);
        var logLikelihood = MeanModel.Gaussian(design, squares);

        var all = model.Spread(fixedPart, beta, variance, out var covariance);
        var level = fixedPart.Mean.Skip(1).Zip(all.Skip(1), (m, b) => m * b).Sum();
        double[] estimates = [.. entry.Select(e => e + level)];
        return new(
            CalibrationModel.Additive, Summaries.Entries(design, estimates, entryError),
            Summaries.Jurors(design, [.. juror.Select(j => -j)], jurorError, null, residual, variance),
            logLikelihood, -2 * logLikelihood, new(null, null, variance), fixedPart.Effects(all, covariance), [], estimates.Average(), Repeats, true, groups)
        {
            Posterior = new Doubt(model, estimates, variance),
        };
    }

    /// <summary>Takes a column in unless entries, jurors and the columns before it already say the same.</summary>
    private void Keep(double[] column)
    {
        var solved = Scaled(column);
        columns.Add(column);
        explained.Add(solved);
        var (left, all) = (Information()?.LogDeterminant(), Tiles.Dot(Weigh(column), column));
        var before = columns.Count > 1 ? Information(columns.Count - 1)!.LogDeterminant() : 0;
        if (left is { } log && Math.Exp(log - before) > 1e-4 * all) return;
        columns.RemoveAt(columns.Count - 1);
        explained.RemoveAt(explained.Count - 1);
    }

    private Cholesky? Information(int? count = null)
    {
        var n = count ?? columns.Count;
        var matrix = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            var weighed = Weigh(columns[i]);
            var (big, small) = factors.Sums(weighed, null);
            for (var j = 0; j < n; j++)
                matrix[i, j] = Tiles.Dot(weighed, columns[j]) - Loose * (Tiles.Dot(big, explained[j].Big) + Tiles.Dot(small, explained[j].Small));
        }
        return Cholesky.Of(matrix);
    }

    private double[] Weigh(double[] v) => [.. v.Select((x, r) => x * design.Weight[r])];

    private (double[] Big, double[] Small) Scaled(double[] v)
    {
        var (big, small) = factors.Sums(Weigh(v), null);
        for (var b = 0; b < big.Length; b++) big[b] *= Loose;
        for (var s = 0; s < small.Length; s++) small[s] *= Loose;
        factored.Solve(big, small);
        return (big, small);
    }

    private (double[] Entry, double[] Juror, double[] Beta, double[] Residual) Solve()
    {
        var (entry, juror, beta, residual) = (new double[design.Entries.Length], new double[design.Jurors.Length], new double[columns.Count], (double[])design.Score.Clone());
        var (bigEffect, smallEffect) = factors.EntriesAreBig ? (entry, juror) : (juror, entry);
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            var (big, small) = Scaled(residual);
            var (sumBig, sumSmall) = factors.Sums(Weigh(residual), null);
            var change = columns.Select((c, i) => Tiles.Dot(Weigh(c), residual) - Loose * (Tiles.Dot(sumBig, explained[i].Big) + Tiles.Dot(sumSmall, explained[i].Small))).ToArray();
            information?.Solve(change);
            for (var i = 0; i < change.Length; i++)
            {
                beta[i] += change[i];
                Tiles.Add(-change[i], explained[i].Big, big);
                Tiles.Add(-change[i], explained[i].Small, small);
            }
            Tiles.Add(Loose, big, bigEffect);
            Tiles.Add(Loose, small, smallEffect);
            for (var r = 0; r < residual.Length; r++)
            {
                residual[r] = design.Score[r] - entry[design.Entry[r]] - juror[design.Juror[r]];
                for (var i = 0; i < beta.Length; i++) residual[r] -= beta[i] * columns[i][r];
            }
        }
        Balance(entry, juror);
        return (entry, juror, beta, residual);
    }

    /// <summary>Lets the severities of each group sum to zero.</summary>
    private void Balance(double[] entry, double[] juror)
    {
        var (sum, count) = (new double[groupOfJuror.Max() + 1], new int[groupOfJuror.Max() + 1]);
        for (var j = 0; j < juror.Length; j++)
        {
            sum[groupOfJuror[j]] += juror[j];
            count[groupOfJuror[j]]++;
        }
        for (var j = 0; j < juror.Length; j++) juror[j] -= sum[groupOfJuror[j]] / count[groupOfJuror[j]];
        for (var e = 0; e < entry.Length; e++) entry[e] += sum[groupOfEntry[e]] / count[groupOfEntry[e]];
    }

    /// <summary>Standard errors of entries and jurors with severities that sum to zero; the doubt about criteria and facets is not in them.</summary>
    private (double[] Entry, double[] Juror) Errors(double variance)
    {
        var (bigDiagonal, smallDiagonal) = factored.InverseDiagonal();
        var (entry, juror) = factors.EntriesAreBig ? (bigDiagonal, smallDiagonal) : (smallDiagonal, bigDiagonal);
        for (var group = 0; group <= groupOfJuror.Max(); group++)
        {
            var (big, small) = (new double[factors.BigCount], new double[factors.SmallCount]);
            var (forEntry, forJuror) = factors.EntriesAreBig ? (big, small) : (small, big);
            var members = Enumerable.Range(0, forJuror.Length).Where(j => groupOfJuror[j] == group).ToArray();
            foreach (var j in members) forJuror[j] = 1.0 / members.Length;
            factored.Solve(big, small);
            var mean = members.Sum(j => forJuror[j]) / members.Length;
            foreach (var j in members) juror[j] += mean - 2 * forJuror[j];
            for (var e = 0; e < entry.Length; e++)
                if (groupOfEntry[e] == group) entry[e] += mean + 2 * forEntry[e];
        }
        double Error(double d) => Loose * Math.Sqrt(Math.Max(0, d) * variance);
        return ([.. entry.Select(Error)], [.. juror.Select(Error)]);
    }

    /// <summary>The effects of the columns that were kept among those of the whole fixed part, zero for the others.</summary>
    private double[] Spread(FixedPart fixedPart, double[] beta, double variance, out double[,] covariance)
    {
        var all = new double[fixedPart.Columns.Length];
        covariance = new double[all.Length, all.Length];
        var inverse = information?.Inverse();
        for (var i = 0; i < beta.Length; i++)
        {
            var at = Array.IndexOf(fixedPart.Columns, columns[i]);
            all[at] = beta[i];
            for (var j = 0; j < beta.Length; j++)
                covariance[at, Array.IndexOf(fixedPart.Columns, columns[j])] = variance * inverse![i * information!.Stride + j];
        }
        return all;
    }

    private sealed class Doubt(AdditiveModel model, double[] estimates, double variance) : IJointPosterior
    {
        public IReadOnlyList<string> Entries => model.design.Entries;

        public IReadOnlyList<double> Estimates => estimates;

        public void Draw(NormalRandom random, Span<double> values)
        {
            var (big, small) = (new double[model.factors.BigCount], new double[model.factors.SmallCount]);
            var (entry, juror) = model.factors.EntriesAreBig ? (big, small) : (small, big);
            random.Fill(entry);
            random.Fill(juror);
            model.factored.Draw(big, small);
            model.Balance(entry, juror);
            for (var e = 0; e < entry.Length; e++) values[e] = estimates[e] + Loose * Math.Sqrt(variance) * entry[e];
        }
    }
}
