using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Files;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using BangVang.Web.Pages.Manage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Decisions;

/// <summary>Takes the decision as the authority signed it elsewhere, and shows what was found in it.</summary>
[For(Role.Secretariat)]
public sealed class SignedPaperModel(BangVangDb db, EditionBook book) : EditionPage(book)
{
    [BindProperty] public int Version { get; set; }

    public AwardDecision Decision { get; private set; } = null!;
    /// <summary>Null while there is none.</summary>
    public SignedPaper? Paper { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Secretariat) is { } refusal) return refusal;
        if (await db.DecisionToSignAsync(this.Actor(), EditionKey, ct) is not { } decision) return this.Refuse(Problem.NotNow("decisions.not_published"));
        (Decision, Paper) = (decision, await db.SignedPaperAsync(EditionKey, ct));
        Version = Paper?.Version ?? 0;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? paper, [FromServices] AddSignedPaper add, [FromServices] ReceiveForm receive, CancellationToken ct)
    {
        var version = Version;
        if (await OnGetAsync(ct) is not PageResult) return await OnGetAsync(ct);
        if (paper is not { Length: > 0 }) return await this.RejectAsync(Problem.Invalid("decisions.paper_missing", "Paper"), () => OnGetAsync(ct));
        await using var content = paper.OpenReadStream();
        var received = await receive.RunAsync(this.Actor(), new(AddSignedPaper.Purpose, Decision.Id, ""), paper.FileName, content, ct);
        if (!received.TryGet(out var file, out var refused)) return await this.RejectAsync(refused with { Field = "Paper" }, () => OnGetAsync(ct));
        return await add.RunAsync(this.Actor(), EditionKey, file.Id, version, ct) is { } problem
            ? await this.RejectAsync(problem, () => OnGetAsync(ct))
            : Redirect($"/manage/{EditionKey}/signed-decision?done=paper_added");
    }
}
