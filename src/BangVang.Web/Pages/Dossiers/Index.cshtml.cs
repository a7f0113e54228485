using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Dossiers;

/// <summary>The dossiers the signed-in person writes on, and the editions that take new ones.</summary>
[SignedIn]
public sealed class IndexModel(BangVangDb db, EditionBook book, IClock clock) : PageModel
{
    public IReadOnlyList<OwnDossierRow> Rows { get; private set; } = [];
    public IReadOnlyList<PublishedEdition> OpenEditions { get; private set; } = [];
    public Instant Now { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        Now = clock.GetCurrentInstant();
        Rows = await db.OwnDossierRowsAsync(book, this.Actor(), Now, ct);
        OpenEditions = [.. (await book.AllAsync(ct)).Where(e => StartDossier.CheckTime(e.Edition, Now) is null)];
    }
}
