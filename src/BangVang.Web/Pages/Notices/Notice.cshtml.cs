using BangVang.App.Editions;
using BangVang.App.Ports;
using BangVang.App.Secretariat.Notices;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Files;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Notices;

/// <summary>One notice. Under embargo it is not there, except for the secretariat of its edition, which is told so.</summary>
[Public, PublicRead(FollowsTime = true)]
public sealed class NoticeModel(BangVangDb db, EditionBook book, IClock clock) : PageModel
{
    private static readonly Problem Unknown = Problem.NotFound("notices.unknown");

    public NoticeView Notice { get; private set; } = null!;
    public string EditionName { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await db.NoticeAsync(this.Actor(), id, clock.GetCurrentInstant(), ct) is not { } notice) return this.Refuse(Unknown);
        Notice = notice;
        EditionName = await book.NameAsync(notice.Row.EditionKey, Languages.Current, ct);
        return Page();
    }

    public async Task<IActionResult> OnGetFileAsync(Guid id, [FromServices] IFileStore store, CancellationToken ct)
    {
        if (await db.NoticeFileAsync(this.Actor(), id, clock.GetCurrentInstant(), ct) is not { } file) return this.Refuse(Unknown);
        return await FileDownload.OpenAsync(store, file, ct) is { } download ? download : this.Refuse(Unknown);
    }
}
