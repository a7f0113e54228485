using BangVang.App.Kernel;
using Microsoft.Win32.SafeHandles;

namespace BangVang.App.Files.Uploads;

/// <summary>The part files of unfinished uploads on this node.</summary>
public sealed class UploadParts(FileStoreOptions options)
{
    internal FileStoreOptions Places => options;

    public string PathOf(Guid upload) => Path.Combine(options.Parts, upload.ToString("n"));

    public bool Exists(Guid upload) => File.Exists(PathOf(upload));

    /// <summary>An empty part file whose name outlasts a power cut.</summary>
    public void Create(Guid upload)
    {
        DurableFiles.EnsureDirectory(options.Parts);
        using (var handle = DurableFiles.Create(PathOf(upload))) RandomAccess.FlushToDisk(handle);
        DurableFiles.SyncDirectory(options.Parts);
    }

    /// <summary>
    /// Open for writing behind <paramref name="received"/>; what lies beyond was written by a process that ended before it
    /// could vouch for it, and is cut off. Null when another process works on it.
    /// </summary>
    /// <exception cref="InvalidDataException">Bytes that were acknowledged are not there.</exception>
    public SafeFileHandle? OpenAt(Guid upload, long received)
    {
        SafeFileHandle handle;
        try { handle = File.OpenHandle(PathOf(upload), FileMode.Open, FileAccess.ReadWrite, FileShare.None); }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException)) { return null; }

        var length = RandomAccess.GetLength(handle);
        if (length > received) RandomAccess.SetLength(handle, received);
        if (length >= received) return handle;
        handle.Dispose();
        throw new InvalidDataException($"The part file of upload {upload} holds {length} bytes where {received} were acknowledged.");
    }

    public void Delete(Guid upload)
    {
        if (Exists(upload)) File.Delete(PathOf(upload));
    }

    /// <summary>Files that came in one piece and were left behind by a process that ended meanwhile.</summary>
    public IEnumerable<(string File, DateTimeOffset Written)> ListIncoming() => !Directory.Exists(options.Incoming) ? [] :
        new DirectoryInfo(options.Incoming).EnumerateFiles().Select(f => (f.FullName, new DateTimeOffset(f.LastWriteTimeUtc, TimeSpan.Zero)));

    /// <summary>Uploads that have a part file, with the time of its last byte.</summary>
    public IEnumerable<(Guid Upload, DateTimeOffset Written)> List() => !Directory.Exists(options.Parts) ? [] :
        new DirectoryInfo(options.Parts).EnumerateFiles()
            .Where(f => Guid.TryParseExact(f.Name, "n", out _))
            .Select(f => (Guid.ParseExact(f.Name, "n"), new DateTimeOffset(f.LastWriteTimeUtc, TimeSpan.Zero)));
}
