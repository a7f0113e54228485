using System.Security.Cryptography;

namespace BangVang.Domain.Certificates;

/// <summary>
/// The code on a certificate: twelve of thirty letters and digits that cannot be mistaken for one another, in groups of four. It cannot be guessed
/// (some 2^58 codes), holds nothing personal, and is read aloud over a telephone.
/// </summary>
public static class CertificateCode
{
    private const string Letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 12;

    public static string New() => Grouped(RandomNumberGenerator.GetString(Letters, Length));

    /// <summary>The code in what somebody typed or scanned, as it is kept: blanks, hyphens and case do not matter, nor does an address around it.</summary>
    /// <returns>Null when there is none.</returns>
    public static string? Find(string? typed)
    {
        if (typed is null || typed.Length > 300) return null;
        var mark = typed.IndexOf("code=", StringComparison.OrdinalIgnoreCase);
        var part = mark < 0 ? typed : typed[(mark + 5)..].Split('&', '#')[0];
        var letters = new string([.. part.Where(c => c is not (' ' or '-' or '\u00A0')).Select(char.ToUpperInvariant)]);
        return letters.Length == Length && letters.All(Letters.Contains) ? Grouped(letters) : null;
    }

    private static string Grouped(string letters) => $"{letters[..4]}-{letters[4..8]}-{letters[8..]}";
}
