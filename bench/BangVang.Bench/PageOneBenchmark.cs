using System.Diagnostics;
using BangVang.App.Laureates;
using BangVang.App.Storage;
using BangVang.Storage.Sqlite;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.Bench;

/// <summary>Whether the first page of the golden board takes longer when the board is a hundred times as long.</summary>
internal sealed class PageOneBenchmark : Benchmark
{
    private const int Rounds = 9, Reads = 60, Small = 200, Large = 20_000, PageSize = 48;

    public override string Name => "page1";

    public override string What => """
        reading page 1 of the golden board with its filters on SQLite: 200 products beside 20,000
        đọc trang đầu của Bảng vàng cùng các bộ lọc trên SQLite: 200 sản phẩm bên cạnh 20.000
        """;

    public override async Task<IReadOnlyList<Measure>> RunAsync(string folder, CancellationToken ct)
    {
        var (small, large) = (await BoardAsync(folder, Small, ct), await BoardAsync(folder, Large, ct));
        var (few, many) = (new List<double>(), new List<double>());
        await ReadAsync(small, ct);
        await ReadAsync(large, ct);
        for (var i = 0; i < Rounds; i++)
        {
            few.Add(await ReadAsync(small, ct));
            many.Add(await ReadAsync(large, ct));
        }
        var first = Measure.Of($"page 1 of {Small} products", "ms", few);
        return [first, Measure.Of($"page 1 of {Large} products", "ms", many).ComparedTo(first)];
    }

    /// <summary>Milliseconds of one read, the mean of <see cref="Reads"/>.</summary>
    private static async Task<double> ReadAsync(DbContextOptions<BangVangDb> board, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Reads; i++)
        {
            await using var db = new BangVangDb(board);
            if (!(await db.BoardAsync(new(), PageSize, null, ct)).TryGet(out var page, out _) || page.Rows.Count != PageSize) throw new InvalidOperationException("The board is not there.");
        }
        return watch.Elapsed.TotalMilliseconds / Reads;
    }

    private static async Task<DbContextOptions<BangVangDb>> BoardAsync(string folder, int count, CancellationToken ct)
    {
        var options = new DbContextOptionsBuilder<BangVangDb>();
        options.UseBangVangSqlite(Path.Combine(folder, $"board-{count}.db"));
        await using (var db = new BangVangDb(options.Options)) await new Migrator(db, SqliteStorage.Engine, SystemClock.Instance).MigrateAsync(ct);
        foreach (var some in Enumerable.Range(0, count).Chunk(1_000))
        {
            await using var db = new BangVangDb(options.Options);
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            db.Laureates.AddRange(some.Select(MadeUpLaureates.Make));
            await db.SaveChangesAsync(ct);
        }
        await using (var db = new BangVangDb(options.Options)) await db.Database.ExecuteSqlRawAsync("ANALYZE", ct);
        return options.Options;
    }
}
