using BangVang.App.Forum.Registration;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Forum;

/// <summary>The link of the mail. Opening it changes nothing, because programs that check mail open links too; the button does.</summary>
[Public]
public sealed class RegisterConfirmModel : PageModel
{
    [BindProperty(SupportsGet = true)] public string Slug { get; set; } = "";
    [BindProperty(SupportsGet = true)] public string Token { get; set; } = "";

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync([FromServices] ConfirmRegistration confirm, CancellationToken ct)
    {
        var outcome = await confirm.RunAsync(Slug, Token, ct);
        return outcome.TryGet(out var registered, out var problems) ? Redirect(registered.Link!) : await this.RejectAsync(problems, () => Task.CompletedTask);
    }
}
