using System.Runtime.CompilerServices;

namespace BangVang.Domain.Tests.Editions;

/// <summary>The editions that come with the platform.</summary>
internal static class Shipped
{
    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "../../.."));

    /// <summary>"demo/2026", "make-in-viet-nam/2020" …</summary>
    public static IEnumerable<string> Keys => Directory.GetFiles(Path.Combine(Root, "editions"), "edition.yaml", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(Path.Combine(Root, "editions"), Path.GetDirectoryName(f)!).Replace('\\', '/')).Order(StringComparer.Ordinal);

    public static string Folder(string key) => Path.Combine(Root, "editions", key);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
