using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Panels;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;
using BangVang.Domain.Secretariat;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Secretariat.Questions;

/// <summary>Asks: about an edition, about one's own dossier, the applicant of a dossier in one's care, or, as a juror, the applicant of a dossier to judge.</summary>
public sealed class AskQuestion(BangVangDb db, EditionBook book, IClock clock, TimeProvider time, PublicUrl site)
{
    /// <summary>Questions of one person within a day.</summary>
    private const int MostPerDay = 20;

    /// <summary>Anybody signed in, about an edition.</summary>
    public async Task<Result<Guid>> RunAsync(Actor actor, string editionKey, string text, CancellationToken ct)
    {
        if (!actor.IsSignedIn) return Problem.Forbidden("questions.sign_in_first");
        if (await book.CurrentAsync(editionKey, ct) is null) return Problem.NotFound("questions.edition_unknown");
        return await AddAsync(actor, QuestionKind.Public, editionKey, null, text, ct);
    }

    /// <summary>About a submitted dossier: its writers ask the secretariat, officers in charge ask its writers.</summary>
    public async Task<Result<Guid>> AboutDossierAsync(Actor actor, Guid dossierId, string text, CancellationToken ct)
    {
        var own = await db.OwnDossiers(actor).Where(d => d.Id == dossierId).Select(d => new { d.EditionKey, d.SubmittedAt, d.State }).SingleOrDefaultAsync(ct);
        if (own is not null)
        {
            if (own.SubmittedAt is null) return Problem.NotNow("questions.dossier_not_submitted");
            if (own.State is DossierState.Withdrawn) return Problem.NotNow("questions.dossier_withdrawn");
            return await AddAsync(actor, QuestionKind.FromApplicant, own.EditionKey, dossierId, text, ct);
        }
        foreach (var key in actor.EditionsAs(Role.Secretariat))
        {
            if (await db.DossiersInCareOf(actor, key).Where(d => d.Id == dossierId).Select(d => (DossierState?)d.State).SingleOrDefaultAsync(ct) is not { } state) continue;
            if (state is DossierState.Withdrawn) return Problem.NotNow("questions.dossier_withdrawn");
            return await AddAsync(actor, QuestionKind.ToApplicant, key, dossierId, text, ct);
        }
        return Problem.NotFound("questions.dossier_unknown");
    }

    /// <summary>A juror asks the applicant through the secretariat.</summary>
    public async Task<Result<Guid>> AsJurorAsync(Actor actor, Guid dossierId, string text, CancellationToken ct)
    {
        var key = await db.DossiersToJudge(actor).Where(d => d.Id == dossierId).Select(d => d.EditionKey).SingleOrDefaultAsync(ct);
        return key is null ? Problem.NotFound("questions.dossier_unknown") : await AddAsync(actor, QuestionKind.FromJuror, key, dossierId, text, ct);
    }

    private async Task<Result<Guid>> AddAsync(Actor actor, QuestionKind kind, string editionKey, Guid? dossierId, string text, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var since = now - Duration.FromDays(1);
        if (await db.Questions.CountAsync(q => q.AskedBy == actor.PersonId && q.AskedAt > since, ct) >= MostPerDay && !actor.Is(Role.Secretariat, editionKey))
            return Problem.NotNow("questions.too_many").With("most", MostPerDay);
        if (!Question.Ask(kind, editionKey, dossierId, actor.PersonId!.Value, text, now).TryGet(out var question, out var problem)) return problem;

        db.Questions.Add(question);
        var mail = new QuestionMail(db, time, site);
        if (kind is QuestionKind.ToApplicant) await mail.TellWritersAsync(question, ct);
        else await mail.TellOfficersAsync(question, now, ct);
        db.Audit(actor, now, "questions.asked", question.Id, editionKey, kind.ToString());
        await db.SaveChangesAsync(ct);
        return question.Id;
    }
}
