using BangVang.App.Decisions;
using BangVang.App.Documents;
using BangVang.App.Editions;
using BangVang.App.Tests.People;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using BangVang.Testing;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Decisions;

/// <summary>From the scores of the rounds to the approved decision: what is refused on the way.</summary>
public sealed class CouncilTests
{
    private static readonly Duration Tick = Duration.FromMilliseconds(1);
    private static readonly Dictionary<Guid, string> Nobody = [];

    [Theory, Engines]
    public async Task The_shortlist_waits_for_the_end_of_the_round_and_for_the_sheets(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, chair, jurors) = await PeopleAsync(world);
        var (scored, unscored) = (await world.DossierAsync("Một cửa số"), await world.DossierAsync("Kho dữ liệu mở"));
        foreach (var juror in jurors) await world.SignedAsync(scored, juror, 800);
        foreach (var juror in jurors.Take(2)) await world.SignedAsync(unscored, juror, 800);
        await world.AssignAsync(unscored, jurors[2]);
        await world.SheetAsync(unscored, jurors[2], ScoresheetState.Draft, 800);

        world.Clock.Now = AwardWorld.Closes("preliminary") - Tick;
        (await ShortlistAsync(world, secretariat)).ShouldNotBeNull().Code.ShouldBe("decisions.round_open");
        world.Clock.Now = AwardWorld.Closes("preliminary");
        (await ShortlistAsync(world, chair)).ShouldNotBeNull().Code.ShouldBe("decisions.only_secretariat");
        (await ShortlistAsync(world, secretariat)).ShouldNotBeNull().Code.ShouldBe("decisions.sheets_missing");
        (await ShortlistAsync(world, secretariat, "Thiếu phiếu của một giám khảo")).ShouldBeNull();
        (await ShortlistAsync(world, secretariat, "Lần nữa")).ShouldNotBeNull().Code.ShouldBe("decisions.shortlist_fixed");
        (await ProposeAsync(world, secretariat)).CodeOf().ShouldBe("decisions.round_open");
    }

    [Theory, Engines]
    public async Task The_council_votes_with_a_quorum_on_motions_with_a_reason_by_members_without_conflict(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, chair, jurors) = await PeopleAsync(world);
        var (first, second) = (await world.DossierAsync("Một cửa số"), await world.DossierAsync("Kho dữ liệu mở"));
        await world.ProposeAsync(secretariat, jurors, new Dictionary<AwardDossier, int> { [first] = 900, [second] = 850 });
        var id = await world.WithAsync(async db => (await new CallMeeting(db, new EditionBook(db), world.Clock).RunAsync(secretariat, AwardWorld.Key, "Phiên họp", "Hà Nội", world.Clock.Now, [], null, default)).Value());
        await AttendAsync(world, secretariat, id, chair, jurors[0]);
        (await OpenAsync(world, chair, id)).ShouldNotBeNull().Code.ShouldBe("decisions.no_quorum");
        (await OpenAsync(world, secretariat, id)).ShouldNotBeNull().Code.ShouldBe("decisions.only_chair");
        await AttendAsync(world, secretariat, id, chair, jurors[0], jurors[1]);
        (await OpenAsync(world, chair, id)).ShouldBeNull();

        (await MotionAsync(world, chair, id, new(MotionKind.ChangeTier, "Trao giải Đồng", "", null, second.Id, "bronze"))).CodeOf().ShouldBe("decisions.motion_reason_missing");
        (await MotionAsync(world, jurors[0], id, new(MotionKind.ChangeTier, "Trao giải Đồng", "Thiếu minh chứng", null, second.Id, "bronze"))).CodeOf().ShouldBe("decisions.meeting_not_found");
        var motion = (await MotionAsync(world, chair, id, new(MotionKind.ChangeTier, "Trao giải Đồng", "Thiếu minh chứng", null, second.Id, "bronze"))).Value();
        (await VoteAsync(world, jurors[2], motion)).ShouldNotBeNull().Code.ShouldBe("decisions.not_present");
        await ConflictAsync(world, jurors[1], second);
        (await VoteAsync(world, jurors[1], motion)).ShouldNotBeNull().Code.ShouldBe("decisions.conflict_no_vote");
        (await world.WithAsync(db => db.MeetingViewAsync(jurors[1], id, world.Clock.Now, default))).ShouldNotBeNull().Motions.ShouldBeEmpty();
        (await world.WithAsync(db => db.DecisionViewAsync(jurors[1], AwardWorld.Key, world.Clock.Now, default))).ShouldNotBeNull().Rows.ShouldHaveSingleItem().Line.DossierId.ShouldBe(first.Id);
        (await VoteAsync(world, secretariat, motion)).ShouldNotBeNull().Code.ShouldBe("decisions.not_a_member");
        (await VoteAsync(world, jurors[0], motion)).ShouldBeNull();
        (await VoteAsync(world, chair, motion)).ShouldBeNull();
        (await ApproveAsync(world, chair)).ShouldNotBeNull().Code.ShouldBe("decisions.category_not_accepted");

        // Of the members without a conflict three are left; two of them voted for it.
        (await world.WithAsync(async db => (await new CloseMotion(db, new EditionBook(db), world.Clock).RunAsync(chair, motion, default)).Value())).ShouldBe(MotionState.Carried);
        (await world.CarryAsync(id, chair, [jurors[0], jurors[1]], new(MotionKind.AcceptProposal, "Thông qua", "", null, null, null))).ShouldBe(MotionState.Carried);
        (await ApproveAsync(world, secretariat)).ShouldNotBeNull().Code.ShouldBe("decisions.only_chair");
        (await ApproveAsync(world, chair)).ShouldBeNull();
        var view = (await world.WithAsync(db => db.DecisionViewAsync(chair, AwardWorld.Key, world.Clock.Now, default))).ShouldNotBeNull();
        view.Decision.Lines.Select(l => (l.Reference, l.ProposedTier, l.Tier, l.MotionId)).ShouldBe([(first.Reference, "gold", "gold", null), (second.Reference, "silver", "bronze", motion)]);
        (await ApproveAsync(world, chair)).ShouldNotBeNull().Code.ShouldBe("decisions.already_approved");
        (await ProposeAsync(world, secretariat)).CodeOf().ShouldBe("decisions.already_approved");
    }

    [Theory, Engines]
    public async Task Papers_are_whole_or_not_given_and_the_table_leaves_conflicts_out(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, chair, jurors) = await PeopleAsync(world);
        var (first, second) = (await world.DossierAsync("Một cửa số"), await world.DossierAsync("Kho dữ liệu mở"));
        await world.ProposeAsync(secretariat, jurors, new Dictionary<AwardDossier, int> { [first] = 900, [second] = 850 });
        (await PaperAsync(world, secretariat)).CodeOf().ShouldBe("decisions.not_approved");
        var meeting = await world.OpenMeetingAsync(secretariat, chair, jurors);
        await world.CarryAsync(meeting, chair, jurors, new(MotionKind.AcceptProposal, "Thông qua dự kiến xếp giải", "", null, null, null));
        (await world.WithAsync(db => new ApproveDecision(db, new EditionBook(db), world.Clock).RunAsync(chair, AwardWorld.Key, default))).ShouldBeNull();
        (await MinutesAsync(world, chair, meeting)).CodeOf().ShouldBe("decisions.minutes_after_close");
        world.Clock.Now += Duration.FromHours(2);
        (await world.WithAsync(db => new OpenOrCloseMeeting(db, new EditionBook(db), world.Clock).RunAsync(chair, meeting, open: false, default))).ShouldBeNull();

        var minutes = (await MinutesAsync(world, jurors[0], meeting)).Value();
        minutes.Motions.ShouldHaveSingleItem().ShouldBe(new(1, "Thông qua dự kiến xếp giải", "", 4, 4, 0, 0, "thông qua"));
        minutes.Results.Select(r => (r.Product, r.Tier, r.Score)).ShouldBe([("Một cửa số", "Vàng", 900), ("Kho dữ liệu mở", "Bạc", 850)]);
        (await PaperAsync(world, secretariat)).Value().Products.Select(p => (p.Product, p.Tier)).ShouldBe([("Một cửa số", "Vàng"), ("Kho dữ liệu mở", "Bạc")]);
        (await PaperAsync(world, jurors[0])).CodeOf().ShouldBe("decisions.not_proposed");
        (await MinutesAsync(world, first.Applicant, meeting)).CodeOf().ShouldBe("decisions.meeting_not_found");
        AdministrativeDocx.Write(minutes.ToDocument()).Length.ShouldBeGreaterThan(1_000);

        (await TableAsync(world, secretariat)).Value().Rows.Count.ShouldBe(2);
        await ConflictAsync(world, secretariat, second);
        (await TableAsync(world, secretariat)).Value().Rows.Count.ShouldBe(1);
        (await PaperAsync(world, secretariat)).CodeOf().ShouldBe("decisions.paper_conflict");
        (await MinutesAsync(world, secretariat, meeting)).CodeOf().ShouldBe("decisions.paper_conflict");
        world.Clock.Now = AwardWorld.Closes("final") - Tick;
        (await TableAsync(world, secretariat)).CodeOf().ShouldBe("decisions.scores_after_close");
    }

    [Fact]
    public void A_tie_the_chain_does_not_part_waits_for_the_council_and_quotas_hold()
    {
        var edition = AwardWorld.Edition with { Tiers = Published.Of<IReadOnlyList<Tier>>([.. AwardWorld.Edition.SettledTiers.Select(t => t with { MayBeShared = false })]) };
        DossierScore Score(string reference, int rank) => new(Guid.NewGuid(), reference, AwardWorld.Category, 900, 3, [900, 900], rank, true, null);
        var lines = AwardDecision.Propose(edition, [Score("HS-001", 1), Score("HS-002", 1)]);
        var decision = new AwardDecision { EditionKey = AwardWorld.Key, Lines = lines };
        var accepted = new HashSet<string> { AwardWorld.Category };
        decision.Approve(edition, accepted, Guid.NewGuid(), AwardWorld.Opens("council")).ShouldNotBeNull().Code.ShouldBe("decisions.tie_unsettled");

        Motion Settle(int line, string tier) => new() { Id = Guid.NewGuid(), Kind = MotionKind.SettleTie, Text = "Xếp giải", Reason = "Bỏ phiếu", DossierId = lines[line].DossierId, TierCode = tier, State = MotionState.Carried };
        decision.Apply([Settle(0, "gold"), Settle(1, "gold")]);
        decision.Approve(edition, accepted, Guid.NewGuid(), AwardWorld.Opens("council")).ShouldNotBeNull().Code.ShouldBe("decisions.quota_exceeded");

        // Whoever comes next waits for what becomes of those above, and never falls out unnoticed.
        var waiting = new AwardDecision { EditionKey = AwardWorld.Key, Lines = [lines[0], lines[1] with { Reason = "allocate.waits_for_council" }] };
        waiting.Apply([Settle(0, "gold")]);
        waiting.Approve(edition, accepted, Guid.NewGuid(), AwardWorld.Opens("council")).ShouldNotBeNull().Args["reference"].ShouldBe("HS-002");

        decision.Apply([Settle(0, "gold"), Settle(1, "silver")]);
        decision.Approve(edition, accepted, Guid.NewGuid(), AwardWorld.Opens("council")).ShouldBeNull();
    }

    private static Task<Result<AwardDecisionDocument>> PaperAsync(AwardWorld world, Actor actor) =>
        world.WithAsync(db => db.DecisionPaperAsync(new EditionBook(db), actor, AwardWorld.Key, world.Clock.Now, default));

    private static Task<Result<CouncilMinutesDocument>> MinutesAsync(AwardWorld world, Actor actor, Guid meeting) =>
        world.WithAsync(db => db.MinutesAsync(new EditionBook(db), actor, meeting, world.Clock.Now, default));

    private static Task<Result<ScoreTable>> TableAsync(AwardWorld world, Actor actor) =>
        world.WithAsync(db => db.ScoreTableAsync(actor, AwardWorld.Edition, (ScoringRound)AwardWorld.Edition.Round("final")!, world.Clock.Now, default));

    private static async Task<(Actor Secretariat, Actor Chair, IReadOnlyList<Actor> Jurors)> PeopleAsync(AwardWorld world)
    {
        var people = (await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.PersonAsync("Chủ tịch", Role.Chair), await world.JurorsAsync(3));
        world.Clock.Now = AwardWorld.Opens("preliminary");
        return people;
    }

    private static Task<Problem?> ShortlistAsync(AwardWorld world, Actor actor, string? withoutScore = null) =>
        world.WithAsync(db => new FixShortlist(db, new EditionBook(db), world.Clock).RunAsync(actor, AwardWorld.Key, "preliminary", Nobody, withoutScore, default));

    private static Task<Result<AwardDecision>> ProposeAsync(AwardWorld world, Actor actor) =>
        world.WithAsync(db => new ProposeDecision(db, new EditionBook(db), world.Clock).RunAsync(actor, AwardWorld.Key, default));

    private static Task<Problem?> ApproveAsync(AwardWorld world, Actor actor) =>
        world.WithAsync(db => new ApproveDecision(db, new EditionBook(db), world.Clock).RunAsync(actor, AwardWorld.Key, default));

    private static Task<Problem?> AttendAsync(AwardWorld world, Actor actor, Guid meeting, params Actor[] present) =>
        world.WithAsync(db => new NoteAttendance(db, world.Clock).RunAsync(actor, meeting, [.. present.Select(p => p.PersonId!.Value)], default));

    private static Task<Problem?> OpenAsync(AwardWorld world, Actor actor, Guid meeting) =>
        world.WithAsync(db => new OpenOrCloseMeeting(db, new EditionBook(db), world.Clock).RunAsync(actor, meeting, open: true, default));

    private static Task<Result<Guid>> MotionAsync(AwardWorld world, Actor actor, Guid meeting, MotionDraft draft) =>
        world.WithAsync(db => new ProposeMotion(db, new EditionBook(db), world.Clock).RunAsync(actor, meeting, draft, default));

    private static Task<Problem?> VoteAsync(AwardWorld world, Actor actor, Guid motion) =>
        world.WithAsync(db => new CastVote(db, world.Clock).RunAsync(actor, motion, VoteChoice.For, default));

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
