using BangVang.Judging.Calibration;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests.Calibration;

/// <summary>How far jurors agree, against published tables and laws.</summary>
public sealed class JurorAgreementTests
{
    /// <summary>Six targets, four judges: Shrout and Fleiss, Psychological Bulletin 86(2), 1979, table 2.</summary>
    private static readonly int[][] ShroutFleiss = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]];

    private static Ratings Table(IEnumerable<(int Entry, int Juror, double Score)> marks, string? criterion = null) =>
        new([.. marks.Select(m => new Rating($"e{m.Entry}", $"j{m.Juror}", m.Score, criterion))]);

    /// <summary>Four observers, twelve units, absent values, one unit with a single value: Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011, section C.</summary>
    private static IEnumerable<(int, int, double)> Published()
    {
        string[] rows = ["1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."];
        return from row in rows.Select((text, juror) => (Values: text.Split(' '), juror))
               from mark in row.Values.Select((value, entry) => (value, entry))
               where mark.value != "."
               select (mark.entry, row.juror, double.Parse(mark.value, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Alpha_for_interval_data_is_that_of_krippendorff_s_example()
    {
        var found = JurorAgreement.Of(Table(Published())).ShouldHaveSingleItem();
        found.Alpha.ShouldBe(0.849, 0.0005);
        (found.Criterion, found.Entries, found.Jurors, found.Marks).ShouldBe((null, 11, 4, 40), "the unit that one observer saw says nothing");
        found.Low.ShouldBeLessThan(found.Alpha);
        found.High.ShouldBeInRange(found.Alpha, 1);
    }

    [Fact]
    public void Intraclass_correlations_are_those_of_shrout_and_fleiss()
    {
        var fit = Calibrator.Fit(Table(ShroutFleiss.SelectMany((marks, e) => marks.Select((mark, j) => (e, j, (double)mark)))));
        var found = IntraclassCorrelation.Of(fit.Variances).ShouldNotBeNull();
        found.Agreement.ShouldBe(0.29, 0.005);
        found.Consistency.ShouldBe(0.71, 0.005);
        found.OfMean(4).Agreement.ShouldBe(0.62, 0.005);
        found.OfMean(4).Consistency.ShouldBe(0.91, 0.005);
        IntraclassCorrelation.Of(new(null, 1, 1)).ShouldBeNull();
        IntraclassCorrelation.Of(new(0, 0, 0)).ShouldBeNull();
    }

    [Fact]
    public void The_same_marks_everywhere_are_1_and_marks_dealt_out_at_random_about_0()
    {
        var alike = JurorAgreement.Of(Table(from e in Enumerable.Range(0, 10) from j in Enumerable.Range(0, 3) select (e, j, (double)e))).Single();
        (alike.Alpha, alike.Low, alike.High).ShouldBe((1, 1, 1));
        var random = new SeededRandom("agreement");
        var dealt = JurorAgreement.Of(Table(from e in Enumerable.Range(0, 400) from j in Enumerable.Range(0, 3) select (e, j, (double)random.Next(10)))).Single();
        dealt.Alpha.ShouldBe(0, 0.06);
        dealt.Low.ShouldBeLessThan(0);
        dealt.High.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void The_interval_holds_what_made_the_marks_nine_times_in_ten()
    {
        var (held, worth) = (0, new BangVang.Judging.Numbers.NormalRandom("agreement cover"));
        for (var round = 0; round < 400; round++)
        {
            var marks = Enumerable.Range(0, 60).SelectMany(e => { var own = worth.Next(); return Enumerable.Range(0, 3).Select(j => (e, j, own + worth.Next())).ToList(); }).ToList();
            var found = JurorAgreement.Of(Table(marks)).Single();
            // Worth and chance have variance 1 each: half of the variance is the entries'.
            if (found.Low <= 0.5 && 0.5 <= found.High) held++;
        }
        (held / 400.0).ShouldBeInRange(0.84, 0.94);
    }

    [Theory, InlineData("1"), InlineData("2"), InlineData("3")]
    public void Neither_order_nor_names_nor_the_scale_change_it(string seed)
    {
        var ratings = SmallPanels.Of(seed);
        var found = JurorAgreement.Of(ratings);
        found.Select(a => a.Criterion).ShouldBe(["idea", "market"]);
        JurorAgreement.Of(ratings.Shuffled("other")).ShouldBe(found);
        JurorAgreement.Of(ratings.Renamed()).ShouldBe(found);
        foreach (var (one, moved) in found.Zip(JurorAgreement.Of(ratings with { Rows = [.. ratings.Rows.Select(r => r with { Score = 1e6 + 3 * r.Score })] })))
        {
            moved.Alpha.ShouldBe(one.Alpha, 1e-9);
            moved.Low.ShouldBe(one.Low, 1e-9);
        }
    }

    [Fact]
    public void Where_there_is_nothing_to_compare_there_is_none()
    {
        JurorAgreement.Of(new([])).ShouldBeEmpty();
        JurorAgreement.Of(Table(from e in Enumerable.Range(0, 9) select (e, 0, (double)e))).ShouldBeEmpty("one juror");
        JurorAgreement.Of(Table(from e in Enumerable.Range(0, 2) from j in Enumerable.Range(0, 3) select (e, j, (double)e))).ShouldBeEmpty("two entries");
        JurorAgreement.Of(Table(from e in Enumerable.Range(0, 9) from j in Enumerable.Range(0, 3) select (e, j, 7.0))).ShouldBeEmpty("all marks the same");
        JurorAgreement.Of(new([.. Table(Published()).Rows.Select(r => r with { Weight = 0 })])).ShouldBeEmpty();
        var twice = Table(Published());
        JurorAgreement.Of(new([.. twice.Rows, .. twice.Rows])).Single().ShouldBe(JurorAgreement.Of(twice).Single(), "a mark given twice is one mark");
    }
}
