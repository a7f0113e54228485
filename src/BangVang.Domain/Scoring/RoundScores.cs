using BangVang.Domain.Editions;
using BangVang.Judging;
using NodaTime;

namespace BangVang.Domain.Scoring;

/// <summary>A signed sheet as it counts.</summary>
/// <param name="Marks">Hundredths of a point by line of the rubric, complete.</param>
/// <param name="Score">Hundredths of a point.</param>
public sealed record CountedSheet(IReadOnlyDictionary<string, int> Marks, int Score);

/// <summary>A dossier in a round with everything its score and its place may rest on.</summary>
/// <param name="EarlierScores">Hundredths of a point by code of an earlier round.</param>
public sealed record Entrant(
    Guid DossierId, string Reference, string CategoryCode, Instant SubmittedAt, IReadOnlyList<CountedSheet> Sheets, IReadOnlyDictionary<string, int> EarlierScores);

/// <summary>Score and place of a dossier in its category.</summary>
/// <param name="Score">Hundredths of a point; null while fewer sheets than the quorum are signed.</param>
/// <param name="Sheets">How many signed sheets there are.</param>
/// <param name="Keys">The score, then the links of the tie chain, more is better; empty without a score.</param>
/// <param name="Rank">1 for the best of the category; equal entries share it. Null without a score.</param>
/// <param name="IsTied">Another dossier has the same rank: the chain did not part them.</param>
/// <param name="DecidedBy">0 when the score put it below the one before, 1 the first link of the tie chain, …; null on rank 1 or without a score.</param>
/// <param name="Pairs">In a round of pairs, where there are no points: what its place rests on. Null in other rounds.</param>
public sealed record DossierScore(
    Guid DossierId, string Reference, string CategoryCode, int? Score, int Sheets, IReadOnlyList<long> Keys, int? Rank, bool IsTied, int? DecidedBy, PairStanding? Pairs = null);

/// <summary>From signed sheets to ranked scores, by the edition's aggregation and tie chain.</summary>
public static class RoundScores
{
    /// <summary>
    /// Scores and ranks the entrants of one category; those below the quorum come last, unranked. Order of the input and
    /// names change nothing: equal entries are listed by reference.
    /// </summary>
    /// <exception cref="InvalidOperationException">A value the round needs is unpublished: ask <see cref="Edition.MissingFor"/> before the round opens.</exception>
    public static IReadOnlyList<DossierScore> Of(Edition edition, ScoringRound round, string category, IEnumerable<Entrant> entrants)
    {
        var rubric = edition.RubricFor(round, category) ?? throw new InvalidOperationException($"Round {round.Code} has no rubric for {category}.");
        var aggregate = round.Aggregate.Value;
        var quorum = Math.Max(round.Quorum.Value, aggregate.NeedsAtLeast);
        var all = entrants.ToList();
        var scored = all.Where(e => e.Sheets.Count >= quorum).ToDictionary(e => e.Reference, e => (Entrant: e, Keys: KeysOf(e, round, rubric, aggregate)), StringComparer.Ordinal);

        var ranked = Ranking.Of([.. scored.Select(s => new Contender(s.Key, s.Value.Keys))]).Select(r =>
        {
            var (entrant, keys) = scored[r.Entry];
            return new DossierScore(entrant.DossierId, entrant.Reference, category, (int)keys[0], entrant.Sheets.Count, keys, r.Rank, r.Tied, r.DecidedBy);
        });
        var unranked = all.Where(e => e.Sheets.Count < quorum).OrderBy(e => e.Reference, StringComparer.Ordinal)
            .Select(e => new DossierScore(e.DossierId, e.Reference, category, null, e.Sheets.Count, [], null, false, null));
        return [.. ranked, .. unranked];
    }

    /// <summary>Aggregated score of one criterion, hundredths of a point; for tie chains and for what applicants read.</summary>
    public static int OfCriterion(Rubric rubric, Editions.Aggregation aggregate, Criterion criterion, IEnumerable<CountedSheet> sheets) =>
        aggregate.Of(sheets.Select(s => rubric.CriterionScore(criterion, s.Marks)));

    private static List<long> KeysOf(Entrant entrant, ScoringRound round, Rubric rubric, Editions.Aggregation aggregate)
    {
        var scores = entrant.Sheets.Select(s => s.Score).ToList();
        var keys = new List<long> { aggregate.Of(scores) };
        foreach (var tie in round.Ties.Value)
        {
            if (tie.By is TieBreakKind.Council) break;
            keys.Add(tie.By switch
            {
                TieBreakKind.Criterion => OfCriterion(rubric, aggregate, rubric.Criteria.Single(c => c.Code == tie.Criterion), entrant.Sheets),
                TieBreakKind.Median => Judging.Aggregation.Median(scores),
                TieBreakKind.LowestScore => scores.Min(),
                TieBreakKind.HighestScore => scores.Max(),
                TieBreakKind.EarlierRound => entrant.EarlierScores.GetValueOrDefault(tie.Round!),
                TieBreakKind.SubmittedEarlier => -entrant.SubmittedAt.ToUnixTimeMilliseconds(),
                _ => throw new InvalidOperationException($"Tie chain link {tie.By} is not known."),
            });
        }
        return keys;
    }
}
