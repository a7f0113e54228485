using System.Security.Cryptography;

namespace BangVang.Proof.Age;

/// <summary>
/// A secret in n shares of which any k restore it and k − 1 say nothing: A. Shamir, "How to share a secret" (CACM 22, 1979),
/// byte by byte over the field of 256 elements that AES uses (FIPS 197, section 4). Each byte of the secret is the value at 0 of a
/// polynomial of degree k − 1 with random coefficients; share x holds its values at x.
/// </summary>
public static class SecretShares
{
    /// <summary>So many trustees can be had.</summary>
    public const int MaxShares = 32;

    /// <returns>Share number i + 1 at place i, each as long as the secret.</returns>
    public static byte[][] Split(ReadOnlySpan<byte> secret, int needed, int count) => Split(secret, needed, count, RandomNumberGenerator.GetBytes);

    /// <param name="random">Gives so many random bytes; for tests.</param>
    internal static byte[][] Split(ReadOnlySpan<byte> secret, int needed, int count, Func<int, byte[]> random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(needed, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, needed);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxShares);
        var coefficients = new byte[needed - 1][];
        for (var i = 0; i < coefficients.Length; i++) coefficients[i] = random(secret.Length);
        var shares = new byte[count][];
        for (var x = 1; x <= count; x++)
        {
            var share = shares[x - 1] = new byte[secret.Length];
            for (var i = 0; i < share.Length; i++)
            {
                // Horner's rule from the highest power down.
                byte value = 0;
                for (var power = coefficients.Length - 1; power >= 0; power--) value = Multiply((byte)(value ^ coefficients[power][i]), (byte)x);
                share[i] = (byte)(value ^ secret[i]);
            }
        }
        foreach (var each in coefficients) CryptographicOperations.ZeroMemory(each);
        return shares;
    }

    /// <summary>The secret, by Lagrange's formula at 0. With too few or with wrong shares it is some other bytes: the caller holds what it can be compared with.</summary>
    /// <param name="shares">Different numbers, 1 to 255, and bytes of the same length.</param>
    public static byte[] Restore(IReadOnlyList<(byte Number, byte[] Bytes)> shares)
    {
        if (shares.Count == 0 || shares.Select(s => s.Number).Distinct().Count() < shares.Count || shares.Any(s => s.Number == 0 || s.Bytes.Length != shares[0].Bytes.Length))
            throw new ArgumentException("Shares have different numbers from 1 and the same length.", nameof(shares));
        var secret = new byte[shares[0].Bytes.Length];
        foreach (var (number, bytes) in shares)
        {
            byte weight = 1;
            foreach (var (other, _) in shares)
                if (other != number) weight = Multiply(weight, Multiply(other, Inverse((byte)(other ^ number))));
            for (var i = 0; i < secret.Length; i++) secret[i] ^= Multiply(bytes[i], weight);
        }
        return secret;
    }

    /// <summary>The product modulo x⁸ + x⁴ + x³ + x + 1, in the same steps whatever the factors are.</summary>
    internal static byte Multiply(byte a, byte b)
    {
        int product = 0, factor = a;
        for (var bit = 0; bit < 8; bit++)
        {
            product ^= factor & -(b >> bit & 1);
            factor = factor << 1 ^ 0x11b & -(factor >> 7);
        }
        return (byte)product;
    }

    /// <summary>What gives 1 with it: its 254th power.</summary>
    internal static byte Inverse(byte a)
    {
        byte power = 1;
        for (var i = 0; i < 254; i++) power = Multiply(power, a);
        return power;
    }
}
