using BangVang.App.Demo;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests;

public sealed class DemoClockTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 10, 1, 3, 0);
    private static readonly Actor Administrator = new(Guid.NewGuid(), "Quản trị viên", true, new HashSet<RoleInEdition>());

    [Theory, Engines]
    public async Task The_clock_goes_forward_for_everybody_and_goes_on_running(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var real = new FixedClock(Now);
        var (here, elsewhere) = (new DemoClock(real), new DemoClock(real));
        await using var db = test.Open();
        (await new MoveDemoClock(db, here).RunAsync(Administrator, Now + Duration.FromDays(30), default)).TryGet(out var reached, out _).ShouldBeTrue();
        reached.ShouldBe(Now + Duration.FromDays(30));

        real.Now += Duration.FromHours(1);
        await elsewhere.ReadAsync(db, default);
        elsewhere.GetCurrentInstant().ShouldBe(Now + Duration.FromDays(30) + Duration.FromHours(1));
        (await db.AuditEntries.SingleAsync()).Detail.ShouldBe("2026-10-01T03:00:00Z → 2026-10-31T03:00:00Z");
    }

    [Theory, Engines]
    public async Task The_clock_is_never_moved_back(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var clock = new DemoClock(new FixedClock(Now));
        await using var db = test.Open();
        var move = new MoveDemoClock(db, clock);
        await move.RunAsync(Administrator, Now + Duration.FromDays(2), default);

        (await move.RunAsync(Administrator, Now + Duration.FromDays(1), default)).TryGet(out _, out var problem).ShouldBeFalse();
        problem!.Code.ShouldBe("demo.only_forward");
        clock.GetCurrentInstant().ShouldBe(Now + Duration.FromDays(2));
        (await Should.ThrowAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlRawAsync("UPDATE demo_clock SET offset_ms = 0"))).Message.ShouldContain("never moved back");
        (await Should.ThrowAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlRawAsync("DELETE FROM demo_clock"))).Message.ShouldContain("never moved back");
        (await db.AuditEntries.CountAsync()).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task Only_an_administrator_moves_it(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var clock = new DemoClock(new FixedClock(Now));
        await using var db = test.Open();
        var secretary = new Actor(Guid.NewGuid(), "Thư ký", false, new HashSet<RoleInEdition> { new("demo/2026", Role.Secretariat) });
        (await new MoveDemoClock(db, clock).RunAsync(secretary, Now + Duration.FromDays(1), default)).TryGet(out _, out var problem).ShouldBeFalse();
        problem!.Kind.ShouldBe(ProblemKind.Forbidden);
        clock.GetCurrentInstant().ShouldBe(Now);
    }

    [Fact]
    public async Task Before_it_runs_it_stands_in_the_past_once_and_only_later_each_time()
    {
        await using var test = await TestDb.CreateAsync(Engine.Sqlite);
        await using var db = test.Open();
        var clock = new DemoClock(new FixedClock(Now));
        var (stage, time) = (new DemoStage(db, clock), new DemoTime(clock));
        var past = Now - Duration.FromDays(300);
        stage.At(past);
        (clock.GetCurrentInstant(), time.GetUtcNow()).ShouldBe((past, past.ToDateTimeOffset()));
        stage.At(past + Duration.FromDays(1));
        Should.Throw<InvalidOperationException>(() => stage.At(past));
        Should.Throw<InvalidOperationException>(() => stage.At(Now + Duration.FromMilliseconds(1)));
        clock.GetCurrentInstant().ShouldBe(past + Duration.FromDays(1));

        stage.Leave();
        clock.GetCurrentInstant().ShouldBe(Now);
        Should.Throw<InvalidOperationException>(() => stage.At(past + Duration.FromDays(2)));
    }

    [Fact]
    public async Task A_clock_that_was_moved_never_stands_in_the_past()
    {
        await using var test = await TestDb.CreateAsync(Engine.Sqlite);
        await using var db = test.Open();
        var clock = new DemoClock(new FixedClock(Now));
        await new MoveDemoClock(db, clock).RunAsync(Administrator, Now + Duration.FromDays(2), default);
        Should.Throw<InvalidOperationException>(() => new DemoStage(db, clock).At(Now - Duration.FromDays(1)));
        clock.GetCurrentInstant().ShouldBe(Now + Duration.FromDays(2));
    }
}
