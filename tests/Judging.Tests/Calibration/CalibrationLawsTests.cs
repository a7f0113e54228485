using BangVang.Judging.Calibration;
using BangVang.Judging.Ranks;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests.Calibration;

/// <summary>What holds of every calibration, whatever the marks.</summary>
public sealed class CalibrationLawsTests
{
    public static TheoryData<CalibrationModel> Models => [.. SmallPanels.Models];

    [Theory, MemberData(nameof(Models))]
    public void The_order_of_rows_changes_nothing(CalibrationModel model)
    {
        var ratings = SmallPanels.Of("order");
        var (one, other) = (Calibrator.Fit(ratings, new(model)), Calibrator.Fit(ratings.Shuffled("again"), new(model)));
        other.Entries.ShouldBe(one.Entries);
        other.Jurors.ShouldBe(one.Jurors);
        other.LogLikelihood.ShouldBe(one.LogLikelihood);
        RankDraws.Of(other).Ranking().ShouldBe(RankDraws.Of(one).Ranking());
    }

    [Theory, MemberData(nameof(Models))]
    public void A_permutation_of_names_permutes_the_result(CalibrationModel model)
    {
        var ratings = SmallPanels.Of("names");
        var one = Calibrator.Fit(ratings, new(model));
        var other = Calibrator.Fit(ratings.Renamed(), new(model));
        other.Entries.OrderBy(e => e.Entry).ShouldBe(one.Entries.Select(e => e with { Entry = SmallPanels.NewName(e.Entry) }).OrderBy(e => e.Entry));
        other.Jurors.OrderBy(j => j.Juror).ShouldBe(one.Jurors.Select(j => j with { Juror = SmallPanels.NewName(j.Juror) }).OrderBy(j => j.Juror));
        RankDraws.Of(other).Ranking().OrderBy(r => r.Entry)
            .ShouldBe(RankDraws.Of(one).Ranking().Select(r => r with { Entry = SmallPanels.NewName(r.Entry) }).OrderBy(r => r.Entry));
    }

    [Theory, MemberData(nameof(Models))]
    public void A_recused_jurors_existence_changes_nothing(CalibrationModel model)
    {
        var ratings = SmallPanels.Of("recused");
        Rating[] withdrawn = [.. Enumerable.Range(0, 6).Select(e => new Rating($"e{e}", "recused", 5, "idea", Weight: 0))];
        var (without, with) = (Calibrator.Fit(ratings, new(model)), Calibrator.Fit(new([.. withdrawn, .. ratings.Rows]), new(model)));
        with.Entries.ShouldBe(without.Entries);
        with.Jurors.ShouldBe(without.Jurors);
    }

    [Theory]
    [InlineData(CalibrationModel.Mean)]
    [InlineData(CalibrationModel.Additive)]
    [InlineData(CalibrationModel.Mixed)]
    public void A_raised_mark_never_lowers_a_rank(CalibrationModel model)
    {
        // With the variances held: where they are estimated anew, a mark far off can show that marks tell less than was thought.
        var options = new CalibrationOptions(model) { Variances = new(1.5, 0.4, 0.8) };
        for (var seed = 0; seed < 25; seed++)
        {
            var ratings = SmallPanels.Of($"raise {seed}");
            var before = Ranks(Calibrator.Fit(ratings, options));
            var raised = new SeededRandom($"which {seed}").Next(ratings.Rows.Count);
            var rows = ratings.Rows.ToArray();
            rows[raised] = rows[raised] with { Score = rows[raised].Score + 2 };
            var entry = rows[raised].Entry;
            Ranks(Calibrator.Fit(new(rows), options))[entry].ShouldBeLessThanOrEqualTo(before[entry], $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(CalibrationModel.Mean)]
    [InlineData(CalibrationModel.Additive)]
    [InlineData(CalibrationModel.Mixed)]
    [InlineData(CalibrationModel.Rasch)]
    [InlineData(CalibrationModel.Cumulative)]
    public void A_mark_of_weight_two_is_two_such_marks(CalibrationModel model)
    {
        var options = new CalibrationOptions(model) { Variances = new(1, 0.3, 0.7) };
        var rows = SmallPanels.Of("weights").Rows.Select(r => r with { Weight = 1 }).ToArray();
        var doubled = Calibrator.Fit(new([.. rows.Select((r, i) => i % 3 == 0 ? r with { Weight = 2 } : r)]), options);
        var repeated = Calibrator.Fit(new([.. rows, .. rows.Where((_, i) => i % 3 == 0)]), options);
        foreach (var entry in doubled.Entries)
            entry.Estimate.ShouldBe(repeated.Entries.Single(e => e.Entry == entry.Entry).Estimate, 1e-4);
    }

    [Theory, MemberData(nameof(Models))]
    public void Groups_without_a_common_juror_are_named_and_the_fit_is_returned(CalibrationModel model)
    {
        Rating[] rows =
        [
            new("a", "1", 3), new("a", "2", 2), new("b", "1", 4), new("b", "2", 5), new("c", "1", 1), new("c", "2", 2),
            new("x", "8", 3), new("x", "9", 1), new("y", "8", 5), new("y", "9", 4),
        ];
        var fit = Calibrator.Fit(new(rows), new(model));
        fit.Connected.ShouldBeFalse();
        fit.Groups.Select(g => $"{string.Join(' ', g.Entries)} by {string.Join(' ', g.Jurors)}").ShouldBe(["a b c by 1 2", "x y by 8 9"]);
        fit.Entries.Select(e => e.Entry).ShouldBe(["a", "b", "c", "x", "y"], ignoreOrder: true);
        Calibrator.Fit(new([.. rows, new("x", "2", 3)]), new(model)).Connected.ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Models))]
    public void Whatever_the_marks_are_the_result_is_finite_or_the_reason_is_said(CalibrationModel model)
    {
        var random = new SeededRandom("anything");
        for (var trial = 0; trial < 150; trial++)
        {
            var (entries, jurors, marks) = (1 + random.Next(5), 1 + random.Next(4), 1 + random.Next(3));
            var criteria = random.Next(2) == 0 ? null : new[] { "p", "q" };
            Rating[] rows = [.. Enumerable.Range(0, 1 + random.Next(12)).Select(_ => new Rating(
                $"e{random.Next(entries)}", $"j{random.Next(jurors)}", random.Next(marks), criteria?[random.Next(2)], random.Next(8) / 4.0, [$"{random.Next(2)}"]))];
            try
            {
                var fit = Calibrator.Fit(new(rows, ["day"]), new(model));
                fit.Entries.ShouldAllBe(e => double.IsFinite(e.Estimate) && double.IsFinite(e.StandardError) && e.StandardError >= 0);
                fit.Jurors.ShouldAllBe(j => double.IsFinite(j.Severity) && double.IsFinite(j.StandardError) && double.IsFinite(j.Fit) && double.IsFinite(j.Scale));
                double.IsFinite(fit.Deviance).ShouldBeTrue();
                RankDraws.Of(fit, count: 50).PTop(1).Values.Sum().ShouldBe(1, 1e-9);
            }
            catch (CalibrationException e) { e.Reason.Code.ShouldBeOneOf("calibrate.no_ratings", "calibrate.one_mark"); }
        }
    }

    private static Dictionary<string, int> Ranks(CalibrationResult result) => RankDraws.Of(result, count: 1).Ranking().ToDictionary(r => r.Entry, r => r.Rank);
}
