using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using BangVang.App.Kernel;
using BangVang.App.Ports;

namespace BangVang.App.Files;

/// <summary>The file store on a directory of this node.</summary>
public sealed class DiskFileStore(FileStoreOptions options) : IFileStore
{
    private const int BlockBytes = 1 << 17;

    public async Task<FileContent> PutAsync(Stream content, CancellationToken ct)
    {
        await using var incoming = IncomingFile.Create(options);
        var kept = await incoming.WriteAsync(content, maxBytes: long.MaxValue, ct);
        await TakeAsync(incoming.Path, kept!.Sha256, ct);
        return kept;
    }

    public Task TakeAsync(string path, string sha256, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        DurableFiles.SyncFile(path);
        // Over an existing file too: it may be another writer's whose name is not synced yet, or one that has decayed.
        DurableFiles.Publish(path, PathOf(sha256));
        return Task.CompletedTask;
    }

    public Task<Stream?> OpenAsync(string sha256, CancellationToken ct)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BlockBytes, useAsync: true));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException) { return Task.FromResult<Stream?>(null); }
    }

    public Task<bool> ExistsAsync(string sha256, CancellationToken ct) => Task.FromResult(File.Exists(PathOf(sha256)));

    public async Task<FileCheck> VerifyAsync(string sha256, CancellationToken ct)
    {
        await using var content = await OpenAsync(sha256, ct);
        if (content is null) return FileCheck.Missing;
        var found = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct));
        return found == sha256 ? FileCheck.Sound : FileCheck.Damaged;
    }

    public async IAsyncEnumerable<FileContent> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        var shards = new DirectoryInfo(options.Objects);
        if (!shards.Exists) yield break;
        foreach (var shard in shards.EnumerateDirectories().OrderBy(d => d.Name, StringComparer.Ordinal))
            foreach (var file in shard.EnumerateFiles().OrderBy(f => f.Name, StringComparer.Ordinal))
            {
                ct.ThrowIfCancellationRequested();
                yield return new(file.Name, file.Length);
            }
    }

    private string PathOf(string sha256) => IsHash(sha256)
        ? Path.Combine(options.Objects, sha256[..2], sha256)
        : throw new ArgumentException("A hash is 64 lower-case hexadecimal digits.", nameof(sha256));

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}
