using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace BangVang.Web.Tests.Visibility;

/// <summary>A secret of the planted award, found again in whatever the server answers.</summary>
/// <param name="Name">The row of the golden table.</param>
/// <param name="IsIn">Whether a text gives it away. Linear in the text: thousands of pages are looked through.</param>
internal sealed record Marker(string Name, Func<string, bool> IsIn)
{
    /// <summary>A made-up word, wherever it stands: in a sentence, a file name, a slug.</summary>
    public static Marker Word(string name, string word) => new(name, text => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Points as pages, files and programs write them: 8,43 and 8.43.</summary>
    public static Marker Points(string name, params IReadOnlyList<int> hundredths)
    {
        var numbers = string.Join('|', hundredths.Distinct().Select(h => (h / 100m).ToString("0.0#", CultureInfo.InvariantCulture).Replace(".", "[.,]", StringComparison.Ordinal)));
        return Pattern(name, $"(?<![0-9.,])(?:{numbers})0?(?![0-9]|[.,][0-9])");
    }

    public static Marker Pattern(string name, string pattern)
    {
        var regex = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled);
        return new(name, regex.IsMatch);
    }

    /// <summary>One of two ways to give the same away.</summary>
    public static Marker Either(string name, Marker one, Marker other) => new(name, text => one.IsIn(text) || other.IsIn(text));

    /// <summary>Both in one answer: something everybody may read that says a secret about the other.</summary>
    public static Marker Together(string name, string word, string pattern)
    {
        var (subject, said) = (Word(name, word), Pattern(name, pattern));
        return new(name, text => subject.IsIn(text) && said.IsIn(text));
    }
}

/// <summary>Everything readable in an answer: its headers, its text, the parts of an Office file, the bytes of any other.</summary>
internal static partial class Reading
{
    /// <param name="address">What was asked; where the answer only repeats it, it says nothing.</param>
    public static async Task<string> AllOfAsync(HttpResponseMessage response, string address)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var text = new StringBuilder();
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
            // A request that is answered with a redirect repeats its own address, and a token is random: neither is an answer.
            if (name is not ("Location" or "Set-Cookie" or "ETag")) text.AppendLine(Uri.UnescapeDataString(string.Join(", ", values)));
        if (IsZip(bytes))
        {
            using var zip = new ZipArchive(new MemoryStream(bytes));
            foreach (var entry in zip.Entries) text.AppendLine(entry.FullName).AppendLine(WebUtility.HtmlDecode(await ReadAsync(entry)));
        }
        else text.Append(WebUtility.HtmlDecode(bytes.AsSpan().StartsWith("%PDF-"u8) ? WithoutDrawing(Encoding.UTF8.GetString(bytes)) : Encoding.UTF8.GetString(bytes)));
        foreach (var said in (string[])[address, .. address.Split('?', '=').Skip(2).Select(Uri.UnescapeDataString)]) text.Replace(said, "");
        return text.ToString();
    }

    /// <summary>Of a PDF what is text: packed bytes and the places at which something is drawn hold numbers that say nothing.</summary>
    private static string WithoutDrawing(string pdf) => DrawnAt().Replace(Streams().Replace(pdf, s => s.Value.Contains('\uFFFD') ? "" : s.Value), "");

    [GeneratedRegex(@"\bstream\r?\n.*?\bendstream\b", RegexOptions.Singleline)]
    private static partial Regex Streams();

    [GeneratedRegex(@"(?:-?[0-9.]+\s+)+(?:re|m|l|c|v|y|cm|Td|TD|Tm|Tf|Tc|Tw|TL|w|rg|RG|k|K|g|G)\b")]
    private static partial Regex DrawnAt();

    private static bool IsZip(byte[] bytes) => bytes.AsSpan().StartsWith("PK\u0003\u0004"u8);

    private static async Task<string> ReadAsync(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        return await reader.ReadToEndAsync();
    }
}
