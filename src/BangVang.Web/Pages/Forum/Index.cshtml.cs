using BangVang.App.Forum;
using BangVang.Domain.Forum;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Forum;

/// <summary>All editions of the forum, the newest first.</summary>
[Public, PublicRead(FollowsTime = true)]
public sealed class IndexModel(ForumBook book, IClock clock) : PageModel
{
    public IReadOnlyList<PublishedForum> Forums { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Forums = await book.AllAsync(ct);

    public bool IsToday(ForumEdition forum) => forum.IsOn(clock.GetCurrentInstant());
}
