using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Decisions;

/// <summary>How severe the jurors of a round were, with the doubt about it, and how they marked.</summary>
[For(Role.Secretariat, Role.Chair, Role.Auditor)]
public sealed class SeverityModel(BangVangDb db, EditionBook editions, IClock clock) : PageModel
{
    [BindProperty(SupportsGet = true)] public string Programme { get; set; } = "";
    [BindProperty(SupportsGet = true)] public int Year { get; set; }
    [BindProperty(SupportsGet = true, Name = "round")] public string? RoundCode { get; set; }

    public string EditionKey => $"{Programme}/{Year}";
    public Edition Edition { get; private set; } = null!;
    public SeverityView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await editions.CurrentAsync(EditionKey, ct) is not { Edition: { } edition } || edition.ScoringRounds.Count == 0) return NotFound();
        var now = clock.GetCurrentInstant();
        // The last round that is over, or the first one.
        var round = edition.ScoringRounds.FirstOrDefault(r => r.Code == RoundCode)
            ?? edition.ScoringRounds.LastOrDefault(r => edition.HasEnded(r, now)) ?? edition.ScoringRounds[0];
        if (await db.SeverityOfRoundAsync(this.Actor(), edition, round, now, ct) is not { } view) return NotFound();
        (Edition, View) = (edition, view);
        return Page();
    }
}
