using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Mail;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Screening;

/// <summary>What an officer's act needs: the dossier, its case (made when absent), the rules, and what they say of the version that counts.</summary>
/// <param name="IsReopened">An upheld appeal opened it again: it goes on though the phase is over.</param>
internal sealed record CaseAtWork(Dossier Dossier, ScreeningCase Case, Edition Edition, CategoryVerdict Verdict, IReadOnlyList<RuleFinding> Findings, bool IsReopened);

internal static class CaseLoading
{
    /// <summary>
    /// The case of a dossier in the care of this officer while the screening phase is open. A case that an upheld appeal
    /// opened again goes on after the phase, by other officers than the one whose refusal did not stand.
    /// </summary>
    internal static async Task<Result<CaseAtWork>> OpenCaseAsync(this BangVangDb db, EditionBook editions, Actor actor, Guid dossierId, Instant now, CancellationToken ct)
    {
        if (await db.DossiersScreenedBy(actor).SingleOrDefaultAsync(d => d.Id == dossierId, ct) is not { } dossier) return Problem.NotFound("screening.dossier_not_found");
        if (await editions.CurrentAsync(dossier.EditionKey, ct) is not { Edition: { } edition }) return Problem.NotFound("screening.edition_not_found");

        var screening = await db.ScreeningCases.SingleOrDefaultAsync(c => c.DossierId == dossierId, ct);
        if (screening is null) db.ScreeningCases.Add(screening = new() { DossierId = dossierId, EditionKey = dossier.EditionKey, OpenedAt = now });
        // Taken back after the verdict and submitted again while the intake was still open: examined anew.
        if (screening.IsDecided && dossier.State is DossierState.Submitted) screening.Reopen(dossier);

        var upheld = await db.Appeals.AsNoTracking().Where(a => a.DossierId == dossierId && a.Against == AppealAgainst.Screening && a.State == AppealState.Upheld).ToListAsync(ct);
        var isReopened = upheld.Count > 0 && !screening.IsDecided;
        if (!isReopened && CheckPhase(edition, now) is { } notNow) return notNow;
        if (isReopened && upheld.Any(a => a.Deciders.Contains(actor.PersonId!.Value))) return Problem.Forbidden("screening.appeal_own_decision");

        if (screening.State is ScreeningState.SupplementRequested && !await db.Supplements.AnyAsync(s => s.DossierId == dossierId && s.AnsweredAt == null && s.DueAt > now, ct)) screening.Resume();
        return new CaseAtWork(dossier, screening, edition, await db.MachineVerdictAsync(edition, dossier, ct), await db.RuleFindings.Where(f => f.DossierId == dossierId).ToListAsync(ct), isReopened);
    }

    /// <summary>Why officers cannot work now; null while the screening phase is open.</summary>
    internal static Problem? CheckPhase(Edition edition, Instant now)
    {
        if (edition.IsOpen(PhaseKind.Screening, now)) return null;
        if (edition.PhaseOf(PhaseKind.Screening) is not { } phase || edition.WindowOf(phase.Code) is not { } window || window.Contains(now)) return Problem.NotNow("screening.phase_unpublished");
        return window.HasEnded(now)
            ? Problem.NotNow("screening.phase_closed").With("end", window.End!.Value) with { Article = phase.Article }
            : Problem.NotNow("screening.phase_not_open").With("start", window.Start!.Value) with { Article = phase.Article };
    }

    /// <summary>What the rules of the category say of the facts that were submitted.</summary>
    internal static async Task<CategoryVerdict> MachineVerdictAsync(this BangVangDb db, Edition edition, Dossier dossier, CancellationToken ct)
    {
        var content = DossierContent.Read(await db.DossierVersions.Where(v => v.Id == dossier.CurrentVersionId).Select(v => v.Content).SingleAsync(ct));
        return await db.MachineVerdictAsync(edition, dossier, content, ct);
    }

    /// <summary>As above, for a version that is at hand.</summary>
    internal static async Task<CategoryVerdict> MachineVerdictAsync(this BangVangDb db, Edition edition, Dossier dossier, DossierContent content, CancellationToken ct)
    {
        var facts = content.Facts;
        // After a transfer the entries in the category are others than those counted at submission.
        if (content.Category != dossier.CategoryCode)
            facts = facts with
            {
                EntriesInCategory = 1 + await db.Dossiers.CountAsync(d => d.EnterpriseId == dossier.EnterpriseId && d.EditionKey == dossier.EditionKey && d.CategoryCode == dossier.CategoryCode
                && d.Id != dossier.Id && d.SubmittedAt != null && d.State != DossierState.Withdrawn, ct)
            };
        return Eligibility.Check(edition, edition.Category(dossier.CategoryCode)!, facts);
    }

    /// <summary>Saves; a refusal when someone else was faster.</summary>
    internal static async Task<Problem?> SaveCaseAsync(this BangVangDb db, CancellationToken ct) =>
        await db.TrySaveAsync(ct) ? null : Problem.Conflict("screening.changed_meanwhile");

    /// <summary>Writes to everyone who writes on the dossier.</summary>
    internal static async Task MailApplicantAsync(this BangVangDb db, Dossier dossier, Edition edition, string moment, Instant now, Func<string, (string, object)[]> values, CancellationToken ct)
    {
        foreach (var person in await db.People.AsNoTracking().Where(p => db.DossierMembers.Any(m => m.DossierId == dossier.Id && m.PersonId == p.Id)).OrderBy(p => p.Id).ToListAsync(ct))
            db.Mail(now, MailTexts.Render(moment, person.Language, person.Email,
                [("name", person.FullName), ("reference", dossier.Reference), ("product", dossier.ProductName), ("edition", edition.Name.In(person.Language)), .. values(person.Language)]), dossier.Id.ToString());
    }
}
