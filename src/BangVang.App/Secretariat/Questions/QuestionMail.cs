using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using BangVang.Domain.Secretariat;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Secretariat.Questions;

/// <summary>
/// Who hears of a question, and how: who has to do something for others (the applicant) and who asked, at once; officers and
/// jurors by their daily mail. Mails hold links, not what was asked: a mailbox is less well guarded than a page.
/// </summary>
internal sealed class QuestionMail(BangVangDb db, TimeProvider time, PublicUrl site)
{
    /// <summary>The secretariat asks, or passes a juror's question on.</summary>
    public async Task TellWritersAsync(Question question, CancellationToken ct)
    {
        foreach (var person in await WritersOf(question).ToListAsync(ct))
            Send(person, "questions.asked_applicant", await ReferenceAsync(question, ct), $"/dossiers/{question.DossierId}/questions");
    }

    /// <summary>Something waits for the secretariat; officers with a conflict do not hear of it.</summary>
    public async Task TellOfficersAsync(Question question, Instant now, CancellationToken ct)
    {
        var officers = await db.People.AsNoTracking()
            .Where(p => p.DisabledAt == null && db.RoleGrants.Any(g => g.PersonId == p.Id && g.EditionKey == question.EditionKey && g.Role == Role.Secretariat))
            .Where(p => question.DossierId == null || !db.Conflicts.Any(c => c.DossierId == question.DossierId && c.PersonId == p.Id && c.State != ConflictState.Dismissed))
            .ToListAsync(ct);
        var link = site.To($"/manage/{question.EditionKey}/questions");
        foreach (var officer in officers)
            await db.RemindAsync(now, officer.Id, $"question {question.Id}", question.EditionKey,
                MailTexts.Render("questions.waiting", officer.Language, officer.Email, ("name", officer.FullName), ("link", link)), ct);
    }

    /// <summary>Whoever asked learns of the answer; of a juror's question every juror of the dossier.</summary>
    public async Task TellOfAnswerAsync(Question question, Instant now, CancellationToken ct)
    {
        switch (question.Kind)
        {
            case QuestionKind.Public:
                Send(await db.People.AsNoTracking().SingleAsync(p => p.Id == question.AskedBy, ct), "questions.answered", "", "/questions");
                break;
            case QuestionKind.FromApplicant:
                foreach (var person in await WritersOf(question).ToListAsync(ct))
                    Send(person, "questions.answered_applicant", await ReferenceAsync(question, ct), $"/dossiers/{question.DossierId}/questions");
                break;
            case QuestionKind.ToApplicant:
                await TellOfficersAsync(question, now, ct);
                break;
            default:
                await TellJurorsAsync(question, now, ct);
                break;
        }
    }

    private async Task TellJurorsAsync(Question question, Instant now, CancellationToken ct)
    {
        var jurors = await db.People.AsNoTracking()
            .Where(p => p.DisabledAt == null && db.Assignments.Any(a => a.DossierId == question.DossierId && a.JurorId == p.Id && a.EndedAt == null))
            .Where(p => !db.Conflicts.Any(c => c.DossierId == question.DossierId && c.PersonId == p.Id && c.State != ConflictState.Dismissed))
            .ToListAsync(ct);
        var reference = await ReferenceAsync(question, ct);
        foreach (var juror in jurors)
            await db.RemindAsync(now, juror.Id, $"answer {question.Id}", question.EditionKey,
                MailTexts.Render("questions.answered_juror", juror.Language, juror.Email, ("name", juror.FullName), ("reference", reference), ("link", site.To($"/judging/questions/{question.DossierId}"))), ct);
    }

    private IQueryable<Person> WritersOf(Question question) =>
        db.People.AsNoTracking().Where(p => p.DisabledAt == null && db.DossierMembers.Any(m => m.DossierId == question.DossierId && m.PersonId == p.Id));

    private Task<string> ReferenceAsync(Question question, CancellationToken ct) =>
        db.Dossiers.Where(d => d.Id == question.DossierId).Select(d => d.Reference).SingleAsync(ct);

    private void Send(Person person, string moment, string reference, string path) => db.Mail(time.Now(),
        MailTexts.Render(moment, person.Language, person.Email, ("name", person.FullName), ("reference", reference), ("link", site.To(path))), moment);
}
