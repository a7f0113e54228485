using BangVang.Testing;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests;

public class PrizeAllocationTests
{
    private static PrizeRules Rules(bool shared = false, int? goldInAll = null) => new(
        [new("gold", shared, goldInAll), new("silver", shared), new("bronze", shared), new("top-10", shared, CountsHigherTiers: true)],
        [
            new("A", "gold", 1, 800), new("A", "silver", 1, 700), new("A", "bronze", 1), new("A", "top-10", 5),
            new("B", "gold", 1, 800), new("B", "silver", 1, 700), new("B", "bronze", 1), new("B", "top-10", 5),
        ]);

    private static PrizeContender[] A(params long[] scores) => [.. scores.Select((s, i) => new PrizeContender($"a{i + 1}", "A", [s]))];

    private static PrizeContender[] B(params long[] scores) => [.. scores.Select((s, i) => new PrizeContender($"b{i + 1}", "B", [s]))];

    private static string[] Text(PrizeProposal proposal) =>
        [.. proposal.Lines.Select(l => $"{l.Entry} {l.Rank} {l.Tier ?? "-"} | {l.Reason} | {l.WhyNotHigher?.ToString() ?? "-"}")];

    private static string[] Withheld(PrizeProposal proposal) =>
        [.. proposal.Withheld.Select(w => $"{w.Category} {w.Tier} {w.Places} {w.Reason}")];

    [Fact]
    public void The_best_get_the_tiers_in_order_each_with_its_reason()
    {
        var proposal = PrizeAllocation.Propose(Rules(), A(910, 850, 720, 690, 400, 300));
        Text(proposal).ShouldBe(
        [
            "a1 1 gold | allocate.placed tier=gold rank=1 place=1 quota=1 | -",
            "a2 2 silver | allocate.placed tier=silver rank=2 place=1 quota=1 | allocate.quota_filled tier=gold quota=1",
            "a3 3 bronze | allocate.placed tier=bronze rank=3 place=1 quota=1 | allocate.quota_filled tier=silver quota=1",
            "a4 4 top-10 | allocate.placed tier=top-10 rank=4 place=4 quota=5 | allocate.quota_filled tier=bronze quota=1",
            "a5 5 top-10 | allocate.placed tier=top-10 rank=5 place=5 quota=5 | allocate.quota_filled tier=bronze quota=1",
            "a6 6 - | allocate.no_tier rank=6 | allocate.quota_filled tier=top-10 quota=5",
        ]);
    }

    [Fact]
    public void A_tier_nobody_reaches_is_withheld()
    {
        var proposal = PrizeAllocation.Propose(Rules(), A(799, 650));
        Text(proposal).ShouldBe(
        [
            "a1 1 silver | allocate.placed tier=silver rank=1 place=1 quota=1 | allocate.below_minimum tier=gold score=799 minimum=800",
            "a2 2 bronze | allocate.placed tier=bronze rank=2 place=1 quota=1 | allocate.below_minimum tier=silver score=650 minimum=700",
        ]);
        Withheld(proposal).ShouldBe(
        [
            "A gold 1 allocate.withheld_minimum minimum=800",
            "A top-10 3 allocate.withheld_no_entry",
            "B gold 1 allocate.withheld_no_entry",
            "B silver 1 allocate.withheld_no_entry",
            "B bronze 1 allocate.withheld_no_entry",
            "B top-10 5 allocate.withheld_no_entry",
        ]);
    }

    [Fact]
    public void The_minimum_itself_reaches_the_tier() =>
        PrizeAllocation.Propose(Rules(), A(800)).Lines.Single().Tier.ShouldBe("gold");

    [Fact]
    public void Equals_at_the_border_share_where_the_rule_allows_it()
    {
        Text(PrizeAllocation.Propose(Rules(shared: true), A(900, 900, 850))).ShouldBe(
        [
            "a1 1 gold | allocate.shared tier=gold rank=1 tied=2 | -",
            "a2 1 gold | allocate.shared tier=gold rank=1 tied=2 | -",
            "a3 3 silver | allocate.placed tier=silver rank=3 place=1 quota=1 | allocate.quota_filled tier=gold quota=1",
        ]);
    }

    [Fact]
    public void Equals_at_the_border_are_left_to_the_council_where_it_does_not_and_the_places_stay_free_for_them()
    {
        var proposal = PrizeAllocation.Propose(Rules(), A(900, 900, 900, 750));
        Text(proposal).ShouldBe(
        [
            "a1 1 - | allocate.council_decides best=gold worst=bronze tied=3 | -",
            "a2 1 - | allocate.council_decides best=gold worst=bronze tied=3 | -",
            "a3 1 - | allocate.council_decides best=gold worst=bronze tied=3 | -",
            "a4 4 top-10 | allocate.placed tier=top-10 rank=4 place=4 quota=5 | allocate.quota_filled tier=bronze quota=1",
        ]);
        proposal.Lines[0].Best.ShouldBe("gold");
        proposal.Lines[0].Worst.ShouldBe("bronze");
    }

    [Fact]
    public void The_councils_decision_is_a_last_tie_break_and_settles_everything()
    {
        PrizeContender[] tied = [new("a1", "A", [900, 0]), new("a2", "A", [900, 2]), new("a3", "A", [900, 1])];
        PrizeAllocation.Propose(Rules(), tied).Lines.Select(l => $"{l.Entry} {l.Tier}").ShouldBe(["a2 gold", "a3 silver", "a1 bronze"]);
    }

    [Fact]
    public void A_quota_in_all_goes_to_the_best_of_all_categories()
    {
        var proposal = PrizeAllocation.Propose(Rules(goldInAll: 1), [.. A(900, 750), .. B(950, 850)]);
        Text(proposal).ShouldBe(
        [
            "a1 1 silver | allocate.placed tier=silver rank=1 place=1 quota=1 | allocate.quota_in_all_filled tier=gold quota=1",
            "a2 2 bronze | allocate.placed tier=bronze rank=2 place=1 quota=1 | allocate.quota_filled tier=silver quota=1",
            "b1 1 gold | allocate.placed tier=gold rank=1 place=1 quota=1 | -",
            "b2 2 silver | allocate.placed tier=silver rank=2 place=1 quota=1 | allocate.quota_filled tier=gold quota=1",
        ]);
        Withheld(proposal)[0].ShouldBe("A gold 1 allocate.withheld_in_all quota=1");
    }

    [Fact]
    public void Equals_of_two_categories_at_the_border_in_all_are_left_to_the_council_or_share()
    {
        PrizeContender[] equals = [.. A(900), .. B(900)];
        Text(PrizeAllocation.Propose(Rules(goldInAll: 1), equals)).ShouldBe(
        [
            "a1 1 - | allocate.council_decides best=gold worst=silver tied=2 | -",
            "b1 1 - | allocate.council_decides best=gold worst=silver tied=2 | -",
        ]);
        Text(PrizeAllocation.Propose(Rules(shared: true, goldInAll: 1), equals)).ShouldBe(
        [
            "a1 1 gold | allocate.shared tier=gold rank=1 tied=2 | -",
            "b1 1 gold | allocate.shared tier=gold rank=1 tied=2 | -",
        ]);
    }

    [Fact]
    public void An_entry_whose_tier_hangs_on_the_councils_decision_about_others_waits_for_it() =>
        Text(PrizeAllocation.Propose(Rules(goldInAll: 1), [.. A(900, 750), .. B(900)])).ShouldBe(
        [
            "a1 1 - | allocate.council_decides best=gold worst=silver tied=2 | -",
            "a2 2 - | allocate.waits_for_council best=silver worst=bronze | allocate.below_minimum tier=gold score=750 minimum=800",
            "b1 1 - | allocate.council_decides best=gold worst=silver tied=2 | -",
        ]);

    [Fact]
    public void A_category_gives_only_the_tiers_it_has_a_quota_for()
    {
        var rules = new PrizeRules([new("gold"), new("top-10")], [new("A", "gold", 1), new("B", "top-10", 10)]);
        PrizeAllocation.Propose(rules, [.. A(500), .. B(990)]).Lines.Select(l => $"{l.Entry} {l.Tier}").ShouldBe(["a1 gold", "b1 top-10"]);
    }

    [Fact]
    public void Medals_by_threshold_alone_have_no_quota()
    {
        var rules = new PrizeRules([new("gold"), new("silver")], [new("A", "gold", null, 850), new("A", "silver", null, 820)]);
        PrizeAllocation.Propose(rules, A(900, 850, 849, 820, 819)).Lines.Select(l => l.Tier).ShouldBe(["gold", "gold", "silver", "silver", null]);
    }

    [Fact]
    public void Rules_that_contradict_themselves_are_refused()
    {
        Should.Throw<ArgumentException>(() => PrizeAllocation.Propose(Rules(), [.. A(1), .. A(2)]));
        Should.Throw<ArgumentException>(() => PrizeAllocation.Propose(new([], [new("A", "gold", 1)]), A(1)));
        Should.Throw<ArgumentException>(() => PrizeAllocation.Propose(new([new("gold")], [new("A", "gold", -1)]), A(1)));
        Should.Throw<ArgumentException>(() => PrizeAllocation.Propose(new([new("gold")], [new("A", "gold", 1), new("A", "gold", 2)]), A(1)));
        Should.Throw<ArgumentException>(() => PrizeAllocation.Propose(Rules(), [new("a", "A", [])]));
    }

    [Fact]
    public void Whatever_the_scores_and_rules_the_order_of_rows_changes_nothing_and_names_only_name() =>
        ForAllCases((rules, rows) =>
        {
            var proposal = PrizeAllocation.Propose(rules, rows);
            if (!proposal.Lines.SequenceEqual(PrizeAllocation.Propose(rules, [.. rows.Reverse()]).Lines)) return false;
            // Renaming turns the alphabet around: e1 becomes x98, e2 x97, …
            static string Rename(string entry) => $"x{99 - int.Parse(entry[1..]):00}";
            var renamed = PrizeAllocation.Propose(rules, [.. rows.Select(r => r with { Entry = Rename(r.Entry) })]);
            return proposal.Lines.Select(l => l with { Entry = Rename(l.Entry) }).ToHashSet().SetEquals(renamed.Lines);
        });

    [Fact]
    public void Whatever_the_scores_and_rules_a_raised_score_never_lowers_a_tier() =>
        ForAllCases((rules, rows) =>
        {
            if (rows.Length == 0) return true;
            var before = PrizeAllocation.Propose(rules, rows).Lines.ToDictionary(l => l.Entry);
            return Enumerable.Range(0, rows.Length).All(i => Enumerable.Range(1, 6).All(raise =>
            {
                PrizeContender[] raised = [.. rows];
                raised[i] = rows[i] with { Keys = [rows[i].Keys[0] + raise] };
                var (was, now) = (before[rows[i].Entry], PrizeAllocation.Propose(rules, raised).Lines.Single(l => l.Entry == rows[i].Entry));
                return Height(rules, now.Best) <= Height(rules, was.Best) && Height(rules, now.Worst) <= Height(rules, was.Worst);
            }));
        });

    [Fact]
    public void Whatever_the_scores_and_rules_no_quota_is_exceeded_unless_shared_and_no_lower_score_gets_more() =>
        ForAllCases((rules, rows) =>
        {
            var proposal = PrizeAllocation.Propose(rules, rows);
            var keys = rows.ToDictionary(r => r.Entry, r => r.Keys[0]);
            var quotas = rules.Tiers.Where(t => !t.MayBeShared).All(tier =>
                proposal.Lines.Count(l => l.Tier == tier.Tier) <= (tier.QuotaInAll ?? int.MaxValue)
                && rules.Quotas.Where(q => q.Tier == tier.Tier).All(q =>
                    proposal.Lines.Count(l => l.Tier == q.Tier && l.Category == q.Category) <= q.Quota));
            var minimums = rules.Quotas.All(q =>
                proposal.Lines.Where(l => l.Category == q.Category && l.Best == q.Tier).All(l => keys[l.Entry] >= (q.MinimumScore ?? 0)));
            var order = proposal.Lines.All(l => proposal.Lines.Where(o => o.Category == l.Category && o.Rank >= l.Rank)
                .All(o => Height(rules, o.Best) >= Height(rules, l.Best) && Height(rules, o.Worst) >= Height(rules, l.Worst)));
            return quotas && minimums && order;
        });

    [Fact]
    public void Whatever_the_council_decides_among_equals_lies_between_the_best_and_the_worst() =>
        ForAllCases((rules, rows) =>
        {
            var proposal = PrizeAllocation.Propose(rules, rows).Lines.ToDictionary(l => l.Entry);
            var council = new SeededRandom(string.Join(' ', rows.Select(r => r.Keys[0])));
            return Enumerable.Range(0, 10).All(_ =>
            {
                var order = Enumerable.Range(0, rows.Length).ToArray();
                council.Shuffle<int>(order);
                // Shared tiers are decided by equality, which a decision would undo: only rules without sharing are compared.
                if (rules.Tiers.Any(t => t.MayBeShared)) return true;
                PrizeContender[] decided = [.. rows.Select((r, i) => r with { Keys = [.. r.Keys, order[i]] })];
                return PrizeAllocation.Propose(rules, decided).Lines.All(l => l.Best == l.Worst
                    && Height(rules, proposal[l.Entry].Best) <= Height(rules, l.Tier) && Height(rules, l.Tier) <= Height(rules, proposal[l.Entry].Worst));
            });
        });

    private static int Height(PrizeRules rules, string? tier) => tier is null ? 99 : rules.Tiers.ToList().FindIndex(t => t.Tier == tier);

    private static void ForAllCases(Func<PrizeRules, PrizeContender[], bool> holds) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), number =>
        {
            var random = new SeededRandom($"prizes {number}");
            TierRule[] tiers = [.. Enumerable.Range(0, 1 + random.Next(4)).Select(t =>
                new TierRule($"t{t}", random.Next(2) == 0, random.Next(2) == 0 ? null : random.Next(4), random.Next(3) == 0))];
            CategoryQuota[] quotas = [.. from c in "ABC" from t in tiers where random.Next(4) > 0
                select new CategoryQuota($"{c}", t.Tier, random.Next(4), random.Next(2) == 0 ? null : random.Next(6))];
            PrizeContender[] rows = [.. Enumerable.Range(1, random.Next(12)).Select(i =>
                new PrizeContender($"e{i}", "ABC"[random.Next(3)].ToString(), [random.Next(7)]))];
            return holds(new(tiers, quotas), rows);
        }).Holds(500);
}
