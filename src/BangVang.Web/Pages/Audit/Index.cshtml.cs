using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Audit;

/// <summary>The editions this person audits.</summary>
[For(Role.Auditor)]
public sealed class IndexModel(EditionBook editions) : PageModel
{
    public IReadOnlyList<(string Key, string Name)> Editions { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var found = new List<(string, string)>();
        foreach (var key in this.Actor().EditionsAs(Role.Auditor)) found.Add((key, await editions.NameAsync(key, Languages.Current, ct)));
        Editions = found;
    }
}
