using System.Collections.Concurrent;
using System.Diagnostics;
using BangVang.App.Storage;
using BangVang.Storage.Postgres;
using BangVang.Storage.Sqlite;
using BangVang.Testing.Files;
using BangVang.Testing.Running;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.Bench;

/// <summary>
/// What the last evening of a call asks for: many applicants at once who each send a PDF of 1 MB, put it into the dossier and
/// submit, over real HTTP to the program as it is built. Every answer is durable; beside it stands what the disk can do.
/// </summary>
internal sealed class SubmissionBenchmark : Benchmark
{
    private const int AtOnce = 16, Rounds = 5, EachPerRound = 8, EachToWarmUp = 15, FileBytes = 1 << 20;
    private static readonly TimeSpan RawTime = TimeSpan.FromSeconds(1.5);

    public override string Name => "submission";

    public override string What => """
        16 applicants at once, each uploads a PDF of 1 MB and submits; durable when acknowledged; beside the raw fsyncs of the same disk
        16 người cùng lúc, mỗi người tải lên một tệp PDF 1 MB rồi nộp hồ sơ; đã báo nhận là đã ghi xuống đĩa; bên cạnh số lần fsync của cùng ổ đĩa
        """;

    public override async Task<IReadOnlyList<Measure>> RunAsync(string folder, CancellationToken ct)
    {
        await using var raw = new FileStream(Path.Combine(folder, "bench.raw"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var fsyncs = new List<double>();
        var measures = new List<Measure>(await OnSqliteAsync(folder, raw, fsyncs, ct));
        await using (var server = await BenchPostgres.StartAsync(folder, ct)) measures.AddRange(await OnPostgresAsync(server, folder, raw, fsyncs, ct));
        var disk = Measure.Of("raw fsyncs (4 KiB appended)", "1/s", fsyncs);
        return [disk, .. measures.Select(m => m.Unit == "1/s" ? m.ComparedTo(disk) : m)];
    }

    private static Task<IReadOnlyList<Measure>> OnSqliteAsync(string folder, FileStream raw, List<double> fsyncs, CancellationToken ct)
    {
        var directory = Directory.CreateDirectory(Path.Combine(folder, "sqlite")).FullName;
        var options = new DbContextOptionsBuilder<BangVangDb>();
        options.UseBangVangSqlite(Path.Combine(directory, "bangvang.db"));
        return MeasureAsync("SQLite", options.Options, SqliteStorage.Engine, directory, postgres: null, raw, fsyncs, ct);
    }

    private static Task<IReadOnlyList<Measure>> OnPostgresAsync(BenchPostgres server, string folder, FileStream raw, List<double> fsyncs, CancellationToken ct)
    {
        var options = server.Options;
        var directory = Directory.CreateDirectory(Path.Combine(folder, "postgres")).FullName;
        return MeasureAsync($"PostgreSQL, fsync={server.Fsync}", options, PostgresStorage.Engine, directory, server.Database, raw, fsyncs, ct);
    }

    private static async Task<IReadOnlyList<Measure>> MeasureAsync(
        string name, DbContextOptions<BangVangDb> options, DatabaseEngine engine, string directory, string? postgres, FileStream raw, List<double> fsyncs, CancellationToken ct)
    {
        await using (var db = new BangVangDb(options)) await new Migrator(db, engine, SystemClock.Instance).MigrateAsync(ct);
        var applicants = await ApplicantsAsync(options);
        await using var server = ServerProcess.Start(directory, postgres);
        var address = await server.Ready.WaitAsync(ct);

        await SubmitAllAsync(await SitDownAsync(address, applicants, EachToWarmUp, ct), ct);
        var (rates, medians, slowest, costs) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var lanes = await SitDownAsync(address, applicants, EachPerRound, ct);
            fsyncs.Add(await PerSecondAsync(RawTime, () => AppendAsync(raw, ct)));
            var (watch, before) = (Stopwatch.StartNew(), server.ProcessorTime);
            var times = await SubmitAllAsync(lanes, ct);
            rates.Add(times.Length / watch.Elapsed.TotalSeconds);
            costs.Add((server.ProcessorTime - before).TotalMilliseconds / times.Length);
            Array.Sort(times);
            medians.Add(times[times.Length / 2]);
            slowest.Add(times[(int)Math.Ceiling(times.Length * 0.99) - 1]);
        }
        await server.StopAsync();
        return
        [
            Measure.Of($"submissions, {name}", "1/s", rates),
            Measure.Of($"  half are done within, {name}", "ms", medians),
            Measure.Of($"  99 % are done within, {name}", "ms", slowest),
            Measure.Of($"  processor time of the server for each, {name}", "ms", costs),
        ];
    }

    private static async Task<Queue<SignedInApplicant>> ApplicantsAsync(DbContextOptions<BangVangDb> options)
    {
        var call = new OpenCall(() => new(options));
        await call.PublishAsync();
        var applicants = new Queue<SignedInApplicant>();
        for (var n = 1; n <= AtOnce * (EachToWarmUp + (Rounds * EachPerRound)); n++) applicants.Enqueue(await call.ApplicantAsync($"Người thử {n}"));
        return applicants;
    }

    /// <returns>Milliseconds of each submission, from the first byte of the file to the receipt.</returns>
    private static async Task<double[]> SubmitAllAsync(IReadOnlyList<Desk[]> lanes, CancellationToken ct)
    {
        var times = new ConcurrentBag<double>();
        await Task.WhenAll(lanes.Select(lane => Task.Run(async () =>
        {
            foreach (var (browser, dossier, pdf) in lane)
            {
                var watch = Stopwatch.StartNew();
                var upload = await browser.StartUploadAsync(dossier, "proof", "thuyết minh.pdf", pdf.Length, ct);
                var (_, stored) = await browser.SendPieceAsync(upload, 0, pdf, ct);
                await browser.AttachAsync(dossier, "papers", "proof", stored!.Value, ct);
                await browser.SubmitAsync(dossier, ct);
                times.Add(watch.Elapsed.TotalMilliseconds);
            }
        }, ct)));
        return [.. times];
    }

    /// <summary>An applicant with the page open and the file at hand.</summary>
    private sealed record Desk(BrowserClient Browser, Guid Dossier, byte[] Pdf);

    private static async Task<IReadOnlyList<Desk[]>> SitDownAsync(Uri address, Queue<SignedInApplicant> applicants, int each, CancellationToken ct)
    {
        var desks = new List<Desk>();
        for (var n = 0; n < AtOnce * each; n++)
        {
            var applicant = applicants.Dequeue();
            var browser = new BrowserClient(address, applicant.Token);
            await browser.OpenAsync($"/dossiers/{applicant.DossierId}/section/papers", ct);
            desks.Add(new(browser, applicant.DossierId, SampleFiles.PdfOf(FileBytes, seed: applicant.DossierId.GetHashCode())));
        }
        return [.. desks.Chunk(each)];
    }

    private static readonly byte[] Page = new byte[4096];

    private static async Task AppendAsync(FileStream file, CancellationToken ct)
    {
        await file.WriteAsync(Page, ct);
        file.Flush(flushToDisk: true);
    }
}
