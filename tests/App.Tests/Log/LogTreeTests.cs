using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Log;
using BangVang.App.Storage;
using BangVang.Proof;
using BangVang.Proof.Notes;
using BangVang.Proof.Tiles;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Log;

/// <summary>Entries become provable: tiles, checkpoints, proofs, and what the doctor finds when somebody changes them.</summary>
public sealed class LogTreeTests
{
    private static readonly LogSigner Signer = new("log.vidu.vn", Encoding.ASCII.GetBytes("thirty-two bytes of a known seed"));

    [Theory, Engines]
    public async Task What_was_saved_is_in_the_tree_and_proved_by_its_receipt(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        (await GrowAsync(test)).ShouldBe(0);
        foreach (var batch in (int[])[1, 254, 1, 300, 0, 77])
        {
            await SaveAsync(test, batch);
            (await GrowAsync(test)).ShouldBe(batch);
        }
        await using var db = test.Open();
        var entries = await db.LogEvents.OrderBy(e => e.Seq).Select(e => e.Entry).ToListAsync();
        var checkpoint = (await db.LatestCheckpointAsync(default))!;
        (checkpoint.Size, SignedNote.TryParse(Encoding.UTF8.GetBytes(checkpoint.Note), out var note)).ShouldBe((633, true));
        note!.TryOpen([Signer.Key], out var opened).ShouldBeTrue();
        Checkpoint.TryParse(opened!.Text, out var says).ShouldBeTrue();
        says!.Root.ShouldBe(new MerkleTree(entries).Root());

        foreach (var seq in (long[])[0, 255, 256, 500, 632])
        {
            var receipt = (await db.InclusionAsync(seq, WitnessPolicy.None, default))!;
            receipt.Proves(entries[(int)seq], Signer.Key, Signer.Origin).ShouldBeTrue($"{seq}");
            receipt.Proves(entries[seq == 0 ? 1 : 0], Signer.Key, Signer.Origin).ShouldBeFalse($"{seq}");
        }
        (await db.InclusionAsync(633, WitnessPolicy.None, default)).ShouldBeNull();
    }

    [Theory, Engines]
    public async Task The_tiles_hold_the_entries_and_every_size_the_tree_has_had(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await SaveAsync(test, 400);
        await GrowAsync(test);
        await SaveAsync(test, 200);
        await GrowAsync(test);
        await using var db = test.Open();

        var leaves = new List<byte[]>();
        foreach (var tile in TilePath.Of(600).Where(t => t.Level == TilePath.Entries)) leaves.AddRange(EntryTiles.Read((await db.LogTileAsync(tile, default))!, tile.Width)!);
        leaves.Count.ShouldBe(600);
        var node = NodesOf(leaves);
        foreach (var tile in TilePath.Of(600).Concat(TilePath.Of(400)).Where(t => t.Level >= 0))
            (await db.LogTileAsync(tile, default)).ShouldBe(HashTiles.Write(tile, node), tile.ToString());
        (await db.LogTileAsync(new(0, 2, 89), default)).ShouldBeNull("the tree has 88 there");
        (await db.LogTileAsync(new(TilePath.Entries, 2, 89), default)).ShouldBeNull();
    }

    [Theory, Engines]
    public async Task Several_that_grow_the_tree_at_once_do_not_fork_it(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        for (var round = 0; round < 6; round++)
        {
            await SaveAsync(test, 40);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => GrowAsync(test)));
        }
        await using var db = test.Open();
        (await db.LogTreeSizeAsync(default)).ShouldBe(240);
        // That tiles and checkpoints are those of the entries is what the doctor says when the database is given back.
    }

    [Theory]
    [InlineData("UPDATE log_tile SET hashes = zeroblob(length(hashes)) WHERE level = 0 AND place = 0", "tile 0/0")]
    [InlineData("UPDATE log_tile SET hashes = zeroblob(32) WHERE level = 1", "tile 1/0")]
    [InlineData("DELETE FROM log_tile WHERE level = 0 AND place = 1", "tile 0/1")]
    [InlineData("INSERT INTO log_tile (level, place, hashes) VALUES (0, 7, zeroblob(32))", "tile 0/7 beyond the tree")]
    [InlineData("DROP TRIGGER log_checkpoint_is_not_changed; UPDATE log_checkpoint SET note = replace(note, '300', '299')", "checkpoint 300")]
    [InlineData("DROP TRIGGER log_event_is_not_changed; UPDATE log_event SET entry = zeroblob(100) WHERE seq = 7", "checkpoint 300")]
    [InlineData("UPDATE log_tree SET size = 299", "tree 299, entries 300")]
    public async Task The_doctor_finds_what_was_changed(string harm, string found)
    {
        await using var test = await TestDb.CreateAsync(Engine.Sqlite);
        test.IsBrokenOnPurpose = true;
        await SaveAsync(test, 300);
        await GrowAsync(test);
        await using var db = test.Open();
        (await new Doctor(db, test.DatabaseEngine).RunAsync(default)).ShouldAllBe(f => f.Holds);
        await db.Database.ExecuteSqlRawAsync(harm);
        (await new Doctor(db, test.DatabaseEngine).RunAsync(default)).SelectMany(f => f.Offenders).ShouldContain(found);
    }

    [Fact]
    public void A_key_is_made_once_for_its_owner_alone_and_a_damaged_one_is_refused()
    {
        var directory = Path.Combine(Path.GetTempPath(), $"bv-keys-{Guid.NewGuid():n}");
        try
        {
            var made = LogSigner.Load(directory, new("https://giaithuong.vidu.vn/"));
            made.Origin.ShouldBe("giaithuong.vidu.vn/log");
            LogSigner.Load(directory, new("https://khac.vidu.vn/")).Key.ToString().ShouldBe(made.Key.ToString(), "an installation that moves stays the same log");
            var file = Path.Combine(directory, "log.key");
            if (!OperatingSystem.IsWindows())
            {
                File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
                Should.Throw<InvalidDataException>(() => LogSigner.Load(directory, new("https://giaithuong.vidu.vn/")));
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
            File.WriteAllText(file, File.ReadAllText(file).Replace("giaithuong", "giaithuonh", StringComparison.Ordinal));
            Should.Throw<InvalidDataException>(() => LogSigner.Load(directory, new("https://giaithuong.vidu.vn/")));
        }
        finally { Directory.Delete(directory, recursive: true); }
    }

    private static async Task SaveAsync(TestDb test, int count)
    {
        await using var db = test.Open();
        for (var i = 0; i < count; i++) db.Log(Instant.FromUtc(2026, 10, 1, 0, 0), "screening.verdict", "demo/2026", $"{i}", new JsonObject { ["n"] = i });
        await db.SaveChangesAsync();
    }

    private static async Task<int> GrowAsync(TestDb test)
    {
        await using var db = test.Open();
        return await new GrowLog(db, Signer, TimeProvider.System).RunAsync(default);
    }

    private static MerkleNode NodesOf(List<byte[]> entries)
    {
        var levels = new List<byte[][]> { entries.Select(e => MerkleHash.Leaf(e)).ToArray() };
        while (levels[^1].Length > 1) levels.Add([.. Enumerable.Range(0, levels[^1].Length / 2).Select(i => MerkleHash.Node(levels[^1][2 * i], levels[^1][(2 * i) + 1]))]);
        return (level, index) => levels[level][index];
    }
}
