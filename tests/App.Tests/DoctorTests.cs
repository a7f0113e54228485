using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests;

public sealed class DoctorTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 10, 1, 3, 0);

    [Theory, Engines]
    public async Task A_database_in_use_is_sound(Engine engine)
    {
        await using var test = await WithLogAsync(engine, 3);
        (await BrokenAsync(test)).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task A_missing_entry_of_the_log_is_named(Engine engine)
    {
        await using var test = await WithLogAsync(engine, 3);
        await BreakAsync(test, "DELETE FROM log_event WHERE seq = 1");
        (await BrokenAsync(test)).ShouldBe(["log.has_no_gap: entry 2 follows none"]);
    }

    [Theory, Engines]
    public async Task Cutting_off_the_last_entry_is_noticed_at_the_head(Engine engine)
    {
        await using var test = await WithLogAsync(engine, 3);
        await BreakAsync(test, "DELETE FROM log_event WHERE seq = 2");
        (await BrokenAsync(test)).ShouldBe(["log.head_counts_entries: head 3, entries 2"]);
    }

    [Theory]
    [InlineData(Engine.Sqlite, "payload = x'7b7d'"), InlineData(Engine.Postgres, "payload = '\\x7b7d'")]
    [InlineData(Engine.Sqlite, "kind = 'test.denied'"), InlineData(Engine.Postgres, "kind = 'test.denied'")]
    [InlineData(Engine.Sqlite, "at = at + 1"), InlineData(Engine.Postgres, "at = at + 1")]
    public async Task A_changed_entry_no_longer_opens_its_commitment(Engine engine, string change)
    {
        await using var test = await WithLogAsync(engine, 2);
        await BreakAsync(test, $"UPDATE log_event SET {change} WHERE seq = 1");
        (await BrokenAsync(test)).ShouldHaveSingleItem().ShouldStartWith("log.entries_open: entry 1");
    }

    [Fact]
    public async Task A_lost_reference_is_named_with_its_table()
    {
        await using var test = await TestDb.CreateAsync(Engine.Sqlite);
        await BreakAsync(test, "PRAGMA foreign_keys=OFF; CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES log_head (id)); INSERT INTO child VALUES (7, 99)");
        (await BrokenAsync(test)).ShouldBe(["storage.references_lead_somewhere: child row 7 names a missing row of log_head"]);
    }

    [Theory, Engines]
    public async Task Of_many_offenders_twenty_are_named(Engine engine)
    {
        await using var test = await WithLogAsync(engine, 50);
        await BreakAsync(test, "DELETE FROM log_event WHERE seq % 2 = 1");
        await using var db = test.Open();
        var gap = (await new Doctor(db, test.DatabaseEngine).RunAsync(default)).Single(f => f.Name == "log.has_no_gap");
        (gap.Offenders.Count, gap.More).ShouldBe((20, true));
    }

    [Theory, Engines]
    public async Task A_checkup_neither_waits_for_a_writer_nor_stops_one(Engine engine)
    {
        await using var test = await WithLogAsync(engine, 2);
        await using var writer = test.Open();
        await using var transaction = await writer.Database.BeginTransactionAsync();
        writer.Log(Now, "test.happened", "demo/2026", "unfinished", []);
        await writer.SaveChangesAsync();
        (await BrokenAsync(test)).ShouldBeEmpty();
        await transaction.CommitAsync();
        (await BrokenAsync(test)).ShouldBeEmpty();
    }

    private static async Task<TestDb> WithLogAsync(Engine engine, int entries)
    {
        var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        for (var i = 0; i < entries; i++) db.Log(Now, "test.happened", "demo/2026", $"{i}", new() { ["n"] = i });
        db.Audit(Actor.Console, Now, "test.happened", "log");
        await db.SaveChangesAsync();
        return test;
    }

    /// <summary>Does what the application never can: the triggers that keep the log are taken away first.</summary>
    private static async Task BreakAsync(TestDb test, string sql)
    {
        test.IsBrokenOnPurpose = true;
        await using var db = test.Open();
        string[] without = test.Engine is Engine.Sqlite
            ? ["DROP TRIGGER log_event_is_not_changed", "DROP TRIGGER log_event_is_not_deleted"]
            : ["DROP TRIGGER log_event_is_not_changed ON log_event"];
        foreach (var each in (string[])[.. without, sql]) await db.Database.ExecuteSqlRawAsync(each);
    }

    private static async Task<string[]> BrokenAsync(TestDb test)
    {
        await using var db = test.Open();
        var findings = await new Doctor(db, test.DatabaseEngine).RunAsync(default);
        return [.. findings.SelectMany(f => f.Offenders.Select(o => $"{f.Name}: {o}"))];
    }
}
