namespace BangVang.Web.Kernel;

/// <summary>The headers that tell a browser what a page of this installation may do. On every response, errors and files included.</summary>
public sealed class SecurityHeaders(RequestDelegate next, Assets assets)
{
    internal const string MediaOfPage = "media-of-page", CameraOfPage = "camera-of-page";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            Write(context);
            return Task.CompletedTask;
        });
        return next(context);
    }

    private void Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        // A download keeps the stricter policy (sandbox) it was given. A 304 says nothing of it: the browser goes on with the
        // policy that came with the page it has.
        if (headers.ContentSecurityPolicy.Count == 0 && context.Response.StatusCode != StatusCodes.Status304NotModified)
            headers.ContentSecurityPolicy = Policy(assets.ImportMap.Hash, context.Items.ContainsKey(MediaOfPage) ? " blob:" : "");
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        // The page that checks and the page of the doors read QR codes.
        headers["Permissions-Policy"] = $"accelerometer=(), autoplay=(), camera={(context.Request.Path == "/verify" || context.Items.ContainsKey(CameraOfPage) ? "(self)" : "()")}, display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.XFrameOptions = "DENY";
        if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        if (context.Actor().IsSignedIn && !headers.CacheControl.ToString().Contains("immutable", StringComparison.Ordinal)) headers.CacheControl = "no-store";
    }

    /// <summary>
    /// Nothing but what is listed. Scripts are files of this site; the one that stands in the page, the map of their versions,
    /// is named by its hash. Nothing in it is one visitor's own, so a page that is kept for many carries nothing to be guessed.
    /// Strings become markup through the named policy alone (<c>wwwroot/js/fragments.js</c>): text smuggled into a page
    /// neither runs nor becomes part of it.
    /// </summary>
    private static string Policy(string importMapHash, string media) =>
        $"default-src 'none'; script-src 'self' '{importMapHash}'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'{media}; connect-src 'self'; "
        + "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types bangvang";
}

public static class MediaPolicy
{
    /// <summary>This page may play what its own scripts put together (<c>blob:</c>), as a player of streams does.</summary>
    public static void AllowMediaOfPage(this HttpContext context) => context.Items[SecurityHeaders.MediaOfPage] = true;

    /// <summary>This page may use the camera, once the person allows it.</summary>
    public static void AllowCameraOfPage(this HttpContext context) => context.Items[SecurityHeaders.CameraOfPage] = true;
}
