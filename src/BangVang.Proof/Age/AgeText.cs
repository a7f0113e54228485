using System.Text;

namespace BangVang.Proof.Age;

/// <summary>Base64 as age writes it: without padding, and one text only for the same bytes.</summary>
internal static class AgeText
{
    public static string Encode(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    /// <summary>Null when this is not how these bytes are written.</summary>
    public static byte[]? Decode(string text)
    {
        if (text.Length % 4 == 1 || text.Any(c => !(char.IsAsciiLetterOrDigit(c) || c is '+' or '/'))) return null;
        var bytes = Convert.FromBase64String(text + new string('=', (4 - text.Length % 4) % 4));
        return Encode(bytes) == text ? bytes : null;
    }

    public static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
