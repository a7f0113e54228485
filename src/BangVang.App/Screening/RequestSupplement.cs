using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Screening;

/// <summary>Asks the applicant to add something, with the edition's days to do so.</summary>
public sealed class RequestSupplement(BangVangDb db, EditionBook editions, IClock clock, TimeProvider time, PublicUrl site)
{
    public const int LongestText = 5_000;

    /// <returns>The first instant at which it is too late.</returns>
    public async Task<Result<Instant>> RunAsync(Actor actor, Guid dossierId, string what, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var opened = await db.OpenCaseAsync(editions, actor, dossierId, now, ct);
        if (!opened.TryGet(out var work, out var problem)) return problem;
        if (string.IsNullOrWhiteSpace(what)) return Problem.Invalid("screening.supplement_text_missing", "What");
        if (what.Trim().Length > LongestText) return Problem.Invalid("screening.text_long", "What").With("max", LongestText);
        if (work.Edition.Supplements is not { } rules || !rules.Days.TryGet(out var days)) return Problem.NotNow("screening.supplement_unpublished");
        var asked = await db.Supplements.CountAsync(s => s.DossierId == dossierId, ct);
        if (rules.MaxRequests is { } most && asked >= most) return Problem.Conflict("screening.supplement_most").With("max", most) with { Article = rules.Article };
        var zone = work.Edition.TimeZone;
        var due = now.InZone(zone).Date.PlusDays(days + 1).AtStartOfDayInZone(zone).ToInstant();
        if (!work.IsReopened && EndOfScreening(work.Edition) is { } end && due >= end) return Problem.NotNow("screening.supplement_late").With("due", due).With("end", end) with { Article = rules.Article };
        if (work.Case.AskSupplement(work.Dossier) is { } refusal) return refusal;

        db.Supplements.Add(new() { Id = Ids.New(now), DossierId = dossierId, RequestedAt = now, RequestedBy = actor.PersonId!.Value, What = what.Trim(), DueAt = due });
        work.Case.OfficerId ??= actor.PersonId;
        db.Audit(actor, now, "screening.supplement_requested", dossierId, work.Dossier.EditionKey, work.Dossier.Reference);
        await db.MailApplicantAsync(work.Dossier, work.Edition, "screening.supplement_requested", time.Now(),
            language => [("what", what.Trim()), ("due", MailWriting.Moment(due - Duration.FromSeconds(1), zone)), ("link", site.To($"/dossiers/{dossierId}"))], ct);
        return await db.SaveCaseAsync(ct) is { } conflict ? conflict : due;
    }

    /// <summary>After it no officer could look at what was added.</summary>
    private static Instant? EndOfScreening(Edition edition) => edition.PhaseOf(PhaseKind.Screening) is { } phase ? edition.WindowOf(phase.Code)?.End : null;
}
