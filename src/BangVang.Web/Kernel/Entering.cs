using BangVang.App.Kernel;
using BangVang.App.People;
using BangVang.App.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Kernel;

/// <summary>What follows a successful sign-in.</summary>
public static class Entering
{
    /// <summary>Keeps the session in this browser and leads to where the person wanted to go, otherwise to the start of the person's work.</summary>
    /// <param name="session">The new session's token.</param>
    public static async Task<IActionResult> EnterAsync(this PageModel page, string session, string? returnUrl, CancellationToken ct)
    {
        var services = page.HttpContext.RequestServices;
        if (page.HttpContext.SessionToken() is { } old && page.Actor().IsSignedIn)
            await services.GetRequiredService<EndSessions>().RunAsync(page.Actor(), old, null, ct);
        page.HttpContext.SetSessionToken(session);
        if (!string.IsNullOrEmpty(returnUrl) && ReturnUrl.Local(returnUrl) is not "/" and var wanted) return page.LocalRedirect(wanted);

        var actor = await services.GetRequiredService<BangVangDb>().ActorOfSessionAsync(session, services.GetRequiredService<TimeProvider>().Now(), ct);
        var start = StartPages.Of(actor);
        return page.LocalRedirect(services.GetRequiredService<Navigation>().Exists(start) ? start : "/account");
    }
}
