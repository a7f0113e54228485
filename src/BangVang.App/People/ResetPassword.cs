using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.People;

/// <summary>Sends a link to choose a new password; says nothing about whether the address has an account.</summary>
public sealed class RequestPasswordReset(BangVangDb db, TimeProvider time, PublicUrl site)
{
    private static readonly Duration LinkLife = Duration.FromHours(1);
    private const int LinksAtOnce = 3;

    public async Task<Problem?> RunAsync(string email, CancellationToken ct)
    {
        if (!AccountRules.IsEmail(email)) return Problem.Invalid("people.email_invalid", "Email");
        var now = time.Now();
        var address = Person.NormaliseEmail(email);
        var person = await db.People.SingleOrDefaultAsync(p => p.Email == address && p.DisabledAt == null, ct);
        if (person is null) return null;
        var open = await db.MailTokens.CountAsync(t => t.PersonId == person.Id && t.Purpose == MailTokenPurpose.ResetPassword && t.UsedAt == null && t.ExpiresAt > now, ct);
        if (open >= LinksAtOnce) return null;

        var token = Secrets.NewToken();
        db.MailTokens.Add(new() { TokenHash = Secrets.HashOf(token), PersonId = person.Id, Purpose = MailTokenPurpose.ResetPassword, ExpiresAt = now + LinkLife });
        db.Mail(now, MailTexts.Render("people.reset_password", person.Language, person.Email, ("name", person.FullName), ("link", site.To($"/reset/{token}"))));
        await db.SaveChangesAsync(ct);
        return null;
    }
}

/// <summary>Redeems the link: the new password holds, every session ends, the address counts as confirmed.</summary>
public sealed class ResetPassword(BangVangDb db, IPasswords passwords, TimeProvider time, PublicUrl site)
{
    public async Task<Problem?> RunAsync(string token, string password, CancellationToken ct)
    {
        var now = time.Now();
        var hash = Secrets.HashOf(token);
        var link = await db.MailTokens.SingleOrDefaultAsync(t => t.TokenHash == hash && t.Purpose == MailTokenPurpose.ResetPassword, ct);
        if (link is null) return Problem.NotFound("people.link_unknown");
        if (link.UsedAt is not null || now >= link.ExpiresAt) return Problem.NotNow("people.link_expired");

        var person = await db.People.SingleAsync(p => p.Id == link.PersonId, ct);
        if (AccountRules.CheckPassword(password, person.Email) is { } problem) return problem;

        (person.PasswordHash, person.EmailConfirmedAt, person.Version, link.UsedAt) =
            (passwords.Hash(password), person.EmailConfirmedAt ?? now, person.Version + 1, now);
        await ChangePassword.EndOthersAsync(db, person.Id, keepTokenHash: null, now, ct);
        db.Mail(now, MailTexts.Render("people.password_changed", person.Language, person.Email, ("name", person.FullName), ("link", site.To("/forgot"))));
        db.AuditEntries.Add(new() { At = now, PersonId = person.Id, Who = person.FullName, Action = "people.password_reset", Subject = person.Id.ToString() });
        await db.SaveChangesAsync(ct);
        return null;
    }
}

/// <summary>Changes the password of the signed-in person; all other devices are signed out.</summary>
public sealed class ChangePassword(BangVangDb db, IPasswords passwords, TimeProvider time, PublicUrl site)
{
    public async Task<Problem?> RunAsync(Actor actor, string currentToken, string current, string password, CancellationToken ct)
    {
        var now = time.Now();
        var person = await db.People.SingleAsync(p => p.Id == actor.PersonId, ct);
        if (!passwords.Verify(person.PasswordHash, current)) return Problem.Invalid("people.password_wrong", "Current");
        if (AccountRules.CheckPassword(password, person.Email) is { } problem) return problem;

        (person.PasswordHash, person.Version) = (passwords.Hash(password), person.Version + 1);
        await EndOthersAsync(db, person.Id, Secrets.HashOf(currentToken), now, ct);
        db.Mail(now, MailTexts.Render("people.password_changed", person.Language, person.Email, ("name", person.FullName), ("link", site.To("/forgot"))));
        db.Audit(actor, now, "people.password_changed", person.Id);
        await db.SaveChangesAsync(ct);
        return null;
    }

    internal static async Task EndOthersAsync(BangVangDb db, Guid personId, string? keepTokenHash, Instant now, CancellationToken ct)
    {
        foreach (var session in await db.Sessions.Where(s => s.PersonId == personId && s.EndedAt == null && s.TokenHash != keepTokenHash).ToListAsync(ct))
            session.EndedAt = now;
    }
}
