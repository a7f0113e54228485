using System.Diagnostics;
using BangVang.App.Laureates;
using BangVang.App.Storage;
using BangVang.Storage.Postgres;
using BangVang.Storage.Sqlite;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.Bench;

/// <summary>Whether the first page of the golden board takes longer when the board is a hundred times as long.</summary>
internal sealed class PageOneBenchmark : Benchmark
{
    private const int Rounds = 9, Reads = 60, Small = 200, Large = 20_000, PageSize = 48;
    private const double MostOfSmall = 1.2;

    public override string Name => "page1";

    public override string What => """
        reading page 1 of the golden board with its filters: 200 products beside 20,000, and how the engine finds them
        đọc trang đầu của Bảng vàng cùng các bộ lọc: 200 sản phẩm bên cạnh 20.000, và cách cơ sở dữ liệu tìm ra chúng
        """;

    public override async Task<IReadOnlyList<Measure>> RunAsync(string folder, CancellationToken ct)
    {
        var measures = new List<Measure>(await CompareAsync("SQLite", SqliteStorage.Engine, Sqlite(folder, Small), Sqlite(folder, Large), ct));
        await using var small = await BenchPostgres.StartAsync(Folder(folder, Small), ct);
        await using var large = await BenchPostgres.StartAsync(Folder(folder, Large), ct);
        measures.AddRange(await CompareAsync("PostgreSQL", PostgresStorage.Engine, Postgres(small), Postgres(large), ct));
        return measures;
    }

    private async Task<IReadOnlyList<Measure>> CompareAsync(string name, DatabaseEngine engine, DbContextOptions<BangVangDb> small, DbContextOptions<BangVangDb> large, CancellationToken ct)
    {
        await FillAsync(small, engine, Small, ct);
        await FillAsync(large, engine, Large, ct);
        var (few, many) = (new List<double>(), new List<double>());
        await ReadAsync(small, ct);
        await ReadAsync(large, ct);
        for (var i = 0; i < Rounds; i++)
        {
            few.Add(await ReadAsync(small, ct));
            many.Add(await ReadAsync(large, ct));
        }
        var plans = await PlansAsync(large, ct);
        Notes.AddRange(plans.Select((p, i) => $"{name}, plan of query {i + 1}: {string.Join(" · ", p.Plan.Split('\n').Select(l => l.Trim()))}"));
        var first = Measure.Of($"page 1 of {Small} products, {name}", "ms", few);
        return
        [
            first,
            Measure.Of($"page 1 of {Large} products, {name}", "ms", many).ComparedTo(first).RatioAtMost(MostOfSmall),
            Measure.Of($"tables it reads through, {name}", "", [plans.Count(p => p.ReadsBoardThrough)]).AtMost(0),
        ];
    }

    /// <summary>Milliseconds of one read, the mean of <see cref="Reads"/>.</summary>
    private static async Task<double> ReadAsync(DbContextOptions<BangVangDb> board, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Reads; i++)
        {
            await using var db = new BangVangDb(board);
            await PageOneAsync(db, ct);
        }
        return watch.Elapsed.TotalMilliseconds / Reads;
    }

    private static async Task PageOneAsync(BangVangDb db, CancellationToken ct)
    {
        if (!(await db.BoardAsync(new(), PageSize, null, ct)).TryGet(out var page, out _) || page.Rows.Count != PageSize) throw new InvalidOperationException("The board is not there.");
    }

    private static async Task<IReadOnlyList<QueryPlan>> PlansAsync(DbContextOptions<BangVangDb> board, CancellationToken ct)
    {
        var recorder = new QueryRecorder();
        await using (var db = new BangVangDb(new DbContextOptionsBuilder<BangVangDb>(board).AddInterceptors(recorder).Options)) await PageOneAsync(db, ct);
        await using var explained = new BangVangDb(board);
        return await recorder.PlansAsync(explained);
    }

    private static async Task FillAsync(DbContextOptions<BangVangDb> board, DatabaseEngine engine, int count, CancellationToken ct)
    {
        await using (var db = new BangVangDb(board)) await new Migrator(db, engine, SystemClock.Instance).MigrateAsync(ct);
        foreach (var some in Enumerable.Range(0, count).Chunk(1_000))
        {
            await using var db = new BangVangDb(board);
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            db.Laureates.AddRange(some.Select(MadeUpLaureates.Make));
            await db.SaveChangesAsync(ct);
        }
        await using (var db = new BangVangDb(board)) await db.Database.ExecuteSqlRawAsync("ANALYZE", ct);
    }

    private static DbContextOptions<BangVangDb> Sqlite(string folder, int count)
    {
        var options = new DbContextOptionsBuilder<BangVangDb>();
        options.UseBangVangSqlite(Path.Combine(folder, $"board-{count}.db"));
        return options.Options;
    }

    private static DbContextOptions<BangVangDb> Postgres(BenchPostgres server) => server.Options;

    private static string Folder(string folder, int count) => Directory.CreateDirectory(Path.Combine(folder, $"board-{count}")).FullName;
}
