using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
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

        static (string, int?, int?, int?, double?) Known(DossierScore s) => (s.Reference, s.Rank, s.Pairs!.Strength, s.Pairs.StandardError, s.Pairs.BeforeNext);
    }

    private static IReadOnlyList<DossierScore> Of(string dossiers, string choices) => PairScores.Of(Round, "x", Entrants(dossiers, _ => 0), Choices(choices));

    private static PairEntrant[] Entrants(string dossiers, Func<char, int> earlier) =>
        [.. dossiers.Select(d => new PairEntrant(Id(d), $"{d}", "x", Day + Duration.FromHours(d), 1, new Dictionary<string, int> { ["one"] = earlier(d) }))];

    private static CountedChoice[] Choices(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => new CountedChoice(Id(p[0]), Id(p[1])))];

    private static Guid Id(char letter) => new(letter, 0, 0, new byte[8]);
}
