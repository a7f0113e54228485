using BangVang.App.Editions;
using BangVang.App.Panels;
using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Judging;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Panels;

/// <summary>The panels of a round: who sits where, who is in conflict, who judges what.</summary>
[For(Role.Secretariat, Role.Chair, Role.Auditor)]
public sealed class PanelsModel(BangVangDb db, EditionBook editions, IClock clock) : PageModel
{
    [BindProperty(SupportsGet = true)] public string Programme { get; set; } = "";
    [BindProperty(SupportsGet = true)] public int Year { get; set; }
    [BindProperty(SupportsGet = true, Name = "round")] public string? RoundCode { get; set; }
    [BindProperty] public string? CategoryCode { get; set; }
    /// <summary>Jurors to be seated together.</summary>
    [BindProperty] public Guid[] People { get; set; } = [];
    /// <summary>The earlier round whose panel is to be seated again.</summary>
    [BindProperty] public string? From { get; set; }
    [BindProperty] public Guid? DossierId { get; set; }
    [BindProperty] public Guid? JurorId { get; set; }
    [BindProperty] public string? Reason { get; set; }
    /// <summary>Empty draws a new one.</summary>
    [BindProperty] public string? Seed { get; set; }
    [BindProperty] public string? Fingerprint { get; set; }
    [BindProperty] public PanelObjective Objective { get; set; }
    /// <summary>Empty for as few as can be.</summary>
    [BindProperty] public int? MostEach { get; set; }
    /// <summary>Empty for no limit.</summary>
    [BindProperty] public int? MostOfOne { get; set; }
    /// <summary>These four as in <see cref="PanelWish"/>.</summary>
    [BindProperty] public int? LeastEach { get; set; }
    [BindProperty] public int? Floor { get; set; }
    [BindProperty] public int? GiveUpPermille { get; set; }
    [BindProperty] public int? CapPercent { get; set; }
    /// <summary>Pairs that must be, that must not be, and changes by hand, as <see cref="PlanForm"/> writes them; carried from one preview to the next.</summary>
    [BindProperty] public string[] Pin { get; set; } = [];
    [BindProperty] public string[] Ban { get; set; } = [];
    [BindProperty] public string[] Swap { get; set; } = [];
    /// <summary>What is asked of the preview now, see <see cref="PlanForm.After"/>.</summary>
    [BindProperty] public string? Act { get; set; }
    /// <summary>0 to 100 by hand; empty goes back to what is computed.</summary>
    [BindProperty] public int? Points { get; set; }

    /// <summary>Something beyond the common choice was asked for.</summary>
    public bool HasAskedMore => (MostEach ?? MostOfOne ?? LeastEach ?? Floor ?? GiveUpPermille ?? CapPercent) is not null;

    public string EditionKey => $"{Programme}/{Year}";
    public Edition Edition { get; private set; } = null!;
    public JudgedRound Round { get; private set; } = null!;
    public TimeWindow? Window { get; private set; }
    public PanelsView View { get; private set; } = null!;
    /// <summary>Null until an assignment was drawn for <see cref="CategoryCode"/>.</summary>
    public AssignmentPreview? Preview { get; private set; }
    /// <summary>The pair of the preview that is looked at, with what could be done instead; null for none.</summary>
    public PanelPair? Chosen { get; private set; }
    /// <summary>What taking a juror off would change; null until it is looked at.</summary>
    public ReplacementPreview? Replacing { get; private set; }
    /// <summary>The panel of the round <see cref="From"/> for <see cref="CategoryCode"/>; null until it is looked at.</summary>
    public CopyPreview? Copied { get; private set; }
    /// <summary>Set in a round of pairs, where the whole panel judges every dossier.</summary>
    public PairwiseRound? Pairs => Round as PairwiseRound;
    /// <summary>Pairs of dossier and juror that a round of pairs still has to assign, by category.</summary>
    public IReadOnlyDictionary<string, int> Missing { get; private set; } = new Dictionary<string, int>();
    public ScoringRound? Scoring => Round as ScoringRound;
    public bool MayWrite => this.Actor().Is(Role.Secretariat, EditionKey);
    /// <summary>Who judges what can still be changed: false for readers, and once the round is over.</summary>
    public bool MayAssign { get; private set; }
    /// <summary>A signed sheet can be opened again while its round is open: by the secretariat or the chair.</summary>
    public bool MayUnlock { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await editions.CurrentAsync(EditionKey, ct) is not { Edition: { JudgedRounds.Count: > 0 } edition }) return NotFound();
        var now = clock.GetCurrentInstant();
        var round = edition.JudgedRounds.FirstOrDefault(r => r.Code == RoundCode)
            ?? edition.JudgedRounds.LastOrDefault(r => edition.WindowOf(r.Phase ?? "") is { } w && w.HasStarted(now)) ?? edition.JudgedRounds[0];
        if (await db.PanelsAsync(this.Actor(), edition, round, ct) is not { } view) return NotFound();
        (Edition, Round, RoundCode, View, Window) = (edition, round, round.Code, view, edition.WindowOf(round.Phase ?? ""));
        if (Pairs is { } pairs) Missing = await db.MissingPairsAsync(this.Actor(), edition, pairs, ct);
        MayAssign = MayWrite && !edition.HasEnded(round, now);
        MayUnlock = (MayWrite || this.Actor().Is(Role.Chair, EditionKey)) && Window is { } window && window.Contains(now);
        return Page();
    }

    /// <summary>Jurors of the edition without a seat on this panel.</summary>
    public IEnumerable<Web.Kernel.Option> Unseated(string category) => View.Jurors
        .Where(j => !View.Seats.Any(s => s.CategoryCode == category && s.PersonId == j.Id)).Select(j => new Web.Kernel.Option(j.Id.ToString(), j.Name));

    public string NameOf(Guid juror) => View.Seats.FirstOrDefault(s => s.PersonId == juror)?.Name ?? View.Jurors.FirstOrDefault(j => j.Id == juror).Name ?? "";

    public async Task<IActionResult> OnPostAppointAsync([FromServices] AppointJuror appoint, CancellationToken ct)
    {
        if (People.Length == 0) return await this.RejectAsync(Problem.Invalid("panels.person_missing"), () => OnGetAsync(ct));
        foreach (var person in People)
            if (await appoint.RunAsync(this.Actor(), EditionKey, RoundCode ?? "", CategoryCode ?? "", person, ct) is { } problem) return await this.RejectAsync(problem, () => OnGetAsync(ct));
        return await DoneAsync(null, "appointed", ct);
    }

    public async Task<IActionResult> OnPostCopyPreviewAsync([FromServices] CopyPanel copy, CancellationToken ct)
    {
        var result = await copy.PreviewAsync(this.Actor(), EditionKey, From ?? "", RoundCode ?? "", CategoryCode ?? "", ct);
        if (!result.TryGet(out var copied, out var problem)) return await this.RejectAsync(problem, () => OnGetAsync(ct));
        Copied = copied;
        return await OnGetAsync(ct);
    }

    public async Task<IActionResult> OnPostCopyAsync([FromServices] CopyPanel copy, CancellationToken ct)
    {
        var result = await copy.RunAsync(this.Actor(), EditionKey, From ?? "", RoundCode ?? "", CategoryCode ?? "", People, ct);
        return await DoneAsync(result.TryGet(out _, out var problem) ? null : problem, "appointed", ct);
    }

    public async Task<IActionResult> OnPostEndSeatAsync(Guid id, [FromServices] EndSeat end, CancellationToken ct)
    {
        var result = await end.RunAsync(this.Actor(), id, Reason ?? "", ct);
        return await DoneAsync(result.TryGet(out _, out var problem) ? null : problem, "seat_ended", ct);
    }

    public async Task<IActionResult> OnPostLookAsync([FromServices] LookForConflicts look, CancellationToken ct)
    {
        var result = await look.RunAsync(this.Actor(), EditionKey, ct);
        return await DoneAsync(result.TryGet(out _, out var problem) ? null : problem, "looked", ct);
    }

    public async Task<IActionResult> OnPostSettleAsync(Guid id, bool isConflict, [FromServices] SettleConflict settle, CancellationToken ct) =>
        await DoneAsync(await settle.RunAsync(this.Actor(), id, isConflict, Reason ?? "", ct), isConflict ? "conflict_confirmed" : "conflict_dismissed", ct);

    public async Task<IActionResult> OnPostPreviewAsync([FromServices] LookForConflicts look, [FromServices] AssignJurors assign, CancellationToken ct)
    {
        if (!ModelState.IsValid) return await this.RejectAsync(() => OnGetAsync(ct));
        if (!(await look.RunAsync(this.Actor(), EditionKey, ct)).TryGet(out _, out var refusal)) return await this.RejectAsync(refusal, () => OnGetAsync(ct));
        var problem = await ShowAsync(assign, PlanForm.After(Asked(), Act), ct);
        Chosen = PlanForm.ChosenIn(Act);
        if (problem is null) return await OnGetAsync(ct);
        // What cannot be is refused, and the preview stays as it was before.
        if (Act is not null) await ShowAsync(assign, Asked(), ct);
        return await this.RejectAsync(problem, () => OnGetAsync(ct));
    }

    /// <summary>In a round of pairs: everyone on the panel judges every dossier.</summary>
    public async Task<IActionResult> OnPostAssignAllAsync([FromServices] LookForConflicts look, [FromServices] AssignWholePanel assign, CancellationToken ct)
    {
        if (!(await look.RunAsync(this.Actor(), EditionKey, ct)).TryGet(out _, out var refusal)) return await this.RejectAsync(refusal, () => OnGetAsync(ct));
        var result = await assign.RunAsync(this.Actor(), EditionKey, RoundCode ?? "", CategoryCode ?? "", ct);
        return await DoneAsync(result.TryGet(out _, out var problem) ? null : problem, "assigned", ct);
    }

    public async Task<IActionResult> OnPostOverrideAsync([FromServices] OverrideAffinity write, [FromServices] AssignJurors assign, CancellationToken ct)
    {
        if (!ModelState.IsValid) return await this.RejectAsync(() => OnGetAsync(ct));
        var refused = await write.RunAsync(this.Actor(), EditionKey, DossierId ?? Guid.Empty, JurorId ?? Guid.Empty, Points, Reason ?? "", ct);
        var problem = await ShowAsync(assign, Asked(), ct);
        return (refused ?? problem) is { } shown ? await this.RejectAsync(shown, () => OnGetAsync(ct)) : await OnGetAsync(ct);
    }

    public async Task<IActionResult> OnPostApplyAsync([FromServices] AssignJurors assign, CancellationToken ct)
    {
        var result = await assign.RunAsync(this.Actor(), EditionKey, RoundCode ?? "", CategoryCode ?? "", Asked(), Fingerprint ?? "", ct);
        return await DoneAsync(result.TryGet(out _, out var problem) ? null : problem, "assigned", ct);
    }

    public async Task<IActionResult> OnPostReplacePreviewAsync(Guid id, [FromServices] LookForConflicts look, [FromServices] ReplaceJuror replace, CancellationToken ct)
    {
        if (!(await look.RunAsync(this.Actor(), EditionKey, ct)).TryGet(out _, out var refusal)) return await this.RejectAsync(refusal, () => OnGetAsync(ct));
        if (!(await replace.PreviewAsync(this.Actor(), id, ct)).TryGet(out var replacing, out var problem)) return await this.RejectAsync(problem, () => OnGetAsync(ct));
        Replacing = replacing;
        return await OnGetAsync(ct);
    }

    public async Task<IActionResult> OnPostReplaceAsync(Guid id, [FromServices] ReplaceJuror replace, CancellationToken ct)
    {
        if ((await replace.RunAsync(this.Actor(), id, Reason ?? "", Fingerprint ?? "", ct)).TryGet(out _, out var problem)) return await DoneAsync(null, "replaced", ct);
        if ((await replace.PreviewAsync(this.Actor(), id, ct)).TryGet(out var replacing, out _)) Replacing = replacing;
        return await this.RejectAsync(problem, () => OnGetAsync(ct));
    }

    private PanelWish Asked() => PlanForm.Read(Objective, Seed, MostEach, Pin, Ban, Swap) with { MostOfOne = MostOfOne, LeastEach = LeastEach, Floor = Floor, GiveUpPermille = GiveUpPermille, CapPercent = CapPercent };

    private async Task<Problem?> ShowAsync(AssignJurors assign, PanelWish wish, CancellationToken ct)
    {
        if (!(await assign.PreviewAsync(this.Actor(), EditionKey, RoundCode ?? "", CategoryCode ?? "", wish, ct)).TryGet(out var preview, out var problem)) return problem;
        Preview = preview;
        ModelState.Remove(nameof(Seed));
        return null;
    }

    public async Task<IActionResult> OnPostAssignAsync([FromServices] AssignByHand assign, CancellationToken ct) =>
        await DoneAsync(await assign.RunAsync(this.Actor(), EditionKey, RoundCode ?? "", DossierId ?? Guid.Empty, JurorId ?? Guid.Empty, ct), "assigned", ct);

    public async Task<IActionResult> OnPostEndAssignmentAsync(Guid id, [FromServices] EndAssignment end, CancellationToken ct) =>
        await DoneAsync(await end.RunAsync(this.Actor(), id, Reason ?? "", ct), "assignment_ended", ct);

    public async Task<IActionResult> OnPostUnlockAsync(Guid id, [FromServices] UnlockScoresheet unlock, CancellationToken ct) =>
        await DoneAsync(await unlock.RunAsync(this.Actor(), id, Reason ?? "", ct), "unlocked", ct);

    public async Task<IActionResult> OnPostReopenAsync(Guid id, [FromServices] ReopenPairs reopen, CancellationToken ct) =>
        await DoneAsync(await reopen.RunAsync(this.Actor(), id, Reason ?? "", ct), "unlocked", ct);

    private async Task<IActionResult> DoneAsync(Problem? problem, string what, CancellationToken ct) => problem is not null
        ? await this.RejectAsync(problem, () => OnGetAsync(ct))
        : Redirect($"/manage/{EditionKey}/panels{QueryString.Create("round", RoundCode ?? "").Add("done", what)}");
}
