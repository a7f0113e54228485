using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Scoring;

public sealed class PairScoresTests
{
    private static readonly Instant Day = Instant.FromUtc(2031, 1, 1, 0, 0);
    private static readonly PairwiseRound Round = new()
    {
        Code = "final", Name = new("Chung khảo", "Final"), ChoicesPerJuror = 6, Quorum = 3,
        Ties = Published.Of<IReadOnlyList<TieBreak>>([new() { By = TieBreakKind.EarlierRound, Round = "one" }, new() { By = TieBreakKind.SubmittedEarlier }, new() { By = TieBreakKind.Council }]),
    };

    [Fact]
    public void Who_is_chosen_more_often_against_the_same_rivals_is_placed_before()
    {
        var scores = Of("abcd", "ab ab ba ac ac ca bc bc cb cd cd dc bd bd db ad ad da");
        scores.Select(s => s.Reference).ShouldBe(["a", "b", "c", "d"]);
        scores.Select(s => (s.Rank, s.Score)).ShouldBe([(1, null), (2, null), (3, null), (4, null)]);
        scores.ShouldAllBe(s => s.Pairs!.Doubt == PairDoubt.None && s.Pairs.IsMeasured && s.Pairs.StandardError > 0 && s.Pairs.Group == 1);
        scores.Sum(s => s.Pairs!.Strength!.Value).ShouldBeInRange(-4, 4);
        scores.Select(s => s.Keys[0]).ShouldBe(scores.Select(s => (long)s.Pairs!.Strength!.Value));
        scores.Sum(s => s.Pairs!.Won).ShouldBe(18);
        scores[0].Pairs!.Next.ShouldBe(scores[1].DossierId);
        scores[0].Pairs!.BeforeNext!.Value.ShouldBeInRange(0.5, 1);
        scores[^1].Pairs!.BeforeNext.ShouldBeNull();
    }

    [Fact]
    public void Few_choices_are_too_close_and_many_are_not()
    {
        Of("ab", "ab ab ba")[0].Pairs!.IsTooClose.ShouldBeTrue();
        var sure = Of("ab", string.Join(' ', Enumerable.Repeat("ab ab ba", 20)))[0];
        (sure.Reference, sure.Pairs!.IsTooClose).ShouldBe(("a", false));
        sure.Pairs.BeforeNext!.Value.ShouldBeGreaterThan(0.95);
    }

    [Fact]
    public void Who_never_lost_is_first_and_no_number_is_made_up()
    {
        var scores = Of("abc", "ab ac ab ac bc cb bc");
        scores.Select(s => (s.Reference, s.Rank, s.Pairs!.Doubt)).ShouldBe([("a", 1, PairDoubt.NeverLost), ("b", 2, PairDoubt.NeverWon), ("c", 3, PairDoubt.NeverWon)]);
        scores.ShouldAllBe(s => !s.Pairs!.IsMeasured && s.Pairs.Strength != null);
    }

    [Fact]
    public void Below_the_quorum_there_is_no_place_and_the_others_keep_theirs()
    {
        var scores = Of("abcd", "ab ba ab bc cb ac ca ad da");
        scores.Single(s => s.Reference == "d").ShouldSatisfyAllConditions(d => d.Rank.ShouldBeNull(), d => d.Pairs!.Doubt.ShouldBe(PairDoubt.TooFew), d => d.Pairs!.Choices.ShouldBe(2), d => d.Keys.ShouldBeEmpty());
        scores.Where(s => s.Rank is not null).Select(s => s.Rank).ShouldBe([1, 2, 3]);
        Of("ab", "").ShouldAllBe(s => s.Rank == null && s.Pairs!.Strength == null && s.Pairs.Group == 0 && s.Pairs.Doubt == PairDoubt.TooFew);
    }

    [Fact]
    public void Groups_that_never_met_have_no_places_at_all()
    {
        var scores = Of("abcd", "ab ba ab cd dc cd");
        scores.ShouldAllBe(s => s.Rank == null && s.Pairs!.Doubt == PairDoubt.NotConnected);
        scores.Select(s => s.Pairs!.Group).Distinct().Count().ShouldBe(2);
        Of("abcd", "ab ba ab cd dc cd bc").ShouldAllBe(s => s.Rank != null);
        // A lonely pair below the quorum makes nobody else incomparable.
        Of("abcd", "ab ba ab cd").Where(s => s.Rank is not null).Select(s => s.Reference).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Equal_strengths_are_parted_by_the_tie_chain_and_stay_tied_where_it_ends()
    {
        var even = "ab ba bc cb ac ca ab ba bc cb ac ca";
        var byEarlier = PairScores.Of(Round, "x", Entrants("abc", e => e == 'b' ? 900 : 800), Choices(even));
        byEarlier.Select(s => (s.Reference, s.Rank)).ShouldBe([("b", 1), ("a", 2), ("c", 3)]);
        byEarlier[1].DecidedBy.ShouldBe(1);
        var noTies = Round with { Ties = Published.Of<IReadOnlyList<TieBreak>>([]) };
        PairScores.Of(noTies, "x", Entrants("abc", _ => 0), Choices(even)).ShouldAllBe(s => s.IsTied && s.Rank == 1);
    }

    [Fact]
    public void Order_of_the_input_changes_nothing_and_a_dossier_that_left_takes_its_choices_along()
    {
        const string text = "ab ac bc cd db ba da ca cb";
        var scores = Of("abcd", text);
        var turned = PairScores.Of(Round, "x", Entrants("dcba", _ => 0).Reverse(), Choices(string.Join(' ', text.Split(' ').Reverse())));
        turned.Select(Known).ShouldBe(scores.Select(Known));
        var without = PairScores.Of(Round, "x", Entrants("abc", _ => 0), Choices(text));
        without.Select(s => s.Pairs!.Choices).Sum().ShouldBe(2 * text.Split(' ').Count(p => !p.Contains('d')));
    }

    [Fact]
    public void An_order_of_two_is_a_pair_and_orders_of_three_are_plackett_and_luces()
    {
        var scores = Of("abc", "abc abc acb bac cab abc");
        scores.Select(s => s.Reference).ShouldBe(["a", "b", "c"]);
        scores.Select(s => (s.Pairs!.Choices, s.Pairs.Won)).ShouldBe([(6, 4), (6, 1), (6, 1)]);
        scores.ShouldAllBe(s => s.Pairs!.Doubt == PairDoubt.None && s.Pairs.StandardError > 0 && s.Pairs.Group == 1);
        scores[0].Pairs!.BeforeNext!.Value.ShouldBeInRange(0.5, 0.999);
        // An order of three is a choice among three and one between two: worth as much as these two contests.
        var fit = Judging.Choices.ChoiceModel.Fit([new("1", ["a", "b", "c"], 3), new("2", ["a", "c", "b"]), new("3", ["b", "a", "c"]), new("4", ["c", "a", "b"])], Judging.Choices.PairwiseJudging.Prior).Result!;
        scores.Select(s => s.Pairs!.Strength!.Value).ShouldBe("abc".Select(r => (int)Math.Round(fit.AgainstMean($"{r}").Estimate * 1_000, MidpointRounding.AwayFromZero)));
    }

    [Fact]
    public void In_an_order_each_beats_the_next()
    {
        Of("abc", "abc abc abc").Select(s => (s.Reference, s.Rank, s.Pairs!.Doubt)).ShouldBe([("a", 1, PairDoubt.NeverLost), ("b", 2, PairDoubt.None), ("c", 3, PairDoubt.NeverWon)], "the one in between lost and won");
        Of("abcdef", "abc bca cab def efd fde").ShouldAllBe(s => s.Rank == null && s.Pairs!.Doubt == PairDoubt.NotConnected);
    }

    /// <summary>Random orders of two to four among five dossiers, with every dossier often enough to have a place.</summary>
    private static readonly Arbitrary<string[]> SomeOrders = Gen.Choose(2, 4).SelectMany(size => Gen.Shuffle("abcde".ToCharArray()).Select(shuffled => new string(shuffled[..size]))).ArrayOf(20).ToArbitrary();

    [Fact]
    public void The_order_of_rows_changes_nothing() => Prop.ForAll(SomeOrders, orders =>
        Of("abcde", string.Join(' ', orders)).Select(Known).SequenceEqual(Of("edcba", string.Join(' ', orders.Reverse())).Select(Known))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_permutation_of_names_permutes_the_result() => Prop.ForAll(SomeOrders, orders =>
    {
        static string Renamed(string text) => string.Concat(text.Select(c => (char)('a' + ((c - 'a' + 2) % 5))));
        var (one, other) = (Of("abcde", string.Join(' ', orders)), Of("abcde", string.Join(' ', orders.Select(Renamed))));
        return one.All(s => other.Single(o => o.Reference == Renamed(s.Reference)) is var same && same.Pairs!.Choices == s.Pairs!.Choices && same.Pairs.Won == s.Pairs.Won && same.Pairs.Doubt == s.Pairs.Doubt
            && Math.Abs((same.Pairs.Strength ?? 0) - (s.Pairs.Strength ?? 0)) <= 1 && Math.Abs((same.Pairs.StandardError ?? 0) - (s.Pairs.StandardError ?? 0)) <= 1);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Who_leaves_is_as_if_never_shown() => Prop.ForAll(SomeOrders, orders =>
        Of("abcd", string.Join(' ', orders)).Select(Known).SequenceEqual(Of("abcd", string.Join(' ', orders.Select(o => o.Replace("e", "")).Where(o => o.Length > 1))).Select(Known))).QuickCheckThrowOnFailure();

    private static (string, int?, int?, int?, double?, int) Known(DossierScore s) => (s.Reference, s.Rank, s.Pairs!.Strength, s.Pairs.StandardError, s.Pairs.BeforeNext, s.Pairs.Choices);

    private static IReadOnlyList<DossierScore> Of(string dossiers, string choices) => PairScores.Of(Round, "x", Entrants(dossiers, _ => 0), Choices(choices));

    private static PairEntrant[] Entrants(string dossiers, Func<char, int> earlier) =>
        [.. dossiers.Select(d => new PairEntrant(Id(d), $"{d}", "x", Day + Duration.FromHours(d), 1, new Dictionary<string, int> { ["one"] = earlier(d) }))];

    private static CountedOrder[] Choices(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(o => new CountedOrder([.. o.Select(Id)]))];

    private static Guid Id(char letter) => new(letter, 0, 0, new byte[8]);
}
