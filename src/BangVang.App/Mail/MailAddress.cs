using System.Globalization;

namespace BangVang.App.Mail;

/// <summary>An address that may stand in a header and in an SMTP command.</summary>
public static class MailAddress
{
    private const int MaxLength = 254;
    private const string Special = "()<>[]:;@\\,\"";
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>
    /// The address with its domain in ASCII; null when it is not one plain address. Quoted and non-ASCII local parts are
    /// refused: hardly any server takes them, and they carry most tricks.
    /// </summary>
    public static string? Normal(string text)
    {
        var at = text.LastIndexOf('@');
        if (at is < 1 or > 64 || at == text.Length - 1 || text.Length > MaxLength) return null;
        var (local, domain) = (text[..at], text[(at + 1)..]);
        if (local.Any(c => c is <= ' ' or >= '\u007F' || Special.Contains(c)) || local.StartsWith('.') || local.EndsWith('.') || local.Contains("..", StringComparison.Ordinal)) return null;
        try { return $"{local}@{Idn.GetAscii(domain).ToLowerInvariant()}" is { Length: <= MaxLength } address && !domain.EndsWith('.') ? address : null; }
        catch (ArgumentException) { return null; }
    }
}
