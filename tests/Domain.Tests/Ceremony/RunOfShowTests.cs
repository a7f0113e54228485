using BangVang.Domain.Ceremony;
using BangVang.Domain.Kernel;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Ceremony;

public sealed class RunOfShowTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 12, 10, 13, 0);
    private static readonly RunOfShow Show = RunOfShow.Generate("demo-2026", Start, ["platform", "ai"], hasRoll: true);

    private static Instant At(int seconds) => Start + Duration.FromSeconds(seconds);
    private static Cue Of(RunOfShow show, string category, CueKind kind) => show.Cues.Single(c => c.CategoryCode == category && c.Kind == kind);
    private static CeremonyWinner Winner(int i, Attendance comes = Attendance.Comes) => new($"D-{i}", "gold", $"Sản phẩm minh họa {i}", $"Công ty Minh họa {i}", comes);
    private static string Refusal(Result<RunOfShow> result) => result.TryGet(out _, out var problem) ? "" : problem.Code;
    private static RunOfShow Done(Result<RunOfShow> result) => result.TryGet(out var show, out var problem) ? show : throw new InvalidOperationException(problem.Code);

    /// <summary>GO on every cue, in time, through the one named.</summary>
    private static RunOfShow Played(RunOfShow show, string category, CueKind through)
    {
        for (var now = Start; ;)
        {
            var next = show.Next!;
            show = Done(show.Go(next.Id, isConfirmed: true, now));
            if (next.CategoryCode == category && next.Kind == through) return show;
            now += next.Length;
        }
    }

    [Fact]
    public void A_block_of_twelve_cues_per_category_and_a_roll()
    {
        Show.Cues.Count.ShouldBe(2 * 12 + 1);
        Show.Cues.Count(c => c.Reveals).ShouldBe(3);
        Show.Cues[^1].Kind.ShouldBe(CueKind.Roll);
        Show.Cues.Select(c => c.Id).Distinct().Count().ShouldBe(25);
        RunOfShow.Generate("demo-2026", Start, ["platform"], hasRoll: false).Cues.Count.ShouldBe(12);
    }

    [Fact]
    public void Each_cue_is_planned_when_those_before_it_end()
    {
        var times = Show.Times(Start - Duration.FromHours(1));

        times[0].Planned.ShouldBe(Start);
        for (var i = 1; i < times.Count; i++) times[i].Planned.ShouldBe(times[i - 1].Planned + times[i - 1].Cue.Length);
        times.ShouldAllBe(t => t.Delay == Duration.Zero);
    }

    [Fact]
    public void A_late_start_and_a_long_cue_push_all_that_follows_and_no_plan()
    {
        var show = Done(Show.Go(Show.Cues[0].Id, false, At(45)));

        show.Delay(At(50)).ShouldBe(Duration.FromSeconds(45));
        show.Times(At(50))[1].Planned.ShouldBe(At(20));
        // The first cue lasts 20 s: at 100 s it has run over by another 35.
        show.Delay(At(100)).ShouldBe(Duration.FromSeconds(80));
        show.Times(At(100))[^1].Delay.ShouldBe(Duration.FromSeconds(80));
    }

    [Fact]
    public void A_skipped_cue_makes_up_its_time()
    {
        var show = Done(Done(Show.Go(Show.Cues[0].Id, false, At(30))).Skip(Show.Cues[1].Id));

        show.Next!.Id.ShouldBe(Show.Cues[2].Id);
        show.Delay(At(31)).ShouldBe(Duration.FromSeconds(10));
    }

    [Fact]
    public void Only_the_cue_the_caller_saw_as_next_goes()
    {
        Refusal(Show.Go(Show.Cues[1].Id, true, Start)).ShouldBe("ceremony.not_next");
        Refusal(Done(Show.Go(Show.Cues[0].Id, true, Start)).Go(Show.Cues[0].Id, true, Start)).ShouldBe("ceremony.not_next");
    }

    [Fact]
    public void A_reveal_asks_to_be_confirmed_and_stays()
    {
        var before = Played(Show, "platform", CueKind.FilmEnds);
        Refusal(before.Go(before.Next!.Id, isConfirmed: false, At(200))).ShouldBe("ceremony.confirm_reveal");
        before.Revealed.ShouldBeEmpty();

        var after = Done(before.Go(before.Next.Id, isConfirmed: true, At(200)));
        after.Revealed.ShouldBe(["platform"]);
        after.IsRollRevealed.ShouldBeFalse();
        Refusal(after.Undo(after.Current!.Id)).ShouldBe("ceremony.revealed_stays");
        Refusal(before.Skip(before.Next.Id)).ShouldBe("ceremony.reveal_not_skipped");
    }

    [Fact]
    public void A_mistaken_go_is_taken_back()
    {
        var show = Done(Show.Go(Show.Cues[0].Id, false, Start));
        Done(show.Undo(Show.Cues[0].Id)).Cues.ShouldBe(Show.Cues);
        Refusal(Show.Undo(Show.Cues[0].Id)).ShouldBe("ceremony.not_last");
    }

    [Fact]
    public void Nothing_that_shows_a_winner_moves_before_its_envelope()
    {
        Refusal(Show.Move(Of(Show, "ai", CueKind.Photo).Id, 13)).ShouldBe("ceremony.before_envelope");
        Refusal(Show.Move(Of(Show, "ai", CueKind.Envelope).Id, 24)).ShouldBe("ceremony.before_envelope");
        Done(Show.Move(Of(Show, "ai", CueKind.HostIn).Id, 0)).Cues[0].CategoryCode.ShouldBe("ai");
    }

    [Fact]
    public void What_has_been_is_neither_moved_nor_changed()
    {
        var show = Done(Show.Go(Show.Cues[0].Id, false, Start));
        Refusal(show.Move(Show.Cues[0].Id, 3)).ShouldBe("ceremony.already_done");
        Refusal(show.Move(Show.Cues[3].Id, 0)).ShouldBe("ceremony.place_taken");
        Refusal(show.Skip(Show.Cues[0].Id)).ShouldBe("ceremony.already_done");
        Refusal(show.Skip(Guid.Empty)).ShouldBe("ceremony.unknown_cue");
    }

    [Fact]
    public void A_presenter_changes_until_the_cue()
    {
        var text = new CueText(Duration.FromSeconds(25), " Người trao minh họa 2 ", null, null, null, "");
        var changed = Done(Show.Change(Show.Cues[1].Id, text));

        (changed.Cues[1].Presenter, changed.Cues[1].Note, changed.Cues[1].Length).ShouldBe(("Người trao minh họa 2", null, Duration.FromSeconds(25)));
        Refusal(Show.Change(Show.Cues[1].Id, text with { Length = Duration.Zero })).ShouldBe("ceremony.length_range");
        Refusal(Show.Change(Show.Cues[1].Id, text with { Note = new('a', 501) })).ShouldBe("ceremony.note_length");
    }

    [Fact]
    public void A_result_changes_the_show_only_once_its_envelope_is_open()
    {
        var tie = new CategoryResult("platform", [Winner(1), Winner(2)]);
        var before = Played(Show, "platform", CueKind.FilmEnds);
        before.Open(tie).ShouldBe(before);

        var open = Played(Show, "platform", CueKind.Envelope).Open(tie);
        Of(open, "platform", CueKind.Remarks).Length.ShouldBe(Duration.FromSeconds(120));
        Of(open, "platform", CueKind.Sting).Length.ShouldBe(Of(Show, "platform", CueKind.Sting).Length);
        Of(open, "ai", CueKind.Remarks).Length.ShouldBe(Duration.FromSeconds(60));
    }

    [Theory]
    [InlineData(Attendance.Comes, false)]
    [InlineData(Attendance.Represented, false)]
    [InlineData(Attendance.Absent, true)]
    public void Nobody_walks_on_for_a_winner_who_is_absent(Attendance comes, bool isSkipped)
    {
        var open = Played(Show, "platform", CueKind.Envelope).Open(new("platform", [Winner(1, comes)]));

        Of(open, "platform", CueKind.WinnerWalksOn).IsSkipped.ShouldBe(isSkipped);
        Of(open, "platform", CueKind.Photo).IsSkipped.ShouldBe(isSkipped);
        Of(open, "platform", CueKind.Reset).IsSkipped.ShouldBeFalse();
        Of(open, "ai", CueKind.WinnerWalksOn).IsSkipped.ShouldBeFalse();
    }

    [Fact]
    public void The_show_ends_behind_the_roll()
    {
        var show = Show;
        while (show.Next is { } next) show = Done(show.Go(next.Id, true, Start));

        show.IsRollRevealed.ShouldBeTrue();
        show.Revealed.Count.ShouldBe(2);
        Refusal(show.Go(show.Cues[0].Id, true, Start)).ShouldBe("ceremony.over");
    }
}
