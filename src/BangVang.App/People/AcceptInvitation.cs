using BangVang.App.Kernel;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.People;

/// <summary>What an invitation says to the one who opens it.</summary>
/// <param name="EditionKey">Null together with a null <paramref name="Role"/> when an administrator is invited.</param>
/// <param name="HasAccount">True when the address has an account: its password is asked for instead of a new one.</param>
public sealed record InvitationView(string Email, string FullName, string? EditionKey, Role? Role, bool HasAccount);

/// <summary>Redeems an invitation: makes the account when there is none, gives the role, opens a session.</summary>
public sealed class AcceptInvitation(BangVangDb db, IPasswords passwords, TimeProvider time)
{
    private const int FreeAttempts = 5;

    public async Task<Result<InvitationView>> FindAsync(string token, CancellationToken ct)
    {
        var found = await LoadAsync(token, ct);
        if (!found.TryGet(out var invitation, out var problem)) return problem;
        var hasAccount = await db.People.AnyAsync(p => p.Email == invitation.Email && p.PasswordHash != null, ct);
        return new InvitationView(invitation.Email, invitation.FullName, invitation.EditionKey, invitation.Role, hasAccount);
    }

    /// <param name="password">The new password, or the present one when the address has an account.</param>
    /// <returns>The token for the cookie.</returns>
    public async Task<Result<string>> RunAsync(string token, string fullName, string password, string language, string device, CancellationToken ct)
    {
        var now = time.Now();
        var found = await LoadAsync(token, ct);
        if (!found.TryGet(out var invitation, out var problem)) return problem;
        if (await Throttle.CountAsync(db, $"invitation {invitation.TokenHash}", FreeAttempts, Duration.FromHours(24), now, ct) is { } until)
            return Problem.NotNow("people.sign_in_wait").With("minutes", (int)Math.Ceiling((until - now).TotalMinutes));

        var person = await db.People.SingleOrDefaultAsync(p => p.Email == invitation.Email, ct);
        if (person?.PasswordHash is not null && !passwords.Verify(person.PasswordHash, password)) return Problem.Invalid("people.password_wrong", "Password");
        if (person?.DisabledAt is not null) return Problem.Forbidden("people.disabled");
        if (person?.PasswordHash is null)
        {
            if (AccountRules.Check(invitation.Email, fullName, password) is { } refusal) return refusal;
            if (person is null) db.People.Add(person = Person.New(now, invitation.Email, fullName, language));
            person.PasswordHash = passwords.Hash(password);
        }
        if (await GiveRoleAsync(person, invitation, now, ct) is { } excluded) return excluded;

        person.EmailConfirmedAt ??= now;
        person.Version++;
        invitation.AcceptedAt = now;
        db.AuditEntries.Add(new() { At = now, PersonId = person.Id, Who = person.FullName, Action = "people.invitation_accepted", EditionKey = invitation.EditionKey, Subject = invitation.Id.ToString() });
        var session = SignIn.OpenSession(db, person, device, now);
        return await db.TrySaveAsync(ct) ? session : Problem.Conflict("people.invitation_used");
    }

    private async Task<Problem?> GiveRoleAsync(Person person, Invitation invitation, Instant now, CancellationToken ct)
    {
        if (invitation.Role is not { } role)
        {
            person.IsAdministrator = true;
            return null;
        }
        var held = await db.RoleGrants.Where(g => g.PersonId == person.Id && g.EditionKey == invitation.EditionKey).Select(g => g.Role).ToListAsync(ct);
        if (held.Contains(role)) return null;
        if (RoleRules.Combine(held, role) is { } excluded) return excluded;
        db.RoleGrants.Add(new() { PersonId = person.Id, EditionKey = invitation.EditionKey!, Role = role, GrantedAt = now, GrantedBy = invitation.InvitedBy });
        return null;
    }

    private async Task<Result<Invitation>> LoadAsync(string token, CancellationToken ct)
    {
        var hash = Secrets.HashOf(token);
        var invitation = await db.Invitations.SingleOrDefaultAsync(i => i.TokenHash == hash, ct);
        if (invitation is null || invitation.RevokedAt is not null) return Problem.NotFound("people.link_unknown");
        if (invitation.AcceptedAt is not null) return Problem.Conflict("people.invitation_used");
        return time.Now() >= invitation.ExpiresAt ? Problem.NotNow("people.link_expired") : invitation;
    }
}
