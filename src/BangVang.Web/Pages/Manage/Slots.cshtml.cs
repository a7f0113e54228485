using BangVang.App.Editions;
using BangVang.App.Secretariat.Slots;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Secretariat;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace BangVang.Web.Pages.Manage;

/// <summary>The schedule of presentations of a round.</summary>
[For(Role.Secretariat, Role.Chair, Role.Auditor)]
public sealed class SlotsModel(BangVangDb db, EditionBook book) : EditionPage(book)
{
    [BindProperty(SupportsGet = true)] public string? Round { get; set; }
    [BindProperty] public string? Category { get; set; }
    [BindProperty] public Instant? StartsAt { get; set; }
    [BindProperty] public int PauseMinutes { get; set; } = 5;
    [BindProperty] public string? Place { get; set; }

    public JudgedRound? Shown { get; private set; }
    public IReadOnlyList<SlotRow> Slots { get; private set; } = [];
    public IReadOnlyList<UnscheduledRow> Unscheduled { get; private set; } = [];
    public Presentation Parts => Shown?.Presentation ?? SlotRules.Ordinary;
    public bool MayAct => this.Actor().Is(Role.Secretariat, EditionKey);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Secretariat, Role.Chair, Role.Auditor) is { } refusal) return refusal;
        Shown = Edition.Round(Round ?? "") as JudgedRound ?? Edition.JudgedRounds.LastOrDefault(r => r.Presentation is not null) ?? Edition.JudgedRounds.LastOrDefault();
        if (Shown is null) return Page();
        Round = Shown.Code;
        Slots = await db.SlotsOfRoundAsync(this.Actor(), EditionKey, Shown.Code, ct);
        Unscheduled = await db.UnscheduledAsync(this.Actor(), Edition, Shown, ct);
        Category ??= Unscheduled.FirstOrDefault()?.CategoryCode;
        return Page();
    }

    public async Task<IActionResult> OnPostLayAsync([FromServices] LaySlots lay, CancellationToken ct)
    {
        if (!ModelState.IsValid) return await this.RejectAsync(() => OnGetAsync(ct));
        if (StartsAt is not { } start) return await this.RejectAsync(Problem.Invalid("secretariat.start_missing", nameof(StartsAt)), () => OnGetAsync(ct));
        var result = await lay.RunAsync(this.Actor(), EditionKey, Round ?? "", Category ?? "", new(start, PauseMinutes, Place ?? ""), ct);
        return result.TryGet(out _, out var problem) ? Done("slots", $"laid&round={Round}") : await this.RejectAsync(problem, () => OnGetAsync(ct));
    }

    public async Task<IActionResult> OnPostMoveAsync(Guid id, int version, Instant? movedTo, string? movedPlace, [FromServices] MoveSlot move, CancellationToken ct)
    {
        if (movedTo is not { } at) return await this.RejectAsync(Problem.Invalid("secretariat.start_missing"), () => OnGetAsync(ct));
        return await AfterAsync(await move.RunAsync(this.Actor(), id, at, movedPlace ?? "", version, ct), "moved", ct);
    }

    public async Task<IActionResult> OnPostRemoveAsync(Guid id, [FromServices] MoveSlot move, CancellationToken ct) =>
        await AfterAsync(await move.RemoveAsync(this.Actor(), id, ct), "removed", ct);

    public async Task<IActionResult> OnPostPublishAsync([FromServices] PublishSlots publish, CancellationToken ct)
    {
        var result = await publish.RunAsync(this.Actor(), EditionKey, Round ?? "", ct);
        return result.TryGet(out _, out var problem) ? Done("slots", $"slots_published&round={Round}") : await this.RejectAsync(problem, () => OnGetAsync(ct));
    }

    private async Task<IActionResult> AfterAsync(Problem? problem, string done, CancellationToken ct) =>
        problem is null ? Done("slots", $"{done}&round={Round}") : await this.RejectAsync(problem with { Field = null }, () => OnGetAsync(ct));
}
