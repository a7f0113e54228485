using System.Globalization;

namespace BangVang.Web.Kernel;

/// <summary>The two languages. Vietnamese first, English complete.</summary>
public static class Languages
{
    public const string Cookie = "bv-lang";

    /// <summary>Numbers, dates and sorting follow this culture; what people read is written by <see cref="Texts"/>.</summary>
    public static readonly CultureInfo Vi = new("vi-VN");
    public static readonly CultureInfo En = new("en-GB");

    public static CultureInfo Of(string? language) => language == "en" ? En : Vi;

    /// <summary><c>vi</c> or <c>en</c>: what this request is answered in.</summary>
    public static string Current => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? "en" : "vi";

    /// <summary>Asked for in the address (<c>?lang=en</c>, remembered for a year), else remembered, else preferred by the browser, else Vietnamese.</summary>
    public static string Choose(HttpContext context)
    {
        if (Known(context.Request.Query["lang"]) is { } asked)
        {
            context.Response.Cookies.Append(Cookie, asked, new()
            {
                MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, IsEssential = true,
            });
            return asked;
        }
        return Known(context.Request.Cookies[Cookie]) ?? Preferred(context.Request) ?? "vi";
    }

    /// <summary>Middleware: answers in the chosen language.</summary>
    public static async Task UseAsync(HttpContext context, RequestDelegate next)
    {
        var language = Choose(context);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Of(language);
        context.Response.OnStarting(() =>
        {
            if (context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) is true)
            {
                context.Response.Headers.ContentLanguage = language;
                context.Response.Headers.Append("Vary", "Cookie, Accept-Language");
            }
            return Task.CompletedTask;
        });
        await next(context);
    }

    private static string? Known(string? language) => language is "vi" or "en" ? language : null;

    private static string? Preferred(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .OrderByDescending(l => l.Quality ?? 1)
        .Select(l => Known(l.Value.Value?.Split('-')[0].ToLowerInvariant()))
        .FirstOrDefault(l => l is not null);
}
