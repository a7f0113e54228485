using System.Security.Cryptography;

namespace BangVang.Proof.Keys;

/// <summary>scrypt (RFC 7914) by the system's OpenSSL: a key out of a passphrase, at a price in memory and time.</summary>
public static class Scrypt
{
    /// <summary>A key of 32 bytes, with r = 8 and p = 1.</summary>
    /// <param name="logN">The price: 2 to this power steps of 1 KiB of memory each; 1 to 22 (4 GiB).</param>
    public static byte[] Derive(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, int logN)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(logN, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logN, 22);
        var key = new byte[32];
        var n = 1UL << logN;
        var memory = (128UL * 8 * n) + (1UL << 20);
        if (LibCrypto.EVP_PBE_scrypt(passphrase, (nuint)passphrase.Length, salt, (nuint)salt.Length, n, 8, 1, memory, key, (nuint)key.Length) != 1)
            throw new CryptographicException("OpenSSL could not derive a key from the passphrase.");
        return key;
    }
}
