using BangVang.App.Editions;
using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Decisions;

/// <summary>Every choice of a round of pairs, the undone ones included, once it has closed.</summary>
[For(Role.Chair, Role.Auditor)]
public sealed class ChoicesModel(BangVangDb db, EditionBook editions, IClock clock) : PageModel
{
    [BindProperty(SupportsGet = true)] public string Programme { get; set; } = "";
    [BindProperty(SupportsGet = true)] public int Year { get; set; }
    [BindProperty(SupportsGet = true, Name = "round")] public string? RoundCode { get; set; }

    public string EditionKey => $"{Programme}/{Year}";
    public Edition Edition { get; private set; } = null!;
    public PairwiseRound Round { get; private set; } = null!;
    public bool HasEnded { get; private set; }
    public IReadOnlyList<JurorChoice> Choices { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await editions.CurrentAsync(EditionKey, ct) is not { Edition: { } edition }) return NotFound();
        var rounds = edition.JudgedRounds.OfType<PairwiseRound>().ToList();
        if ((rounds.FirstOrDefault(r => r.Code == RoundCode) ?? rounds.LastOrDefault()) is not { } round) return NotFound();
        var now = clock.GetCurrentInstant();
        if (await db.JurorChoicesAsync(this.Actor(), edition, round, now, ct) is not { } choices) return NotFound();
        (Edition, Round, Choices, HasEnded) = (edition, round, choices, edition.HasEnded(round, now));
        return Page();
    }
}
