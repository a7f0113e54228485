using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using Shouldly;
using Xunit;
using static BangVang.Domain.Tests.Scoring.Panel;

namespace BangVang.Domain.Tests.Scoring;

/// <summary>Close calls beside the places of a category: a tier's minimum score, and places in all categories together.</summary>
public sealed class PrizeDoubtsTests
{
    private static Edition With(params Tier[] tiers) => Mixed with { Tiers = Published.Of<IReadOnlyList<Tier>>(tiers) };

    private static Tier Gold(Quota quota, int? minimum = null) => new() { Code = "gold", Name = new("Vàng", "Gold"), Quota = Published.Of(quota), MinScore = minimum is { } min ? Published.Of(min) : null };

    private static IReadOnlyList<UnsettledLine> Of(Edition edition, IReadOnlyCollection<Entrant> entrants) =>
        PrizeDoubts.Of(edition, edition.Round(), edition.Scores(entrants), RankDoubts.DrawsOf(edition, edition.Round(), RoundCalibration.Of(edition, edition.Round(), entrants)));

    /// <summary>Six dossiers a thousand hundredths apart, 8 000 down to 3 000, which three jurors mark within 150 of each other.</summary>
    private static List<Entrant> Apart(string category = "tools", int from = 1) =>
        [.. Enumerable.Range(0, 6).Select(n => Entrant(from + n, category, (1, 8_000 - 1_000 * n), (2, 8_080 - 1_000 * n), (3, 7_930 - 1_000 * n)))];

    [Fact]
    public void A_score_next_to_the_minimum_is_in_doubt_on_whichever_side_it_stands()
    {
        var quota = new Quota { PerCategory = 3 };
        var above = Of(With(Gold(quota, 5_990)), Apart()).ShouldHaveSingleItem();
        (above.CategoryCode, above.TierCode, above.MinScore, above.Places, above.Pairs.Count).ShouldBe(("tools", "gold", 5_990, 0, 0));
        var reaches = above.Scores.ShouldHaveSingleItem();
        (reaches.Reference, reaches.IsAbove).ShouldBe(("HS-003", true));
        reaches.Chance.ShouldBeInRange(0.4, 0.9);
        above.Above.ShouldBe(["HS-003"]);
        above.Below.ShouldBeEmpty();
        above.LeastSure.ShouldBe(reaches.Chance);

        var misses = Of(With(Gold(quota, 6_020)), Apart()).ShouldHaveSingleItem().Scores.ShouldHaveSingleItem();
        (misses.Reference, misses.IsAbove).ShouldBe(("HS-003", false));
        misses.Chance.ShouldBeInRange(0.1, 0.6);
        (misses.Chance + misses.Sureness).ShouldBe(1, 1e-12);
    }

    [Fact]
    public void A_minimum_far_from_every_score_is_no_question() => Of(With(Gold(new() { PerCategory = 3 }, 6_500)), Apart()).ShouldBeEmpty();

    [Fact]
    public void Where_the_places_are_filled_the_minimum_decides_nothing_for_those_behind()
    {
        // The second just misses the minimum, and the one place is the first's anyway.
        Of(With(Gold(new() { PerCategory = 1 }, 7_020)), Apart()).ShouldBeEmpty();
        Of(With(Gold(new() { PerCategory = 2 }, 7_020)), Apart()).ShouldHaveSingleItem().Scores.ShouldHaveSingleItem().Reference.ShouldBe("HS-002");
    }

    [Fact]
    public void A_higher_prize_that_counts_into_a_tier_takes_its_place()
    {
        var silver = new Tier { Code = "silver", Name = new("Bạc", "Silver"), Quota = Published.Of(new Quota { PerCategory = 2, CountsHigherTiers = true }), MinScore = Published.Of(6_020) };
        Of(With(Gold(new() { PerCategory = 2 }), silver), Apart()).ShouldBeEmpty("both places are gold");
        Of(With(Gold(new() { PerCategory = 1 }), silver), Apart()).ShouldBeEmpty("the second is clearly above, and takes the last place");
        Of(With(Gold(new() { PerCategory = 2 }), silver with { Quota = Published.Of(new Quota { PerCategory = 1 }) }), Apart()).ShouldHaveSingleItem().TierCode.ShouldBe("silver");
    }

    [Fact]
    public void Places_in_all_categories_are_compared_across_them()
    {
        // The best of each category are equal but for a hair; one prize is given in all.
        List<Entrant> all = [.. Apart(), .. Apart("services", 11)];
        all[6] = Entrant(11, "services", (1, 8_060), (2, 7_930), (3, 7_980));
        var line = Of(With(Gold(new() { PerCategory = 1, InAll = 1 })), all).ShouldHaveSingleItem();
        (line.CategoryCode, line.TierCode, line.Places, line.MinScore).ShouldBe((null, "gold", 1, null));
        var pair = line.Pairs.ShouldHaveSingleItem();
        (pair.Above, pair.Below).ShouldBe(("HS-001", "HS-011"));
        pair.Chance.ShouldBeInRange(0.4, 0.9);
        Of(With(Gold(new() { PerCategory = 1, InAll = 2 })), all).ShouldBeEmpty("each has its prize");
    }

    [Fact]
    public void Categories_that_no_juror_connects_are_not_compared()
    {
        List<Entrant> all = [.. Apart(), .. Enumerable.Range(0, 6).Select(n => Entrant(11 + n, "services", (7, 7_990 - 1_000 * n), (8, 8_070 - 1_000 * n), (9, 7_920 - 1_000 * n)))];
        Of(With(Gold(new() { PerCategory = 1, InAll = 1 })), all).ShouldBeEmpty();
        // A minimum is a number on the scale: it can still be asked of each.
        Of(With(Gold(new() { PerCategory = 3 }, 6_010)), all).Select(l => l.CategoryCode).ShouldBe(["tools", "services"], ignoreOrder: true);
    }

    [Fact]
    public void What_is_hidden_from_a_viewer_is_in_no_line()
    {
        var line = Of(With(Gold(new() { PerCategory = 3 }, 5_990)), Apart())[0];
        line.Without(new HashSet<string> { "HS-003" }).ShouldBeNull();
        line.Without(new HashSet<string> { "HS-001" }).ShouldNotBeNull().Scores.ShouldBe(line.Scores);
    }
}
