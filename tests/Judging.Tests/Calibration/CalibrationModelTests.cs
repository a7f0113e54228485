using BangVang.Judging.Calibration;
using BangVang.Judging.Simulation;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests.Calibration;

public sealed class CalibrationModelTests
{
    /// <summary>Where every juror marks every entry, restricted maximum likelihood is the analysis of variance (Searle, Casella and McCulloch 1992).</summary>
    [Fact]
    public void On_a_full_table_the_mixed_model_is_the_analysis_of_variance()
    {
        double[][] table = [[7, 6, 8, 5], [5, 5, 6, 3], [9, 7, 9, 8], [4, 2, 5, 3], [6, 6, 8, 4]];
        var (a, b) = (table.Length, table[0].Length);
        var mean = table.Average(row => row.Average());
        double[] entry = [.. table.Select(row => row.Average() - mean)], juror = [.. Enumerable.Range(0, b).Select(j => table.Average(row => row[j]) - mean)];
        var (ofEntries, ofJurors) = (b * entry.Sum(e => e * e) / (a - 1), a * juror.Sum(j => j * j) / (b - 1));
        var residual = table.SelectMany((row, e) => row.Select((y, j) => y - mean - entry[e] - juror[j])).Sum(r => r * r) / ((a - 1) * (b - 1));
        var (entryVariance, jurorVariance) = ((ofEntries - residual) / b, (ofJurors - residual) / a);

        var fit = Calibrator.Fit(Full(table));
        fit.Variances.Entry!.Value.ShouldBe(entryVariance, 1e-4);
        fit.Variances.Juror!.Value.ShouldBe(jurorVariance, 1e-4);
        fit.Variances.Residual!.Value.ShouldBe(residual, 1e-4);
        fit.Intercept.ShouldBe(mean, 1e-9);
        for (var e = 0; e < a; e++)
            fit.Entries.Single(x => x.Entry == $"{e}").Estimate.ShouldBe(mean + entry[e] * b * entryVariance / (b * entryVariance + residual), 1e-4);
        for (var j = 0; j < b; j++)
            fit.Jurors.Single(x => x.Juror == $"{j}").Severity.ShouldBe(-juror[j] * a * jurorVariance / (a * jurorVariance + residual), 1e-4);
    }

    [Fact]
    public void A_juror_variance_below_zero_is_zero()
    {
        var fit = Calibrator.Fit(Full([[1, 5, 3], [5, 3, 1], [3, 1, 5], [9, 4, 6]]));
        fit.Variances.Juror.ShouldBe(0);
        fit.Jurors.ShouldAllBe(j => j.Severity == 0);
        fit.Converged.ShouldBeTrue();
    }

    [Fact]
    public void Least_squares_leaves_nothing_that_entries_jurors_or_criteria_could_explain()
    {
        var ratings = new Ratings([.. SmallPanels.Of("squares").Rows.Select(r => r with { Weight = 1 })]);
        var fit = Calibrator.Fit(ratings, new(CalibrationModel.Additive));
        var (entry, juror) = (fit.Entries.ToDictionary(e => e.Entry, e => e.Estimate), fit.Jurors.ToDictionary(j => j.Juror, j => j.Severity));
        var criterion = fit.Effects.ToDictionary(e => e.Level, e => e.Estimate);
        var residual = ratings.Rows.Select(r => (Row: r, Left: r.Score - entry[r.Entry] + juror[r.Juror] - criterion[r.Criterion!])).ToArray();
        foreach (var group in residual.GroupBy(r => r.Row.Entry).Concat(residual.GroupBy(r => r.Row.Juror)).Concat(residual.GroupBy(r => r.Row.Criterion!)))
            group.Sum(r => r.Left).ShouldBe(0, 1e-9);
        juror.Values.Sum().ShouldBe(0, 1e-9);
    }

    [Fact]
    public void An_absent_mark_is_absent_and_no_zero()
    {
        Rating[] rows = [new("a", "1", 8), new("a", "2", 7), new("b", "1", 6), new("b", "2", 5), new("c", "1", 7)];
        foreach (var model in SmallPanels.Models.Take(4))
        {
            var c = Calibrator.Fit(new(rows), new(model)).Entries.Single(e => e.Entry == "c");
            (c.Count, c.RawMean).ShouldBe((1, 7));
            c.Estimate.ShouldBeInRange(6, 7.5);
        }
    }

    [Fact]
    public void A_strict_jurors_entries_are_raised()
    {
        // Juror 3 takes two points from everyone; entry d met only 3 and 2.
        Rating[] rows =
        [
            new("a", "1", 8), new("a", "2", 8.2), new("a", "3", 6), new("b", "1", 7), new("b", "2", 6.9), new("b", "3", 5.1),
            new("c", "1", 5), new("c", "2", 5), new("c", "3", 2.9), new("d", "3", 6.5), new("d", "2", 8.4),
        ];
        var fit = Calibrator.Fit(new(rows));
        fit.Jurors.Single(j => j.Juror == "3").Severity.ShouldBeInRange(1, 1.6);
        fit.Entries[0].Entry.ShouldBe("d");
        Calibrator.Fit(new(rows), new(CalibrationModel.Mean)).Entries.ShouldAllBe(e => e.Estimate == e.RawMean);
    }

    [Fact]
    public void A_juror_who_stretches_is_found()
    {
        var random = new SeededRandom("stretch");
        var rows = new List<Rating>();
        for (var e = 0; e < 60; e++)
        {
            var worth = 4 * random.NextDouble();
            for (var j = 0; j < 6; j++) rows.Add(new($"{e}", $"{j}", worth * (j == 0 ? 1.6 : j == 1 ? 0.5 : 1) + random.NextDouble() / 2));
        }
        var scale = Calibrator.Fit(new(rows), new(CalibrationModel.Affine)).Jurors.ToDictionary(j => j.Juror, j => j.Scale);
        (scale["0"] / scale["2"]).ShouldBe(1.6, 0.1);
        (scale["1"] / scale["2"]).ShouldBe(0.5, 0.05);
        scale.Values.Average().ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Rasch_finds_the_severities_that_made_the_marks()
    {
        var random = new SeededRandom("rasch");
        double[] severity = [-0.8, -0.3, 0.1, 0.4, 0.6], step = [-1.2, 0, 1.2];
        var rows = new List<Rating>();
        for (var e = 0; e < 400; e++)
        {
            var ability = Math.Sqrt(3) * (random.NextDouble() + random.NextDouble() + random.NextDouble() + random.NextDouble() - 2);
            for (var j = 0; j < 5; j++)
            {
                if (random.Next(2) == 0) continue;
                var odds = new double[4];
                for (var k = 1; k < 4; k++) odds[k] = odds[k - 1] + ability - severity[j] - step[k - 1];
                var (all, draw, mark) = (odds.Sum(Math.Exp), random.NextDouble(), 0);
                for (var sum = Math.Exp(odds[0]); sum < draw * all; sum += Math.Exp(odds[mark])) mark++;
                rows.Add(new($"{e}", $"{j}", 1 + mark));
            }
        }
        foreach (var steps in Enum.GetValues<RaschSteps>())
        {
            var fit = Calibrator.Fit(new(rows), new(CalibrationModel.Rasch, steps, new(1, 4, 1)));
            fit.Converged.ShouldBeTrue();
            foreach (var juror in fit.Jurors)
                Math.Abs(juror.Severity - severity[juror.Juror[0] - '0']).ShouldBeLessThan(3 * juror.StandardError, juror.Juror);
            fit.Jurors.Sum(j => j.Severity).ShouldBe(0, 1e-9);
            fit.Steps.Sum(s => s.Estimate).ShouldBe(0, 1e-9);
            fit.Steps.Select(s => s.Mark).ShouldBe([2, 3, 4]);
            for (var k = 0; k < 3; k++) Math.Abs(fit.Steps[k].Estimate - step[k]).ShouldBeLessThan(3.5 * fit.Steps[k].StandardError);
        }
    }

    [Fact]
    public void A_score_off_the_scale_is_refused_by_name()
    {
        var refusal = Should.Throw<CalibrationException>(() => Calibrator.Fit(
            new([new("a", "1", 3), new("b", "1", 3.5)]), new(CalibrationModel.Rasch, Scale: new(0, 5, 1))));
        refusal.Reason.ToString().ShouldBe("calibrate.off_scale entry=b juror=1 score=3.5");
    }

    /// <summary>
    /// Bitterness of wine by nine judges, two bottles each cold and warm, without and with contact of the skins: Randall (1989), "The analysis of
    /// sensory data by generalized linear model", Biometrical Journal 31, 781–793; estimates as published for it with Laplace's approximation.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_wine_tasting_is_as_published(bool byBottle)
    {
        string[] judges = ["23344455", "12132354", "23325544", "32323253", "23433333", "32322454", "11222323", "22233334", "12323244"];
        var fit = Calibrator.Fit(new(
            [.. judges.SelectMany((marks, j) => marks.Select((m, i) => new Rating(
                byBottle ? $"bottle {i}" : "wine", $"{j + 1}", m - '0', Facets: [i < 4 ? "cold" : "warm", i % 4 < 2 ? "no" : "yes"])))],
            ["temp", "contact"]), new(CalibrationModel.Cumulative));
        double Effect(string level, string against) => fit.Effects.Single(e => e.Level == level).Estimate - fit.Effects.Single(e => e.Level == against).Estimate;
        Effect("warm", "cold").ShouldBe(3.0630, 5e-4);
        Effect("yes", "no").ShouldBe(1.8349, 5e-4);
        double[] thresholds = [-1.6237, 1.5134, 4.2285, 6.0888], modes = [1.6962, -0.5658, 0.9688, -0.0595, 0.2305, 0.4770, -1.9110, -0.2729, -0.5547];
        for (var k = 0; k < 4; k++) fit.Steps[k].Estimate.ShouldBe(thresholds[k], 5e-4);
        for (var j = 0; j < 9; j++) fit.Jurors[j].Severity.ShouldBe(-modes[j], 5e-4);
        fit.Variances.Juror!.Value.ShouldBe(1.279, 1e-3);
        fit.LogLikelihood.ShouldBe(-81.57, 5e-3);
    }

    [Fact]
    public void Favour_for_ones_own_is_told_from_merit_and_leniency()
    {
        var panel = SyntheticRatings.Of(new(120, 20, 4), "favour");
        bool IsOwn(Rating r) => int.Parse(r.Entry[1..]) % 6 == int.Parse(r.Juror[1..]) % 6;
        var fair = SameGroupBias.Test(panel.Ratings, IsOwn)!;
        Math.Abs(fair.T).ShouldBeLessThan(2);
        var favoured = new Ratings([.. panel.Ratings.Rows.Select(r => IsOwn(r) ? r with { Score = r.Score + 0.8 } : r)]);
        var bias = SameGroupBias.Test(favoured, IsOwn)!;
        (bias.Effect - fair.Effect).ShouldBe(0.8, 0.05);
        bias.T.ShouldBeGreaterThan(5);
        bias.Own.ShouldBe(panel.Ratings.Rows.Count(IsOwn));
        SameGroupBias.Test(panel.Ratings, _ => false).ShouldBeNull();
    }

    private static Ratings Full(double[][] table) => new([.. table.SelectMany((row, e) => row.Select((y, j) => new Rating($"{e}", $"{j}", y)))]);
}
