using System.Buffers.Binary;
using System.Text;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;

namespace BangVang.App.Files;

/// <summary>A file that may be kept.</summary>
/// <param name="Name">Safe to show and to offer for saving (<see cref="FileNames.Clean"/>).</param>
public sealed record InspectedFile(FileKind Kind, string Name, long Bytes);

/// <summary>
/// Decides by its bytes, never by its name, whether a file may be kept. Reads it in blocks: memory stays small whatever
/// the file claims about itself, and nothing in it is run, fetched or unpacked to disk.
/// </summary>
public static class FileInspection
{
    private const int HeadBytes = 512;

    /// <param name="file">Seekable; read from its start, left anywhere.</param>
    /// <param name="fileName">As the sender named it.</param>
    /// <param name="accepted">The kinds wanted here.</param>
    /// <param name="maxBytes">The largest size allowed, in bytes.</param>
    /// <returns>What the file is, or the first reason it is refused (<see cref="FileProblems"/>).</returns>
    public static Result<InspectedFile> Inspect(
        Stream file, string? fileName, IReadOnlySet<FileKind> accepted, long maxBytes, InspectionLimits? limits = null, CancellationToken ct = default)
    {
        limits ??= InspectionLimits.Default;
        if (file.Length == 0) return FileProblems.Empty;
        if (file.Length > maxBytes) return FileProblems.TooLarge(maxBytes);

        var head = Head(file);
        var office = head.AsSpan().StartsWith("PK\x03\x04"u8) ? new OfficeInspection(file, limits, nesting: 0, ct) : null;
        if (!KindOf(file, head, office, accepted).TryGet(out var kind, out var problem)) return problem;
        if (!accepted.Contains(kind)) return FileProblems.KindNotAccepted(kind, accepted);

        var name = FileNames.Clean(fileName);
        var extension = FileNames.Extension(name);
        if (!kind.Extensions().Contains(extension)) return FileProblems.WrongExtension(extension, kind);
        return Problem(file, kind, office, limits, ct) is { } found ? Named(found, kind) : new InspectedFile(kind, name, file.Length);
    }

    /// <summary>Which of our kinds the bytes are, without judging what is in them; null for every other.</summary>
    public static FileKind? Detect(Stream file, InspectionLimits? limits = null, CancellationToken ct = default)
    {
        if (file.Length == 0) return null;
        var head = Head(file);
        var office = head.AsSpan().StartsWith("PK\x03\x04"u8) ? new OfficeInspection(file, limits ?? InspectionLimits.Default, nesting: 0, ct) : null;
        return KindOf(file, head, office, FileKinds.All).TryGet(out var kind, out _) ? kind : null;
    }

    private static Problem? Problem(Stream file, FileKind kind, OfficeInspection? office, InspectionLimits limits, CancellationToken ct) => kind switch
    {
        FileKind.Pdf => new PdfInspection(file, limits, ct).Check(),
        FileKind.Png => MediaInspection.Png(new(file, ct), limits),
        FileKind.Jpeg => MediaInspection.Jpeg(new(file, ct), limits),
        FileKind.Mp4 => MediaInspection.Mp4(new(file, ct)),
        _ => office!.Check(),
    };

    private static Result<FileKind> KindOf(Stream file, byte[] head, OfficeInspection? office, IReadOnlySet<FileKind> accepted)
    {
        var bytes = head.AsSpan();
        if (office is not null) return office.Kind(accepted);
        if (bytes.StartsWith("%PDF-1."u8) || bytes.StartsWith("%PDF-2."u8)) return FileKind.Pdf;
        if (bytes.StartsWith(PngHead)) return FileKind.Png;
        if (bytes.StartsWith(JpegHead)) return FileKind.Jpeg;
        if (bytes.Length >= 12 && bytes[4..8].SequenceEqual("ftyp"u8)) return Film(bytes, accepted);
        if (bytes.StartsWith(OleHead)) return OldOffice(file, accepted);
        return OtherKind(bytes) is { } other ? FileProblems.RefusedKind(other, accepted) : FileProblems.UnknownKind(accepted);
    }

    private static ReadOnlySpan<byte> PngHead => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private static ReadOnlySpan<byte> JpegHead => [0xFF, 0xD8, 0xFF];
    private static ReadOnlySpan<byte> OleHead => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    /// <summary>The same container holds films, telephone pictures and sound: the brand tells.</summary>
    private static Result<FileKind> Film(ReadOnlySpan<byte> bytes, IReadOnlySet<FileKind> accepted)
    {
        var brand = Encoding.Latin1.GetString(bytes[8..12]);
        return brand switch
        {
            "isom" or "iso2" or "iso3" or "iso4" or "iso5" or "iso6" or "iso7" or "iso8" or "iso9" or "mp41" or "mp42" or "mp71" or "avc1" or "dash" or "MSNV" or "M4V " or "M4VP" or "f4v " or "XAVC" or "mmp4" => FileKind.Mp4,
            "qt  " => FileProblems.RefusedKind("MOV (QuickTime)", accepted),
            "heic" or "heix" or "hevc" or "mif1" or "msf1" => FileProblems.RefusedKind("HEIC", accepted),
            "avif" or "avis" => FileProblems.RefusedKind("AVIF", accepted),
            "M4A " or "M4B " => FileProblems.RefusedKind("M4A", accepted),
            _ when brand.StartsWith("3g", StringComparison.Ordinal) => FileProblems.RefusedKind("3GP", accepted),
            _ => FileProblems.UnknownKind(accepted),
        };
    }

    /// <summary>An Office file under a password is packed into the container of the old formats.</summary>
    private static Problem OldOffice(Stream file, IReadOnlySet<FileKind> accepted)
    {
        var encrypted = Encoding.Unicode.GetBytes("EncryptedPackage");
        var reader = new ByteReader(file, default) { Position = 0 };
        return reader.SkipPast(encrypted) ? FileProblems.Encrypted : FileProblems.RefusedKind("DOC/XLS/PPT (97-2003)", accepted);
    }

    private static string? OtherKind(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("GIF8"u8)) return "GIF";
        if (bytes.StartsWith("RIFF"u8) && bytes.Length >= 12) return bytes[8..12].SequenceEqual("WEBP"u8) ? "WebP" : bytes[8..11].SequenceEqual("AVI"u8) ? "AVI" : "RIFF";
        if (bytes.StartsWith("BM"u8) && bytes.Length > 14 && BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]) == 0) return "BMP";
        if (bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8)) return "TIFF";
        if (bytes.StartsWith("Rar!"u8)) return "RAR";
        if (bytes.StartsWith((ReadOnlySpan<byte>)[(byte)'7', (byte)'z', 0xBC, 0xAF])) return "7z";
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) return "GZIP";
        if (bytes.StartsWith("PK"u8)) return "ZIP";
        if (bytes.StartsWith("MZ"u8) || bytes.StartsWith("\u007FELF"u8)) return "EXE";
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3])) return "MKV/WebM";
        if (bytes.StartsWith("{\\rtf"u8)) return "RTF";
        if (bytes.StartsWith("#!"u8)) return "script";
        return MarkupKind(bytes);
    }

    private static string? MarkupKind(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (!text.StartsWith('<')) return null;
        if (text.Contains("<svg", StringComparison.OrdinalIgnoreCase)) return "SVG";
        return text.Contains("<html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<script", StringComparison.OrdinalIgnoreCase) ? "HTML" : "XML";
    }

    /// <summary>Damage found deep inside does not know which kind of file it was in.</summary>
    private static Problem Named(Problem problem, FileKind kind) => problem.Code == "files.damaged" ? FileProblems.Damaged(kind) : problem;

    private static byte[] Head(Stream file)
    {
        var head = new byte[(int)Math.Min(HeadBytes, file.Length)];
        file.Position = 0;
        file.ReadExactly(head);
        return head;
    }
}
