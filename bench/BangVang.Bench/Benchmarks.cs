namespace BangVang.Bench;

/// <summary>All benchmarks, in the order in which they run.</summary>
internal static class Benchmarks
{
    public static IReadOnlyList<Benchmark> All { get; } = [new FsyncBenchmark(), new BoardBenchmark(), new SubmissionBenchmark()];
}

/// <summary>What one benchmark found.</summary>
public sealed record BenchmarkAnswer(string Name, string What, IReadOnlyList<Measure> Measures);

/// <summary>What <c>bench --json</c> prints.</summary>
/// <param name="Machine">Processors, memory and system, without which the numbers say little.</param>
public sealed record BenchAnswer(string Machine, IReadOnlyList<BenchmarkAnswer> Benchmarks);
