using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.People;

/// <summary>Redeems the link of the confirmation mail. A second click on the same link is fine.</summary>
public sealed class ConfirmEmail(BangVangDb db, TimeProvider time)
{
    public async Task<Result<Person>> RunAsync(string token, CancellationToken ct)
    {
        var now = time.Now();
        var hash = Secrets.HashOf(token);
        var link = await db.MailTokens.SingleOrDefaultAsync(t => t.TokenHash == hash && t.Purpose == MailTokenPurpose.ConfirmEmail, ct);
        if (link is null) return Problem.NotFound("people.link_unknown");

        var person = await db.People.SingleAsync(p => p.Id == link.PersonId, ct);
        if (person.EmailConfirmedAt is not null) return person;
        if (now >= link.ExpiresAt) return Problem.NotNow("people.link_expired");

        (person.EmailConfirmedAt, link.UsedAt) = (now, now);
        db.AuditEntries.Add(new() { At = now, PersonId = person.Id, Who = person.FullName, Action = "people.email_confirmed", Subject = person.Id.ToString() });
        await db.SaveChangesAsync(ct);
        return person;
    }
}
