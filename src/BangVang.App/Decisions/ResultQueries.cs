using BangVang.App.Dossiers;
using BangVang.App.Panels;
using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Decisions;

/// <summary>A dossier in the table of a round.</summary>
/// <param name="Assigned">Jurors who are to score it.</param>
/// <param name="Signed">Of them, those who have signed.</param>
/// <param name="Score">Null while the round is open or the quorum is not met, and in a round of pairs.</param>
/// <param name="Pairs">What the place in a round of pairs rests on; null in others, and while the round is open.</param>
public sealed record ResultRow(
    Guid DossierId, string Reference, string ProductName, string Organisation, string CategoryCode, int Assigned, int Signed, int? Score, int? Rank, bool IsTied, ShortlistLine? Shortlist, PairStanding? Pairs = null)
{
    /// <summary>Raw and calibrated score; null without a score.</summary>
    public BothScores? Both { get; init; }

    /// <summary>How sure the place is; null without a score, and where nothing could be calibrated.</summary>
    public RankDoubt? Doubt { get; init; }
}

/// <summary>A round as those see it who decide on it.</summary>
/// <param name="HasEnded">Scores and ranks are shown from then on only, so that nobody steers the last sheets.</param>
/// <param name="Calibration">How severe jurors were; null while the round is open.</param>
/// <param name="Doubts">How sure ranks are, by category; empty while the round is open.</param>
/// <param name="Rows">By category, rank and reference.</param>
public sealed record RoundResults(JudgedRound Round, bool HasEnded, bool IsShortlisted, RoundCalibration? Calibration, IReadOnlyList<CategoryDoubt> Doubts, IReadOnlyList<ResultRow> Rows)
{
    /// <summary>How many rows a category has; in the order of the rows.</summary>
    public IReadOnlyDictionary<string, int> Counts { get; } = Rows.CountBy(r => r.CategoryCode).ToDictionary(StringComparer.Ordinal);

    /// <summary>Rows that share their place with another.</summary>
    public IReadOnlyList<ResultRow> Tied { get; } = [.. Rows.Where(r => r.IsTied)];

    /// <summary>Dossiers that are not here because the viewer must not learn anything of them.</summary>
    internal IReadOnlySet<Guid> Hidden { get; private init; } = new HashSet<Guid>();

    /// <summary>Categories whose scores could not be calibrated, with the reason; empty while the round is open.</summary>
    public IReadOnlyList<UncalibratedCategory> Uncalibrated { get; } = Calibration is null ? [] :
    [
        .. from category in Rows.Select(r => r.CategoryCode).Distinct()
           let scale = Calibration.Of(category)
           let gap = scale?.GapOf(category)
           where gap is not null
           let own = Rows.Where(r => r.CategoryCode == category).Select(r => r.Reference).ToHashSet(StringComparer.Ordinal)
           select new UncalibratedCategory(category, gap.Value, [.. scale.PartsOf(category).Select(p => p.Where(own.Contains).ToList()).Where(p => p.Count > 0)]),
    ];

    /// <summary>Lines across which the sheets do not settle who belongs above.</summary>
    public IReadOnlyList<UnsettledLine> Unsettled => [.. Doubts.SelectMany(d => d.Lines), .. Prizes];

    /// <summary>Of these lines, minimum scores and places in all categories together.</summary>
    internal IReadOnlyList<UnsettledLine> Prizes { get; init; } = [];

    public bool HasUnscored { get; } = Rows.Any(r => r.Rank is null);

    /// <summary>The same without <paramref name="hidden"/>.</summary>
    internal RoundResults Without(IReadOnlySet<Guid> hidden)
    {
        if (hidden.Count == 0) return this;
        var references = Rows.Where(r => hidden.Contains(r.DossierId)).Select(r => r.Reference).ToHashSet(StringComparer.Ordinal);
        return new(Round, HasEnded, IsShortlisted, Calibration, [.. Doubts.Select(d => d.Without(references))], [.. Rows.Where(r => !hidden.Contains(r.DossierId)).Select(r => r with { Pairs = Known(r.Pairs, hidden) })])
        { Hidden = hidden, Prizes = [.. Prizes.Select(l => l.Without(references)).OfType<UnsettledLine>()] };
    }

    /// <summary>How sure the order with a neighbour is would tell of that neighbour.</summary>
    private static PairStanding? Known(PairStanding? pairs, IReadOnlySet<Guid> hidden) => pairs?.Next is { } next && hidden.Contains(next) ? pairs with { Next = null, BeforeNext = null } : pairs;
}

/// <summary>A category whose raw scores count, whatever the edition says of calibration.</summary>
/// <param name="Parts">References of its dossiers that the viewer may know of, part by part: dossiers of different parts share no juror.</param>
public sealed record UncalibratedCategory(string CategoryCode, CalibrationGap Gap, IReadOnlyList<IReadOnlyList<string>> Parts);

public static class ResultQueries
{
    /// <summary>
    /// The dossiers of a round by category and rank, without those the viewer has a part or a conflict in; null for whoever has
    /// no part in deciding. Who asks and what is hidden from them is found out each time; the standing is computed when something changed.
    /// </summary>
    public static async Task<RoundResults?> RoundResultsAsync(this BangVangDb db, Actor actor, Edition edition, JudgedRound round, Instant now, CancellationToken ct)
    {
        if (!actor.MayReadPanels(edition.Key)) return null;
        var hasEnded = edition.HasEnded(round, now);
        var state = await db.ResultsStateAsync(actor, edition.Key, now, ct);
        return (await db.StandingAsync(state, edition, round, hasEnded, ct)).Without(state.Hidden);
    }

    /// <summary>The decision with names, without lines the viewer has a conflict with or whose category the viewer still has to score; null when there is none the viewer may know of.</summary>
    public static async Task<DecisionView?> DecisionViewAsync(this BangVangDb db, Actor actor, string editionKey, Instant now, CancellationToken ct)
    {
        var decision = await db.DecisionsVisibleTo(actor).AsNoTracking().SingleOrDefaultAsync(d => d.EditionKey == editionKey, ct);
        return decision is null ? null : new(decision, RowsOf(decision, await db.NamesOfAsync(actor, decision, decision.Lines, now, ct)));
    }

    /// <summary>The same for whoever has read <paramref name="results"/> already: names and what is hidden are taken from there, and only asked for where the round does not know them.</summary>
    public static async Task<DecisionView?> DecisionViewAsync(this BangVangDb db, Actor actor, string editionKey, RoundResults results, Instant now, CancellationToken ct)
    {
        var decision = await db.DecisionsVisibleTo(actor).AsNoTracking().SingleOrDefaultAsync(d => d.EditionKey == editionKey, ct);
        if (decision is null) return null;
        var names = results.Rows.ToDictionary(r => r.DossierId, r => (r.ProductName, r.Organisation));
        var unknown = decision.Lines.Where(l => !names.ContainsKey(l.DossierId) && !results.Hidden.Contains(l.DossierId)).ToList();
        if (unknown.Count > 0) foreach (var (id, name) in await db.NamesOfAsync(actor, decision, unknown, now, ct)) names[id] = name;
        return new(decision, RowsOf(decision, names));
    }

    /// <summary>Product and organisation by dossier, without dossiers the viewer has a conflict with or still has to score.</summary>
    private static async Task<Dictionary<Guid, (string Product, string Organisation)>> NamesOfAsync(this BangVangDb db, Actor actor, AwardDecision decision, IEnumerable<DecisionLine> lines, Instant now, CancellationToken ct)
    {
        var unscored = decision.State is DecisionState.Proposed && actor.Is(Role.Juror, decision.EditionKey) ? await db.DossiersBeforeOwnMark(actor, decision.EditionKey, now).ToListAsync(ct) : [];
        var ids = lines.Select(l => l.DossierId).Except(unscored).ToArray();
        return await (from d in db.Dossiers.AsNoTracking() join e in db.Enterprises on d.EnterpriseId equals e.Id where ids.Contains(d.Id)
                      where !db.Conflicts.Any(c => c.DossierId == d.Id && c.PersonId == actor.PersonId && c.State != ConflictState.Dismissed)
                      select new { d.Id, d.ProductName, Organisation = e.Name }).ToDictionaryAsync(d => d.Id, d => (d.ProductName, d.Organisation), ct);
    }

    private static IReadOnlyList<DecisionRow> RowsOf(AwardDecision decision, Dictionary<Guid, (string Product, string Organisation)> names) =>
        [.. decision.Lines.Where(l => names.ContainsKey(l.DossierId)).Select(l => new DecisionRow(l, names[l.DossierId].Product, names[l.DossierId].Organisation))];
}

public sealed record DecisionRow(DecisionLine Line, string ProductName, string Organisation);

public sealed record DecisionView(AwardDecision Decision, IReadOnlyList<DecisionRow> Rows);
