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

/// <summary>The officers' work queue: every submitted dossier they may see, filtered by an address that can be kept and shared.</summary>
[For(Role.Secretariat, Role.Chair, Role.Auditor)]
public sealed class QueueModel(BangVangDb db, EditionBook editions, IClock clock) : ScreeningPage(editions)
{
    [BindProperty(SupportsGet = true)] public ScreeningState? State { get; set; }
    [BindProperty(SupportsGet = true)] public string? Category { get; set; }
    [BindProperty(SupportsGet = true)] public bool Mine { get; set; }
    [BindProperty(SupportsGet = true)] public string? Q { get; set; }
    /// <summary>Page of the list, from 1. The word page belongs to the router.</summary>
    [BindProperty(SupportsGet = true)] public int From { get; set; } = 1;

    public string Address => $"/manage/{EditionKey}/screening";
    public ScreeningQueue Queue { get; private set; } = null!;
    public TimeWindow? Window { get; private set; }
    public bool IsOpen { get; private set; }
    public bool IsOfficer => this.Actor().Is(Role.Secretariat, EditionKey);
    public int Pages => Math.Max(1, (Queue.Found + ScreeningQueries.PageSize - 1) / ScreeningQueries.PageSize);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } refusal) return refusal;
        var now = clock.GetCurrentInstant();
        if (await db.ScreeningQueueAsync(this.Actor(), EditionKey, new(State, Category, Mine, Q), From, now, ct) is not { } queue) return this.Refuse(Problem.NotFound("screening.edition_not_found"));
        (Queue, IsOpen) = (queue, Edition.IsOpen(PhaseKind.Screening, now));
        Window = Edition.PhaseOf(PhaseKind.Screening) is { } phase ? Edition.WindowOf(phase.Code) : null;
        return Page();
    }

    /// <summary>The same list with another state or page.</summary>
    public string With(ScreeningState? state, int from = 1) => QueryString.Create(new Dictionary<string, string?>
    {
        ["state"] = state?.ToString(), ["category"] = Category, ["mine"] = Mine ? "true" : null, ["q"] = Q, ["from"] = from > 1 ? $"{from}" : null,
    }.Where(v => !string.IsNullOrEmpty(v.Value))) is { HasValue: true } query ? Address + query : Address;
}
