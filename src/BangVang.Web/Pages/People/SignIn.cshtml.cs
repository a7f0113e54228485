using BangVang.App.People;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.People;

/// <summary>Signing in. Every refusal reads the same; what was typed stays, except the password.</summary>
[Public]
public sealed class SignInModel : PageModel
{
    [BindProperty] public string Email { get; set; } = "";
    [BindProperty] public string Password { get; set; } = "";
    [BindProperty(SupportsGet = true)] public string? ReturnUrl { get; set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync([FromServices] SignIn signIn, CancellationToken ct)
    {
        var result = await signIn.RunAsync(Email ?? "", Password ?? "", HttpContext.Device(), HttpContext.Source(), ct);
        return result.TryGet(out var session, out var problem)
            ? await this.EnterAsync(session, ReturnUrl, ct)
            : await this.RejectAsync(problem, () => Task.CompletedTask);
    }
}
