using System.Security.Cryptography;
using BangVang.App.Files;
using BangVang.App.Files.Uploads;
using BangVang.App.Ports;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using BangVang.Testing.Files;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Uploads;

public sealed class UploadTests
{
    private static readonly byte[] File = SampleFiles.PdfOf(300_000);
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(File));

    [Theory, Engines]
    public async Task A_file_sent_in_three_pieces_becomes_one_stored_file(Engine engine)
    {
        await using var bench = await UploadBench.CreateAsync(engine);
        var id = await StartAsync(bench);
        (await SendAsync(bench, id, 0, File[..100_000])).ShouldBe(100_000);
        (await SendAsync(bench, id, 100_000, File[100_000..100_001])).ShouldBe(100_001);
        (await SendAsync(bench, id, 100_001, File[100_001..])).ShouldBe(File.Length);

        var stored = Value(await bench.CompleteAsync(id));
        (stored.Sha256, stored.Bytes, stored.Kind, stored.Name, stored.Purpose, stored.OwnerId)
            .ShouldBe((Hash, File.Length, FileKind.Pdf, "kế hoạch.pdf", bench.Purpose, bench.Owner.PersonId!.Value));
        (await bench.Store.VerifyAsync(Hash, default)).ShouldBe(FileCheck.Sound);
        bench.Parts.Exists(id).ShouldBeFalse();
        await using var db = bench.Db.Open();
        (await db.StoredFiles.Select(f => f.Id).ToListAsync()).ShouldBe([stored.Id]);
        (await db.AuditEntries.Select(a => a.Action).ToListAsync()).ShouldBe(["file.received"]);
        Value(await bench.CompleteAsync(id)).Id.ShouldBe(stored.Id);
        (await db.StoredFiles.CountAsync()).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task Anothers_upload_looks_as_if_it_did_not_exist(Engine engine)
    {
        await using var bench = await UploadBench.CreateAsync(engine);
        var id = await StartAsync(bench);
        await SendAsync(bench, id, 0, File[..1000]);
        foreach (var stranger in new[] { bench.Other, Actor.Anonymous, Actor.Console })
        {
            (await bench.UploadAsync(id, stranger)).ShouldBeNull();
            Problem(await bench.ReceiveAsync(id, 1000, new MemoryStream(File[1000..]), actor: stranger)).ShouldBe(UploadProblems.NotFound);
            Problem(await bench.CompleteAsync(id, stranger)).ShouldBe(UploadProblems.NotFound);
            (await bench.CancelAsync(id, stranger)).ShouldBe(UploadProblems.NotFound);
        }
        (await bench.UploadAsync(id))!.Received.ShouldBe(1000);
    }

    [Theory, Engines]
    public async Task A_piece_that_starts_elsewhere_is_refused_with_the_place_to_start(Engine engine)
    {
        await using var bench = await UploadBench.CreateAsync(engine);
        var id = await StartAsync(bench);
        await SendAsync(bench, id, 0, File[..1000]);
        foreach (var offset in new long[] { 0, 999, 1001, File.Length, -1 })
        {
            var problem = Problem(await bench.ReceiveAsync(id, offset, new MemoryStream(File)));
            (problem.Code, problem.Args["received"]).ShouldBe(("files.upload_wrong_offset", 1000L));
        }
    }

    [Theory, Engines]
    public async Task What_arrived_before_the_line_was_cut_is_kept(Engine engine)
    {
        await using var bench = await UploadBench.CreateAsync(engine);
        var id = await StartAsync(bench);
        Problem(await bench.ReceiveAsync(id, 0, new CutStream(File[..150_000]))).ShouldBe(UploadProblems.Overtaken);
        (await bench.UploadAsync(id))!.Received.ShouldBe(150_000);
        await SendAsync(bench, id, 150_000, File[150_000..]);
        Value(await bench.CompleteAsync(id)).Sha256.ShouldBe(Hash);
    }

    [Theory, Engines]
    public async Task Bytes_that_a_killed_process_did_not_vouch_for_are_never_acknowledged(Engine engine)
    {
        await using var bench = await UploadBench.CreateAsync(engine);
        var id = await StartAsync(bench);
        await SendAsync(bench, id, 0, File[..1000]);
        await using (var part = new FileStream(bench.Parts.PathOf(id), FileMode.Append)) part.Write(new byte[5000]);

        (await bench.UploadAsync(id))!.Received.ShouldBe(1000);
        await SendAsync(bench, id, 1000, File[1000..]);
        Value(await bench.CompleteAsync(id)).Sha256.ShouldBe(Hash);
    }

    [Theory, Engines]
    public async Task Bytes_are_counted_in_steps_while_they_still_come(Engine engine)
    {
        await using var bench = await UploadBench.CreateAsync(engine);
        var id = await StartAsync(bench);
        var counted = new List<long>();
        await bench.ReceiveAsync(id, 0, new WatchedStream(File, async () => counted.Add((await bench.UploadAsync(id))!.Received)));
        counted.ShouldContain(received => received >= bench.Options.SyncBytes && received < File.Length);
        counted.ShouldBe(counted.Order());
        foreach (var received in counted) received.ShouldBeLessThanOrEqualTo(new FileInfo(bench.Parts.PathOf(id)).Length);
    }

    [Theory, Engines]
    public async Task Acknowledged_bytes_that_are_gone_are_a_fault_and_no_answer(Engine engine)
    {
        await using var bench = await UploadBench.CreateAsync(engine);
        var id = await StartAsync(bench);
        await SendAsync(bench, id, 0, File[..1000]);
        await using (var part = new FileStream(bench.Parts.PathOf(id), FileMode.Open)) part.SetLength(999);
        await Should.ThrowAsync<InvalidDataException>(() => SendAsync(bench, id, 1000, File[1000..]));
    }

    [Theory, Engines]
    public async Task A_piece_with_a_checksum_counts_whole_or_not_at_all(Engine engine)
    {
        await using var bench = await UploadBench.CreateAsync(engine);
        var id = await StartAsync(bench);
        var sha256 = new UploadChecksum(HashAlgorithmName.SHA256, SHA256.HashData(File[..200_000]));
        Problem(await bench.ReceiveAsync(id, 0, new MemoryStream(File[1..200_001]), sha256)).ShouldBe(UploadProblems.WrongChecksum);
        Problem(await bench.ReceiveAsync(id, 0, new CutStream(File[..199_999]), sha256)).ShouldBe(UploadProblems.Overtaken);
        (await bench.UploadAsync(id))!.Received.ShouldBe(0);
        Value(await bench.ReceiveAsync(id, 0, new MemoryStream(File[..200_000]), sha256)).ShouldBe(200_000);
        var sha1 = new UploadChecksum(HashAlgorithmName.SHA1, SHA1.HashData(File[200_000..]));
        Value(await bench.ReceiveAsync(id, 200_000, new MemoryStream(File[200_000..]), sha1)).ShouldBe(File.Length);
        Value(await bench.CompleteAsync(id)).Sha256.ShouldBe(Hash);
    }

    [Theory, Engines]
    public async Task More_than_was_declared_is_refused_and_not_written(Engine engine)
    {
        await using var bench = await UploadBench.CreateAsync(engine);
        var id = await StartAsync(bench);
        Problem(await bench.ReceiveAsync(id, 0, new MemoryStream([.. File, 1, 2, 3]))).ShouldBe(UploadProblems.BeyondLength);
        new FileInfo(bench.Parts.PathOf(id)).Length.ShouldBe(File.Length);
        Value(await bench.CompleteAsync(id)).Sha256.ShouldBe(Hash);
    }

    [Theory, Engines]
    public async Task The_newest_request_wins_and_loses_nothing_the_older_one_brought(Engine engine)
    {
        await using var bench = await UploadBench.CreateAsync(engine);
        var id = await StartAsync(bench);
        var silent = new SilentStream(File[..120_000]);
        var older = bench.ReceiveAsync(id, 0, silent);
        await silent.Waiting;

        long received;
        using (await bench.Turns.TakeAsync(id, default)) received = (await bench.UploadAsync(id))!.Received;
        received.ShouldBe(120_000);
        Problem(await older).ShouldBe(UploadProblems.Overtaken);
        await SendAsync(bench, id, received, File[120_000..]);
        Value(await bench.CompleteAsync(id)).Sha256.ShouldBe(Hash);
    }

    [Theory, Engines]
    public async Task A_refused_file_leaves_its_reason_and_no_bytes(Engine engine)
    {
        await using var bench = await UploadBench.CreateAsync(engine);
        var bad = new PdfSample().Object("<< /S /JavaScript /JS (x) >>").ToBytes();
        var id = Value(await bench.StartAsync(bad.Length)).Id;
        await SendAsync(bench, id, 0, bad);
        for (var time = 0; time < 2; time++)
        {
            var problem = Problem(await bench.CompleteAsync(id));
            (problem.Code, problem.Args["what"], problem.Kind).ShouldBe(("files.active_content", "JavaScript", ProblemKind.Invalid));
        }
        bench.Parts.Exists(id).ShouldBeFalse();
        await using var db = bench.Db.Open();
        (await db.StoredFiles.CountAsync()).ShouldBe(0);
        (await db.AuditEntries.Select(a => a.Action).ToListAsync()).ShouldBe(["file.refused"]);
    }

    [Theory, Engines]
    public async Task A_process_killed_between_moving_the_bytes_and_saying_so_loses_nothing(Engine engine)
    {
        await using var bench = await UploadBench.CreateAsync(engine);
        var id = await StartAsync(bench);
        await SendAsync(bench, id, 0, File);
        await using (var db = bench.Db.Open())
            await db.Uploads.Where(u => u.Id == id).ExecuteUpdateAsync(u => u.SetProperty(x => x.Sha256, Hash).SetProperty(x => x.Kind, FileKind.Pdf));
        await bench.Store.TakeAsync(bench.Parts.PathOf(id), Hash, default);

        var stored = Value(await bench.CompleteAsync(id));
        (stored.Sha256, stored.Kind, stored.Bytes).ShouldBe((Hash, FileKind.Pdf, File.Length));
    }

    [Theory, Engines]
    public async Task An_upload_that_is_not_whole_becomes_no_file(Engine engine)
    {
        await using var bench = await UploadBench.CreateAsync(engine);
        var id = await StartAsync(bench);
        await SendAsync(bench, id, 0, File[..^1]);
        Problem(await bench.CompleteAsync(id)).Code.ShouldBe("files.upload_unfinished");
    }

    [Theory, Engines]
    public async Task What_is_not_wanted_is_refused_before_a_byte_is_sent(Engine engine)
    {
        await using var bench = await UploadBench.CreateAsync(engine);
        bench.Rule = new UploadRule(new HashSet<FileKind> { FileKind.Pdf }, 1000);
        Problem(await bench.StartAsync(1001)).Code.ShouldBe("files.too_large");
        Problem(await bench.StartAsync(0)).Code.ShouldBe("files.empty");
        Problem(await bench.StartAsync(-5)).Code.ShouldBe("files.empty");
        Problem(await bench.StartAsync(10, "x.docx")).Code.ShouldBe("files.kind_not_accepted");
        Problem(await bench.StartAsync(10, "x.exe")).Code.ShouldBe("files.kind_unknown");
        Problem(await bench.StartAsync(10, actor: Actor.Anonymous)).ShouldBe(UploadProblems.SignInNeeded);
        Problem(await bench.StartAsync(10, purpose: new("unknown", Guid.NewGuid(), ""))).ShouldBe(UploadProblems.NothingWanted);
        bench.Rule = Domain.Kernel.Problem.NotNow("dossiers.closed");
        Problem(await bench.StartAsync(10)).Code.ShouldBe("dossiers.closed");
        bench.Rule = new UploadRule(FileKinds.All, long.MaxValue);
        Problem(await bench.StartAsync(bench.Options.MaxBytes + 1)).Code.ShouldBe("files.too_large");
        Directory.Exists(bench.Places.Parts).ShouldBeFalse();
    }

    [Theory, Engines]
    public async Task A_person_may_have_so_many_uploads_open_and_no_more(Engine engine)
    {
        await using var bench = await UploadBench.CreateAsync(engine);
        bench.Options = bench.Options with { MaxOpenPerPerson = 2 };
        var first = await StartAsync(bench);
        await StartAsync(bench);
        Problem(await bench.StartAsync(10)).Code.ShouldBe("files.upload_too_many");
        (await bench.StartAsync(10, actor: bench.Other)).TryGet(out _, out _).ShouldBeTrue();
        (await bench.CancelAsync(first)).ShouldBeNull();
        (await bench.StartAsync(10)).TryGet(out _, out _).ShouldBeTrue();
        bench.Parts.Exists(first).ShouldBeFalse();
    }

    [Theory, Engines]
    public async Task An_upload_is_forgotten_a_week_after_its_last_byte_and_not_before(Engine engine)
    {
        await using var bench = await UploadBench.CreateAsync(engine);
        var id = await StartAsync(bench);
        bench.Time.Now += Duration.FromDays(6);
        await SendAsync(bench, id, 0, File[..1000]);
        bench.Time.Now += Duration.FromDays(7) - Duration.FromMilliseconds(1);
        (await bench.SweepAsync()).ShouldBe(0);
        (await bench.UploadAsync(id)).ShouldNotBeNull();
        bench.Time.Now += Duration.FromMilliseconds(1);
        Problem(await bench.ReceiveAsync(id, 1000, new MemoryStream(File[1000..]))).ShouldBe(UploadProblems.NotFound);
        (await bench.SweepAsync()).ShouldBe(1);
        bench.Parts.Exists(id).ShouldBeFalse();
    }

    [Theory, Engines]
    public async Task A_part_file_that_no_upload_names_is_cleared_away_once_it_is_old(Engine engine)
    {
        await using var bench = await UploadBench.CreateAsync(engine);
        bench.Parts.Create(Guid.NewGuid());
        bench.Time.Now = SystemClock.Instance.GetCurrentInstant();
        (await bench.SweepAsync()).ShouldBe(0);
        bench.Time.Now += Duration.FromHours(2);
        (await bench.SweepAsync()).ShouldBe(1);
        bench.Parts.List().ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task A_file_of_an_ordinary_form_is_judged_and_kept_the_same_way(Engine engine)
    {
        await using var bench = await UploadBench.CreateAsync(engine);
        Value(await bench.FormAsync("..\\kế hoạch.PDF", File)).ShouldSatisfyAllConditions(
            f => f.Sha256.ShouldBe(Hash), f => f.Name.ShouldBe("kế hoạch.PDF"), f => f.Purpose.ShouldBe(bench.Purpose));
        Problem(await bench.FormAsync("x.pdf", "<svg/>"u8.ToArray())).Code.ShouldBe("files.kind_refused");
        bench.Rule = new UploadRule(FileKinds.All, File.Length - 1);
        Problem(await bench.FormAsync("x.pdf", File)).Code.ShouldBe("files.too_large");
        Problem(await bench.FormAsync("x.pdf", File, Actor.Anonymous)).ShouldBe(UploadProblems.SignInNeeded);
        Directory.EnumerateFiles(bench.Places.Incoming).ShouldBeEmpty();
        (await bench.Store.VerifyAsync(Hash, default)).ShouldBe(FileCheck.Sound);
    }

    [Theory, Engines]
    public async Task A_stored_file_is_never_changed(Engine engine)
    {
        await using var bench = await UploadBench.CreateAsync(engine);
        Value(await bench.FormAsync("x.pdf", File));
        await using var db = bench.Db.Open();
        (await Should.ThrowAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlRawAsync("UPDATE stored_file SET name = 'y.pdf'"))).Message.ShouldContain("changed");
    }

    private static async Task<Guid> StartAsync(UploadBench bench) => Value(await bench.StartAsync(File.Length)).Id;

    private static async Task<long> SendAsync(UploadBench bench, Guid id, long offset, byte[] piece) =>
        Value(await bench.ReceiveAsync(id, offset, new MemoryStream(piece)));

    private static T Value<T>(Result<T> result) => result.TryGet(out var value, out var problem) ? value : throw new ShouldAssertException(problem.Code);

    private static Problem Problem<T>(Result<T> result)
    {
        result.TryGet(out _, out var problem).ShouldBeFalse();
        return problem!;
    }

    /// <summary>A line that breaks behind its last byte.</summary>
    private sealed class CutStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct = default) =>
            await base.ReadAsync(buffer, ct) is > 0 and var read ? read : throw new IOException("cut");
    }

    /// <summary>A line that says no more, and does not break either.</summary>
    private sealed class SilentStream(byte[] bytes) : MemoryStream(bytes)
    {
        private readonly TaskCompletionSource waiting = new();
        public Task Waiting => waiting.Task;
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct = default)
        {
            if (await base.ReadAsync(buffer, ct) is > 0 and var read) return read;
            waiting.TrySetResult();
            await Task.Delay(Timeout.Infinite, ct);
            return 0;
        }
    }

    private sealed class WatchedStream(byte[] bytes, Func<Task> watch) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct = default)
        {
            await watch();
            return await base.ReadAsync(buffer[..Math.Min(buffer.Length, 50_000)], ct);
        }
    }
}
