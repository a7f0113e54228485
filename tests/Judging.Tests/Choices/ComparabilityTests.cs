using BangVang.Judging.Choices;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests.Choices;

public sealed class ComparabilityTests
{
    [Fact]
    public void Groups_that_never_met_are_named()
    {
        var known = Comparability.Of(Pairs("ab", "ba", "cd", "dc", "de", "ed"));
        known.Groups.Select(g => string.Concat(g)).ShouldBe(["cde", "ab"]);
        (known.NeverLost, known.NeverWon, known.IsWhole).ShouldSatisfyAllConditions(k => k.NeverLost.ShouldBeEmpty(), k => k.NeverWon.ShouldBeEmpty(), k => k.IsWhole.ShouldBeFalse());
        (known.GroupOf("a"), known.GroupOf("e")).ShouldBe((1, 0));
        Should.Throw<ArgumentException>(() => known.GroupOf("x"));
    }

    [Fact]
    public void Who_never_lost_alone_or_as_a_set_has_no_upper_bound()
    {
        var alone = Comparability.Of(Pairs("ab", "ac", "bc", "cb"));
        (string.Concat(alone.NeverLost), string.Concat(alone.NeverWon)).ShouldBe(("a", "bc"));
        var set = Comparability.Of(Pairs("ab", "ba", "ac", "bd", "cd", "dc"));
        (string.Concat(set.NeverLost), string.Concat(set.NeverWon)).ShouldBe(("ab", "cd"));
        Comparability.Of(Pairs("ab", "bc", "ca")).IsWhole.ShouldBeTrue();
        Comparability.Of([]).Groups.ShouldBeEmpty();
    }

    [Fact]
    public void A_group_of_its_own_is_not_unbeaten_by_those_it_never_met()
    {
        var known = Comparability.Of(Pairs("ab", "ba", "cd"));
        (string.Concat(known.NeverLost), string.Concat(known.NeverWon)).ShouldBe(("c", "d"));
    }

    [Fact]
    public void The_order_of_choices_changes_nothing_and_agrees_with_the_fit()
    {
        var random = new Random(20_261_122);
        for (var run = 0; run < 200; run++)
        {
            var contests = Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(30)).Select(n => $"{(char)('a' + (n / 5))}{(char)('a' + ((n / 5) + 1 + (n % 5)) % 6)}").ToArray();
            var known = Comparability.Of(Pairs(contests));
            var again = Comparability.Of(Pairs([.. contests.Reverse()]));
            again.Groups.Select(g => string.Concat(g)).ShouldBe(known.Groups.Select(g => string.Concat(g)));
            (string.Concat(again.NeverLost), string.Concat(again.NeverWon)).ShouldBe((string.Concat(known.NeverLost), string.Concat(known.NeverWon)));
            (ChoiceModel.Fit(Pairs(contests)).Result is not null).ShouldBe(known.IsWhole, string.Join(' ', contests));
        }
    }

    [Fact]
    public void The_chance_of_being_before_grows_with_the_choices_and_is_that_of_the_draws()
    {
        var few = ChoiceModel.Fit(Pairs("ab", "ab", "ba"), PairwiseJudging.Prior).Result!;
        var many = ChoiceModel.Fit([.. Pairs("ab", "ab", "ba").Select(c => c with { Count = 10 })], PairwiseJudging.Prior).Result!;
        few.PBefore("a", "b").ShouldBeInRange(0.6, 0.8);
        many.PBefore("a", "b").ShouldBeGreaterThan(0.95);
        (few.PBefore("a", "b") + few.PBefore("b", "a")).ShouldBe(1, 1e-12);
        BangVang.Judging.Ranks.RankDraws.Of(few, count: 10_000).PBefore("a", "b").ShouldBe(few.PBefore("a", "b"), 0.015);
        (few.AgainstMean("a").Estimate + few.AgainstMean("b").Estimate).ShouldBe(0, 1e-12);
        few.AgainstMean("a").StandardError.ShouldBe(few.Entries.Single(e => e.Entry == "b").StandardError / 2, 1e-9);
    }

    private static Contest[] Pairs(params string[] won) => [.. won.Select((w, i) => new Contest($"{i}", [$"{w[0]}", $"{w[1]}"]))];
}
