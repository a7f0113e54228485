using System.Security.Cryptography;

namespace BangVang.App.Forum.Door;

/// <summary>Keys of devices: ECDSA on P-256 with SHA-256, as WebCrypto makes and uses them.</summary>
public static class DoorKey
{
    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>A public key as it is kept, in one spelling; null when it is none on P-256.</summary>
    /// <param name="spki">SubjectPublicKeyInfo, base64.</param>
    public static string? Read(string? spki)
    {
        if (spki is not { Length: > 0 and < 400 } || Bytes(spki) is not { } bytes) return null;
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(bytes, out var read);
            if (read != bytes.Length || key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value != P256) return null;
            return Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
        }
        // Bytes that are no key are a wrong input, not a fault.
        catch (CryptographicException) { return null; }
    }

    /// <param name="publicKey">As <see cref="Read"/> gave it.</param>
    /// <param name="signature">r and s, 64 bytes, base64.</param>
    public static bool IsSigned(string publicKey, ReadOnlySpan<byte> data, string? signature)
    {
        if (signature is null || Bytes(signature) is not { Length: 64 } bytes) return false;
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
        return key.VerifyData(data, bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static byte[]? Bytes(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }
}
