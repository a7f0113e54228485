using System.Buffers.Binary;
using System.Text;
using BangVang.Domain.Kernel;

namespace BangVang.App.Files;

/// <summary>One packed part of a ZIP file.</summary>
/// <param name="Header">Where its own header begins in the file.</param>
/// <param name="Start">Where its packed bytes begin in the file.</param>
internal sealed record ZipPart(string Name, bool IsDeflated, uint Crc, long Packed, long Unpacked, long Header, long Start);

/// <summary>
/// The table of contents of a ZIP file, read strictly: one way of reading the file and no other. Nothing may stand before,
/// behind or between in a way that another program would read differently; limits are met before anything is unpacked.
/// </summary>
internal static class ZipDirectory
{
    private const int EndBytes = 22, Zip64LocatorBytes = 20, Zip64EndBytes = 56, EntryBytes = 46, LocalBytes = 30;
    private const int MaxEntryBytes = 1_000;
    private const ushort Encrypted = 1, SizesFollow = 8, StrongEncryption = 1 << 6, HiddenHeaders = 1 << 13;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The parts in the order of their bytes, or why the file is not read.</summary>
    public static Result<IReadOnlyList<ZipPart>> Read(Stream file, InspectionLimits limits)
    {
        if (ReadEnd(file) is not { } end) return FileProblems.Damaged();
        if (end.Count > limits.MaxParts || end.Bytes > (long)limits.MaxParts * MaxEntryBytes) return FileProblems.TooManyParts(limits.MaxParts);
        if (end.Offset < 0 || end.Bytes < end.Count * EntryBytes || end.Offset + end.Bytes != end.Before) return FileProblems.Damaged();

        var table = new byte[end.Bytes];
        file.Position = end.Offset;
        file.ReadExactly(table);
        return Parts(file, table, end, limits);
    }

    private readonly record struct End(long Count, long Bytes, long Offset, long Before);

    private static Result<IReadOnlyList<ZipPart>> Parts(Stream file, byte[] table, End end, InspectionLimits limits)
    {
        var parts = new List<ZipPart>((int)end.Count);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var (at, total) = (0, 0L);
        for (var i = 0; i < end.Count; i++)
        {
            var entry = table.AsSpan(at);
            if (entry.Length < EntryBytes || U32(entry) != 0x02014b50) return FileProblems.Damaged();
            var (nameBytes, extraBytes, commentBytes) = (U16(entry[28..]), U16(entry[30..]), U16(entry[32..]));
            var length = EntryBytes + nameBytes + extraBytes + commentBytes;
            if (entry.Length < length) return FileProblems.Damaged();

            var flags = U16(entry[8..]);
            if ((flags & (Encrypted | StrongEncryption | HiddenHeaders)) != 0) return FileProblems.Encrypted;
            if (NameOf(entry.Slice(EntryBytes, nameBytes)) is not { } name || IsSymbolicLink(entry)) return FileProblems.ArchivePath;
            if (Sizes(entry, entry.Slice(EntryBytes + nameBytes, extraBytes)) is not { } sizes || U16(entry[34..]) != 0 || !names.Add(name)) return FileProblems.Damaged();
            if (IsBomb(sizes.Unpacked, sizes.Packed, limits) || (total += sizes.Unpacked) > limits.MaxUnpackedBytes) return FileProblems.Bomb;
            var method = U16(entry[10..]);
            if (method is not (0 or 8) || (method is 0 && sizes.Packed != sizes.Unpacked)) return FileProblems.Damaged();
            if (DataStart(file, sizes, flags, method, entry.Slice(EntryBytes, nameBytes), end.Offset) is not { } start) return FileProblems.Damaged();

            parts.Add(new(name, method is 8, U32(entry[16..]), sizes.Packed, sizes.Unpacked, sizes.Header, start));
            at += length;
        }
        return at == table.Length && LieSideBySide(parts) ? parts.OrderBy(p => p.Start).ToList() : FileProblems.Damaged();
    }

    /// <summary>The end record stands at the very end, without a comment, so that there is just one.</summary>
    private static End? ReadEnd(Stream file)
    {
        if (file.Length < EndBytes) return null;
        Span<byte> end = stackalloc byte[EndBytes];
        var before = file.Length - EndBytes;
        file.Position = before;
        file.ReadExactly(end);
        if (U32(end) != 0x06054b50 || U16(end[20..]) != 0 || U16(end[4..]) is not (0 or 0xFFFF) || U16(end[6..]) is not (0 or 0xFFFF)) return null;
        var isLarge = U16(end[10..]) == 0xFFFF || U32(end[12..]) == uint.MaxValue || U32(end[16..]) == uint.MaxValue;
        if (!isLarge) return new(U16(end[10..]), U32(end[12..]), U32(end[16..]), before);

        if (before < Zip64LocatorBytes + Zip64EndBytes) return null;
        Span<byte> large = stackalloc byte[Zip64LocatorBytes + Zip64EndBytes];
        before -= large.Length;
        file.Position = before;
        file.ReadExactly(large);
        var locator = large[Zip64EndBytes..];
        if (U32(large) != 0x06064b50 || U32(locator) != 0x07064b50 || I64(locator[8..]) != before || I64(large[4..]) != Zip64EndBytes - 12) return null;
        return new(Clamped(large[32..]), Clamped(large[40..]), Clamped(large[48..]), before);
    }

    private readonly record struct EntrySizes(long Packed, long Unpacked, long Header);

    /// <summary>Sizes and place of the local header, from the extra field where they do not fit.</summary>
    private static EntrySizes? Sizes(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> extra)
    {
        long packed = U32(entry[20..]), unpacked = U32(entry[24..]), header = U32(entry[42..]);
        while (extra.Length >= 4)
        {
            var (id, length) = (U16(extra), U16(extra[2..]));
            if (extra.Length < 4 + length) return null;
            if (id == 1)
            {
                var values = extra.Slice(4, length);
                if (!TakeLarge(ref unpacked, ref values) || !TakeLarge(ref packed, ref values) || !TakeLarge(ref header, ref values)) return null;
            }
            extra = extra[(4 + length)..];
        }
        return new(packed, unpacked, header);
    }

    private static bool TakeLarge(ref long value, ref ReadOnlySpan<byte> values)
    {
        if (value != uint.MaxValue) return true;
        if (values.Length < 8) return false;
        value = I64(values);
        values = values[8..];
        return value >= 0;
    }

    /// <summary>The local header must say what the table says; other programs read the one or the other.</summary>
    private static long? DataStart(Stream file, EntrySizes sizes, ushort flags, ushort method, ReadOnlySpan<byte> name, long end)
    {
        if (sizes.Header > end - LocalBytes) return null;
        Span<byte> local = stackalloc byte[LocalBytes];
        file.Position = sizes.Header;
        file.ReadExactly(local);
        var localFlags = U16(local[6..]);
        if (U32(local) != 0x04034b50 || U16(local[8..]) != method || U16(local[26..]) != name.Length || ((localFlags ^ flags) & (Encrypted | SizesFollow)) != 0) return null;
        if ((flags & SizesFollow) == 0 && (U32(local[18..]), U32(local[22..])) is var (packed, unpacked)
            && ((packed != uint.MaxValue && packed != sizes.Packed) || (unpacked != uint.MaxValue && unpacked != sizes.Unpacked))) return null;

        var start = sizes.Header + LocalBytes + name.Length + U16(local[28..]);
        if (start > end || sizes.Packed > end - start) return null;
        Span<byte> localName = new byte[name.Length];
        file.ReadExactly(localName);
        return localName.SequenceEqual(name) ? start : null;
    }

    /// <summary>Null for a name that would leave the folder it is unpacked to, or that programs read differently.</summary>
    private static string? NameOf(ReadOnlySpan<byte> bytes)
    {
        string name;
        try { name = StrictUtf8.GetString(bytes); }
        catch (DecoderFallbackException) { name = Encoding.Latin1.GetString(bytes); }
        if (name.Length is 0 or > 500 || name[0] == '/' || name.Any(c => char.IsControl(c) || c is '\\' or ':')) return null;
        return name.TrimEnd('/').Split('/').Any(piece => piece.Trim() is "" or "." or "..") ? null : name;
    }

    private static bool IsSymbolicLink(ReadOnlySpan<byte> entry) => (U32(entry[38..]) >> 16 & 0xF000) == 0xA000;

    private static bool IsBomb(long unpacked, long packed, InspectionLimits limits) =>
        unpacked > limits.MaxUnpackedBytes || (unpacked > limits.RatioFloorBytes && unpacked / Math.Max(packed, 1) > limits.MaxRatio);

    /// <summary>The first part starts the file and no two share a byte.</summary>
    private static bool LieSideBySide(List<ZipPart> parts)
    {
        var end = 0L;
        foreach (var part in parts.OrderBy(p => p.Header))
        {
            if (part.Header < end || (end == 0 && part.Header != 0)) return false;
            end = part.Start + part.Packed;
        }
        return parts.Count > 0;
    }

    private static ushort U16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    private static uint U32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    private static long I64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes);

    /// <summary>A size beyond what can be true becomes one that fails every check, without overflowing in sums.</summary>
    private static long Clamped(ReadOnlySpan<byte> bytes) => I64(bytes) is >= 0 and < 1L << 50 and var value ? value : 1L << 50;
}
