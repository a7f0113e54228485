using BangVang.Judging.Numbers;

namespace BangVang.Judging.Calibration;

/// <summary>
/// The likelihood of the cumulative logit model, log odds of a mark of at most k = threshold k − fixed part − entry − juror, with the
/// random effects integrated by Laplace's approximation at their mode. Parameters: the first threshold, the logarithms of the distances to
/// the next ones, the fixed effects, and the standard deviations of the random factors.
/// </summary>
internal sealed class CumulativeLikelihood
{
    private const int MostNewtonSteps = 100;

    private readonly RatingDesign design;
    private readonly bool withEntries;
    private readonly TwoFactors factors;
    private readonly double[] big;
    private readonly double[] small;

    /// <param name="category">Of each rating, from 0; every one occurs.</param>
    /// <param name="withEntries">Entries are a random factor too.</param>
    public CumulativeLikelihood(RatingDesign design, double[][] columns, int[] category, bool withEntries)
    {
        (this.design, Columns, Category, this.withEntries) = (design, columns, category, withEntries);
        Categories = category.Max() + 1;
        factors = new(design.Entries.Length, design.Jurors.Length, design.Entry, design.Juror);
        (big, small) = (new double[factors.BigCount], new double[factors.SmallCount]);
    }

    public RatingDesign Design => design;

    /// <summary>Of the fixed effects, one number for each rating.</summary>
    public double[][] Columns { get; }

    /// <summary>Of each rating, from 0.</summary>
    public int[] Category { get; }

    public bool WithEntries => withEntries;

    public TwoFactors Factors => factors;

    public int Categories { get; }

    public int ThresholdCount => Categories - 1;

    /// <summary>Where the standard deviations begin: of jurors, then of entries.</summary>
    public int DeviationAt => ThresholdCount + Columns.Length;

    public int Size => DeviationAt + (withEntries ? 2 : 1);

    /// <summary>Where a search begins: thresholds as the marks are shared out, no effects.</summary>
    public double[] Start()
    {
        var at = new double[Size];
        var (below, all, last) = (0.0, design.Weight.Sum(), 0.0);
        for (var k = 0; k < ThresholdCount; k++)
        {
            for (var r = 0; r < Category.Length; r++) if (Category[r] == k) below += design.Weight[r];
            var threshold = Math.Log(below / (all - below));
            at[k] = k == 0 ? threshold : Math.Log(threshold - last);
            last = threshold;
        }
        for (var i = DeviationAt; i < Size; i++) at[i] = 1;
        return at;
    }

    /// <summary>The thresholds between neighbouring marks, rising.</summary>
    public double[] Thresholds(double[] at)
    {
        var thresholds = new double[ThresholdCount];
        for (var k = 0; k < thresholds.Length; k++) thresholds[k] = k == 0 ? at[0] : thresholds[k - 1] + Math.Exp(at[k]);
        return thresholds;
    }

    /// <summary>The state at the mode of the random effects.</summary>
    /// <param name="Entry">Effects of entries, in logits.</param>
    /// <param name="Factored">Until the next parameters are looked at.</param>
    /// <param name="Big">Effects of the larger factor over its standard deviation.</param>
    internal sealed record Mode(
        double HalfDeviance, TwoFactors.Factored Factored, double[] Entry, double[] Juror, double[] Big, double[] Small, double BigDeviation, double SmallDeviation)
    {
        public required bool EntriesAreBig { get; init; }
    }

    /// <summary>Minus the log-likelihood by Laplace's approximation, with its slope.</summary>
    public double At(double[] at, double[] slope)
    {
        var mode = ModeAt(at);
        new CumulativeSlope(this, at, mode).Fill(slope);
        return mode.HalfDeviance;
    }

    /// <summary>Finds the mode by Newton steps, halved until they gain; starts where it was last, which changes nothing but the time.</summary>
    public Mode ModeAt(double[] at)
    {
        var thresholds = Thresholds(at);
        var (entryDeviation, jurorDeviation) = (withEntries ? at[DeviationAt + 1] : 0, at[DeviationAt]);
        var (bigDeviation, smallDeviation) = factors.EntriesAreBig ? (entryDeviation, jurorDeviation) : (jurorDeviation, entryDeviation);
        var fixedPart = new double[Category.Length];
        for (var c = 0; c < Columns.Length; c++) Tiles.Add(at[ThresholdCount + c], Columns[c], fixedPart);
        var (slope, weight) = (new double[Category.Length], new double[Category.Length]);
        var (nextBig, nextSmall) = (new double[big.Length], new double[small.Length]);
        var value = Penalised(thresholds, fixedPart, big, small, bigDeviation, smallDeviation, slope, weight);
        for (var newton = 0; ; newton++)
        {
            factors.SetWeights(weight, null);
            var factored = factors.Factor(bigDeviation, smallDeviation) ?? throw new ArithmeticException("The mode of a cumulative model was not found.");
            var (stepBig, stepSmall) = factors.Sums(slope, null);
            for (var b = 0; b < big.Length; b++) stepBig[b] = bigDeviation * stepBig[b] - big[b];
            for (var s = 0; s < small.Length; s++) stepSmall[s] = smallDeviation * stepSmall[s] - small[s];
            var gain = -Tiles.Dot(stepBig, stepBig) - Tiles.Dot(stepSmall, stepSmall);
            factored.Solve(stepBig, stepSmall);
            if (-gain < 1e-16 || newton == MostNewtonSteps)
            {
                double[] bigEffect = [.. big.Select(u => u * bigDeviation)], smallEffect = [.. small.Select(u => u * smallDeviation)];
                return new(value + factored.LogDeterminant() / 2, factored, factors.EntriesAreBig ? bigEffect : smallEffect, factors.EntriesAreBig ? smallEffect : bigEffect,
                    [.. big], [.. small], bigDeviation, smallDeviation)
                { EntriesAreBig = factors.EntriesAreBig };
            }
            for (var length = 1.0; ; length /= 2)
            {
                for (var b = 0; b < big.Length; b++) nextBig[b] = big[b] + length * stepBig[b];
                for (var s = 0; s < small.Length; s++) nextSmall[s] = small[s] + length * stepSmall[s];
                var next = Penalised(thresholds, fixedPart, nextBig, nextSmall, bigDeviation, smallDeviation, slope, weight);
                // What differs by rounding alone is no loss.
                if (next > value + 1e-12 * Math.Abs(value) && length > 1e-6) continue;
                value = next;
                break;
            }
            nextBig.CopyTo(big, 0);
            nextSmall.CopyTo(small, 0);
        }
    }

    /// <summary>The squares of the standardised residuals, with marks counted from 0.</summary>
    public double[] Squares(double[] at, Mode mode)
    {
        var thresholds = Thresholds(at);
        var squares = new double[Category.Length];
        for (var r = 0; r < squares.Length; r++)
        {
            var eta = Linear(at, mode, r);
            var (mean, square, before) = (0.0, 0.0, 0.0);
            for (var k = 0; k < Categories; k++)
            {
                var upTo = k == ThresholdCount ? 1 : Logistic(thresholds[k] - eta);
                (mean, square, before) = (mean + k * (upTo - before), square + (double)k * k * (upTo - before), upTo);
            }
            squares[r] = (Category[r] - mean) * (Category[r] - mean) / Math.Max(square - mean * mean, 1e-6);
        }
        return squares;
    }

    /// <summary>What a rating's mark is compared with the thresholds by.</summary>
    public double Linear(double[] at, Mode mode, int row)
    {
        var eta = mode.Entry[design.Entry[row]] + mode.Juror[design.Juror[row]];
        for (var c = 0; c < Columns.Length; c++) eta += at[ThresholdCount + c] * Columns[c][row];
        return eta;
    }

    /// <summary>Minus the log-likelihood given the effects, plus half their squares; with the slope by each rating's linear part, and the curvature.</summary>
    private double Penalised(
        double[] thresholds, double[] fixedPart, double[] big, double[] small, double bigDeviation, double smallDeviation, double[] slope, double[] weight)
    {
        var (entry, juror, ed, jd) = factors.EntriesAreBig ? (big, small, bigDeviation, smallDeviation) : (small, big, smallDeviation, bigDeviation);
        var sum = (Tiles.Dot(big, big) + Tiles.Dot(small, small)) / 2;
        for (var r = 0; r < Category.Length; r++)
        {
            var eta = fixedPart[r] + ed * entry[design.Entry[r]] + jd * juror[design.Juror[r]];
            var (k, w) = (Category[r], design.Weight[r]);
            // P(mark ≤ k) − P(mark < k) with tails that do not cancel: F(b)·(1 − F(a))·(1 − exp(a − b)).
            var upper = k == ThresholdCount ? double.PositiveInfinity : thresholds[k] - eta;
            var lower = k == 0 ? double.NegativeInfinity : thresholds[k - 1] - eta;
            var (f, g) = (Logistic(upper), Logistic(lower));
            var apart = double.IsInfinity(upper) || double.IsInfinity(lower) ? 0 : Math.Log(-Expm1(lower - upper));
            sum -= w * (LogLogistic(upper) + LogLogistic(-lower) + apart);
            slope[r] = w * (f + g - 1);
            weight[r] = w * (f * (1 - f) + g * (1 - g));
        }
        return sum;
    }

    public static double Logistic(double x) => double.IsPositiveInfinity(x) ? 1 : double.IsNegativeInfinity(x) ? 0 : 1 / (1 + Math.Exp(-x));

    private static double LogLogistic(double x) => double.IsPositiveInfinity(x) ? 0 : x > 0 ? -Math.Log(1 + Math.Exp(-x)) : x - Math.Log(1 + Math.Exp(x));

    public static double Expm1(double x) => Math.Abs(x) < 1e-5 ? x + x * x / 2 : Math.Exp(x) - 1;
}
