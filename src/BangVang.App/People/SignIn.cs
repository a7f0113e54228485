using BangVang.App.Kernel;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.People;

/// <summary>
/// Opens a session for an address and its password. Wrong password, unknown address, unconfirmed and disabled accounts
/// give one answer after the same work, and failures are counted alike for all of them.
/// </summary>
public sealed class SignIn(BangVangDb db, IPasswords passwords, TimeProvider time)
{
    /// <summary>Failures in a row before an address waits; then the wait doubles from one minute up to an hour.</summary>
    private const int FreeFailures = 5;
    /// <summary>One source may fail more often than one address: an office shares an address of the network.</summary>
    private const int FreeFailuresPerSource = 30;

    /// <returns>The token for the cookie.</returns>
    public async Task<Result<string>> RunAsync(string email, string password, string device, string source, CancellationToken ct)
    {
        var now = time.Now();
        var address = Person.NormaliseEmail(email);
        var byAddress = await ThrottleAsync($"address {address}", now, ct);
        var bySource = await ThrottleAsync($"source {source}", now, ct);
        var wait = Instant.Max(byAddress.BlockedUntil, bySource.BlockedUntil);
        if (now < wait) return Problem.NotNow("people.sign_in_wait").With("minutes", (int)Math.Ceiling((wait - now).TotalMinutes));

        var person = await db.People.SingleOrDefaultAsync(p => p.Email == address, ct);
        var fits = passwords.Verify(person?.PasswordHash, password);
        if (!fits || person is null || person.EmailConfirmedAt is null || person.DisabledAt is not null)
        {
            Count(byAddress, FreeFailures, now);
            Count(bySource, FreeFailuresPerSource, now);
            await db.SaveChangesAsync(ct);
            return Problem.Invalid("people.sign_in_refused", "Email");
        }

        (byAddress.Failures, byAddress.BlockedUntil) = (0, now);
        var token = OpenSession(db, person, device, now);
        await db.SaveChangesAsync(ct);
        return token;
    }

    /// <summary>Adds a session for <paramref name="person"/> and returns its token; the caller saves.</summary>
    internal static string OpenSession(BangVangDb db, Person person, string device, Instant now)
    {
        var token = Secrets.NewToken();
        db.Sessions.Add(new()
        {
            TokenHash = Secrets.HashOf(token), PersonId = person.Id, CreatedAt = now, LastSeenAt = now,
            ExpiresAt = now + SessionLives.Absolute, Device = device.Length > 120 ? device[..120] : device,
        });
        db.AuditEntries.Add(new() { At = now, PersonId = person.Id, Who = person.FullName, Action = "people.signed_in", Subject = person.Id.ToString() });
        return token;
    }

    private async Task<SignInThrottle> ThrottleAsync(string what, Instant now, CancellationToken ct)
    {
        var key = Secrets.HashOf(what);
        var throttle = await db.SignInThrottles.SingleOrDefaultAsync(t => t.Key == key, ct);
        if (throttle is null)
        {
            throttle = new() { Key = key, BlockedUntil = now, LastFailureAt = now };
            db.SignInThrottles.Add(throttle);
        }
        else if (now - throttle.LastFailureAt > Duration.FromHours(24)) throttle.Failures = 0;
        return throttle;
    }

    private static void Count(SignInThrottle throttle, int free, Instant now)
    {
        throttle.Failures++;
        throttle.LastFailureAt = now;
        if (throttle.Failures >= free)
            throttle.BlockedUntil = now + Duration.FromMinutes(Math.Min(60, 1 << Math.Min(6, throttle.Failures - free)));
    }
}
