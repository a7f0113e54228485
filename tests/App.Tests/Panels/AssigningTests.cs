using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Panels;
using BangVang.App.Scoring;
using BangVang.App.Tests.People;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Panels;

/// <summary>Who judges what: drawn, by hand, taken over.</summary>
public sealed class AssigningTests
{
    private const string Seed = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private static readonly ScoringRound Preliminary = (ScoringRound)AwardWorld.Edition.Round("preliminary")!;

    [Theory, Engines]
    public async Task What_was_previewed_is_applied_exactly_and_the_same_seed_repeats_it(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, jurors, dossiers) = await PanelAsync(world, jurors: 4, dossiers: 4);
        await world.AssignAsync(dossiers[0], jurors[0]);

        var preview = (await PreviewAsync(world, secretariat, Seed)).Value();
        preview.Pairs.Count.ShouldBe(12);
        preview.Pairs.Count(p => !p.IsNew).ShouldBe(1);
        preview.Pairs.GroupBy(p => p.JurorId).ShouldAllBe(g => g.Count() == 3);
        (await world.WithAsync(db => db.Assignments.CountAsync())).ShouldBe(1);
        (await PreviewAsync(world, secretariat, Seed)).Value().Pairs.ShouldBe(preview.Pairs);

        (await ApplyAsync(world, secretariat, preview)).Value().ShouldBe(11);
        var running = await world.WithAsync(db => db.Assignments.Where(a => a.EndedAt == null).ToListAsync());
        running.Select(a => (a.DossierId, a.JurorId)).Order().ShouldBe(preview.Pairs.Select(p => (p.DossierId, p.JurorId)).Order());
        (await ApplyAsync(world, secretariat, preview)).CodeOf().ShouldBe("panels.changed_since_preview");
        (await world.WithAsync(db => db.LogEvents.CountAsync(e => e.Kind == "assignment.sealed"))).ShouldBe(2, "the one by hand and the plan");
    }

    [Theory, Engines]
    public async Task A_preview_that_something_changed_under_is_refused(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, jurors, dossiers) = await PanelAsync(world, jurors: 5, dossiers: 3);
        var preview = (await PreviewAsync(world, secretariat)).Value();
        await DeclareAsync(world, jurors[0], dossiers[0]);

        (await ApplyAsync(world, secretariat, preview)).CodeOf().ShouldBe("panels.changed_since_preview");
        (await world.WithAsync(db => db.Assignments.CountAsync())).ShouldBe(0);
        (await world.WithAsync(db => db.AssignmentPlans.CountAsync())).ShouldBe(0);
        (await PreviewAsync(world, secretariat)).Value().Pairs.ShouldNotContain(p => p.JurorId == jurors[0].PersonId && p.DossierId == dossiers[0].Id);
    }

    [Theory, Engines]
    public async Task A_dossier_with_too_few_jurors_without_conflict_is_named(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, jurors, dossiers) = await PanelAsync(world, jurors: 3, dossiers: 2);
        await DeclareAsync(world, jurors[1], dossiers[1]);

        (await PreviewAsync(world, secretariat)).TryGet(out _, out var problem).ShouldBeFalse();
        (problem!.Code, problem.Args["entry"], problem.Args["have"], problem.Args["need"]).ShouldBe(("panels.entry_short", dossiers[1].Reference, 2, 3));
        (await PreviewAsync(world, jurors[0])).CodeOf().ShouldBe("panels.only_secretariat");
        (await PreviewAsync(world, secretariat, "xyz")).CodeOf().ShouldBe("panels.seed_invalid");
    }

    [Theory, Engines]
    public async Task When_a_juror_is_replaced_what_is_signed_stays_and_only_the_rest_is_drawn(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, jurors, dossiers) = await PanelAsync(world, jurors: 3, dossiers: 2);
        foreach (var dossier in dossiers) foreach (var juror in jurors) await world.AssignAsync(dossier, juror);
        await world.SheetAsync(dossiers[0], jurors[0], ScoresheetState.Signed, 800);
        await world.SheetAsync(dossiers[1], jurors[0], ScoresheetState.Draft, 500);
        var seat = await world.WithAsync(db => db.PanelSeats.Where(s => s.PersonId == jurors[0].PersonId).Select(s => s.Id).SingleAsync());

        (await EndSeatAsync(world, secretariat, seat, "")).CodeOf().ShouldBe("panels.reason_missing");
        (await EndSeatAsync(world, secretariat, seat, "Đi công tác")).Value().ShouldBe(1);
        var successor = await world.PersonAsync("Giám khảo 9", Role.Juror);
        await world.SeatAsync(successor);
        var preview = (await PreviewAsync(world, secretariat)).Value();

        preview.Pairs.Where(p => p.IsNew).ShouldHaveSingleItem().ShouldBe(new(dossiers[1].Id, dossiers[1].Reference, successor.PersonId!.Value, true));
        (await ApplyAsync(world, secretariat, preview)).Value().ShouldBe(1);
        (await world.WithAsync(db => db.Scoresheets.CountAsync(s => s.State == ScoresheetState.Signed))).ShouldBe(1);
        (await PreviewAsync(world, secretariat)).Value().Pairs.ShouldAllBe(p => !p.IsNew);
    }

    [Theory, Engines]
    public async Task A_conflict_found_after_the_assignment_is_drawn_around(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, jurors, dossiers) = await PanelAsync(world, jurors: 4, dossiers: 1);
        foreach (var juror in jurors.Take(3)) await world.AssignAsync(dossiers[0], juror);
        await world.WithAsync(db =>
        {
            db.Conflicts.Add(new() { Id = Guid.CreateVersion7(), EditionKey = AwardWorld.Key, PersonId = jurors[0].PersonId!.Value, DossierId = dossiers[0].Id, Source = ConflictSource.SameMailDomain, State = ConflictState.Suggested, NotedAt = world.Clock.Now });
            return db.SaveChangesAsync();
        });

        (await PreviewAsync(world, secretariat)).Value().Pairs.Single(p => p.IsNew).JurorId.ShouldBe(jurors[3].PersonId!.Value);
        (await world.WithAsync(db => db.JudgingQueueAsync(jurors[0], default))).ShouldBeEmpty();
        var conflict = await world.WithAsync(db => db.Conflicts.Select(c => c.Id).SingleAsync());
        (await SettleAsync(world, jurors[0], conflict)).ShouldNotBeNull().Code.ShouldBe("panels.conflict_not_found");
        (await SettleAsync(world, secretariat, conflict, "")).ShouldNotBeNull().Code.ShouldBe("panels.reason_missing");
        (await SettleAsync(world, secretariat, conflict)).ShouldBeNull();
        (await world.WithAsync(db => db.JudgingQueueAsync(jurors[0], default))).Count.ShouldBe(1);
    }

    [Theory, Engines]
    public async Task By_hand_the_same_limits_hold(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, jurors, dossiers) = await PanelAsync(world, jurors: 3, dossiers: 1);
        var outsider = await world.PersonAsync("Giám khảo 8", Role.Juror);
        await DeclareAsync(world, jurors[0], dossiers[0]);

        (await ByHandAsync(world, jurors[1], dossiers[0], jurors[1])).ShouldNotBeNull().Code.ShouldBe("panels.only_secretariat");
        (await ByHandAsync(world, secretariat, dossiers[0], outsider)).ShouldNotBeNull().Code.ShouldBe("panels.not_on_panel");
        (await ByHandAsync(world, secretariat, dossiers[0], jurors[0])).ShouldNotBeNull().Code.ShouldBe("panels.juror_in_conflict");
        (await ByHandAsync(world, secretariat, dossiers[0], jurors[1])).ShouldBeNull();
        (await ByHandAsync(world, secretariat, dossiers[0], jurors[1])).ShouldNotBeNull().Code.ShouldBe("panels.already_assigned");
        await world.SheetAsync(dossiers[0], jurors[1], ScoresheetState.Signed, 700);
        var assignment = await world.WithAsync(db => db.Assignments.Where(a => a.EndedAt == null).Select(a => a.Id).SingleAsync());
        (await world.WithAsync(db => new EndAssignment(db, world.Clock).RunAsync(secretariat, assignment, "Nhầm", default))).ShouldNotBeNull().Code.ShouldBe("panels.sheet_signed");
    }

    [Theory, Engines]
    public async Task Once_the_round_is_over_nobody_is_added_to_it(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, jurors, dossiers) = await PanelAsync(world, jurors: 3, dossiers: 1);
        var newcomer = await world.PersonAsync("Giám khảo 8", Role.Juror);
        (await ByHandAsync(world, secretariat, dossiers[0], jurors[1])).ShouldBeNull();
        var seat = await world.WithAsync(db => db.PanelSeats.Where(s => s.PersonId == jurors[1].PersonId).Select(s => s.Id).FirstAsync());

        world.Clock.Now = AwardWorld.Closes("preliminary") - Duration.FromMilliseconds(1);
        (await PreviewAsync()).Value().Pairs.Count.ShouldBe(3);
        world.Clock.Now += Duration.FromMilliseconds(1);
        (await ByHandAsync(world, secretariat, dossiers[0], jurors[0])).ShouldNotBeNull().Code.ShouldBe("panels.round_over");
        (await PreviewAsync()).CodeOf().ShouldBe("panels.round_over");
        (await world.WithAsync(db => new ReplaceJuror(db, new EditionBook(db), world.Clock).PreviewAsync(secretariat, seat, default))).CodeOf().ShouldBe("panels.round_over");
        (await world.WithAsync(db => new AppointJuror(db, new EditionBook(db), new SuggestConflicts(db, new EditionBook(db), world.Clock), world.Clock).RunAsync(secretariat, AwardWorld.Key, "preliminary", AwardWorld.Category, newcomer.PersonId!.Value, default)))
            .ShouldNotBeNull().Code.ShouldBe("panels.round_over");
        (await world.WithAsync(db => db.Assignments.CountAsync())).ShouldBe(1);

        Task<Result<AssignmentPreview>> PreviewAsync() => world.WithAsync(db => new AssignJurors(db, new EditionBook(db), world.Clock).PreviewAsync(secretariat, AwardWorld.Key, "preliminary", AwardWorld.Category, new(PanelObjective.BalancedRandom), default));
    }

    [Theory, Engines]
    public async Task Nobody_gives_out_by_hand_a_dossier_they_are_in_conflict_with(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, jurors, dossiers) = await PanelAsync(world, jurors: 2, dossiers: 1);
        await ConflictAsync(world, secretariat, dossiers[0]);

        (await ByHandAsync(world, secretariat, dossiers[0], jurors[0])).ShouldNotBeNull().Code.ShouldBe("panels.dossier_unknown");
        (await world.WithAsync(db => db.Assignments.CountAsync())).ShouldBe(0);
        var other = await world.PersonAsync("Chuyên viên 2", Role.Secretariat);
        (await ByHandAsync(world, other, dossiers[0], jurors[0])).ShouldBeNull();
    }

    [Theory, Engines]
    public async Task Twenty_dossiers_cost_as_many_queries_as_three(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, jurors, dossiers) = await PanelAsync(world, jurors: 3, dossiers: 3);
        foreach (var dossier in dossiers) foreach (var juror in jurors) await world.SignedAsync(dossier, juror, 800);
        world.Clock.Now = AwardWorld.Closes("preliminary");
        var three = await QueriesAsync(world, secretariat, jurors[0]);
        for (var n = 4; n <= 20; n++)
        {
            var dossier = await world.DossierAsync($"Sản phẩm {n:00}");
            foreach (var juror in jurors) await world.SignedAsync(dossier, juror, 800);
        }
        (await QueriesAsync(world, secretariat, jurors[0])).ShouldBe(three);
    }

    private static async Task<int> QueriesAsync(AwardWorld world, Actor secretariat, Actor juror)
    {
        var recorder = new QueryRecorder();
        await using var db = world.Test.Open(recorder);
        (await db.PanelsAsync(secretariat, AwardWorld.Edition, Preliminary, default)).ShouldNotBeNull().Dossiers.ShouldNotBeEmpty();
        (await db.RoundResultsAsync(secretariat, AwardWorld.Edition, Preliminary, world.Clock.Now, default)).ShouldNotBeNull().Rows.ShouldAllBe(r => r.Score == 800);
        (await db.JudgingQueueAsync(juror, default)).ShouldNotBeEmpty();
        return recorder.Queries.Count;
    }

    private static async Task<(Actor Secretariat, IReadOnlyList<Actor> Jurors, IReadOnlyList<AwardDossier> Dossiers)> PanelAsync(AwardWorld world, int jurors, int dossiers)
    {
        var entries = new List<AwardDossier>();
        for (var n = 1; n <= dossiers; n++) entries.Add(await world.DossierAsync($"Sản phẩm {n:00}"));
        var panel = (await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.JurorsAsync(jurors), entries);
        world.Clock.Now = AwardWorld.Opens("preliminary");
        return panel;
    }

    private static Task<Result<AssignmentPreview>> PreviewAsync(AwardWorld world, Actor actor, string? seed = null) => world.WithAsync(db =>
        new AssignJurors(db, new EditionBook(db), world.Clock).PreviewAsync(actor, AwardWorld.Key, "preliminary", AwardWorld.Category, new(PanelObjective.BalancedRandom, seed), default));

    private static Task<Result<int>> ApplyAsync(AwardWorld world, Actor actor, AssignmentPreview preview) => world.WithAsync(db =>
        new AssignJurors(db, new EditionBook(db), world.Clock).RunAsync(actor, AwardWorld.Key, "preliminary", AwardWorld.Category, preview.Wish, preview.Fingerprint, default));

    private static Task<Problem?> DeclareAsync(AwardWorld world, Actor juror, AwardDossier dossier) => world.WithAsync(db =>
        new DeclareConflicts(db, ResultFacts.Settled, world.Clock).RunAsync(juror, AwardWorld.Key, new Dictionary<Guid, string> { [dossier.Id] = "Từng cố vấn cho đơn vị" }, default));

    private static Task<Result<int>> EndSeatAsync(AwardWorld world, Actor actor, Guid seat, string reason) =>
        world.WithAsync(db => new EndSeat(db, world.Clock).RunAsync(actor, seat, reason, default));

    private static Task<Problem?> SettleAsync(AwardWorld world, Actor actor, Guid conflict, string reason = "Chỉ trùng tên miền") =>
        world.WithAsync(db => new SettleConflict(db, ResultFacts.Settled, world.Clock).RunAsync(actor, conflict, isConflict: false, reason, default));

    private static Task<Problem?> ByHandAsync(AwardWorld world, Actor actor, AwardDossier dossier, Actor juror) => world.WithAsync(db =>
        new AssignByHand(db, new EditionBook(db), world.Clock).RunAsync(actor, AwardWorld.Key, "preliminary", dossier.Id, juror.PersonId!.Value, default));

    private static Task<int> ConflictAsync(AwardWorld world, Actor person, AwardDossier dossier) => world.WithAsync(db =>
    {
        db.Conflicts.Add(new()
        {
            Id = Guid.CreateVersion7(), EditionKey = AwardWorld.Key, PersonId = person.PersonId!.Value, DossierId = dossier.Id, Source = Domain.Dossiers.ConflictSource.SameOrganisation,
            State = Domain.Dossiers.ConflictState.Suggested, Reason = "Người thân", NotedAt = world.Clock.Now,
        });
        return db.SaveChangesAsync();
    });
}
