using BangVang.App.Editions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Editions;

/// <summary>What changed from one edition to another, in sentences.</summary>
[Public, PublicRead]
public sealed class CompareModel(EditionBook book) : PageModel
{
    /// <summary>In these every two editions differ.</summary>
    private static readonly string[] Naming = ["year", "number", "name"];

    public Edition Before { get; private set; } = null!;
    public Edition After { get; private set; } = null!;
    /// <summary>By the part of the regulation they belong to, in its order.</summary>
    public IReadOnlyList<IGrouping<string, EditionChange>> Changes { get; private set; } = [];
    public IReadOnlyList<PublishedEdition> Editions { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string? a, string? b, CancellationToken ct)
    {
        if ((await book.CurrentAsync(a ?? "", ct))?.Edition is not { } before || (await book.CurrentAsync(b ?? "", ct))?.Edition is not { } after)
            return this.Refuse(Problem.NotFound("editions.not_found"));
        (Before, After) = (before, after);
        Changes = [.. EditionDiff.Between(before, after).Where(c => !Naming.Contains(c.Path)).GroupBy(c => c.Path.Split('.')[0])];
        Editions = await book.AllAsync(ct);
        return Page();
    }
}
