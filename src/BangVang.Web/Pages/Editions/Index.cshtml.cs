using BangVang.App.Editions;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Editions;

/// <summary>All published editions, newest first, and the way to compare two of them.</summary>
[Public, PublicRead(FollowsTime = true)]
public sealed class IndexModel(EditionBook book, IClock clock) : PageModel
{
    public IReadOnlyList<PublishedEdition> Editions { get; private set; } = [];
    public Instant Now { get; } = clock.GetCurrentInstant();

    public async Task OnGetAsync(CancellationToken ct) => Editions = await book.AllAsync(ct);
}
