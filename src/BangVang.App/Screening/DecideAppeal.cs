using System.Text.Json.Nodes;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Screening;

/// <summary>
/// An officer without part in what an appeal is against upholds or rejects it. An upheld one against a refusal opens exactly
/// that case again; one against the result is an amendment that everyone reads (<see cref="AppealQueries.ResultAmendmentsAsync"/>),
/// and deciding anew is the council's.
/// </summary>
public sealed class DecideAppeal(BangVangDb db, EditionBook editions, IClock clock, TimeProvider time, PublicUrl site)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid appealId, bool uphold, string reason, string? article, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var screened = db.DossiersScreenedBy(actor);
        if (await db.Appeals.SingleOrDefaultAsync(a => a.Id == appealId && screened.Any(d => d.Id == a.DossierId), ct) is not { } appeal) return Problem.NotFound("screening.appeal_not_found");
        if (await editions.CurrentAsync(appeal.EditionKey, ct) is not { Edition: { } edition }) return Problem.NotFound("screening.edition_not_found");
        if (appeal.Decide(uphold, reason, article, actor.PersonId!.Value, now) is { } refusal) return refusal;

        var dossier = await db.Dossiers.SingleAsync(d => d.Id == appeal.DossierId, ct);
        if (uphold && appeal.Against is AppealAgainst.Screening) await ReopenAsync(dossier, ct);
        db.Audit(actor, now, uphold ? "appeal.upheld" : "appeal.rejected", dossier.Id, edition.Key, $"{appeal.Reference}, {dossier.Reference}");
        db.Log(now, "appeal.decided", edition.Key, appealId, new JsonObject
        {
            ["reference"] = appeal.Reference, ["dossier"] = dossier.Reference, ["against"] = $"{appeal.Against}", ["upheld"] = uphold, ["reason"] = appeal.Reason, ["article"] = appeal.Article,
        });
        await db.MailApplicantAsync(dossier, edition, uphold ? "screening.appeal_upheld" : "screening.appeal_rejected", time.Now(),
            _ => [("appeal", appeal.Reference), ("reason", appeal.Reason!), ("article", appeal.Article ?? "–"), ("link", site.To($"/appeals/{appealId}"))], ct);
        return await db.SaveCaseAsync(ct);
    }

    private async Task ReopenAsync(Dossier dossier, CancellationToken ct)
    {
        var screening = await db.ScreeningCases.SingleAsync(c => c.DossierId == dossier.Id, ct);
        screening.Reopen(dossier);
        // Other officers find for themselves; what was found before stands in the log with the refusal.
        db.RuleFindings.RemoveRange(await db.RuleFindings.Where(f => f.DossierId == dossier.Id).ToListAsync(ct));
    }
}
