using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Forum.Registration;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Forum.Registration;

/// <summary>Brings the stocks of seats to what the published forums say and seats those whom free seats reach. Safe to repeat; a job does.</summary>
public sealed class KeepSeats(BangVangDb db, ForumBook book, TimeProvider time, PublicUrl site)
{
    /// <returns>How many registrations came off the waiting lists.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var count = 0;
        foreach (var published in await book.AllAsync(ct))
        {
            if (published.Forum is not { Registration: { } rules } forum || !await IsDueAsync(forum.Key, rules, ct)) continue;
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var desk = new SeatDesk(db, forum, rules);
            await desk.OpenAsync(ct);
            await desk.SizeAsync(ct);
            var seated = await desk.MoveAsync(ct);
            var mail = new RegistrationMail(db, time, site, forum, rules);
            foreach (var party in seated) await mail.TellAsync(party, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            count += seated.Count;
        }
        return count;
    }

    /// <summary>Looks before it locks: stocks of another size than stated, or somebody waiting.</summary>
    private async Task<bool> IsDueAsync(string forumKey, RegistrationRules rules, CancellationToken ct)
    {
        var pools = await db.SeatPools.AsNoTracking().Where(p => p.ForumKey == forumKey).ToDictionaryAsync(p => p.Code, ct);
        if (pools.Count == 0) return false;
        var stated = rules.Pools.ToDictionary(p => p.Pool, p => p.Capacity);
        return stated.Count != pools.Count || stated.Any(s => pools.GetValueOrDefault(s.Key) is not { } pool || pool.Capacity != Math.Max(s.Value, pool.Taken))
            || pools.Values.Any(p => p.Taken < p.Capacity) && await db.Parties.AnyAsync(p => p.ForumKey == forumKey && p.WaitsFor != null, ct);
    }
}
