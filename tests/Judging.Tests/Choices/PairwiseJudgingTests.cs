using BangVang.Judging.Choices;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests.Choices;

public sealed class PairwiseJudgingTests
{
    [Fact]
    public void Well_chosen_pairs_find_the_order()
    {
        string[] order = ["e", "b", "h", "a", "g", "c", "f", "d"];
        var judging = new PairwiseJudging(order.Order().ToArray());
        for (var i = 0; i < 22; i++)
        {
            var (first, second) = judging.Next($"juror {i % 3}")!.Value;
            var better = Array.IndexOf(order, first) < Array.IndexOf(order, second) ? first : second;
            judging.Choose($"juror {i % 3}", better, better == first ? second : first);
        }
        judging.Standings().Select(e => e.Entry).ShouldBe(order);
        judging.Standings().ShouldAllBe(e => e.StandardError > 0 && e.StandardError < PairwiseJudging.Prior);
        judging.Standings().Sum(e => e.Estimate).ShouldBe(0, 1e-9);
    }

    [Fact]
    public void The_next_pair_is_one_about_which_least_is_known()
    {
        var judging = new PairwiseJudging(["a", "b", "c", "d"]);
        judging.Next("x").ShouldBe(("a", "b"));
        judging.Choose("x", "a", "b");
        judging.Next("x").ShouldBe(("c", "d"));
        judging.Choose("x", "c", "d");
        var (first, second) = judging.Next("x")!.Value;
        new[] { first, second }.ShouldBeSubsetOf(["a", "b", "c", "d"]);
        (first, second).ShouldNotBe(("a", "d"));
    }

    [Fact]
    public void An_act_is_undone_by_who_did_it()
    {
        var judging = new PairwiseJudging(["a", "b", "c"]);
        var before = judging.Standings();
        judging.Choose("x", "a", "b");
        judging.Choose("y", "c", "a");
        judging.Undo("x")!.Order.ShouldBe(["a", "b"]);
        judging.Acts.Select(a => a.Juror).ShouldBe(["y"]);
        judging.Undo("x").ShouldBeNull();
        judging.Undo("y")!.Order![0].ShouldBe("c");
        judging.Standings().ShouldBe(before);
    }

    [Fact]
    public void A_skipped_pair_says_why_counts_for_nothing_and_does_not_come_back_to_that_juror()
    {
        var judging = new PairwiseJudging(["a", "b", "c"]);
        judging.Skip("x", ["a", "b"], "I worked on a");
        judging.Standings().ShouldAllBe(e => Math.Abs(e.Estimate) < 1e-12);
        var seen = new List<(string, string)>();
        while (judging.Next("x") is { } pair)
        {
            seen.Add(pair);
            judging.Choose("x", pair.First, pair.Second);
        }
        seen.ShouldBe([("a", "c"), ("b", "c")], ignoreOrder: true);
        judging.Next("y").ShouldNotBeNull();
        judging.Next("z", entry => entry != "a").ShouldBe(("b", "c"));
        Should.Throw<ArgumentException>(() => judging.Skip("x", ["a", "b"], " "));
        Should.Throw<ArgumentException>(() => judging.Choose("x", "a", "a"));
        Should.Throw<ArgumentException>(() => judging.Choose("x", "a", "q"));
    }

    [Fact]
    public void With_a_seed_order_and_sides_are_drawn_and_can_be_drawn_again()
    {
        string[] entries = ["a", "b", "c", "d", "e", "f"];
        var one = Played(entries, "0f", 12);
        Played([.. entries.Reverse()], "0f", 12).ShouldBe(one);
        Enumerable.Range(0, 20).Select(n => Played(entries, $"{n}", 1)[0]).Distinct().Count().ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Neither_side_is_favoured()
    {
        string[] entries = ["a", "b", "c", "d", "e", "f"];
        var left = entries.ToDictionary(e => e, _ => 0);
        foreach (var seed in Enumerable.Range(0, 100))
        {
            var pairs = Played(entries, $"{seed}", 15);
            pairs.Select(p => string.Concat(new[] { p.First, p.Second }.Order())).Distinct().Count().ShouldBe(15);
            foreach (var entry in entries) Math.Abs(pairs.Count(p => p.First == entry) - pairs.Count(p => p.Second == entry)).ShouldBeLessThanOrEqualTo(3);
            left[pairs[0].First]++;
        }
        left.Values.ShouldAllBe(n => n >= 6 && n <= 30);
    }

    [Fact]
    public void What_is_added_again_gives_the_pair_that_came_next_then()
    {
        string[] entries = ["a", "b", "c", "d", "e"];
        var judging = new PairwiseJudging(entries, "seed");
        var acts = new List<ChoiceAct>();
        for (var i = 0; i < 8; i++)
        {
            var (left, right) = judging.Next("x")!.Value;
            var again = new PairwiseJudging(entries, "seed");
            foreach (var act in acts) again.Add(act);
            again.Next("x").ShouldBe((left, right));
            var done = i == 3 ? new ChoiceAct([left, right], "x", null, "not seen") : Chosen(left, right, "x", i % 2 == 0);
            judging.Add(done);
            acts.Add(done);
        }
        Should.Throw<ArgumentException>(() => judging.Add(new(["a", "b"], "x", ["c", "a"], null)));
        Should.Throw<ArgumentException>(() => judging.Add(new(["a", "b"], "x", null, " ")));
        Should.Throw<ArgumentException>(() => judging.Add(new(["a"], "x", ["a"], null)));
    }

    private static List<(string First, string Second)> Played(string[] entries, string seed, int count)
    {
        var judging = new PairwiseJudging(entries, seed);
        var pairs = new List<(string First, string Second)>();
        for (var i = 0; i < count; i++)
        {
            var (left, right) = judging.Next("x")!.Value;
            pairs.Add((left, right));
            judging.Add(Chosen(left, right, "x", string.CompareOrdinal(left, right) < 0));
        }
        return pairs;
    }

    /// <summary>Tau with the truth when six products are compared by five jurors, eight choices each: what ADR 12 states.</summary>
    [Fact]
    public void What_it_costs_that_pairs_rest_on_ones_own_choices()
    {
        const int runs = 400;
        var (own, all, random) = (0.0, 0.0, 0.0);
        for (var run = 0; run < runs; run++)
        {
            own += Tau(run, (mine, _, juror) => new PairwiseJudging(Six, $"{run}/{juror}").With(mine).Next("x"));
            all += Tau(run, (_, everybody, juror) => new PairwiseJudging(Six, $"{run}/{juror}").With(everybody).Next($"{juror}"));
            random += Tau(run, (mine, _, juror) => Left(mine, new SeededRandom($"{run}/{juror}/{mine.Count}")));
        }
        (own, all, random) = (own / runs, all / runs, random / runs);
        (Math.Round(own, 3), Math.Round(all, 3), Math.Round(random, 3)).ShouldBe((0.764, 0.795, 0.758));
    }

    /// <summary>A choice between two as they stood.</summary>
    private static ChoiceAct Chosen(string left, string right, string juror, bool isLeft) => new([left, right], juror, isLeft ? [left, right] : [right, left], null);

    private static readonly string[] Six = ["a", "b", "c", "d", "e", "f"];

    private static double Tau(int run, Func<List<ChoiceAct>, List<ChoiceAct>, int, (string, string)?> next)
    {
        var truth = new BangVang.Judging.Numbers.NormalRandom($"truth {run}");
        var strength = Six.ToDictionary(e => e, _ => 1.5 * truth.Next());
        var chance = new SeededRandom($"chance {run}");
        var everybody = new List<ChoiceAct>();
        var ballots = Enumerable.Range(0, 5).Select(_ => new List<ChoiceAct>()).ToArray();
        for (var turn = 0; turn < 8; turn++)
        {
            for (var juror = 0; juror < ballots.Length; juror++)
            {
                var (left, right) = next(ballots[juror], everybody, juror)!.Value;
                var isLeft = chance.NextDouble() < 1 / (1 + Math.Exp(strength[right] - strength[left]));
                ballots[juror].Add(Chosen(left, right, "x", isLeft));
                everybody.Add(Chosen(left, right, $"{juror}", isLeft));
            }
        }
        var found = ChoiceModel.Fit([.. everybody.Select((a, i) => new Contest($"{i}", a.Order!))], PairwiseJudging.Prior).Result!
            .Entries.ToDictionary(e => e.Entry, e => e.Estimate);
        var agree = 0;
        foreach (var (a, b) in Six.SelectMany((a, i) => Six.Skip(i + 1).Select(b => (a, b)))) agree += Math.Sign(strength[a] - strength[b]) == Math.Sign(found[a] - found[b]) ? 1 : -1;
        return agree / 15.0;
    }

    private static (string, string) Left(List<ChoiceAct> mine, SeededRandom random)
    {
        (string A, string B)[] left = [.. Six.SelectMany((a, i) => Six.Skip(i + 1).Select(b => (a, b))).Where(p => mine.All(m => (m.Shown[0], m.Shown[1]) != p))];
        return left[random.Next(left.Length)];
    }
}

internal static class ChoiceActs
{
    /// <summary>The same after these acts.</summary>
    public static PairwiseJudging With(this PairwiseJudging judging, IEnumerable<ChoiceAct> acts)
    {
        foreach (var act in acts) judging.Add(act);
        return judging;
    }
}
