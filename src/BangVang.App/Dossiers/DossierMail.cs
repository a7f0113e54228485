using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Dossiers;

/// <summary>Mails to everyone who writes on a dossier, in their language; in the edition's own words where it has some.</summary>
internal static class DossierMail
{
    /// <summary>Names of files, one a line.</summary>
    public static string Lines(IEnumerable<string> names) => string.Join('\n', names.Select(n => $"- {n}"));

    /// <param name="moment">Of the ordinary words, see <see cref="MailTexts"/>.</param>
    /// <param name="own">The moment for which an edition may have words of its own.</param>
    /// <param name="path">What the mail leads to.</param>
    /// <param name="values">What the ordinary words quote beside name, edition, reference, product and link.</param>
    public static async Task MailWritersAsync(
        this BangVangDb db, PublicUrl site, TimeProvider time, Edition edition, Dossier dossier, string moment, MailMomentKind? own, string path, (string Name, object Value)[] values, CancellationToken ct)
    {
        var words = edition.Mail.FirstOrDefault(m => m.Moment == own);
        var people = await db.People.AsNoTracking().Where(p => db.DossierMembers.Any(m => m.DossierId == dossier.Id && m.PersonId == p.Id)).ToListAsync(ct);
        foreach (var person in people)
        {
            var link = site.To(path);
            (string, object)[] all =
            [
                ("name", person.FullName), ("edition", edition.Name.In(person.Language)), ("reference", dossier.Reference), ("product", dossier.WrittenProductName),
                ("category", edition.Category(dossier.WrittenCategoryCode)?.Name.In(person.Language) ?? dossier.WrittenCategoryCode), ("link", link), ("url", link),
                .. values,
                // An edition may quote these anywhere; not every moment has them.
                ("deadline", "–"), ("reason", "–"),
            ];
            MailMessage mail = words is { Subject: { } subject, Text: { } text }
                ? MailTexts.Write(subject.In(person.Language), text.In(person.Language), person.Email, all)
                : MailTexts.Render(moment, person.Language, person.Email, all);
            db.Mail(time.Now(), mail, dossier.Id.ToString());
        }
    }
}
