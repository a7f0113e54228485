using BangVang.App.Certificates;
using BangVang.App.Storage;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Certificates;

/// <summary>The certificates of whoever is signed in: as a juror, and of the products whose dossiers one writes.</summary>
[SignedIn]
public sealed class IndexModel(BangVangDb db) : PageModel
{
    public IReadOnlyList<CertificateView> Certificates { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Certificates = await db.OwnCertificatesAsync(this.Actor(), ct);
}
