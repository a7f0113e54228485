using BangVang.Judging.Assignment;
using BangVang.Testing;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests;

public class ReplacementTests
{
    private static readonly PanelRequest Panel = new(
        [new("a", 1), new("b", 1), new("c", 1)], [new("1", 0, 1), new("2", 0, 2), new("3", 0, 1, "X")], [new("a", "3")], [], GroupCap: 1);

    private static readonly AssignmentProblem Problem = new(Panel, [5, 4, 9, 1, 3, 2, 0, 6, 7]);

    [Fact]
    public void Who_drops_out_is_replaced_with_the_fewest_changes_then_the_largest_total()
    {
        // Juror 1 leaves a. Juror 3 may not judge a, juror 2 is full with one more entry: one further change is needed only when nobody has room.
        PanelPair[] current = [new("a", "1"), new("b", "2"), new("c", "3")];
        var result = Replacement.Of(Problem, current, "1");
        (result.Removed.Single(), result.Added.Single()).ShouldBe((new("a", "1"), new("a", "2")));
        (result.TotalAffinity, result.MinEntryAffinity).ShouldBe((4 + 3 + 7, 3));
    }

    [Fact]
    public void Others_change_only_when_they_must()
    {
        PanelPair[] current = [new("a", "1"), new("b", "2"), new("c", "2")];
        var result = Replacement.Of(Problem, current, "1");
        // Juror 2 is full: c goes to juror 3 (7 instead of 6) rather than b (2 instead of 3).
        result.Removed.ShouldBe([new("a", "1"), new("c", "2")]);
        result.Added.ShouldBe([new("a", "2"), new("c", "3")]);
        Replacement.Of(Problem, current, "2").Shortage!.Code.ShouldBe("assign.loads_below_demands");
        Should.Throw<ArgumentException>(() => Replacement.Of(Problem, current, "9"));
    }

    [Fact]
    public void No_replacement_changes_fewer_pairs_or_as_few_for_a_larger_total() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), number =>
        {
            var random = new SeededRandom($"replace {number}");
            var panel = TinyPanels.Random(random);
            var problem = new AssignmentProblem(panel, [.. Enumerable.Range(0, panel.Entries.Count * panel.Jurors.Count).Select(_ => (double)random.Next(20))]);
            var current = Assigner.Solve(problem, new()).Pairs.Select(p => new PanelPair(p.Entry, p.Juror)).ToList();
            var juror = panel.Jurors[random.Next(panel.Jurors.Count)].Juror;
            var without = panel with
            {
                Jurors = [.. panel.Jurors.Where(j => j.Juror != juror)],
                Conflicts = [.. panel.Conflicts.Where(p => p.Juror != juror)],
                Pinned = [.. panel.Pinned.Where(p => p.Juror != juror)],
            };
            if (current.Count == 0) return true;
            var result = Replacement.Of(problem, current, juror);
            var ways = TinyPanels.Assignments(without).Select(pairs => (Kept: pairs.Count(current.Contains), Total: Exchange.Totals(problem, pairs).Total)).ToList();
            if (result.Shortage is not null) return ways.Count == 0;
            PanelPair[] after = [.. current.Except(result.Removed), .. result.Added];
            var best = ways.Max();
            return TinyPanels.Keeps(without, after) && (after.Count(current.Contains), result.TotalAffinity) == best;
        }).Holds();

    [Fact]
    public void An_exchange_tells_what_it_would_do_and_which_rule_it_would_break()
    {
        PanelPair[] current = [new("a", "1"), new("b", "2"), new("c", "3")];
        ExchangeEffect Evaluate(PanelPair[] remove, params PanelPair[] add) => Exchange.Evaluate(Problem, current, remove, add);
        Evaluate([new("a", "1"), new("b", "2")], new("a", "2"), new("b", "1")).ShouldBe(new(5 + 3 + 7, 4 + 1 + 7, 3, 1, null));
        Evaluate([new("a", "1")], new PanelPair("a", "2")).ShouldBe(new(15, 14, 3, 3, null));
        Evaluate([new("a", "1")], new PanelPair("a", "3")).Refusal!.Code.ShouldBe("assign.exchange_conflict");
        Evaluate([new("b", "2")], new PanelPair("b", "1")).Refusal!.Code.ShouldBe("assign.exchange_load");
        Evaluate([new("b", "1")], new PanelPair("b", "2")).Refusal!.Code.ShouldBe("assign.exchange_absent");
        Evaluate([], new PanelPair("b", "2")).Refusal!.Code.ShouldBe("assign.exchange_present");
        Evaluate([new("b", "2")]).Refusal!.Code.ShouldBe("assign.exchange_demand");
        var pinned = Problem with { Panel = Panel with { Pinned = [new("b", "2")] } };
        Exchange.Evaluate(pinned, current, [new("b", "2")], [new("b", "1")]).Refusal!.Code.ShouldBe("assign.exchange_pinned");
        var grouped = new AssignmentProblem(
            new([new("a", 2)], [new("1", 0, 1, "X"), new("2", 0, 1, "X"), new("3", 0, 1)], [], [], GroupCap: 1), [1, 2, 3]);
        ReasonText.English(Exchange.Evaluate(grouped, [new("a", "1"), new("a", "3")], [new("a", "3")], [new("a", "2")]).Refusal!)
            .ShouldBe("entry a would have 2 jurors of X, may have 1");
    }
}
