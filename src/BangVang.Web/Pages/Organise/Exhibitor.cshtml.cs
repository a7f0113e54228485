using System.Globalization;
using BangVang.App.Forum;
using BangVang.App.Forum.Exhibitors;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace BangVang.Web.Pages.Organise;

/// <summary>One exhibitor as a form; lengths in metres.</summary>
[For(Role.Organiser)]
public sealed class ExhibitorModel(BangVangDb db, ForumBook book, Texts texts) : ForumPage(book)
{
    /// <summary>Null for a new one.</summary>
    [BindProperty(SupportsGet = true)] public Guid? Id { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public string Organisation { get; set; } = "";
    [BindProperty] public string StandCode { get; set; } = "";
    [BindProperty] public string Room { get; set; } = "";
    [BindProperty] public string X { get; set; } = "";
    [BindProperty] public string Y { get; set; } = "";
    [BindProperty] public string Width { get; set; } = "";
    [BindProperty] public string Depth { get; set; } = "";
    [BindProperty] public string? TextVi { get; set; }
    [BindProperty] public string? TextEn { get; set; }
    [BindProperty] public string? Website { get; set; }

    public IReadOnlyList<Option> Halls { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await ShowAsync(ct) is { } refusal) return refusal;
        if (Id is null) return Page();
        var e = (await db.ExhibitionAsync(Forum, ct)).Exhibitors.Single(x => x.Id == Id);
        (Version, Organisation, StandCode, Room, TextVi, TextEn, Website) = (e.Version, e.Organisation, e.StandCode, e.Room, e.TextVi, e.TextEn, e.Website);
        (X, Y, Width, Depth) = (Written(e.X), Written(e.Y), Written(e.Width), Written(e.Depth));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromServices] SaveExhibitor save, CancellationToken ct)
    {
        if (await ShowAsync(ct) is { } refusal) return refusal;
        ModelState.Clear();
        var input = new ExhibitorInput(Organisation ?? "", TextVi ?? "", TextEn, Website, StandCode ?? "", Room ?? "", Metres.Area(X, Y, Width, Depth));
        var result = await save.RunAsync(this.Actor(), Slug, Id, Version, input, ct);
        return result.TryGet(out _, out var problem) ? Done("exhibition", "saved") : await this.RejectAsync(problem, () => Task.CompletedTask);
    }

    public async Task<IActionResult> OnPostRemoveAsync([FromServices] RemoveExhibitor remove, CancellationToken ct)
    {
        if (await ShowAsync(ct) is { } refusal) return refusal;
        ModelState.Clear();
        return await remove.RunAsync(this.Actor(), Slug, Id ?? Guid.Empty, ct) is { } problem ? this.Refuse(problem) : Done("exhibition", "removed");
    }

    private async Task<IActionResult?> ShowAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Organiser) is { } refusal) return refusal;
        var plan = await db.ExhibitionAsync(Forum, ct);
        if (Id is { } id && plan.Exhibitors.All(e => e.Id != id)) return this.Refuse(Problem.NotFound("exhibition.unknown"));
        Halls = [.. plan.Halls.Select(h => new Option(h.Room, Forum.Room(h.Room) is { } room ? texts.In(room.Room.Name) : h.Room))];
        return null;
    }

    private static string Written(int decimetres) => (decimetres / 10m).ToString("0.#", CultureInfo.InvariantCulture);
}
