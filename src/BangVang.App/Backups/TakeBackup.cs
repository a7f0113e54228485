using BangVang.App.Files;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace BangVang.App.Backups;

/// <summary>Puts one consistent state of an embedded installation into an archive, while the server goes on serving.</summary>
public sealed class TakeBackup(BangVangDb db, DatabaseEngine engine, IOptions<InstallationOptions> installation, IClock clock)
{
    /// <param name="actor">An administrator.</param>
    /// <param name="path">The archive to make; nothing may be there yet.</param>
    public async Task<Result<BackupManifest>> RunAsync(Actor actor, string path, CancellationToken ct)
    {
        if (!actor.IsAdministrator) return Problem.Forbidden("backup.administrator_only");
        if (engine.File is null) return Problem.Invalid("backup.embedded_only");
        if (File.Exists(path)) return Problem.Conflict("backup.file_exists").With("file", path);
        var options = installation.Value;
        var now = clock.GetCurrentInstant();
        var copy = Path.Combine(options.DataDirectory, $".backup-{Ids.New(now):n}.db");
        try
        {
            // The database first: every file it speaks of was on the disk before the row, and is still there afterwards.
            await engine.File.CopyAsync(options.SqliteFile, copy, ct);
            var schema = (await db.Database.SqlQuery<long>($"SELECT MAX(number) AS value FROM schema_version").ToListAsync(ct)).Single();
            var log = await db.LogSizeAsync(ct);
            var manifest = await BackupArchive.WriteAsync(path,
                [(Path.GetFileName(options.SqliteFile), copy), .. Files(options)], new(BackupArchive.Format, now, schema, log, []), ct);
            db.Audit(actor, now, "backup.taken", Path.GetFileName(path), detail: $"{manifest.Files.Count} files, log {log}");
            await db.SaveChangesAsync(ct);
            return manifest;
        }
        finally { File.Delete(copy); }
    }

    /// <summary>Complete files only: unfinished uploads change while they are read, and their senders send them again.</summary>
    private static IEnumerable<(string Name, string File)> Files(InstallationOptions options)
    {
        var objects = new FileStoreOptions { Directory = options.FilesDirectory }.Objects;
        return !Directory.Exists(objects) ? [] : Directory.EnumerateFiles(objects, "*", SearchOption.AllDirectories)
            .Select(f => (Name: Path.GetRelativePath(options.DataDirectory, f).Replace(Path.DirectorySeparatorChar, '/'), File: f))
            .OrderBy(f => f.Name, StringComparer.Ordinal);
    }
}
