using System.Reflection;
using BangVang.App.Ports;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Storage;

/// <summary>What the two engines do differently when a schema is brought up to date, checked or copied.</summary>
/// <param name="Name"><c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="Migrations">Assembly that holds <c>NNNN_name.sql</c> as resources.</param>
/// <param name="LockSql">Run first in the transaction, so that of two starting processes one waits; null when the engine's own write lock does it.</param>
/// <param name="BeginSnapshotSql">Begins a transaction that reads one state of the database and stops no writer.</param>
public sealed record DatabaseEngine(string Name, Assembly Migrations, string? LockSql, string BeginSnapshotSql)
{
    /// <summary>How the embedded database is copied while others use it; null where the engine has tools of its own for that.</summary>
    public IDatabaseFile? File { get; init; }
}

/// <summary>Applies the numbered SQL files that a database has not seen, in order, each in a transaction of its own.</summary>
public sealed class Migrator(BangVangDb db, DatabaseEngine engine, IClock clock)
{
    /// <summary>Names of the files applied now; empty when the schema was up to date.</summary>
    /// <exception cref="InvalidOperationException">The database is newer than this program.</exception>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken ct)
    {
        await db.Database.ExecuteSqlRawAsync(
            "CREATE TABLE IF NOT EXISTS schema_version (number bigint PRIMARY KEY, name text NOT NULL, applied_at bigint NOT NULL)", ct);
        var files = Files();
        var newest = await AppliedAsync(ct);
        var known = files.Count == 0 ? 0 : Number(files[^1]);
        if (newest.Count > 0 && newest.Max() > known)
            throw new InvalidOperationException($"The database has schema {newest.Max()}, this program knows up to {known}: start the newer program.");

        var applied = new List<string>();
        foreach (var file in files.Where(f => !newest.Contains(Number(f))))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (engine.LockSql is not null) await db.Database.ExecuteSqlRawAsync(engine.LockSql, ct);
            if ((await AppliedAsync(ct)).Contains(Number(file))) continue;

            await using (var command = db.Database.GetDbConnection().CreateCommand())
            {
                command.Transaction = Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(transaction);
                command.CommandText = await ReadAsync(file, ct);
                await command.ExecuteNonQueryAsync(ct);
            }
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO schema_version (number, name, applied_at) VALUES ({Number(file)}, {file}, {clock.GetCurrentInstant().ToUnixTimeMilliseconds()})", ct);
            await transaction.CommitAsync(ct);
            applied.Add(file);
        }
        return applied;
    }

    /// <summary>Names of the files this program knows and the database has not seen.</summary>
    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken ct)
    {
        var applied = await AppliedAsync(ct);
        return [.. Files().Where(f => !applied.Contains(Number(f)))];
    }

    private List<string> Files() => [.. engine.Migrations.GetManifestResourceNames()
        .Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private Task<List<long>> AppliedAsync(CancellationToken ct) =>
        db.Database.SqlQuery<long>($"SELECT number AS value FROM schema_version").ToListAsync(ct);

    private async Task<string> ReadAsync(string file, CancellationToken ct)
    {
        await using var stream = engine.Migrations.GetManifestResourceStream(file)!;
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(ct);
    }

    private static long Number(string file) => long.Parse(file[..4], System.Globalization.CultureInfo.InvariantCulture);
}
