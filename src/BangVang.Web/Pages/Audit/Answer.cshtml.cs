using BangVang.App.Bundles;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using BangVang.Web.Pages.Manage;
using Microsoft.AspNetCore.Mvc;

namespace BangVang.Web.Pages.Audit;

/// <summary>Takes the answer that an auditor signed about the published result.</summary>
[For(Role.Auditor, TakesAuditorsWord = true)]
public sealed class AnswerModel(BangVangDb db, EditionBook book) : EditionPage(book)
{
    /// <summary>The note, as the command wrote it.</summary>
    [BindProperty] public string Answer { get; set; } = "";

    public IReadOnlyList<PublicAuditAnswer> Answers { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Auditor) is { } refusal) return refusal;
        Answers = await db.AuditAnswersAsync(EditionKey, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromServices] TakeAuditAnswer take, CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Auditor) is { } refusal) return refusal;
        return await take.RunAsync(this.Actor(), EditionKey, Answer ?? "", ct) is { } problem
            ? await this.RejectAsync(problem, () => OnGetAsync(ct))
            : Redirect($"/audit/{EditionKey}/answer?done=answer_taken");
    }
}
