using BangVang.App.Editions;
using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Scoring;

/// <summary>Two products, one choice, or several to be put into order: made for a phone in the hand at a demonstration, and for the keyboard.</summary>
[For(Role.Juror)]
public sealed class PairsModel(BangVangDb db, EditionBook editions, IClock clock) : PageModel
{
    [BindProperty(SupportsGet = true)] public string Programme { get; set; } = "";
    [BindProperty(SupportsGet = true)] public int Year { get; set; }
    [BindProperty(SupportsGet = true, Name = "round")] public string RoundCode { get; set; } = "";
    [BindProperty(SupportsGet = true)] public string Category { get; set; } = "";
    /// <summary>Of the pair as it was shown: who sends an answer twice is understood once.</summary>
    [BindProperty] public int Number { get; set; }
    [BindProperty] public Guid? Chosen { get; set; }
    /// <summary>The products of an order as they were shown, and the place each was given, 1 for the best. Named, so that nothing else of a form is taken for them.</summary>
    [BindProperty(Name = nameof(Shown))] public List<Guid> Shown { get; set; } = [];
    /// <inheritdoc cref="Shown"/>
    [BindProperty(Name = nameof(Places))] public Dictionary<Guid, int> Places { get; set; } = [];
    [BindProperty] public string? Reason { get; set; }

    public PairPlace At => new($"{Programme}/{Year}", RoundCode, Category);
    public PairsView View { get; private set; } = null!;
    public bool IsOpen { get; private set; }
    /// <summary>Number that the next act will have.</summary>
    public int NextNumber => (View.Ballot?.Acts ?? 0) + 1;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await db.PairsAsync(editions, this.Actor(), At, ct) is not { } view) return NotFound();
        (View, IsOpen) = (view, view.Window.Contains(clock.GetCurrentInstant()));
        return Page();
    }

    public async Task<IActionResult> OnPostOpenAsync([FromServices] OpenPairs open, CancellationToken ct) => await DoneAsync(await open.RunAsync(this.Actor(), At, ct), ct);

    public async Task<IActionResult> OnPostChooseAsync([FromServices] AnswerPair answer, CancellationToken ct)
    {
        if (!ModelState.IsValid || Chosen is null) return await this.RejectAsync(Problem.Conflict("scoring.pair_changed"), () => OnGetAsync(ct));
        var result = await answer.RunAsync(this.Actor(), At, Number, [Chosen.Value], null, ct);
        return await DoneAsync(result.TryGet(out _, out var problem) ? null : problem, ct);
    }

    public async Task<IActionResult> OnPostOrderAsync([FromServices] AnswerPair answer, CancellationToken ct)
    {
        if (!ModelState.IsValid || Shown.Count < 2) return await this.RejectAsync(Problem.Conflict("scoring.pair_changed"), () => OnGetAsync(ct));
        if (!new ShownProducts(Number, Shown).ByPlaces(Places).TryGet(out var order, out var problem)) return await this.RejectAsync(problem, () => OnGetAsync(ct));
        var result = await answer.RunAsync(this.Actor(), At, Number, order, null, ct);
        return await DoneAsync(result.TryGet(out _, out var refused) ? null : refused, ct);
    }

    public async Task<IActionResult> OnPostSkipAsync([FromServices] AnswerPair answer, CancellationToken ct)
    {
        var result = await answer.RunAsync(this.Actor(), At, Number, null, Reason ?? "", ct);
        return await DoneAsync(result.TryGet(out _, out var problem) ? null : problem, ct);
    }

    public async Task<IActionResult> OnPostUndoAsync([FromServices] UndoPair undo, CancellationToken ct) => await DoneAsync(await undo.RunAsync(this.Actor(), At, Number, ct), ct);

    public async Task<IActionResult> OnPostSignAsync([FromServices] SignPairs sign, CancellationToken ct) => await DoneAsync(await sign.RunAsync(this.Actor(), At, ct), ct);

    private async Task<IActionResult> DoneAsync(Problem? problem, CancellationToken ct) =>
        problem is null ? Redirect($"/judging/pairs/{At.EditionKey}/{RoundCode}/{Category}") : await this.RejectAsync(problem, () => OnGetAsync(ct));
}
