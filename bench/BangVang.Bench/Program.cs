using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using BangVang.App.Kernel;
using BangVang.Bench;

// ./bangvang bench [NAME…] comes here; its help is the launcher's.
var names = new Argument<string[]>("NAME") { Arity = ArgumentArity.ZeroOrMore };
var list = new Option<bool>("--list");
var json = new Option<bool>("--json");
var data = new Option<DirectoryInfo?>("--data");
var root = new RootCommand { names, list, json, data };
root.SetAction(async (parsed, ct) =>
{
    var unknown = parsed.GetValue(names)!.Except(Benchmarks.All.Select(b => b.Name)).ToList();
    foreach (var name in unknown) Console.Error.WriteLine($"bench.unknown: there is no benchmark '{name}'; there are: {string.Join(' ', Benchmarks.All.Select(b => b.Name))}");
    if (unknown.Count > 0) return 2;
    var chosen = Benchmarks.All.Where(b => parsed.GetValue(names) is [] or null || parsed.GetValue(names)!.Contains(b.Name)).ToList();
    if (parsed.GetValue(list))
    {
        foreach (var benchmark in chosen) Console.WriteLine($"{benchmark.Name}: {benchmark.What}");
        return 0;
    }

    var machine = $"{Environment.ProcessorCount} processors, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 30)} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
    var asJson = parsed.GetValue(json);
    var load = Load();
    if (!asJson) Console.WriteLine(load is { } busy ? string.Create(CultureInfo.InvariantCulture, $"{machine}; load {busy:0.0} before") : machine);
    var answers = new List<BenchmarkAnswer>();
    foreach (var benchmark in chosen)
    {
        if (benchmark.ReadsData)
        {
            Take(benchmark, await benchmark.RunAsync(parsed.GetValue(data)?.FullName ?? "", ct));
            continue;
        }
        var folder = Directory.CreateDirectory(Path.Combine(parsed.GetValue(data)?.FullName ?? Path.Combine(InstallationConfiguration.Root, "var", "bench"), $"{benchmark.Name}-{Environment.ProcessId}"));
        try
        {
            Take(benchmark, await benchmark.RunAsync(folder.FullName, ct));
        }
        finally { folder.Delete(recursive: true); }
    }

    void Take(Benchmark benchmark, IReadOnlyList<Measure> measures)
    {
        answers.Add(new(benchmark.Name, benchmark.What, measures, benchmark.Notes));
        if (!asJson) Print(benchmark, measures);
    }
    if (asJson) Console.WriteLine(JsonSerializer.Serialize(new BenchAnswer(machine, load, answers), new JsonSerializerOptions(Json.Options) { WriteIndented = true }));
    return 0;
});
var parsed = root.Parse(args);
foreach (var mistake in parsed.Errors) Console.Error.WriteLine($"cli.arguments: {mistake.Message}");
return parsed.Errors.Count > 0 ? 2 : await parsed.InvokeAsync();

static void Print(Benchmark benchmark, IReadOnlyList<Measure> measures)
{
    Console.WriteLine($"\n{benchmark.Name}: {benchmark.What}");
    foreach (var m in measures)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"  {m.Name,-56} {Figure(m.Median),12} {m.Unit,-6} (median of {m.Rounds}, {Figure(m.Low)} to {Figure(m.High)})");
        if (m.Ratio is { } ratio) line = string.Create(CultureInfo.InvariantCulture, $"{line}  = {ratio:0.00} × {m.RatioTo}");
        Console.WriteLine(m.Bar is { } bar ? $"{line}  [bar: {bar.Side} {Figure(bar.Value)}{(bar.OfRatio ? " ×" : $" {m.Unit}")}, {(bar.IsMet ? "met" : "NOT MET")}]" : line);
    }
    foreach (var note in benchmark.Notes) Console.WriteLine($"  {note}");
}

static double? Load() => File.Exists("/proc/loadavg") ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) : null;

static string Figure(double value) => value.ToString(Math.Abs(value) >= 100 ? "#,0" : Math.Abs(value) is > 0 and < 0.001 ? "0.0e0" : "0.####", CultureInfo.InvariantCulture);
