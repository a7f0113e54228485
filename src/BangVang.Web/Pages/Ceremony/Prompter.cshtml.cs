using BangVang.App.Ceremony;
using BangVang.App.Editions;
using BangVang.App.Forum;
using BangVang.App.Storage;
using BangVang.Domain.Ceremony;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using BangVang.Web.Pages.Organise;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace BangVang.Web.Pages.Ceremony;

/// <summary>What the host reads: the cue with its note, the names once they are public, and what comes next.</summary>
[For(Role.Organiser)]
public sealed class PrompterModel(BangVangDb db, ForumBook book, EditionBook editions, IClock clock) : ForumPage(book)
{
    public AwardCeremony? Ceremony { get; private set; }
    public Edition? Edition { get; private set; }
    public StagePicture? Picture { get; private set; }
    public Instant Now { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Organiser) is { } refusal) return refusal;
        (Ceremony, Now) = (await db.ShowAsync(this.Actor(), Slug, ct), clock.GetCurrentInstant());
        if (await db.PublicCeremonyAsync(editions, Slug, ct) is { } known) (Edition, Picture) = (known.Edition, known.Picture);
        return Page();
    }
}
