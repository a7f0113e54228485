using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.People;

/// <summary>Creates an account that its owner confirms by mail. The answer is the same whether or not the address has one already.</summary>
public sealed class SignUp(BangVangDb db, IPasswords passwords, TimeProvider time, PublicUrl site)
{
    private static readonly Duration LinkLife = Duration.FromHours(24);

    public async Task<Problem?> RunAsync(string email, string fullName, string password, string language, CancellationToken ct)
    {
        if (AccountRules.Check(email, fullName, password) is { } problem) return problem;

        var now = time.Now();
        var hash = passwords.Hash(password);
        var address = Person.NormaliseEmail(email);
        if (await db.People.SingleOrDefaultAsync(p => p.Email == address, ct) is { } known)
        {
            if (known.EmailConfirmedAt is null) SendConfirmation(known, now);
            else db.Mail(now, MailTexts.Render("people.already_registered", known.Language, known.Email, ("name", known.FullName), ("link", site.To("/sign-in"))));
            await db.SaveChangesAsync(ct);
            return null;
        }

        var person = Person.New(now, email, fullName, language);
        person.PasswordHash = hash;
        db.People.Add(person);
        SendConfirmation(person, now);
        db.AuditEntries.Add(new() { At = now, PersonId = person.Id, Who = person.FullName, Action = "people.signed_up", Subject = person.Id.ToString() });
        await db.SaveChangesAsync(ct);
        return null;
    }

    private void SendConfirmation(Person person, Instant now)
    {
        var token = Secrets.NewToken();
        db.MailTokens.Add(new() { TokenHash = Secrets.HashOf(token), PersonId = person.Id, Purpose = MailTokenPurpose.ConfirmEmail, ExpiresAt = now + LinkLife });
        db.Mail(now, MailTexts.Render("people.confirm_email", person.Language, person.Email, ("name", person.FullName), ("link", site.To($"/confirm/{token}"))));
    }
}
