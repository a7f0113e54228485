using BangVang.App.Editions;
using BangVang.App.Screening;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Screening;

/// <summary>The appeals of an edition, those to decide first.</summary>
[For(Role.Secretariat, Role.Chair, Role.Auditor)]
public sealed class AppealsModel(BangVangDb db, EditionBook editions) : PageModel
{
    [BindProperty(SupportsGet = true)] public string Programme { get; set; } = "";
    [BindProperty(SupportsGet = true)] public int Year { get; set; }

    public string EditionKey => $"{Programme}/{Year}";
    public Edition Edition { get; private set; } = null!;
    public IReadOnlyList<AppealRow> Rows { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!this.Actor().ReadsScreening(EditionKey) || await editions.CurrentAsync(EditionKey, ct) is not { Edition: { } edition }) return this.Refuse(Problem.NotFound("screening.edition_not_found"));
        (Edition, Rows) = (edition, await db.AppealsAsync(this.Actor(), EditionKey, ct));
        return Page();
    }
}
