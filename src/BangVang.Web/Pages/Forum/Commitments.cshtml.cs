using BangVang.App.Forum;
using BangVang.App.Forum.Commitments;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Forum;

/// <summary>What was asked and promised at a forum, and what became of it and of what earlier forums left open.</summary>
[Public, PublicRead(FollowsTime = true)]
public sealed class CommitmentsModel(BangVangDb db, ForumBook book, IClock clock) : PageModel
{
    public ForumEdition Forum { get; private set; } = null!;
    public CommitmentRegistry Registry { get; private set; } = null!;
    public LocalDate Today { get; private set; }

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct)
    {
        if (await book.CurrentAsync(slug, ct) is not { } published) return this.Refuse(Problem.NotFound("forum.unknown"));
        Forum = published.Forum;
        Registry = await db.CommitmentsAsync(book, Forum, ct);
        Today = clock.GetCurrentInstant().InZone(Forum.TimeZone).Date;
        return Page();
    }
}
