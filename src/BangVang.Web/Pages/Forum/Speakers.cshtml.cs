using BangVang.App.Forum;
using BangVang.App.Forum.Programme;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace BangVang.Web.Pages.Forum;

/// <summary>Everyone in the released programme, in protocol order.</summary>
[Public, PublicRead]
public sealed class SpeakersModel(ForumBook book, ProgrammeBook programmes) : ReleasedPage(book, programmes)
{
    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct) => await OpenAsync(slug, ct) ?? Page();
}
