using BangVang.App.Forum;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Streams;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Forum;

/// <summary>Watching a stream: picture, language, captions and quality to choose, and how the line is.</summary>
[Public]
public sealed class LiveModel(ForumBook book, Assets assets) : PageModel
{
    public ForumEdition Forum { get; private set; } = null!;
    public StreamRules Stream { get; private set; } = null!;
    /// <summary>Address of the library that plays where the browser itself cannot.</summary>
    public string Library => assets["/lib/hls-1.7.4.min.mjs"];

    public async Task<IActionResult> OnGetAsync(string slug, string? stream, CancellationToken ct)
    {
        if (await book.CurrentAsync(slug, ct) is not { } published) return this.Refuse(Problem.NotFound("forum.unknown"));
        var found = stream is null ? published.Forum.Streams.FirstOrDefault() : published.Forum.Stream(stream);
        if (found is null) return this.Refuse(Problem.NotFound("stream.unknown"));
        (Forum, Stream) = (published.Forum, found);
        // The player hands the browser what it has put together as an address of its own.
        HttpContext.AllowMediaOfPage();
        return Page();
    }
}
