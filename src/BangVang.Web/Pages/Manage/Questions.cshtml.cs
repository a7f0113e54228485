using BangVang.App.Editions;
using BangVang.App.Secretariat.Questions;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace BangVang.Web.Pages.Manage;

/// <summary>Every question of an edition: answered, passed on or declined by its secretariat, read by its auditor.</summary>
[For(Role.Secretariat, Role.Auditor)]
public sealed class QuestionsModel(BangVangDb db, EditionBook book) : EditionPage(book)
{
    [BindProperty] public Guid Id { get; set; }
    [BindProperty] public string? Text { get; set; }
    [BindProperty] public bool IsPublic { get; set; }

    public IReadOnlyList<QuestionView> Questions { get; private set; } = [];
    public bool MayAct => this.Actor().Is(Role.Secretariat, EditionKey);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Secretariat, Role.Auditor) is { } refusal) return refusal;
        Questions = await db.QuestionsOfEditionAsync(this.Actor(), EditionKey, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAnswerAsync([FromServices] AnswerQuestion answer, CancellationToken ct) =>
        await AfterAsync(await answer.RunAsync(this.Actor(), Id, Text ?? "", IsPublic, ct), "answered", ct);

    public async Task<IActionResult> OnPostReleaseAsync([FromServices] ReleaseQuestion release, CancellationToken ct) =>
        await AfterAsync(await release.RunAsync(this.Actor(), Id, Text ?? "", ct), "released", ct);

    public async Task<IActionResult> OnPostDeclineAsync([FromServices] ReleaseQuestion release, CancellationToken ct) =>
        await AfterAsync(await release.DeclineAsync(this.Actor(), Id, Text ?? "", ct), "declined", ct);

    public async Task<IActionResult> OnPostPublishAsync([FromServices] PublishQuestion publish, CancellationToken ct) =>
        await AfterAsync(await publish.RunAsync(this.Actor(), Id, IsPublic, ct), IsPublic ? "published" : "unpublished", ct);

    private async Task<IActionResult> AfterAsync(Problem? problem, string done, CancellationToken ct) =>
        problem is null ? Done("questions", done) : await this.RejectAsync(problem with { Field = null }, () => OnGetAsync(ct));
}
