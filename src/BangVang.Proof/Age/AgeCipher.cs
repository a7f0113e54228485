using System.Security.Cryptography;

namespace BangVang.Proof.Age;

/// <summary>The small cipher steps of the format: wrapping a file's key, and the keys that follow from it.</summary>
internal static class AgeCipher
{
    public const int FileKeyLength = 16, TagLength = 16, WrappedLength = FileKeyLength + TagLength;
    private static readonly byte[] NoNonce = new byte[12];

    public static byte[] Wrap(byte[] key, ReadOnlySpan<byte> fileKey)
    {
        using var cipher = new ChaCha20Poly1305(key);
        var wrapped = new byte[fileKey.Length + TagLength];
        cipher.Encrypt(NoNonce, fileKey, wrapped.AsSpan(0, fileKey.Length), wrapped.AsSpan(fileKey.Length));
        return wrapped;
    }

    /// <summary>Null when it was wrapped with another key.</summary>
    public static byte[]? Unwrap(byte[] key, ReadOnlySpan<byte> wrapped)
    {
        using var cipher = new ChaCha20Poly1305(key);
        var fileKey = new byte[FileKeyLength];
        try { cipher.Decrypt(NoNonce, wrapped[..FileKeyLength], wrapped[FileKeyLength..], fileKey); }
        catch (AuthenticationTagMismatchException) { return null; }
        return fileKey;
    }

    /// <summary>What proves that nobody without the file's key wrote or changed the header, which ends with <c>---</c>.</summary>
    public static byte[] Mac(byte[] fileKey, ReadOnlySpan<byte> header) =>
        HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, fileKey, 32, [], "header"u8.ToArray()), header);

    public static byte[] PayloadKey(byte[] fileKey, byte[] nonce) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, fileKey, 32, nonce, "payload"u8.ToArray());
}
