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
        var (whole, rest) = Int128.DivRem(Int128.Abs(numerator), denominator);
        if (rest >= denominator - rest) whole++;
        return checked((int)(numerator < 0 ? -whole : whole));
    }
}
