using BangVang.Testing;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests;

public class BalancedAssignmentTests
{
    private static PanelRequest Panel(int entries, int demand, int jurors, int max, int min = 0) => new(
        [.. Enumerable.Range(1, entries).Select(e => new EntryDemand($"e{e:00}", demand))],
        [.. Enumerable.Range(1, jurors).Select(j => new JurorLoad($"j{j:00}", min, max))],
        [], []);

    private static PanelResult Draw(PanelRequest request, string seed = "seed") => BalancedAssignment.Random(request, new(seed));

    [Fact]
    public void Every_entry_gets_its_jurors_and_loads_differ_by_at_most_one()
    {
        var result = Draw(Panel(entries: 20, demand: 3, jurors: 7, max: 60));
        result.Shortage.ShouldBeNull();
        result.Pairs.GroupBy(p => p.Entry).ShouldAllBe(g => g.Select(p => p.Juror).Distinct().Count() == 3);
        Loads(result).Order().ShouldBe([8, 8, 8, 9, 9, 9, 9]);
        result.Pairs.ShouldBe(result.Pairs.Order());
    }

    [Fact]
    public void The_same_seed_gives_the_same_pairs_whatever_the_order_of_rows_and_another_seed_others()
    {
        var panel = Panel(12, 3, 6, 12) with { Conflicts = [new("e01", "j01"), new("e02", "j05")] };
        var reversed = panel with { Entries = [.. panel.Entries.Reverse()], Jurors = [.. panel.Jurors.Reverse()], Conflicts = [.. panel.Conflicts.Reverse()] };
        Draw(reversed).Pairs.ShouldBe(Draw(panel).Pairs);
        Draw(panel, "other").Pairs.ShouldNotBe(Draw(panel).Pairs);
    }

    [Fact]
    public void Every_pair_is_about_equally_likely()
    {
        var counts = new Dictionary<PanelPair, int>();
        for (var i = 0; i < 600; i++)
        {
            foreach (var pair in Draw(Panel(6, 2, 4, 3), $"draw {i}").Pairs) counts[pair] = counts.GetValueOrDefault(pair) + 1;
        }
        // Half of 600 expected for each of the 24 pairs; five standard deviations are about 61.
        counts.Count.ShouldBe(24);
        counts.Values.ShouldAllBe(count => count > 239 && count < 361);
    }

    [Fact]
    public void Pinned_pairs_stay_and_conflicts_stay_out()
    {
        var panel = Panel(5, 2, 4, 3) with
        {
            Pinned = [new("e01", "j01"), new("e02", "j01")],
            Conflicts = [new("e03", "j01"), new("e04", "j01")],
        };
        var result = Draw(panel);
        result.Pairs.ShouldContain(new PanelPair("e01", "j01"));
        result.Pairs.ShouldContain(new PanelPair("e02", "j01"));
        result.Pairs.ShouldNotContain(new PanelPair("e03", "j01"));
        result.Pairs.Count.ShouldBe(10);
    }

    [Fact]
    public void A_juror_of_the_entrys_own_organisation_never_judges_it_and_a_cap_holds_per_entry()
    {
        var panel = new PanelRequest(
            [new("a", 2, "X"), new("b", 2), new("c", 2)],
            [new("1", 0, 3, "X"), new("2", 0, 3, "X"), new("3", 0, 3, "Y"), new("4", 0, 3)],
            [], [], GroupCap: 1);
        for (var i = 0; i < 50; i++)
        {
            var result = Draw(panel, $"{i}");
            result.Pairs.Where(p => p.Entry == "a").Select(p => p.Juror).ShouldBe(["3", "4"]);
            result.Pairs.GroupBy(p => p.Entry).ShouldAllBe(g => g.Count(p => p.Juror == "1" || p.Juror == "2") <= 1);
        }
    }

    [Theory]
    [MemberData(nameof(Impossible))]
    public void The_impossible_is_refused_with_a_smallest_reason(PanelRequest panel, string reason)
    {
        var result = Draw(panel);
        result.Pairs.ShouldBeEmpty();
        result.Shortage!.ToString().ShouldBe(reason);
    }

    public static TheoryData<PanelRequest, string> Impossible => new()
    {
        { Panel(10, 3, 5, 5), "assign.loads_below_demands loads=25 demands=30" },
        { Panel(10, 3, 5, 10, 7), "assign.least_loads_above_demands loads=35 demands=30" },
        { Panel(4, 3, 4, 4) with { Conflicts = [new("e03", "j01"), new("e03", "j02")] }, "assign.entry_short entry=e03 have=2 need=3" },
        { Panel(4, 2, 4, 4, 2) with { Conflicts = [new("e01", "j02"), new("e02", "j02"), new("e04", "j02")] }, "assign.juror_short juror=j02 have=1 need=2" },
        {
            Panel(5, 1, 4, 2) with { Conflicts = [.. from e in new[] { 2, 3, 5 } from j in new[] { 2, 3, 4 } select new PanelPair($"e0{e}", $"j0{j}")] },
            "assign.entries_short entries=e02, e03, e05 have=2 need=3"
        },
        {
            Panel(3, 1, 3, 3, 1) with { Conflicts = [.. from e in new[] { 2, 3 } from j in new[] { 1, 2 } select new PanelPair($"e0{e}", $"j0{j}")] },
            "assign.jurors_short jurors=j01, j02 have=1 need=2"
        },
        { Panel(3, 1, 3, 3) with { Pinned = [new("e01", "j01"), new("e01", "j02")] }, "assign.pinned_above_demand entry=e01 pinned=2 demand=1" },
        { Panel(3, 1, 3, 1) with { Pinned = [new("e01", "j01"), new("e02", "j01")] }, "assign.pinned_above_load juror=j01 pinned=2 load=1" },
        {
            Panel(3, 2, 3, 2) with { Pinned = [new("e01", "j01"), new("e02", "j01")], Conflicts = [new("e03", "j02")] },
            "assign.entries_short entries=e03 have=1 need=2"
        },
    };

    [Fact]
    public void What_contradicts_itself_is_refused()
    {
        Should.Throw<ArgumentException>(() => Draw(Panel(2, 1, 2, 2) with { Conflicts = [new("e01", "nobody")] }));
        Should.Throw<ArgumentException>(() => Draw(Panel(2, 1, 2, 2) with { Conflicts = [new("e01", "j01")], Pinned = [new("e01", "j01")] }));
        Should.Throw<ArgumentException>(() => Draw(Panel(2, -1, 2, 2)));
        Should.Throw<ArgumentException>(() => Draw(Panel(2, 1, 2, 2, 3)));
        Should.Throw<ArgumentException>(() => Draw(Panel(2, 1, 2, 2) with { Entries = [new("e", 1), new("e", 1)] }));
    }

    [Fact]
    public void Any_panel_is_either_assigned_within_all_its_rules_or_refused_with_a_reason() =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), number =>
        {
            var panel = TinyPanels.Random(new SeededRandom($"panel {number}"));
            var result = Draw(panel);
            var leastSquares = TinyPanels.Assignments(panel).Select(pairs => (int?)Loads(new(pairs, null)).Sum(l => l * l)).Min();
            if (result.Shortage is not null) return result.Pairs.Count == 0 && leastSquares is null;
            return TinyPanels.Keeps(panel, result.Pairs) && Loads(result).Sum(l => l * l) == leastSquares;
        }).Holds();

    private static IEnumerable<int> Loads(PanelResult result) => result.Pairs.GroupBy(p => p.Juror).Select(g => g.Count());
}
