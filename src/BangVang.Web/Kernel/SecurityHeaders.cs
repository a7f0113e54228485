using System.Security.Cryptography;

namespace BangVang.Web.Kernel;

/// <summary>The headers that tell a browser what a page of this installation may do. On every response, errors and files included.</summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        context.Features.Set(new ScriptNonce(Convert.ToBase64String(RandomNumberGenerator.GetBytes(16))));
        context.Response.OnStarting(static state =>
        {
            Write((HttpContext)state);
            return Task.CompletedTask;
        }, context);
        return next(context);
    }

    private static void Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        // A download keeps the stricter policy (sandbox) it was given. A 304 says nothing of it: the browser goes on with the
        // policy that came with the page it has, and with that page's number.
        if (headers.ContentSecurityPolicy.Count == 0 && context.Response.StatusCode != StatusCodes.Status304NotModified)
            headers.ContentSecurityPolicy = Policy(context.Features.Get<ScriptNonce>()!.Value);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.XFrameOptions = "DENY";
        if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        if (context.Actor().IsSignedIn && !headers.CacheControl.ToString().Contains("immutable", StringComparison.Ordinal)) headers.CacheControl = "no-store";
    }

    /// <summary>
    /// Nothing but what is listed. Scripts run by nonce alone and may turn no string into markup except through the two
    /// named policies (<c>wwwroot/js/fragments.js</c>): text smuggled into a page neither runs nor becomes part of it.
    /// </summary>
    private static string Policy(string nonce) =>
        $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types bangvang";
}

/// <summary>The number that this response's own scripts carry.</summary>
public sealed record ScriptNonce(string Value);
