using System.Diagnostics.CodeAnalysis;

namespace BangVang.Proof;

/// <summary>
/// Bytes written as text in the one way there is. The framework's own readers take several texts for the same bytes (capital hexadecimal
/// digits, spaces, bits after the last byte): a document could then be changed and still be verified.
/// </summary>
public static class CanonicalText
{
    /// <summary>Lower-case hexadecimal digits, two a byte.</summary>
    /// <exception cref="FormatException">It is anything else.</exception>
    public static byte[] Hex(string text)
    {
        var bytes = Convert.FromHexString(text);
        return Convert.ToHexStringLower(bytes) == text ? bytes : throw new FormatException("Hexadecimal digits are lower-case here.");
    }

    /// <summary>Base64 (RFC 4648 section 4) with padding, without spaces, the bits after the last byte zero.</summary>
    public static bool TryBase64(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        var buffer = new byte[text.Length];
        bytes = Convert.TryFromBase64String(text, buffer, out var length) && Convert.ToBase64String(buffer, 0, length) == text ? buffer[..length] : null;
        return bytes is not null;
    }

    /// <summary>As <see cref="TryBase64"/> reads it.</summary>
    /// <exception cref="FormatException">It is anything else.</exception>
    public static byte[] Base64(string text) => TryBase64(text, out var bytes) ? bytes : throw new FormatException("This is not canonical base64.");
}
