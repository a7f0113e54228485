using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Dossiers;

/// <summary>Who writes on a dossier: invite, take back, remove, leave.</summary>
[SignedIn]
public sealed class ColleaguesModel(BangVangDb db, EditionBook book, IClock clock) : HubPage(db, book, clock)
{
    [BindProperty] public string Email { get; set; } = "";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await OpenAsync(id, ct) is { } absent) return absent;
        return Page();
    }

    public async Task<IActionResult> OnPostInviteAsync(Guid id, [FromServices] InviteColleague invite, CancellationToken ct) =>
        await AnswerAsync(id, await invite.RunAsync(this.Actor(), id, Email, Languages.Current, ct), ct);

    public async Task<IActionResult> OnPostRevokeAsync(Guid id, Guid invitation, [FromServices] RemoveColleague remove, CancellationToken ct) =>
        await AnswerAsync(id, await remove.RevokeAsync(this.Actor(), id, invitation, ct), ct);

    public async Task<IActionResult> OnPostRemoveAsync(Guid id, Guid person, [FromServices] RemoveColleague remove, CancellationToken ct)
    {
        var problem = await remove.RunAsync(this.Actor(), id, person, ct);
        // Whoever left does not see the dossier any more.
        return problem is null && person == this.Actor().PersonId ? Redirect("/dossiers") : await AnswerAsync(id, problem, ct);
    }

    private async Task<IActionResult> AnswerAsync(Guid id, Problem? problem, CancellationToken ct) =>
        problem is null ? Redirect($"/dossiers/{id}/colleagues") : await this.RejectAsync(problem, () => OnGetAsync(id, ct));
}
