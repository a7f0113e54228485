using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;

namespace BangVang.App.Files;

/// <summary>Why a file is refused, in words an applicant can act on: each code is a sentence of <c>Files.vi.resx</c>.</summary>
public static class FileProblems
{
    public static readonly Problem Empty = Problem.Invalid("files.empty");
    public static Problem TooLarge(long maxBytes) => Problem.Invalid("files.too_large").With("max", Size(maxBytes));

    /// <summary>The bytes are of no kind we know.</summary>
    public static Problem UnknownKind(IEnumerable<FileKind> accepted) => Problem.Invalid("files.kind_unknown").With("accepted", accepted.Labels());

    /// <summary>The bytes are of a kind we know by name and never take.</summary>
    /// <param name="found">Its usual name, as <c>SVG</c>.</param>
    public static Problem RefusedKind(string found, IEnumerable<FileKind> accepted) =>
        Problem.Invalid("files.kind_refused").With("found", found).With("accepted", accepted.Labels());

    /// <summary>A kind an award takes, but not here.</summary>
    public static Problem KindNotAccepted(FileKind kind, IEnumerable<FileKind> accepted) =>
        Problem.Invalid("files.kind_not_accepted").With("kind", kind.Label()).With("accepted", accepted.Labels());

    /// <param name="extension">As the name has it; empty when it has none.</param>
    public static Problem WrongExtension(string extension, FileKind kind) =>
        Problem.Invalid("files.wrong_extension").With("extension", extension).With("kind", kind.Label()).With("expected", kind.Extensions()[0]);

    public static Problem Damaged(FileKind? kind = null) => Problem.Invalid("files.damaged").With("kind", kind?.Label() ?? "ZIP");
    public static Problem TrailingData(FileKind kind) => Problem.Invalid("files.trailing_data").With("kind", kind.Label());
    public static readonly Problem Encrypted = Problem.Invalid("files.encrypted");
    public static readonly Problem TooComplex = Problem.Invalid("files.too_complex");

    public static Problem TooManyParts(int max) => Problem.Invalid("files.archive_too_many_parts").With("max", max);
    public static readonly Problem Bomb = Problem.Invalid("files.archive_bomb");
    public static readonly Problem ArchivePath = Problem.Invalid("files.archive_path");

    public static readonly Problem Macro = Problem.Invalid("files.macro");
    public static readonly Problem Ole = Problem.Invalid("files.ole_object");
    public static readonly Problem Dde = Problem.Invalid("files.dde");
    public static readonly Problem Dtd = Problem.Invalid("files.xml_dtd");
    public static readonly Problem EmbeddedFile = Problem.Invalid("files.embedded_file");

    /// <param name="target">Where the link leads, cut to a length that can be shown.</param>
    public static Problem ExternalLink(string target) => Problem.Invalid("files.external_link").With("target", Shown(target));

    /// <param name="what">Name of the construct, as <c>JavaScript</c>.</param>
    public static Problem ActiveContent(string what) => Problem.Invalid("files.active_content").With("what", what);

    /// <summary>A PDF holds a part that cannot be looked into.</summary>
    public static readonly Problem PdfHidden = Problem.Invalid("files.pdf_hidden");

    public static Problem TooManyPixels(long width, long height, long max) =>
        Problem.Invalid("files.too_many_pixels").With("width", width).With("height", height).With("max", max);

    /// <summary>As editions write it, in units of 1024: 20 MB.</summary>
    private static string Size(long bytes) =>
        bytes % (1L << 30) == 0 ? $"{bytes >> 30} GB" : bytes % (1 << 20) == 0 ? $"{bytes >> 20} MB" : bytes % (1 << 10) == 0 ? $"{bytes >> 10} kB" : $"{bytes} byte";

    private static string Shown(string target)
    {
        var clean = new string([.. target.Where(c => !char.IsControl(c) && char.GetUnicodeCategory(c) is not System.Globalization.UnicodeCategory.Format)]);
        return clean.Length <= 100 ? clean : $"{clean[..99]}…";
    }
}
