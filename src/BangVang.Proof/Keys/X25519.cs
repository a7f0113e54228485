using System.Security.Cryptography;

namespace BangVang.Proof.Keys;

/// <summary>X25519 (RFC 7748) by the system's OpenSSL, since the framework has none.</summary>
public static class X25519
{
    /// <summary>Bytes of a secret, of a public key and of what two agree on.</summary>
    public const int KeySize = 32;

    /// <summary>The number OpenSSL has for the algorithm (NID_X25519).</summary>
    private const int Type = 1034;

    /// <summary>The public key of a secret.</summary>
    /// <exception cref="ArgumentException">The secret is not of 32 bytes.</exception>
    public static byte[] PublicKeyOf(ReadOnlySpan<byte> secret)
    {
        using var key = Private(secret);
        var raw = new byte[KeySize];
        nuint length = KeySize;
        if (LibCrypto.EVP_PKEY_get_raw_public_key(key, raw, ref length) != 1) throw new CryptographicException("OpenSSL refused an X25519 operation.");
        return raw;
    }

    /// <summary>What the owner of the secret and the owner of the public key both know, and nobody else.</summary>
    /// <returns>32 bytes; null for a public key of low order, with which the answer would be no secret.</returns>
    /// <exception cref="ArgumentException">One of the two is not of 32 bytes.</exception>
    public static byte[]? Agree(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != KeySize) throw new ArgumentException($"A public key has {KeySize} bytes, not {publicKey.Length}.", nameof(publicKey));
        using var own = Private(secret);
        using var peer = LibCrypto.EVP_PKEY_new_raw_public_key(Type, 0, publicKey, KeySize);
        using var context = LibCrypto.EVP_PKEY_CTX_new(own, 0);
        if (peer.IsInvalid || context.IsInvalid || LibCrypto.EVP_PKEY_derive_init(context) != 1 || LibCrypto.EVP_PKEY_derive_set_peer(context, peer) != 1)
            throw new CryptographicException("OpenSSL refused an X25519 operation.");
        var shared = new byte[KeySize];
        nuint length = KeySize;
        // OpenSSL says no to a point of low order; that the rest is not zero is looked at here too.
        return LibCrypto.EVP_PKEY_derive(context, shared, ref length) == 1 && length == KeySize && shared.Any(b => b != 0) ? shared : null;
    }

    private static LibCrypto.PublicKeyHandle Private(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != KeySize) throw new ArgumentException($"A secret has {KeySize} bytes, not {secret.Length}.", nameof(secret));
        var key = LibCrypto.EVP_PKEY_new_raw_private_key(Type, 0, secret, KeySize);
        return key.IsInvalid ? throw new CryptographicException("OpenSSL refused an X25519 operation.") : key;
    }
}
