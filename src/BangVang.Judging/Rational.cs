namespace BangVang.Judging;

/// <summary>A fraction in lowest terms with a positive denominator; arithmetic is exact or throws <see cref="OverflowException"/>.</summary>
internal readonly record struct Rational
{
    public static readonly Rational Zero = new(0, 1);

    public Rational(Int128 numerator, Int128 denominator)
    {
        var divisor = GreatestCommonDivisor(Int128.Abs(numerator), denominator);
        (Numerator, Denominator) = (numerator / divisor, denominator / divisor);
    }

    public Int128 Numerator { get; }
    public Int128 Denominator { get; }

    public static Rational operator +(Rational a, Rational b) =>
        new(checked(a.Numerator * b.Denominator + b.Numerator * a.Denominator), checked(a.Denominator * b.Denominator));

    public static Rational operator *(Rational a, Rational b) =>
        new(checked(a.Numerator * b.Numerator), checked(a.Denominator * b.Denominator));

    private static Int128 GreatestCommonDivisor(Int128 a, Int128 b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }
}
