using BangVang.App.Editions;
using BangVang.App.Storage;
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
        if (edition.Round(roundCode) is not JudgedRound round || !round.IsFor(categoryCode) || edition.Category(categoryCode) is null) return Problem.Invalid("panels.round_unknown");
        if (edition.PanelProblem(round, now) is { } over) return over;
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
