using BangVang.App.Ports;
using Microsoft.Data.Sqlite;

namespace BangVang.Storage.Sqlite;

/// <summary>Copies page by page, so that hidden row numbers, on which full-text indexes rest, stay as they are.</summary>
internal sealed class SqliteFile : IDatabaseFile
{
    private const int Busy = 5;

    public async Task CopyAsync(string from, string to, CancellationToken ct)
    {
        await using var source = Connection(from, SqliteOpenMode.ReadWrite);
        await using var target = Connection(to, SqliteOpenMode.ReadWriteCreate);
        await source.OpenAsync(ct);
        await target.OpenAsync(ct);
        source.BackupDatabase(target);
        // One file without a write-ahead log beside it: what is hashed is all there is.
        await ExecuteAsync(target, "PRAGMA journal_mode=DELETE", ct);
    }

    public bool TryClose(string path)
    {
        SqliteConnection.ClearAllPools();
        using var connection = Connection(path, SqliteOpenMode.ReadWrite);
        connection.Open();
        using var command = connection.CreateCommand();
        // Leaving the write-ahead log needs the file for oneself alone; the next opening goes back to it.
        command.CommandText = "PRAGMA journal_mode=DELETE";
        command.CommandTimeout = 1;
        try { return command.ExecuteScalar() is "delete"; }
        catch (SqliteException e) when (e.SqliteErrorCode == Busy) { return false; }
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(ct);
    }

    private static SqliteConnection Connection(string path, SqliteOpenMode mode) =>
        new(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
}
