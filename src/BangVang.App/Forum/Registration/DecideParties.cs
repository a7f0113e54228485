using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Registration;

/// <summary>Says yes or no to registrations, one or many: all of them or, at the first that cannot be, none. For organisers, and for hosts of the place.</summary>
public sealed class DecideParties(BangVangDb db, ForumBook book, IClock clock, TimeProvider time, PublicUrl site)
{
    /// <param name="reason">Told to those who are declined; not used for a yes.</param>
    /// <returns>How many were decided.</returns>
    public async Task<Result<int>> RunAsync(Actor actor, string slug, IReadOnlyCollection<Guid> ids, bool approve, string reason, CancellationToken ct)
    {
        if (await book.CurrentAsync(slug, ct) is not { Forum: { Registration: { } rules } forum }) return Problem.NotFound("forum.unknown");
        if (ids.Count == 0) return Problem.Invalid("registration.nothing_chosen", "Ids");
        var now = clock.GetCurrentInstant();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var desk = new SeatDesk(db, forum, rules);
        await desk.OpenAsync(ct);
        var parties = await db.PartiesVisibleTo(actor, forum).Where(p => ids.Contains(p.Id)).OrderBy(p => p.Number).ToListAsync(ct);
        if (parties.Count != ids.Count) return Problem.NotFound("registration.party_unknown");

        var mail = new RegistrationMail(db, time, site, forum, rules);
        foreach (var party in parties)
        {
            if ((approve ? party.Approve(now, actor.PersonId) : party.Decline(reason, now, actor.PersonId)) is { } problem) return problem;
            if (!approve) await desk.ReleaseAsync(party, ct);
            else if (!party.HoldsSeats) await desk.SeatOrWaitAsync(party, ct);
            db.Audit(actor, now, approve ? "registration.approved" : "registration.declined", party.Id, forum.Key, approve ? $"{party.State}" : party.Reason);
            await db.SaveChangesAsync(ct);
            await mail.TellAsync(party, ct);
        }
        await db.FreedAsync(desk, forum, rules, time, site, ct);
        await transaction.CommitAsync(ct);
        return parties.Count;
    }
}
