using BangVang.App.Editions;
using BangVang.App.Screening;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Screening;

/// <summary>The receipt of an appeal, and its outcome.</summary>
[SignedIn]
public sealed class AppealModel(BangVangDb db, EditionBook editions) : PageModel
{
    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }

    public Edition Edition { get; private set; } = null!;
    public AppealView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await db.AppealViewAsync(this.Actor(), Id, ct) is not { } view || await editions.CurrentAsync(view.Appeal.EditionKey, ct) is not { Edition: { } edition }) return this.Refuse(Problem.NotFound("screening.appeal_not_found"));
        (Edition, View) = (edition, view);
        return Page();
    }
}
