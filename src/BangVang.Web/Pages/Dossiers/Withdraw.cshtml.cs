using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Dossiers;

/// <summary>Takes a dossier back, after a page of its own that says what it means.</summary>
[SignedIn]
public sealed class WithdrawModel(BangVangDb db, EditionBook book, IClock clock) : PageModel
{
    public DossierHub Hub { get; private set; } = null!;
    [BindProperty] public string Reason { get; set; } = "";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await db.DossierHubAsync(book, this.Actor(), id, clock.GetCurrentInstant(), ct) is not { } hub) return this.Refuse(Problem.NotFound("dossiers.not_found"));
        Hub = hub;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [FromServices] WithdrawDossier withdraw, CancellationToken ct) =>
        await withdraw.RunAsync(this.Actor(), id, Reason, ct) is { } problem ? await this.RejectAsync(problem, () => OnGetAsync(id, ct)) : Redirect($"/dossiers/{id}");
}
