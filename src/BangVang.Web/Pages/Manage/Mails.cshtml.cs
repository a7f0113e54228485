using BangVang.App.Editions;
using BangVang.App.Secretariat.Chasing;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace BangVang.Web.Pages.Manage;

/// <summary>Writing to a selection of people: looked at first, then sent, then in the log, which the auditor reads too.</summary>
[For(Role.Secretariat, Role.Auditor)]
public sealed class MailsModel(BangVangDb db, EditionBook book) : EditionPage(book)
{
    [BindProperty(SupportsGet = true)] public MailSelection Selection { get; set; }
    [BindProperty] public string? Subject { get; set; }
    [BindProperty] public string? Body { get; set; }
    /// <summary>How many the preview counted.</summary>
    [BindProperty] public int Expected { get; set; }

    public bool IsSecretariat => this.Actor().Is(Role.Secretariat, EditionKey);
    public MailingPreview? Preview { get; private set; }
    public IReadOnlyList<MailingRow> Log { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Secretariat, Role.Auditor) is { } refusal) return refusal;
        Log = await db.MailingsAsync(this.Actor(), EditionKey, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostPreviewAsync([FromServices] SendMailing send, CancellationToken ct)
    {
        var result = await send.PreviewAsync(this.Actor(), EditionKey, Selection, Subject ?? "", Body ?? "", ct);
        if (!result.TryGet(out var preview, out var problem)) return await this.RejectAsync(problem, () => OnGetAsync(ct));
        Preview = preview;
        return await OnGetAsync(ct);
    }

    public async Task<IActionResult> OnPostSendAsync([FromServices] SendMailing send, CancellationToken ct)
    {
        var result = await send.RunAsync(this.Actor(), EditionKey, Selection, Subject ?? "", Body ?? "", Expected, ct);
        return result.TryGet(out _, out var problem) ? Done("mails", "mailed") : await this.RejectAsync(problem, () => OnGetAsync(ct));
    }
}
