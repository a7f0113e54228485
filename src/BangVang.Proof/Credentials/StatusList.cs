using System.Buffers.Text;
using System.IO.Compression;

namespace BangVang.Proof.Credentials;

/// <summary>
/// The bits of a Bitstring Status List 1.0 (W3C): bit n says whether credential n was withdrawn. At least 131,072 bits, so that reading one
/// says little about which was asked for.
/// </summary>
public static class StatusList
{
    /// <summary>Bits of the shortest list that the standard allows.</summary>
    public const int Shortest = 131_072;

    /// <summary>The list with the bits of these numbers set: <c>u</c>, base64url of gzip.</summary>
    public static string Encode(IEnumerable<int> withdrawn)
    {
        var set = withdrawn.ToList();
        var bytes = new byte[Math.Max(Shortest, set.Count == 0 ? 0 : set.Max() + 1) / 8 + (set.Count == 0 || set.Max() < Shortest ? 0 : 1)];
        // Bit 0 is the leftmost.
        foreach (var n in set) bytes[n / 8] |= (byte)(0x80 >> (n % 8));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(bytes);
        return $"u{Base64Url.EncodeToString(packed.ToArray())}";
    }

    /// <summary>Is bit <paramref name="index"/> set? Null when the list is malformed, too short by the standard, or ends before it.</summary>
    public static bool? IsSet(string encoded, int index)
    {
        if (encoded is not ['u', ..] || index < 0) return null;
        try
        {
            using var gzip = new GZipStream(new MemoryStream(Base64Url.DecodeFromChars(encoded.AsSpan(1))), CompressionMode.Decompress);
            // A few bytes can unpack into very many: no list of ours is longer than a million bits.
            var bytes = new byte[131_072];
            var length = gzip.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length * 8 < Shortest || index / 8 >= length) return null;
            return (bytes[index / 8] & (0x80 >> (index % 8))) != 0;
        }
        catch (Exception e) when (e is FormatException or InvalidDataException) { return null; }
    }
}
