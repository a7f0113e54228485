using System.Security.Cryptography;

namespace BangVang.Proof.Age;

/// <summary>The content of an age file, read forward. Each piece is checked before a byte of it is handed out, and memory holds two pieces at most.</summary>
internal sealed class AgeReader : Stream
{
    private readonly Stream file;
    private readonly ChaCha20Poly1305 cipher;
    private readonly byte[] sealedPiece = new byte[AgeWriter.PieceLength + AgeCipher.TagLength], piece = new byte[AgeWriter.PieceLength];
    private readonly bool leaveOpen;
    private ulong counter;
    private int at, filled;
    private bool ended;
    private AgeException? broken;

    public AgeReader(Stream file, byte[] fileKey, bool leaveOpen)
    {
        (this.file, this.leaveOpen) = (file, leaveOpen);
        var nonce = new byte[AgeWriter.NonceLength];
        if (file.ReadAtLeast(nonce, nonce.Length, throwOnEndOfStream: false) < nonce.Length) throw new AgeException(AgeFailure.Header, "The file ends behind its header.");
        cipher = new(AgeCipher.PayloadKey(fileKey, nonce));
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length == 0) return 0;
        if (at == filled && !Next()) return 0;
        var count = Math.Min(buffer.Length, filled - at);
        piece.AsSpan(at, count).CopyTo(buffer);
        at += count;
        return count;
    }

    /// <summary>False at the end.</summary>
    private bool Next()
    {
        if (broken is not null) throw broken;
        if (ended) return AtEnd();
        var read = file.ReadAtLeast(sealedPiece, sealedPiece.Length, throwOnEndOfStream: false);
        var length = read - AgeCipher.TagLength;
        if (length < 0) throw Broken(read == 0 ? "it is cut off between two pieces" : "a piece is cut off");
        // A piece of full length may be the last one; the flag in its nonce says so, and the proof is over it.
        ended = length < piece.Length || !Open(length, isLast: false);
        if (ended && !Open(length, isLast: true)) throw Broken("a piece was changed");
        if (ended && length == 0 && counter > 0) throw Broken("its last piece is empty");
        (at, filled, counter) = (0, length, counter + 1);
        return length > 0 || AtEnd();
    }

    private bool AtEnd() => file.ReadByte() < 0 ? false : throw Broken("something stands behind its end");

    private bool Open(int length, bool isLast)
    {
        try { cipher.Decrypt(AgeWriter.Nonce(counter, isLast), sealedPiece.AsSpan(0, length), sealedPiece.AsSpan(length, AgeCipher.TagLength), piece.AsSpan(0, length)); }
        catch (AuthenticationTagMismatchException) { return false; }
        return true;
    }

    private AgeException Broken(string why) => broken = new(AgeFailure.Payload, $"The content of the file is not what was encrypted: {why}.");

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            cipher.Dispose();
            CryptographicOperations.ZeroMemory(piece);
            if (!leaveOpen) file.Dispose();
        }
        base.Dispose(disposing);
    }
}
