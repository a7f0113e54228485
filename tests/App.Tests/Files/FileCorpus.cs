using BangVang.App.Files;
using BangVang.Domain.Editions;
using BangVang.Testing.Files;

namespace BangVang.App.Tests.Files;

/// <param name="Code">The refusal expected; null when the file must be taken.</param>
public sealed record CorpusFile(string Title, byte[] Bytes, string Name, string? Code);

/// <summary>Files made to be judged: good ones that must pass and bad ones that must not, each with its verdict.</summary>
public static partial class FileCorpus
{
    public static IReadOnlyDictionary<string, CorpusFile> All => Made.Value;

    private static readonly Lazy<IReadOnlyDictionary<string, CorpusFile>> Made = new(() =>
        Good().Concat(Names()).Concat(Others()).Concat(Office()).Concat(Zips()).Concat(Pdfs()).Concat(Media()).ToDictionary(f => f.Title));

    private static readonly FileKind[] OfficeKinds = [FileKind.Docx, FileKind.Xlsx, FileKind.Pptx];

    private static IEnumerable<CorpusFile> Good()
    {
        foreach (var kind in FileKinds.All)
            foreach (var ending in kind.Extensions().SelectMany(e => new[] { e, e.ToUpperInvariant() }))
                yield return new($"good {kind} named .{ending}", SampleFiles.Of(kind), $"Đơn đăng ký.{ending}", null);
    }

    /// <summary>A name that says another kind than the bytes is refused, whatever both are.</summary>
    private static IEnumerable<CorpusFile> Names()
    {
        foreach (var kind in FileKinds.All)
        {
            foreach (var other in FileKinds.All.Where(k => k != kind))
                yield return new($"{kind} named as {other}", SampleFiles.Of(kind), $"x.{other.Extensions()[0]}", "files.wrong_extension");
            foreach (var name in new[] { "x", "x.", "x.exe", "x.svg", $"x.{kind.Extensions()[0]}.html", $"x.html%00.{kind.Extensions()[0]}x", "\u202Efdp.exe", "", "../..", $".{kind.Extensions()[0]}x" })
                yield return new($"{kind} named '{string.Concat(name.Select(c => c < 128 ? $"{c}" : $"u{(int)c:x4}"))}'", SampleFiles.Of(kind), name, "files.wrong_extension");
            foreach (var name in new[] { "a/b/c.{0}", "a\\b\\c.{0}", "../../x.{0}", "CON.{0}", "x\r\ny.{0}", "\u202Ex.{0}", $"{new string('ộ', 300)}.{{0}}", "  x .{0}", "x\u0000.{0}" })
                yield return new($"{kind} with an odd name {string.Concat(name.Take(8).Select(c => $"{(int)c:x}"))}", SampleFiles.Of(kind), string.Format(name, kind.Extensions()[0]), null);
        }
    }

    /// <summary>Everything that is none of the seven kinds, named as a PDF and as itself.</summary>
    private static IEnumerable<CorpusFile> Others()
    {
        var zip = OfficeSample.Zip([("a.txt", "x"u8.ToArray())]);
        var odt = OfficeSample.Zip([("mimetype", "application/vnd.oasis.opendocument.text"u8.ToArray()), ("content.xml", "<x/>"u8.ToArray())]);
        (string Name, byte[] Bytes, string Code)[] others =
        [
            ("svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"u8.ToArray(), "files.kind_refused"),
            ("svg with prolog", "<?xml version='1.0'?>\n<!-- x --><svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), "files.kind_refused"),
            ("svg with bom", [0xEF, 0xBB, 0xBF, .. "<svg/>"u8], "files.kind_refused"),
            ("html", "<!DOCTYPE html><html><body>x</body></html>"u8.ToArray(), "files.kind_refused"),
            ("script in html", "<script>alert(1)</script>"u8.ToArray(), "files.kind_refused"),
            ("xml", "<?xml version='1.0'?><a/>"u8.ToArray(), "files.kind_refused"),
            ("gif", "GIF89a\x01\0\x01\0\0\0\0;"u8.ToArray(), "files.kind_refused"),
            ("gif with script", "GIF89a/*\0\0*/=1;alert(1)"u8.ToArray(), "files.kind_refused"),
            ("webp", "RIFF\x10\0\0\0WEBPVP8 "u8.ToArray(), "files.kind_refused"),
            ("avi", "RIFF\x10\0\0\0AVI LIST"u8.ToArray(), "files.kind_refused"),
            ("bmp", [.. "BM"u8, 0x46, 0, 0, 0, 0, 0, 0, 0, 0x36, 0, 0, 0, 0x28, 0, 0, 0], "files.kind_refused"),
            ("tiff", [.. "II*\0"u8, 8, 0, 0, 0], "files.kind_refused"),
            ("rar", "Rar!\x1a\x07\x01\0xxxxx"u8.ToArray(), "files.kind_refused"),
            ("7z", [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, 0, 4], "files.kind_refused"),
            ("gzip", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], "files.kind_refused"),
            ("zip", zip, "files.kind_refused"),
            ("empty zip", [.. "PK"u8, 5, 6, .. new byte[18]], "files.kind_refused"),
            ("odt", odt, "files.kind_refused"),
            ("jar", OfficeSample.Zip([("META-INF/MANIFEST.MF", "x"u8.ToArray())]), "files.kind_refused"),
            ("exe", [.. "MZ"u8, .. new byte[62]], "files.kind_refused"),
            ("elf", [0x7F, .. "ELF"u8, .. new byte[60]], "files.kind_refused"),
            ("shell script", "#!/bin/sh\nrm -rf /\n"u8.ToArray(), "files.kind_refused"),
            ("rtf", "{\\rtf1 {\\object\\objdata 00}}"u8.ToArray(), "files.kind_refused"),
            ("mkv", [0x1A, 0x45, 0xDF, 0xA3, 0, 0, 0, 0], "files.kind_refused"),
            ("old word", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[1000]], "files.kind_refused"),
            ("office under a password", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[1000], .. System.Text.Encoding.Unicode.GetBytes("EncryptedPackage"), .. new byte[400]], "files.encrypted"),
            ("mov", MediaSample.Mp4("qt  "), "files.kind_refused"),
            ("heic", MediaSample.Mp4("heic"), "files.kind_refused"),
            ("avif", MediaSample.Mp4("avif"), "files.kind_refused"),
            ("m4a", MediaSample.Mp4("M4A "), "files.kind_refused"),
            ("3gp", MediaSample.Mp4("3gp4"), "files.kind_refused"),
            ("unknown brand", MediaSample.Mp4("zzzz"), "files.kind_unknown"),
            ("text", "Xin chào"u8.ToArray(), "files.kind_unknown"),
            ("eicar", "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"u8.ToArray(), "files.kind_unknown"),
            ("csv", "=cmd|' /C calc'!A0,1\r\n"u8.ToArray(), "files.kind_unknown"),
            ("zeros", new byte[5000], "files.kind_unknown"),
            ("one byte", [0x25], "files.kind_unknown"),
            ("nothing", [], "files.empty"),
            ("postscript", "%!PS-Adobe-3.0\n"u8.ToArray(), "files.kind_unknown"),
            ("pdf behind a newline", [10, .. SampleFiles.Of(FileKind.Pdf)], "files.kind_unknown"),
            ("pdf behind html", [.. "<html>"u8, .. SampleFiles.Of(FileKind.Pdf)], "files.kind_refused"),
            ("pdf of no version", [.. "%PDF-x"u8, .. SampleFiles.Of(FileKind.Pdf)], "files.kind_unknown"),
        ];
        foreach (var (name, bytes, code) in others)
            foreach (var as_ in new[] { "pdf", "png", "docx", "svg", "" })
                yield return new($"{name} named .{as_}", bytes, $"x.{as_}", code);
    }
}
