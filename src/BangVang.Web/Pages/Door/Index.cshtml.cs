using System.Text.Json;
using BangVang.App.Demo;
using BangVang.App.Forum;
using BangVang.App.Forum.Door;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Kernel;
using BangVang.Web.Api;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace BangVang.Web.Pages.Door;

/// <summary>
/// The page of the doors: a program that runs on the device. Nothing of a person is in it, so that the device may keep it; who
/// is enrolled and what they know is in the device's own database.
/// </summary>
[For(Role.DoorStaff, Role.Organiser, Role.BridgeHost), ResponseCache(NoStore = true)]
public sealed class IndexModel(BangVangDb db, ForumBook book, IOptions<InstallationOptions> installation) : PageModel
{
    /// <summary>What the script says; composed keys are listed here in full.</summary>
    public static readonly string[] Words =
    [
        "door.head_ok", "door.head_forced", "door.head_walk_in", "door.head_invalid", "door.head_unapproved", "door.head_canceled", "door.head_invalid_time", "door.head_product", "door.head_already_redeemed",
        "door.help_invalid", "door.help_unapproved", "door.help_canceled", "door.help_invalid_time", "door.help_product", "door.help_already_redeemed", "door.already", "door.written", "door.group", "door.group_in", "door.undo", "door.undo_of", "door.undone", "door.left",
        "door.kind_admit", "door.kind_exit", "door.kind_undo", "door.kind_walk_in", "door.not_sent", "door.waiting", "door.of", "door.conflicts", "door.is_in", "door.camera_on", "door.camera_off", "door.ready", "door.not_ready", "door.ready_list", "door.ready_no_list", "door.ready_clock",
        "door.ready_clock_off", "door.ready_clock_unknown", "door.ready_sync", "door.ready_no_sync", "door.ready_offline", "door.ready_not_offline", "door.ready_battery", "door.sign_in_again", "door.enrol_no_network",
    ];

    [BindProperty(SupportsGet = true)] public string Slug { get; set; } = "";
    public ForumEdition Forum { get; private set; } = null!;
    public bool IsDemo => installation.Value.Demo && DemoDoors.IsFor(HttpContext);
    public string? DemoCode { get; private set; }
    public IReadOnlyList<DemoTicket> DemoTickets { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await book.CurrentAsync(Slug, ct) is not { } published || DoorQueries.ListsInCare(this.Actor(), published.Forum).Count == 0) return this.Refuse(Problem.NotFound("forum.unknown"));
        Forum = published.Forum;
        HttpContext.AllowCameraOfPage();
        if (IsDemo && Forum.Sample) DemoTickets = await db.DemoTicketsAsync(Forum, ct);
        return Page();
    }

    /// <summary>In the demonstration the code is made here, by one click, as an organiser would make it.</summary>
    public async Task<IActionResult> OnPostDemoAsync([FromServices] MakeEnrolmentCode make, CancellationToken ct)
    {
        if (!IsDemo || await OnGetAsync(ct) is not PageResult || !Forum.Sample) return NotFound();
        var list = DoorQueries.ListsInCare(this.Actor(), Forum)[0];
        var organiser = this.Actor() with { Roles = new HashSet<RoleInEdition> { new(Forum.Key, Role.Organiser) } };
        if (!(await make.RunAsync(organiser, Slug, $"{list.Gates[0].Name.Vi} (trình diễn)", list.Code, list.Gates[0].Code, ct)).TryGet(out var made, out var problem)) return this.Refuse(problem);
        DemoCode = made.Code;
        return Page();
    }

    public static string TextsFor() => JsonSerializer.Serialize(Words.ToDictionary(w => w["door.".Length..], w => Texts.All(Languages.Current)[w]), Json.Options);
}
