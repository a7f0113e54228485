using BangVang.App.Kernel;
using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.People;

/// <summary>Clears away what no longer opens anything: old links, ended sessions, counted attempts. What was done with them stays in the audit trail.</summary>
public sealed class ForgetExpired(BangVangDb db, TimeProvider time)
{
    private static readonly Duration LinksKept = Duration.FromDays(7);
    private static readonly Duration SessionsKept = Duration.FromDays(30);
    private static readonly Duration AttemptsKept = Duration.FromDays(2);

    /// <returns>How many rows were cleared away.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var now = time.Now();
        var (links, sessions, attempts) = (now - LinksKept, now - SessionsKept, now - AttemptsKept);
        return await db.PendingAccounts.Where(a => a.ExpiresAt < links).ExecuteDeleteAsync(ct)
            + await db.ResetLinks.Where(l => l.ExpiresAt < links).ExecuteDeleteAsync(ct)
            + await db.Sessions.Where(s => s.ExpiresAt < sessions).ExecuteDeleteAsync(ct)
            + await db.SignInThrottles.Where(t => t.LastFailureAt < attempts && t.BlockedUntil < attempts).ExecuteDeleteAsync(ct);
    }
}
