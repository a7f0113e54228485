using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BangVang.Storage.Postgres;

/// <summary>
/// Whoever takes a number of the log, or of a forum's registrations, holds the row it is counted in until the commit, and a commit waits for the disk: one entry a turn
/// of the disk. Here such a transaction commits without waiting, which lets the next one in, and then waits for the disk together
/// with those that came after it, before anybody is told that it is saved (docs/adr/0021).
/// </summary>
internal sealed class LogCommits : DbTransactionInterceptor, IDbCommandInterceptor
{
    /// <summary>The statements by which a transaction takes a number and makes others wait: of an entry of the log (<see cref="App.Storage.BangVangDb"/>), of a registration for a forum.</summary>
    private static readonly string[] TakesNumbers = ["UPDATE log_head SET size = size +", "UPDATE registration_head SET last_number = last_number +"];

    /// <summary>
    /// The server writes its log in order: when the commit of this message is on the disk (and with the standbys that the server's
    /// own setting asks for), so is everything before it.
    /// </summary>
    private const string Wait = "SELECT pg_logical_emit_message(true, 'bangvang', '')";

    public static readonly LogCommits Instance = new();

    private readonly ConditionalWeakTable<DbTransaction, LogCommits> early = [];

    private LogCommits() { }

    public InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        LetGoEarly(command);
        return result;
    }

    public ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken ct = default)
    {
        LetGoEarly(command);
        return ValueTask.FromResult(result);
    }

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData)
    {
        if (!early.Remove(transaction)) return;
        using var command = Waiting(eventData);
        command.ExecuteNonQuery();
    }

    public override async Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken ct = default)
    {
        if (!early.Remove(transaction)) return;
        await using var command = Waiting(eventData);
        await command.ExecuteNonQueryAsync(ct);
    }

    private void LetGoEarly(DbCommand command)
    {
        if (command.Transaction is not { } transaction || !TakesNumbers.Any(t => command.CommandText.StartsWith(t, StringComparison.Ordinal))) return;
        command.CommandText = $"SET LOCAL synchronous_commit = off; {command.CommandText}";
        early.AddOrUpdate(transaction, this);
    }

    private static DbCommand Waiting(TransactionEndEventData eventData)
    {
        var command = eventData.Context!.Database.GetDbConnection().CreateCommand();
        command.CommandText = Wait;
        return command;
    }
}
