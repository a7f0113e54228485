using System.Data.Common;
using System.Text.RegularExpressions;
using BangVang.App.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BangVang.Testing;

/// <param name="Plan">As the engine writes it: EXPLAIN QUERY PLAN of SQLite, EXPLAIN of PostgreSQL.</param>
public sealed partial record QueryPlan(string Sql, string Plan)
{
    /// <summary>True when a table that grows with the board is read from end to end, in no index's order. The tally of years, categories and tiers does not grow with it.</summary>
    public bool ReadsBoardThrough => !Sql.Contains("laureate_tally", StringComparison.Ordinal) && Through().IsMatch(Plan);

    [GeneratedRegex(@"SCAN \w+(\n|$)|Seq Scan on (laureate|organisation_tally) ")]
    private static partial Regex Through();
}

/// <summary>Keeps every query that goes to the database, so that a test can count them and ask the engine how it runs them.</summary>
public sealed class QueryRecorder : DbCommandInterceptor
{
    private readonly List<(string Sql, (string Name, object? Value)[] Values)> queries = [];

    public IReadOnlyList<string> Queries => [.. queries.Select(q => q.Sql)];

    public void Clear() => queries.Clear();

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData data, InterceptionResult<DbDataReader> result, CancellationToken ct = default)
    {
        queries.Add((command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(p => (p.ParameterName, p.Value))]));
        return ValueTask.FromResult(result);
    }

    /// <summary>Each query recorded with the plan that the engine of <paramref name="db"/> makes for it.</summary>
    public async Task<IReadOnlyList<QueryPlan>> PlansAsync(BangVangDb db)
    {
        await db.Database.OpenConnectionAsync();
        var isSqlite = db.Database.GetDbConnection() is SqliteConnection;
        var plans = new List<QueryPlan>();
        foreach (var (sql, values) in queries.ToList())
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = (isSqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + sql;
            foreach (var (name, value) in values)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
                command.Parameters.Add(parameter);
            }
            await using var reader = await command.ExecuteReaderAsync();
            var lines = new List<string>();
            while (await reader.ReadAsync()) lines.Add(reader.GetString(isSqlite ? 3 : 0));
            plans.Add(new(sql, string.Join('\n', lines)));
        }
        return plans;
    }
}
