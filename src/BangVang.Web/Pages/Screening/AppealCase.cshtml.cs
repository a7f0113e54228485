using BangVang.App.Editions;
using BangVang.App.Screening;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Screening;

/// <summary>One appeal before an officer: grounds, files, and the decision of somebody without part in what it is against.</summary>
[For(Role.Secretariat, Role.Chair, Role.Auditor)]
public sealed class AppealCaseModel(BangVangDb db, EditionBook editions) : ScreeningPage(editions)
{
    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public string Reason { get; set; } = "";
    [BindProperty] public string? Article { get; set; }

    public AppealView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } refusal) return refusal;
        if (await db.AppealViewAsync(this.Actor(), Id, ct) is not { } view || view.Appeal.EditionKey != EditionKey) return this.Refuse(Problem.NotFound("screening.appeal_not_found"));
        View = view;
        if (HttpMethods.IsGet(Request.Method)) Article = Edition.Appeals?.Article;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(bool uphold, [FromServices] DecideAppeal decide, CancellationToken ct) =>
        await decide.RunAsync(this.Actor(), Id, uphold, Reason, Article, ct) is { } problem
            ? await this.RejectAsync(problem, () => OnGetAsync(ct))
            : Redirect($"/manage/{EditionKey}/appeals/{Id}?done={(uphold ? "upheld" : "rejected")}");
}
