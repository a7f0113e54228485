using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Decisions;

/// <summary>A juror's own severity in a round that is over, and nobody else's.</summary>
[For(Role.Juror)]
public sealed class OwnSeverityModel(BangVangDb db, EditionBook editions, IClock clock) : PageModel
{
    public Edition Edition { get; private set; } = null!;
    public OwnSeverity Own { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string programme, int year, string round, CancellationToken ct)
    {
        if (await editions.CurrentAsync($"{programme}/{year}", ct) is not { Edition: { } edition } || edition.Round(round) is not ScoringRound scored
            || await db.OwnSeverityAsync(this.Actor(), edition, scored, clock.GetCurrentInstant(), ct) is not { } own) return this.Refuse(Problem.NotFound("decisions.own_severity_not_found"));
        (Edition, Own) = (edition, own);
        return Page();
    }
}
