using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Decisions;

/// <summary>One meeting: attendance and quorum, agenda, motions and votes, the proposal they are about.</summary>
[For(Role.Chair, Role.Secretariat, Role.Juror, Role.Auditor)]
public sealed class MeetingModel(BangVangDb db, EditionBook editions, IClock clock) : PageModel
{
    public sealed class MotionInput
    {
        public MotionKind Kind { get; set; } = MotionKind.AcceptProposal;
        public string Text { get; set; } = "";
        public string? Reason { get; set; }
        public string? CategoryCode { get; set; }
        public Guid? DossierId { get; set; }
        public string? TierCode { get; set; }
    }

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public MotionInput Input { get; set; } = new();
    [BindProperty] public List<Guid> Present { get; set; } = [];

    public MeetingView View { get; private set; } = null!;
    public Edition Edition { get; private set; } = null!;
    public DecisionView? Decision { get; private set; }
    /// <summary>Where the sheets leave open who belongs above a prize's line; empty once that is decided.</summary>
    public IReadOnlyList<AgendaLine> Unsettled { get; private set; } = [];
    /// <summary>Sheets that were asked for beyond those of the rounds.</summary>
    public IReadOnlyList<ExtraMarksView> Extra { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await db.MeetingViewAsync(this.Actor(), Id, clock.GetCurrentInstant(), ct) is not { } view) return NotFound();
        View = view;
        Edition = (await editions.CurrentAsync(view.Meeting.EditionKey, ct))!.Edition;
        Decision = await db.DecisionViewAsync(this.Actor(), view.Meeting.EditionKey, clock.GetCurrentInstant(), ct);
        if (Decision is null or { Decision.State: DecisionState.Proposed }) Unsettled = await db.CouncilAgendaAsync(this.Actor(), Edition, clock.GetCurrentInstant(), ct);
        Extra = await db.ExtraMarksAsync(this.Actor(), view.Meeting.EditionKey, clock.GetCurrentInstant(), ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAttendAsync([FromServices] NoteAttendance attend, CancellationToken ct) =>
        await BackAsync(await attend.RunAsync(this.Actor(), Id, Present, ct), ct);

    public async Task<IActionResult> OnPostOpenAsync([FromServices] OpenOrCloseMeeting run, CancellationToken ct) =>
        await BackAsync(await run.RunAsync(this.Actor(), Id, open: true, ct), ct);

    public async Task<IActionResult> OnPostCloseAsync([FromServices] OpenOrCloseMeeting run, CancellationToken ct) =>
        await BackAsync(await run.RunAsync(this.Actor(), Id, open: false, ct), ct);

    public async Task<IActionResult> OnPostMotionAsync([FromServices] ProposeMotion propose, CancellationToken ct)
    {
        if (!ModelState.IsValid) return await this.RejectAsync(() => OnGetAsync(ct));
        var result = await propose.RunAsync(this.Actor(), Id, new(Input.Kind, Input.Text, Input.Reason ?? "", Input.CategoryCode, Input.DossierId, Input.TierCode), ct);
        return await BackAsync(result.TryGet(out _, out var problem) ? null : problem, ct);
    }

    public async Task<IActionResult> OnPostVoteAsync(Guid motion, VoteChoice choice, [FromServices] CastVote vote, CancellationToken ct) =>
        await BackAsync(await vote.RunAsync(this.Actor(), motion, choice, ct), ct);

    public async Task<IActionResult> OnPostCountAsync(Guid motion, [FromServices] CloseMotion close, CancellationToken ct)
    {
        var result = await close.RunAsync(this.Actor(), motion, ct);
        return await BackAsync(result.TryGet(out _, out var problem) ? null : problem, ct);
    }

    private async Task<IActionResult> BackAsync(Problem? problem, CancellationToken ct) =>
        problem is null ? Redirect($"/council/{Id}") : await this.RejectAsync(problem, () => OnGetAsync(ct));
}
