using System.Security.Cryptography;
using System.Text;

namespace BangVang.Domain.Forum.Registration;

/// <summary>
/// What the QR code of a ticket says: <c>BV1</c>, sixteen random letters (80 bits), two that check the rest. Nothing of the
/// person is in it. Only letters of QR's alphanumeric mode, so that the picture stays small; none is mistaken for another.
/// </summary>
public static class TicketCode
{
    /// <summary>Says which layout follows; another one gets another number.</summary>
    public const string Version = "BV1";
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Random = 16;

    public static string New()
    {
        var body = Version + RandomNumberGenerator.GetString(Letters, Random);
        return body + CheckOf(body);
    }

    /// <summary>The code in what was scanned or typed: case, blanks and hyphens do not matter, I and L read as 1, O as 0.</summary>
    /// <returns>Null when it is none, or was misread.</returns>
    public static string? Find(string? typed)
    {
        if (typed is null || typed.Length > 100) return null;
        var code = new string([.. typed.Where(c => c is not (' ' or '-')).Select(char.ToUpperInvariant).Select(c => c switch { 'O' => '0', 'I' or 'L' => '1', _ => c })]);
        return code.Length == Version.Length + Random + 2 && code.StartsWith(Version, StringComparison.Ordinal)
            && code.Skip(Version.Length).All(Letters.Contains) && CheckOf(code[..^2]) == code[^2..] ? code : null;
    }

    /// <summary>As people read it aloud: BV1 XXXX XXXX XXXX XXXX XX.</summary>
    public static string Shown(string code) =>
        string.Join(' ', new[] { code[..3] }.Concat(code[3..].Chunk(4).Select(c => new string(c))));

    /// <summary>SHA-256 of the code in lower-case hex: what devices at the door hold instead of it.</summary>
    public static string HashOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(code)));

    /// <summary>The letters as digits of a number, modulo 1021, a prime: any one letter misread and any two neighbours swapped are noticed.</summary>
    private static string CheckOf(string body)
    {
        var sum = 0;
        for (var i = 0; i < body.Length; i++) sum = (sum * 37 + body[i]) % 1021;
        return $"{Letters[sum / 32]}{Letters[sum % 32]}";
    }
}
