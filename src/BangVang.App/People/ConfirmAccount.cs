using BangVang.App.Kernel;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.People;

/// <summary>What a confirmation link says to the one who opens it.</summary>
public sealed record PendingAccountView(string Email, string FullName);

/// <summary>
/// Redeems the link of the confirmation mail together with the password chosen when the account was asked for, and signs in.
/// The link alone is not enough: whoever asked in another's name does not get the account, and whoever did not ask has no
/// password to give.
/// </summary>
public sealed class ConfirmAccount(BangVangDb db, IPasswords passwords, TimeProvider time)
{
    private const int FreeAttempts = 5;

    public async Task<Result<PendingAccountView>> FindAsync(string token, CancellationToken ct)
    {
        var found = await LoadAsync(token, ct);
        return found.TryGet(out var pending, out var problem) ? new PendingAccountView(pending.Email, pending.FullName) : problem;
    }

    /// <returns>The token for the cookie.</returns>
    public async Task<Result<string>> RunAsync(string token, string password, string device, CancellationToken ct)
    {
        var now = time.Now();
        var found = await LoadAsync(token, ct);
        if (!found.TryGet(out var pending, out var problem)) return problem;
        if (await Throttle.CountAsync(db, $"confirm {pending.TokenHash}", FreeAttempts, Duration.FromHours(24), now, ct) is { } until)
            return Problem.NotNow("people.sign_in_wait").With("minutes", (int)Math.Ceiling((until - now).TotalMinutes));
        if (!passwords.Verify(pending.PasswordHash, password)) return Problem.Invalid("people.password_wrong", "Password");
        if (await db.People.AnyAsync(p => p.Email == pending.Email, ct)) return Problem.Conflict("people.already_confirmed");

        var person = Person.New(now, pending.Email, pending.FullName, pending.Language);
        (person.PasswordHash, person.EmailConfirmedAt, pending.UsedAt) = (pending.PasswordHash, now, now);
        db.People.Add(person);
        db.AuditEntries.Add(new() { At = now, PersonId = person.Id, Who = person.FullName, Action = "people.signed_up", Subject = person.Id.ToString() });
        var session = SignIn.OpenSession(db, person, device, now);
        return await db.TrySaveAsync(ct) ? session : Problem.Conflict("people.already_confirmed");
    }

    private async Task<Result<PendingAccount>> LoadAsync(string token, CancellationToken ct)
    {
        var hash = Secrets.HashOf(token);
        var pending = await db.PendingAccounts.SingleOrDefaultAsync(a => a.TokenHash == hash, ct);
        if (pending is null) return Problem.NotFound("people.link_unknown");
        if (pending.UsedAt is not null) return Problem.Conflict("people.already_confirmed");
        return time.Now() >= pending.ExpiresAt ? Problem.NotNow("people.link_expired") : pending;
    }
}
