using BangVang.Domain.Kernel;

namespace BangVang.App.Files;

/// <summary>
/// Finds <c>/S /JavaScript</c> and its like anywhere in the bytes of a PDF: in comments, strings and streams too, for a
/// table of contents may point into any of them. The pair is asked for, since the second word alone occurs in addresses.
/// </summary>
internal static class RawActions
{
    private const int BlockBytes = 1 << 18, Overlap = 256, MaxName = 64;

    public static Problem? Find(Stream file, CancellationToken ct)
    {
        var block = new byte[BlockBytes];
        file.Position = 0;
        for (var kept = 0; file.ReadAtLeast(block.AsSpan(kept), 1, throwOnEndOfStream: false) is > 0 and var read;)
        {
            ct.ThrowIfCancellationRequested();
            var bytes = block.AsSpan(0, kept + read);
            if (FindIn(bytes) is { } problem) return problem;
            kept = Math.Min(Overlap, bytes.Length);
            bytes[^kept..].CopyTo(block);
        }
        return null;
    }

    private static Problem? FindIn(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'/') is >= 0 and var at)
        {
            bytes = bytes[(at + 1)..];
            var rest = bytes;
            if (TakeName(ref rest) is not ("S" or "Type" or "Subtype")) continue;
            while (rest.Length > 0 && PdfLexer.IsBlank(rest[0])) rest = rest[1..];
            if (rest.Length == 0 || rest[0] != '/') continue;
            rest = rest[1..];
            var problem = TakeName(ref rest) switch
            {
                "JavaScript" => FileProblems.ActiveContent("JavaScript"),
                "Launch" => FileProblems.ActiveContent("Launch"),
                "SubmitForm" => FileProblems.ActiveContent("SubmitForm"),
                "ImportData" => FileProblems.ActiveContent("ImportData"),
                "Rendition" => FileProblems.ActiveContent("Rendition"),
                "GoToE" => FileProblems.ActiveContent("GoToE"),
                "EmbeddedFile" => FileProblems.EmbeddedFile,
                _ => null,
            };
            if (problem is not null) return problem;
        }
        return null;
    }

    private static string TakeName(ref ReadOnlySpan<byte> bytes)
    {
        Span<char> name = stackalloc char[MaxName];
        var (length, at) = (0, 0);
        for (; at < bytes.Length && length < MaxName && PdfLexer.IsRegular(bytes[at]); at++)
        {
            int c = bytes[at];
            if (c == '#' && at + 2 < bytes.Length && PdfLexer.Digit(bytes[at + 1]) is >= 0 and var high && PdfLexer.Digit(bytes[at + 2]) is >= 0 and var low)
                (c, at) = (high * 16 + low, at + 2);
            name[length++] = (char)c;
        }
        bytes = bytes[at..];
        return new(name[..length]);
    }
}
