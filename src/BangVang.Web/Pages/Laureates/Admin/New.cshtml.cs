using BangVang.App.Editions;
using BangVang.App.Laureates;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Laureates.Admin;

/// <summary>Puts a product of a past edition on the board: first the edition, then the product.</summary>
[ForAdministrator(Role.Secretariat)]
public sealed class NewModel(EditionBook editions) : PageModel
{
    /// <summary>Key of the edition; null until it is chosen.</summary>
    [BindProperty(SupportsGet = true)] public string? Edition { get; set; }
    [BindProperty] public LaureateForm Input { get; set; } = new();
    public BoardNames? Names { get; private set; }
    public IReadOnlyList<PublishedEdition> Editions { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        Editions = [.. (await editions.AllAsync(ct)).Where(e => this.Actor().MayChangeBoard(e.Key))];
        Names = Editions.FirstOrDefault(e => e.Key == Edition) is { } chosen ? BoardNames.Of(chosen.Edition) : null;
        Input.WithRoom();
    }

    public async Task<IActionResult> OnPostAsync([FromServices] AddLaureate add, CancellationToken ct)
    {
        var outcome = await add.RunAsync(this.Actor(), Edition ?? "", Input.ToInput(), ct);
        return outcome.Path is { } path ? Redirect(path) : await this.RejectAsync(outcome.Problems, () => OnGetAsync(ct));
    }
}
