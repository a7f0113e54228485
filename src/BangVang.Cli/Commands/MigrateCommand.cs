using System.CommandLine;
using BangVang.App.Storage;
using BangVang.Cli.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace BangVang.Cli.Commands;

/// <summary>What <c>migrate --json</c> prints.</summary>
/// <param name="Applied">Names of the SQL files applied now, in order.</param>
public sealed record MigrateAnswer(IReadOnlyList<string> Applied);

internal static class MigrateCommand
{
    public static Command Create(AddStorage addStorage)
    {
        var command = new ExplainedCommand("migrate",
            "Đưa lược đồ cơ sở dữ liệu lên bản mà chương trình này biết; tạo cơ sở dữ liệu nhúng nếu chưa có.",
            "Brings the database schema up to what this program knows; makes the embedded database when there is none.",
            "./bangvang migrate --data var/data");
        command.SetAction(async (parsed, ct) =>
        {
            await using var installation = Installation.Of(parsed, addStorage);
            await using var scope = installation.Open();
            var applied = await scope.ServiceProvider.GetRequiredService<Migrator>().MigrateAsync(ct);
            return parsed.Answers(new MigrateAnswer(applied), applied.Count == 0 ? [Texts.Of("storage.schema_is_new")] : applied);
        });
        return command;
    }
}
