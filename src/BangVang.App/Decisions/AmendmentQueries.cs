using BangVang.App.Screening;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Decisions;

/// <summary>An upheld appeal against the result as those see it who decide anew.</summary>
/// <param name="Tier">Code of what the dossier has now; null for no prize.</param>
/// <param name="Motion">What the council carried since; null while it has not.</param>
/// <param name="Amendment">What came of it; null until the chair put it into force.</param>
public sealed record UpheldAppeal(Guid Id, string Reference, string Reason, string? Article, Guid DossierId, string DossierReference, string ProductName, string? Tier, Motion? Motion, DecisionAmendment? Amendment);

/// <summary>What everyone reads of an upheld appeal against the result: the secretariat's reason, and the change once there is one.</summary>
public sealed record PublicAmendment(ResultAmendment Appeal, DecisionAmendment? Change);

public static class AmendmentQueries
{
    /// <summary>Upheld appeals against the result for chair, secretariat and auditor, without dossiers in conflict; empty for everyone else.</summary>
    public static async Task<IReadOnlyList<UpheldAppeal>> UpheldAppealsAsync(this BangVangDb db, Actor actor, string editionKey, CancellationToken ct)
    {
        if (!actor.Is(Role.Chair, editionKey) && !actor.Is(Role.Secretariat, editionKey) && !actor.Is(Role.Auditor, editionKey)) return [];
        var hidden = await db.ConflictedDossiersAsync(actor, editionKey, ct);
        var decision = await db.DecisionsVisibleTo(actor).AsNoTracking().SingleOrDefaultAsync(d => d.EditionKey == editionKey, ct);
        var found = await (
            from a in db.UpheldResultAppeals(editionKey).AsNoTracking()
            join d in db.Dossiers on a.DossierId equals d.Id
            where !hidden.Contains(d.Id)
            orderby a.DecidedAt descending, a.Id
            select new { Appeal = a, d.Reference, d.ProductName }).Take(200).ToListAsync(ct);
        var rows = new List<UpheldAppeal>();
        foreach (var f in found)
            rows.Add(new(f.Appeal.Id, f.Appeal.Reference, f.Appeal.Reason!, f.Appeal.Article, f.Appeal.DossierId, f.Reference, f.ProductName,
                decision?.Lines.FirstOrDefault(l => l.DossierId == f.Appeal.DossierId)?.Tier, await db.MotionAfterAsync(f.Appeal, ct),
                decision?.Amendments.FirstOrDefault(a => a.AppealId == f.Appeal.Id)));
        return rows;
    }

    /// <summary>Upheld appeals against the published result and what they changed, latest first, for everybody.</summary>
    public static async Task<IReadOnlyList<PublicAmendment>> PublicAmendmentsAsync(this BangVangDb db, string editionKey, CancellationToken ct)
    {
        var appeals = await db.ResultAmendmentsAsync(editionKey, ct);
        if (appeals.Count == 0) return [];
        var decision = await db.AwardDecisions.AsNoTracking().SingleOrDefaultAsync(d => d.EditionKey == editionKey && d.State == DecisionState.Published, ct);
        return [.. appeals.Select(a => new PublicAmendment(a, decision?.Amendments.FirstOrDefault(m => m.AppealId == a.AppealId)))];
    }

    /// <summary>The latest carried motion on the appeal's dossier since it was upheld; null when there is none.</summary>
    internal static Task<Motion?> MotionAfterAsync(this BangVangDb db, Appeal appeal, CancellationToken ct) => (
        from m in db.Motions.AsNoTracking()
        join c in db.CouncilMeetings on m.MeetingId equals c.Id
        where c.EditionKey == appeal.EditionKey && m.DossierId == appeal.DossierId && m.Kind == MotionKind.ChangeTier && m.State == MotionState.Carried && m.ClosedAt >= appeal.DecidedAt
        orderby m.ClosedAt descending, m.Number descending
        select m).FirstOrDefaultAsync(ct);
}
