namespace BangVang.Judging.Assignment;

/// <summary>Affinities as integers of at most 2^30 in magnitude, on which solvers are exact.</summary>
internal static class IntegerScale
{
    private const double Largest = 1 << 30;

    /// <summary>
    /// The smallest power of ten, up to 10^9, that makes every number an integer; where there is none, the largest scale that fits, with numbers rounded to
    /// the nearest integer.
    /// </summary>
    public static (int[] Values, double Scale) Of(ReadOnlySpan<double> numbers)
    {
        var most = 0.0;
        foreach (var number in numbers) most = Math.Max(most, Math.Abs(number));
        var scale = 1.0;
        for (var digits = 0; digits <= 9 && most * scale <= Largest; digits++, scale *= 10)
        {
            if (AreIntegers(numbers, scale)) return (Scaled(numbers, scale), scale);
        }
        scale = most == 0 ? 1 : Largest / most;
        return (Scaled(numbers, scale), scale);
    }

    private static bool AreIntegers(ReadOnlySpan<double> numbers, double scale)
    {
        foreach (var number in numbers)
        {
            if (Math.Round(number * scale) / scale != number) return false;
        }
        return true;
    }

    private static int[] Scaled(ReadOnlySpan<double> numbers, double scale)
    {
        var values = new int[numbers.Length];
        for (var i = 0; i < values.Length; i++) values[i] = (int)Math.Round(numbers[i] * scale);
        return values;
    }
}
