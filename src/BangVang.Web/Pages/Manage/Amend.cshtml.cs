using BangVang.App.Editions;
using BangVang.App.Secretariat.Notices;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace BangVang.Web.Pages.Manage;

/// <summary>Extending a phase: an amendment of the edition with a notice for everyone, in one act.</summary>
[For(Role.Secretariat)]
public sealed class AmendModel(EditionBook book, IClock clock) : EditionPage(book)
{
    [BindProperty] public string? Phase { get; set; }
    [BindProperty] public LocalDate? Closes { get; set; }
    [BindProperty] public string? ReasonVi { get; set; }
    [BindProperty] public string? ReasonEn { get; set; }
    [BindProperty] public string? Notice { get; set; }
    [BindProperty] public bool ShiftsFollowing { get; set; }

    public IReadOnlyList<PublishedEdition> History { get; private set; } = [];
    public Instant Now { get; } = clock.GetCurrentInstant();
    /// <summary>Phases whose last day is known and not long past.</summary>
    public IReadOnlyList<Phase> Extendable => [.. Edition.Phases.Where(p => p.LastDay is not null)];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Secretariat) is { } refusal) return refusal;
        History = await Book.HistoryAsync(EditionKey, ct);
        Phase ??= Edition.OpenPhases(Now).FirstOrDefault()?.Code;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromServices] AnnounceExtension announce, CancellationToken ct)
    {
        if (!ModelState.IsValid) return await this.RejectAsync(() => OnGetAsync(ct));
        if (Closes is not { } closes) return await this.RejectAsync(Problem.Invalid("secretariat.day_missing", nameof(Closes)), () => OnGetAsync(ct));
        if (string.IsNullOrWhiteSpace(ReasonVi)) return await this.RejectAsync(Problem.Invalid("secretariat.extension_reason_missing", nameof(ReasonVi)), () => OnGetAsync(ct));
        var reason = new LocalizedText(ReasonVi.Trim(), string.IsNullOrWhiteSpace(ReasonEn) ? ReasonVi.Trim() : ReasonEn.Trim());
        var number = string.IsNullOrWhiteSpace(Notice) ? null : Notice.Trim();
        var result = await announce.RunAsync(this.Actor(), EditionKey, new(Phase ?? "", closes, reason, number, ShiftsFollowing), ct);
        return result.TryGet(out _, out var problem) ? Done("amend", "extended") : await this.RejectAsync(problem, () => OnGetAsync(ct));
    }
}
