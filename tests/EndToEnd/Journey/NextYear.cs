using BangVang.Testing;

namespace BangVang.EndToEnd.Journey;

/// <summary>
/// The editions and data of the repository, and beside them the demonstration edition of another year, not published yet:
/// the same files with another year in them.
/// </summary>
internal sealed class NextYear : IDisposable
{
    public const string Key = "demo/2027";

    public NextYear()
    {
        Directory.CreateSymbolicLink(Path.Combine(Root, "data"), Path.Combine(Repository.Root, "data"));
        Copy(Path.Combine(Repository.Root, "editions"), Path.Combine(Root, "editions"));
        Copy(Path.Combine(Root, "editions/demo/2026"), Path.Combine(Root, "editions", Key));
        var edition = Path.Combine(Root, "editions", Key, "edition.yaml");
        File.WriteAllText(edition, File.ReadAllText(edition).Replace("2026", "2027", StringComparison.Ordinal).Replace("\nnumber: 1\n", "\nnumber: 2\n", StringComparison.Ordinal));
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("bv-root-").FullName;

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
