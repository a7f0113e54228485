using BangVang.App.Kernel;
using BangVang.Cli.Kernel;
using BangVang.Storage.Postgres;
using BangVang.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace BangVang.Cli.Tests;

/// <summary>A terminal in a directory of its own, gone when disposed.</summary>
internal sealed class Terminal : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("bangvang-cli-").FullName;

    /// <summary>The data directory that commands typed with <c>--data</c> work on.</summary>
    public string Data => Path.Combine(Folder, "data");

    public string Database => Path.Combine(Data, "bangvang.db");

    /// <summary>What a command ended with and said.</summary>
    public sealed record Outcome(ExitCode Code, string Output, string Error);

    public async Task<Outcome> TypeAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(args, AddStorage, output, error);
        return new((ExitCode)code, output.ToString(), error.ToString());
    }

    public static void AddStorage(IServiceCollection services, InstallationOptions options)
    {
        if (options.Database.IsPostgres) services.AddPostgresStorage(options.Database.Postgres!);
        else services.AddSqliteStorage(options.SqliteFile);
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
