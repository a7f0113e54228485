using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Scoring;

/// <summary>The juror says which dossiers of the panel they have a conflict with, possibly none. May be repeated; what was declared stays. A conflict knows no deadline: sheets already signed are set aside.</summary>
public sealed class DeclareConflicts(BangVangDb db, SettledRounds settled, IClock clock)
{
    /// <param name="conflicts">Reason by dossier.</param>
    public async Task<Problem?> RunAsync(Actor actor, string editionKey, IReadOnlyDictionary<Guid, string> conflicts, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var seats = await db.PanelSeats.Where(s => s.PersonId == actor.PersonId && s.EditionKey == editionKey && s.EndedAt == null).ToListAsync(ct);
        if (seats.Count == 0) return Problem.NotFound("panels.no_seat");
        var categories = seats.Select(s => s.CategoryCode).ToArray();
        var known = await db.Dossiers.Where(d => d.EditionKey == editionKey && categories.Contains(d.CategoryCode) && d.State == DossierState.Accepted).Select(d => d.Id).ToListAsync(ct);
        if (conflicts.Keys.Except(known).Any()) return Problem.NotFound("panels.dossier_unknown");
        if (conflicts.Values.Any(string.IsNullOrWhiteSpace)) return Problem.Invalid("panels.conflict_reason_missing");

        foreach (var (dossier, reason) in conflicts) await db.DeclareAsync(settled, actor, editionKey, dossier, reason.Trim(), now, ct);
        foreach (var seat in seats) seat.DeclaredAt = now;
        db.Audit(actor, now, "panels.conflicts_declared", actor.PersonId!, editionKey, $"{conflicts.Count}");
        return await db.SaveSheetAsync(ct);
    }
}

/// <summary>
/// The secretariat looks at a conflict: confirmed, or dismissed with a reason. Nobody settles a conflict of their own. A
/// confirmed one sets the signed sheets of rounds that are not settled aside; a dismissed one makes them count again.
/// </summary>
public sealed class SettleConflict(BangVangDb db, SettledRounds settled, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid conflictId, bool isConflict, string reason, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var conflict = await db.Conflicts.SingleOrDefaultAsync(c => c.Id == conflictId, ct);
        if (conflict is null || !actor.Is(Role.Secretariat, conflict.EditionKey)) return Problem.NotFound("panels.conflict_not_found");
        if (conflict.PersonId == actor.PersonId) return Problem.Forbidden("panels.own_conflict");
        if (await db.Conflicts.AnyAsync(c => c.DossierId == conflict.DossierId && c.PersonId == actor.PersonId && c.State != ConflictState.Dismissed, ct)) return Problem.NotFound("panels.conflict_not_found");
        if (string.IsNullOrWhiteSpace(reason)) return Problem.Invalid("panels.reason_missing", "Reason");

        (conflict.State, conflict.Reason, conflict.SettledAt, conflict.SettledBy) = (isConflict ? ConflictState.Confirmed : ConflictState.Dismissed, reason.Trim(), now, actor.PersonId);
        if (isConflict) await db.ExcludeAsync(settled, actor, conflict.PersonId, conflict.DossierId, reason.Trim(), now, ct);
        else await db.ReadmitAsync(settled, actor, conflict, reason.Trim(), now, ct);
        db.Audit(actor, now, isConflict ? "panels.conflict_confirmed" : "panels.conflict_dismissed", conflictId, conflict.EditionKey, reason.Trim());
        return await db.SaveSheetAsync(ct);
    }
}
