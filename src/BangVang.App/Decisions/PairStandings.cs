using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Decisions;

/// <summary>A round of pairs as it stands, for <see cref="RoundStandings"/>.</summary>
internal static class PairStandings
{
    internal static async Task<RoundResults> ReadPairStandingAsync(this BangVangDb db, Edition edition, PairwiseRound round, bool hasEnded, CancellationToken ct)
    {
        var entrants = await db.PairEntrantsAsync(edition, round, withEarlier: hasEnded, ct);
        var shortlists = await db.Shortlists.AsNoTracking().Where(s => s.EditionKey == edition.Key && s.RoundCode == round.Code).ToListAsync(ct);
        // An open round shows how many ballots are signed and nothing of what they say.
        var scores = hasEnded ? PairScoreQueries.ScoresOf(round, entrants, await db.SignedOrdersAsync(edition.Key, round.Code, ct)).ToDictionary(s => s.DossierId) : [];
        var lines = shortlists.SelectMany(s => s.Lines).ToDictionary(l => l.DossierId);
        var order = edition.Categories.Select((c, i) => (c.Code, i)).ToDictionary(c => c.Code, c => c.i, StringComparer.Ordinal);
        var rows = entrants.Select(e =>
        {
            var (id, score) = (e.Entrant.DossierId, scores.GetValueOrDefault(e.Entrant.DossierId));
            return new ResultRow(id, e.Entrant.Reference, e.ProductName, e.Organisation, e.Entrant.CategoryCode, e.Assigned, e.Entrant.Ballots,
                null, score?.Rank, score?.IsTied ?? false, lines.GetValueOrDefault(id), score?.Pairs);
        });
        return new(round, hasEnded, shortlists.Count > 0, null, [], [.. rows.OrderBy(r => order[r.CategoryCode]).ThenBy(r => r.Rank ?? int.MaxValue).ThenBy(r => r.Reference, StringComparer.Ordinal)]);
    }
}
