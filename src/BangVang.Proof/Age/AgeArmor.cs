using System.Text;

namespace BangVang.Proof.Age;

/// <summary>An age file as text that can be printed, mailed and pasted (strict PEM, RFC 7468).</summary>
public static class AgeArmor
{
    private const string Begin = "-----BEGIN AGE ENCRYPTED FILE-----", End = "-----END AGE ENCRYPTED FILE-----";
    private const int Columns = 64;

    public static string Encode(ReadOnlySpan<byte> file)
    {
        var text = Convert.ToBase64String(file);
        var lines = Enumerable.Range(0, (text.Length + Columns - 1) / Columns).Select(i => text.Substring(i * Columns, Math.Min(Columns, text.Length - i * Columns)));
        return string.Join('\n', [Begin, .. lines, End]) + "\n";
    }

    /// <summary>Does it begin as armor does, leading space set aside?</summary>
    public static bool IsArmored(ReadOnlySpan<byte> file) => file.TrimStart(" \t\r\n"u8).StartsWith("-----BEGIN"u8);

    /// <summary>The bytes of the file. Line ends may be of either kind; space may stand around the whole and nowhere else.</summary>
    /// <exception cref="AgeException">Anything else than one such text.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> text)
    {
        var lines = Encoding.Latin1.GetString(text).Replace("\r\n", "\n", StringComparison.Ordinal).Trim(' ', '\t', '\r', '\n').Split('\n');
        if (lines.Length < 2 || lines[0] != Begin || lines[^1] != End) throw Malformed();
        var body = lines[1..^1];
        if (body.Length == 0) return [];
        if (body[..^1].Any(l => l.Length != Columns) || body[^1].Length is 0 or > Columns) throw Malformed();
        var joined = string.Concat(body);
        var bytes = joined.Length % 4 == 0 && !joined.Any(char.IsWhiteSpace) ? Decode(joined) : null;
        return bytes ?? throw Malformed();
    }

    /// <summary>Null when this is not how the bytes are written.</summary>
    private static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length / 4 * 3];
        return Convert.TryFromBase64String(text, bytes, out var count) && Convert.ToBase64String(bytes, 0, count) == text ? bytes[..count] : null;
    }

    private static AgeException Malformed() => new(AgeFailure.Armor, "The text around the age file is not of the format.");
}
