using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.People;

/// <summary>Someone to be invited.</summary>
/// <param name="EditionKey">Null together with a null <paramref name="Role"/> invites an administrator of the installation.</param>
/// <param name="Language">Of the mail: <c>vi</c> or <c>en</c>.</param>
public sealed record Invitee(string Email, string FullName, string? EditionKey, Role? Role, string Language);

/// <summary>
/// Offers a role by mail. The secretariat of an edition invites its officers, jurors, chair and auditor; the administrator
/// does so for every edition and invites further administrators. An earlier open invitation to the same role no longer works.
/// </summary>
public sealed class Invite(BangVangDb db, TimeProvider time, PublicUrl site)
{
    private static readonly Duration Life = Duration.FromDays(14);

    /// <param name="placeName">What the mail says one is invited to: the edition's name, or the installation's.</param>
    /// <returns>The link that was sent. For the console and for tests: shown to the inviter it would let the inviter accept in another's name.</returns>
    public async Task<Result<string>> RunAsync(Actor actor, Invitee invitee, string placeName, CancellationToken ct)
    {
        if (await CheckAsync(actor, invitee, ct) is { } problem) return problem;
        var link = await AddAsync(actor, invitee, placeName, ct);
        await db.SaveChangesAsync(ct);
        return link;
    }

    /// <summary>Null when this invitation may be sent.</summary>
    internal async Task<Problem?> CheckAsync(Actor actor, Invitee invitee, CancellationToken ct)
    {
        if (!MayInvite(actor, invitee.EditionKey, invitee.Role)) return Problem.Forbidden("people.may_not_invite");
        if (!AccountRules.IsEmail(invitee.Email)) return Problem.Invalid("people.email_invalid", "Email");
        if (invitee.FullName.Trim().Length is < 2 or > 120) return Problem.Invalid("people.name_length", "FullName");
        var address = Person.NormaliseEmail(invitee.Email);
        if (invitee.Role is not { } role)
            return await db.People.AnyAsync(p => p.Email == address && p.IsAdministrator, ct) ? Problem.Conflict("people.already_has_role") : null;

        var held = await db.RoleGrants
            .Where(g => g.EditionKey == invitee.EditionKey && db.People.Any(p => p.Id == g.PersonId && p.Email == address))
            .Select(g => g.Role).ToListAsync(ct);
        if (held.Contains(role)) return Problem.Conflict("people.already_has_role");
        return RoleRules.Combine(held, role);
    }

    /// <summary>Adds invitation, mail and audit; the caller has checked and saves.</summary>
    internal async Task<string> AddAsync(Actor actor, Invitee invitee, string placeName, CancellationToken ct)
    {
        var now = time.Now();
        var address = Person.NormaliseEmail(invitee.Email);
        var name = invitee.FullName.Trim();
        foreach (var earlier in await db.Invitations.Where(i => i.Email == address && i.EditionKey == invitee.EditionKey && i.Role == invitee.Role && i.AcceptedAt == null && i.RevokedAt == null).ToListAsync(ct))
            earlier.RevokedAt = now;
        var token = Secrets.NewToken();
        var invitation = new Invitation
        {
            Id = Ids.New(now), TokenHash = Secrets.HashOf(token), Email = address, FullName = name, EditionKey = invitee.EditionKey, Role = invitee.Role,
            Language = invitee.Language, InvitedBy = actor.PersonId, CreatedAt = now, ExpiresAt = now + Life,
        };
        db.Invitations.Add(invitation);
        var link = site.To($"/invitation/{token}");
        db.Mail(now, MailTexts.Render("people.invited", invitee.Language, address,
            ("name", name), ("inviter", actor.Name), ("edition", placeName), ("role", RoleNames.Of(invitee.Role, invitee.Language)), ("link", link)), invitation.Id.ToString());
        db.Audit(actor, now, "people.invited", invitation.Id, invitee.EditionKey, $"{invitee.Role?.ToString() ?? "Administrator"}: {address}");
        return link;
    }

    internal static bool MayInvite(Actor actor, string? editionKey, Role? role) => role switch
    {
        null => actor.IsAdministrator && editionKey is null,
        Role.Applicant => false,
        _ => editionKey is not null && (actor.IsAdministrator || actor.Is(Role.Secretariat, editionKey)),
    };
}
