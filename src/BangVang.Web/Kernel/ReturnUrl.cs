namespace BangVang.Web.Kernel;

/// <summary>Where to go after signing in: an address of this installation, or the start page.</summary>
public static class ReturnUrl
{
    /// <summary>
    /// <paramref name="url"/> when it is a path of this site, otherwise <c>/</c>. Browsers take a backslash for a slash and
    /// drop tabs and line ends, so an address with one of them, plain or percent-encoded at its start, is not local.
    /// </summary>
    public static string Local(string? url)
    {
        if (string.IsNullOrEmpty(url) || url[0] != '/' || url.Length > 2_000) return "/";
        if (url.Any(c => char.IsControl(c) || c == '\\')) return "/";
        var start = Uri.UnescapeDataString(url.Length > 12 ? url[..12] : url);
        return start.Length > 1 && (start[1] is '/' or '\\' || char.IsControl(start[1]) || char.IsWhiteSpace(start[1])) ? "/" : url;
    }

    /// <summary>The sign-in page, which comes back to where <paramref name="request"/> wanted to go.</summary>
    public static string SignIn(HttpRequest request) =>
        SignInFor(request.PathBase.ToUriComponent() + request.Path.ToUriComponent() + request.QueryString.ToUriComponent());

    /// <summary>The sign-in page, which goes on to <paramref name="url"/> when that is a path of this site.</summary>
    public static string SignInFor(string url) => $"/sign-in?returnUrl={Uri.EscapeDataString(Local(url))}";
}
