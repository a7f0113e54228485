using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests;

/// <summary>SQLite lets one writer in; those of one process wait in line.</summary>
public sealed class WriteTurnsTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 10, 1, 3, 0);

    [Fact]
    public async Task Writers_come_in_the_order_in_which_they_asked()
    {
        await using var test = await TestDb.CreateAsync(Engine.Sqlite);
        await using var first = test.Open();
        await using var transaction = await first.Database.BeginTransactionAsync();
        var writers = Enumerable.Range(1, 6).Select(n => WriteAsync(test, n)).ToList();
        writers.ShouldAllBe(w => !w.IsCompleted);
        await transaction.CommitAsync();
        await Task.WhenAll(writers);

        await using var db = test.Open();
        (await db.AuditEntries.OrderBy(a => a.Id).Select(a => a.Subject).ToListAsync()).ShouldBe(["1", "2", "3", "4", "5", "6"]);
    }

    [Fact]
    public async Task A_transaction_left_without_a_commit_lets_the_next_writer_in()
    {
        await using var test = await TestDb.CreateAsync(Engine.Sqlite);
        await using (var refused = test.Open())
        {
            await using var transaction = await refused.Database.BeginTransactionAsync();
            refused.Audit(Actor.Console, Now, "test.refused", 0);
            await refused.SaveChangesAsync();
        }
        await WriteAsync(test, 1);
        await using var db = test.Open();
        (await db.AuditEntries.Select(a => a.Action).ToListAsync()).ShouldBe(["test.written"]);
    }

    [Fact]
    public async Task A_write_that_fails_lets_the_next_writer_in()
    {
        await using var test = await TestDb.CreateAsync(Engine.Sqlite);
        await using (var db = test.Open()) await Should.ThrowAsync<Exception>(() => db.Database.ExecuteSqlRawAsync("UPDATE no_such_table SET x = 1"));
        await using (var db = test.Open())
        {
            db.RoleGrants.Add(new() { PersonId = Guid.NewGuid(), EditionKey = "demo/2026", Role = Role.Juror, GrantedAt = Now });
            await Should.ThrowAsync<DbUpdateException>(() => db.SaveChangesAsync());
        }
        await WriteAsync(test, 1);
    }

    [Fact]
    public async Task A_writer_who_gives_up_waiting_does_not_keep_the_place()
    {
        await using var test = await TestDb.CreateAsync(Engine.Sqlite);
        using var gone = new CancellationTokenSource();
        await using var first = test.Open();
        await using var transaction = await first.Database.BeginTransactionAsync();
        var impatient = WriteAsync(test, 1, gone.Token);
        var patient = WriteAsync(test, 2);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(impatient);
        await transaction.CommitAsync();
        await patient;
    }

    [Fact]
    public async Task Reading_needs_no_turn()
    {
        await using var test = await TestDb.CreateAsync(Engine.Sqlite);
        await using var writer = test.Open();
        await using var transaction = await writer.Database.BeginTransactionAsync();
        await using var reader = test.Open();
        (await reader.AuditEntries.CountAsync()).ShouldBe(0);
    }

    private static async Task WriteAsync(TestDb test, int n, CancellationToken ct = default)
    {
        await using var db = test.Open();
        db.Audit(Actor.Console, Now, "test.written", n);
        await db.SaveChangesAsync(ct);
    }
}
