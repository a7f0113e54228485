using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Decisions;

/// <summary>The meetings of the council, and calling one.</summary>
[For(Role.Chair, Role.Secretariat, Role.Juror, Role.Auditor)]
public sealed class CouncilModel(BangVangDb db, EditionBook editions) : PageModel
{
    public sealed class CallInput
    {
        public string EditionKey { get; set; } = "";
        public string Title { get; set; } = "";
        public string Place { get; set; } = "";
        public Instant? ScheduledAt { get; set; }
        public string? Agenda { get; set; }
    }

    [BindProperty] public CallInput Input { get; set; } = new();

    public IReadOnlyList<MeetingRow> Meetings { get; private set; } = [];
    public Dictionary<string, string> EditionNames { get; } = [];
    /// <summary>Editions for which the viewer may call a meeting.</summary>
    public string[] Callable { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        Meetings = await db.MeetingsAsync(this.Actor(), null, ct);
        Callable = [.. this.Actor().EditionsAs(Role.Secretariat).Union(this.Actor().EditionsAs(Role.Chair)).Order(StringComparer.Ordinal)];
        foreach (var key in Meetings.Select(m => m.EditionKey).Concat(Callable).Distinct())
            EditionNames[key] = (await editions.CurrentAsync(key, ct))?.Edition.Name.In(Languages.Current) ?? key;
    }

    public async Task<IActionResult> OnPostAsync([FromServices] CallMeeting call, CancellationToken ct)
    {
        if (!ModelState.IsValid) return await this.RejectAsync(() => OnGetAsync(ct));
        if (Input.ScheduledAt is not { } at) return await this.RejectAsync(Problem.Invalid("decisions.meeting_time_missing", "ScheduledAt"), () => OnGetAsync(ct));
        var result = await call.RunAsync(this.Actor(), Input.EditionKey, Input.Title, Input.Place, at, (Input.Agenda ?? "").Split('\n'), members: null, ct);
        return result.TryGet(out var id, out var problem) ? Redirect($"/council/{id}") : await this.RejectAsync(problem, () => OnGetAsync(ct));
    }
}
