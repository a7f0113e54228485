using System.Numerics;

namespace BangVang.Proof.Credentials;

/// <summary>Bytes as text that says how it is written, as credentials have them: <c>z</c> and base58 with Bitcoin's letters.</summary>
public static class Multibase
{
    private const string Letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    /// <summary>What an Ed25519 public key begins with as a Multikey.</summary>
    private static readonly byte[] Ed25519Prefix = [0xED, 0x01];

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var number = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        var text = new Stack<char>();
        for (; !number.IsZero; number /= 58) text.Push(Letters[(int)(number % 58)]);
        // Leading zeros have no digit of their own in a number.
        var zeros = 0;
        while (zeros < bytes.Length && bytes[zeros] == 0) zeros++;
        return $"z{new string('1', zeros)}{new string([.. text])}";
    }

    /// <returns>Null when it is no such text.</returns>
    public static byte[]? Decode(string text)
    {
        // Nothing we read is longer; a number of thousands of digits would take long.
        if (text is not ['z', .. var digits] || digits.Length is 0 or > 200) return null;
        var number = BigInteger.Zero;
        foreach (var digit in digits)
        {
            if (Letters.IndexOf(digit, StringComparison.Ordinal) is not (>= 0 and var value)) return null;
            number = number * 58 + value;
        }
        var zeros = digits.Length - digits.TrimStart('1').Length;
        return [.. new byte[zeros], .. number.IsZero ? [] : number.ToByteArray(isUnsigned: true, isBigEndian: true)];
    }

    /// <summary>An Ed25519 public key as a Multikey, <c>z6Mk…</c>.</summary>
    public static string Key(ReadOnlySpan<byte> publicKey) => Encode([.. Ed25519Prefix, .. publicKey]);

    /// <summary>The Ed25519 public key of a Multikey; null when it is none.</summary>
    public static byte[]? KeyOf(string multikey) =>
        Decode(multikey) is { Length: 34 } bytes && bytes.AsSpan().StartsWith(Ed25519Prefix) ? bytes[2..] : null;
}
