using System.Reflection;
using BangVang.App.Storage;
using BangVang.Storage.Postgres;
using BangVang.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using Xunit;
using Xunit.Sdk;

namespace BangVang.Testing;

/// <summary>The database engines a storage test runs on.</summary>
public enum Engine { Sqlite, Postgres }

/// <summary><c>[Theory, Engines]</c>: once per engine. Further arguments follow the engine.</summary>
public sealed class EnginesAttribute(params object[] more) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        Enum.GetValues<Engine>().Select(engine => (object[])[engine, .. more]);
}

/// <summary>A database of one test, migrated and empty; gone when disposed.</summary>
public sealed class TestDb : IAsyncDisposable
{
    /// <summary>Connection string of a PostgreSQL server on which databases may be made; <c>./bangvang test</c> starts one and sets it.</summary>
    private static readonly string? PostgresServer = Environment.GetEnvironmentVariable("BANGVANG_TEST_POSTGRES");

    private static readonly SemaphoreSlim TemplateLock = new(1, 1);
    private static string? template;
    private readonly string place;

    private TestDb(Engine engine, string place, DbContextOptions<BangVangDb> options) =>
        (Engine, this.place, Options) = (engine, place, options);

    public Engine Engine { get; }
    public DbContextOptions<BangVangDb> Options { get; }

    /// <summary>The engine as the application knows it.</summary>
    public DatabaseEngine DatabaseEngine => Engine is Engine.Sqlite ? SqliteStorage.Engine : PostgresStorage.Engine;

    /// <summary>File path or connection string, for a host that opens the database by itself.</summary>
    public string Place => place;

    /// <summary>A fresh unit of work on the same database.</summary>
    public BangVangDb Open() => new(Options);

    /// <summary>A unit of work with somebody who looks on, as a rule a <see cref="QueryRecorder"/>.</summary>
    public BangVangDb Open(Microsoft.EntityFrameworkCore.Diagnostics.IInterceptor looks) => new(new DbContextOptionsBuilder<BangVangDb>(Options).AddInterceptors(looks).Options);

    public static async Task<TestDb> CreateAsync(Engine engine)
    {
        var name = $"bv_{Guid.NewGuid():n}";
        if (engine is Engine.Sqlite)
        {
            var path = Path.Combine(Path.GetTempPath(), $"{name}.db");
            var options = new DbContextOptionsBuilder<BangVangDb>();
            options.UseBangVangSqlite(path);
            await using var db = new BangVangDb(options.Options);
            await new Migrator(db, SqliteStorage.Engine, SystemClock.Instance).MigrateAsync(default);
            return new(engine, path, options.Options);
        }
        var from = await TemplateAsync();
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {from}");
        var connection = new NpgsqlConnectionStringBuilder(Server) { Database = name, MaxPoolSize = 20 }.ToString();
        var own = PostgresOptions(connection);
        await using (var copy = new BangVangDb(own))
            // A copy has the salts of what it was copied from; two installations never share them.
            await copy.Database.ExecuteSqlAsync($"UPDATE results_version SET salt = {name}; UPDATE public_version SET salt = {name}");
        return new(engine, connection, own);
    }

    private static string Server => PostgresServer
        ?? throw new InvalidOperationException("No PostgreSQL to test on: run ./bangvang test, or set BANGVANG_TEST_POSTGRES to a connection string.");

    private static DbContextOptions<BangVangDb> PostgresOptions(string connection)
    {
        var options = new DbContextOptionsBuilder<BangVangDb>();
        options.UseBangVangPostgres(connection);
        return options.Options;
    }

    /// <summary>The migrated database that each test's own is copied from; made once per process.</summary>
    private static async Task<string> TemplateAsync()
    {
        await TemplateLock.WaitAsync();
        try
        {
            if (template is not null) return template;
            var name = $"bv_template_{Guid.NewGuid():n}";
            await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'");
            var connection = new NpgsqlConnectionStringBuilder(Server) { Database = name, Pooling = false }.ToString();
            await using (var db = new BangVangDb(PostgresOptions(connection)))
                await new Migrator(db, PostgresStorage.Engine, SystemClock.Instance).MigrateAsync(default);
            return template = name;
        }
        finally { TemplateLock.Release(); }
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Set by a test that breaks the database on purpose. All others leave one that the doctor finds sound.</summary>
    public bool IsBrokenOnPurpose { get; set; }

    public async ValueTask DisposeAsync()
    {
        try { if (!IsBrokenOnPurpose) await CheckUpAsync(); }
        finally { await RemoveAsync(); }
    }

    private async Task CheckUpAsync()
    {
        await using var db = Open();
        var broken = (await new Doctor(db, DatabaseEngine).RunAsync(default)).Where(f => !f.Holds).ToList();
        if (broken.Count > 0) throw new InvalidOperationException($"The test left an unsound database: {string.Join("; ", broken.SelectMany(f => f.Offenders.Select(o => $"{f.Name}: {o}")))}");
    }

    private async Task RemoveAsync()
    {
        if (Engine is Engine.Sqlite)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearPool(new(Open().Database.GetConnectionString()));
            foreach (var suffix in new[] { "", "-wal", "-shm" }) File.Delete(place + suffix);
            return;
        }
        NpgsqlConnection.ClearPool(new(place));
        await ExecuteAsync($"DROP DATABASE {new NpgsqlConnectionStringBuilder(place).Database} WITH (FORCE)");
    }
}
