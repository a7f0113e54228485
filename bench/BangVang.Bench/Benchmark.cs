using System.Diagnostics;

namespace BangVang.Bench;

/// <summary>One question with numbers for an answer. A new one is a class in this project and a line in <see cref="Benchmarks"/>.</summary>
public abstract class Benchmark
{
    /// <summary>What <c>./bangvang bench NAME</c> calls it: lower case, words joined by hyphens.</summary>
    public abstract string Name { get; }

    /// <summary>What it measures, as a sentence in English and, after a line break, in Vietnamese.</summary>
    public abstract string What { get; }

    /// <summary>The folder named by <c>--data</c> has its input, and it writes nothing; without one it gets an empty name.</summary>
    public virtual bool ReadsData => false;

    /// <summary>Measures everything that is to be compared in this one run, in turns, so that a busy machine is busy for all.</summary>
    /// <param name="folder">An empty folder on the disk to measure; removed afterwards.</param>
    public abstract Task<IReadOnlyList<Measure>> RunAsync(string folder, CancellationToken ct);

    /// <summary>Lines that stand below the figures: what they rest on, and what could not be measured here. Filled by <see cref="RunAsync"/>.</summary>
    public List<string> Notes { get; } = [];

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
    /// <summary>What the project promises of this figure; null where it promises nothing.</summary>
    public Bar? Bar { get; init; }

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

    /// <summary>The median is promised to be no less than this.</summary>
    public Measure AtLeast(double least) => this with { Bar = new("at least", least, OfRatio: false, Median >= least) };

    /// <summary>The median is promised to be no more than this.</summary>
    public Measure AtMost(double most) => this with { Bar = new("at most", most, OfRatio: false, Median <= most) };

    /// <summary>The ratio is promised to be no less than this.</summary>
    public Measure RatioAtLeast(double least) => this with { Bar = new("at least", least, OfRatio: true, Ratio >= least) };

    /// <summary>The ratio is promised to be no more than this.</summary>
    public Measure RatioAtMost(double most) => this with { Bar = new("at most", most, OfRatio: true, Ratio <= most) };
}

/// <param name="Side"><c>at least</c> or <c>at most</c>.</param>
/// <param name="OfRatio">It is the ratio that is promised, not the figure.</param>
public sealed record Bar(string Side, double Value, bool OfRatio, bool IsMet);
