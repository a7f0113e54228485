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
/// Asks for an account that the owner of the address confirms by mail. The answer, and the work, are the same whether or not
/// the address has an account: the difference is only in the mail.
/// </summary>
public sealed class SignUp(BangVangDb db, IPasswords passwords, TimeProvider time, PublicUrl site)
{
    private static readonly Duration LinkLife = Duration.FromHours(24);
    /// <summary>Mails to one address within a day before there is a wait, so that nobody is flooded through us.</summary>
    internal const int FreePerAddress = 4;
    internal const int FreePerSource = 40;

    public async Task<Problem?> RunAsync(string email, string fullName, string password, string language, string source, CancellationToken ct)
    {
        if (AccountRules.Check(email, fullName, password) is { } problem) return problem;

        var now = time.Now();
        var address = Person.NormaliseEmail(email);
        if (await CountAsync(db, "sign-up", address, source, now, ct) is { } refusal) return refusal;

        var hash = passwords.Hash(password);
        var known = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Email == address, ct);
        var token = Secrets.NewToken();
        db.PendingAccounts.Add(new()
        {
            TokenHash = Secrets.HashOf(token), Email = address, FullName = fullName.Trim(), PasswordHash = hash,
            Language = language == "en" ? "en" : "vi", ExpiresAt = now + LinkLife,
        });
        db.Mail(now, known is null
            ? MailTexts.Render("people.confirm_email", language, address, ("name", fullName.Trim()), ("link", site.To($"/confirm/{token}")))
            : MailTexts.Render("people.already_registered", known.Language, known.Email, ("name", known.FullName), ("link", site.To("/sign-in"))));
        await db.SaveChangesAsync(ct);
        return null;
    }

    /// <summary>Counts a wish for a mail to an address. The refusal says nothing about the address.</summary>
    internal static async Task<Problem?> CountAsync(BangVangDb db, string wish, string address, string source, Instant now, CancellationToken ct)
    {
        var until = await Throttle.CountAsync(db, $"{wish} from {source}", FreePerSource, Duration.FromHours(1), now, ct)
            ?? await Throttle.CountAsync(db, $"{wish} {address}", FreePerAddress, Duration.FromHours(24), now, ct);
        return until is null ? null : Problem.NotNow("people.mail_wait").With("minutes", (int)Math.Ceiling((until.Value - now).TotalMinutes));
    }
}
