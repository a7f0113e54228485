using System.Text.RegularExpressions;
using BangVang.App.Demo;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Web.Api;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace BangVang.Web.Pages.Demo;

/// <summary>The mailbox of all made-up people: nobody else delivers their mail. Absent outside demo mode and for every other machine.</summary>
[Public, ResponseCache(NoStore = true)]
public sealed partial class MailModel(BangVangDb db, IOptions<InstallationOptions> installation, PublicUrl site) : PageModel
{
    [BindProperty(SupportsGet = true)] public string? To { get; set; }

    public IReadOnlyList<DemoLetter> Letters { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!installation.Value.Demo || !DemoDoors.IsFor(HttpContext)) return NotFound();
        Letters = await db.DemoLettersAsync(To, ct);
        return Page();
    }

    /// <summary>A body as text and links. Links to this installation lead to where the reader is, whatever the public address says.</summary>
    public IEnumerable<(string Text, string? Href)> Pieces(string body)
    {
        var root = site.To("");
        var at = 0;
        foreach (Match link in Address().Matches(body))
        {
            if (link.Index > at) yield return (body[at..link.Index], null);
            yield return (link.Value, link.Value.StartsWith(root + "/", StringComparison.Ordinal) ? link.Value[root.Length..] : null);
            at = link.Index + link.Length;
        }
        if (at < body.Length) yield return (body[at..], null);
    }

    [GeneratedRegex(@"https?://[^\s”""<>]*[^\s”""<>.,;:!?)]")]
    private static partial Regex Address();
}
