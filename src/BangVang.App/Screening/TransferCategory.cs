using System.Text.Json.Nodes;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Screening;

/// <summary>Proposes another category; it takes effect when the applicant consents.</summary>
public sealed class ProposeTransfer(BangVangDb db, EditionBook editions, IClock clock, TimeProvider time, PublicUrl site)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid dossierId, string toCategory, string reason, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var opened = await db.OpenCaseAsync(editions, actor, dossierId, now, ct);
        if (!opened.TryGet(out var work, out var problem)) return problem;
        if (string.IsNullOrWhiteSpace(reason)) return Problem.Invalid("screening.reason_missing", "Reason");
        if (work.Case.ProposeTransfer(work.Dossier, work.Edition, toCategory) is { } refusal) return refusal;

        db.CategoryTransfers.Add(new() { Id = Ids.New(now), DossierId = dossierId, FromCategory = work.Dossier.CategoryCode, ToCategory = toCategory, Reason = reason.Trim(), ProposedAt = now, ProposedBy = actor.PersonId!.Value });
        db.Audit(actor, now, "screening.transfer_proposed", dossierId, work.Dossier.EditionKey, $"{work.Dossier.Reference}: {toCategory}");
        await db.MailApplicantAsync(work.Dossier, work.Edition, "screening.transfer_proposed", time.Now(),
            language => [("category", work.Edition.Category(toCategory)!.Name.In(language)), ("reason", reason.Trim()), ("link", site.To($"/dossiers/{dossierId}"))], ct);
        return await db.SaveCaseAsync(ct);
    }
}

/// <summary>The applicant agrees to a proposed category, or keeps the chosen one.</summary>
public sealed class AnswerTransfer(BangVangDb db, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid dossierId, bool isAccepted, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var dossier = await db.OwnDossiers(actor).SingleOrDefaultAsync(d => d.Id == dossierId, ct);
        if (dossier is null) return Problem.NotFound("screening.dossier_not_found");
        var transfer = await db.CategoryTransfers.SingleOrDefaultAsync(t => t.DossierId == dossierId && t.AnsweredAt == null, ct);
        if (transfer is null) return Problem.NotFound("screening.no_transfer");

        if (dossier.State is not DossierState.Submitted) return Problem.Conflict("screening.not_submitted");

        (transfer.AnsweredAt, transfer.AnsweredBy, transfer.IsAccepted) = (now, actor.PersonId, isAccepted);
        if (isAccepted)
        {
            (dossier.CategoryCode, dossier.NextCategoryCode, dossier.Version) = (transfer.ToCategory, null, dossier.Version + 1);
            // The officer's findings were about the rules of the other category.
            db.RuleFindings.RemoveRange(await db.RuleFindings.Where(f => f.DossierId == dossierId).ToListAsync(ct));
        }
        (await db.ScreeningCases.SingleAsync(c => c.DossierId == dossierId, ct)).Resume();
        db.Audit(actor, now, isAccepted ? "screening.transfer_accepted" : "screening.transfer_declined", dossierId, dossier.EditionKey, dossier.Reference);
        db.Log(now, "dossier.transfer", dossier.EditionKey, dossierId, new JsonObject { ["dossier"] = dossier.Reference, ["from"] = transfer.FromCategory, ["to"] = transfer.ToCategory, ["accepted"] = isAccepted });
        return await db.SaveCaseAsync(ct);
    }
}

/// <summary>Takes back a proposal that nobody answered; the case goes on in the category it has.</summary>
public sealed class RecallTransfer(BangVangDb db, EditionBook editions, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid dossierId, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var opened = await db.OpenCaseAsync(editions, actor, dossierId, now, ct);
        if (!opened.TryGet(out var work, out var problem)) return problem;
        if (await db.CategoryTransfers.SingleOrDefaultAsync(t => t.DossierId == dossierId && t.AnsweredAt == null, ct) is not { } transfer) return Problem.NotFound("screening.no_transfer");

        (transfer.AnsweredAt, transfer.AnsweredBy, transfer.IsAccepted) = (now, actor.PersonId, false);
        work.Case.Resume();
        db.Audit(actor, now, "screening.transfer_recalled", dossierId, work.Dossier.EditionKey, work.Dossier.Reference);
        return await db.SaveCaseAsync(ct);
    }
}
