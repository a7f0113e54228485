using BangVang.App.Laureates;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Laureates.Admin;

/// <summary>The board as those see it who keep it: the secretariat of each edition, and the administrator.</summary>
[ForAdministrator(Role.Secretariat)]
public sealed class IndexModel(BangVangDb db) : PageModel
{
    [BindProperty(SupportsGet = true)] public string? Q { get; set; }
    /// <summary>Lines that an import has just added and corrected; null without one.</summary>
    [BindProperty(SupportsGet = true)] public int? Added { get; set; }
    [BindProperty(SupportsGet = true)] public int? Corrected { get; set; }
    public IReadOnlyList<BoardLine> Lines { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Lines = await db.BoardLinesAsync(this.Actor(), Q, ct);
}
