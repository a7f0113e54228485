using BangVang.App.People;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.People;

/// <summary>The link to a new password. One signs in with it afterwards; the link itself signs nobody in.</summary>
[Public]
public sealed class ResetModel(ResetPassword reset) : PageModel
{
    [BindProperty] public string Password { get; set; } = "";

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken ct) =>
        await reset.CheckAsync(token, ct) is { } problem ? this.Refuse(problem) : Page();

    public async Task<IActionResult> OnPostAsync(string token, CancellationToken ct) =>
        await reset.RunAsync(token, Password ?? "", HttpContext.Source(), ct) is { } problem
            ? await this.RejectAsync(problem, () => OnGetAsync(token, ct))
            : Redirect("/sign-in?done=reset");
}
