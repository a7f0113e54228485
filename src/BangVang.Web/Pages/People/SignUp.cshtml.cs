using BangVang.App.People;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.People;

/// <summary>Asking for an account. The answer does not say whether the address has one.</summary>
[Public]
public sealed class SignUpModel : PageModel
{
    [BindProperty] public string FullName { get; set; } = "";
    [BindProperty] public string Email { get; set; } = "";
    [BindProperty] public string Password { get; set; } = "";

    /// <summary>True when a mail is on its way.</summary>
    public bool IsSent { get; private set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync([FromServices] SignUp signUp, CancellationToken ct)
    {
        if (await signUp.RunAsync(Email ?? "", FullName ?? "", Password ?? "", Languages.Current, HttpContext.Source(), ct) is { } problem)
            return await this.RejectAsync(problem, () => Task.CompletedTask);
        IsSent = true;
        return Page();
    }
}
