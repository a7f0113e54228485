using BangVang.App.People;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.People;

/// <summary>
/// Signing in. Every refusal reads the same; what was typed stays, except the password. A form that a visitor began on a
/// public page comes along in the form of the sign-in and is offered again behind it: nothing of it is kept elsewhere.
/// </summary>
[Public]
public sealed class SignInModel : PageModel
{
    [BindProperty] public string Email { get; set; } = "";
    [BindProperty] public string Password { get; set; } = "";
    [BindProperty(SupportsGet = true)] public string? ReturnUrl { get; set; }

    /// <summary>What a form of a public page carried; opaque here. Goes on to <see cref="ReturnUrl"/>.</summary>
    [BindProperty] public string? Carry { get; set; }

    /// <summary>Where what was carried goes on to, once signed in; null before, or when nothing was carried.</summary>
    public string? GoesOnTo { get; private set; }

    public void OnGet() { }

    /// <summary>From a public page, with what was answered there.</summary>
    public void OnPostCarry() => ModelState.Clear();

    public async Task<IActionResult> OnPostAsync([FromServices] SignIn signIn, CancellationToken ct)
    {
        var result = await signIn.RunAsync(Email ?? "", Password ?? "", HttpContext.Device(), HttpContext.Source(), ct);
        if (!result.TryGet(out var session, out var problem)) return await this.RejectAsync(problem, () => Task.CompletedTask);
        var entered = await this.EnterAsync(session, ReturnUrl, ct);
        if (string.IsNullOrEmpty(Carry) || Kernel.ReturnUrl.Local(ReturnUrl) is "/" or null) return entered;
        GoesOnTo = Kernel.ReturnUrl.Local(ReturnUrl);
        return Page();
    }
}
