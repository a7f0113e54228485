using System.Buffers;
using System.Security.Cryptography;
using BangVang.App.Kernel;
using BangVang.App.Ports;
using Microsoft.Win32.SafeHandles;

namespace BangVang.App.Files;

/// <summary>A file while it comes in, of known length and hash once written. Gone when disposed, unless something took it over.</summary>
public sealed class IncomingFile : IAsyncDisposable
{
    private const int BlockBytes = 1 << 17;
    private readonly SafeFileHandle handle;

    private IncomingFile(string path, SafeFileHandle handle) => (Path, this.handle) = (path, handle);

    public string Path { get; }

    public static IncomingFile Create(FileStoreOptions options)
    {
        DurableFiles.EnsureDirectory(options.Incoming);
        var path = System.IO.Path.Combine(options.Incoming, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        return new(path, DurableFiles.Create(path));
    }

    /// <summary>Writes the rest of <paramref name="content"/>; not synced yet.</summary>
    /// <returns>Null when there was more than <paramref name="maxBytes"/>; then only so much was read.</returns>
    public async Task<FileContent?> WriteAsync(Stream content, long maxBytes, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            var length = 0L;
            while (await content.ReadAsync(block.AsMemory(0, BlockBytes), ct) is > 0 and var read)
            {
                if (read > maxBytes - length) return null;
                hash.AppendData(block, 0, read);
                await RandomAccess.WriteAsync(handle, block.AsMemory(0, read), length, ct);
                length += read;
            }
            return new(Convert.ToHexStringLower(hash.GetHashAndReset()), length);
        }
        finally { ArrayPool<byte>.Shared.Return(block); }
    }

    /// <summary>Writes what <paramref name="write"/> gives, such as an encryption; not synced yet.</summary>
    public async Task<FileContent> WriteAsync(Func<Stream, Task> write, CancellationToken ct)
    {
        await using (var to = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, BlockBytes)) await write(to);
        await using var written = OpenRead();
        return new(Convert.ToHexStringLower(await SHA256.HashDataAsync(written, ct)), written.Length);
    }

    /// <summary>What was written, from the start.</summary>
    public FileStream OpenRead() => new(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BlockBytes);

    public ValueTask DisposeAsync()
    {
        handle.Dispose();
        File.Delete(Path);
        return ValueTask.CompletedTask;
    }
}
