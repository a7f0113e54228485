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
/// Sends a link to choose a new password; says nothing about whether the address has an account. Without one the mail says so
/// to the address alone, and the work is the same.
/// </summary>
public sealed class RequestPasswordReset(BangVangDb db, TimeProvider time, PublicUrl site)
{
    private static readonly Duration LinkLife = Duration.FromHours(1);

    public async Task<Problem?> RunAsync(string email, string language, string source, CancellationToken ct)
    {
        if (!AccountRules.IsEmail(email)) return Problem.Invalid("people.email_invalid", "Email");
        var now = time.Now();
        var address = Person.NormaliseEmail(email);
        if (await SignUp.CountAsync(db, "reset", address, source, now, ct) is { } refusal) return refusal;

        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Email == address && p.DisabledAt == null, ct);
        var token = Secrets.NewToken();
        db.ResetLinks.Add(new() { TokenHash = Secrets.HashOf(token), PersonId = person?.Id, ExpiresAt = now + LinkLife });
        db.Mail(now, person is null
            ? MailTexts.Render("people.no_account", language, address, ("link", site.To("/sign-up")))
            : MailTexts.Render("people.reset_password", person.Language, person.Email, ("name", person.FullName), ("link", site.To($"/reset/{token}"))));
        await db.SaveChangesAsync(ct);
        return null;
    }
}

/// <summary>Redeems the link: the new password holds, every session and every other link ends, the address counts as confirmed and waits no longer.</summary>
public sealed class ResetPassword(BangVangDb db, IPasswords passwords, TimeProvider time, PublicUrl site)
{
    /// <summary>Null when the link would be taken.</summary>
    public async Task<Problem?> CheckAsync(string token, CancellationToken ct) =>
        (await LoadAsync(token, time.Now(), ct)).TryGet(out _, out var problem) ? null : problem;

    /// <param name="source">The network address the request came from.</param>
    public async Task<Problem?> RunAsync(string token, string password, string source, CancellationToken ct)
    {
        var now = time.Now();
        var found = await LoadAsync(token, now, ct);
        if (!found.TryGet(out var link, out var problem)) return problem;
        var person = await db.People.SingleAsync(p => p.Id == link.PersonId, ct);
        if (AccountRules.CheckPassword(password, person.Email) is { } refusal) return refusal;

        (person.PasswordHash, person.EmailConfirmedAt, person.Version) = (passwords.Hash(password), person.EmailConfirmedAt ?? now, person.Version + 1);
        foreach (var open in await db.ResetLinks.Where(l => l.PersonId == person.Id && l.UsedAt == null).ToListAsync(ct)) open.UsedAt = now;
        await ChangePassword.EndOthersAsync(db, person.Id, keepTokenHash: null, now, ct);
        await Throttle.ForgetAsync(db, ct, SignIn.KeyOf(person.Email), SignIn.KeyOf(person.Email, source));
        db.Mail(now, MailTexts.Render("people.password_changed", person.Language, person.Email, ("name", person.FullName), ("link", site.To("/forgot"))));
        db.AuditEntries.Add(new() { At = now, PersonId = person.Id, Who = person.FullName, Action = "people.password_reset", Subject = person.Id.ToString() });
        return await db.TrySaveAsync(ct) ? null : Problem.NotNow("people.link_expired");
    }

    private async Task<Result<ResetLink>> LoadAsync(string token, Instant now, CancellationToken ct)
    {
        var hash = Secrets.HashOf(token);
        var link = await db.ResetLinks.SingleOrDefaultAsync(l => l.TokenHash == hash, ct);
        if (link is null || !await db.People.AnyAsync(p => p.Id == link.PersonId && p.DisabledAt == null, ct)) return Problem.NotFound("people.link_unknown");
        return link.UsedAt is not null || now >= link.ExpiresAt ? Problem.NotNow("people.link_expired") : link;
    }
}
