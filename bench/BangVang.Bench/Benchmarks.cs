namespace BangVang.Bench;

/// <summary>All benchmarks, in the order in which they run.</summary>
internal static class Benchmarks
{
    public static IReadOnlyList<Benchmark> All { get; } = [new FsyncBenchmark(), new PageOneBenchmark(), new StartBenchmark(), new ListBenchmark(), new BoardBenchmark(), new ForumBenchmark(), new SubmissionBenchmark(), new ProofBenchmark(), new Judging.JudgingBenchmark(), new RegistrationBenchmark(), new DoorBenchmark()];
}

/// <summary>What one benchmark found.</summary>
/// <param name="Notes">What the figures rest on, and what could not be measured here.</param>
public sealed record BenchmarkAnswer(string Name, string What, IReadOnlyList<Measure> Measures, IReadOnlyList<string> Notes);

/// <summary>What <c>bench --json</c> prints.</summary>
/// <param name="Machine">Processors, memory and system, without which the numbers say little.</param>
/// <param name="Load">How many programs wanted a processor in the minute before; null where the system does not say.</param>
public sealed record BenchAnswer(string Machine, double? Load, IReadOnlyList<BenchmarkAnswer> Benchmarks);
