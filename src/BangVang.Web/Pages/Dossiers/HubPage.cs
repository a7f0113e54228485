using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Dossiers;

/// <summary>A page about one dossier, for those who write on it.</summary>
public abstract class HubPage(BangVangDb db, EditionBook book, IClock clock) : PageModel
{
    public DossierHub Hub { get; private set; } = null!;
    /// <summary>When the dossier was looked at.</summary>
    public Instant Now { get; private set; }
    protected BangVangDb Db => db;

    /// <summary>Null with <see cref="Hub"/> set when the dossier is one of the actor's; otherwise the answer.</summary>
    protected async Task<IActionResult?> OpenAsync(Guid id, CancellationToken ct)
    {
        Now = clock.GetCurrentInstant();
        if (await db.DossierHubAsync(book, this.Actor(), id, Now, ct) is not { } hub) return this.Refuse(Problem.NotFound("dossiers.not_found"));
        Hub = hub;
        return null;
    }
}
