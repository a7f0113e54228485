using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using NodaTime;
using Shouldly;
using Xunit;
using static BangVang.Domain.Tests.Scoring.Panel;

namespace BangVang.Domain.Tests.Scoring;

public sealed class JurorHabitsTests
{
    private static readonly Instant Opens = Instant.FromUtc(2030, 7, 1, 0, 0);
    private static readonly Scale Ten = new() { Min = 0, Max = 1_000, Step = 50 };

    private static readonly Rubric Four = new()
    {
        Code = "four", Name = new("Bốn", "Four"), Scale = Ten,
        Criteria = [.. "abcd".Select(c => new Criterion { Code = $"{c}", Name = new($"{c}", $"{c}"), Weight = 2_500 })],
    };

    private static SignedMarks Marked(int juror, params int[] marks) => Marked(Four, juror, Opens, Opens + Duration.FromDays(1), marks);

    private static SignedMarks Marked(Rubric rubric, int juror, Instant assigned, Instant signed, params int[] marks)
    {
        var byLine = rubric.Lines.Select((l, i) => (l.Code, Mark: marks[i])).ToDictionary(m => m.Code, m => m.Mark);
        return new(Juror(juror), rubric, byLine, rubric.WeightedScore(byLine), assigned, signed);
    }

    private static IReadOnlyList<JurorHabits> Of(params SignedMarks[] sheets) => JurorHabits.Of(sheets, Opens);

    [Fact]
    public void Who_gives_the_same_mark_on_every_line_tells_no_criteria_apart()
    {
        // Both see five dossiers of levels 4 to 8; the first marks their strengths, the second one number a dossier.
        SignedMarks[] sheets =
        [
            Marked(1, 300, 500, 300, 500), Marked(1, 600, 400, 600, 400), Marked(1, 500, 700, 700, 500), Marked(1, 800, 600, 600, 800), Marked(1, 700, 900, 700, 900),
            Marked(2, 400, 400, 400, 400), Marked(2, 500, 500, 500, 500), Marked(2, 600, 600, 600, 600), Marked(2, 700, 700, 700, 700), Marked(2, 800, 800, 800, 800),
        ];
        var habits = Of(sheets);

        habits[0].Distinction!.Value.ShouldBeGreaterThan(1.2);
        habits[1].Distinction!.Value.ShouldBeLessThan(JurorHabits.Low);
        // Their scores lie equally far apart.
        habits.ShouldAllBe(h => Math.Abs(h.Spread!.Value - 1) < 1e-9 && Math.Abs(h.OwnSpread!.Value - Math.Sqrt(25_000)) < 1e-9);
    }

    [Fact]
    public void What_everybody_marks_low_is_no_distinction()
    {
        // The second criterion is hard for everyone: with that set aside, all marks of a sheet are alike.
        var habits = Of([.. from juror in new[] { 1, 2 } from n in Enumerable.Range(0, 5) select Marked(juror, 600 + 50 * n, 300 + 50 * n, 600 + 50 * n, 600 + 50 * n)]);
        habits.ShouldAllBe(h => h.Distinction == null);
    }

    [Fact]
    public void Who_gives_all_dossiers_nearly_the_same_uses_little_of_the_scale()
    {
        var habits = Of([.. Enumerable.Range(0, 6).Select(n => Marked(1, 200 + 100 * n, 200 + 100 * n, 200 + 100 * n, 200 + 100 * n)), .. Enumerable.Range(0, 6).Select(n => Marked(2, 500 + 50 * (n % 2), 500, 500, 500))]);

        habits[0].Spread!.Value.ShouldBeGreaterThan(1.3);
        habits[1].Spread!.Value.ShouldBeLessThan(0.1);
    }

    [Fact]
    public void With_four_sheets_nothing_is_said()
    {
        SignedMarks[] four = [.. Enumerable.Range(0, 4).Select(n => Marked(1, 100 * n, 200, 300, 400))];
        var some = Of(four)[0];
        (some.Sheets, some.Distinction, some.Spread).ShouldBe((4, null, null));
        Of([.. four, Marked(1, 900, 100, 500, 300)])[0].Distinction.ShouldNotBeNull();
        Of(Marked(1, 500, 500, 500, 500))[0].OwnSpread.ShouldBeNull();
    }

    [Fact]
    public void Two_lines_are_too_few_to_tell_criteria_apart()
    {
        var two = Four with { Code = "two", Criteria = [.. Four.Criteria.Take(2).Select(c => c with { Weight = 5_000 })] };
        JurorHabits.Of([.. Enumerable.Range(0, 6).Select(n => Marked(two, 1, Opens, Opens + Duration.FromHours(1), 100 * n, 1_000 - 100 * n))], Opens)[0].Distinction.ShouldBeNull();
    }

    [Fact]
    public void A_sheet_is_quick_when_signed_within_5_minutes_after_it_could_be_read()
    {
        var (five, tick) = (Duration.FromMinutes(5), Duration.FromMilliseconds(1));
        Quick(Opens - Duration.FromDays(3), Opens + five - tick).ShouldBe(1);
        Quick(Opens - Duration.FromDays(3), Opens + five).ShouldBe(0);
        Quick(Opens + Duration.FromDays(2), Opens + Duration.FromDays(2) + five - tick).ShouldBe(1);
        Quick(Opens + Duration.FromDays(2), Opens + Duration.FromDays(2) + five).ShouldBe(0);

        static int Quick(Instant assigned, Instant signed) => Of(Marked(Four, 1, assigned, signed, 500, 500, 500, 500))[0].Quick;
    }

    [Fact]
    public void The_order_of_sheets_changes_nothing()
    {
        SignedMarks[] sheets = [.. Enumerable.Range(0, 20).Select(n => Marked(n % 3, 50 * (n * 7 % 20), 50 * (n * 3 % 20), 50 * (n * 11 % 20), 50 * (n * 13 % 20)))];
        var (one, other) = (Of(sheets), Of([.. sheets.Reverse()]));
        other.Select(h => (h.JurorId, h.Sheets, Math.Round(h.Distinction!.Value, 9), Math.Round(h.Spread!.Value, 9))).ShouldBe(one.Select(h => (h.JurorId, h.Sheets, Math.Round(h.Distinction!.Value, 9), Math.Round(h.Spread!.Value, 9))));
    }
}
