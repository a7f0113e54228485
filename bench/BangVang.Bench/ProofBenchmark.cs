using System.Diagnostics;
using BangVang.App.Bundles;
using BangVang.App.Certificates;
using BangVang.App.Log;
using BangVang.App.Signing;
using BangVang.App.Storage;
using BangVang.Domain.Certificates;
using BangVang.Domain.Kernel;
using BangVang.Proof;
using BangVang.Proof.Receipts;
using BangVang.Proof.Tiles;
using BangVang.Storage.Postgres;
using BangVang.Storage.Sqlite;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.Bench;

/// <summary>What it costs to prove: verifying a large result, entering the log durably, and the way from an entry to the root of a long one.</summary>
internal sealed class ProofBenchmark : Benchmark
{
    private const int Certificates = 10_000, Dossiers = 1_000, Each = 5, Jurors = 60, Writers = 64, Rounds = 5;
    private const long LongLog = 10_000_000;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(3);

    public override string Name => "proof";

    public override string What => """
        verifying the bundle of 1,000 dossiers, 5 jurors each, 2 rounds; durable entries of the log by 64 writers; a proof of inclusion among 10 million entries; 10,000 certificates, each a signed PDF and a credential
        kiểm tra gói kết quả của 1.000 hồ sơ, mỗi hồ sơ 5 giám khảo, 2 vòng; số mục ghi bền vững của 64 luồng ghi; chứng minh có mặt trong 10 triệu mục; 10.000 giấy chứng nhận, mỗi giấy gồm PDF đã ký và chứng chỉ số
        """;

    public override async Task<IReadOnlyList<Measure>> RunAsync(string folder, CancellationToken ct)
    {
        await using var raw = new FileStream(Path.Combine(folder, "bench.raw"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var fsyncs = new List<double>();
        for (var i = 0; i < Rounds; i++) fsyncs.Add(await PerSecondAsync(TimeSpan.FromSeconds(1), () => FsyncAsync(raw, ct)));
        var disk = Measure.Of("raw fsyncs of one writer (4 KiB appended)", "1/s", fsyncs);

        var sqlite = new DbContextOptionsBuilder<BangVangDb>();
        sqlite.UseBangVangSqlite(Path.Combine(folder, "bench.db"));
        var measures = new List<Measure> { Verified(), disk, (await AppendedAsync("SQLite", sqlite.Options, SqliteStorage.Engine, ct)).ComparedTo(disk) };
        await using (var server = await BenchPostgres.StartAsync(folder, ct))
            measures.Add((await AppendedAsync($"PostgreSQL, fsync={server.Fsync}", server.Options, PostgresStorage.Engine, ct)).ComparedTo(disk));
        measures.Add(Included());
        measures.Add(await CertifiedAsync(folder, ct));
        return measures;
    }

    /// <summary>As an order makes them, in batches; each round is one batch, so that the slowest is seen.</summary>
    private async Task<Measure> CertifiedAsync(string folder, CancellationToken ct)
    {
        const int batch = 50;
        var signer = KeyFileSigner.LoadOrMake(Path.Combine(folder, "issuer.crt"), Path.Combine(folder, "issuer.key"), "Bảng Vàng", DateTimeOffset.UtcNow);
        var maker = new CertificateMaker(signer, [], new("https://giaithuong.example/issuer.json", new byte[32]), new(new Uri("https://giaithuong.example/")), TimeProvider.System);
        var (milliseconds, bytes, now) = (new List<double>(), 0L, SystemClock.Instance.GetCurrentInstant());
        for (var n = 0; n < Certificates; n += batch)
        {
            var certificates = Enumerable.Range(n, batch).Select(i => new Certificate
            {
                Id = Ids.New(now), Code = CertificateCode.New(), EditionKey = "bench/2026", Kind = CertificateKind.Laureate, Number = i, OrderId = Guid.Empty, LaureateId = Guid.Empty, IssuedAt = now,
                Claim = new(CertificateKind.Laureate, "bench/2026", "Giải thưởng thử năm 2026", "Trial award 2026", $"Công ty Cổ phần Sản phẩm số {i}", $"Nền tảng số {i}", "Sản phẩm công nghệ số xuất sắc cho Xã hội số",
                    "Digital society", "Giải Vàng", "Gold", "Quyết định số 1/QĐ-TT ngày 21/11/2026", "Cơ quan thường trực", "Standing office", true),
            }).ToList();
            var watch = Stopwatch.StartNew();
            var files = await maker.MakeAsync(certificates, DateTimeZone.Utc, ct);
            milliseconds.Add(watch.Elapsed.TotalMilliseconds / batch);
            bytes += files.Sum(f => (long)f.Pdf.Length);
        }
        Notes.Add($"{Certificates:#,0} certificates, {bytes / Certificates / 1024:#,0} KiB of PDF each, in {milliseconds.Sum() * batch / 1000:0.0} s");
        return Measure.Of($"certificate, signed PDF and credential, {Certificates:#,0} in batches of {batch}", "ms", milliseconds).AtMost(10);
    }

    private static async Task FsyncAsync(FileStream raw, CancellationToken ct)
    {
        await raw.WriteAsync(new byte[4096], ct);
        raw.Flush(flushToDisk: true);
    }

    private Measure Verified()
    {
        var signer = new LogSigner("bench/log", new byte[32]);
        var bundle = MadeUpBundle.Of(Dossiers, Each, Jurors, signer);
        Notes.Add($"the bundle has {bundle.Bytes.Length / 1024:#,0} KiB and {bundle.Entries:#,0} entries");
        var seconds = new List<double>();
        for (var i = 0; i < Rounds; i++)
        {
            var watch = Stopwatch.StartNew();
            var report = VerifyBundle.Run(bundle.Bytes, new Trust(signer.Origin, signer.Key, [], 0));
            seconds.Add(watch.Elapsed.TotalSeconds);
            if (report.Failure is { } failure) throw new InvalidOperationException(failure.ToString());
        }
        return Measure.Of("verify a bundle: 1,000 dossiers × 5 jurors × 2 rounds", "s", seconds).AtMost(2);
    }

    private static async Task<Measure> AppendedAsync(string name, DbContextOptions<BangVangDb> options, DatabaseEngine engine, CancellationToken ct)
    {
        await using (var db = new BangVangDb(options)) await new Migrator(db, engine, SystemClock.Instance).MigrateAsync(ct);
        var rounds = new List<double>();
        for (var i = 0; i < Rounds; i++)
        {
            var watch = Stopwatch.StartNew();
            var counts = await Task.WhenAll(Enumerable.Range(0, Writers).Select(n => Task.Run(async () =>
            {
                var written = 0;
                for (; watch.Elapsed < Time; written++)
                {
                    await using var db = new BangVangDb(options);
                    db.Log(SystemClock.Instance.GetCurrentInstant(), "bench.written", "bench/2026", n, new() { ["n"] = written });
                    await db.SaveChangesAsync(ct);
                }
                return written;
            }, ct)));
            rounds.Add(counts.Sum() / watch.Elapsed.TotalSeconds);
        }
        return Measure.Of($"durable log entries, {Writers} writers, {name}", "1/s", rounds).AtLeast(2_000);
    }

    /// <summary>From tiles in memory, as a cache beside the log has them.</summary>
    private static Measure Included()
    {
        var tree = new GrowingTiles(0, _ => []);
        var (leaf, tiles) = (new byte[MerkleHash.Size], new Dictionary<TilePath, byte[]>());
        for (var n = 0L; n < LongLog; n++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(leaf, n);
            tree.Append(MerkleHash.Leaf(leaf));
        }
        foreach (var (tile, hashes) in tree.Changed) tiles[tile with { Width = hashes.Length / MerkleHash.Size }] = hashes;
        var random = new global::BangVang.Judging.SeededRandom("inclusion");
        var milliseconds = new List<double>();
        for (var i = 0; i < 1_000; i++)
        {
            var index = (long)(random.NextDouble() * LongLog);
            var watch = Stopwatch.StartNew();
            var path = MerkleProofs.Inclusion(index, LongLog, HashTiles.Nodes(LongLog, tile => tiles[tile]));
            milliseconds.Add(watch.Elapsed.TotalMilliseconds);
            System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(leaf, index);
            if (!MerkleVerifier.Includes(MerkleHash.Leaf(leaf), index, LongLog, path, tree.Root())) throw new InvalidOperationException($"The proof of entry {index} does not hold.");
        }
        return Measure.Of("proof of inclusion among 10 million entries", "ms", milliseconds).AtMost(1);
    }
}
