using BangVang.App.Kernel;
using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.People;

/// <summary>
/// Attempts counted by what they aim at and where they come from, whether or not an account exists. An attempt is counted
/// before it is tried, in one statement, so that a thousand at once are a thousand attempts and not one.
/// </summary>
internal static class Throttle
{
    /// <param name="what">What is counted; kept as its SHA-256.</param>
    /// <param name="free">Attempts before there is a wait; then it doubles from one minute up to an hour.</param>
    /// <param name="memory">A key without an attempt for this long starts again.</param>
    /// <returns>Null when the attempt may be made, otherwise until when to wait; what has to wait is not counted.</returns>
    public static async Task<Instant?> CountAsync(BangVangDb db, string what, int free, Duration memory, Instant now, CancellationToken ct)
    {
        var key = Secrets.HashOf(what);
        var (at, old) = (now.ToUnixTimeMilliseconds(), (now - memory).ToUnixTimeMilliseconds());
        var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        try
        {
            var counted = await db.Database.SqlQuery<int>($"""
                INSERT INTO sign_in_throttle (key, failures, blocked_until, last_failure_at) VALUES ({key}, 1, {at}, {at})
                ON CONFLICT (key) DO UPDATE SET last_failure_at = {at},
                  failures = CASE WHEN sign_in_throttle.last_failure_at < {old} THEN 1 ELSE sign_in_throttle.failures + 1 END
                WHERE sign_in_throttle.blocked_until <= {at}
                RETURNING failures AS value
                """).ToListAsync(ct);
            Instant? wait = null;
            if (counted.Count == 0)
                wait = await db.SignInThrottles.AsNoTracking().Where(t => t.Key == key).Select(t => t.BlockedUntil).SingleAsync(ct);
            else if (counted[0] >= free)
            {
                var until = now + WaitAfter(counted[0] - free);
                await db.SignInThrottles.Where(t => t.Key == key).ExecuteUpdateAsync(set => set.SetProperty(t => t.BlockedUntil, until), ct);
            }
            if (own is not null) await own.CommitAsync(ct);
            return wait;
        }
        finally { if (own is not null) await own.DisposeAsync(); }
    }

    /// <summary>The attempt succeeded: these start from nothing.</summary>
    public static Task ForgetAsync(BangVangDb db, CancellationToken ct, params IEnumerable<string> what)
    {
        var keys = what.Select(Secrets.HashOf).ToArray();
        return db.SignInThrottles.Where(t => keys.Contains(t.Key)).ExecuteDeleteAsync(ct);
    }

    /// <summary>The attempt was none: it is taken back, and with it the wait it began.</summary>
    public static Task TakeBackAsync(BangVangDb db, string what, Instant now, CancellationToken ct)
    {
        var key = Secrets.HashOf(what);
        return db.SignInThrottles.Where(t => t.Key == key).ExecuteUpdateAsync(
            set => set.SetProperty(t => t.Failures, t => t.Failures - 1).SetProperty(t => t.BlockedUntil, now), ct);
    }

    private static Duration WaitAfter(int beyond) => Duration.FromMinutes(beyond >= 6 ? 60 : 1 << beyond);
}
