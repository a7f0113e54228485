using BangVang.App.Kernel;

namespace BangVang.App.Backups;

/// <summary>Puts a verified copy of an installation in the place of the present one, which is set aside and not deleted.</summary>
public static class Replacement
{
    /// <param name="from">Directory with database and files, on the same disk as the data directory.</param>
    /// <param name="aside">Directory that receives what was there before; made when something was.</param>
    public static void Replace(InstallationOptions options, string from, string aside)
    {
        var database = Path.GetFileName(options.SqliteFile);
        var files = Path.GetFileName(options.FilesDirectory);
        foreach (var name in (string[])[database, $"{database}-wal", $"{database}-shm", files]) Move(options.DataDirectory, aside, name);
        // The database last: with it the installation is complete.
        foreach (var name in (string[])[files, database]) Move(from, options.DataDirectory, name);
    }

    private static void Move(string from, string to, string name)
    {
        var (source, target) = (Path.Combine(from, name), Path.Combine(to, name));
        if (!Path.Exists(source)) return;
        DurableFiles.EnsureDirectory(to);
        if (Directory.Exists(source)) Directory.Move(source, target);
        else File.Move(source, target);
        DurableFiles.SyncDirectory(to);
        DurableFiles.SyncDirectory(from);
    }
}
