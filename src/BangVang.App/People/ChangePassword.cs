using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.People;

/// <summary>Changes the password of the signed-in person; all other devices are signed out.</summary>
public sealed class ChangePassword(BangVangDb db, IPasswords passwords, TimeProvider time, PublicUrl site)
{
    /// <summary>A stolen session shall not find out the password.</summary>
    private const int FreeAttempts = 5;

    /// <param name="currentToken">The cookie of the session that stays.</param>
    public async Task<Problem?> RunAsync(Actor actor, string currentToken, string current, string password, CancellationToken ct)
    {
        if (actor.PersonId is null) return Problem.Forbidden("people.sign_in_first");
        var now = time.Now();
        var attempts = $"change password of {actor.PersonId}";
        if (await Throttle.CountAsync(db, attempts, FreeAttempts, Duration.FromHours(24), now, ct) is { } until)
            return Problem.NotNow("people.sign_in_wait").With("minutes", (int)Math.Ceiling((until - now).TotalMinutes));
        var person = await db.People.SingleAsync(p => p.Id == actor.PersonId, ct);
        if (!passwords.Verify(person.PasswordHash, current)) return Problem.Invalid("people.password_wrong", "CurrentPassword");
        await Throttle.ForgetAsync(db, ct, attempts);
        if (AccountRules.CheckPassword(password, person.Email) is { } problem) return problem with { Field = "NewPassword" };

        (person.PasswordHash, person.Version) = (passwords.Hash(password), person.Version + 1);
        await EndOthersAsync(db, person.Id, Secrets.HashOf(currentToken), now, ct);
        db.Mail(now, MailTexts.Render("people.password_changed", person.Language, person.Email, ("name", person.FullName), ("link", site.To("/forgot"))));
        db.Audit(actor, now, "people.password_changed", person.Id);
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("people.changed_meanwhile");
    }

    internal static async Task EndOthersAsync(BangVangDb db, Guid personId, string? keepTokenHash, Instant now, CancellationToken ct)
    {
        foreach (var session in await db.Sessions.Where(s => s.PersonId == personId && s.EndedAt == null && s.TokenHash != keepTokenHash).ToListAsync(ct))
            session.EndedAt = now;
    }
}
