using BangVang.App.Kernel;

namespace BangVang.Web.Kernel;

/// <summary>
/// Stands after routing and the session: looks at the endpoint that will run, never at the address, so that an oddly
/// written path meets the same rule as a plain one.
/// </summary>
public sealed class AccessGuard(RequestDelegate next, PublicUrl site)
{
    /// <exception cref="InvalidOperationException">The endpoint says nothing about who may reach it.</exception>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint) return next(context);

        var access = endpoint.Metadata.GetMetadata<IAccess>()
            ?? throw new InvalidOperationException($"{endpoint.DisplayName} does not say who may reach it: give it [Public], [SignedIn], [For(…)] or [ForAdministrator].");
        if (IsFromElsewhere(context.Request)) return RefuseAsync(context, StatusCodes.Status403Forbidden);
        var isChange = !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && !HttpMethods.IsOptions(context.Request.Method);
        if (isChange ? access.AllowsChange(context.Actor()) : access.Allows(context.Actor())) return next(context);
        if (context.Actor().IsSignedIn) return RefuseAsync(context, StatusCodes.Status403Forbidden);

        // A person who opens a page signs in and comes back to it. A form whose sign-in has ended is shown again by the 401
        // page with what was typed; a program is told by the status.
        if (isChange || IsCalledByProgram(context.Request))
            return RefuseAsync(context, StatusCodes.Status401Unauthorized);
        context.Response.Redirect(ReturnUrl.SignIn(context.Request));
        return Task.CompletedTask;
    }

    /// <summary>A browser that says another site made it send a change. Programs that are no browsers say neither and carry no cookie.</summary>
    private bool IsFromElsewhere(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)) return false;
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site") return true;
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0) return false;
        return !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            && !string.Equals(origin, site.Root.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsCalledByProgram(HttpRequest request) =>
        request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || HttpMethods.IsOptions(request.Method) || request.Headers.ContainsKey("HX-Request") || request.Headers["Sec-Fetch-Mode"].ToString() is "cors" or "same-origin" or "no-cors"
        || request.Headers.Accept.ToString().StartsWith("application/json", StringComparison.OrdinalIgnoreCase);

    private static Task RefuseAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
