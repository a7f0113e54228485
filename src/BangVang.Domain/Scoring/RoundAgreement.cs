using System.Globalization;
using BangVang.Domain.Editions;
using BangVang.Judging.Calibration;

namespace BangVang.Domain.Scoring;

/// <summary>A signed sheet and what it is about.</summary>
public sealed record DossierMarks(Guid DossierId, string CategoryCode, SignedMarks Marks);

/// <summary>How far jurors agree on one line of a sheet.</summary>
/// <param name="Agreement">Null where too few dossiers have two sheets, or all marks are the same.</param>
public sealed record LineAgreement(MarkLine Line, JurorAgreement? Agreement);

/// <summary>How far the jurors of a category agree, on the score and line by line.</summary>
/// <param name="Total">Null where too few dossiers have two sheets, or all scores are the same.</param>
public sealed record CategoryAgreement(string CategoryCode, JurorAgreement? Total, IReadOnlyList<LineAgreement> Lines)
{
    /// <summary>The categories of the sheets, in the order of their codes. Neither the order of sheets nor ids change anything.</summary>
    public static IReadOnlyList<CategoryAgreement> Of(IEnumerable<DossierMarks> sheets) =>
        [.. sheets.GroupBy(s => s.CategoryCode).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Of(g.Key, [.. g]))];

    private static CategoryAgreement Of(string category, IReadOnlyList<DossierMarks> sheets)
    {
        var lines = sheets[0].Marks.Rubric.Lines;
        var marks = JurorAgreement.Of(new([.. sheets.SelectMany(s => lines.Select(l => RatingOf(s, s.Marks.Marks[l.Code], l.Code)))])).ToDictionary(a => a.Criterion!, StringComparer.Ordinal);
        return new(category, JurorAgreement.Of(new([.. sheets.Select(s => RatingOf(s, s.Marks.Score, null))])).SingleOrDefault(), [.. lines.Select(l => new LineAgreement(l, marks.GetValueOrDefault(l.Code)))]);
    }

    internal static Rating RatingOf(DossierMarks sheet, int points, string? line) =>
        new(sheet.DossierId.ToString("N", CultureInfo.InvariantCulture), sheet.Marks.JurorId.ToString("N", CultureInfo.InvariantCulture), points, line);
}

/// <summary>
/// Whether sheets of jurors with a tie to the applicant's organisation, who were found to have no conflict, score differently from what merit and severity tell. A figure
/// of the round, of no one in particular: it is given only where it rests on several sheets of several jurors.
/// </summary>
/// <param name="Sheets">Of jurors with a tie.</param>
/// <param name="Jurors">Who signed them.</param>
/// <param name="Found">Hundredths of a point; null where there are too few to tell.</param>
public sealed record OwnOrganisation(int Sheets, int Jurors, SameGroupBias? Found)
{
    /// <summary>With fewer sheets an effect is chance.</summary>
    public const int FewestSheets = 5;

    /// <summary>With fewer jurors the figure would be about a person.</summary>
    public const int FewestJurors = 3;

    /// <summary>Half the width of a 90 % interval, in standard errors.</summary>
    private const double Normal90 = 1.6448536;

    /// <summary>Where the effect truly is with a chance of 90 %, hundredths of a point; null where there is none.</summary>
    public (double Low, double High)? Interval => Found is { } f ? (f.Effect - Normal90 * f.StandardError, f.Effect + Normal90 * f.StandardError) : null;

    /// <summary>The interval leaves out nought.</summary>
    public bool IsClear => Interval is { } i && (i.Low > 0 || i.High < 0);

    /// <summary>Null where no sheet is of a juror with a tie: there is nothing to say.</summary>
    /// <param name="sheets">On one scale.</param>
    public static OwnOrganisation? Of(IReadOnlyCollection<DossierMarks> sheets, IReadOnlySet<(Guid DossierId, Guid JurorId)> ties)
    {
        var own = sheets.Where(s => ties.Contains((s.DossierId, s.Marks.JurorId))).ToList();
        if (own.Count == 0) return null;
        var (jurors, dossiers) = (own.Select(s => s.Marks.JurorId).Distinct().Count(), sheets.Select(s => s.DossierId).Distinct().Count());
        if (own.Count < FewestSheets || jurors < FewestJurors || dossiers < RoundCalibration.FewestDossiers) return new(own.Count, jurors, null);
        var ids = own.Select(s => CategoryAgreement.RatingOf(s, s.Marks.Score, null)).Select(r => (r.Entry, r.Juror)).ToHashSet();
        return new(own.Count, jurors, SameGroupBias.Test(new([.. sheets.Select(s => CategoryAgreement.RatingOf(s, s.Marks.Score, null))]), r => ids.Contains((r.Entry, r.Juror))));
    }
}
