using BangVang.Judging.Assignment;
using BangVang.Testing;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests;

public class AssignerTests
{
    private static AssignmentResult Solve(AssignmentProblem problem, AssignmentOptions? options = null) => Assigner.Solve(problem, options ?? new());

    [Theory]
    [InlineData(200, 50, 3, 1.2, 4_142_224)]
    [InlineData(200, 50, 3, 1.0, 4_035_334)]
    [InlineData(1000, 100, 5, 1.2, 35_215_239)]
    [InlineData(1000, 100, 5, 1.0, 34_353_748)]
    public void The_largest_total_is_the_published_one_and_proved(int entries, int jurors, int demand, double slack, int optimum)
    {
        var report = Solve(SyntheticPanel.Of(entries, jurors, demand, slack)).Report!;
        report.TotalAffinity.ShouldBe(optimum);
        report.DualBound.ShouldBe(optimum);
        report.Optimal.ShouldBeTrue();
        report.ConflictsViolated.ShouldBe(0);
    }

    [Fact]
    public void The_report_counts_what_people_ask_for()
    {
        var problem = new AssignmentProblem(
            new([new("b", 1), new("a", 2)], [new("1", 0, 2), new("2", 1, 1)], [], []),
            [0.5, 0.25, 1, 0.75]);
        var result = Solve(problem);
        result.Pairs.ShouldBe([new("a", "1", 1), new("a", "2", 0.75), new("b", "1", 0.5)]);
        var report = result.Report!;
        (report.TotalAffinity, report.MinEntryAffinity, report.MeanEntryAffinity, report.P10EntryAffinity).ShouldBe((2.25, 0.5, 1.125, 0.5));
        (report.Loads.Min, report.Loads.Max, report.Envy).ShouldBe((1, 2, 1));
        report.Loads.Histogram.ShouldBe(new SortedDictionary<int, int> { [1] = 1, [2] = 1 });
        foreach (var name in new[]
        {
            "objective", "total_affinity", "min_entry_affinity", "mean_entry_affinity", "p10_entry_affinity", "envy", "loads",
            "histogram", "conflicts_violated", "optimal", "dual_bound", "seconds", "seed", "version",
        }) report.ToJson().ShouldContain($"\"{name}\":");
    }

    [Fact]
    public void Prices_are_also_found_when_jurors_must_judge_what_suits_them_badly()
    {
        // Juror 2 fits nothing, yet has to judge two entries.
        var problem = new AssignmentProblem(
            new([new("a", 1), new("b", 1), new("c", 1)], [new("1", 0, 3), new("2", 2, 3)], [], []),
            [10, 0, 8, 1, 7, -5]);
        var report = Solve(problem).Report!;
        report.TotalAffinity.ShouldBe(0 + 1 + 7);
        report.DualBound.ShouldBe(report.TotalAffinity);
    }

    [Fact]
    public void Any_panel_is_assigned_best_within_all_its_rules_or_refused_with_a_reason() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), number =>
        {
            var problem = RandomProblem(new SeededRandom($"assign {number}"));
            var result = Solve(problem);
            var best = TinyPanels.Assignments(problem.Panel).Select(pairs => (double?)Total(problem, pairs)).Max();
            if (result.Shortage is not null) return best is null && result.Pairs.Count == 0;
            return TinyPanels.Keeps(problem.Panel, [.. result.Pairs.Select(p => new PanelPair(p.Entry, p.Juror))])
                && result.Report!.TotalAffinity == best && result.Report.DualBound == best && result.Report.Optimal;
        }).Holds();

    [Fact]
    public void The_order_of_rows_changes_nothing() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), number =>
        {
            var (panel, affinity) = RandomProblem(new SeededRandom($"rows {number}"));
            var turned = new AssignmentProblem(
                panel with { Entries = [.. panel.Entries.Reverse()], Jurors = [.. panel.Jurors.Reverse()], Conflicts = [.. panel.Conflicts.Reverse()] },
                [.. affinity.Reverse()]);
            var (one, other) = (Solve(new(panel, affinity)), Solve(turned));
            return one.Pairs.SequenceEqual(other.Pairs) && Equals(one.Shortage, other.Shortage);
        }).Holds();

    [Fact]
    public void A_permutation_of_names_permutes_the_result() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), number =>
        {
            // Values so many that no two assignments tie.
            var random = new SeededRandom($"names {number}");
            var panel = TinyPanels.Random(random);
            double[] affinity = [.. Enumerable.Range(0, panel.Entries.Count * panel.Jurors.Count).Select(_ => (double)random.Next(1 << 29))];
            string Entry(string name) => $"x{(name[1] * 7 + number) % 11}{name}";
            string Juror(string name) => $"y{(name[1] * 5 + number) % 11}{name}";
            PanelPair Pair(PanelPair p) => new(Entry(p.Entry), Juror(p.Juror));
            var renamed = panel with
            {
                Entries = [.. panel.Entries.Select(e => e with { Entry = Entry(e.Entry) })],
                Jurors = [.. panel.Jurors.Select(j => j with { Juror = Juror(j.Juror) })],
                Conflicts = [.. panel.Conflicts.Select(Pair)],
                Pinned = [.. panel.Pinned.Select(Pair)],
            };
            var (one, other) = (Solve(new(panel, affinity)), Solve(new(renamed, affinity)));
            return one.Pairs.Select(p => Pair(new(p.Entry, p.Juror))).ToHashSet().SetEquals(other.Pairs.Select(p => new PanelPair(p.Entry, p.Juror)))
                && one.Shortage?.Code == other.Shortage?.Code;
        }).Holds();

    [Theory]
    [InlineData(Objective.MaxSum, null)]
    [InlineData(Objective.MaxSum, 0.5)]
    [InlineData(Objective.Fair, null)]
    public void The_existence_of_a_recused_juror_changes_nothing(Objective objective, double? cap)
    {
        var (panel, affinity) = SyntheticPanel.Of(14, 7, 2, 1.3);
        var recused = panel with
        {
            Jurors = [.. panel.Jurors.Take(3), new("0x", 0, 9), .. panel.Jurors.Skip(3)],
            Conflicts = [.. panel.Conflicts, .. panel.Entries.Select(e => new PanelPair(e.Entry, "0x"))],
        };
        double[] more = [.. affinity.Chunk(7).SelectMany(row => (double[])[.. row.Take(3), 9_999, .. row.Skip(3)])];
        var options = new AssignmentOptions(objective, Cap: cap);
        var (without, with) = (Solve(new(panel, affinity), options), Solve(new(recused, more), options));
        with.Pairs.ShouldBe(without.Pairs);
        with.Marginals.ShouldBe(without.Marginals);
        (with.Report!.TotalAffinity, with.Report.DualBound, with.Report.Loads.Histogram[0]).ShouldBe((
            without.Report!.TotalAffinity, without.Report.DualBound, without.Report.Loads.Histogram.GetValueOrDefault(0) + 1));
    }

    [Fact]
    public void Loads_and_demands_of_any_size_are_answered()
    {
        var panel = new PanelRequest([new("a", 1), new("b", 1)], [new("1", 0, 1_000_000), new("2", 0, int.MaxValue)], [], []);
        Solve(new(panel, [1, 2, 3, 1])).Report!.TotalAffinity.ShouldBe(5);
        var most = new PanelRequest([.. Enumerable.Range(0, 3000).Select(e => new EntryDemand($"{e}", 1_000_000))], [new("1", 0, 1_000_000)], [], []);
        Solve(new(most, new double[3000])).Shortage!.Code.ShouldBe("assign.loads_below_demands");
    }

    [Fact]
    public void A_floor_is_kept_with_the_largest_total_above_it_or_its_impossibility_is_said() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), number =>
        {
            var problem = RandomProblem(new SeededRandom($"floor {number}"));
            var all = TinyPanels.Assignments(problem.Panel).ToList();
            if (all.Count == 0) return true;
            var highest = all.Max(pairs => Lowest(problem, pairs));
            var given = Solve(problem, new(Floor: highest));
            var above = Solve(problem, new(Floor: highest + 1));
            var maxMin = Solve(problem, new(Objective.MaxMin));
            var best = all.Where(pairs => Lowest(problem, pairs) >= highest).Max(pairs => Total(problem, pairs));
            return given.Report!.MinEntryAffinity >= highest && given.Report.TotalAffinity == best && given.Report.DualBound >= best
                && TinyPanels.Keeps(problem.Panel, [.. given.Pairs.Select(p => new PanelPair(p.Entry, p.Juror))])
                && above.Shortage!.Code.StartsWith("assign.floor_", StringComparison.Ordinal)
                && maxMin.Report!.MinEntryAffinity == highest && maxMin.Report.DualBound >= highest;
        }).Holds(8);

    [Fact]
    public void A_fair_assignment_lifts_the_lowest_entry_and_repeats_with_its_seed()
    {
        var problem = SyntheticPanel.Of(12, 6, 2, 1.0);
        var (plain, fair, again) = (Solve(problem), Solve(problem, new(Objective.Fair, Seed: "1")), Solve(problem, new(Objective.Fair, Seed: "1")));
        fair.Report!.MinEntryAffinity.ShouldBeGreaterThan(plain.Report!.MinEntryAffinity);
        fair.Report.TotalAffinity.ShouldBeLessThanOrEqualTo(plain.Report.TotalAffinity);
        fair.Report.DualBound.ShouldBeGreaterThanOrEqualTo(fair.Report.TotalAffinity);
        fair.Report.Floor!.Value.ShouldBeLessThanOrEqualTo(fair.Report.MinEntryAffinity);
        again.Pairs.ShouldBe(fair.Pairs);
    }

    [Fact]
    public void A_search_that_is_stopped_at_once_still_answers_within_the_rules()
    {
        var problem = SyntheticPanel.Of(12, 6, 2, 1.0);
        var result = Assigner.Solve(problem, new(Objective.Fair), stop: () => true);
        TinyPanels.Keeps(problem.Panel, [.. result.Pairs.Select(p => new PanelPair(p.Entry, p.Juror))]).ShouldBeTrue();
        result.Report!.DualBound.ShouldBeGreaterThanOrEqualTo(result.Report.TotalAffinity);
    }

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        var panel = new PanelRequest([new("a", 1)], [new("1", 0, 1)], [], []);
        Should.Throw<ArgumentException>(() => Solve(new(panel, [1, 2])));
        Should.Throw<ArgumentException>(() => Solve(new(panel, [double.NaN])));
    }

    private static AssignmentProblem RandomProblem(SeededRandom random)
    {
        var panel = TinyPanels.Random(random);
        return new(panel, [.. Enumerable.Range(0, panel.Entries.Count * panel.Jurors.Count).Select(_ => random.Next(41) / 4.0 - 2)]);
    }

    private static double Affinity(AssignmentProblem problem, PanelPair pair) => problem.Affinity[
        problem.Panel.Entries.ToList().FindIndex(e => e.Entry == pair.Entry) * problem.Panel.Jurors.Count
        + problem.Panel.Jurors.ToList().FindIndex(j => j.Juror == pair.Juror)];

    private static double Total(AssignmentProblem problem, IEnumerable<PanelPair> pairs) => pairs.Sum(p => Affinity(problem, p));

    private static double Lowest(AssignmentProblem problem, IReadOnlyList<PanelPair> pairs) =>
        problem.Panel.Entries.Min(e => Total(problem, pairs.Where(p => p.Entry == e.Entry)));
}
