using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Secretariat.Notices;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Decisions;

/// <summary>The last look before the one act that makes the result public.</summary>
[For(Role.Secretariat)]
public sealed class PublishModel(BangVangDb db, EditionBook editions, IClock clock) : PageModel
{
    [BindProperty(SupportsGet = true)] public string Programme { get; set; } = "";
    [BindProperty(SupportsGet = true)] public int Year { get; set; }
    [BindProperty] public string? DocumentNumber { get; set; }
    [BindProperty] public LocalDate? DocumentDate { get; set; }

    public string EditionKey => $"{Programme}/{Year}";
    public Edition Edition { get; private set; } = null!;
    public DecisionView Decision { get; private set; } = null!;
    /// <summary>How many products are honoured, also those this officer may not see.</summary>
    public int Honoured => Decision.Decision.Lines.Count(l => l.Tier is not null);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!this.Actor().Is(Role.Secretariat, EditionKey) || await editions.CurrentAsync(EditionKey, ct) is not { Edition: { } edition }) return NotFound();
        if (await db.DecisionViewAsync(this.Actor(), EditionKey, clock.GetCurrentInstant(), ct) is not { Decision.State: DecisionState.Approved or DecisionState.Published } view)
            return this.Refuse(Problem.NotNow("decisions.not_approved"));
        if (view.Decision.State is DecisionState.Published && HttpMethods.IsGet(Request.Method)) return Redirect($"/manage/{EditionKey}/results#decision");
        (Edition, Decision) = (edition, view);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromServices] AnnounceResult publish, CancellationToken ct)
    {
        if (!ModelState.IsValid) return await this.RejectAsync(() => OnGetAsync(ct));
        var result = await publish.RunAsync(this.Actor(), EditionKey, DocumentNumber ?? "", DocumentDate, ct);
        return result.TryGet(out _, out var problem) ? Redirect($"/manage/{EditionKey}/results?done=published#decision") : await this.RejectAsync(problem, () => OnGetAsync(ct));
    }
}
