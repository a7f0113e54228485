using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Laureates;
using BangVang.App.Screening;
using BangVang.App.Secretariat.Notices;
using BangVang.App.Tests.People;
using BangVang.Domain.Decisions;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Decisions;

/// <summary>From an upheld appeal against the result to what everybody reads of it.</summary>
public sealed class AmendingTests
{
    private sealed record Award(AwardWorld World, Actor Secretariat, Actor Other, Actor Chair, IReadOnlyList<Actor> Jurors, AwardDossier Gold, AwardDossier Without)
    {
        public EditionBook Book(BangVang.App.Storage.BangVangDb db) => new(db);

        public Task<Result<Guid>> AppealAsync(AwardDossier dossier) => World.WithAsync(db =>
            new SubmitAppeal(db, Book(db), World.Clock, World.Time, AwardWorld.Site, ResultFacts.News).RunAsync(dossier.Applicant, dossier.Id, AppealAgainst.Result, "Cộng nhầm điểm", [], default));

        public Task<Problem?> UpholdAsync(Guid appeal) => World.WithAsync(db =>
            new DecideAppeal(db, Book(db), World.Clock, World.Time, AwardWorld.Site).RunAsync(Other, appeal, uphold: true, "Cộng nhầm điểm", "Điều 18", default));

        public Task<Result<Guid>> ProposeAsync(Guid meeting, AwardDossier dossier, string? tier) => World.WithAsync(db =>
            new ProposeMotion(db, Book(db), World.Clock).RunAsync(Chair, meeting, Motion(dossier, tier), default));

        public static MotionDraft Motion(AwardDossier dossier, string? tier) => new(MotionKind.ChangeTier, "Xếp lại giải", "Theo khiếu nại", null, dossier.Id, tier);

        public Task<Result<DecisionAmendment>> AmendAsync(Actor actor, Guid appeal, string number = "15/QĐ-MH") => World.WithAsync(db =>
            new AnnounceAmendment(db, Book(db), new(db, Book(db), AwardWorld.Site, World.Clock, World.Time), World.Clock)
                .RunAsync(actor, AwardWorld.Key, appeal, number, World.Clock.Now.InZone(AwardWorld.Edition.TimeZone).Date, default));
    }

    private static async Task<Award> PublishedAsync(AwardWorld world)
    {
        var award = new Award(world,
            await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.PersonAsync("Chuyên viên khác", Role.Secretariat), await world.PersonAsync("Chủ tịch", Role.Chair),
            await world.JurorsAsync(3), await world.DossierAsync("Một cửa số"), await world.DossierAsync("Trợ lý văn bản"));
        await world.ProposeAsync(award.Secretariat, award.Jurors, new Dictionary<AwardDossier, int> { [award.Gold] = 900, [award.Without] = 600 });
        await world.ApproveAsync(award.Secretariat, award.Chair, award.Jurors);
        world.Clock.Now = AwardWorld.Opens("announcement");
        (await world.PublishAsync(award.Secretariat)).Value().ShouldBe(1);
        world.Clock.Now += Duration.FromDays(1);
        return award;
    }

    [Theory, Engines]
    public async Task After_publication_only_an_upheld_appeal_and_the_councils_vote_change_a_tier_and_everyone_reads_it(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var award = await PublishedAsync(world);
        var meeting = await world.OpenMeetingAsync(award.Secretariat, award.Chair, award.Jurors);
        (await award.ProposeAsync(meeting, award.Without, "bronze")).CodeOf().ShouldBe("decisions.published_needs_appeal");
        var appeal = (await award.AppealAsync(award.Without)).Value();
        (await award.ProposeAsync(meeting, award.Without, "bronze")).CodeOf().ShouldBe("decisions.published_needs_appeal");
        (await award.AmendAsync(award.Chair, appeal)).CodeOf().ShouldBe("decisions.appeal_not_upheld");
        (await award.UpholdAsync(appeal)).ShouldBeNull();
        (await award.AmendAsync(award.Chair, appeal)).CodeOf().ShouldBe("decisions.amendment_needs_motion");
        (await award.ProposeAsync(meeting, award.Gold, null)).CodeOf().ShouldBe("decisions.published_needs_appeal");

        world.Clock.Now += Duration.FromHours(1);
        await world.CarryAsync(meeting, award.Chair, award.Jurors, Award.Motion(award.Without, "bronze"));
        (await world.WithAsync(db => db.Notices.CountAsync())).ShouldBe(0, "no notice of what was refused");
        (await award.AmendAsync(award.Secretariat, appeal)).CodeOf().ShouldBe("decisions.only_chair");
        (await award.AmendAsync(award.Chair, appeal, number: " ")).CodeOf().ShouldBe("decisions.document_number_missing");
        var amended = (await award.AmendAsync(award.Chair, appeal)).Value();
        (amended.Appeal, amended.FromTier, amended.ToTier, amended.DocumentNumber).ShouldBe(("KN-001", null, "bronze", "15/QĐ-MH"));
        (await award.AmendAsync(award.Chair, appeal)).CodeOf().ShouldBe("decisions.already_amended");

        await using var db = world.Test.Open();
        (await db.LaureatesOnBoard().OrderBy(l => l.TierOrdinal).Select(l => new { l.ProductName, l.TierCode }).ToListAsync())
            .Select(l => (l.ProductName, l.TierCode)).ShouldBe([("Một cửa số", "gold"), ("Trợ lý văn bản", "bronze")]);
        (await db.LogEvents.CountAsync(e => e.Kind == "decision.amended")).ShouldBe(1);
        var read = (await db.PublicAmendmentsAsync(AwardWorld.Key, default)).ShouldHaveSingleItem();
        (read.Appeal.Reason, read.Change!.ToTier).ShouldBe(("Cộng nhầm điểm", "bronze"));
        (await db.Notices.SingleAsync()).TextVi.ShouldContain("15/QĐ-MH");
        (await db.Outbox.ToListAsync()).ShouldContain(m => m.About == award.Without.Id.ToString() && m.Mail.Body.Contains("KN-001") && m.Mail.Body.Contains("15/QĐ-MH"));
    }

    [Theory, Engines]
    public async Task A_prize_taken_back_leaves_the_board_and_its_page_says_why(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var award = await PublishedAsync(world);
        var appeal = (await award.AppealAsync(award.Gold)).Value();
        (await award.UpholdAsync(appeal)).ShouldBeNull();
        world.Clock.Now += Duration.FromHours(1);
        var meeting = await world.OpenMeetingAsync(award.Secretariat, award.Chair, award.Jurors);
        await world.CarryAsync(meeting, award.Chair, award.Jurors, Award.Motion(award.Gold, null));
        (await award.AmendAsync(award.Chair, appeal)).Value().FromTier.ShouldBe("gold");
        await using var db = world.Test.Open();
        (await db.LaureatesOnBoard().CountAsync()).ShouldBe(0);
        (await db.LaureateChanges.SingleAsync()).Reason.ShouldContain("KN-001");
    }

    [Theory, Engines]
    public async Task Those_who_decide_anew_see_the_appeal_and_others_do_not(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var award = await PublishedAsync(world);
        var appeal = (await award.AppealAsync(award.Without)).Value();
        (await award.UpholdAsync(appeal)).ShouldBeNull();
        await using var db = world.Test.Open();
        (await db.UpheldAppealsAsync(award.Chair, AwardWorld.Key, default)).ShouldHaveSingleItem().Motion.ShouldBeNull();
        foreach (var actor in new[] { award.Jurors[0], award.Without.Applicant, Actor.Anonymous }) (await db.UpheldAppealsAsync(actor, AwardWorld.Key, default)).ShouldBeEmpty();
        db.Conflicts.Add(new()
        {
            Id = Ids.New(world.Clock.Now), EditionKey = AwardWorld.Key, DossierId = award.Without.Id, PersonId = award.Chair.PersonId!.Value,
            Source = ConflictSource.Declared, State = ConflictState.Confirmed, Reason = "Người nhà", NotedAt = world.Clock.Now, SettledAt = world.Clock.Now, SettledBy = award.Secretariat.PersonId,
        });
        await db.SaveChangesAsync();
        (await db.UpheldAppealsAsync(award.Chair, AwardWorld.Key, default)).ShouldBeEmpty();
        (await award.AmendAsync(award.Chair, appeal)).CodeOf().ShouldBe("decisions.appeal_not_upheld");
    }
}
