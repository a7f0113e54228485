using BangVang.App.Decisions;
using BangVang.App.Tests.People;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Decisions;

/// <summary>Who judged and how it went, told to everybody from the moment the matrix names, and not a tick before.</summary>
public sealed class PublicAwardTests
{
    private static readonly Duration Tick = Duration.FromMilliseconds(1);

    [Theory, Engines]
    public async Task Names_shortlist_and_withheld_prizes_are_told_from_the_moment_of_the_matrix(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, chair) = (await world.PersonAsync("Thư ký", Role.Secretariat), await world.PersonAsync("Chủ tịch", Role.Chair));
        var jurors = await world.JurorsAsync(3);
        foreach (var juror in jurors) await world.SeatAsync(juror, "final");
        var (first, second) = (await world.DossierAsync("Một cửa số"), await world.DossierAsync("Kho dữ liệu mở"));
        await world.ProposeAsync(secretariat, jurors, new Dictionary<AwardDossier, int> { [first] = 900, [second] = 450 });
        // The shortlist is there, but its round had not closed then.
        (await ToldAsync(world, AwardWorld.Closes("preliminary") - Tick)).ShouldBe((0, 0, 0, 0));
        (await ToldAsync(world, AwardWorld.Closes("preliminary"))).ShouldBe((0, 0, 1, 0));

        var meeting = await world.OpenMeetingAsync(secretariat, chair, jurors);
        (await world.CarryAsync(meeting, chair, jurors, new(MotionKind.Withhold, "Không trao giải Vàng", "Chưa sản phẩm nào nổi trội", AwardWorld.Category, null, "gold"))).ShouldBe(MotionState.Carried);
        await world.CarryAsync(meeting, chair, jurors, new(MotionKind.AcceptProposal, "Thông qua", "", null, null, null));
        (await world.WithAsync(db => new ApproveDecision(db, new(db), world.Clock).RunAsync(chair, AwardWorld.Key, default))).ShouldBeNull();
        (await world.WithAsync(db => new OpenOrCloseMeeting(db, new(db), world.Clock).RunAsync(chair, meeting, open: false, default))).ShouldBeNull();
        world.Clock.Now = AwardWorld.Opens("announcement");
        (await ToldAsync(world, world.Clock.Now)).ShouldBe((0, 0, 1, 0));

        (await world.PublishAsync(secretariat)).CodeOf().ShouldBe("done");
        var told = await world.WithAsync(db => db.PublicAwardAsync(AwardWorld.Edition, world.Clock.Now, default));
        told.Council.Select(m => (m.Name, m.IsChair)).ShouldBe([("Chủ tịch", true), ("Giám khảo 1", false), ("Giám khảo 2", false), ("Giám khảo 3", false)]);
        told.Panels.Select(p => (p.Round.Code, p.Category.Code, string.Join(", ", p.Names))).ShouldBe(
            [("preliminary", AwardWorld.Category, "Giám khảo 1, Giám khảo 2, Giám khảo 3"), ("final", AwardWorld.Category, "Giám khảo 1, Giám khảo 2, Giám khảo 3")]);
        told.Shortlists.ShouldHaveSingleItem().Entries.Select(e => (e.ProductName, e.Organisation)).ShouldBe([("Một cửa số", "Công ty Minh họa 01")]);
        told.Withheld.Where(w => w.CategoryCode == AwardWorld.Category).Select(w => (w.Tier.Code, w.Reason, w.Minimum))
            .ShouldBe([("gold", "Chưa sản phẩm nào nổi trội", null), ("silver", null, null), ("bronze", null, null), ("top10", null, null)]);
    }

    [Theory, Engines]
    public async Task What_the_matrix_does_not_list_is_told_to_nobody_and_a_blind_round_keeps_organisations_back(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, chair) = (await world.PersonAsync("Thư ký", Role.Secretariat), await world.PersonAsync("Chủ tịch", Role.Chair));
        var jurors = await world.JurorsAsync(3);
        var dossier = await world.DossierAsync("Một cửa số");
        await world.ProposeAsync(secretariat, jurors, new Dictionary<AwardDossier, int> { [dossier] = 900 });
        var blind = AwardWorld.Edition with { Rounds = Published.Of<IReadOnlyList<Round>>([.. AwardWorld.Edition.Rounds.Value.Select(r => r is ScoringRound { Code: "final" } final ? final with { HidesApplicants = true } : r)]) };
        (await EntryAsync(AwardWorld.Closes("final") - Tick)).ShouldBe(("Một cửa số", null));
        (await EntryAsync(AwardWorld.Closes("final"))).ShouldBe(("Một cửa số", "Công ty Minh họa 01"));

        await world.ApproveAsync(secretariat, chair, jurors);
        world.Clock.Now = AwardWorld.Opens("announcement");
        (await world.PublishAsync(secretariat)).CodeOf().ShouldBe("done");
        (await ToldAsync(world, world.Clock.Now, AwardWorld.Edition with { Visibility = [] })).ShouldBe((0, 0, 0, 0));
        var early = AwardWorld.Edition with { Visibility = [new() { Item = VisibleItem.JurorNames, Public = VisibleFrom.RoundClosed }] };
        (await ToldAsync(world, AwardWorld.Closes("preliminary") - Tick, early)).ShouldBe((0, 0, 0, 0));
        (await ToldAsync(world, AwardWorld.Closes("preliminary"), early)).ShouldBe((0, 1, 0, 0));
        (await ToldAsync(world, AwardWorld.Closes("final"), early)).ShouldBe((4, 2, 0, 0));

        async Task<(string, string?)> EntryAsync(Instant now)
        {
            var entry = (await world.WithAsync(db => db.PublicAwardAsync(blind, now, default))).Shortlists.ShouldHaveSingleItem().Entries.ShouldHaveSingleItem();
            return (entry.ProductName, entry.Organisation);
        }
    }

    [Fact]
    public void A_prize_nobody_reached_and_a_prize_that_equals_share_say_so()
    {
        var edition = AwardWorld.Edition with { Tiers = Published.Of<IReadOnlyList<Tier>>([.. AwardWorld.Edition.SettledTiers.Select(t => t with { Categories = [AwardWorld.Category], MayBeShared = true })]) };
        DecisionLine[] lines = [Line("HS-001", 810, "silver"), Line("HS-002", 810, "silver"), Line("HS-003", null, null)];
        PrizesNotGiven.Withheld(edition, lines, []).Select(w => (w.Tier.Code, w.Minimum)).ShouldBe([("gold", 850), ("bronze", null), ("top10", null)]);
        PrizesNotGiven.Shared(edition, lines).Select(s => (s.Tier.Code, s.Laureates)).ShouldBe([("silver", 2)]);

        static DecisionLine Line(string reference, int? score, string? tier) =>
            new(Guid.NewGuid(), reference, AwardWorld.Category, 1, score, tier, tier, "allocate.top", new Dictionary<string, string>(), null, new Dictionary<string, string>(), null);
    }

    /// <summary>How many members, panels, shortlists and withheld prizes everybody reads.</summary>
    private static async Task<(int, int, int, int)> ToldAsync(AwardWorld world, Instant now, Edition? edition = null)
    {
        var told = await world.WithAsync(db => db.PublicAwardAsync(edition ?? AwardWorld.Edition, now, default));
        return (told.Council.Count, told.Panels.Count, told.Shortlists.Count, told.Withheld.Count);
    }
}
