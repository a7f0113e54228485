namespace BangVang.Judging.Numbers;

/// <summary>The normal distribution with mean 0 and variance 1.</summary>
internal static class Normal
{
    public static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>P(X ≤ x), to about 10^−15 of it: a series near zero, a continued fraction in the tails.</summary>
    public static double Below(double x)
    {
        if (x > 0) return 1 - Below(-x);
        if (x < -38) return 0;
        if (x > -3)
        {
            var (sum, term) = (-x, -x);
            for (var n = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); n += 2) sum += term *= x * x / n;
            return 0.5 - Density(x) * sum;
        }
        var fraction = 0.0;
        for (var n = 80; n >= 1; n--) fraction = n / (-x + fraction);
        return Density(x) / (-x + fraction);
    }
}
