using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.People;

/// <summary>Signs out: this browser, one named device, or everywhere.</summary>
public sealed class EndSessions(BangVangDb db, TimeProvider time)
{
    /// <param name="token">The cookie of one session; null together with a null <paramref name="reference"/> means all of the actor's.</param>
    /// <param name="reference">See <see cref="SessionRow.Reference"/>.</param>
    /// <returns>How many sessions were ended.</returns>
    public async Task<int> RunAsync(Actor actor, string? token, string? reference, CancellationToken ct)
    {
        var now = time.Now();
        var hash = token is null ? null : Secrets.HashOf(token);
        var ended = await db.Sessions
            .Where(s => s.PersonId == actor.PersonId && s.EndedAt == null)
            .Where(s => hash == null || s.TokenHash == hash)
            .Where(s => reference == null || s.TokenHash.StartsWith(reference))
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), ct);
        db.Audit(actor, now, "people.signed_out", actor.PersonId!, detail: $"{ended}");
        await db.SaveChangesAsync(ct);
        return ended;
    }
}
