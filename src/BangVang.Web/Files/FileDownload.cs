using System.Globalization;
using System.Text;
using BangVang.App.Files;
using BangVang.App.Ports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace BangVang.Web.Files;

/// <summary>
/// Hands out a stored file so that no browser runs, shows or keeps it: always saved, never opened in our name. In pieces
/// where asked (<c>Range</c>). Who may have it is for the caller to decide first. An answer for pages and for the API alike.
/// </summary>
public sealed class FileDownload(Stream content, string name, string mediaType, string sha256) : IResult, IActionResult
{
    private const string NotEncoded = "!#$&+-.^_`|~";

    /// <summary>Null when the store does not hold the bytes: an invariant is broken, see the doctor.</summary>
    public static async Task<FileDownload?> OpenAsync(IFileStore store, StoredFile file, CancellationToken ct) =>
        await store.OpenAsync(file.Sha256, ct) is { } content ? new(content, file.Name, file.Kind.MediaType(), file.Sha256) : null;

    public Task ExecuteResultAsync(ActionContext context) => ExecuteAsync(context.HttpContext);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers.ContentDisposition = Disposition(name);
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        headers.CacheControl = "no-store";
        return Results.Stream(content, mediaType, entityTag: new EntityTagHeaderValue($"\"{sha256}\""), enableRangeProcessing: true).ExecuteAsync(httpContext);
    }

    /// <summary>RFC 6266: the name in ASCII for old programs, and as it is by RFC 5987.</summary>
    public static string Disposition(string name)
    {
        var clean = FileNames.Clean(name);
        return $"attachment; filename=\"{Ascii(clean)}\"; filename*=UTF-8''{Encoded(clean)}";
    }

    private static string Ascii(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var rune in name.Normalize(NormalizationForm.FormD).EnumerateRunes())
            if (Rune.GetUnicodeCategory(rune) is not UnicodeCategory.NonSpacingMark)
                text.Append(rune.Value switch { 'đ' => 'd', 'Đ' => 'D', '"' or '\\' or '%' => '_', >= 0x20 and < 0x7F => (char)rune.Value, _ => '_' });
        return text.ToString();
    }

    private static string Encoded(string name)
    {
        var text = new StringBuilder(name.Length * 3);
        foreach (var b in Encoding.UTF8.GetBytes(name))
            if (char.IsAsciiLetterOrDigit((char)b) || (b < 0x80 && NotEncoded.Contains((char)b))) text.Append((char)b);
            else text.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        return text.ToString();
    }
}
