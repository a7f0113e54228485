using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Panels;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Decisions;

/// <summary>Where one more sheet decides most: the secretariat or the chair asks for the sheets that the agenda names, and everyone who prepares or audits the decision sees what was asked.</summary>
[For(Role.Secretariat, Role.Chair, Role.Auditor)]
public sealed class ExtraMarksModel(BangVangDb db, EditionBook editions, IClock clock) : PageModel
{
    [BindProperty(SupportsGet = true)] public string Programme { get; set; } = "";
    [BindProperty(SupportsGet = true)] public int Year { get; set; }
    /// <summary>The <see cref="AgendaLine.Id"/> of the line looked at; the first one otherwise.</summary>
    [BindProperty(SupportsGet = true, Name = "line")] public string? LineId { get; set; }
    /// <summary>Reference and juror, as <see cref="ValueOf"/> writes them.</summary>
    [BindProperty] public List<string> Pairs { get; set; } = [];
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public Instant? ClosesAt { get; set; }

    public string EditionKey => $"{Programme}/{Year}";
    public Edition Edition { get; private set; } = null!;
    public IReadOnlyList<AgendaLine> Lines { get; private set; } = [];
    public AgendaLine? Line { get; private set; }
    public IReadOnlyList<ExtraMarksView> Requests { get; private set; } = [];
    public bool MayAsk => this.Actor().Is(Role.Secretariat, EditionKey) || this.Actor().Is(Role.Chair, EditionKey);
    /// <summary>The council's phase, in which extra marks have to be given; null while it is not scheduled.</summary>
    public TimeWindow? Council => Edition.PhaseOf(PhaseKind.Council) is { } phase ? Edition.WindowOf(phase.Code) : null;
    /// <summary>A tie chain that looks at single sheets treats a dossier with more sheets otherwise than one with fewer.</summary>
    public bool ChainCountsSheets => Edition.Round(Line!.RoundCode) is ScoringRound { Ties: { } ties } && ties.TryGet(out var chain) && chain.Any(t => t.By is TieBreakKind.LowestScore or TieBreakKind.HighestScore);

    /// <summary>Marks asked for at the line are still out; no more are asked for before they came or their time has run out.</summary>
    public bool IsWaiting => Requests.Any(r => r.IsWaitingAt(Line!.Line, clock.GetCurrentInstant()));

    public static string ValueOf(WantedMark mark) => $"{mark.Reference}|{mark.JurorId}";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!this.Actor().MayReadPanels(EditionKey) || await editions.CurrentAsync(EditionKey, ct) is not { Edition: { } edition }) return NotFound();
        Edition = edition;
        var now = clock.GetCurrentInstant();
        var decision = await db.DecisionViewAsync(this.Actor(), EditionKey, now, ct);
        if (decision is null or { Decision.State: DecisionState.Proposed }) Lines = await db.CouncilAgendaAsync(this.Actor(), edition, now, ct);
        Line = Lines.FirstOrDefault(l => l.Id == LineId) ?? Lines.FirstOrDefault();
        LineId = Line?.Id;
        Requests = await db.ExtraMarksAsync(this.Actor(), EditionKey, now, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromServices] AskExtraMarks ask, CancellationToken ct)
    {
        if (!ModelState.IsValid) return await this.RejectAsync(() => OnGetAsync(ct));
        var marks = Pairs.OfType<string>().Select(p => p.Split('|')).Where(p => p.Length == 2 && Guid.TryParse(p[1], out _)).Select(p => new ExtraMark(p[0], Guid.Parse(p[1]))).ToList();
        var result = await ask.RunAsync(this.Actor(), EditionKey, LineId ?? "", marks, Reason ?? "", ClosesAt, ct);
        return result.TryGet(out _, out var problem) ? Redirect($"/manage/{EditionKey}/extra-marks?done=extra_marks_asked") : await this.RejectAsync(problem, () => OnGetAsync(ct));
    }
}
