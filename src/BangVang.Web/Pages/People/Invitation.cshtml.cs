using BangVang.App.Editions;
using BangVang.App.People;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.People;

/// <summary>The link of an invitation: choose a password, or give the one the address has, and begin.</summary>
[Public]
public sealed class InvitationModel(AcceptInvitation accept, EditionBook editions) : PageModel
{
    [BindProperty] public string? FullName { get; set; }
    [BindProperty] public string Password { get; set; } = "";

    public InvitationView Invitation { get; private set; } = null!;
    public string EditionName { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken ct)
    {
        var found = await accept.FindAsync(token, ct);
        if (!found.TryGet(out var invitation, out var problem)) return this.Refuse(problem);
        Invitation = invitation;
        FullName ??= invitation.FullName;
        EditionName = await editions.NameAsync(invitation.EditionKey, Languages.Current, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string token, CancellationToken ct)
    {
        var result = await accept.RunAsync(token, FullName ?? "", Password ?? "", Languages.Current, HttpContext.Device(), ct);
        return result.TryGet(out var session, out var problem)
            ? await this.EnterAsync(session, null, ct)
            : await this.RejectAsync(problem, () => OnGetAsync(token, ct));
    }
}
