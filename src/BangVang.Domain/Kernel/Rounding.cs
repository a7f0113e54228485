namespace BangVang.Domain.Kernel;

/// <summary>Division of whole numbers with the one rounding this platform knows: half away from zero.</summary>
public static class Rounding
{
    /// <summary><paramref name="numerator"/> ÷ <paramref name="denominator"/>; 5 ÷ 2 is 3, −5 ÷ 2 is −3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The denominator is not positive.</exception>
    public static long HalfAwayFromZero(long numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        var whole = Math.DivRem(numerator, denominator, out var rest);
        return 2 * Math.Abs(rest) >= denominator ? whole + Math.Sign(numerator) : whole;
    }
}
