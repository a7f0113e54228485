using BangVang.App.Editions;
using BangVang.App.Panels;
using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Scoring;

/// <summary>A juror declares conflicts of interest before reading anything.</summary>
[For(Role.Juror)]
public sealed class ConflictsModel(BangVangDb db, EditionBook editions) : PageModel
{
    [BindProperty(SupportsGet = true)] public string Programme { get; set; } = "";
    [BindProperty(SupportsGet = true)] public int Year { get; set; }
    /// <summary>What was written beside each entry; an empty text means no conflict. Named, so that a form without any is not read for other keys.</summary>
    [BindProperty(Name = nameof(Reasons))] public Dictionary<Guid, string?> Reasons { get; set; } = [];

    public string EditionKey => $"{Programme}/{Year}";
    public string EditionName { get; private set; } = "";
    public IReadOnlyList<DeclarableRow> Rows { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await editions.CurrentAsync(EditionKey, ct) is not { Edition: { } edition }) return NotFound();
        if (!(await db.OwnSeatsAsync(this.Actor(), ct)).Any(s => s.EditionKey == EditionKey)) return NotFound();
        EditionName = edition.Name.In(Languages.Current);
        Rows = await db.DeclarableAsync(this.Actor(), EditionKey, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromServices] DeclareConflicts declare, CancellationToken ct)
    {
        if (!ModelState.IsValid) return await this.RejectAsync(() => OnGetAsync(ct));
        // Silence about entries that were to be answered is no declaration; where none is left, the button alone is one.
        if (Reasons.Count == 0 && (await db.DeclarableAsync(this.Actor(), EditionKey, ct)).Any(r => r.Conflict is null))
            return await this.RejectAsync(Problem.Invalid("scoring.declare_empty"), () => OnGetAsync(ct));
        var declared = Reasons.Where(r => !string.IsNullOrWhiteSpace(r.Value)).ToDictionary(r => r.Key, r => r.Value!);
        return await declare.RunAsync(this.Actor(), EditionKey, declared, ct) is { } problem
            ? await this.RejectAsync(problem, () => OnGetAsync(ct))
            : Redirect("/judging");
    }
}
