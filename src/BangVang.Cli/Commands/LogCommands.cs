using System.CommandLine;
using BangVang.App.Log;
using BangVang.App.Storage;
using BangVang.Cli.Kernel;
using BangVang.Domain.Kernel;
using BangVang.Proof.Tiles;
using Microsoft.Extensions.DependencyInjection;

namespace BangVang.Cli.Commands;

/// <summary>What <c>log export --json</c> prints.</summary>
/// <param name="Entries">Under the exported checkpoint.</param>
/// <param name="Tiles">Tiles of the log; <paramref name="Written"/> of them were not there before.</param>
public sealed record LogExportAnswer(string Directory, long Entries, int Tiles, int Written);

internal static class LogCommands
{
    public static Command Create(AddStorage addStorage)
    {
        var log = new Command("log", Language.Say("Sổ ghi công khai.", "The public log."));
        log.Add(Export(addStorage));
        log.Add(Rotate(addStorage));
        return log;
    }

    private static Command Export(AddStorage addStorage)
    {
        var folder = new Argument<DirectoryInfo>("DIR") { Description = Language.Say("Thư mục nhận bản sao; có thể là của lần xuất trước.", "Folder for the copy; may be that of an earlier export.") };
        var command = new ExplainedCommand("export",
            "Chép sổ ghi công khai thành tệp tĩnh (điểm kiểm và các ô C2SP tlog-tiles) mà máy chủ web nào cũng phục vụ được.",
            "Copies the public log as static files (checkpoint and C2SP tlog-tiles) that any web server can serve.",
            "./bangvang log export public-log --data var/data") { folder };
        command.SetAction(async (parsed, ct) =>
        {
            await using var installation = Installation.Of(parsed, addStorage);
            if (await installation.NotReadyAsync(ct) is { } notReady) return parsed.Refuses(notReady);
            await using var scope = installation.Open();
            var db = scope.ServiceProvider.GetRequiredService<BangVangDb>();
            var grow = scope.ServiceProvider.GetRequiredService<GrowLog>();
            while (await grow.RunAsync(ct) == GrowLog.Most) { }

            var target = parsed.GetRequiredValue(folder).FullName;
            var checkpoint = (await db.PublishedCheckpointAsync(scope.ServiceProvider.GetRequiredService<WitnessPolicy>(), ct))!;
            var (tiles, written) = (0, 0);
            foreach (var tile in TilePath.Of(checkpoint.Size))
            {
                var (bytes, file) = ((await db.LogTileAsync(tile, ct))!, Path.Combine(target, tile.ToString()));
                tiles++;
                // A tile never changes: another one in its place is the tree of another log, or of one that was altered.
                if (File.Exists(file) && !(await File.ReadAllBytesAsync(file, ct)).AsSpan().SequenceEqual(bytes)) return parsed.Denies(Problem.Conflict("log.export_differs").With("file", file));
                if (File.Exists(file)) continue;
                await WriteAsync(file, bytes, ct);
                written++;
            }
            await WriteAsync(Path.Combine(target, "checkpoint"), (await db.SignedAsync(checkpoint, ct)).Bytes(), ct);
            return parsed.Answers(new LogExportAnswer(target, checkpoint.Size, tiles, written), [Texts.Of("log.exported", ("directory", target), ("entries", checkpoint.Size), ("tiles", tiles), ("written", written))]);
        });
        return command;
    }

    private static Command Rotate(AddStorage addStorage)
    {
        var command = new ExplainedCommand("rotate",
            "Thay khóa ký của sổ ghi: khóa cũ ký điểm kiểm cuối cùng, chỉ định khóa mới rồi bị hủy. Phải dừng mọi máy chủ trước.",
            "Gives the log a new key: the old one signs a last checkpoint, names the new one and is destroyed. Stop every server first.",
            "./bangvang log rotate --data var/data")
        { };
        command.SetAction(async (parsed, ct) =>
        {
            await using var installation = Installation.Of(parsed, addStorage);
            if (await installation.NotReadyAsync(ct) is { } notReady) return parsed.Refuses(notReady);
            await using var scope = installation.Open();
            if (scope.ServiceProvider.GetRequiredService<DatabaseEngine>().File is { } file && !file.TryClose(installation.Options.SqliteFile)) return parsed.Refuses(Problem.Conflict("log.rotation_in_use"));
            return (await scope.ServiceProvider.GetRequiredService<RotateLogKey>().RunAsync(ct)).TryGet(out var done, out var problem)
                ? parsed.Answers(done, [Texts.Of("log.rotated", ("origin", done.Origin), ("retired", done.Retired), ("key", done.Key), ("size", done.Size))])
                : parsed.Refuses(problem);
        });
        return command;
    }

    /// <summary>Whole or not at all: who serves the folder never serves half a file.</summary>
    private static async Task WriteAsync(string file, byte[] bytes, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file + ".new", bytes, ct);
        File.Move(file + ".new", file, overwrite: true);
    }
}
