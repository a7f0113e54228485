using System.CommandLine;
using System.Globalization;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.App.Backups;
using BangVang.Cli.Kernel;
using BangVang.Domain.Kernel;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BangVang.Cli.Commands;

/// <summary>What <c>backup --json</c> and <c>restore --json</c> print.</summary>
/// <param name="File">The archive.</param>
/// <param name="Bytes">Sum of what is in it, uncompressed.</param>
/// <param name="SetAside">Directory that holds what was there before a restore; null when nothing was, or nothing was replaced.</param>
public sealed record BackupAnswer(string File, Instant TakenAt, int Files, long Bytes, long LogSize, string? SetAside);

internal static class BackupCommands
{
    public static Command Backup(AddStorage addStorage)
    {
        var file = new Argument<FileInfo>("FILE") { Description = Language.Say("Tệp .tar.gz sẽ tạo, chưa được tồn tại.", "The .tar.gz to make; nothing may be there yet.") };
        var command = new ExplainedCommand("backup",
            "Lưu một trạng thái nhất quán của cơ sở dữ liệu, tệp và sổ ghi vào một gói có mã băm, trong khi hệ thống vẫn phục vụ.",
            "Keeps one consistent state of database, files and log in one archive with hashes, while the server goes on serving.",
            "./bangvang backup award.tar.gz --data var/data") { file };
        command.SetAction(async (parsed, ct) =>
        {
            await using var installation = Installation.Of(parsed, addStorage);
            if (await installation.NotReadyAsync(ct) is { } notReady) return parsed.Refuses(notReady);

            var path = parsed.GetRequiredValue(file).FullName;
            await using var scope = installation.Open();
            var taken = await scope.ServiceProvider.GetRequiredService<TakeBackup>().RunAsync(Actor.Console, path, ct);
            return taken.TryGet(out var manifest, out var problem) ? parsed.Tells("backup.taken", path, manifest, null) : parsed.Refuses(problem);
        });
        return command;
    }

    public static Command Restore(AddStorage addStorage)
    {
        var file = new Argument<FileInfo>("FILE") { Description = Language.Say("Gói do lệnh backup tạo ra.", "An archive made by the command backup.") };
        var command = new ExplainedCommand("restore",
            "Kiểm tra mọi mã băm và bất biến của gói sao lưu rồi mới thay thế; dữ liệu cũ được cất sang bên. Phải dừng hệ thống trước.",
            "Verifies every hash and invariant of an archive, and only then puts it in place; what was there is set aside. Stop the server first.",
            "./bangvang restore award.tar.gz --data var/data") { file };
        command.SetAction(async (parsed, ct) =>
        {
            var path = parsed.GetRequiredValue(file).FullName;
            if (!File.Exists(path)) return parsed.Refuses(Problem.NotFound("backup.no_file").With("file", path));
            await using var installation = Installation.Of(parsed, addStorage);
            await using var scope = installation.Open();
            if (scope.ServiceProvider.GetRequiredService<DatabaseEngine>().File is not { } database) return parsed.Refuses(Problem.Invalid("backup.embedded_only"));

            var now = scope.ServiceProvider.GetRequiredService<IClock>().GetCurrentInstant();
            var staging = Path.Combine(installation.Options.DataDirectory, $".restore-{Ids.New(now):n}");
            Directory.CreateDirectory(staging);
            try
            {
                if (await VerifyAsync(parsed, path, installation.At(staging), database, ct) is not { } manifest) return (int)ExitCode.False;
                if (!installation.IsMissing && !database.TryClose(installation.Options.SqliteFile)) return parsed.Refuses(Problem.Conflict("backup.in_use"));
                var aside = Path.Combine(installation.Options.DataDirectory, $"before-restore-{now.ToString("uuuuMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}");
                Replacement.Replace(installation.Options, staging, aside);
                return parsed.Tells("backup.restored", path, manifest, Directory.Exists(aside) ? aside : null);
            }
            finally { Directory.Delete(staging, recursive: true); }
        });
        return command;
    }

    /// <summary>Unpacks, brings the copy's schema up to date and has the doctor look at it. Null after saying what does not hold.</summary>
    private static async Task<BackupManifest?> VerifyAsync(ParseResult parsed, string path, Installation staged, IDatabaseFile database, CancellationToken ct)
    {
        var unpacked = await BackupArchive.UnpackAsync(path, staged.Options.DataDirectory, ct);
        if (unpacked.TryGet(out var manifest, out var problem) && staged.IsMissing) problem = Problem.Invalid("backup.no_database");
        if (problem is not null)
        {
            parsed.Refuses(problem);
            return null;
        }
        var findings = await CheckUpAsync(staged, ct);
        if (findings.All(f => f.Holds) && database.TryClose(staged.Options.SqliteFile)) return manifest;
        foreach (var line in DoctorCommand.Prose(findings)) await parsed.InvocationConfiguration.Error.WriteLineAsync(line);
        return null;
    }

    private static async Task<IReadOnlyList<Finding>> CheckUpAsync(Installation staged, CancellationToken ct)
    {
        await using (staged)
        {
            await using (var scope = staged.Open()) await scope.ServiceProvider.GetRequiredService<Migrator>().MigrateAsync(ct);
            return await DoctorCommand.CheckUpAsync(staged, ct);
        }
    }

    private static int Tells(this ParseResult parsed, string key, string path, BackupManifest manifest, string? aside)
    {
        var answer = new BackupAnswer(path, manifest.TakenAt, manifest.Files.Count, manifest.Files.Sum(f => f.Bytes), manifest.LogSize, aside);
        var prose = new List<string> { Texts.Of(key, ("file", path), ("files", answer.Files), ("bytes", answer.Bytes), ("log", answer.LogSize), ("time", answer.TakenAt)) };
        if (aside is not null) prose.Add(Texts.Of("backup.set_aside", ("directory", aside)));
        return parsed.Answers(answer, prose);
    }
}
