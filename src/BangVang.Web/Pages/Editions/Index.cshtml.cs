using BangVang.App.Editions;
using BangVang.App.Laureates;
using BangVang.App.Screening;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Editions;

/// <summary>All published editions, newest first, and the way to compare two of them.</summary>
[Public, PublicRead(FollowsTime = true)]
public sealed class IndexModel(BangVangDb db, EditionBook book, ResultNews news, IClock clock) : PageModel
{
    public IReadOnlyList<PublishedEdition> Editions { get; private set; } = [];
    public Instant Now { get; } = clock.GetCurrentInstant();
    private readonly Dictionary<(string Edition, FigureKind Kind), int> counted = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        Editions = await book.AllAsync(ct);
        foreach (var edition in Editions.Select(e => e.Edition).Where(e => e.FiguresOf(FigureKind.Received).Count == 0))
        {
            var here = await db.CountedHereAsync(news, edition, Now, ct);
            foreach (var (kind, count) in here) counted[(edition.Key, kind)] = count;
        }
    }

    /// <summary>What this system counted of an edition, where no source states the figure; null when it knows nothing or may not say so yet.</summary>
    public int? Counted(Edition edition, FigureKind kind) => counted.TryGetValue((edition.Key, kind), out var count) ? count : null;
}
