using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using BangVang.App.Kernel;
using BangVang.Domain.Kernel;

namespace BangVang.App.Backups;

/// <summary>One <c>.tar.gz</c>: the database, the files, and last a manifest with the SHA-256 of each.</summary>
public static class BackupArchive
{
    internal const string ManifestName = "manifest.json";
    internal const int Format = 1;

    /// <summary>Writes the archive; it bears its name only when it is whole and on the disk.</summary>
    /// <param name="contents">Place in the archive and the file to read, in the order in which they are written.</param>
    /// <param name="manifest">Everything but the list of files, which is made while they are read.</param>
    internal static async Task<BackupManifest> WriteAsync(string path, IEnumerable<(string Name, string File)> contents, BackupManifest manifest, CancellationToken ct)
    {
        var partial = $"{path}.partial";
        try
        {
            await using (var file = CreateForOwnerOnly(partial))
            {
                await using (var zipped = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
                await using (var tar = new TarWriter(zipped, TarEntryFormat.Pax))
                {
                    var files = new List<BackupFile>();
                    foreach (var (name, source) in contents) files.Add(await AddAsync(tar, name, source, ct));
                    manifest = manifest with { Files = files };
                    using var json = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest, Json.Options));
                    await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, ManifestName) { DataStream = json }, ct);
                }
                file.Flush(flushToDisk: true);
            }
            File.Move(partial, path);
            DurableFiles.SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return manifest;
        }
        finally { File.Delete(partial); }
    }

    /// <summary>An archive holds everything, personal data too.</summary>
    private static FileStream CreateForOwnerOnly(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(path, options);
    }

    private static async Task<BackupFile> AddAsync(TarWriter tar, string name, string source, CancellationToken ct)
    {
        await using var content = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct));
        content.Position = 0;
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content }, ct);
        return new(name, content.Length, hash);
    }

    /// <summary>Unpacks into the empty directory <paramref name="target"/> and checks everything against the manifest.</summary>
    /// <returns>The manifest, or the first thing that does not hold; then the directory holds what was unpacked so far.</returns>
    public static async Task<Result<BackupManifest>> UnpackAsync(string path, string target, CancellationToken ct)
    {
        var found = new Dictionary<string, BackupFile>();
        BackupManifest? manifest = null;
        try
        {
            await using var file = File.OpenRead(path);
            await using var zipped = new GZipStream(file, CompressionMode.Decompress);
            await using var tar = new TarReader(zipped);
            while (await tar.GetNextEntryAsync(copyData: false, ct) is { } entry)
            {
                if (manifest is not null || entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || !IsPlain(entry.Name))
                    return Problem.Invalid("backup.not_a_backup").With("name", entry.Name);
                var content = entry.DataStream ?? Stream.Null;
                if (entry.Name == ManifestName) manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(content, Json.Options, ct);
                else if (!found.TryAdd(entry.Name, await UnpackAsync(entry.Name, content, target, ct))) return Problem.Invalid("backup.twice").With("name", entry.Name);
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or JsonException)
        {
            return Problem.Invalid("backup.damaged").With("reason", e.Message);
        }
        if (manifest is null) return Problem.Invalid("backup.no_manifest");
        if (manifest.Format != Format) return Problem.Invalid("backup.unknown_format").With("format", manifest.Format);
        return Compare(manifest, found) is { } problem ? problem : manifest;
    }

    private static Problem? Compare(BackupManifest manifest, Dictionary<string, BackupFile> found)
    {
        foreach (var promised in manifest.Files)
        {
            if (!found.Remove(promised.Path, out var file)) return Problem.Invalid("backup.file_missing").With("name", promised.Path);
            if (file != promised) return Problem.Invalid("backup.file_differs").With("name", promised.Path).With("promised", promised.Sha256).With("found", file.Sha256);
        }
        return found.Count > 0 ? Problem.Invalid("backup.file_unexpected").With("name", found.Keys.First()) : null;
    }

    private static async Task<BackupFile> UnpackAsync(string name, Stream content, string target, CancellationToken ct)
    {
        var path = Path.Combine(target, name);
        DurableFiles.EnsureDirectory(Path.GetDirectoryName(path)!);
        await using (var copy = new FileStream(path, FileMode.CreateNew, FileAccess.Write)) await content.CopyToAsync(copy, ct);
        DurableFiles.SyncFile(path);
        DurableFiles.SyncDirectory(Path.GetDirectoryName(path)!);
        await using var written = File.OpenRead(path);
        return new(name, written.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(written, ct)));
    }

    /// <summary>Names that stay inside the directory they are unpacked into.</summary>
    private static bool IsPlain(string name) =>
        name.Length > 0 && !name.Contains('\\') && name.Split('/').All(part => part is not ("" or "." or ".."));
}
