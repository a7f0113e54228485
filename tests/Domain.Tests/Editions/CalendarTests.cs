using BangVang.Domain.Editions;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Editions;

public sealed class CalendarTests
{
    private static readonly Instant Opens = Instant.FromUtc(2026, 6, 30, 17, 0);
    private static readonly Instant Closes = Instant.FromUtc(2026, 9, 20, 17, 0);
    private static readonly Duration Tick = Duration.FromTicks(1);

    [Fact]
    public void A_phase_is_open_from_the_first_tick_of_its_first_day_to_the_last_tick_of_its_last_day_in_viet_nam()
    {
        Sample.Edition.IsOpen("intake", Opens - Tick).ShouldBeFalse();
        Sample.Edition.IsOpen("intake", Opens).ShouldBeTrue();
        Sample.Edition.IsOpen("intake", Closes - Tick).ShouldBeTrue();
        Sample.Edition.IsOpen("intake", Closes).ShouldBeFalse();
        Sample.Edition.IsOpen(PhaseKind.Intake, Opens).ShouldBeTrue();
        Sample.Edition.OpenPhases(Opens).Single().Code.ShouldBe("intake");
    }

    [Fact]
    public void The_last_extension_counts()
    {
        var extended = Sample.Edition with
        {
            Phases =
            [
                Sample.Intake with { Extensions = [new() { Closes = new(2026, 9, 25) }, new() { Closes = new(2026, 10, 10), Notice = "Thông báo số 183" }] },
                Sample.Final,
            ],
        };
        extended.WindowOf("intake")!.Value.End.ShouldBe(Instant.FromUtc(2026, 10, 10, 17, 0));
        extended.IsOpen("intake", Closes).ShouldBeTrue();
    }

    [Fact]
    public void An_unpublished_or_disputed_day_gives_no_window_and_opens_nothing()
    {
        var phase = Sample.Intake with { Opens = Published<LocalDate>.Unpublished };
        (Sample.Edition with { Phases = [phase] }).WindowOf("intake").ShouldBeNull();
        (Sample.Edition with { Phases = [phase] }).IsOpen("intake", Opens).ShouldBeFalse();

        var two = new Published<LocalDate> { Variants = [new(new(2020, 8, 10), ["q20"]), new(new(2020, 8, 20), ["vir20"])] };
        var disputed = Sample.Edition with { Phases = [Sample.Intake with { Opens = two }] };
        disputed.WindowOf("intake").ShouldBeNull();
        disputed.MissingFor("intake").ShouldBe([new("phases.intake.opens", Disputed: true)]);
        Sample.Edition.WindowOf("nowhere").ShouldBeNull();
    }

    [Fact]
    public void The_next_moment_walks_through_all_openings_and_closings_in_order()
    {
        var seen = new List<string>();
        var now = Instant.FromUtc(2026, 1, 1, 0, 0);
        while (Sample.Edition.NextMoment(now) is { } next)
        {
            seen.Add($"{(next.Opens ? "opens" : "closes")} {next.Phase.Code}");
            now = next.At;
        }
        seen.ShouldBe(["opens intake", "closes intake", "opens final", "closes final", "opens council", "closes council"]);
    }

    [Fact]
    public void Of_a_closing_and_an_opening_at_one_instant_both_are_moments_and_the_closing_comes_first()
    {
        var touching = Sample.Edition with { Phases = [Sample.Final with { Opens = new LocalDate(2026, 9, 21) }, Sample.Intake] };
        touching.Moments().Where(m => m.At == Closes).Select(m => (m.Phase.Code, m.Opens)).ShouldBe([("intake", false), ("final", true)]);
    }
}
