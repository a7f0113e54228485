namespace BangVang.Judging.Numbers;

/// <summary>
/// e to a power, and its inverse, from additions, multiplications and divisions alone, in a fixed order: every machine gives the same bits, which the
/// functions of a system's mathematical library do not promise. Within one unit of the last place.
/// </summary>
internal static class Elementary
{
    // ln 2 in two parts: the first has 32 bits, so that a whole multiple of it is exact.
    private const double High = 6.93147180369123816490e-01, Low = 1.90821492927058770002e-10, PerTwo = 1.44269504088896338700;

    /// <summary>e to the power of <paramref name="x"/>: the power of two nearest to it, and a series for what is left.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x > 709.782712893384) return double.PositiveInfinity;
        if (x < -745.2) return 0;
        var twos = (int)Math.Floor((x * PerTwo) + 0.5);
        var (near, rest) = (x - (twos * High), twos * Low);
        var left = near - rest;
        // Horner's scheme of the series to the 14th power: |left| is at most 0.35.
        var sum = 1.0;
        for (var n = 14; n > 1; n--) sum = 1 + (left * sum / n);
        return Scaled(1 + (near - (rest - (left * (sum - 1)))), twos);
    }

    /// <summary>The natural logarithm: of the power of two, and by the series of artanh of what is left between √½ and √2. Not a number below 0.</summary>
    public static double Log(double x)
    {
        if (double.IsNaN(x) || x < 0) return double.NaN;
        if (x == 0) return double.NegativeInfinity;
        if (double.IsPositiveInfinity(x)) return x;
        var twos = 0;
        if (x < 2.2250738585072014e-308) (x, twos) = (x * 18_014_398_509_481_984, -54);
        var bits = BitConverter.DoubleToInt64Bits(x);
        twos += (int)(bits >> 52) - 1023;
        var fraction = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFFL) | 0x3FF0000000000000L);
        if (fraction > 1.4142135623730951) (fraction, twos) = (fraction / 2, twos + 1);
        // log(1 + f) = 2·artanh(f ÷ (2 + f)) = f − f²/2 + s·(f²/2 + r), where r is the rest of the series in s².
        var f = fraction - 1;
        var (s, half) = (f / (2 + f), f * f / 2);
        var (square, series) = (s * s, 0.0);
        for (var n = 23; n >= 3; n -= 2) series = square * (2.0 / n + series);
        return (twos * High) - (half - ((s * (half + series)) + (twos * Low)) - f);
    }

    private static double Scaled(double x, int twos)
    {
        // In two steps where one would leave the range of normal numbers.
        if (twos < -1022) return x * Power(-1022) * Power(twos + 1022);
        return twos > 1023 ? x * Power(1023) * Power(twos - 1023) : x * Power(twos);
    }

    private static double Power(int twos) => BitConverter.Int64BitsToDouble((long)(Math.Max(-1022, Math.Min(1023, twos)) + 1023) << 52);
}
