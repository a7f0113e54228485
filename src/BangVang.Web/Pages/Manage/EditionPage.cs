using BangVang.App.Editions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Manage;

/// <summary>A work screen about one edition, for those who hold a role in it.</summary>
public abstract class EditionPage(EditionBook book) : PageModel
{
    [BindProperty(SupportsGet = true)] public string Programme { get; set; } = "";
    [BindProperty(SupportsGet = true)] public int Year { get; set; }

    public string EditionKey => $"{Programme}/{Year}";
    public Edition Edition { get; private set; } = null!;
    protected EditionBook Book => book;

    /// <summary>Null when the edition is published and the actor holds one of <paramref name="roles"/> in it; otherwise the answer.</summary>
    protected async Task<IActionResult?> OpenAsync(CancellationToken ct, params Role[] roles)
    {
        if (!roles.Any(r => this.Actor().Is(r, EditionKey)) || await book.CurrentAsync(EditionKey, ct) is not { } published)
            return this.Refuse(Problem.NotFound("manage.edition_unknown"));
        Edition = published.Edition;
        return null;
    }

    /// <summary>Back to a page of this edition, saying what was done.</summary>
    protected RedirectResult Done(string page, string what) => Redirect($"/manage/{EditionKey}/{page}?done={what}");
}
