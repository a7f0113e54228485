namespace BangVang.Judging;

/// <summary>Random numbers from a recorded seed.</summary>
internal interface IRandom
{
    /// <summary>A number from 0 to <paramref name="count"/> − 1.</summary>
    int Next(int count);

    /// <summary>Puts the items in random order (Fisher and Yates, from the last place down).</summary>
    void Shuffle<T>(Span<T> items);
}
