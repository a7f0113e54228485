using BangVang.App.Dossiers;
using BangVang.App.Panels;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.Secretariat;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Secretariat.Questions;

/// <summary>A question as one kind of reader sees it.</summary>
/// <param name="Text">For applicant and jurors the words in which a juror's question was released.</param>
/// <param name="Asker">Null where the reader does not learn who asked.</param>
/// <param name="Answerer">Who answered; null where the reader does not learn it, or nobody did.</param>
/// <param name="Dossier">Reference and product of the dossier; null for a public question.</param>
public sealed record QuestionView(
    Guid Id, string EditionKey, QuestionKind Kind, Guid? DossierId, string? Dossier, string Text, string? Asker, Instant AskedAt,
    Instant? ReleasedAt, string? DeclinedReason, string? Answer, string? Answerer, Instant? AnsweredAt, Instant? PublishedAt, bool IsMine, int Version)
{
    /// <summary>True while a juror's question waits for the secretariat to pass it on.</summary>
    public bool WaitsForRelease => Kind is QuestionKind.FromJuror && ReleasedAt is null && DeclinedReason is null;

    /// <summary>True while somebody owes an answer.</summary>
    public bool WaitsForAnswer => AnsweredAt is null && DeclinedReason is null && !WaitsForRelease;
}

/// <summary>A dossier by its names.</summary>
public sealed record DossierName(string Reference, string ProductName, bool IsSubmitted);

/// <summary>
/// Reads of questions, one for each kind of reader. There is deliberately none for "everything": a question that no reader
/// here gets is seen by nobody.
/// </summary>
public static class QuestionQueries
{
    /// <summary>What a dossier is called, for those who write on it; null for everyone else.</summary>
    public static Task<DossierName?> DossierNameAsync(this BangVangDb db, Actor actor, Guid dossierId, CancellationToken ct) =>
        db.OwnDossiers(actor).Where(d => d.Id == dossierId).Select(d => new DossierName(d.Reference, d.ProductName, d.SubmittedAt != null)).SingleOrDefaultAsync(ct);

    /// <summary>What a dossier is called, for those who judge it; null for everyone else.</summary>
    public static Task<DossierName?> JudgedNameAsync(this BangVangDb db, Actor actor, Guid dossierId, CancellationToken ct) =>
        db.DossiersToJudge(actor).Where(d => d.Id == dossierId).Select(d => new DossierName(d.Reference, d.ProductName, d.SubmittedAt != null)).SingleOrDefaultAsync(ct);

    /// <summary>What was asked and answered in public. Names the officer who answered, never who asked.</summary>
    public static Task<List<QuestionView>> PublishedQuestionsAsync(this BangVangDb db, string? editionKey, CancellationToken ct) => (
        from q in db.Questions.AsNoTracking()
        where q.Kind == QuestionKind.Public && q.PublishedAt != null && (editionKey == null || q.EditionKey == editionKey)
        join a in db.People on q.AnsweredBy equals a.Id
        orderby q.PublishedAt descending, q.Id
        select new QuestionView(q.Id, q.EditionKey, q.Kind, null, null, q.Text, null, q.AskedAt, null, null, q.Answer, a.FullName, q.AnsweredAt, q.PublishedAt, false, q.Version))
        .Take(200).ToListAsync(ct);

    /// <summary>The public questions this person asked, answered or not.</summary>
    public static Task<List<QuestionView>> OwnQuestionsAsync(this BangVangDb db, Actor actor, CancellationToken ct) => (
        from q in db.Questions.AsNoTracking()
        where q.Kind == QuestionKind.Public && q.AskedBy == actor.PersonId
        join a in db.People on q.AnsweredBy equals a.Id into answerers
        from a in answerers.DefaultIfEmpty()
        orderby q.AskedAt descending, q.Id
        select new QuestionView(q.Id, q.EditionKey, q.Kind, null, null, q.Text, null, q.AskedAt, null, null, q.Answer, a == null ? null : a.FullName, q.AnsweredAt, q.PublishedAt, true, q.Version))
        .Take(200).ToListAsync(ct);

    /// <summary>
    /// The conversation on a dossier for those who write on it: their own questions, the secretariat's, and jurors' questions
    /// once released, in the released words and without the juror. Empty for everyone else.
    /// </summary>
    public static Task<List<QuestionView>> DossierQuestionsAsync(this BangVangDb db, Actor actor, Guid dossierId, CancellationToken ct) => (
        from q in db.Questions.AsNoTracking()
        where q.DossierId == dossierId && db.OwnDossiers(actor).Any(d => d.Id == q.DossierId)
            && (q.Kind == QuestionKind.FromApplicant || q.Kind == QuestionKind.ToApplicant || (q.Kind == QuestionKind.FromJuror && q.ReleasedAt != null))
        join p in db.People on q.AskedBy equals p.Id
        join a in db.People on q.AnsweredBy equals a.Id into answerers
        from a in answerers.DefaultIfEmpty()
        orderby q.ReleasedAt ?? q.AskedAt, q.Id
        select new QuestionView(
            q.Id, q.EditionKey, q.Kind, q.DossierId, null, q.Kind == QuestionKind.FromJuror ? q.ReleasedText! : q.Text, q.Kind == QuestionKind.FromJuror ? null : p.FullName,
            q.Kind == QuestionKind.FromJuror ? q.ReleasedAt!.Value : q.AskedAt, q.ReleasedAt, null, q.Answer, a == null ? null : a.FullName, q.AnsweredAt, null, q.AskedBy == actor.PersonId, q.Version))
        .Take(500).ToListAsync(ct);

    /// <summary>
    /// What jurors asked about a dossier, for its jurors: the own questions at any time, those of colleagues once answered, in
    /// the released words and without a name. Empty for a juror who does not judge it, or no longer.
    /// </summary>
    public static Task<List<QuestionView>> JurorQuestionsAsync(this BangVangDb db, Actor actor, Guid dossierId, CancellationToken ct) => (
        from q in db.Questions.AsNoTracking()
        where q.DossierId == dossierId && q.Kind == QuestionKind.FromJuror && db.DossiersToJudge(actor).Any(d => d.Id == q.DossierId)
            && (q.AskedBy == actor.PersonId || q.AnsweredAt != null)
        orderby q.AskedAt, q.Id
        select new QuestionView(
            q.Id, q.EditionKey, q.Kind, q.DossierId, null, q.AskedBy == actor.PersonId ? q.Text : q.ReleasedText!, null, q.AskedAt, q.ReleasedAt,
            q.AskedBy == actor.PersonId ? q.DeclinedReason : null, q.Answer, null, q.AnsweredAt, null, q.AskedBy == actor.PersonId, q.Version))
        .Take(500).ToListAsync(ct);

    /// <summary>
    /// Everything asked in an edition, with names, for its secretariat (without dossiers in conflict) and its auditor; those
    /// that wait for something first. Empty for everyone else.
    /// </summary>
    public static Task<List<QuestionView>> QuestionsOfEditionAsync(this BangVangDb db, Actor actor, string editionKey, CancellationToken ct) => (
        from q in db.QuestionsInCareOf(actor, editionKey).AsNoTracking()
        join p in db.People on q.AskedBy equals p.Id
        join a in db.People on q.AnsweredBy equals a.Id into answerers
        from a in answerers.DefaultIfEmpty()
        join d in db.Dossiers on q.DossierId equals d.Id into dossiers
        from d in dossiers.DefaultIfEmpty()
        orderby q.AnsweredAt != null || q.DeclinedAt != null, q.AskedAt descending, q.Id
        select new QuestionView(
            q.Id, q.EditionKey, q.Kind, q.DossierId, d == null ? null : d.Reference + " – " + d.ProductName, q.Text, p.FullName, q.AskedAt, q.ReleasedAt,
            q.DeclinedReason, q.Answer, a == null ? null : a.FullName, q.AnsweredAt, q.PublishedAt, q.AskedBy == actor.PersonId, q.Version))
        .Take(500).ToListAsync(ct);

    /// <summary>How many questions wait for the secretariat: to be answered, or to be passed on.</summary>
    public static Task<int> CountWaitingQuestionsAsync(this BangVangDb db, Actor actor, string editionKey, CancellationToken ct) =>
        db.QuestionsInCareOf(actor, editionKey).CountAsync(q =>
            ((q.Kind == QuestionKind.Public || q.Kind == QuestionKind.FromApplicant) && q.AnsweredAt == null)
            || (q.Kind == QuestionKind.FromJuror && q.ReleasedAt == null && q.DeclinedAt == null), ct);

    /// <summary>The questions an edition's secretariat deals with and its auditor reads.</summary>
    internal static IQueryable<Question> QuestionsInCareOf(this BangVangDb db, Actor actor, string editionKey)
    {
        var (isOfficer, isAuditor) = (actor.Is(Role.Secretariat, editionKey), actor.Is(Role.Auditor, editionKey));
        return db.Questions.Where(q => q.EditionKey == editionKey
            && (isAuditor || (isOfficer && (q.DossierId == null || db.DossiersInCareOf(actor, editionKey).Any(d => d.Id == q.DossierId)))));
    }
}
