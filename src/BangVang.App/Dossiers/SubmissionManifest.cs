using System.Text;
using System.Text.Json;
using BangVang.Domain.Kernel;

namespace BangVang.App.Dossiers;

/// <summary>A file that is named by its hash, with the field it is for.</summary>
/// <param name="Name">As the sender calls it.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
public sealed record NamedFile(string Field, string Name, long Bytes, string Sha256);

/// <summary>
/// What the browser sends at "submit" in place of files that are still on their way:
/// <c>{"v": 1, "files": [{"field", "name", "size", "sha256"}…]}</c>, small enough to get through when nothing else does.
/// </summary>
public sealed record SubmissionManifest(IReadOnlyList<NamedFile> Files)
{
    /// <summary>Bytes of its text in UTF-8.</summary>
    public const int Largest = 2_048;

    public static readonly SubmissionManifest Empty = new([]);

    /// <param name="json">Null or empty when every file is here.</param>
    public static Result<SubmissionManifest> Read(string? json)
    {
        if (string.IsNullOrEmpty(json)) return Empty;
        if (Encoding.UTF8.GetByteCount(json) > Largest) return Problem.Invalid("dossiers.manifest_too_large").With("max", Largest);
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 4 });
            var root = document.RootElement;
            if (root.GetProperty("v").GetInt32() != 1) return Unreadable;
            var files = root.GetProperty("files").EnumerateArray().Select(FileOf).ToList();
            return files.TrueForAll(f => f.Sha256.Length == 64 && f.Sha256.All(char.IsAsciiHexDigitLower)) ? new SubmissionManifest(files) : Unreadable;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException) { return Unreadable; }
    }

    private static readonly Problem Unreadable = Problem.Invalid("dossiers.manifest_unreadable");

    private static NamedFile FileOf(JsonElement file) => new(Text(file, "field"), Text(file, "name"), file.GetProperty("size").GetInt64(), Text(file, "sha256"));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new FormatException(name);
}
