using BangVang.App.Editions;
using BangVang.App.Panels;
using BangVang.App.Scoring;
using BangVang.App.Tests.People;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using BangVang.Judging;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Panels;

/// <summary>Assignments by affinity: what jurors know, what the secretariat sets, pins, forbids and exchanges; and who takes over.</summary>
public sealed class BestAssignmentTests
{
    private const string Seed = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private static readonly PanelWish Best = new(PanelObjective.LargestTotal, Seed);

    [Theory, Engines]
    public async Task The_best_assignment_gives_dossiers_to_who_knows_them_and_is_sealed_with_its_way(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, jurors, dossiers) = await PanelAsync(world, 6, "Bệnh án điện tử cho bệnh viện", "Truy xuất nguồn gốc nông nghiệp");
        foreach (var doctor in jurors.Take(3)) (await DescribeAsync(world, doctor, doctor, "Hospital information systems, electronic medical records")).ShouldBeNull();
        foreach (var farmer in jurors.Skip(3)) (await DescribeAsync(world, secretariat, farmer, "Nông nghiệp, truy xuất nguồn gốc")).ShouldBeNull();

        var preview = (await PreviewAsync(world, secretariat, Best)).Value();
        preview.Proposal.Pairs.ShouldBe(jurors.Select((j, n) => new PanelPair(dossiers[n / 3].Reference, $"{j.PersonId}")).Order());
        preview.Proposal.Compared.Select(c => c.Objective).ShouldBe(Enum.GetValues<PanelObjective>());
        var (drawn, best, fair) = (preview.Proposal.Compared[0], preview.Proposal.Compared[1], preview.Proposal.Compared[2]);
        best.Total.ShouldBeGreaterThan(0);
        best.Total.ShouldBe(best.TotalBound!.Value, "it is exact");
        drawn.Total.ShouldBeLessThanOrEqualTo(best.Total);
        fair.Total.ShouldBeLessThanOrEqualTo(best.Total);
        fair.Lowest.ShouldBeGreaterThanOrEqualTo(best.Lowest);
        (best.LeastLoad, best.MostLoad).ShouldBe((1, 1));

        (await ApplyAsync(world, secretariat, preview)).Value().ShouldBe(6);
        (await world.WithAsync(db => db.AssignmentPlans.SingleAsync())).Method.ShouldBe("max_sum");
    }

    [Theory, Engines]
    public async Task Pins_bans_and_exchanges_are_kept_and_what_cannot_be_is_refused(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, jurors, dossiers) = await PanelAsync(world, 6, "Một", "Hai");
        PanelPair Pair(int dossier, int juror) => new(dossiers[dossier].Reference, $"{jurors[juror].PersonId}");

        var pinned = (await PreviewAsync(world, secretariat, Best with { Pinned = [Pair(0, 5)], Forbidden = [Pair(0, 4)] })).Value();
        pinned.Proposal.Pairs.ShouldContain(Pair(0, 5));
        pinned.Proposal.Pairs.ShouldNotContain(Pair(0, 4));
        (await PreviewAsync(world, secretariat, Best with { Pinned = [Pair(0, 5)], Forbidden = [Pair(0, 5)] })).CodeOf().ShouldBe("panels.pin_in_conflict");
        (await PreviewAsync(world, secretariat, Best with { Pinned = [new("HS-999", $"{jurors[0].PersonId}")] })).CodeOf().ShouldBe("panels.changed_since_preview");
        (await PreviewAsync(world, secretariat, Best with { MostEach = 0 })).CodeOf().ShouldBe("panels.most_each_range");

        var plain = (await PreviewAsync(world, secretariat, Best)).Value();
        var option = plain.Proposal.Options(plain.Proposal.Pairs[0], plain.Facts.Visible, 50).First();
        var swapped = (await PreviewAsync(world, secretariat, Best with { Swaps = [option.Swap] })).Value();
        swapped.Proposal.Pairs.ShouldBe(plain.Proposal.Pairs.Except(option.Swap.Removed).Union(option.Swap.Added).Order());
        ((double)swapped.Proposal.Figures.Total, (double)swapped.Proposal.Figures.Lowest).ShouldBe((option.Effect.TotalAfter, option.Effect.LowestAfter));
        var twice = (await PreviewAsync(world, secretariat, Best with { Swaps = [option.Swap, option.Swap] })).Value();
        (twice.Proposal.Refused.Count, twice.Wish.Swaps.Count).ShouldBe((1, 0), "the same change cannot be made again");

        (await ApplyAsync(world, secretariat, swapped)).Value().ShouldBe(6);
        (await world.WithAsync(db => db.Assignments.Select(a => new { a.DossierId, a.JurorId }).ToListAsync())).Select(a => new PanelPair(dossiers.Single(d => d.Id == a.DossierId).Reference, $"{a.JurorId}")).Order().ShouldBe(swapped.Proposal.Pairs);
        (await PreviewAsync(world, secretariat, Best with { Forbidden = [swapped.Proposal.Pairs[0]] })).CodeOf().ShouldBe("panels.forbid_kept");
    }

    [Theory, Engines]
    public async Task At_most_so_many_jurors_of_one_organisation_meet_at_a_dossier(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, jurors, _) = await PanelAsync(world, 6, "Một", "Hai");
        var same = jurors.Take(4).Select(j => j.PersonId!.Value).ToArray();
        await world.WithAsync(db => db.People.Where(p => same.Contains(p.Id)).ExecuteUpdateAsync(p => p.SetProperty(x => x.Organisation, "Viện Minh họa 01")));
        foreach (var objective in Enum.GetValues<PanelObjective>())
        {
            var preview = (await PreviewAsync(world, secretariat, Best with { Objective = objective, MostOfOne = 2 })).Value();
            preview.Pairs.GroupBy(p => p.DossierId).ShouldAllBe(d => d.Count() == 3 && d.Count(p => same.Contains(p.JurorId)) <= 2);
        }
        (await PreviewAsync(world, secretariat, Best with { MostOfOne = 0 })).CodeOf().ShouldBe("panels.most_of_one_range");
        await world.WithAsync(db => db.People.Where(p => p.Id == jurors[4].PersonId || p.Id == jurors[5].PersonId).ExecuteUpdateAsync(p => p.SetProperty(x => x.Organisation, "viện minh họa 01")));
        (await PreviewAsync(world, secretariat, Best with { MostOfOne = 2 })).CodeOf().ShouldBe("panels.entry_short", "all are of one organisation, however it is written");
    }

    [Theory, Engines]
    public async Task An_affinity_by_hand_counts_with_its_reason_and_can_be_taken_back(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, jurors, dossiers) = await PanelAsync(world, 4, "Một");
        (await OverrideAsync(world, jurors[0], dossiers[0], jurors[3], 90, "Chuyên gia")).ShouldNotBeNull().Code.ShouldBe("panels.only_secretariat");
        (await OverrideAsync(world, secretariat, dossiers[0], jurors[3], 90, " ")).ShouldNotBeNull().Code.ShouldBe("panels.reason_missing");
        (await OverrideAsync(world, secretariat, dossiers[0], jurors[3], 101, "Chuyên gia")).ShouldNotBeNull().Code.ShouldBe("panels.points_range");
        (await OverrideAsync(world, secretariat, dossiers[0], jurors[3], 90, "Chuyên gia")).ShouldBeNull();

        var preview = (await PreviewAsync(world, secretariat, Best)).Value();
        (preview.Proposal.Figures.Total, preview.Facts.ByHand.Count).ShouldBe((90, 1));
        preview.Proposal.Pairs.ShouldContain(new PanelPair(dossiers[0].Reference, $"{jurors[3].PersonId}"));
        var trail = await world.WithAsync(db => db.AuditEntries.SingleAsync(a => a.Action == "panels.affinity_set"));
        trail.Detail.ShouldBe($"{dossiers[0].Reference}: 90. Chuyên gia");
        (await OverrideAsync(world, secretariat, dossiers[0], jurors[3], null, "Nhầm người")).ShouldBeNull();
        (await ApplyAsync(world, secretariat, preview)).CodeOf().ShouldBe("panels.changed_since_preview");
        (await PreviewAsync(world, secretariat, Best)).Value().Proposal.Figures.Total.ShouldBe(0);
    }

    [Theory, Engines]
    public async Task A_juror_and_the_secretariat_write_what_the_juror_knows_and_nobody_else_reads_it(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, jurors, _) = await PanelAsync(world, 2, "Một");
        (await DescribeAsync(world, jurors[1], jurors[0], "Tôi viết thay")).ShouldNotBeNull().Code.ShouldBe("panels.profile_not_found");
        (await DescribeAsync(world, jurors[0], jurors[0], "An ninh mạng", area: "no-such")).ShouldNotBeNull().Code.ShouldBe("panels.area_unknown");
        (await DescribeAsync(world, jurors[0], jurors[0], "An ninh mạng")).ShouldBeNull();
        (await DescribeAsync(world, secretariat, jurors[0], "Mật mã")).ShouldNotBeNull().Code.ShouldBe("panels.profile_changed");
        (await DescribeAsync(world, secretariat, jurors[0], "Mật mã", version: 1)).ShouldBeNull();

        var id = jurors[0].PersonId!.Value;
        (await world.WithAsync(db => db.JurorProfileAsync(jurors[0], AwardWorld.Key, id, default)))!.ShouldSatisfyAllConditions(p => p.Expertise.ShouldBe("Mật mã"), p => p.Areas.ShouldBe([AwardWorld.Category]), p => p.Version.ShouldBe(2));
        (await world.WithAsync(db => db.JurorProfileAsync(jurors[1], AwardWorld.Key, id, default))).ShouldBeNull();
        (await world.WithAsync(db => db.AuditEntries.CountAsync(a => a.Action == "panels.profile_written"))).ShouldBe(2);
    }

    [Theory, Engines]
    public async Task Who_drops_out_is_replaced_and_what_is_signed_or_begun_stays(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, jurors, dossiers) = await PanelAsync(world, 5, "Một", "Hai", "Ba");
        foreach (var dossier in dossiers) foreach (var juror in jurors.Take(3)) await world.AssignAsync(dossier, juror);
        await world.SheetAsync(dossiers[0], jurors[0], ScoresheetState.Signed, 800);
        await world.SheetAsync(dossiers[1], jurors[1], ScoresheetState.Draft, 500);
        var seat = await world.WithAsync(db => db.PanelSeats.Where(s => s.PersonId == jurors[0].PersonId).Select(s => s.Id).SingleAsync());

        (await ReplacementAsync(world, jurors[1], seat)).CodeOf().ShouldBe("panels.seat_not_found");
        var plan = (await ReplacementAsync(world, secretariat, seat)).Value();
        plan.Ended.Select(p => (p.DossierId, p.JurorId)).ShouldBe([(dossiers[1].Id, jurors[0].PersonId!.Value), (dossiers[2].Id, jurors[0].PersonId!.Value)], ignoreOrder: true);
        plan.Begun.Select(p => p.DossierId).ShouldBe([dossiers[1].Id, dossiers[2].Id], ignoreOrder: true);
        plan.Begun.ShouldAllBe(p => p.JurorId == jurors[3].PersonId || p.JurorId == jurors[4].PersonId);
        plan.OthersChanged.ShouldBe(0);
        (await world.WithAsync(db => db.Assignments.CountAsync(a => a.EndedAt != null))).ShouldBe(0);

        (await ReplaceAsync(world, secretariat, plan, "")).CodeOf().ShouldBe("panels.reason_missing");
        (await ReplaceAsync(world, secretariat, plan with { Fingerprint = "x" }, "Nghỉ ốm")).CodeOf().ShouldBe("panels.changed_since_preview");
        (await ReplaceAsync(world, secretariat, plan, "Nghỉ ốm")).Value().ShouldBe(2);
        var running = await world.WithAsync(db => db.Assignments.Where(a => a.EndedAt == null).ToListAsync());
        running.Count.ShouldBe(9);
        running.Single(a => a.JurorId == jurors[0].PersonId).DossierId.ShouldBe(dossiers[0].Id, "it is signed");
        running.GroupBy(a => a.DossierId).ShouldAllBe(g => g.Count() == 3);
        (await world.WithAsync(db => db.AssignmentPlans.SingleAsync())).Method.ShouldBe("replacement");
        (await world.WithAsync(db => db.AuditEntries.SingleAsync(a => a.Action == "panels.juror_replaced"))).Detail.ShouldBe("Nghỉ ốm");
        (await ReplacementAsync(world, secretariat, seat)).CodeOf().ShouldBe("panels.seat_not_found");
    }

    [Theory, Engines]
    public async Task Where_nobody_can_take_over_the_dossier_is_named(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, jurors, dossiers) = await PanelAsync(world, 3, "Một");
        foreach (var juror in jurors) await world.AssignAsync(dossiers[0], juror);
        var seat = await world.WithAsync(db => db.PanelSeats.Where(s => s.PersonId == jurors[0].PersonId).Select(s => s.Id).SingleAsync());
        (await ReplacementAsync(world, secretariat, seat)).TryGet(out _, out var problem).ShouldBeFalse();
        (problem!.Code, problem.Args["entry"], problem.Args["have"], problem.Args["need"]).ShouldBe(("panels.entry_short", dossiers[0].Reference, 2, 3));
    }

    private static async Task<(Actor Secretariat, IReadOnlyList<Actor> Jurors, IReadOnlyList<AwardDossier> Dossiers)> PanelAsync(AwardWorld world, int jurors, params string[] products)
    {
        var entries = new List<AwardDossier>();
        foreach (var product in products) entries.Add(await world.DossierAsync(product));
        var panel = (await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.JurorsAsync(jurors), entries);
        world.Clock.Now = AwardWorld.Opens("preliminary");
        return panel;
    }

    private static Task<Result<AssignmentPreview>> PreviewAsync(AwardWorld world, Actor actor, PanelWish wish) => world.WithAsync(db =>
        new AssignJurors(db, new EditionBook(db), world.Clock).PreviewAsync(actor, AwardWorld.Key, "preliminary", AwardWorld.Category, wish, default));

    private static Task<Result<int>> ApplyAsync(AwardWorld world, Actor actor, AssignmentPreview preview) => world.WithAsync(db =>
        new AssignJurors(db, new EditionBook(db), world.Clock).RunAsync(actor, AwardWorld.Key, "preliminary", AwardWorld.Category, preview.Wish, preview.Fingerprint, default));

    private static Task<Problem?> DescribeAsync(AwardWorld world, Actor actor, Actor juror, string expertise, string area = AwardWorld.Category, int version = 0) => world.WithAsync(db =>
        new DescribeJuror(db, new EditionBook(db), world.Clock).RunAsync(actor, AwardWorld.Key, juror.PersonId!.Value, expertise, [area], version, default));

    private static Task<Problem?> OverrideAsync(AwardWorld world, Actor actor, AwardDossier dossier, Actor juror, int? points, string reason) => world.WithAsync(db =>
        new OverrideAffinity(db, world.Clock).RunAsync(actor, AwardWorld.Key, dossier.Id, juror.PersonId!.Value, points, reason, default));

    private static Task<Result<ReplacementPreview>> ReplacementAsync(AwardWorld world, Actor actor, Guid seat) =>
        world.WithAsync(db => new ReplaceJuror(db, new EditionBook(db), world.Clock).PreviewAsync(actor, seat, default));

    private static Task<Result<int>> ReplaceAsync(AwardWorld world, Actor actor, ReplacementPreview plan, string reason) =>
        world.WithAsync(db => new ReplaceJuror(db, new EditionBook(db), world.Clock).RunAsync(actor, plan.SeatId, reason, plan.Fingerprint, default));
}
