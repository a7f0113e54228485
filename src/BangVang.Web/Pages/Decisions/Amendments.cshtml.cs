using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Secretariat.Notices;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Decisions;

/// <summary>Upheld appeals against the published result, what the council made of each, and the chair's act that puts it into force.</summary>
[For(Role.Chair, Role.Secretariat, Role.Auditor)]
public sealed class AmendmentsModel(BangVangDb db, EditionBook editions) : PageModel
{
    [BindProperty(SupportsGet = true)] public string Programme { get; set; } = "";
    [BindProperty(SupportsGet = true)] public int Year { get; set; }
    [BindProperty] public Guid Appeal { get; set; }
    [BindProperty] public string? DocumentNumber { get; set; }
    [BindProperty] public LocalDate? DocumentDate { get; set; }

    public string EditionKey => $"{Programme}/{Year}";
    public bool IsChair => this.Actor().Is(Role.Chair, EditionKey);
    public Edition Edition { get; private set; } = null!;
    public IReadOnlyList<UpheldAppeal> Appeals { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var reads = this.Actor().EditionsAs(Role.Chair).Union(this.Actor().EditionsAs(Role.Secretariat)).Union(this.Actor().EditionsAs(Role.Auditor));
        if (!reads.Contains(EditionKey) || await editions.CurrentAsync(EditionKey, ct) is not { Edition: { } edition }) return NotFound();
        (Edition, Appeals) = (edition, await db.UpheldAppealsAsync(this.Actor(), EditionKey, ct));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromServices] AnnounceAmendment amend, CancellationToken ct)
    {
        if (!ModelState.IsValid) return await this.RejectAsync(() => OnGetAsync(ct));
        var result = await amend.RunAsync(this.Actor(), EditionKey, Appeal, DocumentNumber ?? "", DocumentDate, ct);
        return result.TryGet(out _, out var problem) ? Redirect($"/manage/{EditionKey}/amendments?done=amended") : await this.RejectAsync(problem, () => OnGetAsync(ct));
    }
}
