using BangVang.Domain.Ceremony;
using BangVang.Domain.Kernel;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Ceremony;

public sealed class RehearsalTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 12, 10, 13, 0);
    private static readonly RunOfShow Show = RunOfShow.Generate("demo-2026", Start, ["a", "b", "c", "d"], hasRoll: true);

    private static Duration EndDelay(string category, RehearsedFailure failure) =>
        Rehearsal.Play(Show, new Dictionary<string, RehearsedFailure> { [category] = failure }).Show.Times(Start)[^1].Delay;

    [Fact]
    public void Without_a_failure_it_ends_in_time()
    {
        var (show, events) = Rehearsal.Play(Show, new Dictionary<string, RehearsedFailure>());

        (show.Next, show.IsRollRevealed, show.Revealed.Count).ShouldBe((null, true, 4));
        events.Count.ShouldBe(49);
        events.ShouldAllBe(e => e.Failure == null);
        show.Times(Start)[^1].Delay.ShouldBe(Duration.Zero);
    }

    [Theory]
    [InlineData(RehearsedFailure.WinnerAbsent, -120)] // 15 to walk on, 30 photo, 60 remarks, 15 exit
    [InlineData(RehearsedFailure.CueSkipped, -90)]
    [InlineData(RehearsedFailure.PresenterChanged, 0)]
    [InlineData(RehearsedFailure.LinkLost, 30)]
    public void Each_failure_costs_or_saves_its_time(RehearsedFailure failure, int seconds) => EndDelay("b", failure).ShouldBe(Duration.FromSeconds(seconds));

    [Fact]
    public void All_failures_of_a_day_are_in_the_record()
    {
        var failures = new Dictionary<string, RehearsedFailure> { ["a"] = RehearsedFailure.WinnerAbsent, ["b"] = RehearsedFailure.CueSkipped, ["c"] = RehearsedFailure.PresenterChanged, ["d"] = RehearsedFailure.LinkLost };

        var (show, events) = Rehearsal.Play(Show, failures);

        events.Where(e => e.Failure is not null).Select(e => e.Failure!.Value).ShouldBe(failures.Values);
        show.Times(Start)[^1].Delay.ShouldBe(Duration.FromSeconds(-180));
        show.Cues.Single(c => c.CategoryCode == "c" && c.Kind is CueKind.PresenterIntroduced).Presenter.ShouldBe("Người trao tổng duyệt");
    }

    [Fact]
    public void Its_clock_runs_faster_than_the_walls() =>
        Rehearsal.ClockOf(Start, Start - Duration.FromDays(3), Start - Duration.FromDays(3) + Duration.FromSeconds(30), 20).ShouldBe(Start + Duration.FromMinutes(10));

    [Fact]
    public void No_picture_asks_for_a_name_before_its_cue()
    {
        var (show, asked, pictures) = (Show, new List<string?>(), new List<StagePicture>());
        while (true)
        {
            var (shown, count) = (show, asked.Count);
            var picture = StagePicture.Of(show, category =>
            {
                (category is null ? shown.IsRollRevealed : shown.Revealed.Contains(category)).ShouldBeTrue($"{category ?? "roll"} was asked for at {shown.Current?.Kind}");
                asked.Add(category);
                return Rehearsal.ResultOf(category, "gold", winners: 2);
            });
            (picture.Winners is not null).ShouldBe(asked.Count > count);
            if (picture.Winners is not null) pictures.Add(picture);
            if (show.Next is not { } next) break;
            show = show.Go(next.Id, true, Start).TryGet(out var after, out var problem) ? after : throw new InvalidOperationException(problem.Code);
        }
        // Envelope, sting, walk-on, photo, remarks and exit of each category, and the roll.
        asked.Count.ShouldBe(4 * 6 + 1);
        pictures.ShouldAllBe(p => p.Winners!.Count == 2);
    }
}
