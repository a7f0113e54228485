using BangVang.App.Certificates;
using BangVang.App.Forum;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Jobs;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace BangVang.Web.Pages.Organise;

/// <summary>Certificates of attendance: one organiser prepares, another releases, a job makes them for all whom the door let in.</summary>
[For(Role.Organiser)]
public sealed class CertificatesModel(BangVangDb db, ForumBook book) : ForumPage(book)
{
    public const int Shown = 100;

    /// <summary>From 1.</summary>
    [BindProperty(SupportsGet = true)] public int Sheet { get; set; } = 1;
    [BindProperty] public string? Reason { get; set; }

    public IReadOnlyList<CertificateView> Certificates { get; private set; } = [];
    public IReadOnlyList<CertificateOrderView> Orders { get; private set; } = [];
    public int Total { get; private set; }
    /// <summary>Came, and have none that stands.</summary>
    public int Waiting { get; private set; }
    public CertificateOrderView? Running => Orders.FirstOrDefault(o => o.ApprovedAt is not null && o.FinishedAt is null);
    public bool MayRelease(CertificateOrderView order) => order.PreparedById != this.Actor().PersonId;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Organiser) is { } refusal) return refusal;
        Sheet = Math.Clamp(Sheet, 1, 100_000);
        Orders = await db.CertificateOrdersAsync(this.Actor(), Key, ct);
        Certificates = await db.CertificatesOfEditionAsync(this.Actor(), Key, (Sheet - 1) * Shown, Shown, ct);
        Total = await db.CertificateCountAsync(this.Actor(), Key, ct);
        Waiting = (await db.AttendanceRecipientsAsync(Forum, ct)).Count;
        return Page();
    }

    public async Task<IActionResult> OnPostPrepareAsync([FromServices] PrepareAttendanceCertificates prepare, CancellationToken ct) =>
        (await prepare.RunAsync(this.Actor(), Slug, ct)).TryGet(out _, out var problem) ? Done("certificates", "prepared") : await this.RejectAsync(problem, () => OnGetAsync(ct));

    public async Task<IActionResult> OnPostReleaseAsync(Guid id, [FromServices] ReleaseOrder release, [FromServices] CertificateBell bell, CancellationToken ct)
    {
        if (await release.RunAsync(this.Actor(), Key, id, ct) is { } problem) return await this.RejectAsync(problem, () => OnGetAsync(ct));
        bell.Ring();
        return Done("certificates", "released");
    }

    public async Task<IActionResult> OnPostDiscardAsync(Guid id, [FromServices] DiscardOrder discard, CancellationToken ct) =>
        await discard.RunAsync(this.Actor(), Key, id, ct) is { } problem ? await this.RejectAsync(problem, () => OnGetAsync(ct)) : Done("certificates", "discarded");

    public async Task<IActionResult> OnPostWithdrawAsync(Guid id, [FromServices] PrepareWithdrawal withdraw, CancellationToken ct) =>
        await withdraw.RunAsync(this.Actor(), Key, id, Reason ?? "", ct) is { } problem ? await this.RejectAsync(problem, () => OnGetAsync(ct)) : Done("certificates", "withdrawal_prepared");
}
