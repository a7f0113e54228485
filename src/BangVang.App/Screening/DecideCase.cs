using System.Text.Json.Nodes;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using NodaTime;

namespace BangVang.App.Screening;

/// <summary>Accepts or refuses a dossier; the applicant reads the reasons.</summary>
public sealed class DecideCase(BangVangDb db, EditionBook editions, IClock clock, TimeProvider time, PublicUrl site, ResultNews news)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid dossierId, bool accept, string? reason, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var opened = await db.OpenCaseAsync(editions, actor, dossierId, now, ct);
        if (!opened.TryGet(out var work, out var problem)) return problem;
        if (accept && await StillAwaitedAsync(work.Dossier, now, ct) is { } until) return Problem.NotNow("screening.files_awaited").With("until", until);
        var refusal = accept
            ? work.Case.Accept(work.Dossier, work.Verdict, work.Findings, reason, actor.PersonId!.Value, now)
            : work.Case.Refuse(work.Dossier, work.Verdict, work.Findings, reason ?? "", actor.PersonId!.Value, now);
        if (refusal is not null) return refusal;

        db.Audit(actor, now, accept ? "screening.accepted" : "screening.refused", dossierId, work.Dossier.EditionKey, work.Dossier.Reference);
        db.Log(now, "screening.verdict", work.Dossier.EditionKey, dossierId, new JsonObject
        {
            ["dossier"] = work.Dossier.Reference, ["category"] = work.Dossier.CategoryCode, ["version"] = work.Dossier.CurrentVersionId.ToString(), ["verdict"] = accept ? "accepted" : "refused",
            ["article"] = work.Case.Article,
            ["rules"] = new JsonArray([.. work.Verdict.Rules.Select(r => new JsonObject
            {
                ["rule"] = r.Rule, ["machine"] = r.Verdict.ToString(), ["officer"] = work.Findings.FirstOrDefault(f => f.RuleCode == r.Rule)?.Finding.ToString(), ["article"] = r.Article,
            })]),
        }, new() { ["reason"] = work.Case.Reason });
        // Where the matrix keeps the verdict back, the mail would tell it.
        if (Disclosure.OfVerdict(work.Edition, now, await news.PublishedAtAsync(db, work.Edition.Key, ct)) is { } since && since <= now)
            await db.MailApplicantAsync(work.Dossier, work.Edition, accept ? "screening.accepted" : "screening.refused", time.Now(),
                _ => [("reason", work.Case.Reason ?? "–"), ("article", work.Case.Article ?? "–"), ("link", site.To($"/dossiers/{dossierId}"))], ct);
        return await db.SaveCaseAsync(ct);
    }

    /// <summary>Until when a file of the dossier may still come: what is not whole yet is not accepted. Null when nothing is waited for.</summary>
    private async Task<Instant?> StillAwaitedAsync(Dossier dossier, Instant now, CancellationToken ct)
    {
        var content = (await db.ContentsAsync(db.Dossiers.Where(d => d.Id == dossier.Id), ct))[dossier.Id];
        return (await db.NotHereAsync(dossier.Id, content, ct)).Where(f => f.StandingAt(now) is FileStanding.Awaited).Select(f => (Instant?)f.UntilAt).Max();
    }
}
