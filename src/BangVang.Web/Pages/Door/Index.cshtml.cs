using System.Text.Json;
using BangVang.App.Forum;
using BangVang.App.Forum.Door;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using BangVang.Web.Api;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BangVang.Web.Pages.Door;

/// <summary>A made-up ticket to try the demonstration with.</summary>
public sealed record DemoTicket(string Code, string Name, PartyState State, LocalizedText Place);

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
        "head_ok", "head_forced", "head_walk_in", "head_invalid", "head_unapproved", "head_canceled", "head_invalid_time", "head_product", "head_already_redeemed",
        "help_invalid", "help_unapproved", "help_canceled", "help_invalid_time", "help_product", "help_already_redeemed", "already", "written", "group", "group_in", "undo", "undo_of", "undone", "left",
        "kind_admit", "kind_exit", "kind_undo", "kind_walk_in", "not_sent", "waiting", "of", "conflicts", "is_in", "camera_on", "camera_off", "ready", "not_ready", "ready_list", "ready_no_list", "ready_clock",
        "ready_clock_off", "ready_clock_unknown", "ready_sync", "ready_no_sync", "ready_offline", "ready_not_offline", "ready_battery", "sign_in_again", "enrol_no_network",
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
        if (IsDemo && Forum.Sample) DemoTickets = await SamplesAsync(ct);
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

    public static string TextsFor() => JsonSerializer.Serialize(Words.ToDictionary(w => w, w => Texts.All(Languages.Current)[$"door.{w}"]), Json.Options);

    /// <summary>One of each state that the demonstration has.</summary>
    private async Task<IReadOnlyList<DemoTicket>> SamplesAsync(CancellationToken ct)
    {
        var rows = await (from a in db.Attendees.AsNoTracking() join p in db.Parties.AsNoTracking() on a.PartyId equals p.Id where p.ForumKey == Forum.Key && p.Number <= 40 orderby p.Number, a.Ordinal
                          select new { a.Ticket, a.FullName, p.State, p.PlaceCode }).ToListAsync(ct);
        return [.. rows.GroupBy(r => (r.State, r.PlaceCode)).SelectMany(g => g.Take(g.Key is (PartyState.Confirmed, "hall") ? 4 : 1))
            .Select(r => new DemoTicket(TicketCode.Shown(r.Ticket), r.FullName, r.State, Forum.Registration?.Place(r.PlaceCode)?.Name ?? new(r.PlaceCode, r.PlaceCode)))];
    }
}
