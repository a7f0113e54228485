using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Editions;
using BangVang.App.Panels;
using BangVang.App.Scoring;
using BangVang.App.Tests.People;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Judging;
using BangVang.Judging.Assignment;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Panels;

/// <summary>What the screen offers beyond the common choice: the lowest dossier, a floor, a lot under a cap, least loads and comparability, with what each gives up.</summary>
public sealed class MoreObjectivesTests
{
    private const string Seed = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private static readonly PanelWish Best = new(PanelObjective.LargestTotal, Seed);

    [Theory, Engines]
    public async Task The_lowest_dossier_is_raised_and_the_bound_stands_beside_it(Engine engine)
    {
        await using var panel = await Panel.CreateAsync(engine);
        var found = (await panel.PreviewAsync(Best with { Objective = PanelObjective.HighestLowest })).Value();
        var best = found.Proposal.Compared.Single(c => c.Objective is PanelObjective.LargestTotal);
        // The first dossier has 60 with each of the first three and 30 with the others, the second 50 and nothing.
        ((best.Total, best.Lowest, best.TotalBound, best.IsOptimal), (found.Proposal.Figures.Total, found.Proposal.Figures.Lowest, found.Proposal.Figures.LowestBound, found.Proposal.Figures.IsOptimal))
            .ShouldBe(((240, 90, 240, true), (220, 100, 150, false)), "what no search proves is not called optimal");
        (await panel.ApplyAsync(found)).Value().ShouldBe(6);
        (await panel.World.WithAsync(db => db.AssignmentPlans.SingleAsync())).ShouldSatisfyAllConditions(p => p.Method.ShouldBe("max_min"), p => p.CapPercent.ShouldBeNull());
    }

    [Theory, Engines]
    public async Task A_floor_given_by_hand_is_kept_recorded_or_refused_with_its_reason(Engine engine)
    {
        await using var panel = await Panel.CreateAsync(engine);
        var fair = Best with { Objective = PanelObjective.Fair };
        var found = (await panel.PreviewAsync(fair with { Floor = 95 })).Value();
        (found.Proposal.Figures.Total, found.Proposal.Figures.Lowest, found.Proposal.Figures.Floor).ShouldBe((220, 100, 95));
        (await panel.PreviewAsync(fair with { Floor = 80 })).Value().Proposal.Figures.Total.ShouldBe(240, "the largest total is above that floor");

        (await panel.PreviewAsync(fair with { Floor = 160 })).TryGet(out _, out var problem).ShouldBeFalse();
        (problem!.Code, problem.Args["entry"], problem.Args["most"], problem.Args["floor"]).ShouldBe(("panels.floor_unreachable", panel.Dossiers[1].Reference, 150.0, 160.0));
        (await panel.PreviewAsync(fair with { Floor = 120 })).CodeOf().ShouldBe("panels.floor_not_found");
        (await panel.PreviewAsync(fair with { Floor = 0 })).CodeOf().ShouldBe("panels.floor_range");
        (await panel.PreviewAsync(Best with { Floor = 120 })).Value().Proposal.Compared.ShouldNotContain(c => c.Objective == PanelObjective.Fair, "what only another objective cannot do stays out of the comparison");

        await panel.ApplyAsync(found);
        (await panel.SealedAsync()).ShouldSatisfyAllConditions(e => ((string?)e["method"]).ShouldBe("fair"), e => ((int?)e["floor"]).ShouldBe(95), e => ((string?)e["seed"]).ShouldBe(Seed));
    }

    [Theory, Engines]
    public async Task A_lot_under_a_cap_can_be_drawn_again_by_anyone_from_what_is_recorded(Engine engine)
    {
        await using var panel = await Panel.CreateAsync(engine);
        var lot = Best with { Objective = PanelObjective.CappedRandom, CapPercent = 60 };
        var found = (await panel.PreviewAsync(lot)).Value();
        var (figures, best) = (found.Proposal.Figures, found.Proposal.Compared.Single(c => c.Objective is PanelObjective.LargestTotal));
        figures.Lot.ShouldNotBeNull().ShouldSatisfyAllConditions(l => l.CapPercent.ShouldBe(60), l => l.Expected.ShouldBeInRange(1, best.Total), l => l.Pairs.ShouldBeGreaterThan(6));
        (await panel.PreviewAsync(lot)).Value().Proposal.Pairs.ShouldBe(found.Proposal.Pairs);
        (await panel.ApplyAsync(found)).Value().ShouldBe(6);

        var sealedLot = await panel.SealedAsync();
        var plan = await panel.World.WithAsync(db => db.AssignmentPlans.SingleAsync());
        (plan.Method, plan.Seed, plan.CapPercent).ShouldBe(("capped_random", Seed, 60));
        ((string?)sealedLot["method"], (string?)sealedLot["seed"], (int?)sealedLot["cap_percent"]).ShouldBe(("capped_random", Seed, 60));
        var (facts, most) = (found.Facts, (int)sealedLot["most_each_held"]!);
        var again = Assigner.Solve(
            new(facts.Request with { Jurors = [.. facts.Request.Jurors.Select(j => j with { MaxLoad = most })] }, [.. facts.Points.Select(p => (double)p)]),
            new(Seed: (string)sealedLot["seed"]!, Cap: (int)sealedLot["cap_percent"]! / 100.0));
        var names = await panel.World.WithAsync(db => db.PseudonymsAsync(AwardWorld.Key, default));
        again.Pairs.Select(p => (p.Entry, names.Of(Guid.Parse(p.Juror)))).Order().ShouldBe(sealedLot["pairs"]!.AsArray().Select(p => ((string)p![0]!, (string)p[1]!)).Order());
    }

    [Theory, Engines]
    public async Task A_cap_that_is_too_low_names_the_dossiers_it_leaves_short(Engine engine)
    {
        await using var panel = await Panel.CreateAsync(engine);
        var lot = Best with { Objective = PanelObjective.CappedRandom };
        (await panel.PreviewAsync(lot with { CapPercent = 20 })).TryGet(out _, out var problem).ShouldBeFalse();
        (problem!.Code, problem.Args["need"]).ShouldBe(("panels.cap_too_low", 3.0));
        (await panel.PreviewAsync(lot with { CapPercent = 0 })).CodeOf().ShouldBe("panels.cap_range");
        (await panel.PreviewAsync(lot with { CapPercent = 101 })).CodeOf().ShouldBe("panels.cap_range");
        (await panel.PreviewAsync(lot)).Value().Proposal.Figures.Lot!.CapPercent.ShouldBe(PanelWish.UsualCapPercent);
    }

    [Theory, Engines]
    public async Task A_cap_takes_more_dossiers_per_juror_where_it_needs_them(Engine engine)
    {
        await using var panel = await Panel.CreateAsync(engine, jurors: 7);
        // Six readings by seven jurors of one dossier each: with the second half barred from the second dossier, half a chance each is too little.
        var wish = Best with { Objective = PanelObjective.CappedRandom, CapPercent = 75, Forbidden = [.. panel.Jurors.Skip(4).Select(j => new PanelPair(panel.Dossiers[1].Reference, $"{j.PersonId}"))] };
        var found = (await panel.PreviewAsync(wish)).Value();
        found.Pairs.GroupBy(p => p.DossierId).ShouldAllBe(d => d.Count() == 3);
        found.Pairs.ShouldNotContain(p => wish.Forbidden.Contains(new(p.Reference, $"{p.JurorId}")));
        found.Proposal.Figures.MostLoad.ShouldBeLessThanOrEqualTo(found.Proposal.MostEach);
    }

    [Theory, Engines]
    public async Task Everyone_has_at_least_so_many_dossiers(Engine engine)
    {
        await using var panel = await Panel.CreateAsync(engine, jurors: 5);
        foreach (var objective in Enum.GetValues<PanelObjective>())
        {
            (await panel.PreviewAsync(Best with { Objective = objective, CapPercent = 90, MostEach = 2 })).Value().Proposal.Figures.MostLoad.ShouldBe(2);
            var found = (await panel.PreviewAsync(Best with { Objective = objective, CapPercent = 90, MostEach = 2, LeastEach = 1 })).Value();
            (found.Proposal.Figures.LeastLoad, found.Proposal.Figures.MostLoad).ShouldBe((1, 2), $"{objective}");
        }
        (await panel.PreviewAsync(Best with { MostEach = 2 })).Value().Proposal.Figures.LeastLoad.ShouldBe(0, "without a least load the largest total leaves one out");
        (await panel.PreviewAsync(Best with { LeastEach = 2 })).CodeOf().ShouldBe("panels.least_loads_above_demands");
        (await panel.PreviewAsync(Best with { LeastEach = 3 })).CodeOf().ShouldBe("panels.least_loads_above_demands");
        (await panel.PreviewAsync(Best with { LeastEach = 0 })).CodeOf().ShouldBe("panels.least_each_range");
        (await panel.PreviewAsync(Best with { LeastEach = 2, MostEach = 1 })).CodeOf().ShouldBe("panels.least_above_most");
    }

    [Theory, Engines]
    public async Task Pairs_are_exchanged_for_comparison_within_the_loss_that_was_allowed(Engine engine)
    {
        await using var panel = await Panel.CreateAsync(engine);
        var plain = (await panel.PreviewAsync(Best)).Value().Proposal.Figures;
        (plain.Design!.Components, plain.Design.Inflation).ShouldBe((2, null), "six jurors of one dossier each share none");

        var wide = Best with { MostEach = 2 };
        var before = (await panel.PreviewAsync(wide)).Value().Proposal.Figures;
        var found = (await panel.PreviewAsync(wide with { GiveUpPermille = 100 })).Value();
        var after = found.Proposal.Figures;
        (after.Design!.TotalBefore, after.Design.LowestBefore).ShouldBe((before.Total, before.Lowest));
        after.Total.ShouldBeGreaterThanOrEqualTo(before.Total - before.Total / 10);
        (after.Design.Variance ?? double.MaxValue).ShouldBeLessThanOrEqualTo(before.Design!.Variance ?? double.MaxValue);
        found.Proposal.Compared.Where(c => c.Objective is not PanelObjective.LargestTotal).ShouldAllBe(c => c.Design!.TotalBefore == null, "the others are compared as they are");
        (await panel.PreviewAsync(Best with { GiveUpPermille = 501 })).CodeOf().ShouldBe("panels.give_up_range");

        await panel.ApplyAsync(found);
        ((int?)(await panel.SealedAsync())["give_up_permille"]).ShouldBe(100);
    }

    [Theory, Engines]
    public async Task A_lot_is_not_exchanged_for_comparison(Engine engine)
    {
        await using var panel = await Panel.CreateAsync(engine);
        var wish = Best with { Objective = PanelObjective.BalancedRandom, GiveUpPermille = 100 };
        var found = (await panel.PreviewAsync(wish)).Value();
        found.Proposal.Pairs.ShouldBe((await panel.PreviewAsync(wish with { GiveUpPermille = null })).Value().Proposal.Pairs);
        await panel.ApplyAsync(found);
        (await panel.SealedAsync()).ContainsKey("give_up_permille").ShouldBeFalse();
    }

    /// <summary>Two dossiers; the first three jurors know both, the first better; the others know the first a little.</summary>
    private sealed record Panel(AwardWorld World, Actor Secretariat, IReadOnlyList<Actor> Jurors, IReadOnlyList<AwardDossier> Dossiers) : IAsyncDisposable
    {
        public static async Task<Panel> CreateAsync(Engine engine, int jurors = 6)
        {
            var world = await AwardWorld.CreateAsync(engine);
            var (first, second) = (await world.DossierAsync("Một"), await world.DossierAsync("Hai"));
            var panel = new Panel(world, await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.JurorsAsync(jurors), [first, second]);
            world.Clock.Now = AwardWorld.Opens("preliminary");
            foreach (var (juror, n) in panel.Jurors.Select((j, n) => (j, n)))
            {
                await panel.SetAsync(first, juror, n < 3 ? 60 : 30);
                if (n < 3) await panel.SetAsync(second, juror, 50);
            }
            return panel;
        }

        public Task<Result<AssignmentPreview>> PreviewAsync(PanelWish wish) => World.WithAsync(db =>
            new AssignJurors(db, new EditionBook(db), World.Clock).PreviewAsync(Secretariat, AwardWorld.Key, "preliminary", AwardWorld.Category, wish, default));

        public Task<Result<int>> ApplyAsync(AssignmentPreview preview) => World.WithAsync(db =>
            new AssignJurors(db, new EditionBook(db), World.Clock).RunAsync(Secretariat, AwardWorld.Key, "preliminary", AwardWorld.Category, preview.Wish, preview.Fingerprint, default));

        public async Task<JsonObject> SealedAsync() =>
            JsonNode.Parse(Encoding.UTF8.GetString((await World.WithAsync(db => db.LogEvents.SingleAsync(e => e.Kind == "assignment.sealed"))).Payload))!.AsObject();

        private async Task SetAsync(AwardDossier dossier, Actor juror, int points) => (await World.WithAsync(db =>
            new OverrideAffinity(db, World.Clock).RunAsync(Secretariat, AwardWorld.Key, dossier.Id, juror.PersonId!.Value, points, "Đặt để thử", default))).ShouldBeNull();

        public ValueTask DisposeAsync() => World.DisposeAsync();
    }
}
