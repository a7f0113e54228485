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
public sealed class WithdrawModel(BangVangDb db, EditionBook book, IClock clock) : HubPage(db, book, clock)
{
    [BindProperty] public string Reason { get; set; } = "";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await OpenAsync(id, ct) is { } absent) return absent;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [FromServices] WithdrawDossier withdraw, CancellationToken ct) =>
        await withdraw.RunAsync(this.Actor(), id, Reason, ct) is { } problem ? await this.RejectAsync(problem, () => OnGetAsync(id, ct)) : Redirect($"/dossiers/{id}");
}
