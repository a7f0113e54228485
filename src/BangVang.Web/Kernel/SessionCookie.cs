using BangVang.App.Kernel;
using BangVang.App.People;
using BangVang.App.Storage;
using Microsoft.AspNetCore.Diagnostics;

namespace BangVang.Web.Kernel;

/// <summary>
/// The cookie of a session: a reference without meaning, worth something only while its row lives in the database. It does
/// not rest on data protection keys, so a forged or replayed payload opens nothing.
/// </summary>
public static class SessionCookie
{
    private const string SecureName = "__Host-bv";
    private const string PlainName = "bv";

    /// <summary>The token that came with the request; null without one.</summary>
    public static string? SessionToken(this HttpContext context) =>
        context.Request.Cookies[context.Request.IsHttps ? SecureName : PlainName] is { Length: > 0 and <= 128 } token ? token : null;

    public static void SetSessionToken(this HttpContext context, string token) =>
        context.Response.Cookies.Append(context.Request.IsHttps ? SecureName : PlainName, token, Options(context));

    public static void ForgetSessionToken(this HttpContext context) =>
        context.Response.Cookies.Delete(context.Request.IsHttps ? SecureName : PlainName, Options(context));

    /// <summary>What the browser calls itself, for the list of signed-in devices.</summary>
    public static string Device(this HttpContext context)
    {
        var agent = context.Request.Headers.UserAgent.ToString();
        var browser = agent switch
        {
            _ when agent.Contains("Firefox/", StringComparison.Ordinal) => "Firefox",
            _ when agent.Contains("Edg/", StringComparison.Ordinal) => "Edge",
            _ when agent.Contains("Chrome/", StringComparison.Ordinal) => "Chrome",
            _ when agent.Contains("Safari/", StringComparison.Ordinal) => "Safari",
            _ => agent.Length == 0 ? "?" : agent.Split('/', ' ')[0],
        };
        var system = ((string[])["Windows", "Android", "iPhone", "iPad", "Mac OS", "Linux"]).FirstOrDefault(s => agent.Contains(s, StringComparison.Ordinal));
        return system is null ? browser : $"{browser}, {system}";
    }

    /// <summary>Middleware: finds out who asks. One query for a request with a cookie, none without, and none while a fault is shown: the database may be its cause.</summary>
    public static async Task UseAsync(HttpContext context, RequestDelegate next)
    {
        if (context.SessionToken() is { } token && context.Features.Get<IExceptionHandlerFeature>() is null)
        {
            var db = context.RequestServices.GetRequiredService<BangVangDb>();
            var time = context.RequestServices.GetRequiredService<TimeProvider>();
            context.Features.Set(await db.ActorOfSessionAsync(token, time.Now(), context.RequestAborted));
        }
        await next(context);
    }

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true,
        MaxAge = SessionLives.Absolute.ToTimeSpan(),
    };
}
