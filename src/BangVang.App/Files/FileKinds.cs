using System.Collections.Frozen;
using BangVang.Domain.Editions;

namespace BangVang.App.Files;

/// <summary>What people and browsers call the kinds.</summary>
public static class FileKinds
{
    public static readonly IReadOnlySet<FileKind> All = Enum.GetValues<FileKind>().ToFrozenSet();

    /// <summary>Endings of file names, lower case without a dot, the usual one first.</summary>
    public static IReadOnlyList<string> Extensions(this FileKind kind) => kind switch
    {
        FileKind.Jpeg => ["jpg", "jpeg"],
        _ => [kind.ToString().ToLowerInvariant()],
    };

    public static string MediaType(this FileKind kind) => kind switch
    {
        FileKind.Pdf => "application/pdf",
        FileKind.Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        FileKind.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        FileKind.Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        FileKind.Png => "image/png",
        FileKind.Jpeg => "image/jpeg",
        FileKind.Mp4 => "video/mp4",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>As a sentence names it: <c>PDF</c>.</summary>
    public static string Label(this FileKind kind) => kind.ToString().ToUpperInvariant();

    /// <summary>As a sentence lists them: <c>PDF, DOCX</c>.</summary>
    public static string Labels(this IEnumerable<FileKind> kinds) => string.Join(", ", kinds.Order().Select(Label));
}
