using BangVang.Domain.Editions;
using NodaTime;

namespace BangVang.Domain.Scoring;

/// <summary>A signed sheet with what tells how it was made.</summary>
/// <param name="AssignedAt">Of the running assignment.</param>
public sealed record SignedMarks(Guid JurorId, Rubric Rubric, IReadOnlyDictionary<string, int> Marks, int Score, Instant AssignedAt, Instant SignedAt);

/// <summary>
/// How a juror marks, beside severity. Signs to look at, no findings: jurors of a round score different dossiers, and what these are like is in
/// each of the numbers. The definitions follow Saal, Downey and Lahey, "Rating the ratings", Psychological Bulletin 88 (1980).
/// </summary>
/// <param name="Sheets">Signed sheets looked at.</param>
/// <param name="Distinction">How far a sheet's marks lie apart from line to line, what all jurors mark high or low set aside: 1 as in the panel, near 0 the same mark on every line (halo). Null below <see cref="FewestSheets"/>, with fewer than <see cref="FewestLines"/> lines, or where nobody's marks differ.</param>
/// <param name="Spread">Standard deviation of the juror's scores against that of jurors in general: 1 as in the panel, near 0 all dossiers nearly alike (range restriction). Null below <see cref="FewestSheets"/> or where nobody's scores differ.</param>
/// <param name="OwnSpread">Standard deviation of the juror's scores, hundredths of a point; null with one sheet.</param>
/// <param name="Quick">Sheets signed within <see cref="QuickMinutes"/> minutes after they could first be read: of the assignment or of the beginning of the round, whichever is later.</param>
public sealed record JurorHabits(Guid JurorId, int Sheets, double? Distinction, double? Spread, double? OwnSpread, int Quick)
{
    /// <summary>With fewer sheets a spread is chance.</summary>
    public const int FewestSheets = 5;

    /// <summary>With fewer lines nothing can be told apart.</summary>
    public const int FewestLines = 3;

    public const int QuickMinutes = 5;

    /// <summary>Below this, distinction and spread are worth a look.</summary>
    public const double Low = 0.5;

    /// <summary>Every juror with a signed sheet, by id. The order of sheets changes nothing but the last digits.</summary>
    /// <param name="opens">Beginning of the round.</param>
    public static IReadOnlyList<JurorHabits> Of(IReadOnlyCollection<SignedMarks> sheets, Instant opens)
    {
        var apart = Apart(sheets);
        var pooled = Pooled(sheets);
        return [.. sheets.GroupBy(s => s.JurorId).OrderBy(g => g.Key).Select(own => new JurorHabits(
            own.Key, own.Count(), DistinctionOf([.. own], apart), SpreadOf([.. own], pooled), Deviation([.. own.Select(s => s.Score)]), own.Count(s => IsQuick(s, opens))))];
    }

    private static bool IsQuick(SignedMarks sheet, Instant opens) => sheet.SignedAt - Instant.Max(sheet.AssignedAt, opens) < Duration.FromMinutes(QuickMinutes);

    /// <summary>Mean squared distance of a sheet's marks from their own mean, the line's mean over all sheets set aside; beside it the mean of that over all sheets of the rubric.</summary>
    private static Dictionary<SignedMarks, (double Own, double Usual)> Apart(IReadOnlyCollection<SignedMarks> sheets)
    {
        var apart = new Dictionary<SignedMarks, (double, double)>(ReferenceEqualityComparer.Instance);
        foreach (var rubric in sheets.GroupBy(s => s.Rubric.Code, StringComparer.Ordinal))
        {
            var lines = rubric.First().Rubric.Lines.Select(l => l.Code).ToList();
            if (lines.Count < FewestLines) continue;
            var means = lines.ToDictionary(l => l, l => rubric.Average(s => (double)s.Marks[l]), StringComparer.Ordinal);
            var own = rubric.Select(s => (Sheet: s, Apart: Variance([.. lines.Select(l => s.Marks[l] - means[l])]))).ToList();
            var usual = own.Average(s => s.Apart);
            if (usual <= 0) continue;
            foreach (var (sheet, value) in own) apart[sheet] = (value, usual);
        }
        return apart;
    }

    private static double? DistinctionOf(List<SignedMarks> own, Dictionary<SignedMarks, (double Own, double Usual)> apart)
    {
        var known = own.Where(apart.ContainsKey).Select(s => apart[s]).ToList();
        return known.Count < FewestSheets ? null : Math.Sqrt(known.Average(a => a.Own / a.Usual));
    }

    /// <summary>The variance of scores inside jurors, by scale.</summary>
    private static Dictionary<Scale, double> Pooled(IReadOnlyCollection<SignedMarks> sheets) => sheets.GroupBy(s => s.Rubric.Scale).ToDictionary(scale => scale.Key, scale =>
    {
        var jurors = scale.GroupBy(s => s.JurorId).Where(j => j.Count() > 1).Select(j => (Freedom: j.Count() - 1, Variance: Variance([.. j.Select(s => (double)s.Score)]))).ToList();
        return jurors.Count == 0 ? 0 : jurors.Sum(j => j.Freedom * j.Variance) / jurors.Sum(j => j.Freedom);
    });

    /// <summary>On the scale on which the juror signed most sheets; of equals the narrower one.</summary>
    private static double? SpreadOf(List<SignedMarks> own, Dictionary<Scale, double> pooled)
    {
        var most = own.GroupBy(s => s.Rubric.Scale).OrderByDescending(g => g.Count()).ThenBy(g => g.Key.Max - g.Key.Min).First();
        return most.Count() < FewestSheets || pooled[most.Key] <= 0 ? null : Math.Sqrt(Variance([.. most.Select(s => (double)s.Score)]) / pooled[most.Key]);
    }

    private static double? Deviation(List<int> scores) => scores.Count < 2 ? null : Math.Sqrt(Variance([.. scores.Select(s => (double)s)]));

    private static double Variance(List<double> values)
    {
        var mean = values.Average();
        return values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1);
    }
}
