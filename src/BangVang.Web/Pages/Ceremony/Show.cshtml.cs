using BangVang.App.Ceremony;
using BangVang.App.Editions;
using BangVang.App.Forum;
using BangVang.App.Storage;
using BangVang.Domain.Ceremony;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using BangVang.Web.Pages.Organise;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace BangVang.Web.Pages.Ceremony;

/// <summary>The desk of whoever calls the show: what runs, what comes next, how late it is. No name of a laureate is on it, before the reveal or after.</summary>
[For(Role.Organiser)]
public sealed class ShowModel(BangVangDb db, ForumBook book, EditionBook editions, IClock clock) : ForumPage(book)
{
    /// <summary>Of the show, as the page had it when the button was pressed.</summary>
    [BindProperty] public int Version { get; set; }
    [BindProperty] public bool IsConfirmed { get; set; }
    [BindProperty] public int? Seconds { get; set; }
    [BindProperty] public string? Presenter { get; set; }
    [BindProperty] public string? Music { get; set; }
    [BindProperty] public string? Video { get; set; }
    [BindProperty] public string? LowerThird { get; set; }
    [BindProperty] public string? Note { get; set; }

    /// <summary>Null while the secretariat has not closed and confirmed the envelopes.</summary>
    public AwardCeremony? Ceremony { get; private set; }
    public Edition Edition { get; private set; } = null!;
    public RunOfShow Show { get; private set; } = null!;
    public Instant Now { get; private set; }
    public IReadOnlyList<CueTime> Times { get; private set; } = [];
    public Duration Delay { get; private set; }
    /// <summary>The cue whose text is being changed.</summary>
    public Cue? Editing { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid? edit, CancellationToken ct)
    {
        if (await ShowAsync(edit, ct) is { } refusal) return refusal;
        if (Editing is { } cue) (Seconds, Presenter, Music, Video, LowerThird, Note) = ((int)cue.Length.TotalSeconds, cue.Presenter, cue.Music, cue.Video, cue.LowerThird, cue.Note);
        return Page();
    }

    public Task<IActionResult> OnPostGoAsync(Guid cue, [FromServices] RunShow run, CancellationToken ct) => ActAsync(run, new(ShowAct.Go, cue, Version, IsConfirmed), null, ct);

    public Task<IActionResult> OnPostUndoAsync(Guid cue, [FromServices] RunShow run, CancellationToken ct) => ActAsync(run, new(ShowAct.Undo, cue, Version), null, ct);

    public Task<IActionResult> OnPostSkipAsync(Guid cue, [FromServices] RunShow run, CancellationToken ct) => ActAsync(run, new(ShowAct.Skip, cue, Version), null, ct);

    public Task<IActionResult> OnPostMoveAsync(Guid cue, int to, [FromServices] RunShow run, CancellationToken ct) => ActAsync(run, new(ShowAct.Move, cue, Version, To: to), null, ct);

    public Task<IActionResult> OnPostChangeAsync(Guid cue, [FromServices] RunShow run, CancellationToken ct) =>
        ActAsync(run, new(ShowAct.Change, cue, Version, Text: new(Duration.FromSeconds(Seconds ?? 0), Presenter, Music, Video, LowerThird, Note)), cue, ct);

    /// <param name="editing">The cue whose form is shown again when it is refused.</param>
    private async Task<IActionResult> ActAsync(RunShow run, ShowCommand command, Guid? editing, CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Organiser) is { } refusal) return refusal;
        if (await run.RunAsync(this.Actor(), Slug, command, ct) is not { } problem) return Redirect($"/organise/{Slug}/ceremony");
        return await this.RejectAsync(problem.Field is "Length" ? problem with { Field = nameof(Seconds) } : problem, async () => await ShowAsync(editing, ct) ?? Page());
    }

    private async Task<IActionResult?> ShowAsync(Guid? edit, CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Organiser) is { } refusal) return refusal;
        Ceremony = await db.ShowAsync(this.Actor(), Slug, ct);
        if (Ceremony is null) return null;
        Edition = (await editions.CurrentAsync(Ceremony.EditionKey, ct))!.Edition;
        (Now, Show) = (clock.GetCurrentInstant(), Ceremony.Show);
        (Times, Delay) = (Show.Times(Now), Show.Delay(Now));
        Editing = edit is null ? null : Show.Cues.FirstOrDefault(c => c.Id == edit && c.StartedAt is null && !c.IsSkipped);
        return null;
    }
}
