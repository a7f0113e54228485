using BangVang.App.Storage;
using BangVang.Storage.Postgres;
using BangVang.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.Bench;

/// <summary>An empty installation on one engine, and the published server on it.</summary>
/// <param name="Engine">As a person calls it.</param>
internal sealed record Installation(string Engine, DbContextOptions<BangVangDb> Options, string Directory, string? Postgres)
{
    public BangVangDb Open() => new(Options);

    public Task<PublishedServer> ServeAsync(CancellationToken ct) => PublishedServer.StartAsync(Directory, Postgres, ct);

    /// <summary>Does the same on SQLite and then on PostgreSQL, whose server ends afterwards.</summary>
    public static async Task<IReadOnlyList<Measure>> OnBothAsync(string folder, Func<Installation, Task<IReadOnlyList<Measure>>> measure, CancellationToken ct)
    {
        var (embedded, served) = (Folder(folder, "sqlite"), Folder(folder, "postgres"));
        var sqlite = new DbContextOptionsBuilder<BangVangDb>();
        sqlite.UseBangVangSqlite(Path.Combine(embedded, "bangvang.db"));
        var measures = new List<Measure>(await measure(await MigratedAsync(new("SQLite", sqlite.Options, embedded, null), SqliteStorage.Engine, ct)));

        await using var server = await BenchPostgres.StartAsync(folder, ct);
        var postgres = server.Options;
        measures.AddRange(await measure(await MigratedAsync(new("PostgreSQL", postgres, served, server.Database), PostgresStorage.Engine, ct)));
        return measures;
    }

    private static async Task<Installation> MigratedAsync(Installation installation, DatabaseEngine engine, CancellationToken ct)
    {
        await using var db = installation.Open();
        await new Migrator(db, engine, SystemClock.Instance).MigrateAsync(ct);
        return installation;
    }

    private static string Folder(string folder, string name) => System.IO.Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
}
