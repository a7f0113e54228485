using BangVang.App.Secretariat.Questions;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.Secretariat;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Dossiers;

/// <summary>The conversation on a dossier with the secretariat, for those who write on it.</summary>
[SignedIn]
public sealed class QuestionsModel(BangVangDb db) : PageModel
{
    [BindProperty] public Guid QuestionId { get; set; }
    [BindProperty] public string? Text { get; set; }
    [BindProperty] public string? Answer { get; set; }

    public Guid Id { get; private set; }
    public string Reference { get; private set; } = "";
    public string ProductName { get; private set; } = "";
    public bool MayAsk { get; private set; }
    public IReadOnlyList<QuestionView> Questions { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await db.DossierNameAsync(this.Actor(), id, ct) is not { } name) return this.Refuse(Problem.NotFound("questions.dossier_unknown"));
        (Id, Reference, ProductName, MayAsk) = (id, name.Reference, name.ProductName, name.IsSubmitted);
        Questions = await db.DossierQuestionsAsync(this.Actor(), id, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [FromServices] AskQuestion ask, CancellationToken ct)
    {
        var result = await ask.AboutDossierAsync(this.Actor(), id, Text ?? "", ct);
        return result.TryGet(out _, out var problem) ? Redirect($"/dossiers/{id}/questions?done=asked") : await this.RejectAsync(problem, () => OnGetAsync(id, ct));
    }

    public async Task<IActionResult> OnPostAnswerAsync(Guid id, [FromServices] AnswerQuestion answer, CancellationToken ct) =>
        await answer.RunAsync(this.Actor(), QuestionId, Answer ?? "", isPublic: false, ct) is { } problem
            ? await this.RejectAsync(problem with { Field = null }, () => OnGetAsync(id, ct))
            : Redirect($"/dossiers/{id}/questions?done=answered");

    public static bool IsForApplicant(QuestionView question) => question.WaitsForAnswer && Question.IsAnsweredByApplicant(question.Kind);
}
