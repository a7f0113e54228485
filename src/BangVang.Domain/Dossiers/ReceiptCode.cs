using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace BangVang.Domain.Dossiers;

/// <summary>
/// The code on a printed receipt: place in the public log, and eighty bits that only whoever holds the salt of the entry can compute, so that
/// nobody finds a receipt by counting. It holds nothing personal.
/// </summary>
public static partial class ReceiptCode
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>BN-12-ABCDEFGH23456789.</summary>
    /// <param name="seq">Place of the entry, from 0.</param>
    /// <param name="salt">Of the entry, 32 bytes.</param>
    public static string Of(long seq, byte[] salt)
    {
        var hash = HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"bangvang.receipt {seq}")));
        return string.Create(CultureInfo.InvariantCulture, $"BN-{seq}-{string.Concat(Enumerable.Range(0, 16).Select(i => Letters[Bits(hash, i * 5)]))}");
    }

    /// <summary>The code in what somebody typed or scanned, and the place it names; null when there is none. Whether it is true is for <see cref="Of"/> to say.</summary>
    public static (string Code, long Seq)? Find(string? typed) =>
        typed is { Length: <= 300 } && Pattern().Match(typed.ToUpperInvariant()) is { Success: true } found && long.TryParse(found.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            ? (found.Value, seq) : null;

    private static int Bits(byte[] hash, int from) => ((hash[from / 8] << 8 | hash[from / 8 + 1]) >> (11 - from % 8)) & 31;

    [GeneratedRegex(@"BN-(0|[1-9]\d{0,17})-[A-Z2-7]{16}(?![A-Z0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
