using BangVang.App.People;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.People;

/// <summary>The link of the confirmation mail. Opening it does nothing: mail filters open links too.</summary>
[Public]
public sealed class ConfirmModel(ConfirmAccount confirm) : PageModel
{
    [BindProperty] public string Password { get; set; } = "";

    public PendingAccountView Pending { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken ct)
    {
        var found = await confirm.FindAsync(token, ct);
        if (!found.TryGet(out var pending, out var problem)) return this.Refuse(problem);
        Pending = pending;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string token, CancellationToken ct)
    {
        var result = await confirm.RunAsync(token, Password ?? "", HttpContext.Device(), ct);
        return result.TryGet(out var session, out var problem)
            ? await this.EnterAsync(session, null, ct)
            : await this.RejectAsync(problem, () => OnGetAsync(token, ct));
    }
}
