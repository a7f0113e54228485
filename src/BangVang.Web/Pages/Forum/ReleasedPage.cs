using BangVang.App.Forum;
using BangVang.App.Forum.Programme;
using BangVang.Domain.Forum;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Forum;

/// <summary>A public page about the released programme of a forum.</summary>
public abstract class ReleasedPage(ForumBook book, ProgrammeBook programmes) : PageModel
{
    public ForumEdition Forum { get; private set; } = null!;
    public PublishedProgramme Release { get; private set; } = null!;

    /// <summary>Null when there is a release to show, otherwise the answer.</summary>
    protected async Task<IActionResult?> OpenAsync(string slug, CancellationToken ct)
    {
        if (await book.CurrentAsync(slug, ct) is not { } forum) return this.Refuse(Problem.NotFound("forum.unknown"));
        if (await programmes.CurrentAsync(slug, ct) is not { } release) return this.Refuse(Problem.NotFound("programme.none_released"));
        (Forum, Release) = (forum.Forum, release);
        return null;
    }
}
