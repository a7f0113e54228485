using System.Text;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using NodaTime.Text;

namespace BangVang.Web.Pages.Audit;

/// <summary>The trail of an edition with its filters, as a page or as a file, and the entries of the log.</summary>
[For(Role.Auditor)]
public sealed class EditionModel(BangVangDb db, EditionBook editions) : PageModel
{
    private const int RowsShown = 100;
    private const int LogShown = 50;

    [BindProperty(SupportsGet = true)] public string Programme { get; set; } = "";
    [BindProperty(SupportsGet = true)] public int Year { get; set; }
    /// <summary>Of the trail; "action" is a word of the framework's routes.</summary>
    [BindProperty(SupportsGet = true)] public string? Act { get; set; }
    [BindProperty(SupportsGet = true)] public Guid? Person { get; set; }
    [BindProperty(SupportsGet = true)] public string? Q { get; set; }
    [BindProperty(SupportsGet = true)] public LocalDate? From { get; set; }
    [BindProperty(SupportsGet = true)] public LocalDate? Until { get; set; }
    [BindProperty(SupportsGet = true)] public string? Cursor { get; set; }
    [BindProperty(SupportsGet = true, Name = "below")] public long? LogBelow { get; set; }

    public string EditionKey => $"{Programme}/{Year}";
    public string EditionName { get; private set; } = "";
    public TrailPage Trail { get; private set; } = null!;
    public IReadOnlyList<LogRow> Log { get; private set; } = [];
    /// <summary>Where the older entries of the log begin; null when all are shown.</summary>
    public long? LogNext => Log.Count == LogShown && Log[^1].Seq > 0 ? Log[^1].Seq : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await FilterAsync(ct) is not { } filter) return NotFound();
        var found = await db.TrailAsync(this.Actor(), EditionKey, filter, Cursor, RowsShown, ct);
        if (!found.TryGet(out var trail, out var problem)) return this.Refuse(problem);
        (Trail, EditionName) = (trail, await editions.NameAsync(EditionKey, Languages.Current, ct));
        Log = await db.LogOfEditionAsync(this.Actor(), EditionKey, LogBelow, LogShown, ct);
        return Page();
    }

    /// <summary>The same filter as a file, oldest entry first.</summary>
    public async Task<IActionResult> OnGetCsvAsync(CancellationToken ct)
    {
        if (await FilterAsync(ct) is not { } filter) return NotFound();
        var text = new StringBuilder().AppendCsv("id", "at", "person", "name", "action", "subject", "detail");
        await foreach (var row in db.TrailFileAsync(this.Actor(), EditionKey, filter).WithCancellation(ct))
            text.AppendCsv($"{row.Id}", InstantPattern.ExtendedIso.Format(row.At), row.PersonId?.ToString(), row.Who, row.Action, row.Subject, row.Detail);
        return File(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", $"trail-{Programme}-{Year}.csv");
    }

    /// <summary>The address of this page with the filters as they are.</summary>
    public string PathWith(params ReadOnlySpan<(string Name, string? Value)> more)
    {
        var query = new QueryString();
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("act", Act), ("person", Person?.ToString()), ("q", Q), ("from", Iso(From)), ("until", Iso(Until)), .. more])
            if (!string.IsNullOrEmpty(value)) query = query.Add(name, value);
        return $"/audit/{EditionKey}{query}";
    }

    private async Task<TrailFilter?> FilterAsync(CancellationToken ct)
    {
        if (!this.Actor().Is(Role.Auditor, EditionKey)) return null;
        var zone = (await editions.CurrentAsync(EditionKey, ct))?.Edition.TimeZone ?? DateTimeZone.Utc;
        return new(string.IsNullOrWhiteSpace(Act) ? null : Act, Person, string.IsNullOrWhiteSpace(Q) ? null : Q.Trim(),
            From?.AtStartOfDayInZone(zone).ToInstant(), Until?.PlusDays(1).AtStartOfDayInZone(zone).ToInstant());
    }

    private static string? Iso(LocalDate? date) => date is { } day ? LocalDatePattern.Iso.Format(day) : null;
}
