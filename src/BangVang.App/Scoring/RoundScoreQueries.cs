using BangVang.App.Panels;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Scoring;

/// <summary>A dossier in a round with what its score rests on, and how far its jurors are.</summary>
/// <param name="Assigned">Jurors who are to score it.</param>
/// <param name="Signed">Sheets that are signed, of whomever.</param>
internal sealed record RoundEntrant(Entrant Entrant, string ProductName, string Organisation, int Assigned, int Signed);

/// <summary>The scores of a whole round, for those who decide. Knows nothing of who may see what: every caller says that first.</summary>
public static class RoundScoreQueries
{
    /// <summary>Every dossier of the round with its score and place by category. One query.</summary>
    internal static async Task<IReadOnlyList<DossierScore>> ScoresOfRoundAsync(this BangVangDb db, Edition edition, ScoringRound round, CancellationToken ct) =>
        edition.ScoresOf(round, await db.EntrantsOfRoundAsync(edition, round, withSheets: true, ct));

    /// <summary>The entrants scored and ranked within their categories.</summary>
    internal static IReadOnlyList<DossierScore> ScoresOf(this Edition edition, ScoringRound round, IEnumerable<RoundEntrant> entrants) =>
        [.. entrants.Select(e => e.Entrant).GroupBy(e => e.CategoryCode, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .SelectMany(g => RoundScores.Of(edition, round, g.Key, g))];

    /// <summary>Every dossier of the round, in no order. One query, whatever the tie chain refers to.</summary>
    /// <param name="withSheets">False leaves the marks in the database: an open round shows how many are signed and nothing of what they say.</param>
    internal static async Task<IReadOnlyList<RoundEntrant>> EntrantsOfRoundAsync(this BangVangDb db, Edition edition, ScoringRound round, bool withSheets, CancellationToken ct)
    {
        var earlier = edition.EarlierRounds(round);
        string[] read = withSheets ? [round.Code, .. earlier.Select(r => r.Code)] : [];
        var rows = await (
            from d in db.DossiersInRound(edition, round).AsNoTracking()
            join e in db.Enterprises on d.EnterpriseId equals e.Id
            select new
            {
                d.Id, d.Reference, d.CategoryCode, SubmittedAt = d.SubmittedAt!.Value, d.ProductName, Organisation = e.Name,
                Assigned = db.Assignments.Count(a => a.RoundCode == round.Code && a.DossierId == d.Id && a.EndedAt == null),
                Signed = db.Scoresheets.Count(s => s.RoundCode == round.Code && s.DossierId == d.Id && s.State == ScoresheetState.Signed),
                Sheets = db.Scoresheets.Where(s => read.Contains(s.RoundCode) && s.DossierId == d.Id && s.State == ScoresheetState.Signed)
                    .Select(s => new { s.RoundCode, s.Marks, Score = s.Score!.Value }).ToList(),
            }).ToListAsync(ct);
        return [.. rows.Select(d =>
        {
            var sheets = d.Sheets.ToLookup(s => s.RoundCode, s => new CountedSheet(s.Marks, s.Score));
            var entrant = new Entrant(d.Id, d.Reference, d.CategoryCode, d.SubmittedAt, [.. sheets[round.Code]], new Dictionary<string, int>());
            return new RoundEntrant(edition.WithEarlierScores(entrant, earlier, sheets), d.ProductName, d.Organisation, d.Assigned, d.Signed);
        })];
    }

    /// <summary>The rounds before that the tie chain of this one asks.</summary>
    private static List<ScoringRound> EarlierRounds(this Edition edition, ScoringRound round) =>
        [.. round.Ties.Value.Where(t => t.By is TieBreakKind.EarlierRound).Select(t => edition.Round(t.Round!)).OfType<ScoringRound>().DistinctBy(r => r.Code)];

    private static Entrant WithEarlierScores(this Edition edition, Entrant entrant, IEnumerable<ScoringRound> earlier, ILookup<string, CountedSheet> sheets)
    {
        var scores = new Dictionary<string, int>();
        foreach (var round in earlier.Where(r => r.IsFor(entrant.CategoryCode)))
            if (RoundScores.Of(edition, round, entrant.CategoryCode, [entrant with { Sheets = [.. sheets[round.Code]] }])[0].Score is { } points) scores[round.Code] = points;
        return scores.Count == 0 ? entrant : entrant with { EarlierScores = scores };
    }
}
