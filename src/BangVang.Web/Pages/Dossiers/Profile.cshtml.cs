using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Enterprises;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Dossiers;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Dossiers;

/// <summary>What the organisation stated about itself, to be confirmed for this dossier.</summary>
[SignedIn]
public sealed class ProfileModel(BangVangDb db, EditionBook book, IClock clock, EligibilityWords words) : HubPage(db, book, clock)
{
    public EligibilityWords Words => words;
    /// <summary>Colleagues invited to the dossier alone may look, not change.</summary>
    public bool MayEdit { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await OpenAsync(id, ct) is { } absent) return absent;
        MayEdit = await Db.OwnEnterpriseAsync(this.Actor(), Hub.Desk.Enterprise.Id, ct) is not null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, int version, [FromServices] ConfirmProfile confirm, CancellationToken ct) =>
        await confirm.RunAsync(this.Actor(), id, version, ct) is { } problem ? await this.RejectAsync(problem, () => OnGetAsync(id, ct)) : Redirect($"/dossiers/{id}");
}
