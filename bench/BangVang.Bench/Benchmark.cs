using System.Diagnostics;

namespace BangVang.Bench;

/// <summary>One question with numbers for an answer. A new one is a class in this project and a line in <see cref="Benchmarks"/>.</summary>
public abstract class Benchmark
{
    /// <summary>What <c>./bangvang bench NAME</c> calls it: lower case, words joined by hyphens.</summary>
    public abstract string Name { get; }

    /// <summary>What it measures, as a sentence in English and, after a line break, in Vietnamese.</summary>
    public abstract string What { get; }

    /// <summary>Measures everything that is to be compared in this one run, in turns, so that a busy machine is busy for all.</summary>
    /// <param name="folder">An empty folder on the disk to measure; removed afterwards.</param>
    public abstract Task<IReadOnlyList<Measure>> RunAsync(string folder, CancellationToken ct);

    /// <summary>How often <paramref name="act"/> is done per second, tried for <paramref name="time"/> one after the other.</summary>
    protected static async Task<double> PerSecondAsync(TimeSpan time, Func<Task> act)
    {
        var watch = Stopwatch.StartNew();
        var times = 0;
        for (; watch.Elapsed < time; times++) await act();
        return times / watch.Elapsed.TotalSeconds;
    }
}

/// <summary>A number with its unit: the median of several rounds.</summary>
/// <param name="Low">Smallest of the rounds.</param>
/// <param name="High">Largest of the rounds.</param>
/// <param name="Ratio">This median over that of <paramref name="RatioTo"/>; null when nothing is compared.</param>
public sealed record Measure(string Name, string Unit, double Median, double Low, double High, int Rounds, double? Ratio = null, string? RatioTo = null)
{
    /// <param name="rounds">At least one.</param>
    public static Measure Of(string name, string unit, IReadOnlyList<double> rounds)
    {
        var sorted = rounds.Order().ToArray();
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new(name, unit, median, sorted[0], sorted[^1], sorted.Length);
    }

    /// <summary>The same measure with its ratio to another of this run.</summary>
    public Measure ComparedTo(Measure other) => this with { Ratio = Median / other.Median, RatioTo = other.Name };
}
