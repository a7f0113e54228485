using BangVang.App.Editions;
using BangVang.App.Laureates;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.Laureates;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Laureates.Admin;

/// <summary>Corrects one line of the board, takes it off, or puts it back; each with reason and source, open to everyone.</summary>
[ForAdministrator(Role.Secretariat)]
public sealed class LineModel(BangVangDb db, EditionBook editions) : PageModel
{
    [BindProperty] public LaureateForm Input { get; set; } = new();
    /// <summary>Of the correction.</summary>
    [BindProperty] public SupportForm Support { get; set; } = new();
    /// <summary>Of taking it off the board or putting it back.</summary>
    [BindProperty] public SupportForm Standing { get; set; } = new();
    /// <summary>Version the form started from.</summary>
    [BindProperty] public int Version { get; set; }
    public Laureate Line { get; private set; } = null!;
    public BoardNames Names { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => LoadAsync(id, fresh: true, ct);

    public async Task<IActionResult> OnPostAsync(Guid id, [FromServices] CorrectLaureate correct, CancellationToken ct)
    {
        var outcome = await correct.RunAsync(this.Actor(), id, Version, Input.ToInput(), Support.Reason, Support.Source.ToSource(), ct);
        return outcome.Path is { } path ? Redirect(path) : await this.RejectAsync(outcome.Problems, () => LoadAsync(id, fresh: false, ct));
    }

    public async Task<IActionResult> OnPostStandingAsync(Guid id, bool back, [FromServices] WithdrawLaureate withdraw, CancellationToken ct)
    {
        var outcome = await withdraw.RunAsync(this.Actor(), id, Version, back, Standing.Reason, Standing.Source.ToSource(), ct);
        return outcome.Path is { } path ? Redirect(path) : await this.RejectAsync(outcome.Problems, () => LoadAsync(id, fresh: true, ct));
    }

    /// <param name="fresh">The form shows the line as it is, not what was sent.</param>
    private async Task<IActionResult> LoadAsync(Guid id, bool fresh, CancellationToken ct)
    {
        if (await db.LineToKeepAsync(this.Actor(), id, ct) is not { } line || await editions.BoardNamesAsync(line.EditionKey, ct) is not { } names)
            return this.Refuse(Problem.NotFound("laureates.not_found"));
        (Line, Names, Version) = (line, names, line.Version);
        if (fresh) Input = LaureateForm.Of(line.Facts);
        Input.WithRoom();
        return Page();
    }
}
