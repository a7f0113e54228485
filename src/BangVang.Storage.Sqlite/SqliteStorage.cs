using System.Data.Common;
using System.Runtime.CompilerServices;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SQLitePCL;

namespace BangVang.Storage.Sqlite;

/// <summary>One SQLite file: write-ahead log, every commit synced to the disk before it is acknowledged.</summary>
public static class SqliteStorage
{
    public static readonly DatabaseEngine Engine = new("sqlite", typeof(SqliteStorage).Assembly, LockSql: null, "BEGIN") { File = new SqliteFile() };

    /// <summary>Registers <see cref="BangVangDb"/> on the file at <paramref name="path"/>, made when absent.</summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, string path)
    {
        // SQLite syncs the directory of the file, and nothing above it.
        DurableFiles.EnsureDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return services.AddSingleton(Engine).AddDbContextPool<BangVangDb>(options => options.UseBangVangSqlite(path));
    }

    public static DbContextOptionsBuilder UseBangVangSqlite(this DbContextOptionsBuilder options, string path) => options
        .UseSqlite(new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30 }.ToString(),
            // A list goes as one parameter: with one for each of its values the statement would be written anew at every run, one run at a time.
            sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
        .AddInterceptors(new Pragmas(), WriteTurns.Of(path));

    /// <summary>FULL, not NORMAL: with NORMAL a power cut takes back what was acknowledged. Said once to each handle: the pool hands them out again as they were left.</summary>
    private sealed class Pragmas : DbConnectionInterceptor
    {
        private static readonly ConditionalWeakTable<sqlite3, Pragmas> Told = [];
        private const string Sql = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000;";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Run(connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken ct = default)
        {
            Run(connection);
            return Task.CompletedTask;
        }

        private void Run(DbConnection connection)
        {
            var handle = ((SqliteConnection)connection).Handle!;
            if (Told.TryGetValue(handle, out _)) return;
            using var command = connection.CreateCommand();
            command.CommandText = Sql;
            command.ExecuteNonQuery();
            Told.TryAdd(handle, this);
        }
    }
}
