namespace BangVang.Web.Kernel;

/// <summary>
/// A request whose end two servers may see in different places is refused, and the connection with it: what follows could be
/// a request that only one of them sees. Everything else malformed the web server refuses by itself.
/// </summary>
public static class RequestFraming
{
    /// <summary>Under this name the web server puts aside a length that came together with chunks.</summary>
    private const string LengthPutAside = "X-Content-Length";

    public static Task UseAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Request.Headers;
        var coding = headers.TransferEncoding;
        var isAmbiguous = headers.ContainsKey(LengthPutAside) || (coding.Count > 0 && !string.Equals(coding.ToString(), "chunked", StringComparison.OrdinalIgnoreCase));
        if (!isAmbiguous) return next(context);
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.Headers.Connection = "close";
        return Task.CompletedTask;
    }
}
