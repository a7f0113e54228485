using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using BangVang.App.Dossiers;
using BangVang.App.Dossiers.Sealing;
using BangVang.App.Files;
using BangVang.App.Files.Uploads;
using BangVang.App.Ports;
using BangVang.Domain.Kernel;
using BangVang.Proof.Age;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Dossiers.Sealing;

/// <summary>Before the opening a full copy of disk and database reads nothing; afterwards everything is as it was sent.</summary>
public sealed class SealingTests
{
    [Theory, Engines]
    public async Task A_full_copy_of_disk_and_database_reads_nothing_before_the_opening_and_everything_after_it(Engine engine)
    {
        await using var world = await SealedWorld.CreateAsync(engine);
        var (first, second) = (SealedWorld.Paper(1), SealedWorld.Paper(2));
        var (one, two) = (await world.SendAsync(first), await world.SendInPiecesAsync(second));

        (await world.LeaksAsync()).ShouldBeEmpty();
        foreach (var file in new[] { one, two }) (await world.World.ReadAsync(world.Applicant, world.Dossier, file.Id)).CodeOf().ShouldBe("sealing.still_sealed");
        (await CheckAsync(world)).ShouldBeEmpty();

        world.World.Clock.Now = SealedWorld.Opening;
        (await world.HandInAsync(SealedWorld.Share(3))).Value().Missing.ShouldBe(1);
        (await world.WorkAsync()).ShouldBe(0);
        (await world.LeaksAsync()).ShouldBeEmpty();
        (await world.HandInAsync(SealedWorld.Share(1), world.Chair)).Value().Missing.ShouldBe(0);
        (await world.World.ReadAsync(world.Applicant, world.Dossier, one.Id)).CodeOf().ShouldBe("sealing.being_opened");
        (await world.WorkAsync()).ShouldBe(2);

        foreach (var (file, sent) in new[] { (one, first), (two, second) })
        {
            var read = (await world.World.ReadAsync(world.Applicant, world.Dossier, file.Id)).Value();
            (await world.BytesAsync(read.Sha256)).ShouldBe(sent);
            read.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(sent)));
        }
        // The control: what could not be found before is found now.
        (await world.LeaksAsync()).Count.ShouldBe(2);
        var view = (await world.ViewAsync())!;
        (view.Files, view.Opened, view.OpenedAt, view.FinishedAt is not null, view.Failed.Count).ShouldBe((2, 2, SealedWorld.Opening, true, 0));
        (await CheckAsync(world)).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task The_opening_is_in_the_audit_and_in_the_log(Engine engine)
    {
        await using var world = await SealedWorld.CreateAsync(engine);
        await world.SendAsync(SealedWorld.Paper());
        world.World.Clock.Now = SealedWorld.Opening;
        await world.HandInAsync(SealedWorld.Share(2));
        await world.HandInAsync(SealedWorld.Share(3));
        await world.WorkAsync();

        var entry = (await world.World.WithAsync(db => db.LogEvents.AsNoTracking().Where(e => e.Kind == "sealing.opened").ToListAsync())).ShouldHaveSingleItem();
        var payload = JsonNode.Parse(entry.Payload)!;
        var cipher = await world.World.WithAsync(db => db.SealedFiles.AsNoTracking().Select(f => f.Sha256).SingleAsync());
        ((string?)payload["recipient"], payload["shares"]!.ToJsonString(), (int)payload["files"]!).ShouldBe((SealedWorld.Edition.Sealing!.Recipient, "[2,3]", 1));
        ((string?)payload["digest"]).ShouldBe(Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(cipher + "\n"))));
        (await world.World.WithAsync(db => db.AuditEntries.AsNoTracking().Where(a => a.Action.StartsWith("sealing.")).OrderBy(a => a.Id).Select(a => a.Action).ToListAsync()))
            .ShouldBe(["sealing.share_handed_in", "sealing.share_handed_in", "sealing.opened", "sealing.files_opened"]);
    }

    [Theory, Engines]
    public async Task Nothing_opens_before_its_day_by_the_wrong_hands_or_with_a_wrong_share(Engine engine)
    {
        await using var world = await SealedWorld.CreateAsync(engine);
        await world.SendAsync(SealedWorld.Paper());
        world.World.Clock.Now = SealedWorld.Opening - Duration.FromMilliseconds(1);
        (await world.HandInAsync(SealedWorld.Share(1))).CodeOf().ShouldBe("sealing.too_early");
        world.World.Clock.Now = SealedWorld.Opening;
        (await world.HandInAsync(SealedWorld.Share(1), world.Applicant)).CodeOf().ShouldBe("sealing.only_officers");
        (await world.HandInAsync(" ")).CodeOf().ShouldBe("sealing.share_missing");
        var right = SealedWorld.Share(1);
        (await world.HandInAsync(right[..^1] + (right[^1] == 'q' ? 'p' : 'q'))).CodeOf().ShouldBe("sealing.share_mistyped");
        (await world.HandInAsync(SealingKey.Make(2, 3).Shares[0].ToSecretText())).CodeOf().ShouldBe("sealing.share_of_another");
        var real = TrusteeShare.TryParse(right)!;
        (await world.HandInAsync((real with { Bytes = new byte[32] }).ToSecretText())).CodeOf().ShouldBe("sealing.share_wrong");
        (await world.HandInAsync(right)).Value().Missing.ShouldBe(1);
        (await world.HandInAsync(right)).CodeOf().ShouldBe("sealing.share_known");
        (await world.WorkAsync()).ShouldBe(0);
        (await world.LeaksAsync()).ShouldBeEmpty();
        await world.HandInAsync(SealedWorld.Share(2));
        (await world.HandInAsync(SealedWorld.Share(3))).CodeOf().ShouldBe("sealing.already_open");
    }

    [Theory, Engines]
    public async Task A_file_that_was_changed_is_named_and_stops_none_of_the_others(Engine engine)
    {
        await using var world = await SealedWorld.CreateAsync(engine);
        var (bad, good) = (await world.SendAsync(SealedWorld.Paper(1)), await world.SendAsync(SealedWorld.Paper(2)));
        var cipher = await world.World.WithAsync(db => db.SealedFiles.Where(f => f.FileId == bad.Id).Select(f => f.Sha256).SingleAsync());
        var path = Path.Combine(world.Places.Objects, cipher[..2], cipher);
        var whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, [.. whole[..^9], (byte)(whole[^9] ^ 1), .. whole[^8..]]);
        (await CheckAsync(world)).ShouldHaveSingleItem().Files.ShouldBe([bad.Id]);
        world.World.Clock.Now = SealedWorld.Opening;
        await world.HandInAsync(SealedWorld.Share(1));
        await world.HandInAsync(SealedWorld.Share(2));

        (await world.WorkAsync()).ShouldBe(1);

        (await world.World.ReadAsync(world.Applicant, world.Dossier, good.Id)).CodeOf().ShouldBe("done");
        (await world.ViewAsync())!.Failed.ShouldHaveSingleItem().Problem.ShouldBe("sealing.file_damaged");
        (await world.World.ReadAsync(world.Applicant, world.Dossier, bad.Id)).CodeOf().ShouldBe("sealing.not_opened", "nobody is working on it");
        File.WriteAllBytes(path, whole);
        (await world.World.WithAsync(db => new RetrySealedFiles(db, world.World.Clock).RunAsync(world.Applicant, ApplyEdition.Key, default)))!.Code.ShouldBe("sealing.only_officers");
        (await world.World.WithAsync(db => new RetrySealedFiles(db, world.World.Clock).RunAsync(world.Officer, ApplyEdition.Key, default))).ShouldBeNull();
        (await world.WorkAsync()).ShouldBe(1);
        (await world.ViewAsync())!.Opened.ShouldBe(2);
    }

    [Theory, Engines]
    public async Task An_opening_that_was_interrupted_goes_on_where_it_stopped(Engine engine)
    {
        await using var world = await SealedWorld.CreateAsync(engine);
        for (var i = 0; i < 2; i++) await world.SendAsync(SealedWorld.Paper(i));
        await world.SendAsync(SealedWorld.Paper(9), "books");
        world.World.Clock.Now = SealedWorld.Opening;
        await world.HandInAsync(SealedWorld.Share(1));
        await world.HandInAsync(SealedWorld.Share(2));
        // As a process leaves it that was killed after the first file: one open, the claim still running.
        var first = await world.World.WithAsync(db => db.SealedFiles.AsNoTracking().OrderBy(f => f.FileId).FirstAsync());
        var plain = await world.World.WithAsync(db => db.StoredFiles.AsNoTracking().SingleAsync(f => f.Id == first.FileId));
        await world.World.WithAsync(db => db.SealingOpenings.ExecuteUpdateAsync(o => o.SetProperty(x => x.ClaimedUntil, Instant.FromDateTimeOffset(world.Time.GetUtcNow()) + Duration.FromMinutes(10))));
        (await world.WorkAsync()).ShouldBe(0);
        world.Time.Now += Duration.FromMinutes(10);

        (await world.WorkAsync()).ShouldBe(3);
        (await world.WorkAsync()).ShouldBe(0);
        (await world.Store.VerifyAsync(plain.Sha256, default)).ShouldBe(App.Ports.FileCheck.Sound);
    }

    /// <summary>The process dies at each place where it can: before the store has a file, and after it has it and before the database knows.</summary>
    [Theory]
    [InlineData(Engine.Sqlite, 1, false)]
    [InlineData(Engine.Sqlite, 2, false)]
    [InlineData(Engine.Sqlite, 2, true)]
    [InlineData(Engine.Sqlite, 3, true)]
    [InlineData(Engine.Postgres, 2, false)]
    [InlineData(Engine.Postgres, 2, true)]
    public async Task An_opening_that_died_at_any_file_is_ended_by_the_next_one_and_nothing_is_lost_or_said_twice(Engine engine, int diesAt, bool hasTaken)
    {
        await using var world = await SealedWorld.CreateAsync(engine);
        var sent = new Dictionary<Guid, byte[]>();
        foreach (var (number, field) in new[] { (0, "proof"), (1, "proof"), (9, "books") }) sent[(await world.SendAsync(SealedWorld.Paper(number), field)).Id] = SealedWorld.Paper(number);
        world.World.Clock.Now = SealedWorld.Opening;
        await world.HandInAsync(SealedWorld.Share(1));
        await world.HandInAsync(SealedWorld.Share(2));

        await Should.ThrowAsync<Dying>(() => world.WorkAsync(new DyingStore(world.Store, diesAt, hasTaken)));
        var before = (await world.ViewAsync())!;
        (before.Opened, before.FinishedAt, before.Failed.Count).ShouldBe((diesAt - 1, null, 0));
        (await world.World.WithAsync(db => db.SealedFiles.CountAsync())).ShouldBe(3);
        (await CheckAsync(world)).ShouldBeEmpty("what is not open yet is still whole");
        world.Time.Now += Duration.FromMinutes(10);

        (await world.WorkAsync()).ShouldBe(3 - (diesAt - 1));
        (await world.WorkAsync()).ShouldBe(0);
        foreach (var (file, content) in sent) (await world.BytesAsync((await world.World.ReadAsync(world.Applicant, world.Dossier, file)).Value().Sha256)).ShouldBe(content);
        (await world.World.WithAsync(db => db.LogEvents.CountAsync(e => e.Kind == "sealing.opened"))).ShouldBe(1);
        (await world.World.WithAsync(db => db.AuditEntries.Where(a => a.Action == "sealing.files_opened").Select(a => a.Detail).ToListAsync())).ShouldBe(["3 open"]);
        Directory.EnumerateFiles(world.Places.Incoming).ShouldBeEmpty();
    }

    private sealed class Dying : Exception;

    /// <summary>A store whose process ends at the n-th file that it takes.</summary>
    private sealed class DyingStore(IFileStore inner, int diesAt, bool hasTaken) : IFileStore
    {
        private int taken;

        public async Task TakeAsync(string path, string sha256, CancellationToken ct)
        {
            var dies = ++taken == diesAt;
            if (dies && !hasTaken) throw new Dying();
            await inner.TakeAsync(path, sha256, ct);
            if (dies) throw new Dying();
        }

        public Task<FileContent> PutAsync(Stream content, CancellationToken ct) => inner.PutAsync(content, ct);
        public Task<Stream?> OpenAsync(string sha256, CancellationToken ct) => inner.OpenAsync(sha256, ct);
        public Task<bool> ExistsAsync(string sha256, CancellationToken ct) => inner.ExistsAsync(sha256, ct);
        public Task<FileCheck> VerifyAsync(string sha256, CancellationToken ct) => inner.VerifyAsync(sha256, ct);
        public IAsyncEnumerable<FileContent> ListAsync(CancellationToken ct) => inner.ListAsync(ct);
    }

    [Theory, Engines]
    public async Task Without_the_platform_Debians_age_opens_what_it_kept(Engine engine)
    {
        await using var world = await SealedWorld.CreateAsync(engine);
        var sent = SealedWorld.Paper(4);
        await world.SendAsync(sent);
        var cipher = await world.World.WithAsync(db => db.SealedFiles.AsNoTracking().Select(f => f.Sha256).SingleAsync());
        var identity = SealingKey.Restore(AgeRecipient.TryParse(SealedWorld.Edition.Sealing!.Recipient)!, [TrusteeShare.TryParse(SealedWorld.Share(1))!, TrusteeShare.TryParse(SealedWorld.Share(3))!])!;
        var key = Path.Combine(world.Places.Directory, "key.txt");
        File.WriteAllText(key, identity.ToSecretText() + "\n");
        using var age = Process.Start("age", ["-d", "-i", key, "-o", key + ".out", Path.Combine(world.Places.Objects, cipher[..2], cipher)]);
        await age.WaitForExitAsync();
        File.ReadAllBytes(key + ".out").ShouldBe(sent);
    }

    [Theory, Engines]
    public async Task What_a_killed_process_left_in_the_clear_is_swept_away(Engine engine)
    {
        await using var world = await SealedWorld.CreateAsync(engine);
        Directory.CreateDirectory(world.Places.Incoming);
        var left = Path.Combine(world.Places.Incoming, "left");
        File.WriteAllBytes(left, SealedWorld.Canary);
        File.SetLastWriteTimeUtc(left, world.Time.GetUtcNow().UtcDateTime.AddHours(-2));
        (await world.LeaksAsync()).ShouldHaveSingleItem();

        (await world.World.WithAsync(db => new SweepUploads(db, world.Time, new UploadParts(world.Places)).RunAsync(default))).ShouldBe(1);

        (await world.LeaksAsync()).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task An_edition_that_is_not_sealed_keeps_files_as_they_are(Engine engine)
    {
        await using var world = await SealedWorld.CreateAsync(engine, ApplyEdition.Edition);
        var file = await world.SendAsync(SealedWorld.Paper());
        (await world.World.ReadAsync(world.Applicant, world.Dossier, file.Id)).CodeOf().ShouldBe("done");
        (await world.LeaksAsync()).ShouldHaveSingleItem();
        (await world.HandInAsync(SealedWorld.Share(1))).CodeOf().ShouldBe("sealing.not_sealed");
    }

    private static Task<IReadOnlyList<BrokenFile>> CheckAsync(SealedWorld world) => world.World.WithAsync(db => new CheckFiles(db, world.Store).RunAsync(default));
}
