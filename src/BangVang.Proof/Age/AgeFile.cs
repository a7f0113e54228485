using System.Security.Cryptography;

namespace BangVang.Proof.Age;

/// <summary>
/// Files in the format of age, version 1 (age-encryption.org/v1, C2SP/age.md): with X25519 keys or a passphrase. Content goes
/// through in pieces of 64 KiB, so that a file of any size takes the same little memory.
/// </summary>
public static class AgeFile
{
    /// <summary>Writes what <paramref name="content"/> still holds to <paramref name="file"/>, for every recipient to open alone.</summary>
    /// <exception cref="ArgumentException">There is no recipient, or a passphrase beside others.</exception>
    public static void Encrypt(Stream content, Stream file, IReadOnlyList<IAgeRecipient> recipients, CancellationToken ct = default)
    {
        if (recipients.Count == 0 || (recipients.Count > 1 && recipients.Any(r => r is AgePassphrase)))
            throw new ArgumentException("A file is encrypted to one passphrase, or to one or more keys.", nameof(recipients));
        var fileKey = RandomNumberGenerator.GetBytes(AgeCipher.FileKeyLength);
        file.Write(AgeHeader.Write([.. recipients.Select(r => r.Wrap(fileKey))], fileKey));
        using var writer = new AgeWriter(file, fileKey);
        var block = new byte[AgeWriter.PieceLength];
        for (int read; (read = content.Read(block)) > 0;)
        {
            ct.ThrowIfCancellationRequested();
            writer.Write(block.AsSpan(0, read));
        }
        writer.Finish();
        CryptographicOperations.ZeroMemory(block);
        CryptographicOperations.ZeroMemory(fileKey);
    }

    /// <summary>The content, to be read forward once. A file that was changed shows itself while reading, at the piece concerned: what was read counts only after the end was seen.</summary>
    /// <param name="leaveOpen">Leave the file open when the content is disposed of.</param>
    /// <exception cref="AgeException">The file cannot be opened with any of the identities, here or while reading.</exception>
    public static Stream OpenRead(Stream file, IReadOnlyList<IAgeIdentity> identities, bool leaveOpen = false) =>
        new AgeReader(file, AgeHeader.Read(file).Unlock(identities), leaveOpen);

    /// <summary>The whole of a small file.</summary>
    public static byte[] Encrypt(ReadOnlySpan<byte> content, params IReadOnlyList<IAgeRecipient> recipients)
    {
        using var file = new MemoryStream();
        using var source = new MemoryStream(content.ToArray());
        Encrypt(source, file, recipients);
        return file.ToArray();
    }

    /// <summary>The whole of a small file, with armor or without.</summary>
    /// <exception cref="AgeException">It cannot be opened, or not to its end.</exception>
    public static byte[] Decrypt(ReadOnlySpan<byte> file, params IReadOnlyList<IAgeIdentity> identities)
    {
        using var source = new MemoryStream(AgeArmor.IsArmored(file) ? AgeArmor.Decode(file) : file.ToArray());
        using var content = OpenRead(source, identities);
        using var all = new MemoryStream();
        content.CopyTo(all);
        return all.ToArray();
    }
}
