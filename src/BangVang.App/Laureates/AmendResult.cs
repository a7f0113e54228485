using System.Text.Json.Nodes;
using BangVang.App.Decisions;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Screening;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Laureates;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Laureates;

/// <summary>
/// The chair puts into force what the council decided anew after an upheld appeal: decision, board, log and mail change in one
/// transaction, and everyone reads what changed and why.
/// </summary>
public sealed class AmendResult(BangVangDb db, EditionBook editions, PublicUrl site, IClock clock, TimeProvider time)
{
    /// <param name="number">Number of the amending decision, as printed.</param>
    /// <param name="date">Its date.</param>
    public async Task<Result<DecisionAmendment>> RunAsync(Actor actor, string editionKey, Guid appealId, string number, LocalDate? date, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (await editions.CurrentAsync(editionKey, ct) is not { Edition: { } edition }) return Problem.NotFound("editions.not_found");
        if (!actor.Is(Role.Chair, editionKey)) return Problem.Forbidden("decisions.only_chair");
        if (await db.UpheldResultAppeals(editionKey).AsNoTracking().SingleOrDefaultAsync(a => a.Id == appealId, ct) is not { } appeal) return Problem.NotFound("decisions.appeal_not_upheld");
        if (await db.HasConflictAsync(actor, appeal.DossierId, ct)) return Problem.NotFound("decisions.appeal_not_upheld");
        if (await db.MotionAfterAsync(appeal, ct) is not { } motion) return Problem.NotNow("decisions.amendment_needs_motion").With("reference", appeal.Reference);
        if (await db.DecisionsVisibleTo(actor).SingleOrDefaultAsync(d => d.EditionKey == editionKey, ct) is not { } decision) return Problem.NotFound("decisions.not_proposed");
        if (decision.Amend(edition, appealId, appeal.Reference, motion, number, date, now.InZone(edition.TimeZone).Date, actor.PersonId!.Value, now) is { } problem) return problem;

        var amendment = decision.Amendments[^1];
        var laureate = await ChangeBoardAsync(actor, edition, decision, amendment, now, ct);
        db.Audit(actor, now, "decisions.amended", decision.Id, editionKey, $"{amendment.Appeal}, {amendment.Reference}: {amendment.FromTier ?? "–"} → {amendment.ToTier ?? "–"}");
        db.Log(now, "decision.amended", editionKey, decision.Id, ToJson(amendment, laureate), new() { ["reason"] = amendment.Reason });
        var dossier = await db.Dossiers.AsNoTracking().SingleAsync(d => d.Id == amendment.DossierId, ct);
        await db.MailApplicantAsync(dossier, edition, "decisions.result_amended", time.Now(),
            _ => [("appeal", amendment.Appeal), ("document", amendment.DocumentNumber), ("link", site.To($"/dossiers/{dossier.Id}/result"))], ct);
        return await db.TrySaveAsync(ct) ? amendment : Problem.Conflict("decisions.changed_meanwhile");
    }

    /// <returns>Who is honoured now; null when a prize was taken away.</returns>
    private async Task<LaureateFacts?> ChangeBoardAsync(Actor actor, Edition edition, AwardDecision decision, DecisionAmendment amendment, Instant now, CancellationToken ct)
    {
        var source = PublishDecision.SourceOf(amendment.DocumentNumber, amendment.DocumentDate);
        var reason = $"{source.Title}, theo khiếu nại {amendment.Appeal}";
        if (amendment.ToTier is null)
        {
            await db.RevokeHonoursAsync(actor, [amendment.DossierId], reason, now, ct);
            return null;
        }
        var content = (await db.ContentsAsync(db.Dossiers.Where(d => d.Id == amendment.DossierId), ct))[amendment.DossierId];
        var facts = PublishDecision.FactsOf(content, edition, BoardNames.Of(edition), decision.Lines.Single(l => l.DossierId == amendment.DossierId), source);
        await db.HonourAsync(actor, edition.Key, edition.Sample, [new(amendment.DossierId, facts)], reason, now, ct);
        return facts;
    }

    private static JsonObject ToJson(DecisionAmendment a, LaureateFacts? laureate) => new()
    {
        ["appeal"] = a.Appeal, ["dossier"] = a.Reference, ["from"] = a.FromTier, ["to"] = a.ToTier, ["motion"] = a.MotionId.ToString(), ["document"] = a.DocumentNumber,
        ["laureates"] = PublishDecision.LaureatesOf(laureate is null ? [] : [(a.Reference, laureate)]),
    };
}
