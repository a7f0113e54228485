using BangVang.App.Dossiers;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.Secretariat;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Secretariat.Questions;

/// <summary>Answers a question: the secretariat those asked of it, the applicant's writers those asked of them.</summary>
public sealed class AnswerQuestion(BangVangDb db, IClock clock, TimeProvider time, PublicUrl site)
{
    /// <param name="isPublic">For a public question: shows it to everybody at once.</param>
    public async Task<Problem?> RunAsync(Actor actor, Guid id, string text, bool isPublic, CancellationToken ct)
    {
        if (actor.PersonId is not { } me) return Problem.Forbidden("questions.sign_in_first");
        if (await FindAsync(actor, id, ct) is not { } question) return Problem.NotFound("questions.unknown");
        var now = clock.GetCurrentInstant();
        if (question.Reply(text, me, now) is { } problem) return problem;
        if (isPublic && question.Kind is QuestionKind.Public && question.Publish(true, now) is { } refusal) return refusal;

        await new QuestionMail(db, time, site).TellOfAnswerAsync(question, now, ct);
        db.Audit(actor, now, "questions.answered", id, question.EditionKey, question.Kind.ToString());
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("questions.answered_already");
    }

    private async Task<Question?> FindAsync(Actor actor, Guid id, CancellationToken ct)
    {
        var question = await db.Questions.SingleOrDefaultAsync(q => q.Id == id, ct);
        if (question is null) return null;
        var may = Question.IsAnsweredByApplicant(question.Kind)
            ? await db.OwnDossiers(actor).AnyAsync(d => d.Id == question.DossierId, ct)
            : actor.Is(Role.Secretariat, question.EditionKey) && await db.QuestionsInCareOf(actor, question.EditionKey).AnyAsync(q => q.Id == id, ct);
        return may ? question : null;
    }
}

/// <summary>Passes a juror's question on to the applicant, in words that do not tell who asks; or does not, and says why.</summary>
public sealed class ReleaseQuestion(BangVangDb db, IClock clock, TimeProvider time, PublicUrl site)
{
    /// <param name="text">As the applicant will read it.</param>
    public Task<Problem?> RunAsync(Actor actor, Guid id, string text, CancellationToken ct) =>
        SettleAsync(actor, id, "questions.released", (q, me, now) => q.Release(text, me, now), ct);

    public Task<Problem?> DeclineAsync(Actor actor, Guid id, string reason, CancellationToken ct) =>
        SettleAsync(actor, id, "questions.declined", (q, me, now) => q.Decline(reason, me, now), ct);

    private async Task<Problem?> SettleAsync(Actor actor, Guid id, string action, Func<Question, Guid, Instant, Problem?> settle, CancellationToken ct)
    {
        var question = await db.Questions.SingleOrDefaultAsync(q => q.Id == id && q.Kind == QuestionKind.FromJuror, ct);
        if (question is null || !actor.Is(Role.Secretariat, question.EditionKey) || !await db.QuestionsInCareOf(actor, question.EditionKey).AnyAsync(q => q.Id == id, ct))
            return Problem.NotFound("questions.unknown");
        var now = clock.GetCurrentInstant();
        if (settle(question, actor.PersonId!.Value, now) is { } problem) return problem;

        if (question.ReleasedAt is not null) await new QuestionMail(db, time, site).TellWritersAsync(question, ct);
        db.Audit(actor, now, action, id, question.EditionKey);
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("questions.released_already");
    }
}

/// <summary>Shows an answered public question to everybody, or no longer.</summary>
public sealed class PublishQuestion(BangVangDb db, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid id, bool isPublic, CancellationToken ct)
    {
        var own = actor.EditionsAs(Role.Secretariat);
        var question = await db.Questions.SingleOrDefaultAsync(q => q.Id == id && own.Contains(q.EditionKey) && q.Kind == QuestionKind.Public, ct);
        if (question is null) return Problem.NotFound("questions.unknown");
        var now = clock.GetCurrentInstant();
        if (question.Publish(isPublic, now) is { } problem) return problem;
        db.Audit(actor, now, isPublic ? "questions.published" : "questions.unpublished", id, question.EditionKey);
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("questions.published_already");
    }
}
