using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Secretariat.Chasing;

/// <summary>Who would get a mail.</summary>
/// <param name="Names">Null where the secretariat may not know who they are.</param>
/// <param name="SampleBody">The mail as one of them reads it.</param>
public sealed record MailingPreview(MailSelection Selection, int Count, IReadOnlyList<string>? Names, string SampleSubject, string SampleBody);

/// <summary>A mailing in the log, with what became of its mails.</summary>
public sealed record MailingRow(Guid Id, MailSelection Selection, string Subject, string Body, long Recipients, Instant SentAt, string SentBy, int Gone, int Waiting);

/// <summary>Writes one mail to a selection of people of an edition; looked at first, logged afterwards.</summary>
public sealed class SendMailing(BangVangDb db, EditionBook book, IClock clock, TimeProvider time, PublicUrl site)
{
    public async Task<Result<MailingPreview>> PreviewAsync(Actor actor, string editionKey, MailSelection selection, string subject, string body, CancellationToken ct)
    {
        if (!actor.Is(Role.Secretariat, editionKey)) return Problem.Forbidden("secretariat.officers_only");
        if (Mailing.Check(subject, body) is { } problem) return problem;
        var people = await RecipientsAsync(actor, editionKey, selection, ct);
        if (people.Count == 0) return Problem.Conflict("secretariat.nobody_selected") with { Field = "Selection" };

        var maySee = selection is MailSelection.Jurors or MailSelection.SilentJurors or MailSelection.UndeclaredJurors or MailSelection.Officers;
        var sample = Render(maySee ? people[0].FullName : "…", "vi", "", subject, body, editionKey);
        return new MailingPreview(selection, people.Count, maySee ? [.. people.Select(p => p.FullName)] : null, sample.Subject, sample.Body);
    }

    /// <param name="expected">How many the preview counted: a selection that has changed since is shown again first.</param>
    /// <returns>How many mails will leave.</returns>
    public async Task<Result<int>> RunAsync(Actor actor, string editionKey, MailSelection selection, string subject, string body, int expected, CancellationToken ct)
    {
        if (!actor.Is(Role.Secretariat, editionKey)) return Problem.Forbidden("secretariat.officers_only");
        if (Mailing.Check(subject, body) is { } problem) return problem;
        var people = await RecipientsAsync(actor, editionKey, selection, ct);
        if (people.Count == 0) return Problem.Conflict("secretariat.nobody_selected") with { Field = "Selection" };
        if (people.Count != expected) return Problem.Conflict("secretariat.selection_changed").With("count", people.Count);

        var now = clock.GetCurrentInstant();
        var mailing = new Mailing
        {
            Id = Ids.New(now), EditionKey = editionKey, Selection = selection, Subject = subject.Trim(), Body = body.Trim(), Recipients = people.Count,
            SentAt = now, SentBy = actor.PersonId!.Value,
        };
        db.Mailings.Add(mailing);
        foreach (var person in people) db.Mail(time.Now(), Render(person.FullName, person.Language, person.Email, subject, body, editionKey), mailing.Id.ToString());
        db.Audit(actor, now, "secretariat.mailed", mailing.Id, editionKey, $"{selection}: {people.Count}");
        await db.SaveChangesAsync(ct);
        return people.Count;
    }

    private Ports.MailMessage Render(string name, string language, string to, string subject, string body, string editionKey) =>
        MailTexts.Render("secretariat.mailing", language, to, ("subject", subject.Trim()), ("name", name), ("body", body.Trim()), ("link", site.To($"/editions/{editionKey}")));

    private async Task<List<Person>> RecipientsAsync(Actor actor, string editionKey, MailSelection selection, CancellationToken ct)
    {
        var ids = await IdsAsync(actor, editionKey, selection, ct);
        return await db.People.AsNoTracking().Where(p => ids.Contains(p.Id) && p.DisabledAt == null && p.EmailConfirmedAt != null).OrderBy(p => p.SortKey).ThenBy(p => p.Id).ToListAsync(ct);
    }

    private async Task<Guid[]> IdsAsync(Actor actor, string editionKey, MailSelection selection, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        switch (selection)
        {
            case MailSelection.DraftHolders:
                return [.. (await db.UnsubmittedDossiersAsync(book, editionKey, now, ct)).SelectMany(d => d.PersonIds).Distinct()];
            case MailSelection.CompleteDraftHolders:
                return [.. (await db.CompleteButNotSubmittedAsync(book, editionKey, now, ct)).SelectMany(d => d.PersonIds).Distinct()];
            case MailSelection.Applicants:
                return await db.DossierMembers.Where(m => db.Dossiers.Any(d => d.Id == m.DossierId && d.EditionKey == editionKey && d.SubmittedAt != null && d.State != DossierState.Withdrawn))
                    .Select(m => m.PersonId).Distinct().ToArrayAsync(ct);
            case MailSelection.SilentJurors:
                return await book.CurrentAsync(editionKey, ct) is { } current
                    ? [.. (await db.JurorProgressAsync(actor, current.Edition, ct)).Where(j => j.IsSilent(now)).Select(j => j.PersonId).Distinct()] : [];
            case MailSelection.UndeclaredJurors:
                return await book.CurrentAsync(editionKey, ct) is { } edition
                    ? [.. (await db.UndeclaredJurorsAsync(actor, edition.Edition, now, ct)).Select(j => j.PersonId).Distinct()] : [];
            default:
                var role = selection is MailSelection.Jurors ? Role.Juror : Role.Secretariat;
                return await db.RoleGrants.Where(g => g.EditionKey == editionKey && g.Role == role).Select(g => g.PersonId).ToArrayAsync(ct);
        }
    }
}

public static class MailingQueries
{
    /// <summary>The mailings of an edition, newest first, with how many of their mails have left. Empty for everyone but its secretariat and its auditor.</summary>
    public static async Task<List<MailingRow>> MailingsAsync(this BangVangDb db, Actor actor, string editionKey, CancellationToken ct)
    {
        var may = actor.Is(Role.Secretariat, editionKey) || actor.Is(Role.Auditor, editionKey);
        var rows = await (
            from m in db.Mailings.AsNoTracking()
            where may && m.EditionKey == editionKey
            join p in db.People on m.SentBy equals p.Id
            orderby m.SentAt descending, m.Id
            select new MailingRow(m.Id, m.Selection, m.Subject, m.Body, m.Recipients, m.SentAt, p.FullName, 0, 0)).Take(100).ToListAsync(ct);
        return await db.CountMailsAsync(rows, ct);
    }

    private static async Task<List<MailingRow>> CountMailsAsync(this BangVangDb db, List<MailingRow> rows, CancellationToken ct)
    {
        var about = rows.Select(r => r.Id.ToString()).ToArray();
        var counts = (await db.Outbox.Where(m => about.Contains(m.About!)).GroupBy(m => new { m.About, IsGone = m.SentAt != null }).Select(g => new { g.Key.About, g.Key.IsGone, Count = g.Count() }).ToListAsync(ct))
            .ToDictionary(c => (c.About!, c.IsGone), c => c.Count);
        return [.. rows.Select(r => r with { Gone = counts.GetValueOrDefault((r.Id.ToString(), true)), Waiting = counts.GetValueOrDefault((r.Id.ToString(), false)) })];
    }
}
