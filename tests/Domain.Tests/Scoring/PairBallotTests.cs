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
        ballot.Progress(acts, Entries, 5).ShouldBe(new(5, 0, 5, null));
        ballot.Progress(acts, Entries, 20).Asked.ShouldBe(6);
        ballot.Sign(ballot.Progress(acts, Entries, 20), Window, Opens)!.Code.ShouldBe("scoring.pairs_left");
        ballot.Sign(ballot.Progress(acts, Entries, 5), Window, Opens).ShouldBeNull();
        ballot.Answer(null, 6, Entries[0].Id, null, Window, Opens, out _)!.Code.ShouldBe("scoring.pairs_signed");
        ballot.Undo(acts, 6, Window, Opens, out _)!.Code.ShouldBe("scoring.pairs_signed");
    }

    [Fact]
    public void Undoing_keeps_what_was_done_and_shows_the_pair_again()
    {
        var (ballot, acts) = (New(), new List<PairAct>());
        Choose(ballot, acts, 5);
        var shown = ballot.Progress(acts, Entries, 5).Next!;
        Choose(ballot, acts, 5);
        ballot.Undo(acts, 3, Window, Opens, out var undone).ShouldBeNull();
        acts.Add(undone!);
        (undone!.Kind, undone.Undoes, undone.LeftId, undone.RightId).ShouldBe((PairActKind.Undone, 2, shown.Left, shown.Right));
        ballot.Progress(acts, Entries, 5).ShouldBe(new(1, 0, 5, shown with { Number = 4 }));
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
        var shown = ballot.Progress(acts, Entries, 6).Next!;
        ballot.Answer(shown, 1, null, " ", Window, Opens, out _)!.Code.ShouldBe("scoring.skip_reason_missing");
        ballot.Answer(shown, 1, null, new string('x', 501), Window, Opens, out _)!.Code.ShouldBe("scoring.skip_reason_long");
        ballot.Answer(shown, 1, null, " Chưa xem ", Window, Opens, out var skipped).ShouldBeNull();
        acts.Add(skipped!);
        (skipped!.Reason, skipped.ChosenId).ShouldBe(("Chưa xem", null));
        ballot.Progress(acts, Entries, 6).ShouldSatisfyAllConditions(p => p.Asked.ShouldBe(5), p => p.Skipped.ShouldBe(1), p => (p.Next!.Left, p.Next.Right).ShouldNotBe((shown.Left, shown.Right)));
        ballot.Progress(acts, Entries, 3).Asked.ShouldBe(3);
    }

    [Fact]
    public void Only_the_pair_that_is_shown_is_answered_and_only_while_the_round_is_open()
    {
        var ballot = New();
        var shown = ballot.Progress([], Entries, 6).Next!;
        var stranger = Entries.First(e => e.Id != shown.Left && e.Id != shown.Right).Id;
        ballot.Answer(shown, 1, stranger, null, Window, Opens, out _)!.Code.ShouldBe("scoring.pair_changed");
        ballot.Answer(shown, 2, shown.Left, null, Window, Opens, out _)!.Code.ShouldBe("scoring.pair_changed");
        ballot.Answer(shown, 1, shown.Left, null, Window, Opens - Duration.FromMilliseconds(1), out _)!.Code.ShouldBe("scoring.round_not_open");
        ballot.Answer(shown, 1, shown.Left, null, Window, Closes, out _)!.Code.ShouldBe("scoring.round_closed");
        ballot.Answer(shown, 1, shown.Left, null, Window, Closes - Duration.FromMilliseconds(1), out _).ShouldBeNull();
    }

    [Fact]
    public void A_dossier_in_conflict_is_met_no_more_and_its_pairs_are_not_among_those_made()
    {
        var (ballot, acts) = (New(), new List<PairAct>());
        while (ballot.Progress(acts, Entries, 6).Next is not null) Choose(ballot, acts, 6);
        var without = ballot.Progress(acts, Entries[1..], 6);
        without.ShouldBe(new(3, 0, 3, null));
        var fresh = New();
        var met = new List<PairAct>();
        while (fresh.Progress(met, Entries[1..], 6).Next is { } next)
        {
            (next.Left == Entries[0].Id || next.Right == Entries[0].Id).ShouldBeFalse();
            fresh.Answer(next, next.Number, next.Left, null, Window, Opens, out var act).ShouldBeNull();
            met.Add(act!);
        }
        met.Count.ShouldBe(3);
    }

    private static void Choose(PairBallot ballot, List<PairAct> acts, int asked)
    {
        var next = ballot.Progress(acts, Entries, asked).Next!;
        ballot.Answer(next, next.Number, next.Left, null, Window, Opens, out var act).ShouldBeNull();
        acts.Add(act!);
    }

    private static PairBallot New() => new()
    {
        Id = Guid.CreateVersion7(), EditionKey = "sample/2031", RoundCode = "final", CategoryCode = "x", JurorId = Guid.NewGuid(), Seed = new('7', 64), OpenedAt = Opens, SavedAt = Opens,
    };
}
