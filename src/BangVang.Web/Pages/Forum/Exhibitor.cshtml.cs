using BangVang.App.Forum;
using BangVang.App.Forum.Exhibitors;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Exhibitors;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Forum;

/// <summary>One exhibitor, with its stand marked on the plan.</summary>
[Public, PublicRead]
public sealed class ExhibitorModel(BangVangDb db, ForumBook book) : PageModel
{
    public ForumEdition Forum { get; private set; } = null!;
    public Exhibitor Exhibitor { get; private set; } = null!;
    public ExhibitionHall Hall { get; private set; } = null!;
    /// <summary>All in the same hall.</summary>
    public IReadOnlyList<Exhibitor> Stands { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string slug, string stand, CancellationToken ct)
    {
        if (await book.CurrentAsync(slug, ct) is not { } published) return this.Refuse(Problem.NotFound("forum.unknown"));
        Forum = published.Forum;
        var plan = await db.ExhibitionAsync(Forum, ct);
        if (plan.Exhibitors.SingleOrDefault(e => e.StandCode == stand) is not { } exhibitor) return this.Refuse(Problem.NotFound("exhibition.unknown"));
        (Exhibitor, Hall, Stands) = (exhibitor, plan.Halls.Single(h => h.Room == exhibitor.Room), [.. plan.Exhibitors.Where(e => e.Room == exhibitor.Room)]);
        return Page();
    }
}
