using BangVang.App.Editions;
using BangVang.App.Secretariat.Notices;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace BangVang.Web.Pages.Manage;

/// <summary>The notices of an edition: public, under embargo, withdrawn.</summary>
[For(Role.Secretariat)]
public sealed class NoticesModel(BangVangDb db, EditionBook book, IClock clock) : EditionPage(book)
{
    public IReadOnlyList<NoticeRow> Notices { get; private set; } = [];
    /// <summary>Under which a new notice is written.</summary>
    public Guid NewId { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Secretariat) is { } refusal) return refusal;
        Notices = await db.NoticesOfEditionAsync(this.Actor(), EditionKey, clock.GetCurrentInstant(), ct);
        NewId = Ids.New(clock.GetCurrentInstant());
        return Page();
    }
}
