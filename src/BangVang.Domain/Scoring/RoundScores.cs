using System.Text.Json.Serialization;
using BangVang.Domain.Editions;
using BangVang.Judging;
using NodaTime;

namespace BangVang.Domain.Scoring;

/// <summary>A signed sheet as it counts.</summary>
/// <param name="Marks">Hundredths of a point by line of the rubric, complete.</param>
/// <param name="Score">Hundredths of a point.</param>
public sealed record CountedSheet(IReadOnlyDictionary<string, int> Marks, int Score, Guid JurorId);

/// <summary>A dossier in a round with everything its score and its place may rest on.</summary>
/// <param name="EarlierScores">Hundredths of a point by code of an earlier round.</param>
public sealed record Entrant(
    Guid DossierId, string Reference, string CategoryCode, Instant SubmittedAt, IReadOnlyList<CountedSheet> Sheets, IReadOnlyDictionary<string, int> EarlierScores);

/// <summary>The score of a dossier as given and with the severity of its jurors taken out: both are always shown, one of them counts.</summary>
/// <param name="Raw">Hundredths of a point.</param>
/// <param name="Calibrated">Hundredths of a point; null where nothing could be calibrated.</param>
/// <param name="CountsCalibrated">The edition lets calibrated scores count, and there is one.</param>
public sealed record BothScores(int Raw, int? Calibrated, bool CountsCalibrated)
{
    /// <summary>The other one than the one that counts; null when there is none.</summary>
    [JsonIgnore] public int? Other => CountsCalibrated ? Raw : Calibrated;
}

/// <summary>Score and place of a dossier in its category.</summary>
/// <param name="Score">Hundredths of a point: the one that counts. Null while fewer sheets than the quorum are signed.</param>
/// <param name="Sheets">How many signed sheets there are.</param>
/// <param name="Keys">The score, then the links of the tie chain, more is better; empty without a score.</param>
/// <param name="Rank">1 for the best of the category; equal entries share it. Null without a score.</param>
/// <param name="IsTied">Another dossier has the same rank: the chain did not part them.</param>
/// <param name="DecidedBy">0 when the score put it below the one before, 1 the first link of the tie chain, …; null on rank 1 or without a score.</param>
/// <param name="Both">Raw and calibrated; null without a score.</param>
/// <param name="Pairs">In a round of pairs, where there are no points: what its place rests on. Null in other rounds.</param>
public sealed record DossierScore(
    Guid DossierId, string Reference, string CategoryCode, int? Score, int Sheets, IReadOnlyList<long> Keys, int? Rank, bool IsTied, int? DecidedBy, BothScores? Both = null, PairStanding? Pairs = null);

/// <summary>From signed sheets to ranked scores, by the edition's calibration, aggregation and tie chain.</summary>
public static class RoundScores
{
    /// <summary>All entrants of a round, scored and ranked within their categories.</summary>
    /// <inheritdoc cref="Of"/>
    public static IReadOnlyList<DossierScore> OfRound(Edition edition, ScoringRound round, IEnumerable<Entrant> entrants, RoundCalibration? calibration = null) =>
        [.. entrants.GroupBy(e => e.CategoryCode, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).SelectMany(g => Of(edition, round, g.Key, g, calibration))];

    /// <summary>
    /// Scores and ranks the entrants of one category; those below the quorum come last, unranked. Order of the input and
    /// names change nothing: equal entries are listed by reference.
    /// </summary>
    /// <param name="calibration">Of the whole round; may be left out where the edition counts raw scores.</param>
    /// <exception cref="InvalidOperationException">A value the round needs is unpublished: ask <see cref="Edition.MissingFor"/> before the round opens. Or the round calibrates and no calibration is given.</exception>
    public static IReadOnlyList<DossierScore> Of(Edition edition, ScoringRound round, string category, IEnumerable<Entrant> entrants, RoundCalibration? calibration = null)
    {
        var rubric = edition.RubricFor(round, category) ?? throw new InvalidOperationException($"Round {round.Code} has no rubric for {category}.");
        if (round.Calibrate is not null && calibration is null) throw new InvalidOperationException($"Round {round.Code} counts calibrated scores: they were not given.");
        var all = entrants.Select(e => (Entrant: e, Both: BothOf(round, e, calibration))).ToList();
        var scale = Usable(calibration, category);
        var scored = all.Where(e => e.Both is not null).ToDictionary(
            e => e.Entrant.Reference, e => (e.Entrant, Both: e.Both!, Keys: KeysOf(e.Entrant, e.Both!, round, rubric, scale)), StringComparer.Ordinal);

        var ranked = Ranking.Of([.. scored.Select(s => new Contender(s.Key, s.Value.Keys))]).Select(r =>
        {
            var (entrant, both, keys) = scored[r.Entry];
            return new DossierScore(entrant.DossierId, entrant.Reference, category, (int)keys[0], entrant.Sheets.Count, keys, r.Rank, r.Tied, r.DecidedBy, both);
        });
        var unranked = all.Where(e => e.Both is null).Select(e => e.Entrant).OrderBy(e => e.Reference, StringComparer.Ordinal)
            .Select(e => new DossierScore(e.DossierId, e.Reference, category, null, e.Sheets.Count, [], null, false, null));
        return [.. ranked, .. unranked];
    }

    /// <summary>Aggregated score of one criterion, hundredths of a point, as the jurors gave it; for tie chains and for what applicants read.</summary>
    public static int OfCriterion(Rubric rubric, Editions.Aggregation aggregate, Criterion criterion, IEnumerable<CountedSheet> sheets) =>
        aggregate.Of(sheets.Select(s => rubric.CriterionScore(criterion, s.Marks)));

    /// <summary>Raw and calibrated score of one dossier, from the scores of its sheets alone; null below the quorum.</summary>
    public static BothScores? BothOf(ScoringRound round, Entrant entrant, RoundCalibration? calibration)
    {
        var aggregate = round.Aggregate.Value;
        if (entrant.Sheets.Count < Math.Max(round.Quorum.Value, aggregate.NeedsAtLeast)) return null;
        var raw = aggregate.Of(entrant.Sheets.Select(s => s.Score));
        if (Usable(calibration, entrant.CategoryCode) is not { } scale) return new(raw, null, CountsCalibrated: false);
        // What calibration adds may not lift a score off the scale on which prizes have their thresholds.
        var calibrated = Math.Clamp(aggregate.Of(entrant.Sheets.Select(scale.Corrected), RoundCalibration.Parts), scale.Scale.Min, scale.Scale.Max);
        return new(raw, calibrated, round.Calibrate is not null);
    }

    private static ScaleCalibration? Usable(RoundCalibration? calibration, string category) => calibration?.Of(category) is { } scale && scale.GapOf(category) is null ? scale : null;

    private static List<long> KeysOf(Entrant entrant, BothScores both, ScoringRound round, Rubric rubric, ScaleCalibration? scale)
    {
        var aggregate = round.Aggregate.Value;
        var scores = entrant.Sheets.Select(s => both.CountsCalibrated ? scale!.Corrected(s) : s.Score * RoundCalibration.Parts).ToList();
        var keys = new List<long> { both.CountsCalibrated ? both.Calibrated!.Value : both.Raw };
        foreach (var tie in round.Ties.Value)
        {
            if (tie.By is TieBreakKind.Council) break;
            keys.Add(tie.By switch
            {
                TieBreakKind.Criterion => OfCriterion(rubric, aggregate, rubric.Criteria.Single(c => c.Code == tie.Criterion), entrant.Sheets),
                TieBreakKind.Median => Judging.Aggregation.Median(scores, RoundCalibration.Parts),
                TieBreakKind.LowestScore => Rounding.HalfAwayFromZero(scores.Min(), RoundCalibration.Parts),
                TieBreakKind.HighestScore => Rounding.HalfAwayFromZero(scores.Max(), RoundCalibration.Parts),
                TieBreakKind.EarlierRound => entrant.EarlierScores.GetValueOrDefault(tie.Round!),
                TieBreakKind.SubmittedEarlier => -entrant.SubmittedAt.ToUnixTimeMilliseconds(),
                _ => throw new InvalidOperationException($"Tie chain link {tie.By} is not known."),
            });
        }
        return keys;
    }
}
