using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using BangVang.Web.Kernel;
using BangVang.Web.Pages.Editions;

namespace BangVang.Web.Pages.Decisions;

/// <summary>Raw and calibrated scores in words: both are always shown, and which of them counts.</summary>
public static class ScoreText
{
    /// <summary>The number that does not count, named: "điểm thô 7,95". Null when there is none.</summary>
    public static string? Other(this Texts texts, BothScores? both) => both?.Other is { } other
        ? texts[both.CountsCalibrated ? "decisions.raw_score" : "decisions.calibrated_score", ("score", Writing.Current.Points(other))] : null;

    /// <summary>Which number counts in a round, as a sentence.</summary>
    public static string Counts(this Texts texts, ScoringRound round) => round.Calibrate is { } rule
        ? texts["decisions.calibrated_counts", ("model", texts.In(EditionWords.Choice(rule.Model)))] : texts["decisions.raw_counts"];

    /// <summary>Why a category's scores could not be calibrated, with the parts it falls into.</summary>
    public static string Gap(this Texts texts, UncalibratedCategory category, Edition edition)
    {
        var name = texts.In(edition.Category(category.CategoryCode)!.Name);
        if (category.Gap is CalibrationGap.TooFewDossiers) return texts["decisions.gap_too_few", ("category", name), ("fewest", RoundCalibration.FewestDossiers)];
        return texts["decisions.gap_not_connected", ("category", name), ("parts", string.Join("; ", category.Parts.Select(p => string.Join(", ", p))))];
    }
}
