using BangVang.App.Panels;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Scoring;

/// <summary>A dossier in a round of pairs, and how far its jurors are.</summary>
/// <param name="Assigned">Jurors who are to judge it.</param>
internal sealed record RoundPairEntrant(PairEntrant Entrant, string ProductName, string Organisation, int Assigned);

/// <summary>A signed choice, or order, with its category.</summary>
internal sealed record SignedOrder(string CategoryCode, CountedOrder Order);

/// <summary>The places of a whole round, for those who decide. Knows nothing of who may see what: every caller says that first.</summary>
internal static class PairScoreQueries
{
    /// <summary>Every dossier of the round with its place by category, whatever the kind of the round.</summary>
    internal static async Task<ScoredRound> ScoresAsync(this BangVangDb db, Edition edition, JudgedRound round, CancellationToken ct) => round switch
    {
        PairwiseRound pairs => new(pairs, ScoresOf(pairs, await db.PairEntrantsAsync(edition, pairs, withEarlier: true, ct), await db.SignedOrdersAsync(edition.Key, pairs.Code, ct)), null),
        ScoringRound scoring => await db.ScoresOfRoundAsync(edition, scoring, ct),
        _ => throw new InvalidOperationException($"Round {round.Code} gives no places."),
    };

    /// <summary>The entrants ranked within their categories.</summary>
    internal static IReadOnlyList<DossierScore> ScoresOf(PairwiseRound round, IEnumerable<RoundPairEntrant> entrants, IReadOnlyList<SignedOrder> orders)
    {
        var byCategory = orders.ToLookup(o => o.CategoryCode, o => o.Order, StringComparer.Ordinal);
        return [.. entrants.Select(e => e.Entrant).GroupBy(e => e.CategoryCode, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).SelectMany(g => PairScores.Of(round, g.Key, g, byCategory[g.Key]))];
    }

    /// <summary>Every dossier of the round, in no order.</summary>
    /// <param name="withEarlier">False leaves the marks of earlier rounds in the database.</param>
    internal static async Task<IReadOnlyList<RoundPairEntrant>> PairEntrantsAsync(this BangVangDb db, Edition edition, PairwiseRound round, bool withEarlier, CancellationToken ct)
    {
        var rows = await (
            from d in db.DossiersInRound(edition, round).AsNoTracking()
            join e in db.Enterprises on d.EnterpriseId equals e.Id
            select new
            {
                d.Id, d.Reference, d.CategoryCode, SubmittedAt = d.SubmittedAt!.Value, d.ProductName, Organisation = e.Name,
                Assigned = db.Assignments.Count(a => a.RoundCode == round.Code && a.DossierId == d.Id && a.EndedAt == null),
                Ballots = db.PairBallots.Count(b => b.EditionKey == edition.Key && b.RoundCode == round.Code && b.SignedAt != null
                    && db.PairActs.Any(a => a.BallotId == b.Id && a.Products.Any(p => p.DossierId == d.Id)) && !db.PairExclusions.Any(x => x.BallotId == b.Id && x.DossierId == d.Id && x.ReadmittedAt == null)),
            }).ToListAsync(ct);
        var earlier = withEarlier ? await db.EarlierScoresAsync(edition, round, ct) : [];
        return [.. rows.Select(d => new RoundPairEntrant(
            new(d.Id, d.Reference, d.CategoryCode, d.SubmittedAt, d.Ballots, earlier.GetValueOrDefault(d.Id) ?? []), d.ProductName, d.Organisation, d.Assigned))];
    }

    /// <summary>The orders of signed ballots that stand, without dossiers set aside because of a conflict; a choice of which one is left is none. One query.</summary>
    internal static async Task<IReadOnlyList<SignedOrder>> SignedOrdersAsync(this BangVangDb db, string editionKey, string roundCode, CancellationToken ct)
    {
        var places = await (
            from b in db.PairBallots.AsNoTracking()
            join a in db.PairActs on b.Id equals a.BallotId
            join p in db.ShownProducts on a.Id equals p.ActId
            where b.EditionKey == editionKey && b.RoundCode == roundCode && b.SignedAt != null && a.Kind == PairActKind.Chosen
                && !db.PairActs.Any(u => u.BallotId == b.Id && u.Undoes == a.Number)
                && !db.PairExclusions.Any(x => x.BallotId == b.Id && x.ReadmittedAt == null && x.DossierId == p.DossierId)
            select new { p.ActId, b.CategoryCode, p.DossierId, Place = p.Place!.Value }).ToListAsync(ct);
        return [.. places.GroupBy(p => p.ActId).Where(a => a.Count() > 1).Select(a => new SignedOrder(a.First().CategoryCode, new([.. a.OrderBy(p => p.Place).Select(p => p.DossierId)])))];
    }

    /// <summary>Scores of the scoring rounds that the tie chain asks, by dossier and code of the round.</summary>
    private static async Task<Dictionary<Guid, Dictionary<string, int>>> EarlierScoresAsync(this BangVangDb db, Edition edition, PairwiseRound round, CancellationToken ct)
    {
        var found = new Dictionary<Guid, Dictionary<string, int>>();
        foreach (var before in round.Ties.Value.Where(t => t.By is TieBreakKind.EarlierRound).Select(t => edition.Round(t.Round!)).OfType<ScoringRound>().DistinctBy(r => r.Code))
        {
            foreach (var score in (await db.ScoresOfRoundAsync(edition, before, ct)).Scores.Where(s => s.Score is not null))
            {
                if (!found.TryGetValue(score.DossierId, out var own)) found[score.DossierId] = own = new(StringComparer.Ordinal);
                own[before.Code] = score.Score!.Value;
            }
        }
        return found;
    }
}
