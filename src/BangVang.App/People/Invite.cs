using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.People;

/// <summary>
/// Offers a role by mail. The secretariat of an edition invites its jurors, chair and auditor; the administrator invites
/// secretariats and further administrators.
/// </summary>
public sealed class Invite(BangVangDb db, TimeProvider time, PublicUrl site)
{
    private static readonly Duration Life = Duration.FromDays(14);

    /// <param name="editionKey">Null together with a null <paramref name="role"/> invites an administrator.</param>
    /// <param name="editionName">As the mail names the edition.</param>
    /// <param name="roleName">As the mail names the role.</param>
    /// <returns>The link that was sent.</returns>
    public async Task<Result<string>> RunAsync(
        Actor actor, string email, string fullName, string? editionKey, Role? role, string editionName, string roleName, string language, CancellationToken ct)
    {
        if (!MayInvite(actor, editionKey, role)) return Problem.Forbidden("people.may_not_invite");
        if (!AccountRules.IsEmail(email)) return Problem.Invalid("people.email_invalid", "Email");
        if (fullName.Trim().Length is < 2 or > 120) return Problem.Invalid("people.name_length", "FullName");
        var now = time.Now();
        var address = Person.NormaliseEmail(email);
        if (editionKey is not null && await db.RoleGrants.AnyAsync(
            g => g.EditionKey == editionKey && g.Role == role && db.People.Any(p => p.Id == g.PersonId && p.Email == address), ct))
            return Problem.Conflict("people.already_has_role");

        foreach (var earlier in await db.Invitations.Where(i => i.Email == address && i.EditionKey == editionKey && i.Role == role && i.AcceptedAt == null && i.RevokedAt == null).ToListAsync(ct))
            earlier.RevokedAt = now;
        var token = Secrets.NewToken();
        var invitation = new Invitation
        {
            Id = Ids.New(now), TokenHash = Secrets.HashOf(token), Email = address, FullName = fullName.Trim(), EditionKey = editionKey, Role = role,
            InvitedBy = actor.PersonId, CreatedAt = now, ExpiresAt = now + Life,
        };
        db.Invitations.Add(invitation);
        var link = site.To($"/invitation/{token}");
        db.Mail(now, MailTexts.Render("people.invited", language, address,
            ("name", fullName.Trim()), ("inviter", actor.Name), ("edition", editionName), ("role", roleName), ("link", link)), invitation.Id.ToString());
        db.Audit(actor, now, "people.invited", invitation.Id, editionKey, $"{role}: {address}");
        await db.SaveChangesAsync(ct);
        return link;
    }

    private static bool MayInvite(Actor actor, string? editionKey, Role? role) => role switch
    {
        null => actor.IsAdministrator && editionKey is null,
        Role.Applicant => false,
        Role.Secretariat => actor.IsAdministrator && editionKey is not null,
        _ => editionKey is not null && (actor.IsAdministrator || actor.Is(Role.Secretariat, editionKey)),
    };
}

/// <summary>What an invitation says to the one who opens it.</summary>
/// <param name="HasAccount">True when the address has an account with a password: it signs in instead of choosing one.</param>
public sealed record InvitationView(string Email, string FullName, string? EditionKey, Role? Role, bool HasAccount);

/// <summary>Redeems an invitation: makes the account when there is none, gives the role, opens a session.</summary>
public sealed class AcceptInvitation(BangVangDb db, IPasswords passwords, TimeProvider time)
{
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

        var person = await db.People.SingleOrDefaultAsync(p => p.Email == invitation.Email, ct);
        if (person?.PasswordHash is not null && !passwords.Verify(person.PasswordHash, password)) return Problem.Invalid("people.password_wrong", "Password");
        if (person?.PasswordHash is null)
        {
            if (AccountRules.Check(invitation.Email, fullName, password) is { } refusal) return refusal;
            if (person is null) db.People.Add(person = Person.New(now, invitation.Email, fullName, language));
            person.PasswordHash = passwords.Hash(password);
        }
        if (person.DisabledAt is not null) return Problem.Forbidden("people.disabled");

        person.EmailConfirmedAt ??= now;
        invitation.AcceptedAt = now;
        if (invitation.Role is not { } role) person.IsAdministrator = true;
        else if (!await db.RoleGrants.AnyAsync(g => g.PersonId == person.Id && g.EditionKey == invitation.EditionKey && g.Role == role, ct))
            db.RoleGrants.Add(new() { PersonId = person.Id, EditionKey = invitation.EditionKey!, Role = role, GrantedAt = now, GrantedBy = invitation.InvitedBy });
        db.AuditEntries.Add(new() { At = now, PersonId = person.Id, Who = person.FullName, Action = "people.invitation_accepted", EditionKey = invitation.EditionKey, Subject = invitation.Id.ToString() });
        var session = SignIn.OpenSession(db, person, device, now);
        await db.SaveChangesAsync(ct);
        return session;
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
