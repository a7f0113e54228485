using BangVang.Judging.Choices;
using BangVang.Judging.Numbers;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests.Choices;

/// <summary>Orders of several products: what is shown next, and how much an order tells.</summary>
public sealed class OrderJudgingTests
{
    private static readonly string[] Six = ["a", "b", "c", "d", "e", "f"];

    [Fact]
    public void The_information_of_a_pair_is_that_of_an_order_of_two()
    {
        var (strength, covariance) = Some("pair");
        var information = new OrderInformation(strength, covariance);
        for (var i = 0; i < strength.Length; i++)
            for (var j = i + 1; j < strength.Length; j++) information.Of([i, j]).ShouldBe(information.Of(i, j), 1e-9);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void The_expected_information_is_the_mean_over_all_orders(int size)
    {
        var (strength, covariance) = Some($"mean {size}");
        int[] shown = [.. Enumerable.Range(0, size)];
        // Every order with its chance, and what its places tell: diag(p) − p·pᵀ among those left at each.
        var expected = new double[size, size];
        foreach (var order in Orders(shown))
        {
            var (chance, sum) = (1.0, new double[size, size]);
            for (var place = 0; place < size; place++)
            {
                var left = order[place..];
                var all = left.Sum(i => Math.Exp(strength[i]));
                chance *= Math.Exp(strength[order[place]]) / all;
                foreach (var i in left)
                    foreach (var j in left) sum[i, j] += (i == j ? Math.Exp(strength[i]) / all : 0) - Math.Exp(strength[i] + strength[j]) / all / all;
            }
            for (var i = 0; i < size; i++)
                for (var j = 0; j < size; j++) expected[i, j] += chance * sum[i, j];
        }
        var matrix = new double[size, size];
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++) matrix[i, j] = (i == j ? 1 : 0) + shown.Sum(k => covariance[i, k] * expected[k, j]);
        new OrderInformation(strength, covariance).Of(shown).ShouldBe(Math.Log(Determinant(matrix)) / 2, 1e-8);
    }

    [Fact]
    public void Another_product_never_makes_an_order_tell_less_and_no_order_of_names_shows()
    {
        for (var run = 0; run < 200; run++)
        {
            var (strength, covariance) = Some($"more {run}");
            var information = new OrderInformation(strength, covariance);
            information.Of([0, 1, 2]).ShouldBeGreaterThanOrEqualTo(information.Of(0, 1) - 1e-9);
            information.Of([0, 1, 2, 3]).ShouldBeGreaterThanOrEqualTo(information.Of([0, 1, 2]) - 1e-9);
            information.Of([3, 1, 0, 2]).ShouldBe(information.Of([0, 1, 2, 3]), 1e-9);
        }
    }

    [Fact]
    public void Each_set_is_shown_once_until_all_were_shown()
    {
        foreach (var count in (int[])[3, 4, 5, 6])
        {
            var judging = new PairwiseJudging(Six, $"all {count}");
            var seen = new List<string>();
            while (judging.Next("x", count) is { } shown)
            {
                seen.Add(string.Concat(shown.Order()));
                judging.Add(seen.Count % 4 == 0 ? new(shown, "x", null, "not seen") : new(shown, "x", [.. shown.Order()], null));
            }
            (seen.Count, seen.Distinct().Count()).ShouldBe((count switch { 3 => 20, 4 => 15, 5 => 6, _ => 1 }, seen.Count));
            judging.Next("y", count).ShouldNotBeNull();
        }
        new PairwiseJudging(Six).Next("x", 7).ShouldBeNull();
        new PairwiseJudging(Six).Next("x", 3, entry => entry is "b" or "d" or "f")!.ShouldBe(["b", "d", "f"]);
        new PairwiseJudging(Six).Next("x", 4, entry => entry is "b" or "d" or "f").ShouldBeNull();
        Should.Throw<ArgumentOutOfRangeException>(() => new PairwiseJudging(Six).Next("x", 1));
    }

    [Fact]
    public void The_products_shown_least_come_next_and_the_same_acts_show_the_same()
    {
        var judging = new PairwiseJudging(Six);
        judging.Next("x", 3)!.ShouldBe(["a", "b", "c"]);
        judging.Add(new(["a", "b", "c"], "x", ["a", "b", "c"], null));
        judging.Next("x", 3)!.ShouldBe(["d", "e", "f"]);
        var (one, other) = (Played("0f", 12), Played("0f", 12));
        one.ShouldBe(other);
        Enumerable.Range(0, 20).Select(n => Played($"{n}", 1)[0]).Distinct().Count().ShouldBeGreaterThan(12);
    }

    [Fact]
    public void No_place_on_the_screen_is_favoured()
    {
        var first = Six.ToDictionary(e => e, _ => 0);
        foreach (var seed in Enumerable.Range(0, 60))
        {
            var shown = Played($"{seed}", 10);
            first[$"{shown[0][0]}"]++;
            foreach (var entry in Six)
                Math.Abs(shown.Sum(s => s.IndexOf(entry[0], StringComparison.Ordinal) is >= 0 and var at ? 1 - at : 0)).ShouldBeLessThanOrEqualTo(3, $"{seed} {entry}");
        }
        first.Values.ShouldAllBe(n => n >= 2 && n <= 22);
    }

    /// <summary>Kendall's tau with the truth: six products, five jurors, four answers each, on own choices alone as in the product: what ADR 13 states.</summary>
    [Fact]
    public void An_order_of_three_tells_more_than_a_pair()
    {
        const int runs = 300;
        double Mean(int count, bool isChosen) => Enumerable.Range(0, runs).Average(run => Tau(run, count, isChosen));
        var (pairs, orders, drawn) = (Mean(2, true), Mean(3, true), Mean(3, false));
        (Math.Round(pairs, 3), Math.Round(orders, 3), Math.Round(drawn, 3)).ShouldBe((0.661, 0.786, 0.784));
    }

    private static double Tau(int run, int count, bool isChosen)
    {
        var truth = new NormalRandom($"truth {run}");
        var strength = Six.ToDictionary(e => e, _ => 1.5 * truth.Next());
        var (chance, contests) = (new SeededRandom($"chance {run}"), new List<Contest>());
        for (var juror = 0; juror < 5; juror++)
        {
            var (judging, lot) = (new PairwiseJudging(Six, $"{run}/{juror}"), new SeededRandom($"lot {run}/{juror}"));
            for (var turn = 0; turn < 4; turn++)
            {
                string[] mixed = [.. Six];
                lot.Shuffle(mixed.AsSpan());
                var shown = isChosen ? judging.Next("own", count)! : mixed[..count];
                string[] order = [.. shown.OrderByDescending(e => strength[e] - Math.Log(-Math.Log(Math.Max(1e-300, chance.NextDouble()))))];
                judging.Add(new(shown, "own", order, null));
                contests.Add(new($"{contests.Count}", order));
            }
        }
        var found = ChoiceModel.Fit(contests, PairwiseJudging.Prior).Result!.Entries.ToDictionary(e => e.Entry, e => e.Estimate);
        double Of(string entry) => found.GetValueOrDefault(entry);
        return Six.SelectMany((a, i) => Six.Skip(i + 1).Select(b => Math.Sign(strength[a] - strength[b]) == Math.Sign(Of(a) - Of(b)) ? 1 : -1)).Average();
    }

    private static List<string> Played(string seed, int count)
    {
        var (judging, shown) = (new PairwiseJudging(Six, seed), new List<string>());
        for (var i = 0; i < count; i++)
        {
            var next = judging.Next("x", 3)!;
            shown.Add(string.Concat(next));
            judging.Add(new(next, "x", [.. next.Order()], null));
        }
        return shown;
    }

    /// <summary>Strengths and a covariance that is one: B·Bᵀ + 0.1.</summary>
    private static (double[] Strength, double[,] Covariance) Some(string seed)
    {
        var random = new NormalRandom(seed);
        double[] strength = [.. Enumerable.Range(0, 5).Select(_ => random.Next())];
        var (root, covariance) = (new double[5, 5], new double[5, 5]);
        for (var i = 0; i < 5; i++) for (var j = 0; j < 5; j++) root[i, j] = random.Next();
        for (var i = 0; i < 5; i++)
            for (var j = 0; j < 5; j++) covariance[i, j] = (i == j ? 0.1 : 0) + Enumerable.Range(0, 5).Sum(k => root[i, k] * root[j, k]);
        return (strength, covariance);
    }

    private static IEnumerable<int[]> Orders(int[] of) => of.Length == 1 ? [of] : of.SelectMany(first => Orders([.. of.Where(i => i != first)]).Select(rest => (int[])[first, .. rest]));

    /// <summary>By the sum over all permutations.</summary>
    private static double Determinant(double[,] matrix) => Orders([.. Enumerable.Range(0, matrix.GetLength(0))]).Sum(order =>
    {
        var inversions = order.SelectMany((a, i) => order.Skip(i + 1).Where(b => b < a)).Count();
        return (inversions % 2 == 0 ? 1 : -1) * order.Index().Aggregate(1.0, (product, p) => product * matrix[p.Index, p.Item]);
    });
}
