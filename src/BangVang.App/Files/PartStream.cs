using System.Buffers.Binary;
using System.IO.Compression;
using BangVang.Domain.Kernel;

namespace BangVang.App.Files;

/// <summary>Carries a refusal out of a reader that pulls from a stream; caught where the part is read.</summary>
internal sealed class RefusedException(Problem problem) : Exception(problem.Code)
{
    public Problem Problem { get; } = problem;
}

/// <summary>A stretch of a file as a stream of its own.</summary>
internal sealed class FileSlice(Stream file, long start, long length) : Stream
{
    private long position;

    public override int Read(Span<byte> buffer)
    {
        if (position >= length) return 0;
        file.Position = start + position;
        var read = file.Read(buffer[..(int)Math.Min(buffer.Length, length - position)]);
        position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => length;
    public override long Position { get => position; set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>
/// The unpacked bytes of one part, watched while somebody reads them: no more than the table of contents says, checksum
/// right at the end, no document type, no endless tag.
/// </summary>
internal sealed class PartStream : Stream
{
    private static readonly byte[][] Forbidden =
        [.. new[] { "<!DOCTYPE", "<!ENTITY" }.SelectMany(t => new[] { System.Text.Encoding.ASCII.GetBytes(t), System.Text.Encoding.Unicode.GetBytes(t)[..^1], System.Text.Encoding.BigEndianUnicode.GetBytes(t)[1..] })];
    private static readonly int Overlap = Forbidden.Max(f => f.Length) - 1;

    private readonly Stream unpacked;
    private readonly ZipPart part;
    private readonly InspectionLimits limits;
    private readonly bool isXml;
    private readonly CancellationToken ct;
    private readonly byte[] seam = new byte[2 * Overlap];
    private int seamLength;
    private Crc32 crc = new();
    private long position, lastTag;
    private bool isChecked;

    public PartStream(Stream file, ZipPart part, InspectionLimits limits, bool isXml, CancellationToken ct)
    {
        var packed = new FileSlice(file, part.Start, part.Packed);
        unpacked = part.IsDeflated ? new DeflateStream(packed, CompressionMode.Decompress) : packed;
        (this.part, this.limits, this.isXml, this.ct) = (part, limits, isXml, ct);
    }

    /// <summary>The first eight bytes read so far, zero where there are fewer.</summary>
    public ulong Head { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        ct.ThrowIfCancellationRequested();
        int read;
        try { read = unpacked.Read(buffer); }
        catch (InvalidDataException) { throw new RefusedException(FileProblems.Damaged()); }
        if (read == 0 && buffer.Length > 0) CheckEnd();
        else Watch(buffer[..read]);
        return read;
    }

    /// <summary>Reads what nobody wanted, so that size and checksum are known to be right.</summary>
    public void Drain()
    {
        var block = new byte[1 << 16];
        while (Read(block) > 0) { }
    }

    private void Watch(ReadOnlySpan<byte> bytes)
    {
        if (position < 8)
        {
            Span<byte> head = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(head, Head);
            bytes[..(int)Math.Min(bytes.Length, 8 - position)].CopyTo(head[(int)position..]);
            Head = BinaryPrimitives.ReadUInt64BigEndian(head);
        }
        if (position + bytes.Length > part.Unpacked) throw new RefusedException(FileProblems.Bomb);
        crc.Add(bytes);
        if (isXml) WatchMarkup(bytes);
        position += bytes.Length;
    }

    private void WatchMarkup(ReadOnlySpan<byte> bytes)
    {
        var first = bytes.IndexOf((byte)'<');
        if ((first < 0 ? position + bytes.Length : position + first) - lastTag > limits.MaxTagBytes) throw new RefusedException(FileProblems.TooComplex);
        if (first >= 0) lastTag = position + bytes.LastIndexOf((byte)'<');

        // What lies across two reads is looked for in the end of the one and the start of the other.
        bytes[..Math.Min(bytes.Length, Overlap)].CopyTo(seam.AsSpan(seamLength));
        var across = seam.AsSpan(0, seamLength + Math.Min(bytes.Length, Overlap));
        foreach (var text in Forbidden)
            if (bytes.IndexOf(text) >= 0 || across.IndexOf(text) >= 0) throw new RefusedException(FileProblems.Dtd);
        var tail = bytes.Length >= Overlap ? bytes[^Overlap..] : across[^Math.Min(across.Length, Overlap)..].ToArray();
        tail.CopyTo(seam);
        seamLength = tail.Length;
    }

    private void CheckEnd()
    {
        if (isChecked) return;
        isChecked = true;
        if (position != part.Unpacked || crc.Value != part.Crc) throw new RefusedException(FileProblems.Damaged());
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) unpacked.Dispose();
        base.Dispose(disposing);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => part.Unpacked;
    public override long Position { get => position; set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
