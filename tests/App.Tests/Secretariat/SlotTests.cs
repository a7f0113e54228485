using BangVang.App.Editions;
using BangVang.App.Secretariat.Slots;
using BangVang.App.Tests.Dossiers;
using BangVang.Domain.Kernel;
using BangVang.Domain.Secretariat;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Secretariat;

public sealed class SlotTests
{
    private const string Key = SecretariatWorld.Key;
    private static readonly Instant Morning = Instant.FromUtc(2026, 11, 5, 1, 30);

    [Theory, Engines]
    public async Task Slots_of_twenty_five_minutes_are_laid_one_after_the_other_in_an_order_drawn_from_a_recorded_seed(Engine engine)
    {
        await using var world = await SecretariatWorld.CreateAsync(engine);
        var second = await world.SubmittedAsync(world.OtherApplicant, "0100233488", "Sản phẩm B");
        await world.JudgeAsync(second, world.OtherJuror);

        (await LayAsync(world, world.Officer, new(Morning, 5, "Phòng họp 2"))).Value().ShouldBe(2);

        var slots = (await world.WithAsync(db => db.SlotsOfRoundAsync(world.Officer, Key, "preliminary", default))).Select(s => s.Slot).ToList();
        slots.Select(s => s.DossierId).ShouldBe([world.Dossier, second], ignoreOrder: true);
        slots.Select(s => s.StartsAt).ShouldBe([Morning, Morning + Duration.FromMinutes(30)]);
        (slots[0].TotalMinutes, slots[0].TalkStartsAt, slots[0].QuestionsStartAt, slots[0].EndsAt)
            .ShouldBe((25, Morning + Duration.FromMinutes(5), Morning + Duration.FromMinutes(15), Morning + Duration.FromMinutes(25)));
        (await world.WithAsync(db => db.AuditEntries.SingleAsync(a => a.Action == "secretariat.slots_laid"))).Detail!.ShouldMatch("^2, seed [0-9a-f]{32}$");
        (await LayAsync(world, world.Officer, new(Morning, 5, "Phòng họp 3"))).CodeOf().ShouldBe("secretariat.no_dossiers_to_schedule");
    }

    [Theory, Engines]
    public async Task Applicant_and_jurors_learn_of_their_own_slot_once_it_is_published_and_nobody_else_does(Engine engine)
    {
        await using var world = await SecretariatWorld.CreateAsync(engine);
        await LayAsync(world, world.Officer, new(Morning, 5, "Phòng họp 2"));
        foreach (var actor in world.Everyone) (await world.WithAsync(db => db.OwnSlotsAsync(actor, default))).ShouldBeEmpty(actor.Name);

        (await world.WithAsync(db => new PublishSlots(db, world.Clock, world.Time, SecretariatWorld.Site).RunAsync(world.Officer, Key, "preliminary", default))).Value().ShouldBe(1);

        foreach (var actor in new[] { world.Applicant, world.Juror, world.Colleague }) (await world.WithAsync(db => db.OwnSlotsAsync(actor, default))).Count.ShouldBe(1, actor.Name);
        foreach (var actor in world.Everyone.Except([world.Applicant, world.Juror, world.Colleague])) (await world.WithAsync(db => db.OwnSlotsAsync(actor, default))).ShouldBeEmpty(actor.Name);
        (await world.Apply.MailsAsync()).Single(m => m.Subject.StartsWith("Lịch thuyết trình")).To.ShouldBe("nguoi-phu-trach-01@example.vn");
        (await world.WithAsync(db => db.Reminders.CountAsync(r => r.Key.StartsWith("slot")))).ShouldBe(2, "the two jurors without a conflict");
    }

    [Theory, Engines]
    public async Task The_schedule_in_the_making_is_for_those_who_run_the_round_and_not_for_an_officer_in_conflict(Engine engine)
    {
        await using var world = await SecretariatWorld.CreateAsync(engine);
        (await LayAsync(world, world.ConflictedOfficer, new(Morning, 5, "Phòng họp 2"))).CodeOf().ShouldBe("secretariat.no_dossiers_to_schedule");
        await LayAsync(world, world.Officer, new(Morning, 5, "Phòng họp 2"));
        var slot = (await world.WithAsync(db => db.SlotsOfRoundAsync(world.Officer, Key, "preliminary", default))).Single().Slot;

        foreach (var actor in world.Everyone.Except([world.Officer, world.Chair, world.Auditor]))
        {
            (await world.WithAsync(db => db.SlotsOfRoundAsync(actor, Key, "preliminary", default))).ShouldBeEmpty(actor.Name);
            (await MoveAsync(world, actor, slot, Morning + Duration.FromHours(1), "Phòng họp 9"))!.Kind.ShouldBe(ProblemKind.NotFound, actor.Name);
        }
        (await MoveAsync(world, world.Chair, slot, Morning, "Phòng họp 9"))!.Kind.ShouldBe(ProblemKind.NotFound);
    }

    [Theory, Engines]
    public async Task Two_slots_are_not_held_at_once_in_one_room_or_before_one_panel(Engine engine)
    {
        await using var world = await SecretariatWorld.CreateAsync(engine);
        var second = await world.SubmittedAsync(world.OtherApplicant, "0100233488", "Sản phẩm B");
        await world.JudgeAsync(second, world.OtherJuror);
        await LayAsync(world, world.Officer, new(Morning, 5, "Phòng họp 2"));
        var slots = (await world.WithAsync(db => db.SlotsOfRoundAsync(world.Officer, Key, "preliminary", default))).Select(s => s.Slot).ToList();

        (await MoveAsync(world, world.Officer, slots[1], Morning + Duration.FromMinutes(24), "Phòng họp 9"))!.Code.ShouldBe("secretariat.slots_clash", "one panel");
        (await MoveAsync(world, world.Officer, slots[1], Morning + Duration.FromMinutes(25), "Phòng họp 2")).ShouldBeNull();
        (await MoveAsync(world, world.Officer, slots[1], Morning + Duration.FromMinutes(50), "Phòng họp 2"))!.Code.ShouldBe("secretariat.slots_changed_meanwhile");
        (await MoveAsync(world, world.Officer, slots[0], world.Clock.Now - Duration.FromMinutes(1), "Phòng họp 2"))!.Code.ShouldBe("secretariat.slot_in_the_past");
    }

    [Theory, Engines]
    public async Task Who_knew_of_a_slot_is_told_when_it_moves(Engine engine)
    {
        await using var world = await SecretariatWorld.CreateAsync(engine);
        await LayAsync(world, world.Officer, new(Morning, 5, "Phòng họp 2"));
        await world.WithAsync(db => new PublishSlots(db, world.Clock, world.Time, SecretariatWorld.Site).RunAsync(world.Officer, Key, "preliminary", default));
        var slot = (await world.WithAsync(db => db.SlotsOfRoundAsync(world.Officer, Key, "preliminary", default))).Single().Slot;

        (await world.WithAsync(db => new MoveSlot(db, world.Clock, world.Time, SecretariatWorld.Site).RemoveAsync(world.Officer, slot.Id, default)))!.Code.ShouldBe("secretariat.slot_published");
        (await MoveAsync(world, world.Officer, slot, Morning + Duration.FromHours(2), "Hội trường A")).ShouldBeNull();

        (await world.Apply.MailsAsync()).Count(m => m.Subject.StartsWith("Lịch thuyết trình")).ShouldBe(2);
        (await world.Apply.MailsAsync()).ShouldContain(m => m.Body.Contains("10:30 ngày 05/11/2026") && m.Body.Contains("Hội trường A"));
    }

    private static Task<Result<int>> LayAsync(SecretariatWorld world, Actor actor, SlotPlan plan) =>
        world.WithAsync(db => new LaySlots(db, new EditionBook(db), world.Clock).RunAsync(actor, Key, "preliminary", "product", plan, default));

    private static Task<Problem?> MoveAsync(SecretariatWorld world, Actor actor, PresentationSlot slot, Instant at, string place) =>
        world.WithAsync(db => new MoveSlot(db, world.Clock, world.Time, SecretariatWorld.Site).RunAsync(actor, slot.Id, at, place, slot.Version, default));
}
