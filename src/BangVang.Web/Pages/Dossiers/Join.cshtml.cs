using BangVang.App.Dossiers;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Dossiers;

/// <summary>The link of an invitation to write on a dossier. Tells what it is about; whoever accepts is signed in.</summary>
[Public, ResponseCache(NoStore = true)]
public sealed class JoinModel(JoinDossier join) : PageModel
{
    public ColleagueInvitation Invitation { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken ct)
    {
        if (!(await join.FindAsync(token, ct)).TryGet(out var invitation, out var problem)) return this.Refuse(problem);
        Invitation = invitation;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string token, CancellationToken ct)
    {
        var result = await join.RunAsync(this.Actor(), token, ct);
        return result.TryGet(out var dossier, out var problem) ? Redirect($"/dossiers/{dossier}") : await this.RejectAsync(problem, () => OnGetAsync(token, ct));
    }
}
