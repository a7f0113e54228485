using BangVang.App.Editions;
using BangVang.App.Secretariat.Notices;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Notices;

/// <summary>What the organisers have announced: the same list for everybody, whoever asks.</summary>
[Public, PublicRead(FollowsTime = true)]
public sealed class IndexModel(BangVangDb db, EditionBook book, IClock clock) : PageModel
{
    [BindProperty(SupportsGet = true)] public string? Edition { get; set; }
    [BindProperty(SupportsGet = true, Name = "p")] public int PageNumber { get; set; } = 1;

    public IReadOnlyList<NoticeRow> Notices { get; private set; } = [];
    public IReadOnlyDictionary<string, PublishedEdition> Editions { get; private set; } = new Dictionary<string, PublishedEdition>();
    public int Pages { get; private set; }
    /// <summary>Notices that the editions' own rulebooks state, the newest first, those without a date last.</summary>
    public IReadOnlyList<(PublishedEdition Edition, EditionNotice Notice)> Stated { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        PageNumber = Math.Max(1, PageNumber);
        Edition = string.IsNullOrEmpty(Edition) ? null : Edition;
        Notices = await db.PublicNoticesAsync(now, Edition, PageNumber, ct);
        Pages = (await db.CountPublicNoticesAsync(now, Edition, ct) + NoticeQueries.PageSize - 1) / NoticeQueries.PageSize;
        Editions = (await book.AllAsync(ct)).ToDictionary(e => e.Key);
        Stated = [.. Editions.Values.Where(e => Edition is null || e.Key == Edition).SelectMany(e => e.Edition.Notices, (e, n) => (e, n)).OrderByDescending(n => n.n.Date)];
    }
}
