namespace BangVang.Judging.Assignment;

/// <summary>xoshiro256** (Blackman and Vigna), started from a <see cref="SeededRandom"/>: for searches that draw millions of numbers.</summary>
internal sealed class FastRandom(ulong a, ulong b, ulong c, ulong d) : IRandom
{
    public FastRandom(SeededRandom seed) : this(seed.NextUInt64(), seed.NextUInt64(), seed.NextUInt64(), seed.NextUInt64() | 1) { }

    /// <summary>From 0 to <paramref name="count"/> − 1, by multiplication; the bias is below 2^−32 × <paramref name="count"/>, which a search does not feel.</summary>
    public int Next(int count) => (int)((NextUInt64() >> 32) * (ulong)count >> 32);

    public void Shuffle<T>(Span<T> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = Next(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    public ulong NextUInt64()
    {
        var result = ulong.RotateLeft(b * 5, 7) * 9;
        var shifted = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= shifted;
        d = ulong.RotateLeft(d, 45);
        return result;
    }
}
