using BangVang.App.Forum;
using BangVang.Domain.Forum;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Organise;

/// <summary>A work screen about one forum, for those who hold a role in it.</summary>
public abstract class ForumPage(ForumBook book) : PageModel
{
    [BindProperty(SupportsGet = true)] public string Slug { get; set; } = "";

    /// <summary>Under which roles are held; see <see cref="ForumEdition.Key"/>.</summary>
    public string Key => ForumEdition.KeyOf(Slug);
    public ForumEdition Forum { get; private set; } = null!;

    /// <summary>Null when the forum is published and the actor holds one of <paramref name="roles"/> in it; otherwise the answer.</summary>
    protected async Task<IActionResult?> OpenAsync(CancellationToken ct, params Role[] roles)
    {
        if (!roles.Any(r => this.Actor().Is(r, Key)) || await book.CurrentAsync(Slug, ct) is not { } published) return this.Refuse(Problem.NotFound("forum.unknown"));
        Forum = published.Forum;
        ViewData["ForumSlug"] = Slug;
        return null;
    }

    /// <summary>Back to a page of this forum, saying what was done.</summary>
    protected RedirectResult Done(string page, string what) => Redirect($"/organise/{Slug}/{page}?done={what}");
}
