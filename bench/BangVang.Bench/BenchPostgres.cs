using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using BangVang.App.Storage;
using BangVang.Storage.Postgres;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BangVang.Bench;

/// <summary>
/// A PostgreSQL server of the benchmark's own on the disk to measure, with the settings of a fresh installation, above all
/// <c>fsync=on</c>; or the one that <see cref="Variable"/> names.
/// </summary>
internal sealed partial class BenchPostgres : IAsyncDisposable
{
    /// <summary>Connection string of a server to measure instead; a database is made on it and removed.</summary>
    public const string Variable = "BANGVANG_BENCH_POSTGRES";

    private readonly string admin;
    private readonly string? programs;
    private readonly string? cluster;

    private BenchPostgres(string admin, string? programs, string? cluster) => (this.admin, this.programs, this.cluster) = (admin, programs, cluster);

    /// <summary>Connection string of an empty database.</summary>
    public string Database { get; private set; } = "";

    /// <summary>As the application opens it.</summary>
    public DbContextOptions<BangVangDb> Options
    {
        get
        {
            var options = new DbContextOptionsBuilder<BangVangDb>();
            options.UseBangVangPostgres(Database);
            return options.Options;
        }
    }

    /// <summary>What the server says of its setting <c>fsync</c>: without <c>on</c> the figures say nothing about durability.</summary>
    public string Fsync { get; private set; } = "";

    /// <exception cref="InvalidOperationException">No PostgreSQL 15 or later is installed, or it does not start.</exception>
    public static async Task<BenchPostgres> StartAsync(string folder, CancellationToken ct)
    {
        var server = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? new BenchPostgres(given, null, null) : await InitAsync(folder, ct);
        try
        {
            var name = $"bench_{Guid.NewGuid():n}";
            server.Fsync = await server.AskAsync("SHOW fsync", ct);
            await server.AskAsync($"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'", ct);
            server.Database = new NpgsqlConnectionStringBuilder(server.admin) { Database = name }.ToString();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static async Task<BenchPostgres> InitAsync(string folder, CancellationToken ct)
    {
        var programs = Programs() ?? throw new InvalidOperationException($"No PostgreSQL 15 or later is installed: install it, or name a server in {Variable}.");
        var cluster = Path.Combine(folder, "cluster");
        Directory.CreateDirectory(cluster);
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", ["postgres", cluster], ct);
        // The path of a socket may be no longer than 107 bytes.
        var socket = Directory.CreateTempSubdirectory("bv-pg-").FullName;
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", ["postgres", socket], ct);
        await AsServerAsync(Path.Combine(programs, "initdb"), ["-D", Path.Combine(cluster, "data"), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"], ct);
        await AsServerAsync(Path.Combine(programs, "pg_ctl"), ["-D", Path.Combine(cluster, "data"), "-l", Path.Combine(cluster, "log"), "-w", "start", "-o", $"-c listen_addresses='' -c unix_socket_directories='{socket}'"], ct);
        return new($"Host={socket};Username=postgres;Database=postgres", programs, cluster);
    }

    private static string? Programs() => (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [])
        .Select(d => (Folder: Path.Combine(d, "bin"), Version: int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var version) ? version : 0))
        .Where(p => p.Version >= 15 && File.Exists(Path.Combine(p.Folder, "initdb"))).OrderByDescending(p => p.Version).Select(p => p.Folder).FirstOrDefault();

    private async Task<string> AskAsync(string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(admin) { Pooling = false }.ToString());
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return $"{await command.ExecuteScalarAsync(ct)}";
    }

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static Task AsServerAsync(string program, string[] arguments, CancellationToken ct) => Environment.IsPrivilegedProcess
        ? RunAsync("runuser", ["-u", "postgres", "--", program, .. arguments], ct)
        : RunAsync(program, arguments, ct);

    private static async Task RunAsync(string program, string[] arguments, CancellationToken ct)
    {
        // Output goes nowhere: the server that pg_ctl leaves behind would hold a pipe open.
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (Database.Length > 0) await AskAsync($"DROP DATABASE {new NpgsqlConnectionStringBuilder(Database).Database} WITH (FORCE)", default);
        if (cluster is null) return;
        await AsServerAsync(Path.Combine(programs!, "pg_ctl"), ["-D", Path.Combine(cluster, "data"), "-m", "fast", "-w", "stop"], default);
        Directory.Delete(SocketFolder().Match(admin).Groups[1].Value, recursive: true);
    }

    [GeneratedRegex("Host=([^;]+)")]
    private static partial Regex SocketFolder();
}
