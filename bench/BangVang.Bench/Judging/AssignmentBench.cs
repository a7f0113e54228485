using System.Globalization;
using BangVang.Judging;
using BangVang.Judging.Assignment;
using BangVang.Judging.Tests;

namespace BangVang.Bench.Judging;

/// <summary>Assignments beside the totals, lowest entries and draws published or measured for the same data, and beside HiGHS on this machine.</summary>
internal sealed class AssignmentBench
{
    private const int Rounds = 3;
    private const double Relative = 1e-6;

    private readonly List<Measure> measures = [];
    private readonly List<string> notes;
    private readonly CancellationToken ct;

    private AssignmentBench(List<string> notes, CancellationToken ct) => (this.notes, this.ct) = (notes, ct);

    /// <param name="folder">Where the reference data are; null for synthetic panels only.</param>
    public static IReadOnlyList<Measure> Run(string? folder, List<string> notes, CancellationToken ct)
    {
        var bench = new AssignmentBench(notes, ct);
        bench.Synthetic();
        if (folder is not null && Directory.Exists(folder)) bench.Published(folder);
        else notes.Add("assignment: no reference data; give the folder that has assignment/ with --data");
        return bench.measures;
    }

    private void Synthetic()
    {
        Exact("200×50×3, slack 1.2", SyntheticPanel.Of(200, 50, 3, 1.2), 4_142_224);
        Exact("200×50×3, slack 1.0", SyntheticPanel.Of(200, 50, 3, 1.0), 4_035_334);
        Exact("1000×100×5, slack 1.2", SyntheticPanel.Of(1000, 100, 5, 1.2), 35_215_239, mostSeconds: 0.15);
        Exact("1000×100×5, slack 1.0", SyntheticPanel.Of(1000, 100, 5, 1.0), 34_353_748, mostSeconds: 0.15);
        Exact("3000×600×5, slack 1.2", SyntheticPanel.Of(3000, 600, 5, 1.2), 116_426_366);
        Exact("3000×600×5, slack 1.0", SyntheticPanel.Of(3000, 600, 5, 1.0), 113_545_897);
        Exact("10000×3000×3, slack 1.2", SyntheticPanel.Of(10_000, 3_000, 3, 1.2), 238_974_448, mostSeconds: 20, rounds: 1);
        measures.Add(Measure.Of("10000×3000×3, most memory of the process", "MB", [System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64 / 1e6]).AtMost(4000));
        Exact("10000×3000×5, slack 1.0", SyntheticPanel.Of(10_000, 3_000, 5, 1.0), 389_226_008, rounds: 1);
    }

    private void Published(string folder)
    {
        var (midl, up) = (Read(folder, "midl-kdd19"), Read(folder, "midl-kdd19", leastLoads: false));
        Exact("midl, upper loads", up, 201.884880);
        var sets = new Dictionary<string, (AssignmentProblem Problem, double Optimum)>
        {
            ["midl-kdd19"] = (midl, 150.043125),
            ["preflib-csconf1"] = (Read(folder, "preflib-csconf1"), 124.25),
            ["preflib-csconf2"] = (Read(folder, "preflib-csconf2"), 141.5),
            ["preflib-csconf3"] = (Read(folder, "preflib-csconf3"), 454.25),
            ["aamas2015"] = (Read(folder, "aamas2015"), 1406.25),
            ["aamas2016"] = (Read(folder, "aamas2016"), 949.5),
        };
        var highs = Highs.Seconds(folder, ["aamas2015", "aamas2016", "midl-kdd19", "preflib-csconf3"], notes);
        foreach (var (name, set) in sets)
        {
            var own = Exact(name, set.Problem, set.Optimum, rounds: Highs.Rounds);
            if (!highs.TryGetValue(name, out var seconds)) continue;
            measures.Add(Measure.Of($"{name}, HiGHS by scipy", "s", seconds).ComparedTo(own).RatioAtLeast(20));
        }
        Fair("midl upper loads, fair", up, new(Objective.Fair), 0.9448, 201.72);
        Fair("midl, floor 0.85", midl, new(Floor: 0.85), 0.85, 143.8);
        Fair("midl, fair", midl, new(Objective.Fair), 0.92, 142);
        Fair("aamas2015, max-min", sets["aamas2015"].Problem, new(Objective.MaxMin), 1.5, 1372);
        Fair("aamas2016, max-min", sets["aamas2016"].Problem, new(Objective.MaxMin), 1, 947);
        Draws(folder, sets.ToDictionary(s => s.Key, s => s.Value.Problem));
    }

    /// <summary>The largest total is that of the reference, proved, in so many CPU seconds.</summary>
    private Measure Exact(string name, AssignmentProblem problem, double optimum, double? mostSeconds = null, int rounds = Rounds)
    {
        ct.ThrowIfCancellationRequested();
        var reports = Enumerable.Range(0, rounds).Select(_ => Assigner.Solve(problem, new()).Report!).ToList();
        var wrong = reports.Max(r => Math.Max(Math.Abs(r.TotalAffinity / optimum - 1), r.Optimal ? 0 : 1));
        measures.Add(Measure.Of($"{name}: relative difference from the optimum", "", [wrong]).AtMost(Relative));
        var seconds = Measure.Of($"{name}", "s", [.. reports.Select(r => r.Seconds)]);
        measures.Add(mostSeconds is { } most ? seconds.AtMost(most) : seconds);
        return seconds;
    }

    private void Fair(string name, AssignmentProblem problem, AssignmentOptions options, double lowest, double total)
    {
        ct.ThrowIfCancellationRequested();
        if (Assigner.Solve(problem, options).Report is not { } report)
        {
            notes.Add($"{name}: nothing was found above the floor");
            return;
        }
        measures.Add(Measure.Of($"{name}: lowest entry", "", [report.MinEntryAffinity]).AtLeast(lowest));
        measures.Add(Measure.Of($"{name}: total", "", [report.TotalAffinity]).AtLeast(total));
        measures.Add(Measure.Of($"{name}", "s", [report.Seconds]));
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: lowest {report.MinEntryAffinity:0.0000}, total {report.TotalAffinity:0.000}, bound {report.DualBound:0.000}{(report.Optimal ? ", proved" : "")}"));
    }

    /// <summary>Quality of PLRA and entropy of PM-Q (Xu et al., NeurIPS 2023) at their caps for 95 % of the largest total.</summary>
    private void Draws(string folder, Dictionary<string, AssignmentProblem> problems)
    {
        using var text = Csv.Open(Path.Combine(folder, "perturbed_maximization_published.csv"));
        var rows = Csv.Read(text).Skip(1).Select(r => r.Fields).ToList();
        foreach (var row in rows.Where(r => r[1] == "PLRA" && r[2] == "0.95"))
        {
            if (!problems.TryGetValue(row[0].Replace("preflib", "preflib-csconf", StringComparison.Ordinal), out var problem)) continue;
            ct.ThrowIfCancellationRequested();
            var report = Assigner.Solve(problem, new(Cap: N(row[4]))).Report!;
            var perturbed = rows.Single(r => r[0] == row[0] && r[1] == "PM-Q" && r[2] == row[2]);
            measures.Add(Measure.Of($"{row[0]}, cap {row[4]}: quality from PLRA's", "", [Math.Abs(report.RelativeQuality!.Value - N(row[3]))]).AtMost(Relative));
            measures.Add(Measure.Of($"{row[0]}, cap {row[4]}: entropy over PM-Q's", "", [report.Entropy!.Value / N(perturbed[7])]).AtLeast(0.98));
            measures.Add(Measure.Of($"{row[0]}, cap {row[4]}", "s", [report.Seconds]));
        }
    }

    private static double N(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static AssignmentProblem Read(string folder, string set, bool leastLoads = true)
    {
        string At(string file) => Path.Combine(folder, set, file);
        var conflicts = At("conflicts.csv.gz");
        var (problem, problems) = AssignmentFiles.Read(new(At("scores.csv.gz"), At("papers.csv"), At("reviewers.csv"), File.Exists(conflicts) ? conflicts : null));
        if (problem is null) throw new InvalidDataException(problems[0].ToString());
        return leastLoads ? problem : problem with { Panel = problem.Panel with { Jurors = [.. problem.Panel.Jurors.Select(j => j with { MinLoad = 0 })] } };
    }
}
