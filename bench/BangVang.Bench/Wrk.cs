using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace BangVang.Bench;

/// <param name="PerSecond">Answers per second.</param>
/// <param name="P99">99 % were answered within so many milliseconds.</param>
internal sealed record WrkAnswer(double PerSecond, double P99);

/// <summary>The program wrk: as many requests as 16 connections get through.</summary>
internal static partial class Wrk
{
    private const int Connections = 16;

    /// <summary>What to say where wrk is not installed; null where it is.</summary>
    public static string? Missing() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(d => File.Exists(Path.Combine(d, "wrk")))
        ? null : "not measured: the program wrk is missing (Debian: apt-get install wrk) · không đo được: máy này chưa có chương trình wrk";

    /// <exception cref="InvalidOperationException">Not every answer was a success: such a figure says nothing.</exception>
    public static async Task<WrkAnswer> RunAsync(Uri address, TimeSpan time, IEnumerable<string> headers, CancellationToken ct)
    {
        var start = new ProcessStartInfo("wrk", ["-t1", $"-c{Connections}", string.Create(CultureInfo.InvariantCulture, $"-d{time.TotalSeconds:0}s"), "--latency", "--timeout", "30s", .. headers.SelectMany(h => new[] { "-H", h }), $"{address}"])
        { RedirectStandardOutput = true };
        using var wrk = Process.Start(start)!;
        var said = await wrk.StandardOutput.ReadToEndAsync(ct);
        await wrk.WaitForExitAsync(ct);
        if (wrk.ExitCode != 0 || Faults().IsMatch(said)) throw new InvalidOperationException($"wrk {address}:\n{said}");
        var p99 = Slowest().Match(said);
        return new(Number(Rate().Match(said).Groups[1].Value), Number(p99.Groups[1].Value) * p99.Groups[2].Value switch { "us" => 0.001, "ms" => 1, "s" => 1000, _ => 60_000 });
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s|m)")]
    private static partial Regex Slowest();

    [GeneratedRegex("Non-2xx|Socket errors")]
    private static partial Regex Faults();
}
