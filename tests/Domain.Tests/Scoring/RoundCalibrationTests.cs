using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using BangVang.Judging;
using Shouldly;
using Xunit;
using static BangVang.Domain.Tests.Scoring.Panel;

namespace BangVang.Domain.Tests.Scoring;

public sealed class RoundCalibrationTests
{
    /// <summary>Juror 3 is exactly 3.00 points stricter than 1 and 2, who agree; every dossier is scored by two of them.</summary>
    private static readonly Entrant[] OneStrict = [Entrant(1, (1, 5000), (2, 5000)), Entrant(2, (1, 6000), (3, 5700)), Entrant(3, (2, 5500), (3, 5200)), Entrant(4, (1, 5300), (2, 5300))];

    [Fact]
    public void The_additive_model_gives_back_exactly_what_a_strict_juror_took()
    {
        var calibration = RoundCalibration.Of(Additive, Additive.Round(), OneStrict);

        calibration.Scales.ShouldHaveSingleItem().Jurors.OrderBy(j => j.JurorId).Select(j => (j.JurorId, j.Severity, j.Sheets)).ShouldBe(
            [(Juror(1), -10_000, 3), (Juror(2), -10_000, 3), (Juror(3), 20_000, 2)]);
        // HS-002: 60.00 − 1.00 and 57.00 + 2.00; HS-001: 50.00 − 1.00, twice.
        Additive.Scores(OneStrict).Select(s => (s.Reference, s.Score, s.Both)).ShouldBe(
        [
            ("HS-002", 5900, new BothScores(5850, 5900, true)), ("HS-003", 5400, new BothScores(5350, 5400, true)),
            ("HS-004", 5200, new BothScores(5300, 5200, true)), ("HS-001", 4900, new BothScores(5000, 4900, true)),
        ]);
    }

    [Fact]
    public void Where_raw_scores_count_the_calibrated_ones_are_known_and_change_nothing()
    {
        var scores = Raw.Scores(OneStrict);

        scores.Select(s => (s.Reference, s.Score)).ShouldBe([("HS-002", 5850), ("HS-003", 5350), ("HS-004", 5300), ("HS-001", 5000)]);
        scores.ShouldAllBe(s => s.Both!.Calibrated != null && !s.Both.CountsCalibrated && s.Both.Raw == s.Score);
        RoundScores.OfRound(Raw, Raw.Round(), OneStrict).ShouldAllBe(s => s.Both!.Calibrated == null);
    }

    [Fact]
    public void A_round_that_calibrates_never_falls_back_to_raw_scores_in_silence() =>
        Should.Throw<InvalidOperationException>(() => RoundScores.OfRound(Mixed, Mixed.Round(), OneStrict));

    [Fact]
    public void The_mixed_model_corrects_with_caution()
    {
        var severity = RoundCalibration.Of(Mixed, Mixed.Round(), Drawn("caution")).Scales[0].Jurors;
        var full = RoundCalibration.Of(Additive, Additive.Round(), Drawn("caution")).Scales[0];

        severity.Sum(j => Math.Abs(j.Severity)).ShouldBeLessThan(full.Jurors.Sum(j => Math.Abs(j.Severity)));
        severity.ShouldAllBe(j => j.StandardError > 0 && j.Interval.Low < j.Severity && j.Severity < j.Interval.High);
    }

    [Theory]
    [InlineData(SeverityModel.Mixed)]
    [InlineData(SeverityModel.Additive)]
    public void The_score_that_counts_can_be_recomputed_from_sheets_and_severities(SeverityModel model)
    {
        var edition = Counting(model);
        var entrants = Drawn("by hand");
        var scale = RoundCalibration.Of(edition, edition.Round(), entrants).Scales[0];

        foreach (var score in edition.Scores(entrants))
        {
            var sheets = entrants.Single(e => e.Reference == score.Reference).Sheets;
            score.Score.ShouldBe(Rounding.HalfAwayFromZero(sheets.Sum(s => s.Score * 100 + scale.Of(s.JurorId)!.Severity), sheets.Count * 100));
        }
    }

    [Theory]
    [InlineData(SeverityModel.Mixed)]
    [InlineData(SeverityModel.Additive)]
    public void Neither_the_order_of_entrants_and_sheets_nor_the_ids_of_jurors_change_anything(SeverityModel model)
    {
        var edition = Counting(model);
        for (var seed = 0; seed < 20; seed++)
        {
            var entrants = Drawn($"order {seed}");
            var before = edition.Scores(entrants).Select(s => (s.Reference, s.Score, s.Rank, s.Both));
            var shuffled = entrants.AsEnumerable().Reverse().Select(e => e with { Sheets = [.. e.Sheets.Reverse().Select(s => s with { JurorId = Juror(97 - s.JurorId.ToByteArray()[0]) })] }).ToList();
            edition.Scores(shuffled).Select(s => (s.Reference, s.Score, s.Rank, s.Both)).ShouldBe(before);
        }
    }

    [Fact]
    public void Renaming_dossiers_renames_the_result()
    {
        var entrants = Drawn("names");
        var renamed = entrants.Select(e => e with { Reference = $"X-{999 - int.Parse(e.Reference[3..], null)}" }).ToList();

        Mixed.Scores(renamed).OrderBy(s => s.DossierId).Select(s => (s.DossierId, s.Score, s.Both)).ShouldBe(Mixed.Scores(entrants).OrderBy(s => s.DossierId).Select(s => (s.DossierId, s.Score, s.Both)));
    }

    [Fact]
    public void With_the_additive_model_and_the_mean_a_raised_sheet_never_lowers_a_rank()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var entrants = Drawn($"raise {seed}");
            var random = new SeededRandom($"which {seed}");
            var (at, by) = (random.Next(entrants.Count), 10 + random.Next(400));
            var sheet = random.Next(entrants[at].Sheets.Count);
            var raised = entrants.ToList();
            raised[at] = entrants[at] with { Sheets = [.. entrants[at].Sheets.Select((s, i) => i == sheet ? s with { Score = s.Score + by } : s)] };

            Rank(raised).ShouldBeLessThanOrEqualTo(Rank(entrants), $"seed {seed}");

            int Rank(List<Entrant> of) => Additive.Scores(of).Single(s => s.Reference == entrants[at].Reference).Rank!.Value;
        }
    }

    [Fact]
    public void A_juror_who_signed_nothing_has_no_severity() =>
        RoundCalibration.Of(Mixed, Mixed.Round(), OneStrict).Scales[0].Of(Juror(9)).ShouldBeNull();

    [Fact]
    public void A_category_whose_dossiers_share_no_juror_keeps_its_raw_scores_and_names_its_parts()
    {
        Entrant[] parted = [.. OneStrict, Entrant(5, (7, 9000), (8, 8000)), Entrant(6, (7, 8800), (8, 8100))];
        var scale = RoundCalibration.Of(Mixed, Mixed.Round(), parted).Scales[0];

        scale.GapOf("tools").ShouldBe(CalibrationGap.NotConnected);
        scale.PartsOf("tools").ShouldBe([["HS-001", "HS-002", "HS-003", "HS-004"], ["HS-005", "HS-006"]]);
        Mixed.Scores(parted).ShouldAllBe(s => s.Both!.Calibrated == null && !s.Both.CountsCalibrated && s.Score == s.Both.Raw);
    }

    [Theory]
    [InlineData(SeverityModel.Mixed)]
    [InlineData(SeverityModel.Additive)]
    public void Categories_that_share_no_juror_are_calibrated_each_for_itself_and_none_is_raised_against_the_other(SeverityModel model)
    {
        // Everything in services is scored 20.00 points lower: that says nothing of its jurors.
        Entrant[] both = [.. OneStrict, .. OneStrict.Select((e, i) => Entrant(11 + i, "services", [.. e.Sheets.Select(s => (10 + s.JurorId.ToByteArray()[0], s.Score - 2000))]))];
        var edition = Counting(model);
        var calibration = RoundCalibration.Of(edition, edition.Round(), both);
        var jurors = calibration.Scales.ShouldHaveSingleItem().Jurors;

        calibration.Scales[0].GapOf("tools").ShouldBeNull();
        calibration.Scales[0].GapOf("services").ShouldBeNull();
        jurors.Where(j => j.JurorId.ToByteArray()[0] < 10).Sum(j => j.Severity).ShouldBeInRange(-2, 2);
        jurors.Where(j => j.JurorId.ToByteArray()[0] > 10).Sum(j => j.Severity).ShouldBeInRange(-2, 2);
        var scores = edition.Scores(both).ToDictionary(s => s.Reference, s => s.Score);
        for (var n = 1; n <= 4; n++) scores[$"HS-{10 + n:000}"].ShouldBe(scores[$"HS-{n:000}"] - 2000);
    }

    [Fact]
    public void Two_dossiers_are_too_few()
    {
        var scale = RoundCalibration.Of(Mixed, Mixed.Round(), OneStrict[..2]).Scales[0];
        (scale.GapOf("tools"), scale.Jurors.Count, scale.Fit).ShouldBe((CalibrationGap.TooFewDossiers, 0, null));
        Mixed.Scores(OneStrict[..2]).ShouldAllBe(s => s.Score == s.Both!.Raw);
        RoundCalibration.Of(Mixed, Mixed.Round(), []).Scales.ShouldBeEmpty();
    }

    [Fact]
    public void Sheets_of_a_dossier_below_the_quorum_tell_of_their_jurors_and_give_it_no_score()
    {
        Entrant[] more = [.. OneStrict, Entrant(5, (3, 4000))];
        RoundCalibration.Of(Mixed, Mixed.Round(), more).Scales[0].Of(Juror(3))!.Sheets.ShouldBe(3);
        var below = Mixed.Scores(more).Single(s => s.Reference == "HS-005");
        (below.Score, below.Rank, below.Both).ShouldBe((null, null, null));
    }

    [Fact]
    public void A_calibrated_score_stays_on_the_scale()
    {
        Entrant[] top = [Entrant(1, (1, 10_000), (3, 9_990)), Entrant(2, (1, 6000), (3, 5000)), Entrant(3, (2, 5500), (3, 4500)), Entrant(4, (1, 5300), (2, 5300)), Entrant(5, (2, 9000), (3, 8000))];
        Additive.Scores(top).ShouldAllBe(s => s.Score >= 0 && s.Score <= 10_000);
        Additive.Scores(top)[0].Score.ShouldBe(10_000);
    }

    [Fact]
    public void Jurors_who_agree_in_everything_are_not_corrected()
    {
        Entrant[] same = [.. Enumerable.Range(1, 5).Select(n => Entrant(n, (1, 7000), (2, 7000), (3, 7000)))];
        foreach (var edition in new[] { Mixed, Additive })
        {
            RoundCalibration.Of(edition, edition.Round(), same).Scales[0].Jurors.ShouldAllBe(j => j.Severity == 0);
            edition.Scores(same).ShouldAllBe(s => s.Score == 7000 && s.Rank == 1);
        }
    }

    [Fact]
    public void The_edition_s_own_aggregation_is_applied_to_the_corrected_sheets()
    {
        var median = Counting(SeverityModel.Additive, AggregationMethod.Median);
        Entrant[] entrants = [.. OneStrict, Entrant(5, (1, 5100), (2, 5100), (3, 4800))];
        // 51.00 − 1.00, 51.00 − 1.00, 48.00 + 2.00.
        median.Scores(entrants).Single(s => s.Reference == "HS-005").Both.ShouldBe(new BothScores(5100, 5000, true));
    }

    [Fact]
    public void Ties_are_parted_by_corrected_sheets_and_by_criteria_as_they_were_marked()
    {
        var lowest = Counting(SeverityModel.Additive, AggregationMethod.Mean, new TieBreak { By = TieBreakKind.LowestScore }, new TieBreak { By = TieBreakKind.HighestScore });
        lowest.Scores(OneStrict).Single(s => s.Reference == "HS-002").Keys.ShouldBe([5900, 5900, 5900]);
        var raw = Counting(null, AggregationMethod.Mean, new TieBreak { By = TieBreakKind.LowestScore }, new TieBreak { By = TieBreakKind.Criterion, Criterion = "new" });
        raw.Scores(OneStrict).Single(s => s.Reference == "HS-002").Keys.ShouldBe([5850, 5700, 5850]);
    }
}
