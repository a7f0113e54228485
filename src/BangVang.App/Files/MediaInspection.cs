using System.Buffers.Binary;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;

namespace BangVang.App.Files;

/// <summary>Pictures and films: complete from the first byte to the last, nothing hung on behind, no larger than a screen can bear.</summary>
internal static class MediaInspection
{
    /// <summary>A film of a day in fragments of two seconds has fewer.</summary>
    private const int MaxBoxes = 100_000;

    /// <summary>PNG (ISO/IEC 15948): every chunk with its checksum.</summary>
    public static Problem? Png(ByteReader file, InspectionLimits limits)
    {
        file.Position = 8;
        var (isFirst, type, header) = (true, new byte[4], new byte[13]);
        var block = new byte[1 << 14];
        while (file.TryReadU32() is { } length)
        {
            if (length > int.MaxValue || !file.TryRead(type) || file.Position + length + 4 > file.Length) return FileProblems.Damaged(FileKind.Png);
            if (isFirst != type.AsSpan().SequenceEqual("IHDR"u8) || (isFirst && length != header.Length)) return FileProblems.Damaged(FileKind.Png);

            var crc = new Crc32();
            crc.Add(type);
            if (isFirst)
            {
                file.TryRead(header);
                crc.Add(header);
                if (PixelProblem(FileKind.Png, U32(header), U32(header.AsSpan(4)), limits) is { } problem) return problem;
            }
            else AddRest(file, length, ref crc, block);
            if (file.TryReadU32() != crc.Value) return FileProblems.Damaged(FileKind.Png);
            if (type.AsSpan().SequenceEqual("IEND"u8)) return file.Position == file.Length ? null : FileProblems.TrailingData(FileKind.Png);
            isFirst = false;
        }
        return FileProblems.Damaged(FileKind.Png);
    }

    private static uint U32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private static void AddRest(ByteReader file, uint length, ref Crc32 crc, byte[] block)
    {
        for (var left = length; left > 0;)
        {
            var take = (int)Math.Min(left, (uint)block.Length);
            file.TryRead(block.AsSpan(0, take));
            crc.Add(block.AsSpan(0, take));
            left -= (uint)take;
        }
    }

    /// <summary>JPEG (ISO/IEC 10918-1), also several pictures one after the other as telephones write them (MPF).</summary>
    public static Problem? Jpeg(ByteReader file, InspectionLimits limits)
    {
        file.Position = 0;
        do
        {
            if (OneJpeg(file, limits) is { } problem) return problem;
            while (file.Peek() == 0) file.Next();
        }
        while (StartsPicture(file));
        return file.Position == file.Length ? null : FileProblems.TrailingData(FileKind.Jpeg);
    }

    private static bool StartsPicture(ByteReader file)
    {
        var start = file.Position;
        var yes = file.Next() == 0xFF && file.Next() == 0xD8;
        file.Position = start;
        return yes;
    }

    private static Problem? OneJpeg(ByteReader file, InspectionLimits limits)
    {
        var hasFrame = false;
        if (file.Next() != 0xFF || file.Next() != 0xD8) return FileProblems.Damaged(FileKind.Jpeg);
        while (NextMarker(file) is { } marker)
        {
            if (marker == 0xD9) return hasFrame ? null : FileProblems.Damaged(FileKind.Jpeg);
            if (marker is >= 0xD0 and <= 0xD7 or 0x01) continue;
            if (marker == 0xD8 || file.TryReadU16() is not (>= 2 and var length) || file.Position + length - 2 > file.Length) return FileProblems.Damaged(FileKind.Jpeg);

            var next = file.Position + length - 2;
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                if (length < 8 || file.Next() < 0 || file.TryReadU16() is not { } height || file.TryReadU16() is not { } width) return FileProblems.Damaged(FileKind.Jpeg);
                if (PixelProblem(FileKind.Jpeg, width, height, limits) is { } problem) return problem;
                hasFrame = true;
            }
            file.Position = next;
            if (marker == 0xDA) SkipScan(file);
        }
        return FileProblems.Damaged(FileKind.Jpeg);
    }

    /// <summary>The second byte of the marker that starts here; null when none does.</summary>
    private static int? NextMarker(ByteReader file)
    {
        if (file.Next() != 0xFF) return null;
        int marker;
        while ((marker = file.Next()) == 0xFF) { }
        return marker <= 0 ? null : marker;
    }

    /// <summary>Goes to the marker that ends the coded picture: 0xFF followed by neither zero nor a restart.</summary>
    private static void SkipScan(ByteReader file)
    {
        while (file.Rest() is { Length: > 0 } rest)
        {
            var mark = rest.IndexOf((byte)0xFF);
            file.Skip(mark < 0 ? rest.Length : mark);
            if (mark < 0) continue;
            var start = file.Position;
            file.Next();
            if (file.Peek() is 0 or (>= 0xD0 and <= 0xD7)) { file.Next(); continue; }
            file.Position = start;
            return;
        }
    }

    /// <summary>MP4 (ISO/IEC 14496-12): boxes side by side up to the end, with a table of contents and the film itself.</summary>
    public static Problem? Mp4(ByteReader file)
    {
        var (at, hasIndex, hasFilm, isFirst, boxes) = (0L, false, false, true, 0);
        while (at < file.Length)
        {
            if (++boxes > MaxBoxes) return FileProblems.TooComplex;
            file.Position = at;
            if (file.TryReadU32() is not { } size || file.TryReadU32() is not { } type || !IsBoxType(type)) return isFirst || !hasFilm ? FileProblems.Damaged(FileKind.Mp4) : FileProblems.TrailingData(FileKind.Mp4);
            var (length, head) = size switch { 0 => (file.Length - at, 8L), 1 => (Large(file), 16L), _ => ((long)size, 8L) };
            if (length < head || length > file.Length - at || isFirst != (type == 0x66747970)) return FileProblems.Damaged(FileKind.Mp4);
            hasIndex |= type is 0x6D6F6F76;
            hasFilm |= type is 0x6D646174;
            isFirst = false;
            at += length;
        }
        return hasIndex && hasFilm ? null : FileProblems.Damaged(FileKind.Mp4);
    }

    private static long Large(ByteReader file) =>
        file.TryReadU32() is { } high && file.TryReadU32() is { } low && high <= int.MaxValue ? (long)high << 32 | low : -1;

    private static bool IsBoxType(uint type)
    {
        for (var shift = 0; shift < 32; shift += 8)
            if ((type >> shift & 0xFF) is not (>= 0x20 and <= 0x7E or 0xA9)) return false;
        return true;
    }

    private static Problem? PixelProblem(FileKind kind, long width, long height, InspectionLimits limits) =>
        width == 0 || height == 0 ? FileProblems.Damaged(kind)
        : width > limits.MaxPixels / height ? FileProblems.TooManyPixels(width, height, limits.MaxPixels)
        : null;
}
