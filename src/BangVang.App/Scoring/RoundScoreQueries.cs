using BangVang.App.Panels;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Scoring;

/// <summary>A dossier in a round with what its score rests on, and how far its jurors are.</summary>
/// <param name="Assigned">Jurors who are to score it.</param>
/// <param name="Signed">Sheets that are signed, of whomever.</param>
/// <param name="IsIn">False for a dossier that was withdrawn after it had been scored: it has no place, and its sheets still tell of their jurors.</param>
internal sealed record RoundEntrant(Entrant Entrant, string ProductName, string Organisation, int Assigned, int Signed, bool IsIn);

/// <summary>A round as its sheets score it.</summary>
/// <param name="Scores">Every dossier with its place by category.</param>
/// <param name="Calibration">Null in a round of pairs, which has no sheets.</param>
internal sealed record ScoredRound(JudgedRound Round, IReadOnlyList<DossierScore> Scores, RoundCalibration? Calibration);

/// <summary>The scores of a whole round, for those who decide. Knows nothing of who may see what: every caller says that first.</summary>
public static class RoundScoreQueries
{
    /// <summary>Every dossier of the round with its score and place by category.</summary>
    internal static async Task<ScoredRound> ScoresOfRoundAsync(this BangVangDb db, Edition edition, ScoringRound round, CancellationToken ct) =>
        edition.ScoresOf(round, await db.EntrantsOfRoundAsync(edition, round, withSheets: true, ct));

    /// <summary>The entrants of a round calibrated, scored and ranked within their categories. A withdrawal moves nobody's calibrated score.</summary>
    internal static ScoredRound ScoresOf(this Edition edition, ScoringRound round, IReadOnlyCollection<RoundEntrant> entrants)
    {
        var calibration = RoundCalibration.Of(edition, round, entrants.Select(e => e.Entrant));
        return new(round, RoundScores.OfRound(edition, round, entrants.Where(e => e.IsIn).Select(e => e.Entrant), calibration), calibration);
    }

    /// <summary>Every dossier of the round, and with sheets those withdrawn after they had been scored, in no order. One query, and one for each earlier round that the tie chain refers to and that calibrates.</summary>
    /// <param name="withSheets">False leaves the marks in the database: an open round shows how many are signed and nothing of what they say.</param>
    internal static async Task<IReadOnlyList<RoundEntrant>> EntrantsOfRoundAsync(this BangVangDb db, Edition edition, ScoringRound round, bool withSheets, CancellationToken ct)
    {
        var earlier = edition.EarlierRounds(round);
        // A calibrated score rests on all sheets of its round, not on those of one dossier.
        var calibrated = new Dictionary<string, IReadOnlyDictionary<Guid, int?>>(StringComparer.Ordinal);
        foreach (var before in earlier.Where(r => withSheets && r.Calibrate is not null))
            calibrated[before.Code] = (await db.ScoresOfRoundAsync(edition, before, ct)).Scores.ToDictionary(s => s.DossierId, s => s.Score);
        string[] read = withSheets ? [round.Code, .. earlier.Select(r => r.Code)] : [];
        var inRound = db.DossiersInRound(edition, round);
        var dossiers = !withSheets ? inRound
            : db.Dossiers.Where(d => d.EditionKey == edition.Key && (inRound.Any(i => i.Id == d.Id) || db.Scoresheets.Any(s => s.RoundCode == round.Code && s.DossierId == d.Id && s.State == ScoresheetState.Signed)));
        var rows = await (
            from d in dossiers.AsNoTracking()
            join e in db.Enterprises on d.EnterpriseId equals e.Id
            select new
            {
                d.Id, d.Reference, d.CategoryCode, SubmittedAt = d.SubmittedAt!.Value, d.ProductName, Organisation = e.Name, IsIn = inRound.Any(i => i.Id == d.Id),
                Assigned = db.Assignments.Count(a => a.RoundCode == round.Code && a.DossierId == d.Id && a.EndedAt == null),
                Signed = db.Scoresheets.Count(s => s.RoundCode == round.Code && s.DossierId == d.Id && s.State == ScoresheetState.Signed),
                Sheets = db.Scoresheets.Where(s => read.Contains(s.RoundCode) && s.DossierId == d.Id && s.State == ScoresheetState.Signed)
                    .Select(s => new { s.RoundCode, s.Marks, Score = s.Score!.Value, s.JurorId }).ToList(),
            }).ToListAsync(ct);
        return [.. rows.Select(d =>
        {
            var sheets = d.Sheets.ToLookup(s => s.RoundCode, s => new CountedSheet(s.Marks, s.Score, s.JurorId));
            var entrant = new Entrant(d.Id, d.Reference, d.CategoryCode, d.SubmittedAt, [.. sheets[round.Code]], new Dictionary<string, int>());
            return new RoundEntrant(edition.WithEarlierScores(entrant, earlier, sheets, calibrated), d.ProductName, d.Organisation, d.Assigned, d.Signed, d.IsIn);
        })];
    }

    /// <summary>The rounds before that the tie chain of this one asks.</summary>
    private static List<ScoringRound> EarlierRounds(this Edition edition, ScoringRound round) =>
        [.. round.Ties.Value.Where(t => t.By is TieBreakKind.EarlierRound).Select(t => edition.Round(t.Round!)).OfType<ScoringRound>().DistinctBy(r => r.Code)];

    private static Entrant WithEarlierScores(
        this Edition edition, Entrant entrant, IEnumerable<ScoringRound> earlier, ILookup<string, CountedSheet> sheets, Dictionary<string, IReadOnlyDictionary<Guid, int?>> calibrated)
    {
        var scores = new Dictionary<string, int>();
        foreach (var round in earlier.Where(r => r.IsFor(entrant.CategoryCode)))
        {
            var score = calibrated.TryGetValue(round.Code, out var known) ? known.GetValueOrDefault(entrant.DossierId)
                : RoundScores.Of(edition, round, entrant.CategoryCode, [entrant with { Sheets = [.. sheets[round.Code]] }])[0].Score;
            if (score is { } points) scores[round.Code] = points;
        }
        return scores.Count == 0 ? entrant : entrant with { EarlierScores = scores };
    }
}
