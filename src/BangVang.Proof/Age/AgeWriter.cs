using System.Buffers.Binary;
using System.Security.Cryptography;

namespace BangVang.Proof.Age;

/// <summary>Encrypts what is written to it, piece by piece (STREAM). The file is whole only after <see cref="Finish"/>.</summary>
internal sealed class AgeWriter : IDisposable
{
    /// <summary>Bytes of content in every piece but the last.</summary>
    public const int PieceLength = 1 << 16;
    public const int NonceLength = 16;

    private readonly Stream file;
    private readonly ChaCha20Poly1305 cipher;
    private readonly byte[] piece = new byte[PieceLength], sealedPiece = new byte[PieceLength + AgeCipher.TagLength];
    private ulong counter;
    private int filled;

    public AgeWriter(Stream file, byte[] fileKey)
    {
        this.file = file;
        var nonce = RandomNumberGenerator.GetBytes(NonceLength);
        cipher = new(AgeCipher.PayloadKey(fileKey, nonce));
        file.Write(nonce);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            // A full piece is kept back: it may turn out to be the last, which is marked as such.
            if (filled == PieceLength) Put(isLast: false);
            var count = Math.Min(bytes.Length, PieceLength - filled);
            bytes[..count].CopyTo(piece.AsSpan(filled));
            filled += count;
            bytes = bytes[count..];
        }
    }

    public void Finish() => Put(isLast: true);

    /// <summary>11 bytes of counter, and one that says whether this is the last piece.</summary>
    public static byte[] Nonce(ulong counter, bool isLast)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteUInt64BigEndian(nonce.AsSpan(3), counter);
        nonce[11] = isLast ? (byte)1 : (byte)0;
        return nonce;
    }

    private void Put(bool isLast)
    {
        cipher.Encrypt(Nonce(counter, isLast), piece.AsSpan(0, filled), sealedPiece.AsSpan(0, filled), sealedPiece.AsSpan(filled, AgeCipher.TagLength));
        file.Write(sealedPiece.AsSpan(0, filled + AgeCipher.TagLength));
        (counter, filled) = (counter + 1, 0);
    }

    public void Dispose()
    {
        cipher.Dispose();
        CryptographicOperations.ZeroMemory(piece);
    }
}
