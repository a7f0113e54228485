namespace BangVang.Judging.Calibration;

/// <summary>
/// The slope of Laplace's approximation. Three things change with a parameter: the penalised likelihood at the mode, where the effects have
/// no slope of their own; half the log-determinant, through each rating's curvature; and the mode itself, which moves and takes the
/// log-determinant with it (by the implicit function theorem: one system solved back for all parameters).
/// </summary>
internal sealed class CumulativeSlope
{
    private readonly CumulativeLikelihood likelihood;
    private readonly CumulativeLikelihood.Mode mode;
    private readonly double[] at;
    private readonly double[] variance;
    private readonly double[] bigDiagonal;
    private readonly double[] smallDiagonal;
    private readonly double[] linear;
    private readonly double[] curve;
    private readonly double[] bend;
    private readonly double[] upper;
    private readonly double[] lower;

    public CumulativeSlope(CumulativeLikelihood likelihood, double[] at, CumulativeLikelihood.Mode mode)
    {
        (this.likelihood, this.at, this.mode) = (likelihood, at, mode);
        var n = likelihood.Category.Length;
        (linear, curve, bend, upper, lower) = (new double[n], new double[n], new double[n], new double[n], new double[n]);
        (variance, bigDiagonal, smallDiagonal) = mode.Factored.RowVariances(mode.BigDeviation, mode.SmallDeviation);
    }

    public void Fill(double[] slope)
    {
        Array.Clear(slope);
        var byThreshold = OfRatings();
        var (big, small) = Adjoint();
        var (entry, juror) = mode.EntriesAreBig ? (big, small) : (small, big);
        var (entryDeviation, jurorDeviation) = mode.EntriesAreBig ? (mode.BigDeviation, mode.SmallDeviation) : (mode.SmallDeviation, mode.BigDeviation);
        var design = likelihood.Design;
        var byLinear = new double[linear.Length];
        for (var r = 0; r < linear.Length; r++)
        {
            var through = entryDeviation * entry[design.Entry[r]] + jurorDeviation * juror[design.Juror[r]];
            var k = likelihood.Category[r];
            if (k < likelihood.ThresholdCount) byThreshold[k] += through * upper[r];
            if (k > 0) byThreshold[k - 1] += through * lower[r];
            byLinear[r] = linear[r] + bend[r] * variance[r] / 2 - through * curve[r];
            for (var c = 0; c < likelihood.Columns.Length; c++) slope[likelihood.ThresholdCount + c] += byLinear[r] * likelihood.Columns[c][r];
        }
        Chain(byThreshold, slope);
        var (entryEffect, jurorEffect) = mode.EntriesAreBig ? (mode.Big, mode.Small) : (mode.Small, mode.Big);
        var (entryDiagonal, jurorDiagonal) = mode.EntriesAreBig ? (bigDiagonal, smallDiagonal) : (smallDiagonal, bigDiagonal);
        slope[likelihood.DeviationAt] = OfDeviation(jurorDeviation, design.Juror, jurorEffect, jurorDiagonal, juror, byLinear);
        if (likelihood.WithEntries) slope[likelihood.DeviationAt + 1] = OfDeviation(entryDeviation, design.Entry, entryEffect, entryDiagonal, entry, byLinear);
    }

    /// <summary>The slopes and curvatures of each rating; returns those by threshold, without what comes through the mode.</summary>
    private double[] OfRatings()
    {
        var thresholds = likelihood.Thresholds(at);
        var byThreshold = new double[thresholds.Length];
        for (var r = 0; r < linear.Length; r++)
        {
            var (k, w, eta) = (likelihood.Category[r], likelihood.Design.Weight[r], likelihood.Linear(at, mode, r));
            var above = k == thresholds.Length ? double.PositiveInfinity : thresholds[k] - eta;
            var below = k == 0 ? double.NegativeInfinity : thresholds[k - 1] - eta;
            var (f, g, notF, notG) = (CumulativeLikelihood.Logistic(above), CumulativeLikelihood.Logistic(below), CumulativeLikelihood.Logistic(-above), CumulativeLikelihood.Logistic(-below));
            var apart = double.IsInfinity(above) || double.IsInfinity(below) ? 1 : -CumulativeLikelihood.Expm1(below - above);
            (upper[r], lower[r]) = (w * f * notF, w * g * notG);
            (linear[r], curve[r]) = (-w * (f - notG), upper[r] + lower[r]);
            var (upperBend, lowerBend) = (upper[r] * (1 - 2 * f), lower[r] * (1 - 2 * g));
            bend[r] = -upperBend - lowerBend;
            if (k < thresholds.Length) byThreshold[k] += variance[r] * upperBend / 2 - w * notF / (notG * apart);
            if (k > 0) byThreshold[k - 1] += variance[r] * lowerBend / 2 + w * g / (f * apart);
        }
        return byThreshold;
    }

    /// <summary>How half the log-determinant changes with each effect, solved through the curvature of the penalised likelihood.</summary>
    private (double[] Big, double[] Small) Adjoint()
    {
        var (big, small) = likelihood.Factors.Sums([.. bend.Select((b, r) => b * variance[r] / 2)], null);
        for (var b = 0; b < big.Length; b++) big[b] *= mode.BigDeviation;
        for (var s = 0; s < small.Length; s++) small[s] *= mode.SmallDeviation;
        mode.Factored.Solve(big, small);
        return (big, small);
    }

    private double OfDeviation(double deviation, int[] level, double[] effect, double[] diagonal, double[] adjoint, double[] byLinear)
    {
        var sum = deviation == 0 ? 0 : diagonal.Sum(d => 1 - d) / deviation;
        for (var r = 0; r < linear.Length; r++) sum += byLinear[r] * effect[level[r]] - adjoint[level[r]] * linear[r];
        return sum;
    }

    /// <summary>From thresholds to the first one and the logarithms of the distances.</summary>
    private void Chain(double[] byThreshold, double[] slope)
    {
        var sum = 0.0;
        for (var k = byThreshold.Length - 1; k >= 0; k--)
        {
            sum += byThreshold[k];
            slope[k] = k == 0 ? sum : sum * Math.Exp(at[k]);
        }
    }
}
