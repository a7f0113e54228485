using BangVang.App.People;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.People;

/// <summary>Asking for a link to a new password.</summary>
[Public]
public sealed class ForgotModel : PageModel
{
    [BindProperty] public string Email { get; set; } = "";

    public bool IsSent { get; private set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync([FromServices] RequestPasswordReset request, CancellationToken ct)
    {
        if (await request.RunAsync(Email ?? "", Languages.Current, HttpContext.Source(), ct) is { } problem)
            return await this.RejectAsync(problem, () => Task.CompletedTask);
        IsSent = true;
        return Page();
    }
}
