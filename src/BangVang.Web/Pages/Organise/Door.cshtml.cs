using BangVang.App.Forum;
using BangVang.App.Forum.Door;
using BangVang.App.Forum.Registration;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Forum.Door;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace BangVang.Web.Pages.Organise;

/// <summary>The doors of a forum for those who run it: devices and their codes, counts, tickets let in twice with the evidence.</summary>
[For(Role.Organiser, Role.BridgeHost)]
public sealed class DoorModel(BangVangDb db, ForumBook book, PublicUrl site, TimeProvider time) : ForumPage(book)
{
    /// <summary>Above this a device's clock is named.</summary>
    private const long SkewShown = 60_000;

    [BindProperty] public string Name { get; set; } = "";
    /// <summary><c>list/gate</c>.</summary>
    [BindProperty] public string Gate { get; set; } = "";
    [BindProperty] public string Reason { get; set; } = "";

    public DoorOverview Overview { get; private set; } = null!;
    public IReadOnlyList<DoorList> Lists { get; private set; } = [];
    public MadeEnrolmentCode? Made { get; private set; }
    /// <summary>Of the made code: the page of the doors with the code in its fragment, which no server is sent.</summary>
    public TicketImage.Drawing? Picture { get; private set; }
    public string Address => site.To($"/door/{Slug}").ToString();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Organiser, Role.BridgeHost) is { } refusal) return refusal;
        if (await db.DoorOverviewAsync(this.Actor(), Forum, time.Now(), ct) is not { } overview) return this.Refuse(Problem.NotFound("forum.unknown"));
        (Overview, Lists) = (overview, DoorQueries.ListsInCare(this.Actor(), Forum));
        return Page();
    }

    public async Task<IActionResult> OnPostCodeAsync([FromServices] MakeEnrolmentCode make, CancellationToken ct)
    {
        var (list, gate) = Gate?.Split('/') is [var one, var other] ? (one, other) : ("", "");
        if (!(await make.RunAsync(this.Actor(), Slug, Name ?? "", list, gate, ct)).TryGet(out var made, out var problem)) return await this.RejectAsync(problem, () => OnGetAsync(ct));
        (Made, Picture) = (made, TicketImage.Draw($"{Address}#{made.Code}"));
        Response.Headers.CacheControl = "no-store";
        return await OnGetAsync(ct);
    }

    public async Task<IActionResult> OnPostRevokeAsync(Guid device, [FromServices] RevokeDevice revoke, CancellationToken ct) =>
        await revoke.RunAsync(this.Actor(), Slug, device, Reason ?? "", ct) is { } problem ? await this.RejectAsync(problem, () => OnGetAsync(ct)) : Done("door", "revoked");

    public async Task<IActionResult> OnPostExportAsync([FromServices] ExportDoor export, CancellationToken ct)
    {
        var result = await export.RunAsync(this.Actor(), Slug, ct);
        return result.TryGet(out var csv, out var problem) ? File(System.Text.Encoding.UTF8.GetBytes("\uFEFF" + csv), "text/csv; charset=utf-8", $"door-{Slug}.csv") : this.Refuse(problem);
    }

    public string ListName(Texts texts, string code) => Forum.Door(code) is { } list ? texts.In(list.Name) : code;

    public string GateName(Texts texts, string list, string gate) => Forum.Door(list)?.Gate(gate) is { } found ? texts.In(found.Name) : gate;

    /// <summary>What of a device one should know.</summary>
    public IEnumerable<string> Remarks(Texts texts, DeviceRow row)
    {
        if (row.Device.RevokedReason is { } reason) yield return texts["door.device_revoked_short", ("reason", reason)];
        if (row.LastCounter > row.Entries) yield return texts["door.device_missing", ("count", row.LastCounter - row.Entries)];
        if (row.Device.Pending is > 0 and var pending) yield return texts["door.device_pending", ("count", pending)];
        if (row.Device.SkewMs is { } skew && Math.Abs(skew) >= SkewShown) yield return texts["door.device_skew", ("seconds", skew / 1000)];
        if (row.Device.Battery is < 20 and var battery) yield return texts["door.device_battery", ("percent", battery)];
    }
}
