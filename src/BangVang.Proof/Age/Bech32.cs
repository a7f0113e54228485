namespace BangVang.Proof.Age;

/// <summary>Bytes as text with a word in front and a checksum behind (BIP 173), without its limit on length: how age writes keys.</summary>
internal static class Bech32
{
    private const string Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const int ChecksumLength = 6;
    private static readonly uint[] Generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

    /// <param name="word">In lower case.</param>
    public static string Encode(string word, ReadOnlySpan<byte> bytes)
    {
        var values = ToFives(bytes);
        var sum = Checksum(word, [.. values, 0, 0, 0, 0, 0, 0]) ^ 1;
        var check = Enumerable.Range(0, ChecksumLength).Select(i => (byte)(sum >> (5 * (ChecksumLength - 1 - i)) & 31));
        return word + "1" + string.Concat(values.Concat(check).Select(v => Alphabet[v]));
    }

    /// <summary>The bytes behind the word; null when the text is anything else. All letters are of one case.</summary>
    public static byte[]? Decode(string word, string text)
    {
        var lower = text.ToLowerInvariant();
        if (text != lower && text != text.ToUpperInvariant()) return null;
        if (!lower.StartsWith(word + "1", StringComparison.Ordinal) || lower.Length < word.Length + 1 + ChecksumLength) return null;
        var values = new byte[lower.Length - word.Length - 1];
        for (var i = 0; i < values.Length; i++)
        {
            var value = Alphabet.IndexOf(lower[word.Length + 1 + i], StringComparison.Ordinal);
            if (value < 0) return null;
            values[i] = (byte)value;
        }
        return Checksum(word, values) == 1 ? FromFives(values.AsSpan(0, values.Length - ChecksumLength)) : null;
    }

    private static uint Checksum(string word, IEnumerable<byte> values)
    {
        var sum = 1u;
        foreach (var value in word.Select(c => (byte)(c >> 5)).Append((byte)0).Concat(word.Select(c => (byte)(c & 31))).Concat(values))
        {
            var top = sum >> 25;
            sum = (sum & 0x1ffffff) << 5 ^ value;
            for (var i = 0; i < 5; i++) if ((top >> i & 1) != 0) sum ^= Generator[i];
        }
        return sum;
    }

    private static byte[] ToFives(ReadOnlySpan<byte> bytes)
    {
        var values = new List<byte>();
        var (held, bits) = (0, 0);
        foreach (var b in bytes)
        {
            (held, bits) = ((held << 8 | b) & 0xfff, bits + 8);
            for (; bits >= 5; bits -= 5) values.Add((byte)(held >> (bits - 5) & 31));
        }
        if (bits > 0) values.Add((byte)(held << (5 - bits) & 31));
        return [.. values];
    }

    /// <summary>Null when bits are left over that are not zero, or more of them than there can be.</summary>
    private static byte[]? FromFives(ReadOnlySpan<byte> values)
    {
        var bytes = new List<byte>();
        var (held, bits) = (0, 0);
        foreach (var value in values)
        {
            (held, bits) = ((held << 5 | value) & 0xfff, bits + 5);
            if (bits < 8) continue;
            bits -= 8;
            bytes.Add((byte)(held >> bits));
        }
        return bits < 5 && (held & ((1 << bits) - 1)) == 0 ? [.. bytes] : null;
    }
}
