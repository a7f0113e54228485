using System.Security.Cryptography;
using BangVang.App.Forum.Door;
using BangVang.App.Tests.Forum.Registration;
using BangVang.Domain.Forum.Door;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Forum.Door;

/// <summary>Ledgers of devices as they are taken, kept and merged.</summary>
public sealed class DoorLedgerTests
{
    [Theory, Engines]
    public async Task Two_cut_off_doors_that_admit_one_ticket_are_one_admission_and_one_conflict_with_both_signatures(Engine engine)
    {
        await using var world = await DoorWorld.CreateAsync(engine);
        var hash = await world.TicketAsync("Nguyễn Thị Lan");
        var (a, b) = (await world.LaneAsync("Máy 1"), await world.LaneAsync("Máy 2", "gate-b"));
        // By its own clock the second was first; the measured offset puts it right.
        b.OffsetMs = 60_000;
        var first = a.Sign(a.Write(DoorKind.Admit, hash, world.Now));
        var second = b.Sign(b.Write(DoorKind.Admit, hash, world.Now - Duration.FromSeconds(50)));
        (await world.PushAsync(b, second)).ShouldBe(["1 Taken"]);
        (await world.PushAsync(a, first)).ShouldBe(["1 Taken"]);

        var overview = await world.OverviewAsync();
        var hall = overview.Counts.Single(c => c.List == "hall");
        (hall.CheckinCount, hall.InsideCount, hall.Conflicts, hall.ByGate["gate-a"], hall.PositionCount).ShouldBe((1, 1, 1, 1, 1));
        var conflict = overview.Conflicts.ShouldHaveSingleItem();
        conflict.Who.ShouldBe("Nguyễn Thị Lan 01, Công ty Minh họa 07");
        (conflict.Counted.DeviceName, conflict.Counted.Row.Signature).ShouldBe(("Máy 1", first.Signature));
        var other = conflict.Others.ShouldHaveSingleItem();
        (other.DeviceName, other.Row.Signature, other.Row.Entry.Moment).ShouldBe(("Máy 2", second.Signature, world.Now + Duration.FromSeconds(10)));
        foreach (var evidence in conflict.Others.Append(conflict.Counted))
            DoorKey.IsSigned(evidence.PublicKey!, System.Text.Encoding.UTF8.GetBytes(evidence.SignedText), evidence.Row.Signature).ShouldBeTrue("anybody can check it with what the page shows");

        var came = (await world.WithAsync(db => db.AttendanceAsync(world.Forum.Organiser, world.Forum.Forum, default))).ShouldHaveSingleItem();
        (came.List, came.Gate, came.At, came.Entry).ShouldBe(("hall", "gate-a", world.Now, first.Entry.Name));
        (await world.WithAsync(db => db.AttendanceOfAsync(world.Forum.Forum, came.AttendeeId, default))).ShouldBe([came]);
        (await world.WithAsync(db => db.AttendanceCountsAsync(world.Forum.Forum, default)))[0].ShouldBe(new("hall", 1, 0));
        foreach (var stranger in new[] { world.Staff, world.Forum.SeoulHost, Actor.Anonymous, RegistrationWorld.Holding((Role.Organiser, "forum/7")) })
            (await world.WithAsync(db => db.AttendanceAsync(stranger, world.Forum.Forum, default))).ShouldBeEmpty();
        (await world.WithAsync(db => db.DoorOverviewAsync(world.Staff, world.Forum.Forum, world.Now, default))).ShouldBeNull();

        // People looked at it: the second one is taken back, by the first device, and nothing is deleted.
        (await world.PushAsync(a, a.Sign(a.Write(DoorKind.Undo, hash, world.Now + Duration.FromMinutes(1), undoes: second.Entry.Name)))).ShouldBe(["2 Taken"]);
        var after = await world.OverviewAsync();
        (after.Conflicts.Count, after.Counts.Single(c => c.List == "hall").CheckinCount).ShouldBe((0, 1));
        (await world.WithAsync(db => db.DoorEntries.CountAsync())).ShouldBe(3);
        await Should.ThrowAsync<Exception>(() => world.WithAsync(db => db.DoorEntries.ExecuteDeleteAsync()));
        await Should.ThrowAsync<Exception>(() => world.WithAsync(db => db.DoorEntries.ExecuteUpdateAsync(set => set.SetProperty(e => e.Note, "x"))));
    }

    [Theory, Engines]
    public async Task An_entry_counts_once_a_number_is_used_once_and_a_forged_one_never(Engine engine)
    {
        await using var world = await DoorWorld.CreateAsync(engine);
        var hashes = new[] { await world.TicketAsync("Nguyễn Thị Lan"), await world.TicketAsync("Trần Văn Bình") };
        var (a, b) = (await world.LaneAsync("Máy 1"), await world.LaneAsync("Máy 2", "gate-b"));
        var (one, two) = (a.Sign(a.Write(DoorKind.Admit, hashes[0], world.Now)), a.Sign(a.Write(DoorKind.Admit, hashes[1], world.Now)));
        (await world.PushAsync(a, two, one, two)).ShouldBe(["2 Taken", "1 Taken", "2 Known"]);
        (await world.PushAsync(a, one, two)).ShouldBe(["1 Known", "2 Known"]);

        (await world.PushAsync(a, a.Sign(one.Entry with { CodeHash = hashes[1] }))).ShouldBe(["1 door.entry_forked"]);
        (await world.WithAsync(db => db.AuditEntries.CountAsync(e => e.Action == "door.entry_forked"))).ShouldBe(1);
        var third = a.Write(DoorKind.Admit, hashes[0], world.Now);
        (await world.PushAsync(a, new SentEntry(third, b.Sign(third.SignedBytes()), null), a.Sign(third) with { Entry = third with { At = world.Now - Duration.FromHours(1) } }, new(third, null, null), new(third, "AAAA", null)))
            .ShouldBe(Enumerable.Repeat("3 door.signature_wrong", 4));
        (await world.PushAsync(b, a.Sign(third))).ShouldBe(["3 door.entry_of_another"]);
        (await world.PushAsync(a, a.Sign(third with { CodeHash = "ABC" }), a.Sign(third with { Kind = DoorKind.Undo }), a.Sign(third with { Gate = "Cửa A" }), a.Sign(third with { Reason = "because" }), a.Sign(third with { Kind = DoorKind.WalkIn })))
            .ShouldBe(Enumerable.Repeat("3 door.entry_malformed", 5));
        var card = new WalkInCard("Khách Minh họa", "Báo Minh họa", "press");
        var walkIn = third with { Kind = DoorKind.WalkIn, CodeHash = TicketCode.HashOf("drawn"), Card = card.Hash() };
        (await world.PushAsync(a, a.Sign(walkIn, card with { Name = "Người khác" }), a.Sign(walkIn, card))).ShouldBe(["3 door.entry_malformed", "3 Taken"]);

        var rows = await world.WithAsync(db => db.DoorEntries.AsNoTracking().OrderBy(e => e.Sequence).Select(e => new { e.Sequence, e.Counter }).ToListAsync());
        rows.Select(r => $"{r.Sequence} {r.Counter}").ShouldBe(["1 2", "2 1", "3 3"]);
        var hall = (await world.OverviewAsync()).Counts.Single(c => c.List == "hall");
        (hall.CheckinCount, hall.WalkIns).ShouldBe((3, 1));
        // Another device hears of it all, without the words of the staff and without a name.
        var (news, last) = await world.WithAsync(db => db.DoorNewsAsync(world.Staff, world.Forum.Forum, 1, default));
        (news.Count, last).ShouldBe((2, 3));
        (await world.WithAsync(db => db.DoorNewsAsync(world.Forum.SeoulHost, world.Forum.Forum, 0, default))).News.ShouldBeEmpty("a host hears of the own place alone");
        var csv = (await world.WithAsync(db => new ExportDoor(db, new(db), world.Forum.Time).RunAsync(world.Forum.Organiser, DoorWorld.Slug, default))).Must();
        csv.Split("\r\n").Length.ShouldBe(5);
        csv.ShouldContain("Khách Minh họa,Báo Minh họa");
    }

    [Theory, Engines]
    public async Task A_lost_device_is_taken_out_and_adds_nothing_more(Engine engine)
    {
        await using var world = await DoorWorld.CreateAsync(engine);
        var hash = await world.TicketAsync("Nguyễn Thị Lan");
        var lane = await world.LaneAsync();
        var (kept, late) = (lane.Sign(lane.Write(DoorKind.Admit, hash, world.Now)), lane.Sign(lane.Write(DoorKind.Exit, hash, world.Now)));
        await world.PushAsync(lane, kept);
        byte[] call = [1, 2, 3];
        async Task<string?> OpenAsync(string signature)
        {
            var opened = await world.WithAsync(db => new OpenDevice(db).RunAsync(DoorWorld.Key, lane.Id, call, signature, default));
            return opened.TryGet(out _, out var problem) ? null : problem.Code;
        }
        (await OpenAsync(lane.Sign(call))).ShouldBeNull();
        (await OpenAsync(lane.Sign([1, 2]))).ShouldBe("door.signature_wrong");
        (await world.WithAsync(db => new OpenDevice(db).RunAsync("forum/7", lane.Id, call, lane.Sign(call), default))).Refused().ShouldBe("door.device_unknown");

        async Task<string?> RevokeAsync(Actor by, string reason) => (await world.WithAsync(db => new RevokeDevice(db, new(db), world.Forum.Time).RunAsync(by, DoorWorld.Slug, lane.Id, reason, default)))?.Code;
        (await RevokeAsync(world.Staff, "Mất máy")).ShouldBe("forum.unknown");
        (await RevokeAsync(world.Forum.SeoulHost, "Mất máy")).ShouldBe("door.device_unknown");
        (await RevokeAsync(world.Forum.Organiser, " ")).ShouldBe("door.reason_length");
        (await RevokeAsync(world.Forum.Organiser, "Mất máy")).ShouldBeNull();
        (await RevokeAsync(world.Forum.Organiser, "Mất máy")).ShouldBe("door.revoked_already");
        (await OpenAsync(lane.Sign(call))).ShouldBe("door.device_revoked");
        (await world.TryPushAsync(lane, late)).Refused().ShouldBe("door.device_revoked", "also when it was let through a moment before");
        (await world.WithAsync(db => db.DoorEntries.CountAsync())).ShouldBe(1, "what it sent before stays");

        var other = await world.LaneAsync("Máy 2");
        await world.WithAsync(db => db.RoleGrants.Where(g => g.PersonId == world.Staff.PersonId).ExecuteDeleteAsync());
        (await world.WithAsync(db => new OpenDevice(db).RunAsync(DoorWorld.Key, other.Id, call, other.Sign(call), default))).Refused().ShouldBe("door.role_gone");
    }

    [Theory, Engines]
    public async Task A_code_takes_in_one_device_of_one_forum_for_a_quarter_of_an_hour(Engine engine)
    {
        await using var world = await DoorWorld.CreateAsync(engine);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var wrongCurve = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var mine = DoorWorld.PublicKeyOf(key);
        (await world.CodeAsync(by: world.Staff)).Refused().ShouldBe("forum.unknown", "staff enrol, organisers make codes");
        (await world.CodeAsync(by: world.Forum.SeoulHost)).Refused().ShouldBe("door.gate_unknown");
        (await world.CodeAsync(by: world.Forum.SeoulHost, list: "seoul", gate: "seoul-desk")).Must();
        var code = (await world.CodeAsync()).Must().Code;
        (await world.EnrolAsync(code, DoorWorld.PublicKeyOf(wrongCurve))).Refused().ShouldBe("door.key_malformed");
        (await world.EnrolAsync(code, "AAAA")).Refused().ShouldBe("door.key_malformed");
        (await world.EnrolAsync(code, mine, by: RegistrationWorld.Holding((Role.DoorStaff, "forum/7")))).Refused().ShouldBe("forum.unknown");
        (await world.EnrolAsync(code, mine, by: world.Forum.SeoulHost)).Refused().ShouldBe("door.code_unknown", "the gate is none of theirs");
        (await world.EnrolAsync("0000-0000", mine)).Refused().ShouldBe("door.code_unknown");
        (await world.EnrolAsync(code.ToLowerInvariant().Replace("-", " "), mine)).Must().GateCode.ShouldBe("gate-a");
        (await world.EnrolAsync(code, mine)).Refused().ShouldBe("door.code_unknown", "it was used");
        (await world.EnrolAsync((await world.CodeAsync()).Must().Code, mine)).Refused().ShouldBe("door.key_used");

        var old = (await world.CodeAsync()).Must();
        world.Forum.Time.Now = old.ExpiresAt;
        (await world.EnrolAsync(old.Code, mine)).Refused().ShouldBe("door.code_unknown");
        for (var i = 0; i < 8; i++) await world.EnrolAsync("0000-0000", mine);
        (await world.EnrolAsync((await world.CodeAsync()).Must().Code, mine)).Refused().ShouldBe("door.code_wait", "who guesses waits");
    }

    [Theory, Engines]
    public async Task The_server_answers_in_the_words_of_pretix(Engine engine)
    {
        await using var world = await DoorWorld.CreateAsync(engine);
        var lan = (await world.TicketsAsync("Nguyễn Thị Lan", size: 2));
        var (press, seoul) = ((await world.TicketsAsync("Phạm Văn Báo", "press"))[0], (await world.TicketsAsync("Kim Minh họa", place: "seoul"))[0]);
        static string Said(RedeemAnswer answer) => $"{answer.Status} {answer.Reason}".Trim();

        (await world.RedeemAsync(lan[0].Ticket, nonce: "n1")).Must().ShouldSatisfyAllConditions(a => Said(a).ShouldBe("ok"), a => a.Ticket!.Name.ShouldBe("Nguyễn Thị Lan 01"));
        Said((await world.RedeemAsync(lan[0].Ticket, nonce: "n1")).Must()).ShouldBe("ok", "the same scan, told again");
        var again = (await world.RedeemAsync(TicketCode.Shown(lan[0].Ticket).ToLowerInvariant(), nonce: "n2")).Must();
        (Said(again), again.First!.Gate, again.First.Moment).ShouldBe(("error already_redeemed", "gate-a", world.Forum.Clock.Now));
        Said((await world.RedeemAsync(lan[0].Ticket, list: "foyer")).Must()).ShouldBe("ok", "lists are independent");
        Said((await world.RedeemAsync(lan[0].Ticket, force: true, asks: true)).Must()).ShouldBe("incomplete already_redeemed");
        (await world.RedeemAsync(lan[0].Ticket, force: true, asks: true, why: "Đã xem giấy tờ")).Must().ShouldSatisfyAllConditions(a => Said(a).ShouldBe("ok already_redeemed"), a => a.IsForced.ShouldBeTrue());
        Said((await world.RedeemAsync(press.Ticket)).Must()).ShouldBe("error unapproved");
        (await world.RedeemAsync(seoul.Ticket, force: true)).Must().ShouldSatisfyAllConditions(a => Said(a).ShouldBe("ok product"));
        Said((await world.RedeemAsync("BV1XXXX", force: true)).Must()).ShouldBe("error invalid", "what nobody knows is never forced");
        Said((await world.RedeemAsync(DoorTickets.BadgeOf(TicketCode.HashOf(lan[1].Ticket)))).Must()).ShouldBe("ok", "a badge names its ticket");
        (await world.RedeemAsync(lan[1].Ticket, list: "khong-co")).Refused().ShouldBe("door.list_unknown");
        (await world.RedeemAsync(lan[1].Ticket, by: world.Forum.SeoulHost)).Refused().ShouldBe("door.list_unknown");
        foreach (var stranger in new[] { RegistrationWorld.Holding((Role.DoorStaff, "forum/7")), RegistrationWorld.Holding((Role.Moderator, DoorWorld.Key)), Actor.Anonymous, Actor.Console })
            (await world.RedeemAsync(lan[1].Ticket, by: stranger)).Refused().ShouldBe("forum.unknown");

        // A ticket of another forum is no ticket here, and its name is told to nobody.
        await world.WithAsync(async db => { await db.Database.ExecuteSqlAsync($"UPDATE attendee SET forum_key = 'forum/7' WHERE id = {lan[1].Id}"); return 0; });
        var foreign = (await world.RedeemAsync(lan[1].Ticket, list: "foyer")).Must();
        (Said(foreign), foreign.Ticket, foreign.First).ShouldBe(("error invalid", null, null));
        (await world.WithAsync(db => db.DoorSheetAsync(world.Staff, world.Forum.Forum, null, default))).Cards.Values.SelectMany(c => c).ShouldNotContain(c => c.Hash == TicketCode.HashOf(lan[1].Ticket));
        await world.WithAsync(async db => { await db.Database.ExecuteSqlAsync($"UPDATE attendee SET forum_key = {DoorWorld.Key} WHERE id = {lan[1].Id}"); return 0; });
        (await world.OverviewAsync()).Conflicts.ShouldHaveSingleItem().Others.ShouldHaveSingleItem().Row.Note.ShouldBe("Đã xem giấy tờ");
    }

    [Theory, Engines]
    public async Task A_device_holds_what_the_rules_need_and_fetches_what_changed(Engine engine)
    {
        await using var world = await DoorWorld.CreateAsync(engine);
        var lan = await world.TicketsAsync("Nguyễn Thị Lan", size: 3);
        await world.TicketsAsync("Kim Bí Mật", place: "seoul");
        var all = await world.WithAsync(db => db.DoorSheetAsync(world.Staff, world.Forum.Forum, null, default));
        (all.Cards.Count, all.Digests.Length, all.Cards.Values.Sum(c => c.Count)).ShouldBe((DoorQueries.Buckets, DoorQueries.Buckets * DoorQueries.DigestLength, 4));
        (await world.WithAsync(db => db.DoorSheetAsync(world.Staff, world.Forum.Forum, all.Digests, default))).Cards.ShouldBeEmpty("nothing changed");
        var seoul = (await world.WithAsync(db => db.DoorSheetAsync(world.Forum.SeoulHost, world.Forum.Forum, null, default))).Cards.Values.SelectMany(c => c).ToList();
        seoul.Where(c => c.Name.Length > 0).ShouldHaveSingleItem().Name.ShouldBe("Kim Bí Mật 01");
        seoul.Where(c => c.Place == "hall").ShouldAllBe(c => c.Name.Length == 0 && c.Organisation.Length == 0 && c.Party == 0);
        seoul.Count.ShouldBe(4, "elsewhere's tickets are known as elsewhere's");
        foreach (var stranger in new[] { Actor.Anonymous, RegistrationWorld.Holding((Role.DoorStaff, "forum/7")), RegistrationWorld.Holding((Role.Moderator, DoorWorld.Key)) })
            (await world.WithAsync(db => db.DoorSheetAsync(stranger, world.Forum.Forum, null, default))).Cards.Values.SelectMany(c => c).ShouldBeEmpty();

        await world.WithAsync(db => db.Parties.Where(p => p.Id == lan[0].PartyId).ExecuteUpdateAsync(set => set.SetProperty(p => p.Organisation, "Công ty Minh họa 08")));
        var changed = await world.WithAsync(db => db.DoorSheetAsync(world.Staff, world.Forum.Forum, all.Digests, default));
        changed.Cards.Keys.Order().ShouldBe(lan.Select(a => Convert.ToInt32(TicketCode.HashOf(a.Ticket)[..2], 16) >> 2).Distinct().Order());
        System.Text.Json.JsonSerializer.Serialize(all).ShouldNotContain("@");
    }
}
