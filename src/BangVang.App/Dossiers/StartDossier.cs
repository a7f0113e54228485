using System.Text.Json.Nodes;
using BangVang.App.Editions;
using BangVang.App.Enterprises;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Dossiers;

/// <summary>What a new dossier begins with.</summary>
/// <param name="Answers">Of the self-check, by <see cref="FactQuestion.FieldCode"/>: carried into the dossier.</param>
public sealed record NewDossier(string EditionKey, Guid EnterpriseId, string CategoryCode, string ProductName, IReadOnlyDictionary<string, JsonNode?> Answers);

/// <summary>
/// Opens a dossier while the intake or the preliminary registration runs, for a product whose category no rule refuses.
/// Gives it the next reference of the edition, and its writer the role of an applicant.
/// </summary>
public sealed class StartDossier(BangVangDb db, EditionBook book, IClock clock)
{
    /// <summary>The same form sent twice within this time gives one dossier.</summary>
    private static readonly Duration Twice = Duration.FromMinutes(1);

    /// <returns>The id of the dossier, or every reason against it.</returns>
    public async Task<Outcome<Guid>> RunAsync(Actor actor, NewDossier start, CancellationToken ct)
    {
        if (actor.PersonId is not { } me) return DossierProblems.SignInFirst;
        if (await book.CurrentAsync(start.EditionKey, ct) is not { } published) return DossierProblems.EditionNotFound;
        var (now, edition) = (clock.GetCurrentInstant(), published.Edition);
        if (CheckTime(edition, now) is { } notNow) return notNow;
        if (await db.EnterprisesOf(actor).AsNoTracking().SingleOrDefaultAsync(e => e.Id == start.EnterpriseId, ct) is not { } enterprise)
            return Problem.Invalid("dossiers.enterprise_missing", nameof(start.EnterpriseId));
        if (edition.Category(start.CategoryCode) is not { } category) return Problem.Invalid("dossiers.category_unknown", nameof(start.CategoryCode));

        var dossier = NewOf(start, published, me, now, reference: "");
        if (dossier.Rename(start.ProductName) is { } nameless) return nameless;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var number = await NextNumberAsync(start.EditionKey, ct);
        // The counter's row is ours until the commit: what another press of the button began is visible now.
        if (await StartedJustNowAsync(dossier, now, ct) is { } same) return same;

        var refused = await CheckAsync(edition, category, enterprise, start, now, ct);
        if (refused.Count > 0) return Outcome<Guid>.Refused(refused);

        dossier = NewOf(start, published, me, now, Dossier.ReferenceOf(number));
        dossier.Rename(start.ProductName);
        Add(actor, me, dossier, Carried(edition, category, start, now), now);
        if (!await db.RoleGrants.AnyAsync(g => g.PersonId == me && g.EditionKey == start.EditionKey && g.Role == Role.Applicant, ct))
            db.RoleGrants.Add(new() { PersonId = me, EditionKey = start.EditionKey, Role = Role.Applicant, GrantedAt = now });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return dossier.Id;
    }

    /// <summary>Null when a dossier may be opened now. Where a registration is required, only while one may register.</summary>
    public static Problem? CheckTime(Edition edition, Instant now)
    {
        var intake = SubmissionWindow.Of(edition, supplement: null, now).Check(now);
        if (edition.PreliminaryRegistration is not { } registration) return intake;
        var registering = Registration.Check(edition, now);
        return registering is null ? null : registration.Required ? registering : intake;
    }

    private static Dossier NewOf(NewDossier start, PublishedEdition published, Guid me, Instant now, string reference) => new()
    {
        Id = Ids.New(now), Reference = reference, EditionKey = start.EditionKey, SnapshotId = published.SnapshotId, EnterpriseId = start.EnterpriseId,
        CategoryCode = start.CategoryCode, ProductName = start.ProductName, SortKey = "", SearchKey = "", State = DossierState.Draft, CreatedAt = now, CreatedBy = me,
    };

    private void Add(Actor actor, Guid me, Dossier dossier, IEnumerable<(string Code, JsonNode Value)> answers, Instant now)
    {
        db.Dossiers.Add(dossier);
        db.DossierMembers.Add(new() { DossierId = dossier.Id, PersonId = me, AddedAt = now });
        foreach (var (code, value) in answers)
            db.DossierAnswers.Add(new() { DossierId = dossier.Id, FieldCode = code, Value = AnswerText.Of(value), SavedAt = now, SavedBy = me, Version = 1 });
        db.Audit(actor, now, "dossier.started", dossier.Id, dossier.EditionKey, dossier.Reference);
    }

    /// <summary>One statement, so that two who start at once get two numbers; rolled back with the rest, so that none is left out.</summary>
    private async Task<int> NextNumberAsync(string editionKey, CancellationToken ct) => (int)(await db.Database.SqlQuery<long>(
        $"INSERT INTO dossier_counter (edition_key, last) VALUES ({editionKey}, 1) ON CONFLICT (edition_key) DO UPDATE SET last = dossier_counter.last + 1 RETURNING last AS value")
        .ToListAsync(ct)).Single();

    private async Task<Guid?> StartedJustNowAsync(Dossier dossier, Instant now, CancellationToken ct)
    {
        var since = now - Twice;
        return await db.Dossiers
            .Where(d => d.CreatedBy == dossier.CreatedBy && d.EnterpriseId == dossier.EnterpriseId && d.EditionKey == dossier.EditionKey
                && d.CategoryCode == dossier.CategoryCode && d.ProductName == dossier.ProductName && d.CreatedAt > since)
            .Select(d => (Guid?)d.Id).FirstOrDefaultAsync(ct);
    }

    /// <summary>The rules that refuse this product in this category; an answer that is still missing refuses nothing yet.</summary>
    private async Task<IReadOnlyList<Problem>> CheckAsync(Edition edition, Category category, Enterprise enterprise, NewDossier start, Instant now, CancellationToken ct)
    {
        var form = SubmissionWindow.Of(edition, null, now).Phase is { } phase ? edition.FormFor(phase.Code, category.Code) : null;
        var entries = await db.Dossiers
            .Where(d => d.EnterpriseId == enterprise.Id && d.EditionKey == edition.Key && d.SubmittedAt != null && d.State != DossierState.Withdrawn)
            .Select(d => d.CategoryCode).ToListAsync(ct);
        var answers = Carried(edition, category, start, now).ToDictionary(a => a.Code, a => (JsonNode?)a.Value);
        var draft = new DossierDraft(edition, category, form, enterprise, answers, new Dictionary<Guid, AttachedFile>(), (entries.Count, entries.Count(c => c == category.Code)));
        return draft.RefusingRules;
    }

    /// <summary>Answers of the self-check where the dossier keeps them: at the form's own field of that fact, otherwise at the question.</summary>
    private static IEnumerable<(string Code, JsonNode Value)> Carried(Edition edition, Category category, NewDossier start, Instant now)
    {
        var form = SubmissionWindow.Of(edition, null, now).Phase is { } phase ? edition.FormFor(phase.Code, category.Code) : null;
        var kept = FactQuestions.ForDossier(edition, category, form).Select(q => q.FieldCode).ToHashSet();
        foreach (var question in FactQuestions.ForVisitor(edition, edition.Categories))
        {
            if (start.Answers.GetValueOrDefault(question.FieldCode) is not { } value || FieldCheck.IsEmpty(value)) continue;
            if (kept.Contains(question.FieldCode)) { yield return (question.FieldCode, value.DeepClone()); continue; }
            var field = form?.Fields.FirstOrDefault(f => f.Fact == question.Fact && f.Declares == question.Rule && f is not (DeclarationField or FileField));
            if (field is not null && FieldCheck.Check(field, value, new Dictionary<Guid, AttachedFile>()).Count == 0) yield return (field.Code, value.DeepClone());
        }
    }
}
