using BangVang.App.Editions;
using BangVang.App.Simulation;
using BangVang.App.Tests.People;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Simulation;

/// <summary>Rehearsals wait in the database, are played once, and outlive who plays them.</summary>
public sealed class RehearsalTests
{
    private static readonly SimulationPlan Small = new(30, 10, "1") { Draws = 2 };

    [Theory, Engines]
    public async Task What_another_node_holds_waits_until_its_claim_ends_and_is_then_played_from_the_beginning(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var officer = await world.PersonAsync("Chuyên viên", Role.Secretariat);
        var id = (await StartAsync(world, officer, Small)).Value();
        var held = TimeProvider.System.GetUtcNow().AddMinutes(1);
        await ClaimAsync(world, id, held);
        (await PlayAsync(world)).ShouldBe(0);
        await ClaimAsync(world, id, held.AddHours(-1));
        (await PlayAsync(world)).ShouldBe(1);

        var played = (await world.WithAsync(db => db.RehearsalAsync(officer, AwardWorld.Key, id, default)))!;
        (played.Played, played.Refusal, played.FinishedAt is not null).ShouldBe((2, null, true));
        EditionSimulator.Run(AwardWorld.Edition, Small).TryGet(out var found, out _).ShouldBeTrue();
        played.Found!.Accepted.ShouldBe(found!.Accepted);
        (await PlayAsync(world)).ShouldBe(0);
    }

    [Theory, Engines]
    public async Task A_server_that_stops_lets_go_of_what_it_plays(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var officer = await world.PersonAsync("Chuyên viên", Role.Secretariat);
        var id = (await StartAsync(world, officer, Small with { Dossiers = 1000, Jurors = 200, Draws = 200 })).Value();
        using var stop = new CancellationTokenSource();
        var playing = world.WithAsync(db => new PlayRehearsals(db, new(db), TimeProvider.System).RunAsync(stop.Token));
        // The claim is on the database as soon as it is played.
        while (await world.WithAsync(db => db.Rehearsals.Where(r => r.Id == id).Select(r => r.ClaimedUntil).SingleAsync()) is null) await Task.Yield();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(playing);
        var left = await world.WithAsync(db => db.Rehearsals.SingleAsync(r => r.Id == id));
        (left.ClaimedUntil, left.FinishedAt).ShouldBe((null, null));
        (await world.WithAsync(db => new DiscardRehearsal(db, world.Clock).RunAsync(officer, AwardWorld.Key, id, default))).ShouldBeNull();
    }

    [Theory, Engines]
    public async Task Only_the_secretariat_asks_and_others_do_not_see_it(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (officer, juror) = (await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.PersonAsync("Giám khảo", Role.Juror));
        (await StartAsync(world, juror, Small)).CodeOf().ShouldBe("simulation.only_secretariat");
        var id = (await StartAsync(world, officer, Small)).Value();
        (await StartAsync(world, officer, Small)).Value().ShouldBe(id);
        (await world.WithAsync(db => db.RehearsalsAsync(juror, AwardWorld.Key, default))).ShouldBeEmpty();
        (await world.WithAsync(db => db.RehearsalAsync(juror, AwardWorld.Key, id, default))).ShouldBeNull();
        (await world.WithAsync(db => new DiscardRehearsal(db, world.Clock).RunAsync(juror, AwardWorld.Key, id, default)))!.Code.ShouldBe("simulation.only_secretariat");
        (await world.WithAsync(db => db.AuditEntries.CountAsync(a => a.Action == "simulation.rehearsal_asked"))).ShouldBe(1);
    }

    private static Task<Result<Guid>> StartAsync(AwardWorld world, Actor actor, SimulationPlan plan) =>
        world.WithAsync(db => new StartRehearsal(db, new(db), world.Clock).RunAsync(actor, AwardWorld.Key, plan, default));

    private static Task<int> PlayAsync(AwardWorld world) => world.WithAsync(db => new PlayRehearsals(db, new(db), TimeProvider.System).RunAsync(default));

    private static Task<int> ClaimAsync(AwardWorld world, Guid id, DateTimeOffset until) => world.WithAsync(db =>
        db.Rehearsals.Where(r => r.Id == id).ExecuteUpdateAsync(r => r.SetProperty(x => x.ClaimedUntil, NodaTime.Instant.FromDateTimeOffset(until))));
}
