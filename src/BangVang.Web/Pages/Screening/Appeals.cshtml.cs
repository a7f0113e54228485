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
public sealed class AppealsModel(BangVangDb db, EditionBook editions) : ScreeningPage(editions)
{
    public IReadOnlyList<AppealRow> Rows { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } refusal) return refusal;
        Rows = await db.AppealsAsync(this.Actor(), EditionKey, ct);
        return Page();
    }
}
