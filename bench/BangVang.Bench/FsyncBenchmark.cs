using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.Bench;

/// <summary>What the disk can do at all, and how much of it a durable commit keeps.</summary>
internal sealed class FsyncBenchmark : Benchmark
{
    private const int Rounds = 5;
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(1.5);

    public override string Name => "fsync";

    public override string What => """
        raw fsyncs per second of the data disk, beside durable commits per second on SQLite (one audit row each, one writer)
        số lần fsync mỗi giây của ổ đĩa dữ liệu, bên cạnh số giao dịch bền vững mỗi giây trên SQLite (mỗi giao dịch một dòng, một luồng ghi)
        """;

    public override async Task<IReadOnlyList<Measure>> RunAsync(string folder, CancellationToken ct)
    {
        var options = new DbContextOptionsBuilder<BangVangDb>();
        options.UseBangVangSqlite(Path.Combine(folder, "bench.db"));
        await using (var db = new BangVangDb(options.Options)) await new Migrator(db, SqliteStorage.Engine, SystemClock.Instance).MigrateAsync(ct);
        await using var file = new FileStream(Path.Combine(folder, "bench.raw"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);

        var (raw, commits) = (new List<double>(), new List<double>());
        await CommitAsync(options.Options, ct);
        for (var i = 0; i < Rounds; i++)
        {
            raw.Add(await PerSecondAsync(Each, () => AppendAsync(file, ct)));
            commits.Add(await PerSecondAsync(Each, () => CommitAsync(options.Options, ct)));
        }
        var fsyncs = Measure.Of("raw fsyncs (4 KiB appended)", "1/s", raw);
        return [fsyncs, Measure.Of("durable commits, SQLite", "1/s", commits).ComparedTo(fsyncs)];
    }

    private static readonly byte[] Page = new byte[4096];

    private static async Task AppendAsync(FileStream file, CancellationToken ct)
    {
        await file.WriteAsync(Page, ct);
        file.Flush(flushToDisk: true);
    }

    private static async Task CommitAsync(DbContextOptions<BangVangDb> options, CancellationToken ct)
    {
        await using var db = new BangVangDb(options);
        db.Audit(Actor.Console, SystemClock.Instance.GetCurrentInstant(), "bench.committed", "fsync");
        await db.SaveChangesAsync(ct);
    }
}
