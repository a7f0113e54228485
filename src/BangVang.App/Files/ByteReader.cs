using System.Buffers.Binary;

namespace BangVang.App.Files;

/// <summary>Reads a seekable file forward in blocks, with a look at its bytes and skips that cost nothing.</summary>
internal sealed class ByteReader(Stream file, CancellationToken ct)
{
    private readonly byte[] block = new byte[1 << 16];
    private long blockStart;
    private int at, filled;

    /// <summary>Offset of the next byte.</summary>
    public long Position
    {
        get => blockStart + at;
        set
        {
            if (value >= blockStart && value <= blockStart + filled) at = (int)(value - blockStart);
            else (blockStart, at, filled) = (value, 0, 0);
        }
    }

    public long Length => file.Length;

    /// <summary>The next byte, or -1 at the end.</summary>
    public int Next() => at < filled || Fill() ? block[at++] : -1;

    /// <summary>The next byte without taking it, or -1 at the end.</summary>
    public int Peek() => at < filled || Fill() ? block[at] : -1;

    /// <summary>What is at hand of the rest of the file; empty only at the end.</summary>
    public ReadOnlySpan<byte> Rest() => at < filled || Fill() ? block.AsSpan(at, filled - at) : [];

    public void Skip(int count) => at += count;

    /// <returns>False when fewer bytes are left.</returns>
    public bool TryRead(Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (Next() is not (>= 0 and var b)) return false;
            bytes[i] = (byte)b;
        }
        return true;
    }

    /// <summary>Goes behind the next place where the bytes stand; to the end, with false, when there is none.</summary>
    public bool SkipPast(ReadOnlySpan<byte> bytes)
    {
        while (Rest() is { Length: > 0 } rest)
        {
            var found = rest.IndexOf(bytes);
            if (found >= 0) { Skip(found + bytes.Length); return true; }
            if (rest.Length < bytes.Length) { Skip(rest.Length); continue; }
            (blockStart, at, filled) = (Position + rest.Length - (bytes.Length - 1), 0, 0);
        }
        return false;
    }

    /// <summary>Big-endian, or null at the end.</summary>
    public uint? TryReadU32()
    {
        Span<byte> bytes = stackalloc byte[4];
        return TryRead(bytes) ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : null;
    }

    /// <summary>Big-endian, or null at the end.</summary>
    public ushort? TryReadU16()
    {
        Span<byte> bytes = stackalloc byte[2];
        return TryRead(bytes) ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : null;
    }

    private bool Fill()
    {
        ct.ThrowIfCancellationRequested();
        blockStart += filled;
        at = 0;
        file.Position = blockStart;
        filled = file.Read(block);
        return filled > 0;
    }
}
