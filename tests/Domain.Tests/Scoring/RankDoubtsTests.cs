using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using Shouldly;
using Xunit;
using static BangVang.Domain.Tests.Scoring.Panel;

namespace BangVang.Domain.Tests.Scoring;

public sealed class RankDoubtsTests
{
    private static IReadOnlyList<CategoryDoubt> Of(Edition edition, IReadOnlyCollection<Entrant> entrants) =>
        RankDoubts.Of(edition, edition.Round(), edition.Scores(entrants), RankDoubts.DrawsOf(edition, edition.Round(), RoundCalibration.Of(edition, edition.Round(), entrants)));

    [Fact]
    public void Chances_of_places_sum_to_the_places()
    {
        // The complete edition gives one gold and two silver prizes in this category.
        var doubt = Of(Mixed, Drawn("sum")).ShouldHaveSingleItem();
        (doubt.CategoryCode, doubt.Within, doubt.ByReference.Count).ShouldBe(("tools", 3, 12));
        doubt.ByReference.Values.Sum(d => d.First).ShouldBe(1, 1e-9);
        doubt.ByReference.Values.Sum(d => d.Within!.Value).ShouldBe(3, 1e-9);
        doubt.ByReference.Values.ShouldAllBe(d => 1 <= d.Low && d.Low <= d.High && d.High <= 12);
    }

    [Fact]
    public void The_same_sheets_in_another_order_give_the_same_doubt()
    {
        var entrants = Drawn("again");
        Of(Mixed, [.. entrants.AsEnumerable().Reverse()])[0].ByReference.ShouldBe(Of(Mixed, entrants)[0].ByReference, ignoreOrder: true);
    }

    [Fact]
    public void A_clear_lead_is_no_question_and_a_neck_and_neck_is()
    {
        Entrant[] clear = [.. Enumerable.Range(1, 6).Select(n => Entrant(n, (1, 9_000 - 1_000 * n), (2, 9_020 - 1_000 * n), (3, 8_990 - 1_000 * n)))];
        Of(Mixed, clear)[0].Lines.ShouldBeEmpty();

        var close = clear.ToArray();
        close[1] = Entrant(2, (1, 8_010), (2, 7_990), (3, 8_000));
        var line = Of(Mixed, close)[0].Lines.ShouldHaveSingleItem();
        (line.Places, line.TierCode).ShouldBe((1, "gold"));
        var pair = line.Pairs.ShouldHaveSingleItem();
        ((pair.Above, pair.Below) is ("HS-001", "HS-002") or ("HS-002", "HS-001")).ShouldBeTrue();
        pair.Chance.ShouldBeLessThan(0.9);
    }

    [Fact]
    public void Who_stands_above_is_what_counts_and_not_what_the_model_thinks()
    {
        // By raw scores the second leads; it met the lenient juror.
        Entrant[] entrants = [Entrant(1, (1, 7_000), (2, 7_000)), Entrant(2, (1, 7_000), (3, 7_300)), Entrant(3, (2, 5_000), (3, 5_600)), Entrant(4, (1, 5_500), (3, 6_100)), Entrant(5, (1, 4_000), (2, 4_000))];
        var pair = Of(Raw, entrants)[0].Lines.First(l => l.TierCode == "gold").Pairs.First(p => p.Below == "HS-001");
        pair.Above.ShouldBe("HS-002");
        pair.Chance.ShouldBeLessThan(0.5);
    }

    [Fact]
    public void Where_nothing_can_be_calibrated_nothing_is_said()
    {
        Of(Mixed, [Entrant(1, (1, 7_000), (2, 7_000)), Entrant(2, (1, 7_100), (2, 7_000))]).ShouldBeEmpty();
        Of(Mixed, [.. Drawn("parted"), Entrant(90, (90, 5_000), (91, 5_000))]).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_hidden_from_a_viewer_is_in_no_pair_and_no_chance()
    {
        var doubt = Of(Mixed, Drawn("hidden"))[0];
        var line = doubt.Lines.First();
        var hidden = line.Pairs[0].Above;
        var shown = doubt.Without(new HashSet<string> { hidden });
        shown.ByReference.ContainsKey(hidden).ShouldBeFalse();
        shown.Lines.SelectMany(l => l.Pairs).ShouldAllBe(p => p.Above != hidden && p.Below != hidden);
        shown.Lines.ShouldAllBe(l => l.Pairs.Count > 0);
    }
}
