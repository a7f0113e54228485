using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Panels;
using BangVang.App.Scoring;
using BangVang.App.Tests.People;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Scoring;

/// <summary>A juror, a dossier, a sheet, and what the others see of it.</summary>
public sealed class JudgingTests
{
    private static readonly Duration Tick = Duration.FromMilliseconds(1);
    private static readonly ScoringRound Preliminary = (ScoringRound)AwardWorld.Edition.Round("preliminary")!;
    private static readonly Dictionary<string, int?> AllEight = AwardWorld.Edition.RubricFor(Preliminary, AwardWorld.Category)!.Lines.ToDictionary(l => l.Code, _ => (int?)800);

    [Theory, Engines]
    public async Task Another_jurors_scoresheet_looks_as_if_it_did_not_exist(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (jurors, dossier) = await PanelAsync(world);
        var assignment = await world.AssignAsync(dossier, jurors[0]);
        await world.SheetAsync(dossier, jurors[0], ScoresheetState.Draft, 700);
        await world.AssignAsync(dossier, jurors[1]);

        (await SaveAsync(world, jurors[1], assignment)).CodeOf().ShouldBe("scoring.assignment_not_found");
        (await SignAsync(world, jurors[1], assignment)).CodeOf().ShouldBe("scoring.assignment_not_found");
        (await SaveAsync(world, jurors[1], Guid.NewGuid())).CodeOf().ShouldBe("scoring.assignment_not_found");
        (await ViewAsync(world, jurors[1], assignment)).ShouldBeNull();
        (await world.WithAsync(db => db.AuditEntries.CountAsync())).ShouldBe(0);
        (await world.WithAsync(db => db.Scoresheets.SingleAsync())).Marks.Values.ShouldAllBe(m => m == 700);
    }

    [Theory, Engines]
    public async Task A_juror_comments_on_a_criterion_on_its_parts_and_on_the_whole(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (jurors, dossier) = await PanelAsync(world);
        var assignment = await world.AssignAsync(dossier, jurors[0]);
        world.Clock.Now = AwardWorld.Opens("preliminary");
        Task<Result<SheetSaved>> Comment(params (string About, string Text)[] comments) => world.WithAsync(db => new SaveMarks(db, new EditionBook(db), world.Clock)
            .RunAsync(jurors[0], assignment, new Dictionary<string, int?>(), comments.ToDictionary(c => c.About, c => c.Text), null, default));

        (await Comment(("technology", "Về tiêu chí"), ("stability", "Về tiêu chí thành phần"), ("", "Nhận xét chung"), ("impact", ""))).Value();
        (await Comment(("khong-co", "x"))).CodeOf().ShouldBe("scoring.criterion_unknown");
        (await world.WithAsync(db => db.Scoresheets.SingleAsync())).Comments.Keys.Order().ShouldBe(["", "stability", "technology"]);
    }

    [Theory, Engines]
    public async Task Marks_sent_at_the_same_moment_are_all_kept_and_the_signature_takes_what_is_shown(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (jurors, dossier) = await PanelAsync(world);
        var assignment = await world.AssignAsync(dossier, jurors[0]);
        world.Clock.Now = AwardWorld.Opens("preliminary");
        Task<Result<SheetSaved>> Mark(string line, int mark) => world.WithAsync(db => new SaveMarks(db, new EditionBook(db), world.Clock)
            .RunAsync(jurors[0], assignment, new Dictionary<string, int?> { [line] = mark }, new Dictionary<string, string>(), null, default));

        var sent = await Task.WhenAll(AllEight.Keys.Take(3).Select(line => Task.Run(() => Mark(line, 500))));
        sent.ShouldAllBe(r => r.CodeOf() == "done");
        (await world.WithAsync(db => db.Scoresheets.SingleAsync())).Marks.Count.ShouldBe(3);

        (await world.WithAsync(db => new SignScoresheet(db, new EditionBook(db), world.Clock)
            .RunAsync(jurors[0], assignment, default, new(AllEight, new Dictionary<string, string>(), null)))).Value().Preview.ShouldBe(800);
        (await Mark(AllEight.Keys.First(), 500)).CodeOf().ShouldBe("scoring.already_signed");
    }

    [Theory, Engines]
    public async Task A_sheet_is_signed_until_the_last_tick_of_the_round_and_not_after(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (jurors, dossier) = await PanelAsync(world);
        var (first, second) = (await world.AssignAsync(dossier, jurors[0]), await world.AssignAsync(dossier, jurors[1]));
        world.Clock.Now = AwardWorld.Opens("preliminary") - Tick;
        (await SaveAsync(world, jurors[0], first)).CodeOf().ShouldBe("scoring.round_not_open");
        world.Clock.Now = AwardWorld.Opens("preliminary");
        (await SaveAsync(world, jurors[0], first)).Value().Preview.ShouldBe(800);
        (await SaveAsync(world, jurors[1], second)).Value();
        (await SignAsync(world, jurors[2], first)).CodeOf().ShouldBe("scoring.assignment_not_found");

        world.Clock.Now = AwardWorld.Closes("preliminary") - Tick;
        (await SignAsync(world, jurors[0], first)).Value();
        (await SignAsync(world, jurors[0], first)).CodeOf().ShouldBe("scoring.already_signed");
        world.Clock.Now = AwardWorld.Closes("preliminary");
        (await SignAsync(world, jurors[1], second)).CodeOf().ShouldBe("scoring.round_closed");
        (await world.WithAsync(db => db.Scoresheets.CountAsync(s => s.State == ScoresheetState.Signed))).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task The_sheets_of_others_are_invisible_before_the_own_signature(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (jurors, dossier) = await PanelAsync(world);
        await world.SignedAsync(dossier, jurors[0], 900);
        await world.AssignAsync(dossier, jurors[2]);
        await world.SheetAsync(dossier, jurors[2], ScoresheetState.Draft, 300);
        var own = await world.AssignAsync(dossier, jurors[1]);

        (await ViewAsync(world, jurors[1], own)).ShouldNotBeNull().Others.ShouldBeEmpty();
        (await SaveAsync(world, jurors[1], own)).Value();
        (await ViewAsync(world, jurors[1], own)).ShouldNotBeNull().Others.ShouldBeEmpty();
        (await SignAsync(world, jurors[1], own)).Value();
        (await ViewAsync(world, jurors[1], own)).ShouldNotBeNull().Others.ShouldHaveSingleItem().Score.ShouldBe(900);
    }

    [Theory, Engines]
    public async Task A_recused_juror_loses_the_dossier_everywhere(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (jurors, dossier) = await PanelAsync(world);
        var assignment = await world.AssignAsync(dossier, jurors[0]);
        (await world.WithAsync(db => new Recuse(db, new EditionBook(db), world.Clock).RunAsync(jurors[0], assignment, "Người thân làm ở đơn vị", default))).ShouldBeNull();

        (await world.WithAsync(db => db.JudgingQueueAsync(jurors[0], default))).ShouldBeEmpty();
        (await ViewAsync(world, jurors[0], assignment)).ShouldBeNull();
        (await world.WithAsync(db => db.DossiersToJudge(jurors[0]).CountAsync())).ShouldBe(0);
        (await SignAsync(world, jurors[0], assignment)).CodeOf().ShouldBe("scoring.assignment_not_found");
        var secretariat = await world.PersonAsync("Chuyên viên", Role.Secretariat);
        (await world.WithAsync(db => new AssignByHand(db, new EditionBook(db), world.Clock).RunAsync(secretariat, AwardWorld.Key, "preliminary", dossier.Id, jurors[0].PersonId!.Value, default)))
            .ShouldNotBeNull().Code.ShouldBe("panels.juror_in_conflict");
    }

    [Theory, Engines]
    public async Task The_secretariat_sees_progress_and_no_score_while_the_round_is_open(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (jurors, dossier) = await PanelAsync(world);
        foreach (var juror in jurors) await world.SignedAsync(dossier, juror, 900);
        foreach (var role in new[] { Role.Secretariat, Role.Chair, Role.Auditor })
        {
            var viewer = await world.PersonAsync($"{role}", role);
            world.Clock.Now = AwardWorld.Closes("preliminary") - Tick;
            var row = (await ResultsAsync(world, viewer)).ShouldNotBeNull().Rows.ShouldHaveSingleItem();
            (row.Signed, row.Score, row.Rank).ShouldBe((3, null, null));
            world.Clock.Now = AwardWorld.Closes("preliminary");
            (await ResultsAsync(world, viewer)).ShouldNotBeNull().Rows.ShouldHaveSingleItem().Score.ShouldBe(900);
        }
        (await ResultsAsync(world, jurors[0])).ShouldBeNull();
        (await ResultsAsync(world, dossier.Applicant)).ShouldBeNull();
    }

    [Theory, Engines]
    public async Task A_signed_sheet_is_reopened_with_a_reason_while_the_round_is_open(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (jurors, dossier) = await PanelAsync(world);
        var sheet = await world.SignedAsync(dossier, jurors[0], 900);
        var (secretariat, auditor) = (await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.PersonAsync("Giám sát viên", Role.Auditor));

        (await UnlockAsync(world, auditor, sheet)).ShouldNotBeNull().Code.ShouldBe("scoring.sheet_not_found");
        (await UnlockAsync(world, jurors[0], sheet)).ShouldNotBeNull().Code.ShouldBe("scoring.sheet_not_found");
        (await UnlockAsync(world, secretariat, sheet, " ")).ShouldNotBeNull().Code.ShouldBe("scoring.unlock_reason_missing");
        world.Clock.Now = AwardWorld.Closes("preliminary");
        (await UnlockAsync(world, secretariat, sheet)).ShouldNotBeNull().Code.ShouldBe("scoring.round_closed");
        world.Clock.Now = AwardWorld.Closes("preliminary") - Tick;
        (await UnlockAsync(world, secretariat, sheet)).ShouldBeNull();
        (await world.WithAsync(db => db.ScoresheetUnlocks.SingleAsync())).Before.ShouldContain("\"score\":900");
    }

    private static async Task<(IReadOnlyList<Actor> Jurors, AwardDossier Dossier)> PanelAsync(AwardWorld world)
    {
        var panel = (await world.JurorsAsync(3), await world.DossierAsync("Một cửa số"));
        world.Clock.Now = AwardWorld.Opens("preliminary");
        return panel;
    }

    private static Task<Result<SheetSaved>> SaveAsync(AwardWorld world, Actor actor, Guid assignment) => world.WithAsync(db =>
        new SaveMarks(db, new EditionBook(db), world.Clock).RunAsync(actor, assignment, AllEight, new Dictionary<string, string>(), null, default));

    private static Task<Result<SheetSaved>> SignAsync(AwardWorld world, Actor actor, Guid assignment) =>
        world.WithAsync(db => new SignScoresheet(db, new EditionBook(db), world.Clock).RunAsync(actor, assignment, default));

    private static Task<Problem?> UnlockAsync(AwardWorld world, Actor actor, Guid sheet, string reason = "Nhập nhầm dòng") =>
        world.WithAsync(db => new UnlockScoresheet(db, new EditionBook(db), world.Clock).RunAsync(actor, sheet, reason, default));

    private static Task<JudgingView?> ViewAsync(AwardWorld world, Actor actor, Guid assignment) =>
        world.WithAsync(db => db.JudgingViewAsync(actor, AwardWorld.Edition, assignment, world.Clock.Now, default));

    private static Task<RoundResults?> ResultsAsync(AwardWorld world, Actor actor) =>
        world.WithAsync(db => db.RoundResultsAsync(actor, AwardWorld.Edition, Preliminary, world.Clock.Now, default));
}
