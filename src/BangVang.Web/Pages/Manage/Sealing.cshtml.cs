using BangVang.App.Dossiers.Sealing;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Jobs;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace BangVang.Web.Pages.Manage;

/// <summary>The sealing of an edition: what stands sealed and until when, and the opening by its trustees.</summary>
[For(Role.Secretariat, Role.Chair, Role.Auditor)]
public sealed class SealingModel(BangVangDb db, EditionBook book, IClock clock) : EditionPage(book)
{
    /// <summary>A trustee's line; never shown again.</summary>
    [BindProperty] public string? Share { get; set; }

    /// <summary>Null where nothing is sealed.</summary>
    public SealingView? Sealing { get; private set; }
    public bool MayHandIn => Sealing is { OpenedAt: null, Until: { } until } && until <= clock.GetCurrentInstant() && IsOfficer;
    public bool MayRetry => Sealing is { Failed.Count: > 0 } && IsOfficer;
    public bool IsRunning => Sealing is { OpenedAt: not null } s && s.Opened + s.Failed.Count < s.Files;
    private bool IsOfficer => this.Actor().Is(Role.Secretariat, EditionKey) || this.Actor().Is(Role.Chair, EditionKey);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Secretariat, Role.Chair, Role.Auditor) is { } refusal) return refusal;
        Sealing = await db.SealingAsync(this.Actor(), Edition, ct);
        // What was typed is a secret: it is not put back into the page.
        ModelState.SetModelValue(nameof(Share), "", "");
        Share = null;
        return Page();
    }

    public async Task<IActionResult> OnGetProgressAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Secretariat, Role.Chair, Role.Auditor) is { } refusal) return refusal;
        Sealing = await db.SealingAsync(this.Actor(), Edition, ct);
        return Sealing is null ? this.Refuse(Problem.NotFound("sealing.not_sealed")) : Partial("_SealingProgress", this);
    }

    public async Task<IActionResult> OnPostShareAsync([FromServices] HandInShare hand, [FromServices] SealingBell bell, CancellationToken ct)
    {
        if (!(await hand.RunAsync(this.Actor(), EditionKey, Share, ct)).TryGet(out var done, out var problem)) return await this.RejectAsync(problem, () => OnGetAsync(ct));
        if (done.Missing == 0) bell.Ring();
        return Done("sealing", done.Missing == 0 ? "opened" : "handed_in");
    }

    public async Task<IActionResult> OnPostRetryAsync([FromServices] RetrySealedFiles retry, [FromServices] SealingBell bell, CancellationToken ct)
    {
        if (await retry.RunAsync(this.Actor(), EditionKey, ct) is { } problem) return await this.RejectAsync(problem, () => OnGetAsync(ct));
        bell.Ring();
        return Done("sealing", "retried");
    }
}
