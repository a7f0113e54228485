using System.Text;
using BangVang.App.Kernel;
using BangVang.App.Log;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Proof.Notes;
using BangVang.Proof.Receipts;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Log;

/// <summary>The log gets a new key under its old name, and everything the old one has signed goes on to hold, but nothing more.</summary>
public sealed class RotateLogKeyTests : IDisposable
{
    private static readonly Instant Now = Instant.FromUtc(2026, 10, 1, 3, 0);

    private readonly InstallationOptions options = new() { DataDirectory = Directory.CreateTempSubdirectory("bangvang-rotate-").FullName };

    public void Dispose() => Directory.Delete(options.DataDirectory, recursive: true);

    private LogSigner Load() => LogSigner.Load(options.KeysDirectory, new("https://giaithuong.vidu.vn"));

    private Task<Result<LogKeyRotation>> RotateAsync(BangVangDb db, LogSigner signer) =>
        new RotateLogKey(db, signer, Options.Create(options), new FixedClock(Now), TimeProvider.System).RunAsync(default);

    private async Task<LogKeyRotation> DoneAsync(BangVangDb db, LogSigner signer) =>
        (await RotateAsync(db, signer)).TryGet(out var done, out var problem) ? done : throw new InvalidOperationException(problem.Code);

    private static async Task SaveAsync(TestDb test, int count)
    {
        await using var db = test.Open();
        for (var i = 0; i < count; i++) db.Log(Now, "screening.verdict", "demo/2026", i, new() { ["n"] = i });
        await db.SaveChangesAsync();
    }

    private static async Task GrowAsync(TestDb test, LogSigner signer)
    {
        await using var db = test.Open();
        await new GrowLog(db, signer, TimeProvider.System).RunAsync(default);
    }

    [Theory, Engines]
    public async Task What_the_old_key_has_signed_holds_and_the_log_goes_on_under_the_new_one(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var old = Load();
        await SaveAsync(test, 5);
        await GrowAsync(test, old);
        await SaveAsync(test, 3);
        await using var db = test.Open();
        var proofBefore = (await db.InclusionAsync(2, WitnessPolicy.None, default))!;

        var done = await DoneAsync(db, old);
        var current = Load();
        (done.Origin, done.Retired, done.Key, done.Size).ShouldBe(("giaithuong.vidu.vn/log", old.Key.ToString(), current.Key.ToString(), 8));
        (current.Origin, current.Key.ToString() == old.Key.ToString()).ShouldBe((old.Origin, false));
        Directory.GetFiles(options.KeysDirectory).Select(Path.GetFileName).ShouldBe(["log.key"], "the old secret is gone");

        // Its own entry, under the new key's first checkpoint.
        var entry = await db.LogEvents.SingleAsync(e => e.Kind == RotateLogKey.Happened);
        entry.Seq.ShouldBe(8);
        var newest = await db.SignedAsync((await db.LatestCheckpointAsync(default))!, default);
        (newest.TryOpen([current.Key], out _), newest.TryOpen([old.Key], out _)).ShouldBe((true, false));

        var retired = (await db.RetiredLogKeysAsync(default)).Single();
        (retired.Key, retired.Size).ShouldBe((old.Key.ToString(), 8));
        SignedNote.TryParse(Encoding.UTF8.GetBytes(retired.Succession), out var word).ShouldBeTrue();
        word!.TryOpen([old.Key], out var said).ShouldBeTrue();
        said!.Text.ShouldBe(Trust.SuccessionOf(old.Origin, current.Key, 8));
        Checkpoint.TryParse(said.Text, out _).ShouldBeFalse("no checkpoint can be read out of it");
        SignedNote.TryParse(Encoding.UTF8.GetBytes(retired.Checkpoint), out var last).ShouldBeTrue();
        (last!.TryOpen([old.Key], out _), last.Text.Split('\n')[1]).ShouldBe((true, "8"));

        var trust = new Trust(old.Origin, current.Key, [], 0) { Retired = [new(old.Key, 8)] };
        trust.KeysAt(8).Any(key => proofBefore.Proves(EntryAt(db, 2), key, trust.Origin)).ShouldBeTrue();
        var proofAfter = (await db.InclusionAsync(8, WitnessPolicy.None, default))!;
        proofAfter.Proves(entry.Entry, current.Key, trust.Origin).ShouldBeTrue();
        trust.KeysAt(9).Select(k => k.ToString()).ShouldBe([current.Key.ToString()], "beyond its last checkpoint the old key counts for nothing");

        static byte[] EntryAt(BangVangDb db, long seq) => db.LogEvents.Single(e => e.Seq == seq).Entry;
    }

    [Theory, Engines]
    public async Task A_server_that_still_has_the_old_key_signs_nothing_more(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var old = Load();
        await SaveAsync(test, 2);
        await using (var db = test.Open()) await DoneAsync(db, old);
        await SaveAsync(test, 2);
        (await Should.ThrowAsync<InvalidOperationException>(() => GrowAsync(test, old))).Message.ShouldContain("is retired");
        await GrowAsync(test, Load());
        await using var after = test.Open();
        (await after.LogTreeSizeAsync(default)).ShouldBe(5);
    }

    [Fact]
    public async Task A_change_that_was_ended_half_way_is_finished_and_one_without_its_new_key_is_refused()
    {
        await using var test = await TestDb.CreateAsync(Engine.Sqlite);
        var old = Load();
        await SaveAsync(test, 2);
        await using var db = test.Open();
        var secret = await File.ReadAllBytesAsync(Path.Combine(options.KeysDirectory, "log.key"));
        var first = await DoneAsync(db, old);
        // As a power cut leaves it that comes before the new file is in place.
        File.Move(Path.Combine(options.KeysDirectory, "log.key"), Path.Combine(options.KeysDirectory, "log.key.next"));
        DurableFiles.Write(Path.Combine(options.KeysDirectory, "log.key"), secret);
        (await DoneAsync(db, Load())).ShouldBe(first);
        Load().Key.ToString().ShouldBe(first.Key);
        (await db.RetiredLogKeys.CountAsync()).ShouldBe(1);

        DurableFiles.Write(Path.Combine(options.KeysDirectory, "log.key"), secret);
        (await RotateAsync(db, Load())).TryGet(out _, out var problem).ShouldBeFalse();
        problem!.Code.ShouldBe("log.successor_missing");
    }

    [Theory, Engines]
    public async Task The_doctor_finds_a_checkpoint_that_a_retired_key_signed_after_its_time(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        test.IsBrokenOnPurpose = true;
        var old = Load();
        await SaveAsync(test, 2);
        await using var db = test.Open();
        await DoneAsync(db, old);
        (await new Doctor(db, test.DatabaseEngine).RunAsync(default)).ShouldAllBe(f => f.Holds);
        await db.Database.ExecuteSqlRawAsync(engine is Engine.Sqlite ? "DROP TRIGGER log_key_is_not_changed" : "DROP TRIGGER log_key_is_not_changed ON log_key");
        await db.Database.ExecuteSqlAsync($"UPDATE log_key SET retired = {Load().Key.ToString()}, successor = {old.Key.ToString()}");
        (await new Doctor(db, test.DatabaseEngine).RunAsync(default)).SelectMany(f => f.Offenders).ShouldBe(["checkpoint 2", "checkpoint 3"], ignoreOrder: true);
    }
}
