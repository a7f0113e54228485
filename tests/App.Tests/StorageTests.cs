using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests;

public sealed class StorageTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 10, 1, 3, 0);

    [Theory, Engines]
    public async Task Log_events_are_numbered_from_zero_without_a_gap_even_when_a_save_fails(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await SaveAsync(test, "first");
        await using (var db = test.Open())
        {
            db.Log(Now, "test.happened", "demo/2026", "lost", []);
            db.AuditEntries.Add(new() { At = Now, Who = null!, Action = "x", Subject = "y" });
            await Should.ThrowAsync<DbUpdateException>(() => db.SaveChangesAsync());
        }
        await SaveAsync(test, "second");

        await using var read = test.Open();
        (await read.LogEvents.OrderBy(e => e.Seq).Select(e => e.Subject).ToListAsync()).ShouldBe(["first", "second"]);
        (await read.LogEvents.MaxAsync(e => e.Seq)).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task Twenty_writers_at_once_leave_twenty_log_events_in_one_order(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => SaveAsync(test, $"{i}"))));

        await using var db = test.Open();
        (await db.LogEvents.OrderBy(e => e.Seq).Select(e => e.Seq).ToListAsync()).ShouldBe(Enumerable.Range(0, 20).Select(i => (long)i));
        (await db.LogEvents.Select(e => e.Subject).Distinct().CountAsync()).ShouldBe(20);
    }

    [Theory, Engines]
    public async Task Events_of_one_save_are_numbered_in_the_order_in_which_they_happened(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await SaveAsync(test, "before");
        var subjects = Enumerable.Range(0, 30).Select(i => $"{i}").ToList();
        await using (var db = test.Open())
        {
            foreach (var subject in subjects) db.Log(Now, "test.happened", "demo/2026", subject, []);
            await db.SaveChangesAsync();
        }
        await using var read = test.Open();
        (await read.LogEvents.OrderBy(e => e.Seq).Select(e => e.Subject).ToListAsync()).ShouldBe(["before", .. subjects]);
        (await read.LogEvents.MaxAsync(e => e.Seq)).ShouldBe(30);
    }

    [Theory, Engines]
    public async Task What_the_trail_and_the_log_hold_can_neither_be_changed_nor_deleted(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await SaveAsync(test, "kept");
        await using var db = test.Open();
        foreach (var sql in new[] { "UPDATE log_event SET kind = 'x'", "DELETE FROM log_event", "UPDATE audit_entry SET who = 'x'", "DELETE FROM audit_entry" })
            (await Should.ThrowAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlRawAsync(sql))).Message.ShouldContain("changed");
    }

    private static async Task SaveAsync(TestDb test, string subject)
    {
        await using var db = test.Open();
        db.Log(Now, "test.happened", "demo/2026", subject, []);
        db.Audit(Actor.Console, Now, "test.happened", subject);
        await db.SaveChangesAsync();
    }
}
