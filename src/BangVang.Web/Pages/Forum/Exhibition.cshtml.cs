using BangVang.App.Forum;
using BangVang.App.Forum.Exhibitors;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Exhibitors;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Forum;

/// <summary>Who exhibits at a forum and where: floor plans and a list that can be searched.</summary>
[Public, PublicRead]
public sealed class ExhibitionModel(BangVangDb db, ForumBook book) : PageModel
{
    [BindProperty(SupportsGet = true)] public string? Q { get; set; }

    public ForumEdition Forum { get; private set; } = null!;
    public ExhibitionPlan Plan { get; private set; } = null!;
    /// <summary>What the list shows, by name.</summary>
    public IReadOnlyList<Exhibitor> Found { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct)
    {
        if (await book.CurrentAsync(slug, ct) is not { } published) return this.Refuse(Problem.NotFound("forum.unknown"));
        Forum = published.Forum;
        Plan = await db.ExhibitionAsync(Forum, ct);
        var words = VietnameseText.SearchKey(Q ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Found = [.. Plan.Exhibitors.Where(e => Matches(e, words)).OrderBy(e => VietnameseText.SortKey(e.Organisation), StringComparer.Ordinal).ThenBy(e => e.StandCode, StringComparer.Ordinal)];
        return Page();
    }

    private static bool Matches(Exhibitor exhibitor, string[] words)
    {
        var key = VietnameseText.SearchKey($"{exhibitor.Organisation} {exhibitor.StandCode} {exhibitor.TextVi} {exhibitor.TextEn}");
        return words.All(w => key.Contains(w, StringComparison.Ordinal));
    }
}
