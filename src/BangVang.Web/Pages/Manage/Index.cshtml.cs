using BangVang.App.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Manage;

/// <summary>The editions this person runs.</summary>
[For(Role.Secretariat)]
public sealed class IndexModel(EditionBook book, IClock clock) : PageModel
{
    public IReadOnlyList<PublishedEdition> Editions { get; private set; } = [];
    public Instant Now { get; } = clock.GetCurrentInstant();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var own = this.Actor().EditionsAs(Role.Secretariat);
        Editions = [.. (await book.AllAsync(ct)).Where(e => own.Contains(e.Key))];
        return Page();
    }
}
