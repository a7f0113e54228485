using BangVang.App.Forum;
using BangVang.App.Forum.Programme;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace BangVang.Web.Pages.Forum;

/// <summary>Every release of a programme with what it changed.</summary>
[Public, PublicRead]
public sealed class ReleasesModel(ForumBook book, ProgrammeBook programmes) : ReleasedPage(book, programmes)
{
    private readonly ProgrammeBook programmes = programmes;

    public IReadOnlyList<PublishedProgramme> All { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct)
    {
        if (await OpenAsync(slug, ct) is { } refusal) return refusal;
        All = await programmes.AllAsync(slug, ct);
        return Page();
    }
}
