using BangVang.Judging.Numbers;

namespace BangVang.Judging.Choices;

/// <summary>
/// The likelihood of orders: at each place, the one chosen among those left with odds exp(strength). Without a prior the first entry's
/// strength is held at 0.
/// </summary>
internal sealed class ChoiceLikelihood
{
    private readonly (int[] Order, double Count)[] contests;
    private readonly int size;
    private readonly double precision;

    /// <param name="precision">Of the prior around 0; 0 for none.</param>
    public ChoiceLikelihood(string[] names, IReadOnlyList<Contest> held, double precision)
    {
        (size, this.precision) = (names.Length, precision);
        var index = names.Select((name, i) => (name, i)).ToDictionary(n => n.name, n => n.i, StringComparer.Ordinal);
        // Equal orders are one with the sum of their counts, in an order of their own: so no order of rows shows in a sum.
        contests = [.. held.Select(c => (Order: c.Order.Select(e => index[e]).ToArray(), c.Count))
            .GroupBy(c => string.Join(',', c.Order), StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.First().Order, g.Select(c => c.Count).Order().Sum()))];
    }

    /// <summary>The log-likelihood, without the prior.</summary>
    public double At(double[] strength) => At(strength, null, null);

    /// <summary>The most likely strengths, by Newton steps that are halved until they gain.</summary>
    public (double[] Strength, int Iterations, bool Converged) Search()
    {
        var strength = new double[size];
        var (slope, information) = (new double[size], new double[size, size]);
        var value = Held(strength, slope, information);
        for (var iteration = 1; iteration <= 200; iteration++)
        {
            var step = (double[])slope.Clone();
            (Factor(information) ?? throw new ArithmeticException("The choices leave a strength undetermined.")).Solve(step);
            var gain = Tiles.Dot(step, slope);
            if (gain < 1e-12) return ([.. strength.Select((s, i) => s + step[i])], iteration, true);
            // Odds of e² more in one step are enough: far steps end where nothing tells strengths apart any more.
            for (var length = Math.Min(1, 2 / step.Max(Math.Abs)); ; length /= 2)
            {
                var next = strength.Select((s, i) => s + length * step[i]).ToArray();
                var better = Held(next, slope, information);
                if (better < value && length > 1e-9) continue;
                // What is left to gain cannot be told from rounding: the whole step goes nearer than any part of it would.
                if (!(better > value)) return gain < 1e-9 ? ([.. strength.Select((s, i) => s + step[i])], iteration, true) : (strength, iteration, false);
                (strength, value) = (next, better);
                break;
            }
        }
        return (strength, 200, false);
    }

    /// <summary>The covariance of the strengths, and for each entry how it moves with independent normals of variance 1.</summary>
    public (double[,] Matrix, double[][] Directions) Covariance(double[] strength)
    {
        var information = new double[size, size];
        Held(strength, new double[size], information);
        var factor = Factor(information) ?? throw new ArithmeticException("The choices leave a strength undetermined.");
        var inverse = factor.Inverse();
        var (matrix, directions) = (new double[size, size], Enumerable.Range(0, size).Select(_ => new double[size]).ToArray());
        for (var k = 0; k < size; k++)
        {
            var direction = new double[size];
            direction[k] = 1;
            factor.SolveUpper(direction);
            for (var i = 0; i < size; i++) (matrix[i, k], directions[i][k]) = (IsFixed(i) || IsFixed(k) ? 0 : inverse[i * factor.Stride + k], IsFixed(k) ? 0 : direction[i]);
        }
        return (matrix, directions);
    }

    private bool IsFixed(int entry) => precision == 0 && entry == 0;

    private double Held(double[] strength, double[] slope, double[,] information)
    {
        Array.Clear(slope);
        Array.Clear(information);
        var value = At(strength, slope, information) - precision * Tiles.Dot(strength, strength) / 2;
        for (var i = 0; i < size; i++)
        {
            slope[i] -= precision * strength[i];
            information[i, i] += precision;
            if (!IsFixed(i)) continue;
            slope[i] = 0;
            for (var j = 0; j < size; j++) information[i, j] = information[j, i] = i == j ? 1 : 0;
        }
        return value;
    }

    private static Cholesky? Factor(double[,] information) => Cholesky.Of(information);

    private double At(double[] strength, double[]? slope, double[,]? information)
    {
        var value = 0.0;
        foreach (var (order, count) in contests)
        {
            var largest = order.Max(i => strength[i]);
            var odds = order.Select(i => Elementary.Exp(strength[i] - largest)).ToArray();
            for (var (place, left) = (order.Length - 2, odds[^1]); place >= 0; place--)
            {
                left += odds[place];
                value += count * (strength[order[place]] - largest - Elementary.Log(left));
                if (slope is null || information is null) continue;
                slope[order[place]] += count;
                for (var i = place; i < order.Length; i++)
                {
                    var share = odds[i] / left;
                    slope[order[i]] -= count * share;
                    information[order[i], order[i]] += count * share;
                    for (var j = place; j < order.Length; j++) information[order[i], order[j]] -= count * share * odds[j] / left;
                }
            }
        }
        return value;
    }
}
