using BangVang.Judging.Calibration;
using BangVang.Judging.Ranks;
using BangVang.Judging.Simulation;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests.Calibration;

public sealed class RankDrawsTests
{
    /// <summary>The short run of the simulation; the long one, with the reference figures beside it, is the benchmark "calibration".</summary>
    [Fact]
    public void Calibrated_orders_agree_better_with_the_truth_and_intervals_cover_nine_of_ten()
    {
        const int runs = 24;
        var (mean, mixed, covered, ranksCovered, all) = (0.0, 0.0, 0, 0, 0);
        for (var run = 0; run < runs; run++)
        {
            var panel = SyntheticRatings.Of(new(200, 50, 3), $"{run}");
            var fit = Calibrator.Fit(panel.Ratings);
            mean += Tau(panel, Calibrator.Fit(panel.Ratings, new(CalibrationModel.Mean))) / runs;
            mixed += Tau(panel, fit) / runs;
            var place = panel.TrueOrder().Select((e, i) => (e, i)).ToDictionary(p => SyntheticRatings.Entry(p.e), p => p.i + 1);
            covered += fit.Entries.Count(e => Math.Abs(e.Estimate - panel.Worth[int.Parse(e.Entry[1..])]) < 1.6449 * e.StandardError);
            ranksCovered += RankDraws.Of(fit, count: 1000).Ranking().Count(r => place[r.Entry] >= r.RankLow && place[r.Entry] <= r.RankHigh);
            all += fit.Entries.Count;
        }
        mixed.ShouldBe(0.657, 0.012);
        (mixed - mean).ShouldBe(0.020, 0.008);
        (covered / (double)all).ShouldBeInRange(0.88, 0.92);
        (ranksCovered / (double)all).ShouldBeInRange(0.88, 0.93);
    }

    [Fact]
    public void Chances_of_the_first_k_sum_to_k()
    {
        var draws = RankDraws.Of(Calibrator.Fit(SmallPanels.Of("sum")), count: 500);
        foreach (var k in new[] { 1, 3, 10 }) draws.PTop(k).Values.Sum().ShouldBe(k, 1e-9);
        draws.PTop(40).Values.ShouldAllBe(p => p == 1);
        draws.Ranking().Sum(r => r.PTop3).ShouldBe(3, 1e-9);
        (draws.PBefore("e0", "e9") + draws.PBefore("e9", "e0")).ShouldBe(1, 1e-12);
    }

    /// <summary>Two entries marked once each by one juror: the juror's severity is common to both and cancels, so only the noise doubts.</summary>
    [Fact]
    public void What_two_entries_share_does_not_make_their_order_doubtful()
    {
        var rows = Enumerable.Range(0, 40).SelectMany(e => new[] { new Rating($"{e}", $"{e / 4}", e % 4), new Rating($"{e}", $"{(e / 4 + 1) % 10}", e % 4 + 0.2) }).ToArray();
        var fit = Calibrator.Fit(new(rows), new() { Variances = new(1, 25, 0.01) });
        var draws = RankDraws.Of(fit, count: 2000);
        fit.Entries.Single(e => e.Entry == "0").StandardError.ShouldBeGreaterThan(0.15);
        draws.PBefore("3", "0").ShouldBeGreaterThan(0.999);
    }

    [Fact]
    public void A_seed_draws_the_same_again_and_a_category_is_ranked_among_itself()
    {
        var fit = Calibrator.Fit(SmallPanels.Of("seed"));
        RankDraws.Of(fit, "a", 300).Ranking().ShouldBe(RankDraws.Of(fit, "a", 300).Ranking());
        RankDraws.Of(fit, "b", 300).Ranking().ShouldNotBe(RankDraws.Of(fit, "a", 300).Ranking());
        var some = RankDraws.Of(fit, "a", 300).Among(["e2", "e7", "e11"]);
        some.Ranking().Select(r => r.Entry).ShouldBe(["e11", "e7", "e2"]);
        some.PTop(1).Values.Sum().ShouldBe(1, 1e-12);
        some.PBefore("e11", "e2").ShouldBe(RankDraws.Of(fit, "a", 300).PBefore("e11", "e2"));
    }

    [Fact]
    public void Equal_estimates_share_a_rank()
    {
        var fit = Calibrator.Fit(new([new("a", "1", 2), new("b", "1", 5), new("c", "1", 2), new("d", "1", 1)]), new(CalibrationModel.Mean));
        RankDraws.Of(fit, count: 10).Ranking().Select(r => $"{r.Entry}{r.Rank}").ShouldBe(["b1", "a2", "c2", "d4"]);
    }

    [Fact]
    public void Across_a_medal_line_only_what_is_not_settled_is_called_close()
    {
        var fit = Calibrator.Fit(
            new([.. new[] { ("a", 9.0), ("b", 7.05), ("c", 7.0), ("d", 4.0) }.SelectMany(e => new[] { "1", "2", "3" }.Select((j, i) => new Rating(e.Item1, j, e.Item2 + i / 10.0)))]),
            new() { Variances = new(4, 0.01, 0.04) });
        var calls = TooClose.Of(RankDraws.Of(fit), [1, 2, 3]);
        calls.Select(c => $"{c.Line}: {c.Above} {c.Below}").ShouldBe(["2: b c"]);
        calls[0].PBefore.ShouldBeInRange(0.55, 0.75);
    }

    [Fact]
    public void Extra_marks_go_where_they_decide_and_beat_an_even_spread()
    {
        const int runs = 12, top = 60;
        var (adaptive, even) = (0.0, 0.0);
        for (var run = 0; run < runs; run++)
        {
            var panel = SyntheticRatings.Of(new(600, 60, 3), $"extra {run}");
            var truth = panel.TrueOrder().Take(top).Select(SyntheticRatings.Entry).ToHashSet();
            double Precision(IEnumerable<Rating> more) => Calibrator.Fit(new([.. panel.Ratings.Rows, .. more])).Entries.Take(top).Count(e => truth.Contains(e.Entry)) / (double)top / runs;

            var plan = ExtraMarks.Plan(Calibrator.Fit(panel.Ratings), panel.Ratings, top, 180);
            plan.Count.ShouldBe(180);
            var marked = panel.Ratings.Rows.Select(r => (r.Entry, r.Juror)).ToHashSet();
            plan.ShouldAllBe(m => marked.Add(new(m.Entry, m.Juror)));
            plan.GroupBy(m => m.Juror).Max(g => g.Count()).ShouldBeLessThanOrEqualTo(5);
            adaptive += Precision(plan.Select(m => panel.Mark(int.Parse(m.Entry[1..]), int.Parse(m.Juror[1..]))));
            even += Precision(Enumerable.Range(0, 180).Select(_ => panel.AnyPair()).Select(p => panel.Mark(p.Entry, p.Juror)));
        }
        (adaptive - even).ShouldBeGreaterThan(0.03);
    }

    [Fact]
    public void Extra_marks_keep_conflicts_and_limits()
    {
        var ratings = SmallPanels.Of("limits");
        var fit = Calibrator.Fit(ratings);
        PanelPair[] forbidden = [.. Enumerable.Range(0, 12).Select(e => new PanelPair($"e{e}", "j1"))];
        var plan = ExtraMarks.Plan(fit, ratings, 3, 50, new(forbidden, MostPerJuror: 2));
        plan.ShouldNotBeEmpty();
        plan.ShouldAllBe(m => m.Juror != "j1" && !ratings.Rows.Any(r => r.Entry == m.Entry && r.Juror == m.Juror));
        plan.GroupBy(m => m.Juror).ShouldAllBe(g => g.Count() <= 2);
        plan[0].Gain.ShouldBe(plan.Max(m => m.Gain));
        ExtraMarks.Plan(fit, ratings, 12, 5).ShouldBeEmpty();
    }

    private static double Tau(SyntheticRatings panel, CalibrationResult fit)
    {
        var estimate = new double[panel.Worth.Length];
        foreach (var entry in fit.Entries) estimate[int.Parse(entry.Entry[1..])] = entry.Estimate;
        return Agreement.KendallTau(estimate, panel.Worth);
    }
}
