using BangVang.App.Forum;
using BangVang.App.Forum.Programme;
using BangVang.App.Storage;
using BangVang.Domain.Forum.Programme;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace BangVang.Web.Pages.Organise;

/// <summary>The people of the draft, in protocol order.</summary>
[For(Role.Organiser)]
public sealed class ProgrammeSpeakersModel(BangVangDb db, ForumBook book) : ForumPage(book)
{
    public IReadOnlyList<ForumSpeaker> Speakers { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Organiser) is { } refusal) return refusal;
        Speakers = await db.SpeakersOfForumAsync(this.Actor(), Key, ct);
        return Page();
    }
}
