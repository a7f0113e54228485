using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BangVang.App.Kernel;

/// <summary>
/// Files and names that outlast a power cut. A file is safe when its bytes are synced and the directory that names it is
/// synced too, and so on upwards for directories that are new. An error while syncing is a fault and is never tried again
/// on the same file: the kernel may have dropped the bytes it could not write.
/// </summary>
public static class DurableFiles
{
    private const int ReadOnly = 0;
    private const int NotInherited = 0x80000;
    private const int AccessDenied = 13;

    private static readonly ConcurrentDictionary<string, bool> Lasting = new(StringComparer.Ordinal);

    /// <summary>Makes the directory and those above it, and makes their names last. Cheap when this process has done so before.</summary>
    public static void EnsureDirectory(string directory)
    {
        directory = Path.GetFullPath(directory);
        if (Lasting.ContainsKey(directory) && Directory.Exists(directory)) return;

        Directory.CreateDirectory(directory);
        // All of them: a process killed between making and syncing leaves directories that exist and may yet vanish.
        var chain = new List<string> { directory };
        for (var parent = Path.GetDirectoryName(directory); parent is not null && TrySyncDirectory(parent); parent = Path.GetDirectoryName(parent))
        {
            // Its own name was made to last before.
            if (Lasting.ContainsKey(parent)) break;
            chain.Add(parent);
        }
        foreach (var made in chain) Lasting[made] = true;
    }

    /// <summary>A new, empty file for its owner alone, open for writing.</summary>
    public static SafeFileHandle Create(string path)
    {
        if (OperatingSystem.IsWindows()) return File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);
        using var stream = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        return File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
    }

    /// <summary>Writes what the kernel still holds of the file.</summary>
    public static void SyncFile(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Makes the names in a directory last: those that were added, and the absence of those removed.</summary>
    public static void SyncDirectory(string directory)
    {
        if (!TrySyncDirectory(directory)) throw new UnauthorizedAccessException($"The directory {directory} cannot be opened to be synced.");
    }

    /// <summary>Writes a small file whole, for its owner alone, over an older one of that name: after a power cut it is the old one or the new one.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        EnsureDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var draft = path + ".new";
        File.Delete(draft);
        using (var handle = Create(draft))
        {
            RandomAccess.Write(handle, bytes, 0);
            RandomAccess.FlushToDisk(handle);
        }
        Publish(draft, path);
    }

    /// <summary>Gives a synced file its final name, over an older file of that name, and makes the name last.</summary>
    public static void Publish(string from, string to)
    {
        EnsureDirectory(Path.GetDirectoryName(to)!);
        File.Move(from, to, overwrite: true);
        SyncDirectory(Path.GetDirectoryName(to)!);
    }

    /// <returns>False when the directory may not be read by this process, which then cannot have made it.</returns>
    private static bool TrySyncDirectory(string directory)
    {
        // Windows writes names with the file and has no call for it.
        if (OperatingSystem.IsWindows()) return true;
        var descriptor = Open(directory, ReadOnly | (OperatingSystem.IsLinux() ? NotInherited : 0));
        if (descriptor < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            return error == AccessDenied ? false : throw new IOException($"Opening {directory}: {new Win32Exception(error).Message}");
        }
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.FlushToDisk(handle);
        return true;
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
