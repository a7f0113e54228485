using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Laureates;
using BangVang.App.Scoring;
using BangVang.App.Tests.People;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Decisions;

/// <summary>From the approved decision to what everybody may read.</summary>
public sealed class PublishingTests
{
    private static readonly Duration Tick = Duration.FromMilliseconds(1);

    private sealed record Council(Actor Secretariat, Actor Chair, IReadOnlyList<Actor> Jurors, AwardDossier Gold, AwardDossier Silver, AwardDossier Without);

    private static async Task<Council> ProposedAsync(AwardWorld world)
    {
        var council = new Council(
            await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.PersonAsync("Chủ tịch", Role.Chair), await world.JurorsAsync(3),
            await world.DossierAsync("Một cửa số"), await world.DossierAsync("Kho dữ liệu mở"), await world.DossierAsync("Trợ lý văn bản"));
        await world.ProposeAsync(council.Secretariat, council.Jurors, new Dictionary<AwardDossier, int> { [council.Gold] = 900, [council.Silver] = 850, [council.Without] = 600 }, "Cần nêu rõ hiệu quả.");
        return council;
    }

    private static async Task<Council> ApprovedAsync(AwardWorld world)
    {
        var council = await ProposedAsync(world);
        await world.ApproveAsync(council.Secretariat, council.Chair, council.Jurors);
        world.Clock.Now = AwardWorld.Opens("announcement");
        return council;
    }

    [Theory, Engines]
    public async Task Publishing_puts_the_laureates_on_the_board_and_tells_every_applicant_once(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var council = await ApprovedAsync(world);

        (await world.PublishAsync(council.Secretariat)).Value().ShouldBe(2);

        await using var db = world.Test.Open();
        var lines = await db.LaureatesOnBoard().OrderBy(l => l.TierOrdinal).ToListAsync();
        lines.Select(l => (l.ProductName, l.TierCode, l.Organisation, l.DossierId)).ShouldBe(
            [("Một cửa số", "gold", "Công ty Minh họa 01", council.Gold.Id), ("Kho dữ liệu mở", "silver", "Công ty Minh họa 02", council.Silver.Id)]);
        lines[0].Summary.ShouldBe("Một cửa số giúp cơ quan nhà nước xử lý hồ sơ nhanh hơn.");
        lines[0].IsDemonstration.ShouldBeTrue();
        lines[0].Sources.ShouldHaveSingleItem().Title.ShouldStartWith("Quyết định số 12/QĐ-MH ngày ");
        var mails = await db.Outbox.OrderBy(m => m.Id).ToListAsync();
        mails.Select(m => m.About).Order().ShouldBe(new[] { council.Gold, council.Silver, council.Without }.Select(d => d.Id.ToString()).Order());
        mails.ShouldAllBe(m => m.Mail.Body.Contains($"https://giaithuong.example/dossiers/{m.About}/result") && !m.Mail.Body.Contains("Vàng") && !m.Mail.Body.Contains("Bạc"));
        (await db.LogEvents.CountAsync(e => e.Kind == "decision.published")).ShouldBe(1);
        (await db.AuditEntries.CountAsync(e => e.Action == "decisions.published")).ShouldBe(1);
        (await db.AwardDecisions.SingleAsync()).DocumentNumber.ShouldBe("12/QĐ-MH");
    }

    [Theory, Engines]
    public async Task Nothing_is_published_before_it_is_approved_announced_and_numbered(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var council = await ProposedAsync(world);
        world.Clock.Now = AwardWorld.Opens("announcement");
        (await world.PublishAsync(council.Secretariat)).CodeOf().ShouldBe("decisions.not_approved");
        world.Clock.Now = AwardWorld.Opens("council");
        await world.ApproveAsync(council.Secretariat, council.Chair, council.Jurors);

        world.Clock.Now = AwardWorld.Opens("announcement") - Tick;
        (await world.PublishAsync(council.Secretariat)).CodeOf().ShouldBe("decisions.announcement_not_begun");
        world.Clock.Now = AwardWorld.Opens("announcement");
        (await world.PublishAsync(council.Chair)).CodeOf().ShouldBe("decisions.only_secretariat");
        (await world.PublishAsync(council.Jurors[0])).CodeOf().ShouldBe("decisions.only_secretariat");
        (await world.PublishAsync(council.Secretariat, " ")).CodeOf().ShouldBe("decisions.document_number_missing");
        (await world.WithAsync(db => db.Laureates.CountAsync())).ShouldBe(0);
        (await world.WithAsync(db => db.Outbox.CountAsync())).ShouldBe(0);

        (await world.PublishAsync(council.Secretariat)).Value().ShouldBe(2);
        (await world.PublishAsync(council.Secretariat)).CodeOf().ShouldBe("decisions.already_published");
    }

    [Theory, Engines]
    public async Task Of_two_who_publish_at_once_one_does(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var council = await ApprovedAsync(world);
        var other = await world.PersonAsync("Chuyên viên 2", Role.Secretariat);

        var results = await Task.WhenAll(Task.Run(() => world.PublishAsync(council.Secretariat)), Task.Run(() => world.PublishAsync(other)));

        results.Select(r => r.CodeOf()).Count(c => c == "done").ShouldBe(1);
        results.Select(r => r.CodeOf()).Single(c => c != "done").ShouldBeOneOf("decisions.changed_meanwhile", "decisions.already_published");
        (await world.WithAsync(db => db.Laureates.CountAsync())).ShouldBe(2);
        (await world.WithAsync(db => db.Outbox.CountAsync())).ShouldBe(3);
        (await world.WithAsync(db => db.LogEvents.CountAsync(e => e.Kind == "decision.published"))).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task An_applicant_reads_the_own_result_after_publication_and_nothing_before(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var council = await ApprovedAsync(world);
        world.Clock.Now = AwardWorld.Closes("final");
        (await ReleaseAsync(world, council.Chair, "final", council.Silver.Id)).Value().ShouldBe(1);
        world.Clock.Now = AwardWorld.Opens("announcement");

        var before = (await ResultAsync(world, council.Silver.Applicant, council.Silver.Id)).ShouldNotBeNull();
        (before.PublishedAt, before.DocumentNumber, before.IsTierKnown, before.Tier).ShouldBe((null, null, false, null));
        before.Rounds.ShouldAllBe(r => r.Score == null && r.Rank == null && r.Criteria.Count == 0 && r.Comments.Count == 0);
        before.Rounds.Select(r => (r.Round.Code, r.GoesOn)).ShouldBe([("preliminary", true)]);

        (await world.PublishAsync(council.Secretariat)).Value();
        var after = (await ResultAsync(world, council.Silver.Applicant, council.Silver.Id)).ShouldNotBeNull();
        after.Tier!.Code.ShouldBe("silver");
        var final = after.Rounds.Single(r => r.Round.Code == "final");
        (final.Score, final.Rank, final.Of).ShouldBe((850, 2, 3));
        final.Criteria.ShouldAllBe(c => c.Score == 850);
        final.Comments.Select(c => c.Text).ShouldBe(["Cần nêu rõ hiệu quả.", "Cần nêu rõ hiệu quả.", "Cần nêu rõ hiệu quả."]);
        after.Rounds.Single(r => r.Round.Code == "preliminary").Comments.ShouldBeEmpty();

        var without = (await ResultAsync(world, council.Without.Applicant, council.Without.Id)).ShouldNotBeNull();
        (without.IsTierKnown, without.Tier).ShouldBe((true, null));
        without.Rounds.ShouldAllBe(r => r.Comments.Count == 0);
        foreach (var stranger in new[] { council.Gold.Applicant, council.Secretariat, council.Chair, council.Jurors[0], Actor.Anonymous, Actor.Console })
            (await ResultAsync(world, stranger, council.Silver.Id)).ShouldBeNull();
    }

    [Theory, Engines]
    public async Task Comments_are_released_by_the_chair_and_after_the_round(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var council = await ProposedAsync(world);
        var auditor = await world.PersonAsync("Giám sát viên", Role.Auditor);
        world.Clock.Now = AwardWorld.Closes("final") - Tick;
        (await ReleaseAsync(world, council.Chair, "final", null)).CodeOf().ShouldBe("scoring.comments_before_close");
        (await CommentsAsync(world, council.Chair)).ShouldNotBeNull().ShouldBeEmpty();

        world.Clock.Now = AwardWorld.Closes("final");
        (await ReleaseAsync(world, council.Secretariat, "final", null)).CodeOf().ShouldBe("scoring.comments_chair_only");
        (await ReleaseAsync(world, auditor, "final", null)).CodeOf().ShouldBe("scoring.comments_chair_only");
        (await CommentsAsync(world, council.Secretariat)).ShouldBeNull();
        (await CommentsAsync(world, auditor)).ShouldNotBeNull().Count.ShouldBe(3);
        (await ReleaseAsync(world, council.Chair, "final", council.Gold.Id)).Value().ShouldBe(1);
        (await ReleaseAsync(world, council.Chair, "final", null)).Value().ShouldBe(2);
        (await ReleaseAsync(world, council.Chair, "final", null)).CodeOf().ShouldBe("scoring.comments_nothing_to_release");
    }

    private static Task<ApplicantResult?> ResultAsync(AwardWorld world, Actor actor, Guid dossier) =>
        world.WithAsync(db => db.ResultForApplicantAsync(new EditionBook(db), actor, dossier, world.Clock.Now, default));

    private static Task<Result<int>> ReleaseAsync(AwardWorld world, Actor actor, string round, Guid? dossier) =>
        world.WithAsync(db => new ReleaseComments(db, new EditionBook(db), world.Clock).RunAsync(actor, AwardWorld.Key, round, dossier, default));

    private static Task<IReadOnlyList<DossierComments>?> CommentsAsync(AwardWorld world, Actor actor) =>
        world.WithAsync(db => db.CommentsAsync(actor, AwardWorld.Edition, (ScoringRound)AwardWorld.Edition.Round("final")!, world.Clock.Now, default));
}
