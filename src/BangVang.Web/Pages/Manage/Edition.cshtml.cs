using BangVang.App.Editions;
using BangVang.App.Secretariat;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace BangVang.Web.Pages.Manage;

/// <summary>One edition at a glance: counts, deadlines, who is silent, and the way to every work screen.</summary>
[For(Role.Secretariat)]
public sealed class EditionModel(BangVangDb db, EditionBook book, IClock clock) : EditionPage(book)
{
    public Dashboard Board { get; private set; } = null!;
    public Instant Now { get; } = clock.GetCurrentInstant();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Secretariat) is { } refusal) return refusal;
        Board = (await db.DashboardAsync(this.Actor(), Edition, Now, ct))!;
        return Page();
    }
}
