using BangVang.Judging.Assignment;
using BangVang.Testing;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests;

public class RandomisedAssignmentTests
{
    private static AssignmentResult Draw(AssignmentProblem problem, double cap, string seed = "18/11/2026") => Assigner.Solve(problem, new(Cap: cap, Seed: seed));

    [Fact]
    public void Every_draw_keeps_all_rules_and_its_probabilities_the_cap_and_the_best_total() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), number =>
        {
            var random = new SeededRandom($"draw {number}");
            var panel = TinyPanels.Random(random);
            var problem = new AssignmentProblem(panel, [.. Enumerable.Range(0, panel.Entries.Count * panel.Jurors.Count).Select(_ => random.Next(5) / 4.0)]);
            var cap = (1 + random.Next(8)) / 8.0;
            var result = Draw(problem, cap, $"{number}");
            if (result.Shortage is { } shortage) return result.Pairs.Count == 0 && (shortage.Code.StartsWith("assign.cap_too_low", StringComparison.Ordinal) ? cap < 1 : !TinyPanels.Assignments(panel).Any());

            var likely = result.Marginals.ToDictionary(p => new PanelPair(p.Entry, p.Juror), p => p.Probability);
            PanelPair[] drawn = [.. result.Pairs.Select(p => new PanelPair(p.Entry, p.Juror))];
            return TinyPanels.Keeps(panel, drawn) && drawn.All(likely.ContainsKey)
                && likely.All(p => p.Value > 0 && (p.Value <= cap || panel.Pinned.Contains(p.Key)))
                && likely.Where(p => p.Value == 1).All(p => drawn.Contains(p.Key))
                && panel.Entries.All(e => Math.Abs(likely.Where(p => p.Key.Entry == e.Entry).Sum(p => p.Value) - e.Demand) < 1e-12)
                && result.Report!.ExpectedAffinity == result.Report.ExpectedBound && result.Report.DualBound >= result.Report.TotalAffinity;
        }).Holds(400);

    [Fact]
    public void Pinned_pairs_that_break_a_rule_by_themselves_are_refused_and_not_drawn()
    {
        var panel = new PanelRequest([new("a", 2)], [new("1", 0, 1, "X"), new("2", 0, 1, "X"), new("3", 0, 1)], [], [new("a", "1"), new("a", "2")], GroupCap: 1);
        foreach (var cap in new double?[] { null, 1 })
            Assigner.Solve(new(panel, new double[3]), new(Cap: cap)).Shortage.ShouldNotBeNull().Code.ShouldBe("assign.pinned_above_cap");
    }

    [Fact]
    public void Pairs_are_drawn_as_often_as_their_probability_says()
    {
        var graph = new PanelGraph(new(
            [new("a", 2), new("b", 1), new("c", 1)], [new("1", 0, 2, "X"), new("2", 0, 2, "X"), new("3", 1, 2), new("4", 0, 1, "Y")], [], [], GroupCap: 1));
        var marginals = new Marginals([4, 3, 5, 4, 2, 0, 2, 4, 1, 4, 3, 0], 8);
        const int draws = 20_000;
        var times = new int[12];
        for (var i = 0; i < draws; i++)
        {
            var drawn = new DependentRounding(graph, marginals, new SeededRandom($"draw {i}")).Draw();
            for (var at = 0; at < 12; at++) times[at] += drawn[at] ? 1 : 0;
            (drawn[0] && drawn[1]).ShouldBeFalse("both are of X");
            (drawn[2] || drawn[6] || drawn[10]).ShouldBeTrue("juror 3 expects 10/8 entries and so has one or two");
            (drawn[3] && drawn[7]).ShouldBeFalse("juror 4 expects one");
            for (var e = 0; e < 3; e++) drawn.Skip(e * 4).Take(4).Count(d => d).ShouldBe(graph.Entries[e].Demand);
        }
        for (var at = 0; at < 12; at++)
        {
            var p = marginals.Parts[at] / 8.0;
            (times[at] / (double)draws).ShouldBe(p, 1e-9 + 5 * Math.Sqrt(p * (1 - p) / draws), $"pair {at}");
        }
    }

    [Fact]
    public void Where_all_pairs_are_as_good_all_are_as_likely()
    {
        var problem = new AssignmentProblem(
            new([.. "abcd".Select(e => new EntryDemand($"{e}", 1))], [.. "1234".Select(j => new JurorLoad($"{j}", 1, 1))], [], []), [.. Enumerable.Repeat(0.5, 16)]);
        var report = Draw(problem, 1);
        report.Marginals.Select(p => p.Probability).ShouldAllBe(p => Math.Abs(p - 0.25) < 1e-6);
        report.Report!.Entropy!.Value.ShouldBe(4 * Math.Log(4), 1e-6);
    }

    [Fact]
    public void A_lower_cap_costs_quality_and_the_seed_decides_the_draw()
    {
        var problem = SyntheticPanel.Of(200, 50, 3, 1.2);
        var (half, most) = (Draw(problem, 0.5), Draw(problem, 0.9));
        half.Report!.RelativeQuality!.Value.ShouldBeLessThan(most.Report!.RelativeQuality!.Value);
        most.Report.RelativeQuality.Value.ShouldBeLessThan(1);
        half.Report.Entropy!.Value.ShouldBeGreaterThan(most.Report.Entropy!.Value);
        Draw(problem, 0.5).Pairs.ShouldBe(half.Pairs);
        Draw(problem, 0.5, "19/11/2026").Pairs.ShouldNotBe(half.Pairs);
        Draw(problem, 1).Report!.RelativeQuality.ShouldBe(1);
    }

    [Fact]
    public void A_cap_that_no_probabilities_keep_is_refused_with_those_it_fails()
    {
        var problem = new AssignmentProblem(new([new("a", 1), new("b", 2)], [new("1", 0, 2), new("2", 0, 2), new("3", 0, 2)], [new("b", "3")], []), new double[6]);
        var reason = Draw(problem, 0.75).Shortage!;
        ReasonText.English(reason).ShouldBe("entries b can expect 1.5 places together when no probability is above 0.75, they need 2");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.01)]
    public void What_is_no_cap_or_does_not_go_with_one_is_refused(double cap)
    {
        var problem = SyntheticPanel.Of(4, 4, 1, 2);
        Should.Throw<ArgumentException>(() => Draw(problem, cap));
        Should.Throw<ArgumentException>(() => Assigner.Solve(problem, new(Objective.Fair, Cap: 0.5)));
        Should.Throw<ArgumentException>(() => Assigner.Solve(problem, new(Diversity: 0.1, Cap: 0.5)));
    }
}
