using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Panels;
using BangVang.App.Scoring;
using BangVang.App.Tests.People;
using BangVang.Domain.Decisions;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Scoring;

/// <summary>A conflict knows no deadline: what becomes of a sheet whose juror finds one after signing it.</summary>
public sealed class ConflictAfterSigningTests
{
    private static readonly ScoringRound Preliminary = (ScoringRound)AwardWorld.Edition.Round("preliminary")!;

    [Theory, Engines]
    public async Task A_sheet_counts_no_longer_when_its_juror_declares_a_conflict(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, jurors, dossier) = await SignedAsync(world, 700, 800, 900, 1_000);
        (await ScoreAsync(world, secretariat)).ShouldBe((850, 4));

        (await DeclareAsync(world, jurors[3], dossier)).ShouldBeNull();

        (await ScoreAsync(world, secretariat)).ShouldBe((800, 3));
        var sheet = await SheetAsync(world, jurors[3]);
        (sheet.State, sheet.Score, sheet.Reason, sheet.SignedAt is not null).ShouldBe((ScoresheetState.SetAside, 1_000, "Từng cố vấn cho đơn vị", true));
        (await world.WithAsync(db => db.LogEvents.CountAsync(e => e.Kind == "scoresheet.set_aside" && e.Subject == sheet.Id.ToString()))).ShouldBe(1);
        (await world.WithAsync(db => db.AuditEntries.CountAsync(e => e.Action == "scoring.set_aside" && e.Subject == sheet.Id.ToString() && e.PersonId == jurors[3].PersonId))).ShouldBe(1);
        (await world.WithAsync(db => db.JudgingQueueAsync(jurors[3], default))).ShouldBeEmpty();
        (await world.WithAsync(db => db.PanelsAsync(secretariat, AwardWorld.Edition, Preliminary, default)))!.Conflicts.ShouldHaveSingleItem().HasSheetSetAside.ShouldBeTrue();
    }

    [Theory, Engines]
    public async Task The_sheet_counts_again_when_the_secretariat_finds_no_conflict(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, jurors, dossier) = await SignedAsync(world, 700, 800, 900, 1_000);
        await DeclareAsync(world, jurors[3], dossier);
        var conflict = await world.WithAsync(db => db.Conflicts.Select(c => c.Id).SingleAsync());

        (await SettleAsync(world, jurors[3], conflict, false)).ShouldNotBeNull().Kind.ShouldBe(ProblemKind.NotFound);
        (await SettleAsync(world, secretariat, conflict, false)).ShouldBeNull();

        (await ScoreAsync(world, secretariat)).ShouldBe((850, 4));
        (await world.WithAsync(db => db.JudgingQueueAsync(jurors[3], default))).ShouldHaveSingleItem().State.ShouldBe(ScoresheetState.Signed);
        (await world.WithAsync(db => db.LogEvents.CountAsync(e => e.Kind == "scoresheet.counted_again"))).ShouldBe(1);
        (await SettleAsync(world, secretariat, conflict, true)).ShouldBeNull();
        (await ScoreAsync(world, secretariat)).ShouldBe((800, 3));
    }

    [Theory, Engines]
    public async Task Below_the_quorum_the_dossier_has_no_score_until_another_juror_signs(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, jurors, dossier) = await SignedAsync(world, 700, 800, 900);
        await DeclareAsync(world, jurors[0], dossier);
        (await ScoreAsync(world, secretariat)).ShouldBe((null, 2));
        world.Clock.Now = AwardWorld.Opens("preliminary");
        await world.SignedAsync(dossier, await world.PersonAsync("Giám khảo thay thế", Role.Juror), 900);
        (await ScoreAsync(world, secretariat)).ShouldBe((867, 3));
    }

    [Theory, Engines]
    public async Task What_a_settled_round_decided_stays_and_the_running_one_loses_the_sheet(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, jurors, dossier) = await SignedAsync(world, 700, 800, 900, 1_000);
        world.Clock.Now = AwardWorld.Closes("preliminary");
        (await world.WithAsync(db => new FixShortlist(db, new EditionBook(db), world.Clock).RunAsync(secretariat, AwardWorld.Key, "preliminary", new Dictionary<Guid, string>(), null, default))).ShouldBeNull();
        world.Clock.Now = AwardWorld.Opens("final");
        foreach (var juror in jurors) await world.SignedAsync(dossier, juror, 800, "final");

        world.Clock.Now += Duration.FromHours(1);
        (await DeclareAsync(world, jurors[3], dossier)).ShouldBeNull();

        (await SheetAsync(world, jurors[3])).State.ShouldBe(ScoresheetState.Signed);
        (await SheetAsync(world, jurors[3], "final")).State.ShouldBe(ScoresheetState.SetAside);
        (await world.WithAsync(db => db.JudgingQueueAsync(jurors[3], default))).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task A_proposal_whose_scores_have_changed_is_not_approved(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, chair, jurors) = (await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.PersonAsync("Chủ tịch", Role.Chair), await world.JurorsAsync(4));
        var dossier = await world.DossierAsync("Một cửa số");
        await world.ProposeAsync(secretariat, jurors, new Dictionary<AwardDossier, int> { [dossier] = 900 });
        var meeting = await world.OpenMeetingAsync(secretariat, chair, jurors);
        var accept = new MotionDraft(MotionKind.AcceptProposal, "Thông qua dự kiến xếp giải", "", null, null, null);
        await world.CarryAsync(meeting, chair, jurors, accept);
        foreach (var juror in jurors.Take(2)) await DeclareAsync(world, juror, dossier);

        (await ApproveAsync(world, chair)).ShouldNotBeNull().Code.ShouldBe("decisions.scores_changed");
        world.Clock.Now += Duration.FromMinutes(1);
        (await world.WithAsync(db => new ProposeDecision(db, new EditionBook(db), world.Clock).RunAsync(secretariat, AwardWorld.Key, default))).Value().Lines.ShouldHaveSingleItem().Score.ShouldBeNull();
        (await ApproveAsync(world, chair)).ShouldNotBeNull().Code.ShouldBe("decisions.category_not_accepted");
        await world.CarryAsync(meeting, chair, jurors, accept);
        (await ApproveAsync(world, chair)).ShouldBeNull();
    }

    [Theory, Engines]
    public async Task A_tie_found_in_the_data_after_assignment_waits_for_the_secretariat(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (secretariat, jurors, dossier) = await SignedAsync(world, 700, 800, 900, 1_000);
        await world.WithAsync(db => db.People.Where(p => p.Id == jurors[0].PersonId).ExecuteUpdateAsync(p => p.SetProperty(x => x.OrganisationTaxCode, "0100000001")));
        (await world.WithAsync(db => new SuggestConflicts(db, new EditionBook(db), world.Clock).RunAsync(AwardWorld.Key, default))).ShouldBe(1);

        var noted = await world.WithAsync(db => db.Conflicts.SingleAsync());
        (noted.DossierId, noted.State).ShouldBe((dossier.Id, ConflictState.Suggested));
        (await ScoreAsync(world, secretariat)).ShouldBe((850, 4));
        (await world.WithAsync(db => db.JudgingQueueAsync(jurors[0], default))).ShouldBeEmpty();
        (await SettleAsync(world, secretariat, noted.Id, true)).ShouldBeNull();
        (await ScoreAsync(world, secretariat)).ShouldBe((900, 3));
    }

    /// <summary>One dossier, signed by a juror for each score, on the last day of the round.</summary>
    private static async Task<(Actor Secretariat, IReadOnlyList<Actor> Jurors, AwardDossier Dossier)> SignedAsync(AwardWorld world, params int[] marks)
    {
        var (secretariat, jurors, dossier) = (await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.JurorsAsync(marks.Length), await world.DossierAsync("Một cửa số"));
        world.Clock.Now = AwardWorld.Opens("preliminary");
        for (var i = 0; i < marks.Length; i++) await world.SignedAsync(dossier, jurors[i], marks[i]);
        world.Clock.Now = AwardWorld.Closes("preliminary") - Duration.FromHours(1);
        return (secretariat, jurors, dossier);
    }

    private static async Task<(int? Score, int Sheets)> ScoreAsync(AwardWorld world, Actor secretariat)
    {
        var row = (await world.WithAsync(db => db.RoundResultsAsync(secretariat, AwardWorld.Edition, Preliminary, AwardWorld.Closes("preliminary"), default)))!.Rows.ShouldHaveSingleItem();
        return (row.Score, row.Signed);
    }

    private static Task<Scoresheet> SheetAsync(AwardWorld world, Actor juror, string round = "preliminary") => world.WithAsync(db => db.Scoresheets.SingleAsync(s => s.JurorId == juror.PersonId && s.RoundCode == round));

    private static Task<Problem?> DeclareAsync(AwardWorld world, Actor juror, AwardDossier dossier) => world.WithAsync(db =>
        new DeclareConflicts(db, ResultFacts.Settled, world.Clock).RunAsync(juror, AwardWorld.Key, new Dictionary<Guid, string> { [dossier.Id] = "Từng cố vấn cho đơn vị" }, default));

    private static Task<Problem?> SettleAsync(AwardWorld world, Actor actor, Guid conflict, bool isConflict) => world.WithAsync(db =>
        new SettleConflict(db, ResultFacts.Settled, world.Clock).RunAsync(actor, conflict, isConflict, "Đã xem xét", default));

    private static Task<Problem?> ApproveAsync(AwardWorld world, Actor chair) => world.WithAsync(db => new ApproveDecision(db, new EditionBook(db), world.Clock).RunAsync(chair, AwardWorld.Key, default));
}
