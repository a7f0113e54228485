using System.Text.Json.Nodes;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Scoring;

/// <summary>Takes a juror off a panel; the running assignments there end with it and have to be given to others.</summary>
public sealed class EndSeat(BangVangDb db, IClock clock)
{
    /// <returns>How many dossiers lost this juror.</returns>
    public async Task<Result<int>> RunAsync(Actor actor, Guid seatId, string reason, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var seat = await db.PanelSeats.SingleOrDefaultAsync(s => s.Id == seatId && s.EndedAt == null, ct);
        if (seat is null || !actor.Is(Role.Secretariat, seat.EditionKey)) return Problem.NotFound("panels.seat_not_found");
        if (string.IsNullOrWhiteSpace(reason)) return Problem.Invalid("panels.reason_missing", "Reason");

        seat.EndedAt = now;
        var open = await db.Assignments.Where(a => a.JurorId == seat.PersonId && a.RoundCode == seat.RoundCode && a.CategoryCode == seat.CategoryCode && a.EditionKey == seat.EditionKey && a.EndedAt == null
            && !db.Scoresheets.Any(s => s.RoundCode == a.RoundCode && s.DossierId == a.DossierId && s.JurorId == a.JurorId && s.State == ScoresheetState.Signed)).ToListAsync(ct);
        foreach (var assignment in open) (assignment.EndedAt, assignment.EndReason) = (now, reason.Trim());
        db.Audit(actor, now, "panels.seat_ended", seatId, seat.EditionKey, reason.Trim());
        await db.SaveChangesAsync(ct);
        return open.Count;
    }
}

/// <summary>Ends one assignment; a sheet that is already signed stays and counts.</summary>
public sealed class EndAssignment(BangVangDb db, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid assignmentId, string reason, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var assignment = await db.Assignments.SingleOrDefaultAsync(a => a.Id == assignmentId && a.EndedAt == null, ct);
        if (assignment is null || !actor.Is(Role.Secretariat, assignment.EditionKey)) return Problem.NotFound("panels.assignment_not_found");
        if (string.IsNullOrWhiteSpace(reason)) return Problem.Invalid("panels.reason_missing", "Reason");
        if (await db.Scoresheets.AnyAsync(s => s.RoundCode == assignment.RoundCode && s.DossierId == assignment.DossierId && s.JurorId == assignment.JurorId && s.State == ScoresheetState.Signed, ct))
            return Problem.Conflict("panels.sheet_signed");
        if (await db.PairActs.AnyAsync(a => a.Products.Any(p => p.DossierId == assignment.DossierId)
            && db.PairBallots.Any(b => b.Id == a.BallotId && b.RoundCode == assignment.RoundCode && b.JurorId == assignment.JurorId), ct)) return Problem.Conflict("panels.pairs_made");
        (assignment.EndedAt, assignment.EndReason) = (now, reason.Trim());
        db.Audit(actor, now, "panels.assignment_ended", assignmentId, assignment.EditionKey, reason.Trim());
        db.Log(now, "assignment.ended", assignment.EditionKey, assignmentId, new JsonObject
        {
            ["round"] = assignment.RoundCode, ["category"] = assignment.CategoryCode, ["dossier"] = await db.Dossiers.Where(d => d.Id == assignment.DossierId).Select(d => d.Reference).SingleAsync(ct),
            ["juror"] = (await db.PseudonymsAsync(assignment.EditionKey, ct)).Of(assignment.JurorId),
        }, new() { ["dossier"] = assignment.DossierId.ToString(), ["juror"] = assignment.JurorId.ToString(), ["reason"] = reason.Trim() });
        await db.SaveChangesAsync(ct);
        return null;
    }
}
