using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Scoring;

public sealed class PairBallotTests
{
    private static readonly Instant Opens = Instant.FromUtc(2031, 1, 1, 0, 0), Closes = Instant.FromUtc(2031, 1, 2, 0, 0);
    private static readonly TimeWindow Window = new(Opens, Closes);
    private static readonly PairEntry[] Entries = [.. "abcd".Select(c => new PairEntry(new Guid(c, 0, 0, new byte[8]), $"{c}"))];

    [Fact]
    public void A_ballot_is_complete_after_the_choices_asked_or_all_pairs_there_are()
    {
        var (ballot, acts) = (New(), new List<PairAct>());
        for (var left = 5; left > 0; left--) Choose(ballot, acts, 5);
        ballot.Progress(acts, Entries, Round(5)).ShouldBe(new(5, 0, 5, null));
        ballot.Progress(acts, Entries, Round(20)).Asked.ShouldBe(6);
        ballot.Sign(ballot.Progress(acts, Entries, Round(20)), Window, Opens)!.Code.ShouldBe("scoring.pairs_left");
        ballot.Sign(ballot.Progress(acts, Entries, Round(5)), Window, Opens).ShouldBeNull();
        ballot.Answer(null, 6, [Entries[0].Id], null, Window, Opens, out _)!.Code.ShouldBe("scoring.pairs_signed");
        ballot.Undo(acts, 6, Window, Opens, out _)!.Code.ShouldBe("scoring.pairs_signed");
    }

    [Fact]
    public void Undoing_keeps_what_was_done_and_shows_the_pair_again()
    {
        var (ballot, acts) = (New(), new List<PairAct>());
        Choose(ballot, acts, 5);
        var shown = ballot.Progress(acts, Entries, Round(5)).Next!;
        Choose(ballot, acts, 5);
        ballot.Undo(acts, 3, Window, Opens, out var undone).ShouldBeNull();
        acts.Add(undone!);
        (undone!.Kind, undone.Undoes, undone.Products.Count).ShouldBe((PairActKind.Undone, 2, 0));
        ballot.Progress(acts, Entries, Round(5)).ShouldBe(new(1, 0, 5, shown with { Number = 4 }));
        ballot.Undo(acts, 4, Window, Opens, out var first).ShouldBeNull();
        acts.Add(first!);
        first!.Undoes.ShouldBe(1);
        ballot.Undo(acts, 5, Window, Opens, out _)!.Code.ShouldBe("scoring.pairs_nothing_to_undo");
        acts.Count.ShouldBe(4);
    }

    [Fact]
    public void A_skipped_pair_needs_a_reason_and_makes_room_for_another()
    {
        var (ballot, acts) = (New(), new List<PairAct>());
        var shown = ballot.Progress(acts, Entries, Round(6)).Next!;
        ballot.Answer(shown, 1, null, " ", Window, Opens, out _)!.Code.ShouldBe("scoring.skip_reason_missing");
        ballot.Answer(shown, 1, null, new string('x', 501), Window, Opens, out _)!.Code.ShouldBe("scoring.skip_reason_long");
        ballot.Answer(shown, 1, null, " Chưa xem ", Window, Opens, out var skipped).ShouldBeNull();
        acts.Add(skipped!);
        (skipped!.Reason, skipped.Order).ShouldBe(("Chưa xem", null));
        ballot.Progress(acts, Entries, Round(6)).ShouldSatisfyAllConditions(p => p.Asked.ShouldBe(5), p => p.Skipped.ShouldBe(1), p => p.Next!.Dossiers.Order().ShouldNotBe(shown.Dossiers.Order()));
        ballot.Progress(acts, Entries, Round(3)).Asked.ShouldBe(3);
    }

    [Fact]
    public void Only_the_pair_that_is_shown_is_answered_and_only_while_the_round_is_open()
    {
        var ballot = New();
        var shown = ballot.Progress([], Entries, Round(6)).Next!;
        var stranger = Entries.First(e => !shown.Dossiers.Contains(e.Id)).Id;
        ballot.Answer(shown, 1, [stranger], null, Window, Opens, out _)!.Code.ShouldBe("scoring.pair_changed");
        ballot.Answer(shown, 2, [shown.Dossiers[0]], null, Window, Opens, out _)!.Code.ShouldBe("scoring.pair_changed");
        ballot.Answer(shown, 1, [shown.Dossiers[0]], null, Window, Opens - Duration.FromMilliseconds(1), out _)!.Code.ShouldBe("scoring.round_not_open");
        ballot.Answer(shown, 1, [shown.Dossiers[0]], null, Window, Closes, out _)!.Code.ShouldBe("scoring.round_closed");
        ballot.Answer(shown, 1, [shown.Dossiers[0]], null, Window, Closes - Duration.FromMilliseconds(1), out _).ShouldBeNull();
    }

    [Fact]
    public void A_dossier_in_conflict_is_met_no_more_and_its_pairs_are_not_among_those_made()
    {
        var (ballot, acts) = (New(), new List<PairAct>());
        while (ballot.Progress(acts, Entries, Round(6)).Next is not null) Choose(ballot, acts, 6);
        var without = ballot.Progress(acts, Entries[1..], Round(6));
        without.ShouldBe(new(3, 0, 3, null));
        var fresh = New();
        var met = new List<PairAct>();
        while (fresh.Progress(met, Entries[1..], Round(6)).Next is { } next)
        {
            next.Dossiers.ShouldNotContain(Entries[0].Id);
            fresh.Answer(next, next.Number, [next.Dossiers[0]], null, Window, Opens, out var act).ShouldBeNull();
            met.Add(act!);
        }
        met.Count.ShouldBe(3);
    }

    [Fact]
    public void Several_are_put_into_order_and_the_last_one_follows()
    {
        var (ballot, round) = (New(), Round(3, 3));
        var shown = ballot.Progress([], Entries, round).Next!;
        shown.Dossiers.Count.ShouldBe(3);
        var (a, b, c) = (shown.Dossiers[2], shown.Dossiers[0], shown.Dossiers[1]);
        ballot.Answer(shown, 1, [a], null, Window, Opens, out _)!.Code.ShouldBe("scoring.order_incomplete");
        ballot.Answer(shown, 1, [a, a], null, Window, Opens, out _)!.Code.ShouldBe("scoring.pair_changed");
        ballot.Answer(shown, 1, [a, b], null, Window, Opens, out var act).ShouldBeNull();
        (act!.Shown.SequenceEqual(shown.Dossiers), act.Order!.SequenceEqual([a, b, c])).ShouldBe((true, true));
        act.Products.Select(p => (p.Position, p.Place)).ShouldBe([(1, 2), (2, 3), (3, 1)]);

        PairBallot.IsSame(act, PairActKind.Chosen, [a, b]).ShouldBeTrue();
        PairBallot.IsSame(act, PairActKind.Chosen, [a, b, c]).ShouldBeTrue();
        PairBallot.IsSame(act, PairActKind.Chosen, [b, a]).ShouldBeFalse();
        PairBallot.IsSame(act, PairActKind.Chosen, [a]).ShouldBeFalse();
    }

    [Fact]
    public void Places_give_an_order_and_what_is_wrong_with_them_is_said()
    {
        var (a, b, c) = (Entries[0].Id, Entries[1].Id, Entries[2].Id);
        var shown = new ShownProducts(1, [a, b, c]);
        Of((a, 2), (b, 3), (c, 1)).ShouldBe("cab");
        Of((b, 1), (c, 3)).ShouldBe("bac");
        Of((a, 2), (b, 2), (c, 1)).ShouldBe("scoring.order_twice");
        Of((c, 2)).ShouldBe("scoring.order_incomplete");
        Of().ShouldBe("scoring.order_incomplete");
        Of((a, 1), (b, 4)).ShouldBe("scoring.pair_changed");
        Of((a, 0), (b, 1)).ShouldBe("scoring.pair_changed");

        string Of(params (Guid Dossier, int Place)[] places) => shown.ByPlaces(places.ToDictionary(p => p.Dossier, p => p.Place)).TryGet(out var order, out var problem)
            ? string.Concat(order.Select(d => Entries.Single(e => e.Id == d).Reference)) : problem.Code;
    }

    [Fact]
    public void The_same_products_are_not_shown_together_twice_and_where_they_are_few_all_of_them_are()
    {
        var (ballot, acts, round) = (New(), new List<PairAct>(), Round(100, 3));
        while (ballot.Progress(acts, Entries, round).Next is { } next)
        {
            ballot.Answer(next, next.Number, acts.Count == 1 ? null : next.Dossiers, "Chưa xem", Window, Opens, out var act).ShouldBeNull();
            acts.Add(act!);
        }
        acts.Select(a => string.Join(' ', a.Shown.Order())).Distinct().Count().ShouldBe(4);
        ballot.Progress(acts, Entries, round).ShouldBe(new(3, 1, 3, null));

        New().Progress([], Entries, Round(9, 5)).ShouldSatisfyAllConditions(p => p.Asked.ShouldBe(1), p => p.Next!.Dossiers.Count.ShouldBe(4));
        New().Progress([], Entries[..2], Round(9, 5)).ShouldSatisfyAllConditions(p => p.Asked.ShouldBe(1), p => p.Next!.Dossiers.Count.ShouldBe(2));
        New().Progress([], Entries[..1], Round(9, 3)).ShouldBe(new(0, 0, 0, null));
    }

    [Fact]
    public void A_product_in_conflict_leaves_the_orders_and_what_is_left_of_them_stands()
    {
        var (ballot, acts, round) = (New(), new List<PairAct>(), Round(2, 3));
        while (ballot.Progress(acts, Entries, round).Next is { } next)
        {
            ballot.Answer(next, next.Number, next.Dossiers, null, Window, Opens, out var act).ShouldBeNull();
            acts.Add(act!);
        }
        var left = acts[0].Order![1];
        PairBallot.Rest(acts[0], d => d != left).ShouldBe([acts[0].Order![0], acts[0].Order![2]]);
        PairBallot.Rest(acts[0], d => d == left).ShouldBeEmpty();
        ballot.Progress(acts, [.. Entries.Where(e => e.Id != left)], round).ShouldBe(new(2, 0, 2, null), "two orders of two or three are still two");
        var two = Entries.Where(e => acts[0].Shown.Contains(e.Id)).Take(2).ToList();
        ballot.Progress(acts, two, round).Made.ShouldBe(acts.Count(a => two.All(e => a.Shown.Contains(e.Id))));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(6, 20)]
    [InlineData(10_000, 166_616_670_000)]
    public void There_are_as_many_answers_as_sets_of_three(int products, long sets) => Round(1, 3).SetsOf(products).ShouldBe(sets);

    private static void Choose(PairBallot ballot, List<PairAct> acts, int asked)
    {
        var next = ballot.Progress(acts, Entries, Round(asked)).Next!;
        ballot.Answer(next, next.Number, [next.Dossiers[0]], null, Window, Opens, out var act).ShouldBeNull();
        acts.Add(act!);
    }

    private static PairwiseRound Round(int choices, int? atOnce = null) =>
        new() { Code = "final", Name = new("Chung khảo", "Final"), ChoicesPerJuror = choices, Quorum = 1, ProductsAtOnce = atOnce, Ties = Published.Of<IReadOnlyList<TieBreak>>([]) };

    private static PairBallot New() => new()
    {
        Id = Guid.CreateVersion7(), EditionKey = "sample/2031", RoundCode = "final", CategoryCode = "x", JurorId = Guid.NewGuid(), Seed = new('7', 64), OpenedAt = Opens, SavedAt = Opens,
    };
}
