using System.Data.Common;
using BangVang.App.Forum.Registration;
using BangVang.App.Storage;
using BangVang.Domain.Forum.Registration;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Forum.Registration;

/// <summary>Seats never oversell, and the waiting list keeps its order; the doctor looks at every database these leave.</summary>
public sealed class SeatTests
{
    [Theory, Engines]
    public async Task Eighty_racers_for_thirty_seats_fill_them_exactly_and_wait_in_the_order_of_their_numbers(Engine engine)
    {
        await using var world = await RegistrationWorld.CreateAsync(engine, hall: 30);
        var tokens = new List<string>();
        for (var n = 1; n <= 80; n++) tokens.Add(await world.AskAsync(RegistrationWorld.Form($"Đại biểu {n:000}")));

        var outcomes = await Task.WhenAll(tokens.Select(t => Task.Run(() => world.ConfirmAsync(t))));

        outcomes.Count(o => o.TryGet(out _, out _)).ShouldBe(80);
        (await world.StatesAsync()).ShouldBe(Enumerable.Range(1, 80).Select(n => $"{n} {(n <= 30 ? PartyState.Confirmed : PartyState.Waiting)}"));
        (await world.TakenAsync("place:hall")).ShouldBe(30);
        // Ten leave at once: the next ten have their seats, nobody else.
        var first = outcomes.Select(o => o.TryGet(out var r, out _) ? r : null!).OrderBy(r => r.Party!.Number).Take(10).ToList();
        (await Task.WhenAll(first.Select(r => Task.Run(() => world.CancelAsync(r))))).ShouldAllBe(p => p == null);
        (await world.StatesAsync()).ShouldBe(Enumerable.Range(1, 80).Select(n => $"{n} {(n <= 10 ? PartyState.Cancelled : n <= 40 ? PartyState.Confirmed : PartyState.Waiting)}"));
    }

    [Theory, Engines]
    public async Task Those_who_come_at_once_share_turns_and_each_gets_an_own_answer(Engine engine)
    {
        await using var world = await RegistrationWorld.CreateAsync(engine, hall: 30);
        var line = world.Line;
        var tokens = new List<string>();
        for (var n = 1; n <= 60; n++) tokens.Add(await world.AskAsync(RegistrationWorld.Form($"Đại biểu {n % 50:000}", size: n % 7 == 0 ? 3 : 1)));
        tokens.AddRange(tokens.Take(5));
        var turns = new CountedTurns(tokens.Count);

        var outcomes = await Task.WhenAll(tokens.Select(t => Task.Run(() => world.ConfirmAsync(t, line, turns))));

        // 60 links for 50 addresses, and five links twice: 50 registrations, whoever of two was first.
        outcomes.Count(o => o.TryGet(out _, out _)).ShouldBe(50);
        outcomes.SelectMany(o => o.TryGet(out _, out var problems) ? [] : problems.Select(p => p.Code)).ShouldAllBe(c => c == "registration.already_registered" || c == "registration.link_unknown");
        (await world.StatesAsync()).Select(s => int.Parse(s.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(Enumerable.Range(1, 50));
        (await world.TakenAsync("place:hall")).ShouldBe(await world.WithAsync(db => db.Parties.Where(p => p.HoldsSeats).SumAsync(p => p.Size)));
        // The first goes alone, or with those who were there; the others together.
        turns.Count.ShouldBeLessThan(33);
    }

    /// <summary>Counts turns, and holds the first one until all the others have come to the line.</summary>
    private sealed class CountedTurns(int expected) : DbTransactionInterceptor, IDbCommandInterceptor
    {
        private int count, came;

        public int Count => count;

        public ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken ct = default)
        {
            // The last that is read before the line.
            if (command.CommandText.Contains("forum_snapshot", StringComparison.Ordinal)) Interlocked.Increment(ref came);
            return ValueTask.FromResult(result);
        }

        public override async ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken ct = default)
        {
            if (Interlocked.Increment(ref count) > 1) return result;
            while (Volatile.Read(ref came) < expected) await Task.Delay(5, ct);
            await Task.Delay(300, ct);
            return result;
        }
    }

    [Theory, Engines]
    public async Task One_link_followed_twenty_times_at_once_is_one_registration(Engine engine)
    {
        await using var world = await RegistrationWorld.CreateAsync(engine);
        var token = await world.AskAsync(RegistrationWorld.Form("Đại biểu 01"));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => world.ConfirmAsync(token))));
        outcomes.Count(o => o.TryGet(out _, out _)).ShouldBe(1);
        (await world.StatesAsync()).ShouldBe(["1 Confirmed"]);
    }

    [Theory, Engines]
    public async Task A_group_gets_in_together_and_nobody_passes_it_under_the_strict_rule(Engine engine)
    {
        await using var world = await RegistrationWorld.CreateAsync(engine, hall: 5);
        var alone = await world.RegisterAsync(RegistrationWorld.Form("Một", size: 3));
        await world.RegisterAsync(RegistrationWorld.Form("Nhóm", size: 3));
        await world.RegisterAsync(RegistrationWorld.Form("Sau"));
        (await world.StatesAsync()).ShouldBe(["1 Confirmed", "2 Waiting", "3 Waiting"]);
        (await world.TakenAsync("place:hall")).ShouldBe(3);

        (await world.CancelAsync(alone)).ShouldBeNull();
        (await world.StatesAsync()).ShouldBe(["1 Cancelled", "2 Confirmed", "3 Confirmed"]);
        (await world.TakenAsync("place:hall")).ShouldBe(4);
    }

    [Theory, Engines]
    public async Task Under_the_other_rule_whoever_fits_passes_and_the_group_keeps_its_place(Engine engine)
    {
        await using var world = await RegistrationWorld.CreateAsync(engine, hall: 5, r => r with { Waiting = WaitingOrder.FirstThatFits });
        var first = await world.RegisterAsync(RegistrationWorld.Form("Một", size: 3));
        await world.RegisterAsync(RegistrationWorld.Form("Nhóm", size: 4));
        await world.RegisterAsync(RegistrationWorld.Form("Hai", size: 2));
        await world.RegisterAsync(RegistrationWorld.Form("Ba", size: 2));
        (await world.StatesAsync()).ShouldBe(["1 Confirmed", "2 Waiting", "3 Confirmed", "4 Waiting"]);

        (await world.CancelAsync(first)).ShouldBeNull();
        (await world.StatesAsync()).ShouldBe(["1 Cancelled", "2 Waiting", "3 Confirmed", "4 Confirmed"]);
    }

    [Theory, Engines]
    public async Task A_raised_capacity_seats_those_who_wait_once_and_a_lowered_one_takes_no_seat_away(Engine engine)
    {
        await using var world = await RegistrationWorld.CreateAsync(engine, hall: 1);
        for (var n = 1; n <= 4; n++) await world.RegisterAsync(RegistrationWorld.Form($"Đại biểu {n}"));
        await world.PublishAsync(hall: 3);
        (await world.KeepAsync()).ShouldBe(2);
        (await world.KeepAsync()).ShouldBe(0);
        (await world.StatesAsync()).ShouldBe(["1 Confirmed", "2 Confirmed", "3 Confirmed", "4 Waiting"]);

        await world.PublishAsync(hall: 1);
        (await world.KeepAsync()).ShouldBe(0);
        (await world.WithAsync(db => db.SeatPools.Where(p => p.Code == "place:hall").Select(p => p.Capacity).SingleAsync())).ShouldBe(3);
        (await world.StatesAsync()).Count(s => s.EndsWith("Confirmed")).ShouldBe(3);
    }

    [Theory, Engines]
    public async Task A_quota_of_a_kind_holds_back_its_own_people_and_nobody_else(Engine engine)
    {
        await using var world = await RegistrationWorld.CreateAsync(engine, hall: 5, r => r with { Kinds = [.. r.Kinds.Select(k => k.Code == "press" ? k with { Quota = 1, Approval = false, Reapproval = false } : k)] });
        await world.RegisterAsync(RegistrationWorld.Form("Báo một", "press"));
        var second = await world.RegisterAsync(RegistrationWorld.Form("Báo hai", "press"));
        await world.RegisterAsync(RegistrationWorld.Form("Đại biểu"));
        (await world.StatesAsync()).ShouldBe(["1 Confirmed", "2 Waiting", "3 Confirmed"]);
        second.Party!.WaitsFor.ShouldBe("kind:press");
        (await world.TakenAsync("place:hall")).ShouldBe(2, "what the second had taken in the hall was given back");
    }

    [Theory, Engines]
    public async Task Arrivals_cancellations_and_changes_of_place_at_once_leave_every_seat_accounted_for(Engine engine)
    {
        await using var world = await RegistrationWorld.CreateAsync(engine, hall: 6);
        var there = new List<Registered>();
        for (var n = 1; n <= 8; n++) there.Add(await world.RegisterAsync(RegistrationWorld.Form($"Trước {n}", size: 1 + n % 2)));
        var tokens = new List<string>();
        for (var n = 1; n <= 10; n++) tokens.Add(await world.AskAsync(RegistrationWorld.Form($"Sau {n}", size: 1 + n % 3)));

        await Task.WhenAll(
            Task.WhenAll(tokens.Select(t => Task.Run(() => world.ConfirmAsync(t)))),
            Task.WhenAll(there.Take(3).Select(r => Task.Run(() => world.CancelAsync(r)))),
            Task.WhenAll(there.Skip(3).Take(2).Select(r => Task.Run(() => world.ChangeAsync(r, c => c with { Place = "online" })))));

        await world.KeepAsync();
        var parties = await world.WithAsync(db => db.Parties.AsNoTracking().OrderBy(p => p.Number).ToListAsync());
        var (seated, waiting) = (parties.Where(p => p is { HoldsSeats: true, PlaceCode: "hall" }).ToList(), parties.Where(p => p.State is PartyState.Waiting).ToList());
        seated.Sum(p => p.Size).ShouldBeLessThanOrEqualTo(6);
        waiting.ShouldNotBeEmpty();
        waiting.Min(p => p.Number).ShouldBeGreaterThan(seated.Max(p => p.Number), "nobody was seated before an earlier number");
        (seated.Sum(p => p.Size) + waiting[0].Size).ShouldBeGreaterThan(6, "no seat stays empty that the next party fits into");
    }

    [Theory, Engines]
    public async Task The_doctor_names_whatever_is_changed_behind_the_back_of_the_seats(Engine engine)
    {
        await using var world = await RegistrationWorld.CreateAsync(engine, hall: 3);
        await world.RegisterAsync(RegistrationWorld.Form("Một", size: 2));
        await world.RegisterAsync(RegistrationWorld.Form("Hai", size: 2));
        (string Noticed, string Broken)[] breaks =
        [
            ("registration.taken_seats_are_those_held", "UPDATE registration_pool SET taken = taken + 1 WHERE code = 'place:hall'"),
            ("registration.numbers_have_no_gap", "UPDATE registration_head SET last_number = last_number + 1"),
            ("registration.parties_have_all_their_people", "UPDATE party SET size = 1 WHERE number = 2"),
            ("registration.line_is_of_its_own_stock", "UPDATE party SET waits_for = 'place:seoul' WHERE number = 2"),
            ("registration.one_open_registration_per_contact", "UPDATE attendee SET email = 'mot@example.vn' WHERE ordinal = 0"),
        ];
        breaks.Select(b => b.Noticed).ShouldBe(RegistrationInvariants.All.Select(i => i.Name));
        foreach (var (noticed, broken) in breaks)
        {
            var invariant = (SqlInvariant)RegistrationInvariants.All.Single(i => i.Name == noticed);
            await using var db = world.Test.Open();
            await using var transaction = await db.Database.BeginTransactionAsync();
            (await db.Database.SqlQueryRaw<string>(invariant.Sql).ToListAsync()).ShouldBeEmpty();
            await db.Database.ExecuteSqlRawAsync(broken);
            (await db.Database.SqlQueryRaw<string>(invariant.Sql).ToListAsync()).ShouldNotBeEmpty(noticed);
        }
    }
}
