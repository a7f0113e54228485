using BangVang.App.Ceremony;
using BangVang.App.Editions;
using BangVang.App.Forum;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Ceremony;

/// <summary>The envelopes: what is announced, what is still closed, and how anybody checks that nothing was exchanged.</summary>
[Public, PublicRead]
public sealed class PublicModel(BangVangDb db, ForumBook book, EditionBook editions) : PageModel
{
    public ForumEdition Forum { get; private set; } = null!;
    public PublicCeremony Ceremony { get; private set; } = null!;
    public CommitmentEntry? Entry { get; private set; }

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct)
    {
        if (await book.CurrentAsync(slug, ct) is not { } published) return this.Refuse(Problem.NotFound("forum.unknown"));
        if (await db.PublicCeremonyAsync(editions, slug, ct) is not { } ceremony) return this.Refuse(Problem.NotFound("ceremony.none"));
        (Forum, Ceremony, Entry) = (published.Forum, ceremony, await db.CommitmentEntryAsync(slug, ct));
        return Page();
    }
}
