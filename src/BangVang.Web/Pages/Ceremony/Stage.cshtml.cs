using BangVang.App.Ceremony;
using BangVang.App.Editions;
using BangVang.App.Forum;
using BangVang.App.Storage;
using BangVang.Domain.Ceremony;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Ceremony;

/// <param name="Edition">Null while no ceremony is prepared.</param>
public sealed record SceneView(ForumEdition Forum, Edition? Edition, StagePicture? Picture, bool IsLowerThird, bool IsRehearsal);

/// <summary>The screen in the hall, and the strip that the picture's mixer lays over the stream. Both know what everybody knows: no name before its cue.</summary>
[Public, PublicRead]
public sealed class StageModel(BangVangDb db, ForumBook book, EditionBook editions) : PageModel
{
    private const string LowerThird = "lower-third";

    public ForumEdition Forum { get; private set; } = null!;
    /// <summary>Null while no ceremony is prepared.</summary>
    public PublicCeremony? Ceremony { get; private set; }
    public bool IsLowerThird { get; private set; }

    public async Task<IActionResult> OnGetAsync(string slug, string? view, CancellationToken ct)
    {
        if (view is not (null or LowerThird) || await book.CurrentAsync(slug, ct) is not { } published) return this.Refuse(Problem.NotFound("forum.unknown"));
        (Forum, IsLowerThird) = (published.Forum, view is LowerThird);
        Ceremony = await db.PublicCeremonyAsync(editions, slug, ct);
        return Page();
    }
}
