using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Panels;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Panels;

/// <summary>Seats a juror of the edition on the panel of a category in a round, and notes the conflicts that the data suggest.</summary>
public sealed class AppointJuror(BangVangDb db, EditionBook editions, SuggestConflicts suggest, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, string editionKey, string roundCode, string categoryCode, Guid personId, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (!actor.Is(Role.Secretariat, editionKey)) return Problem.Forbidden("panels.only_secretariat");
        if (await editions.CurrentAsync(editionKey, ct) is not { Edition: { } edition }) return Problem.NotFound("editions.not_found");
        if (edition.Round(roundCode) is not ScoringRound round || !round.IsFor(categoryCode) || edition.Category(categoryCode) is null) return Problem.Invalid("panels.round_unknown");
        if (!await db.RoleGrants.AnyAsync(g => g.EditionKey == editionKey && g.Role == Role.Juror && g.PersonId == personId, ct)) return Problem.Invalid("panels.not_a_juror", "PersonId");
        if (await db.PanelSeats.AnyAsync(s => s.EditionKey == editionKey && s.RoundCode == roundCode && s.CategoryCode == categoryCode && s.PersonId == personId && s.EndedAt == null, ct))
            return Problem.Conflict("panels.already_seated");

        var seat = new PanelSeat { Id = Ids.New(now), EditionKey = editionKey, RoundCode = roundCode, CategoryCode = categoryCode, PersonId = personId, AppointedAt = now, AppointedBy = actor.PersonId!.Value };
        db.PanelSeats.Add(seat);
        db.Audit(actor, now, "panels.juror_appointed", seat.Id, editionKey, $"{roundCode}/{categoryCode}");
        await db.SaveChangesAsync(ct);
        await suggest.RunAsync(editionKey, ct);
        return null;
    }
}

/// <summary>The juror says which dossiers of the panel they have a conflict with, possibly none. May be repeated; what was declared stays.</summary>
public sealed class DeclareConflicts(BangVangDb db, IClock clock)
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

        foreach (var (dossier, reason) in conflicts) await NoteDeclaredAsync(db, actor.PersonId!.Value, editionKey, dossier, reason.Trim(), now, ct);
        foreach (var seat in seats) seat.DeclaredAt = now;
        db.Audit(actor, now, "panels.conflicts_declared", actor.PersonId!, editionKey, $"{conflicts.Count}");
        await db.SaveChangesAsync(ct);
        return null;
    }

    /// <summary>Adds a declared conflict, or confirms it again, and ends the person's running assignments of the dossier; the caller saves.</summary>
    internal static async Task NoteDeclaredAsync(BangVangDb db, Guid person, string editionKey, Guid dossier, string reason, Instant now, CancellationToken ct)
    {
        var noted = await db.Conflicts.SingleOrDefaultAsync(c => c.PersonId == person && c.DossierId == dossier && c.Source == ConflictSource.Declared, ct);
        if (noted is null)
            db.Conflicts.Add(new() { Id = Ids.New(now), EditionKey = editionKey, PersonId = person, DossierId = dossier, Source = ConflictSource.Declared, State = ConflictState.Confirmed, Reason = reason, NotedAt = now, NotedBy = person });
        else (noted.State, noted.Reason, noted.SettledAt, noted.SettledBy) = (ConflictState.Confirmed, reason, null, null);
        foreach (var assignment in await db.Assignments.Where(a => a.JurorId == person && a.DossierId == dossier && a.EndedAt == null).ToListAsync(ct))
            (assignment.EndedAt, assignment.EndReason) = (now, "conflict");
    }
}

/// <summary>The secretariat looks at a suggested conflict: confirmed, or dismissed with a reason. Nobody settles a conflict of their own.</summary>
public sealed class SettleConflict(BangVangDb db, IClock clock)
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
        db.Audit(actor, now, isConflict ? "panels.conflict_confirmed" : "panels.conflict_dismissed", conflictId, conflict.EditionKey, reason.Trim());
        await db.SaveChangesAsync(ct);
        return null;
    }
}
