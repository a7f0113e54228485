using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Decisions;

/// <summary>What this request has to ask before anything kept is looked at.</summary>
/// <param name="Version">Rises with every change that results rest on.</param>
/// <param name="Salt">The database's own: numbers of two databases are not compared.</param>
/// <param name="Hidden">Dossiers of which the viewer must not learn anything.</param>
internal sealed record ResultsState(long Version, string Salt, IReadOnlySet<Guid> Hidden);

/// <summary>
/// Rounds as they stand, whoever looks, computed once and kept while nothing they rest on changes. They are never shown as
/// they are: a reader leaves out what the viewer must not know of. The database counts the changes itself, in the
/// transaction of each; a standing counts for the very number its reader has just asked for, so that none is old.
/// </summary>
internal static class RoundStandings
{
    private sealed record Kept(long Version, RoundResults Standing);

    /// <summary>They go with the snapshot of the edition they were computed by.</summary>
    private static readonly ConditionalWeakTable<Edition, ConcurrentDictionary<(string Salt, string Round, bool HasEnded), Kept>> ByEdition = [];
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    /// <summary>Version and hidden dossiers. The auditor has no part in deciding, so nothing is hidden; whoever decides sees neither conflicts nor own dossiers, and whoever still has to give a mark nothing of that category.</summary>
    internal static async Task<ResultsState> ResultsStateAsync(this BangVangDb db, Actor actor, string editionKey, Instant now, CancellationToken ct)
    {
        var rows = await db.Database.SqlQuery<StateRow>($"""
            SELECT v.version AS "Version", v.salt AS "Salt", h.dossier_id AS "Hidden" FROM results_version v LEFT JOIN (
              SELECT dossier_id FROM conflict WHERE person_id = {actor.PersonId} AND edition_key = {editionKey} AND state <> 'Dismissed'
              UNION SELECT m.dossier_id FROM dossier_member m JOIN dossier d ON d.id = m.dossier_id WHERE m.person_id = {actor.PersonId} AND d.edition_key = {editionKey}
            ) h ON 1 = 1
            """).ToListAsync(ct);
        var hidden = actor.Is(Role.Auditor, editionKey) ? [] : rows.Select(r => r.Hidden).OfType<Guid>().ToHashSet();
        if (actor.Is(Role.Juror, editionKey)) hidden.UnionWith(await db.DossiersBeforeOwnMark(actor, editionKey, now).ToListAsync(ct));
        return new(rows[0].Version, rows[0].Salt, hidden);
    }

    /// <summary>The round as of <paramref name="state"/>; two queries when something changed, none otherwise.</summary>
    internal static async Task<RoundResults> StandingAsync(this BangVangDb db, ResultsState state, Edition edition, JudgedRound round, bool hasEnded, CancellationToken ct)
    {
        var kept = ByEdition.GetOrCreateValue(edition);
        var key = (state.Salt, round.Code, hasEnded);
        if (kept.TryGetValue(key, out var known) && known.Version == state.Version) return known.Standing;

        await OneAtATime.WaitAsync(ct);
        try
        {
            if (kept.TryGetValue(key, out known) && known.Version == state.Version) return known.Standing;
            // What is read may be newer than the version: the next reader asks for a higher one and computes again.
            var standing = round is PairwiseRound pairs ? await db.ReadPairStandingAsync(edition, pairs, hasEnded, ct) : await db.ReadStandingAsync(edition, (ScoringRound)round, hasEnded, ct);
            kept[key] = new(state.Version, standing);
            return standing;
        }
        finally { OneAtATime.Release(); }
    }

    private static async Task<RoundResults> ReadStandingAsync(this BangVangDb db, Edition edition, ScoringRound round, bool hasEnded, CancellationToken ct)
    {
        var entrants = await db.EntrantsOfRoundAsync(edition, round, withSheets: hasEnded, ct);
        var shortlists = await db.Shortlists.AsNoTracking().Where(s => s.EditionKey == edition.Key && s.RoundCode == round.Code).ToListAsync(ct);
        var scored = hasEnded ? edition.ScoresOf(round, entrants) : null;
        var scores = (scored?.Scores ?? []).ToDictionary(s => s.DossierId);
        var drawn = scored is { Calibration: { } calibration } ? RankDoubts.DrawsOf(edition, round, calibration) : [];
        var doubts = RankDoubts.Of(edition, round, scored?.Scores ?? [], drawn);
        var doubtOf = doubts.SelectMany(d => d.ByReference).ToDictionary(d => d.Key, d => d.Value, StringComparer.Ordinal);
        var lines = shortlists.SelectMany(s => s.Lines).ToDictionary(l => l.DossierId);
        var order = edition.Categories.Select((c, i) => (c.Code, i)).ToDictionary(c => c.Code, c => c.i, StringComparer.Ordinal);
        var rows = entrants.Where(e => e.IsIn).Select(e =>
        {
            var (id, score) = (e.Entrant.DossierId, scores.GetValueOrDefault(e.Entrant.DossierId));
            return new ResultRow(id, e.Entrant.Reference, e.ProductName, e.Organisation, e.Entrant.CategoryCode, e.Assigned, e.Signed,
                score?.Score, score?.Rank, score?.IsTied ?? false, lines.GetValueOrDefault(id))
            { Both = score?.Both, Doubt = doubtOf.GetValueOrDefault(e.Entrant.Reference) };
        });
        return new(round, hasEnded, shortlists.Count > 0, scored?.Calibration, doubts, [.. rows.OrderBy(r => order[r.CategoryCode]).ThenBy(r => r.Rank ?? int.MaxValue).ThenBy(r => r.Reference, StringComparer.Ordinal)])
        { Prizes = PrizeDoubts.Of(edition, round, scored?.Scores ?? [], drawn) };
    }

    private sealed record StateRow(long Version, string Salt, Guid? Hidden);
}
