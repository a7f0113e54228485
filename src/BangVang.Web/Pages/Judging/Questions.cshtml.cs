using BangVang.App.Secretariat.Questions;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Judging;

/// <summary>What jurors asked the applicant of a dossier through the secretariat, and the answers; for its jurors.</summary>
[For(Role.Juror)]
public sealed class QuestionsModel(BangVangDb db) : PageModel
{
    [BindProperty] public string? Text { get; set; }

    public Guid Id { get; private set; }
    public string Reference { get; private set; } = "";
    public string ProductName { get; private set; } = "";
    public IReadOnlyList<QuestionView> Questions { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await db.JudgedNameAsync(this.Actor(), id, ct) is not { } name) return this.Refuse(Problem.NotFound("questions.dossier_unknown"));
        (Id, Reference, ProductName) = (id, name.Reference, name.ProductName);
        Questions = await db.JurorQuestionsAsync(this.Actor(), id, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [FromServices] AskQuestion ask, CancellationToken ct)
    {
        var result = await ask.AsJurorAsync(this.Actor(), id, Text ?? "", ct);
        return result.TryGet(out _, out var problem) ? Redirect($"/judging/questions/{id}?done=asked_applicant") : await this.RejectAsync(problem, () => OnGetAsync(id, ct));
    }
}
