using System.Data.Common;
using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BangVang.Testing;

/// <summary>Opens a database and counts the queries that are sent to it.</summary>
public sealed class CountedDb(DbContextOptions<BangVangDb> options)
{
    private readonly Counter counter = new();

    public int Queries => counter.Count;

    public BangVangDb Open() => new(new DbContextOptionsBuilder<BangVangDb>(options).AddInterceptors(counter).Options);

    private sealed class Counter : DbCommandInterceptor
    {
        private int count;

        public int Count => count;

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData data, InterceptionResult<DbDataReader> result, CancellationToken ct = default)
        {
            Interlocked.Increment(ref count);
            return base.ReaderExecutingAsync(command, data, result, ct);
        }
    }
}
