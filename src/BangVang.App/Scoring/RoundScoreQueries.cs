using BangVang.App.Panels;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Scoring;

/// <summary>The scores of a whole round, for those who decide. Knows nothing of who may see what: every caller says that first.</summary>
public static class RoundScoreQueries
{
    /// <summary>Every dossier of the round with its score and place by category. Three queries, and three more per earlier round that a tie chain refers to.</summary>
    internal static async Task<IReadOnlyList<DossierScore>> ScoresOfRoundAsync(this BangVangDb db, Edition edition, ScoringRound round, CancellationToken ct)
    {
        var dossiers = await db.DossiersInRound(edition, round).AsNoTracking()
            .Select(d => new { d.Id, d.Reference, d.CategoryCode, SubmittedAt = d.SubmittedAt!.Value }).ToListAsync(ct);
        var sheets = await db.SignedSheetsAsync(edition.Key, round.Code, ct);
        var earlier = await db.EarlierScoresAsync(edition, round, ct);
        return [.. dossiers.GroupBy(d => d.CategoryCode, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .SelectMany(g => RoundScores.Of(edition, round, g.Key, g.Select(d => new Entrant(
                d.Id, d.Reference, d.CategoryCode, d.SubmittedAt, [.. sheets[d.Id]], earlier.GetValueOrDefault(d.Id) ?? []))))];
    }

    /// <summary>The signed sheets of a round by dossier.</summary>
    internal static async Task<ILookup<Guid, CountedSheet>> SignedSheetsAsync(this BangVangDb db, string editionKey, string roundCode, CancellationToken ct)
    {
        var rows = await db.Scoresheets.AsNoTracking()
            .Where(s => s.EditionKey == editionKey && s.RoundCode == roundCode && s.State == ScoresheetState.Signed)
            .Select(s => new { s.DossierId, s.Marks, Score = s.Score!.Value }).ToListAsync(ct);
        return rows.ToLookup(s => s.DossierId, s => new CountedSheet(s.Marks, s.Score));
    }

    private static async Task<Dictionary<Guid, Dictionary<string, int>>> EarlierScoresAsync(this BangVangDb db, Edition edition, ScoringRound round, CancellationToken ct)
    {
        var byDossier = new Dictionary<Guid, Dictionary<string, int>>();
        foreach (var code in round.Ties.Value.Where(t => t.By is TieBreakKind.EarlierRound).Select(t => t.Round!).Distinct())
        {
            if (edition.Round(code) is not ScoringRound earlier) continue;
            foreach (var score in await db.ScoresOfRoundAsync(edition, earlier, ct))
            {
                if (score.Score is not { } points) continue;
                if (!byDossier.TryGetValue(score.DossierId, out var scores)) byDossier[score.DossierId] = scores = [];
                scores[code] = points;
            }
        }
        return byDossier;
    }
}
