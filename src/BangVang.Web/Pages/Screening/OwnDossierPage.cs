using BangVang.App.Editions;
using BangVang.App.Screening;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Screening;

/// <summary>A page about what became of one dossier, for those who write on it.</summary>
public abstract class OwnDossierPage(BangVangDb db, EditionBook editions) : PageModel
{
    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }

    public Edition Edition { get; private set; } = null!;
    public OwnDossierHead Dossier { get; private set; } = null!;
    protected BangVangDb Db => db;

    /// <summary>Null when the dossier is one of the actor's; otherwise the answer.</summary>
    protected async Task<IActionResult?> OpenAsync(CancellationToken ct)
    {
        if (await db.OwnDossierHeadAsync(this.Actor(), Id, ct) is not { } dossier || await editions.CurrentAsync(dossier.EditionKey, ct) is not { Edition: { } edition })
            return this.Refuse(Problem.NotFound("screening.dossier_not_found"));
        (Dossier, Edition) = (dossier, edition);
        return null;
    }
}
