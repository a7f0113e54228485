using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BangVang.Storage.Sqlite;

/// <summary>
/// SQLite lets one writer in at a time and makes the others try again after a pause, so that one may starve while the disk
/// is idle. Here the writers of this process wait in line instead, first come, first served; a turn lasts from the first
/// write or the opening of a transaction until it ends. Writers of other processes are still met by trying again.
/// </summary>
internal sealed class WriteTurns : DbTransactionInterceptor, IDbCommandInterceptor, IDbConnectionInterceptor
{
    /// <summary>After so long a writer tries without a turn, and SQLite's own answer says what is wrong.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly string[] Writes = ["INSERT", "UPDATE", "DELETE"];
    private static readonly ConcurrentDictionary<string, WriteTurns> ByFile = new(StringComparer.Ordinal);

    private readonly SemaphoreSlim line = new(1, 1);
    private readonly ConcurrentDictionary<Guid, bool> holders = new();

    private WriteTurns() { }

    /// <summary>One line for each database file.</summary>
    public static WriteTurns Of(string path) => ByFile.GetOrAdd(Path.GetFullPath(path), _ => new());

    public override InterceptionResult<DbTransaction> TransactionStarting(DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result)
    {
        Take(eventData.ConnectionId);
        return result;
    }

    public override async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken ct = default)
    {
        await TakeAsync(eventData.ConnectionId, ct);
        return result;
    }

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => GiveBack(eventData.ConnectionId);

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken ct = default)
    {
        GiveBack(eventData.ConnectionId);
        return Task.CompletedTask;
    }

    public InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        if (IsWriteByItself(command)) Take(eventData.ConnectionId);
        return result;
    }

    public async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken ct = default)
    {
        if (IsWriteByItself(command)) await TakeAsync(eventData.ConnectionId, ct);
        return result;
    }

    public InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        if (IsWriteByItself(command)) Take(eventData.ConnectionId);
        return result;
    }

    public async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken ct = default)
    {
        if (IsWriteByItself(command)) await TakeAsync(eventData.ConnectionId, ct);
        return result;
    }

    public int NonQueryExecuted(DbCommand command, CommandExecutedEventData eventData, int result)
    {
        if (IsWriteByItself(command)) GiveBack(eventData.ConnectionId);
        return result;
    }

    public ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken ct = default)
    {
        if (IsWriteByItself(command)) GiveBack(eventData.ConnectionId);
        return ValueTask.FromResult(result);
    }

    /// <summary>Ends the turn of a write by itself that answers rows, and of a transaction that was left without a commit: the connection is closed after either.</summary>
    public void ConnectionClosed(DbConnection connection, ConnectionEndEventData eventData) => GiveBack(eventData.ConnectionId);

    public Task ConnectionClosedAsync(DbConnection connection, ConnectionEndEventData eventData)
    {
        GiveBack(eventData.ConnectionId);
        return Task.CompletedTask;
    }

    /// <summary>A context that opened its connection itself drops it without closing it.</summary>
    public InterceptionResult ConnectionDisposing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        GiveBack(eventData.ConnectionId);
        return result;
    }

    public ValueTask<InterceptionResult> ConnectionDisposingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        GiveBack(eventData.ConnectionId);
        return ValueTask.FromResult(result);
    }

    private static bool IsWriteByItself(DbCommand command) => command.Transaction is null
        && Writes.Any(w => command.CommandText.AsSpan().TrimStart().StartsWith(w, StringComparison.OrdinalIgnoreCase));

    private void Take(Guid connection)
    {
        if (!holders.ContainsKey(connection) && line.Wait(Patience)) holders[connection] = true;
    }

    private async Task TakeAsync(Guid connection, CancellationToken ct)
    {
        if (!holders.ContainsKey(connection) && await line.WaitAsync(Patience, ct)) holders[connection] = true;
    }

    private void GiveBack(Guid connection)
    {
        if (holders.TryRemove(connection, out _)) line.Release();
    }
}
