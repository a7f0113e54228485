using BangVang.App.Editions;
using BangVang.App.Screening;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Screening;

/// <summary>The applicant's answer to a proposed category.</summary>
[SignedIn]
public sealed class TransferModel(BangVangDb db, EditionBook editions, IClock clock, ResultNews news) : OwnDossierPage(db, editions)
{
    /// <summary><c>yes</c> or <c>no</c>.</summary>
    [BindProperty] public string? Answer { get; set; }

    public CategoryTransfer Proposal { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } refusal) return refusal;
        if ((await Db.ScreeningOutcomeAsync(news, this.Actor(), Edition, Id, clock.GetCurrentInstant(), ct))?.OpenTransfer is not { } proposal) return this.Refuse(Problem.NotFound("screening.no_transfer"));
        Proposal = proposal;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromServices] AnswerTransfer answer, CancellationToken ct)
    {
        if (Answer is not ("yes" or "no")) return await this.RejectAsync(Problem.Invalid("screening.answer_missing", nameof(Answer)), () => OnGetAsync(ct));
        return await answer.RunAsync(this.Actor(), Id, Answer == "yes", ct) is { } problem ? await this.RejectAsync(problem, () => OnGetAsync(ct)) : Redirect($"/dossiers/{Id}");
    }
}
