using BangVang.App.Dossiers;
using BangVang.App.Panels;
using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Decisions;

/// <summary>A dossier in the table of a round.</summary>
/// <param name="Assigned">Jurors who are to score it.</param>
/// <param name="Signed">Of them, those who have signed.</param>
/// <param name="Score">Null while the round is open or the quorum is not met.</param>
public sealed record ResultRow(
    Guid DossierId, string Reference, string ProductName, string Organisation, string CategoryCode, int Assigned, int Signed, int? Score, int? Rank, bool IsTied, ShortlistLine? Shortlist);

/// <summary>A round as those see it who decide on it.</summary>
/// <param name="HasEnded">Scores and ranks are shown from then on only, so that nobody steers the last sheets.</param>
public sealed record RoundResults(ScoringRound Round, bool HasEnded, bool IsShortlisted, IReadOnlyList<ResultRow> Rows);

public static class ResultQueries
{
    /// <summary>The dossiers of a round by category and rank, without those the viewer has a conflict with; null for whoever has no part in deciding.</summary>
    public static async Task<RoundResults?> RoundResultsAsync(this BangVangDb db, Actor actor, Edition edition, ScoringRound round, Instant now, CancellationToken ct)
    {
        if (!actor.MayReadPanels(edition.Key)) return null;
        var hasEnded = edition.WindowOf(round.Phase ?? "") is { } window && window.HasEnded(now);
        var inRound = db.DossiersInRound(edition, round).Select(d => d.Id);
        var dossiers = await (
            from d in db.DossiersVisibleTo(actor).AsNoTracking()
            join e in db.Enterprises on d.EnterpriseId equals e.Id
            where inRound.Contains(d.Id)
            select new { d.Id, d.Reference, d.ProductName, Organisation = e.Name, d.CategoryCode }).ToListAsync(ct);
        var assigned = await db.Assignments.Where(a => a.EditionKey == edition.Key && a.RoundCode == round.Code && a.EndedAt == null)
            .GroupBy(a => a.DossierId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var scores = hasEnded
            ? (await db.ScoresOfRoundAsync(edition, round, ct)).ToDictionary(s => s.DossierId)
            : [];
        var signed = hasEnded ? [] : await db.Scoresheets.Where(s => s.EditionKey == edition.Key && s.RoundCode == round.Code && s.State == ScoresheetState.Signed)
            .GroupBy(s => s.DossierId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var shortlists = await db.Shortlists.AsNoTracking().Where(s => s.EditionKey == edition.Key && s.RoundCode == round.Code).ToListAsync(ct);
        var lines = shortlists.SelectMany(s => s.Lines).ToDictionary(l => l.DossierId);

        var order = edition.Categories.Select((c, i) => (c.Code, i)).ToDictionary(c => c.Code, c => c.i, StringComparer.Ordinal);
        var rows = dossiers.Select(d =>
        {
            var score = scores.GetValueOrDefault(d.Id);
            return new ResultRow(d.Id, d.Reference, d.ProductName, d.Organisation, d.CategoryCode, assigned.GetValueOrDefault(d.Id),
                score?.Sheets ?? signed.GetValueOrDefault(d.Id), score?.Score, score?.Rank, score?.IsTied ?? false, lines.GetValueOrDefault(d.Id));
        });
        return new(round, hasEnded, shortlists.Count > 0,
            [.. rows.OrderBy(r => order[r.CategoryCode]).ThenBy(r => r.Rank ?? int.MaxValue).ThenBy(r => r.Reference, StringComparer.Ordinal)]);
    }

    /// <summary>The decision with names, without lines the viewer has a conflict with; null when there is none the viewer may know of.</summary>
    public static async Task<DecisionView?> DecisionViewAsync(this BangVangDb db, Actor actor, string editionKey, CancellationToken ct)
    {
        var decision = await db.DecisionsVisibleTo(actor).AsNoTracking().SingleOrDefaultAsync(d => d.EditionKey == editionKey, ct);
        if (decision is null) return null;
        var hidden = await db.ConflictedDossiersAsync(actor, editionKey, ct);
        var ids = decision.Lines.Select(l => l.DossierId).ToArray();
        var names = await (from d in db.Dossiers.AsNoTracking() join e in db.Enterprises on d.EnterpriseId equals e.Id where ids.Contains(d.Id)
                           select new { d.Id, d.ProductName, Organisation = e.Name }).ToDictionaryAsync(d => d.Id, ct);
        return new(decision, [.. decision.Lines.Where(l => !hidden.Contains(l.DossierId))
            .Select(l => new DecisionRow(l, names[l.DossierId].ProductName, names[l.DossierId].Organisation))]);
    }
}

public sealed record DecisionRow(DecisionLine Line, string ProductName, string Organisation);

public sealed record DecisionView(AwardDecision Decision, IReadOnlyList<DecisionRow> Rows);
