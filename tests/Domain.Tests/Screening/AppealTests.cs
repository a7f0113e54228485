using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using BangVang.Domain.Tests.Editions;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Screening;

public sealed class AppealTests
{
    /// <summary>10:00 on 25/10/2026 in Viet Nam; five days end with 30/10.</summary>
    private static readonly Instant Told = Instant.FromUtc(2026, 10, 25, 3, 0);
    private static readonly Instant End = Instant.FromUtc(2026, 10, 30, 17, 0);
    private static readonly Guid An = Guid.CreateVersion7(), Binh = Guid.CreateVersion7();

    private static readonly Edition Edition = Sample.Edition with
    {
        Phases = [Sample.Intake, new() { Code = "screening", Kind = PhaseKind.Screening, Name = Sample.T("Xét tuyển"), Opens = new LocalDate(2026, 10, 23), Closes = new LocalDate(2026, 11, 5) }],
        Appeals = new() { ScreeningDays = 5, ResultDays = 14, Article = "Điều 18" },
    };

    private static readonly Contested Refusal = new(AppealAgainst.Screening, Told, [An]);

    [Fact]
    public void The_day_of_the_decision_is_not_counted_and_the_last_day_is()
    {
        Appeal.EndOf(Edition, AppealAgainst.Screening, Told).ShouldBe(End);
        Appeal.EndOf(Edition, AppealAgainst.Result, Told).ShouldBe(Instant.FromUtc(2026, 11, 8, 17, 0));
        Appeal.EndOf(Sample.Edition, AppealAgainst.Result, Told).ShouldBeNull();
        Appeal.EndOf(Edition with { Appeals = Edition.Appeals! with { ScreeningDays = Published<int>.Unpublished } }, AppealAgainst.Screening, Told).ShouldBeNull();
    }

    [Fact]
    public void An_appeal_is_in_time_until_the_last_millisecond()
    {
        Appeal.CheckTime(Edition, Refusal, [], End - Duration.FromMilliseconds(1)).ShouldBeNull();
        var late = Appeal.CheckTime(Edition, Refusal, [], End)!;
        (late.Kind, late.Code, late.Article, late.Args["end"]).ShouldBe((ProblemKind.NotNow, "screening.appeal_late", "Điều 18", End));
    }

    [Fact]
    public void Nothing_is_appealed_before_it_is_known()
    {
        Appeal.CheckTime(Edition, Refusal with { KnownSince = null }, [], Told)!.Code.ShouldBe("screening.appeal_nothing");
        Appeal.CheckTime(Edition, Refusal, [], Told - Duration.FromMilliseconds(1))!.Code.ShouldBe("screening.appeal_nothing");
        Appeal.CheckTime(Edition, Refusal, [], Told).ShouldBeNull();
    }

    [Fact]
    public void Without_published_days_there_is_no_appeal() =>
        Appeal.CheckTime(Edition with { Appeals = null }, Refusal, [], Told)!.Code.ShouldBe("screening.appeal_unpublished");

    [Fact]
    public void Of_each_decision_there_is_one_appeal_and_a_new_decision_gives_a_new_one()
    {
        var appeal = Made();
        Appeal.CheckTime(Edition, Refusal, [appeal], Told)!.ShouldSatisfyAllConditions(p => p.Code.ShouldBe("screening.appeal_open"), p => p.Args["reference"].ShouldBe("KN-001"));
        appeal.Decide(false, "Không đủ căn cứ", null, Binh, Told);
        Appeal.CheckTime(Edition, Refusal, [appeal], Told + Duration.FromHours(1))!.Code.ShouldBe("screening.appeal_once");
        var again = Refusal with { KnownSince = Told + Duration.FromHours(1) };
        Appeal.CheckTime(Edition, again, [appeal], Told + Duration.FromHours(1)).ShouldBeNull();
    }

    [Fact]
    public void Grounds_are_needed_and_have_an_end()
    {
        Appeal.CheckGrounds(" ", 0)!.ShouldSatisfyAllConditions(p => p.Code.ShouldBe("screening.grounds_missing"), p => p.Field.ShouldBe("Grounds"));
        Appeal.CheckGrounds(new('a', Appeal.LongestGrounds + 1), 0)!.Code.ShouldBe("screening.grounds_long");
        Appeal.CheckGrounds(new('a', Appeal.LongestGrounds), Appeal.MostFiles + 1)!.Code.ShouldBe("screening.appeal_files_many");
        Appeal.CheckGrounds(new('a', Appeal.LongestGrounds), Appeal.MostFiles).ShouldBeNull();
    }

    [Fact]
    public void Who_decided_does_not_decide_the_appeal_against_it()
    {
        var appeal = Made();
        var problem = appeal.Decide(true, "Có lý", "Điều 6", An, Told)!;
        (problem.Kind, problem.Code, appeal.State).ShouldBe((ProblemKind.Forbidden, "screening.appeal_own_decision", AppealState.Submitted));
        appeal.Decide(true, " Có lý ", " Điều 6 ", Binh, Told).ShouldBeNull();
        (appeal.State, appeal.DecidedBy, appeal.DecidedAt, appeal.Reason, appeal.Article).ShouldBe((AppealState.Upheld, Binh, Told, "Có lý", "Điều 6"));
        appeal.Decide(false, "x", null, Binh, Told)!.Code.ShouldBe("screening.appeal_decided");
    }

    [Fact]
    public void A_decision_on_an_appeal_has_a_reason() => Made().Decide(false, "", null, Binh, Told)!.ShouldSatisfyAllConditions(p => p.Code.ShouldBe("screening.reason_missing"), p => p.Field.ShouldBe("Reason"));

    [Fact]
    public void References_have_three_digits_and_more_where_needed() => new[] { 1, 42, 1000 }.Select(Appeal.ReferenceOf).ShouldBe(["KN-001", "KN-042", "KN-1000"]);

    [Theory]
    [InlineData(VisibleFrom.Never, null)]
    [InlineData(VisibleFrom.Always, "2026-10-25T03:00:00Z")]
    [InlineData(VisibleFrom.IntakeClosed, "2026-10-25T03:00:00Z")]
    [InlineData(VisibleFrom.Verdict, "2026-10-25T03:00:00Z")]
    [InlineData(VisibleFrom.ScreeningClosed, "2026-11-05T17:00:00Z")]
    [InlineData(VisibleFrom.Publication, "2026-12-01T03:00:00Z")]
    [InlineData(VisibleFrom.AppealsClosed, "2026-12-15T17:00:00Z")]
    [InlineData(VisibleFrom.RoundClosed, null)]
    public void The_matrix_says_from_when_a_verdict_is_known(VisibleFrom from, string? since)
    {
        var edition = Edition with { Visibility = [new() { Item = VisibleItem.ScreeningVerdict, Applicant = from }] };
        Disclosure.OfVerdict(edition, Told, Instant.FromUtc(2026, 12, 1, 3, 0))?.ToString().ShouldBe(since);
    }

    [Fact]
    public void What_waits_for_publication_is_not_known_before_it()
    {
        Disclosure.Since(Edition, VisibleFrom.Publication, Told, null).ShouldBeNull();
        Disclosure.Since(Edition, VisibleFrom.AppealsClosed, Told, null).ShouldBeNull();
        Disclosure.Since(Edition, VisibleFrom.Always, null, null).ShouldBe(Instant.MinValue);
        Disclosure.OfVerdict(Edition, Told, Told).ShouldBeNull();
    }

    private static Appeal Made() => new() { Reference = "KN-001", EditionKey = "demo/2026", Grounds = "Vì", Deciders = [An], SubmittedAt = Told };
}
