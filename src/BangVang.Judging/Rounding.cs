namespace BangVang.Judging;

/// <summary>The one rounding rule of every published number: to the nearest integer, a half goes away from zero.</summary>
public static class Rounding
{
    /// <summary><paramref name="numerator"/> ÷ <paramref name="denominator"/> to the nearest integer: 5/2 is 3, −5/2 is −3, 7/3 is 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="denominator"/> is not positive.</exception>
    /// <exception cref="OverflowException">The result does not fit an <see cref="int"/>.</exception>
    public static int HalfAwayFromZero(Int128 numerator, Int128 denominator)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(denominator, Int128.Zero);
        // Points and their sums nearly always fit, and whole numbers of 64 bits are divided many times as fast.
        if (numerator > -Small && numerator < Small && denominator < Small) return Small64((long)numerator, (long)denominator);
        var (whole, rest) = Int128.DivRem(Int128.Abs(numerator), denominator);
        if (rest >= denominator - rest) whole++;
        return checked((int)(numerator < 0 ? -whole : whole));
    }

    private const long Small = 1L << 62;

    private static int Small64(long numerator, long denominator)
    {
        var (whole, rest) = Math.DivRem(Math.Abs(numerator), denominator);
        if (rest >= denominator - rest) whole++;
        return checked((int)(numerator < 0 ? -whole : whole));
    }
}
