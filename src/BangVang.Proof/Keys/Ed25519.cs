using System.Security.Cryptography;

namespace BangVang.Proof.Keys;

/// <summary>
/// Ed25519 (RFC 8032) by the system's OpenSSL, since the framework has none. Signatures are deterministic: the same seed and
/// message give the same 64 bytes.
/// </summary>
public static class Ed25519
{
    /// <summary>Bytes of a seed, which is the private key, and of a public key.</summary>
    public const int KeySize = 32;

    /// <summary>Bytes of a signature.</summary>
    public const int SignatureSize = 64;

    /// <summary>The number OpenSSL has for the algorithm (NID_ED25519).</summary>
    private const int Type = 1087;

    /// <summary>The public key of a seed.</summary>
    /// <exception cref="ArgumentException">The seed is not of 32 bytes.</exception>
    public static byte[] PublicKeyOf(ReadOnlySpan<byte> seed)
    {
        using var key = Private(seed);
        var raw = new byte[KeySize];
        nuint length = KeySize;
        Demand(LibCrypto.EVP_PKEY_get_raw_public_key(key, raw, ref length) == 1);
        return raw;
    }

    /// <summary>Signs the message with the private key <paramref name="seed"/>.</summary>
    /// <exception cref="ArgumentException">The seed is not of 32 bytes.</exception>
    public static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message)
    {
        using var key = Private(seed);
        using var context = LibCrypto.EVP_MD_CTX_new();
        Demand(LibCrypto.EVP_DigestSignInit(context, 0, 0, 0, key) == 1);
        var signature = new byte[SignatureSize];
        nuint length = SignatureSize;
        Demand(LibCrypto.EVP_DigestSign(context, signature, ref length, message, (nuint)message.Length) == 1 && length == SignatureSize);
        return signature;
    }

    /// <summary>Is this the signature of the message by the owner of the public key? False for whatever is malformed.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != KeySize || signature.Length != SignatureSize) return false;
        using var key = LibCrypto.EVP_PKEY_new_raw_public_key(Type, 0, publicKey, KeySize);
        if (key.IsInvalid) return false;
        using var context = LibCrypto.EVP_MD_CTX_new();
        return LibCrypto.EVP_DigestVerifyInit(context, 0, 0, 0, key) == 1
            && LibCrypto.EVP_DigestVerify(context, signature, SignatureSize, message, (nuint)message.Length) == 1;
    }

    private static LibCrypto.PublicKeyHandle Private(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != KeySize) throw new ArgumentException($"A seed has {KeySize} bytes, not {seed.Length}.", nameof(seed));
        var key = LibCrypto.EVP_PKEY_new_raw_private_key(Type, 0, seed, KeySize);
        Demand(!key.IsInvalid);
        return key;
    }

    private static void Demand(bool done)
    {
        if (!done) throw new CryptographicException("OpenSSL refused an Ed25519 operation.");
    }
}
