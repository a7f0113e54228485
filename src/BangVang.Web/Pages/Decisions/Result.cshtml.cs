using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Decisions;

/// <summary>What an applicant may know of the result of the own dossier.</summary>
[SignedIn]
public sealed class ResultModel(BangVangDb db, EditionBook editions, IClock clock) : PageModel
{
    public ApplicantResult Result { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await db.ResultForApplicantAsync(editions, this.Actor(), id, clock.GetCurrentInstant(), ct) is not { } result) return this.Refuse(Problem.NotFound("decisions.result_not_found"));
        Result = result;
        return Page();
    }
}
