using BangVang.App.Forum;
using BangVang.App.Forum.Exhibitors;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace BangVang.Web.Pages.Organise;

/// <summary>The exhibition to work on: halls, stands, and a list that is looked at line by line before it is taken.</summary>
[For(Role.Organiser)]
public sealed class ExhibitionModel(BangVangDb db, ForumBook book, Texts texts) : ForumPage(book)
{
    [BindProperty] public string HallRoom { get; set; } = "";
    [BindProperty] public string HallWidth { get; set; } = "";
    [BindProperty] public string HallDepth { get; set; } = "";
    [BindProperty] public string List { get; set; } = "organisation,stand,room,x,y,width,depth,text_vi,text_en,website\n";

    public ExhibitionPlan Plan { get; private set; } = null!;
    public IEnumerable<Option> Rooms => Forum.Rooms.Select(r => new Option(r.Room.Code, $"{texts.In(r.Room.Name)} ({r.Room.Code})"));
    /// <summary>What would be taken; null before a list was looked at.</summary>
    public IReadOnlyList<ExhibitorLine>? Lines { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Organiser) is { } refusal) return refusal;
        Plan = await db.ExhibitionAsync(Forum, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostHallAsync([FromServices] SaveHall save, CancellationToken ct)
    {
        ModelState.Clear();
        return await save.RunAsync(this.Actor(), Slug, HallRoom ?? "", Metres.Read(HallWidth), Metres.Read(HallDepth), ct) is { } problem ? await this.RejectAsync(problem, () => OnGetAsync(ct)) : Done("exhibition", "hall");
    }

    public async Task<IActionResult> OnPostImportAsync([FromServices] ImportExhibitors import, string? act, CancellationToken ct)
    {
        ModelState.Clear();
        if (act == "take")
        {
            var taken = await import.RunAsync(this.Actor(), Slug, List ?? "", ct);
            return taken.TryGet(out _, out var refused) ? Done("exhibition", "imported") : await this.RejectAsync(refused, () => OnGetAsync(ct));
        }
        var preview = await import.PreviewAsync(this.Actor(), Slug, List ?? "", ct);
        if (!preview.TryGet(out var lines, out var problem)) return await this.RejectAsync(problem, () => OnGetAsync(ct));
        Lines = lines;
        return await OnGetAsync(ct);
    }
}
