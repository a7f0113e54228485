using BangVang.Judging.Assignment;

namespace BangVang.Judging.Numbers;

/// <summary>Normal numbers with mean 0 and variance 1 from a recorded seed, by the polar method of Marsaglia.</summary>
public sealed class NormalRandom(string seed)
{
    private readonly FastRandom random = new(new SeededRandom(seed));
    private double spare = double.NaN;

    /// <summary>The next normal number.</summary>
    public double Next()
    {
        if (!double.IsNaN(spare))
        {
            var kept = spare;
            spare = double.NaN;
            return kept;
        }
        while (true)
        {
            var (x, y) = (2 * NextUniform() - 1, 2 * NextUniform() - 1);
            var square = x * x + y * y;
            if (square is >= 1 or 0) continue;
            var factor = Math.Sqrt(-2 * Math.Log(square) / square);
            spare = y * factor;
            return x * factor;
        }
    }

    /// <summary>One normal number after the other.</summary>
    public void Fill(Span<double> numbers)
    {
        for (var i = 0; i < numbers.Length; i++) numbers[i] = Next();
    }

    /// <summary>From 0 up to but not including 1.</summary>
    public double NextUniform() => (random.NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From 0 to <paramref name="count"/> − 1.</summary>
    public int Next(int count) => random.Next(count);
}
