using BangVang.App.People;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.People;

/// <summary>Ends this browser's session. Only by a form: a link or a picture of another site signs nobody out.</summary>
[Public]
public sealed class SignOutModel(EndSessions end) : PageModel
{
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (HttpContext.SessionToken() is { } token && this.Actor().IsSignedIn) await end.RunAsync(this.Actor(), token, null, ct);
        HttpContext.ForgetSessionToken();
        return Redirect("/");
    }
}
