using System.Globalization;
using BangVang.Domain.Editions;
using BangVang.Judging;
using BangVang.Judging.Calibration;

namespace BangVang.Domain.Scoring;

/// <summary>Why the scores of a category cannot be calibrated.</summary>
public enum CalibrationGap
{
    /// <summary>Fewer than <see cref="RoundCalibration.FewestDossiers"/> dossiers have signed sheets.</summary>
    TooFewDossiers,
    /// <summary>Its dossiers fall into parts that share no juror, not even through other dossiers: nothing tells a strict juror from a weak dossier there.</summary>
    NotConnected,
}

/// <summary>How severe a juror is in a round, on one scale.</summary>
/// <param name="Severity">Ten-thousandths of a point, rounded half away from zero; above 0 is stricter than the panel. It is added to every sheet of the juror.</param>
/// <param name="StandardError">Ten-thousandths of a point.</param>
/// <param name="Sheets">Signed sheets it rests on.</param>
/// <param name="Fit">Mean square of standardised residuals: near 1 is as expected, above 1.5 erratic, below 0.5 too even.</param>
public sealed record JurorSeverity(Guid JurorId, int Severity, double StandardError, int Sheets, double Fit)
{
    /// <summary>Half the width of a 90 % interval, in standard errors.</summary>
    private const double Normal90 = 1.6448536;

    /// <summary>Where the severity truly is with a chance of 90 %, ten-thousandths of a point.</summary>
    public (double Low, double High) Interval => (Severity - Normal90 * StandardError, Severity + Normal90 * StandardError);
}

/// <summary>All dossiers of a round whose rubrics have the same scale, calibrated together.</summary>
public sealed class ScaleCalibration
{
    private readonly Dictionary<Guid, JurorSeverity> byJuror;
    private readonly Dictionary<string, IReadOnlyList<IReadOnlyList<string>>> parts;
    private readonly Dictionary<string, int> partOf;
    private readonly IReadOnlyList<Rating> rows;
    private readonly CalibrationModel model;

    /// <param name="parts">References by category, in as many lists as parts of the round they lie in.</param>
    /// <param name="partOf">Number of the part of the round each scored dossier lies in.</param>
    /// <param name="rows">What was fitted.</param>
    private ScaleCalibration(Scale scale, Dictionary<string, IReadOnlyList<IReadOnlyList<string>>> parts, Dictionary<string, int> partOf, IReadOnlyList<Rating> rows, CalibrationModel model, CalibrationResult? fit)
    {
        (Scale, this.parts, this.partOf, this.rows, this.model, Fit, Categories) = (scale, parts, partOf, rows, model, fit, [.. parts.Keys.Order(StringComparer.Ordinal)]);
        Jurors = [.. (fit?.Jurors ?? []).Select(j => new JurorSeverity(
            Guid.Parse(j.Juror, CultureInfo.InvariantCulture), (int)Math.Round(j.Severity * RoundCalibration.Parts, MidpointRounding.AwayFromZero), j.StandardError * RoundCalibration.Parts, j.Count, j.Fit))];
        byJuror = Jurors.ToDictionary(j => j.JurorId);
    }

    public Scale Scale { get; }

    /// <summary>Codes of the categories that are scored on it.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>Everything the model found, in hundredths of a point, entries by reference; null when too few dossiers are scored.</summary>
    public CalibrationResult? Fit { get; }

    /// <summary>Those with signed sheets; empty when too few dossiers are scored.</summary>
    public IReadOnlyList<JurorSeverity> Jurors { get; }

    /// <summary>The severity of a juror; null for one without signed sheets.</summary>
    public JurorSeverity? Of(Guid juror) => byJuror.GetValueOrDefault(juror);

    /// <summary>References of the category's scored dossiers in the parts they fall into, the largest first; dossiers of different parts share no juror.</summary>
    public IReadOnlyList<IReadOnlyList<string>> PartsOf(string category) => parts[category];

    /// <summary>Whether jurors connect two scored dossiers: only then do the sheets tell anything of their order.</summary>
    public bool AreConnected(string one, string other) => partOf[one] == partOf[other];

    /// <summary>
    /// The fit in which the estimates of a category's dossiers are points of the scale, to be held against a minimum: <see cref="Fit"/>, or where that keeps the levels of
    /// several parts apart, one of the category's part alone. Null where nothing can be calibrated.
    /// </summary>
    public CalibrationResult? FitOnScale(string category)
    {
        if (Fit is null || GapOf(category) is not null || parts[category].Count == 0) return null;
        var part = partOf[parts[category][0][0]];
        var own = partOf.Values.All(p => p == part) ? rows : [.. rows.Where(r => partOf[r.Entry] == part)];
        return own.Count == rows.Count ? Fit : own.Select(r => r.Entry).Distinct().Count() < RoundCalibration.FewestDossiers ? null : Calibrator.Fit(new(own), new(model));
    }

    /// <summary>Why the category's scores cannot be calibrated; null when they can.</summary>
    public CalibrationGap? GapOf(string category) => Fit is null ? CalibrationGap.TooFewDossiers : parts[category].Count > 1 ? CalibrationGap.NotConnected : null;

    /// <summary>The score of a sheet with the juror's severity given back, in ten-thousandths of a point.</summary>
    public int Corrected(CountedSheet sheet) => sheet.Score * RoundCalibration.Parts + byJuror[sheet.JurorId].Severity;

    internal static ScaleCalibration Of(SeverityModel model, Scale scale, IReadOnlyCollection<Entrant> entrants)
    {
        var scored = entrants.Where(e => e.Sheets.Count > 0).ToList();
        var rows = scored.SelectMany(e => e.Sheets.Select(s => new Rating(e.Reference, s.JurorId.ToString("N"), s.Score))).ToList();
        var found = scored.Count == 0 ? [] : Calibrator.Fit(new(rows), new(CalibrationModel.Mean)).Groups;
        var partOf = found.SelectMany((part, number) => part.Entries.Select(entry => (entry, number))).ToDictionary(e => e.entry, e => e.number, StringComparer.Ordinal);
        var parts = entrants.Select(e => e.CategoryCode).Distinct().ToDictionary(c => c, c => (IReadOnlyList<IReadOnlyList<string>>)
            [.. scored.Where(e => e.CategoryCode == c).GroupBy(e => partOf[e.Reference]).OrderByDescending(g => g.Count()).ThenBy(g => g.Min(e => e.Reference), StringComparer.Ordinal)
                .Select(g => g.Select(e => e.Reference).Order(StringComparer.Ordinal).ToList())], StringComparer.Ordinal);
        return new(scale, parts, partOf, rows, ModelOf(model), scored.Count < RoundCalibration.FewestDossiers ? null : Calibrator.Fit(Ratings(rows, found.Count, partOf, model), new(ModelOf(model))));
    }

    /// <summary>
    /// Parts that share no juror each get a mean of their own, so that severities sum to zero in every part: no part is raised or lowered
    /// against another because of who sat in it. The additive model balances parts by itself.
    /// </summary>
    private static Ratings Ratings(IReadOnlyList<Rating> rows, int parts, Dictionary<string, int> partOf, SeverityModel model) => parts == 1 || model is SeverityModel.Additive
        ? new(rows) : new([.. rows.Select(r => r with { Facets = [partOf[r.Entry].ToString(CultureInfo.InvariantCulture)] })], ["part"]);

    private static CalibrationModel ModelOf(SeverityModel model) => model is SeverityModel.Additive ? CalibrationModel.Additive : CalibrationModel.Mixed;
}

/// <summary>
/// A round with the severity of its jurors taken out of their scores. What counts is still the edition's own aggregation, of the jurors' scores
/// with the severity of each given back: whoever has the sheets and the severities can recompute it by hand.
/// </summary>
/// <param name="Model">The edition's, or the mixed one where the edition counts raw scores and calibration only informs.</param>
/// <param name="Counts">The edition lets calibrated scores count.</param>
/// <param name="Scales">One for each scale of the round.</param>
public sealed record RoundCalibration(SeverityModel Model, bool Counts, IReadOnlyList<ScaleCalibration> Scales)
{
    /// <summary>Severities are kept in so many parts of a hundredth of a point: fine enough that the score is rounded once, at its end.</summary>
    public const int Parts = 100;

    /// <summary>With fewer dossiers a severity says nothing.</summary>
    public const int FewestDossiers = 3;

    /// <summary>Calibrates all dossiers of a round. Neither the order of entrants and sheets nor the ids of jurors change anything.</summary>
    /// <param name="entrants">All of the round, those below the quorum too: their sheets tell of their jurors.</param>
    public static RoundCalibration Of(Edition edition, ScoringRound round, IEnumerable<Entrant> entrants) => new(
        round.Calibrate?.Model ?? SeverityModel.Mixed, round.Calibrate is not null,
        [.. from entrant in entrants
            let rubric = edition.RubricFor(round, entrant.CategoryCode)
            where rubric is not null
            group entrant by rubric.Scale into scale
            orderby scale.Key.Min, scale.Key.Max, scale.Key.Step
            select ScaleCalibration.Of(round.Calibrate?.Model ?? SeverityModel.Mixed, scale.Key, [.. scale])]);

    /// <summary>The calibration a category takes part in; null when it has no dossiers.</summary>
    public ScaleCalibration? Of(string category) => Scales.FirstOrDefault(s => s.Categories.Contains(category));
}
