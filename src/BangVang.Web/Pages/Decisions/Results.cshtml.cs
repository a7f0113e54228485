using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.Web.Pages.Decisions;

/// <summary>Scores of each round, the shortlist, and the way from the proposal to publication.</summary>
[For(Role.Secretariat, Role.Chair, Role.Auditor)]
public sealed class ResultsModel(BangVangDb db, EditionBook editions, IClock clock) : PageModel
{
    [BindProperty(SupportsGet = true)] public string Programme { get; set; } = "";
    [BindProperty(SupportsGet = true)] public int Year { get; set; }
    [BindProperty(SupportsGet = true, Name = "round")] public string? RoundCode { get; set; }
    [BindProperty(SupportsGet = true)] public string? Category { get; set; }
    /// <summary>Page of the list, from 1. The word page belongs to the router.</summary>
    [BindProperty(SupportsGet = true)] public int From { get; set; } = 1;
    [BindProperty] public string? WithoutScore { get; set; }
    [BindProperty(Name = nameof(Chosen))] public Dictionary<Guid, string> Chosen { get; set; } = [];

    /// <summary>Dossiers on one page.</summary>
    private const int PageSize = 50;

    public string EditionKey => $"{Programme}/{Year}";
    public Edition Edition { get; private set; } = null!;
    public RoundResults? Results { get; private set; }
    /// <summary>What this page of the list shows.</summary>
    public IReadOnlyList<ResultRow> Rows { get; private set; } = [];
    public int Pages { get; private set; } = 1;
    /// <summary>Page of the decision's lines, from 1.</summary>
    [BindProperty(SupportsGet = true)] public int Line { get; set; } = 1;
    public int LinePages { get; private set; } = 1;
    /// <summary>When the round begins; null while that is unpublished.</summary>
    public Instant? Opens { get; private set; }
    public bool HasBegun { get; private set; }
    /// <summary>What the council decided stands below the beginning of the list.</summary>
    public bool ShowsDecision => From == 1 && Category is null;
    /// <summary>With those of its lines that this page shows.</summary>
    public DecisionView? Decision { get; private set; }
    /// <summary>Nothing is approved yet, as far as this page shows the decision.</summary>
    public bool IsUndecided => Decision is null or { Decision.State: DecisionState.Proposed };
    public bool IsSecretariat => this.Actor().Is(Role.Secretariat, EditionKey);
    /// <summary>The secretariat prepares the decision, again if need be, from the close of the last round until it is approved.</summary>
    public bool MayPropose { get; private set; }
    public bool IsAuditor => this.Actor().Is(Role.Auditor, EditionKey);
    public bool IsChair => this.Actor().Is(Role.Chair, EditionKey);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        // One connection for all that the page asks: opening one costs more than most questions.
        await db.Database.OpenConnectionAsync(ct);
        try { return await ReadAsync(ct); }
        finally { await db.Database.CloseConnectionAsync(); }
    }

    private async Task<IActionResult> ReadAsync(CancellationToken ct)
    {
        if (await editions.CurrentAsync(EditionKey, ct) is not { Edition: { } edition } || edition.JudgedRounds.Count == 0) return NotFound();
        Edition = edition;
        var round = edition.JudgedRounds.FirstOrDefault(r => r.Code == RoundCode) ?? CurrentRound(edition);
        RoundCode = round.Code;
        var now = clock.GetCurrentInstant();
        Results = await db.RoundResultsAsync(this.Actor(), edition, round, now, ct);
        if (Results is null) return NotFound();
        Turn(Results);
        var window = edition.WindowOf(round.Phase ?? "");
        (Opens, HasBegun) = (window?.Start, window?.HasStarted(now) is true);
        if (ShowsDecision) Decision = Turned(await db.DecisionViewAsync(this.Actor(), EditionKey, Results, now, ct));
        MayPropose = IsSecretariat && IsUndecided && edition.WindowOf(edition.JudgedRounds[^1].Phase ?? "") is { } last && last.HasEnded(now);
        return Page();
    }

    /// <summary>Turns to the page asked for, or to the last one there is.</summary>
    private void Turn(RoundResults results)
    {
        Category = Category is { Length: > 0 } code && Edition.Category(code) is not null ? code : null;
        var rows = Category is null ? results.Rows : [.. results.Rows.Where(r => r.CategoryCode == Category)];
        Pages = Math.Max(1, (rows.Count + PageSize - 1) / PageSize);
        From = Math.Clamp(From, 1, Pages);
        Rows = [.. rows.Skip((From - 1) * PageSize).Take(PageSize)];
    }

    /// <summary>The decision with one page of its lines; null stays null.</summary>
    private DecisionView? Turned(DecisionView? decision)
    {
        if (decision is null) return null;
        LinePages = Math.Max(1, (decision.Rows.Count + PageSize - 1) / PageSize);
        Line = Math.Clamp(Line, 1, LinePages);
        return decision with { Rows = [.. decision.Rows.Skip((Line - 1) * PageSize).Take(PageSize)] };
    }

    /// <summary>The same round with another category or page.</summary>
    public string With(string? category, int from = 1, int line = 1) => $"/manage/{EditionKey}/results" + QueryString.Create(new Dictionary<string, string?>
    {
        ["round"] = RoundCode, ["category"] = category, ["from"] = from > 1 ? $"{from}" : null, ["line"] = line > 1 ? $"{line}" : null,
    }.Where(v => !string.IsNullOrEmpty(v.Value)));

    public async Task<IActionResult> OnPostShortlistAsync([FromServices] FixShortlist fix, CancellationToken ct) =>
        await fix.RunAsync(this.Actor(), EditionKey, RoundCode ?? "", Chosen.Where(c => c.Value.Length > 0).ToDictionary(c => c.Key, c => c.Value), WithoutScore, ct) is { } problem
            ? await this.RejectAsync(problem, () => OnGetAsync(ct))
            : RedirectToPage(new { Programme, Year, round = RoundCode });

    public async Task<IActionResult> OnPostProposeAsync([FromServices] ProposeDecision propose, CancellationToken ct)
    {
        var result = await propose.RunAsync(this.Actor(), EditionKey, ct);
        return result.TryGet(out _, out var problem) ? Redirect($"/manage/{EditionKey}/results#decision") : await this.RejectAsync(problem, () => OnGetAsync(ct));
    }

    public async Task<IActionResult> OnPostApproveAsync([FromServices] ApproveDecision approve, CancellationToken ct) =>
        await approve.RunAsync(this.Actor(), EditionKey, ct) is { } problem
            ? await this.RejectAsync(problem, () => OnGetAsync(ct))
            : Redirect($"/manage/{EditionKey}/results#decision");

    /// <summary>The last round whose scoring has begun, or the first one.</summary>
    private JudgedRound CurrentRound(Edition edition)
    {
        var now = clock.GetCurrentInstant();
        return edition.JudgedRounds.LastOrDefault(r => edition.WindowOf(r.Phase ?? "") is { } w && w.HasStarted(now)) ?? edition.JudgedRounds[0];
    }
}
