using System.Text.Json.Nodes;
using BangVang.App.Decisions;
using BangVang.App.Documents;
using BangVang.App.Editions;
using BangVang.App.Scoring;
using BangVang.App.Secretariat.Chasing;
using BangVang.App.Storage;
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

namespace BangVang.App.Tests.Decisions;

/// <summary>Extra marks where the sheets leave a prize's line open: who may ask for what until when, and what comes of it.</summary>
public sealed class ExtraMarksTests
{
    private static readonly ScoringRound Final = (ScoringRound)AwardWorld.Edition.Round("final")!;
    private const string Silver = "final/digital-government/silver/places";
    private static readonly Instant Deadline = AwardWorld.Opens("council") + Duration.FromDays(2);

    private sealed record Finalists(Actor Secretariat, Actor Chair, Actor Auditor, IReadOnlyList<Actor> Jurors, AwardDossier First, AwardDossier Second, AwardDossier Third, AwardDossier Fourth);

    /// <summary>The final is over and the council's phase has begun; whether the fourth or the second dossier deserves silver is not settled.</summary>
    private static async Task<Finalists> ScoredAsync(AwardWorld world)
    {
        var f = new Finalists(await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.PersonAsync("Chủ tịch", Role.Chair), await world.PersonAsync("Giám sát", Role.Auditor), await world.JurorsAsync(5),
            await world.DossierAsync("Một cửa số"), await world.DossierAsync("Kho dữ liệu mở"), await world.DossierAsync("Trợ lý văn bản"), await world.DossierAsync("Bản đồ số"));
        AwardDossier[] all = [f.First, f.Second, f.Third, f.Fourth];
        world.Clock.Now = AwardWorld.Opens("preliminary");
        foreach (var dossier in all) foreach (var juror in f.Jurors.Take(3)) await world.SignedAsync(dossier, juror, 800);
        world.Clock.Now = AwardWorld.Closes("preliminary");
        (await world.WithAsync(db => new FixShortlist(db, new EditionBook(db), world.Clock).RunAsync(f.Secretariat, AwardWorld.Key, "preliminary", new Dictionary<Guid, string>(), null, default))).ShouldBeNull();
        world.Clock.Now = AwardWorld.Opens("final");
        (int Dossier, int Juror, int Mark)[] sheets =
            [(0, 0, 800), (0, 1, 900), (0, 2, 900), (1, 0, 750), (1, 2, 850), (1, 3, 850), (2, 1, 750), (2, 3, 750), (2, 4, 750), (3, 2, 850), (3, 3, 850), (3, 4, 900)];
        foreach (var (dossier, juror, mark) in sheets) await world.SignedAsync(all[dossier], f.Jurors[juror], mark, "final");
        world.Clock.Now = AwardWorld.Opens("council");
        return f;
    }

    private static Task<IReadOnlyList<AgendaLine>> AgendaAsync(AwardWorld world, Actor actor) => world.WithAsync(db => db.CouncilAgendaAsync(actor, AwardWorld.Edition, world.Clock.Now, default));

    private static async Task<AgendaLine> SilverAsync(AwardWorld world, Actor actor) => (await AgendaAsync(world, actor)).Single(l => l.Id == Silver);

    private static Task<Result<int>> AskAsync(AwardWorld world, Actor actor, IEnumerable<WantedMark> marks, Instant? closes = null, string reason = "Sát nút ở vạch giải Bạc", string line = Silver) => world.WithAsync(db =>
        new AskExtraMarks(db, new EditionBook(db), ResultFacts.Settled, AwardWorld.Site, world.Clock, world.Time)
            .RunAsync(actor, AwardWorld.Key, line, [.. marks.Select(m => new ExtraMark(m.Reference, m.JurorId))], reason, closes ?? Deadline, default));

    /// <summary>The first mark named on each side.</summary>
    private static IReadOnlyList<WantedMark> OneOfEachSide(AgendaLine line) => [line.Marks.First(m => m.IsAbove), line.Marks.First(m => !m.IsAbove)];

    private static Task<Guid> AssignmentAsync(AwardWorld world, WantedMark mark) => world.WithAsync(db =>
        db.Assignments.Where(a => a.RoundCode == "final" && a.DossierId == mark.DossierId && a.JurorId == mark.JurorId && a.EndedAt == null).Select(a => a.Id).SingleAsync());

    private static Actor ActorOf(Finalists f, WantedMark mark) => f.Jurors.Single(j => j.PersonId == mark.JurorId);

    private static async Task<Result<SheetSaved>> SignAsync(AwardWorld world, Finalists f, WantedMark mark, int points)
    {
        var assignment = await AssignmentAsync(world, mark);
        var lines = AwardWorld.Edition.RubricFor(Final, AwardWorld.Category)!.Lines.ToDictionary(l => l.Code, _ => (int?)points);
        return await world.WithAsync(db => new SignScoresheet(db, new EditionBook(db), world.Clock).RunAsync(ActorOf(f, mark), assignment, default, new(lines, new Dictionary<string, string>(), null)));
    }

    private static Task<RoundResults?> ResultsAsync(AwardWorld world, Actor actor) => world.WithAsync(db => db.RoundResultsAsync(actor, AwardWorld.Edition, Final, world.Clock.Now, default));

    [Theory, Engines]
    public async Task A_signed_extra_mark_counts_and_an_unsigned_one_does_not(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var f = await ScoredAsync(world);
        var before = (await ResultsAsync(world, f.Secretariat))!.Rows.ToDictionary(r => r.Reference, r => (r.Score, r.Signed));
        var asked = OneOfEachSide(await SilverAsync(world, f.Secretariat));
        asked.Select(m => m.Reference).ShouldBe([f.Fourth.Reference, f.Second.Reference]);

        (await AskAsync(world, f.Secretariat, asked)).Value().ShouldBe(2);
        var unsigned = (await ResultsAsync(world, f.Secretariat))!;
        unsigned.Rows.ToDictionary(r => r.Reference, r => (r.Score, r.Signed)).ShouldBe(before, ignoreOrder: true);
        unsigned.Rows.Single(r => r.Reference == asked[0].Reference).Assigned.ShouldBe(4);

        (await SignAsync(world, f, asked[0], 1_000)).Value().Preview.ShouldBe(1_000);
        var once = (await ResultsAsync(world, f.Secretariat))!;
        var row = once.Rows.Single(r => r.Reference == asked[0].Reference);
        (row.Signed, row.Both!.Raw).ShouldBe((4, 900), "(8,50 + 8,50 + 9,00 + 10,00) / 4");
        once.Rows.Single(r => r.Reference == asked[1].Reference).Signed.ShouldBe(3);

        world.Clock.Now = Deadline;
        (await SignAsync(world, f, asked[1], 100)).CodeOf().ShouldBe("scoring.round_closed");
        (await ResultsAsync(world, f.Secretariat))!.Rows.Single(r => r.Reference == asked[1].Reference).Signed.ShouldBe(3);
    }

    [Theory, Engines]
    public async Task It_is_logged_told_to_the_jurors_and_read_by_council_and_auditor(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var f = await ScoredAsync(world);
        var asked = OneOfEachSide(await SilverAsync(world, f.Chair));
        (await AskAsync(world, f.Chair, asked)).Value();

        await using (var db = world.Test.Open())
        {
            var request = await db.ExtraMarksRequests.SingleAsync();
            (request.TierCode, request.CategoryCode, request.IsMinimum, request.ClosesAt, request.AskedBy).ShouldBe(("silver", AwardWorld.Category, false, Deadline, f.Chair.PersonId!.Value));
            var sealing = await db.LogEvents.SingleAsync(e => e.Kind == "assignment.sealed" && e.Subject == request.Id.ToString());
            var (payload, hidden, names) = (JsonNode.Parse(sealing.Payload)!, JsonNode.Parse(sealing.Hidden)!, await db.PseudonymsAsync(AwardWorld.Key, default));
            ((string)payload["method"]!, (string)payload["tier"]!, (string)hidden["reason"]!).ShouldBe(("extra_marks", "silver", "Sát nút ở vạch giải Bạc"));
            payload["pairs"]!.AsArray().Select(p => ((string)p![0]!, (string)p[1]!)).ShouldBe(asked.Select(m => (m.Reference, names.Of(m.JurorId))));
            var mails = await db.Outbox.Where(m => m.About == request.Id.ToString()).ToListAsync();
            mails.Count.ShouldBe(asked.Select(m => m.JurorId).Distinct().Count());
            // Neither the line nor the dossiers nor the reason: the juror scores as everyone did.
            mails.ShouldAllBe(m => m.Mail.Body.Contains("/judging") && !m.Mail.Body.Contains("Bạc") && !m.Mail.Body.Contains("Sát nút") && !m.Mail.Body.Contains(f.Fourth.Product));
        }
        (await ViewAsync(f.Auditor)).ShouldHaveSingleItem().Marks.Select(m => (m.Reference, m.Juror)).ShouldBe(asked.Select(m => (m.Reference, m.Juror)), ignoreOrder: true);
        (await ViewAsync(f.Jurors[0])).ShouldBeEmpty("no meeting runs");
        (await ViewAsync(f.First.Applicant)).ShouldBeEmpty();

        (await world.WithAsync(db => new ProposeDecision(db, new EditionBook(db), world.Clock).RunAsync(f.Secretariat, AwardWorld.Key, default))).Value();
        await world.OpenMeetingAsync(f.Secretariat, f.Chair, f.Jurors);
        var bystander = f.Jurors.First(j => asked.All(m => m.JurorId != j.PersonId));
        var seen = (await ViewAsync(bystander)).ShouldHaveSingleItem();
        (seen.Asked, seen.Signed, seen.Marks.Count).ShouldBe((2, 0, 0));
        // Who belongs to an open meeting has been able to read the scores.
        var more = await SilverAsync(world, f.Secretariat);
        more.Marks.ShouldNotBeEmpty();
        more.Marks.ShouldAllBe(m => m.HasReadScores);
        (await AskAsync(world, f.Secretariat, OneOfEachSide(more))).CodeOf().ShouldBe("decisions.extra_already_asked", "what is out comes first");

        Task<IReadOnlyList<ExtraMarksView>> ViewAsync(Actor actor) => world.WithAsync(db => db.ExtraMarksAsync(actor, AwardWorld.Key, world.Clock.Now, default));
    }

    [Theory, Engines]
    public async Task Who_still_owes_an_extra_mark_is_reminded_before_its_own_end(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var f = await ScoredAsync(world);
        var asked = OneOfEachSide(await SilverAsync(world, f.Secretariat));
        (await AskAsync(world, f.Secretariat, asked)).Value();
        (await SignAsync(world, f, asked[0], 800)).Value();

        (await RemindAsync()).ShouldBe(0, "asked for two days before the end: the mail that asked was the reminder of the days before");
        world.Clock.Now = Deadline - Duration.FromDays(1);
        (await RemindAsync()).ShouldBe(1);
        (await RemindAsync()).ShouldBe(0);
        await using var db = world.Test.Open();
        (await db.Reminders.Where(r => r.Key.StartsWith("sheets ")).Select(r => r.PersonId).SingleAsync()).ShouldBe(asked[1].JurorId, "the other one has signed");
        world.Clock.Now = Deadline;
        (await RemindAsync()).ShouldBe(0, "too late to remind");

        Task<int> RemindAsync() => world.WithAsync(db => new RemindDue(db, new EditionBook(db), world.Clock, AwardWorld.Site).RunAsync(default));
    }

    [Theory, Engines]
    public async Task The_minutes_tell_of_the_marks_that_were_asked_for(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var f = await ScoredAsync(world);
        var asked = OneOfEachSide(await SilverAsync(world, f.Secretariat));
        (await AskAsync(world, f.Secretariat, asked)).Value();
        (await SignAsync(world, f, asked[0], 800)).Value();
        world.Clock.Now = Deadline;
        (await world.WithAsync(db => new ProposeDecision(db, new EditionBook(db), world.Clock).RunAsync(f.Secretariat, AwardWorld.Key, default))).Value();
        var meeting = await world.OpenMeetingAsync(f.Secretariat, f.Chair, f.Jurors);
        world.Clock.Now += Duration.FromHours(1);
        (await world.WithAsync(db => new OpenOrCloseMeeting(db, new EditionBook(db), world.Clock).RunAsync(f.Chair, meeting, open: false, default))).ShouldBeNull();

        foreach (var reader in new[] { f.Secretariat, f.Jurors[4] })
            (await MinutesAsync(reader)).Remarks.ShouldContain(r => r.StartsWith($"Chấm bổ sung ở vạch giải Bạc, hạng mục {AwardWorld.Edition.Category(AwardWorld.Category)!.Name.Vi}: đề nghị 2 phiếu, đã ký 1 phiếu, hạn ")
                && r.EndsWith("Lý do: Sát nút ở vạch giải Bạc."), 1);

        Task<CouncilMinutesDocument> MinutesAsync(Actor actor) => world.WithAsync(async db => (await db.MinutesAsync(new EditionBook(db), actor, meeting, world.Clock.Now, default)).Value());
    }

    [Theory, Engines]
    public async Task Only_the_named_marks_on_both_sides_within_the_phase_of_the_council_and_for_a_reason(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var f = await ScoredAsync(world);
        var silver = await SilverAsync(world, f.Secretariat);
        var asked = OneOfEachSide(silver);

        (await AskAsync(world, f.Auditor, asked)).CodeOf().ShouldBe("decisions.only_secretariat");
        (await AskAsync(world, f.Jurors[0], asked)).CodeOf().ShouldBe("decisions.only_secretariat");
        (await AskAsync(world, f.Secretariat, asked.Take(1))).CodeOf().ShouldBe("decisions.extra_both_sides");
        (await AskAsync(world, f.Secretariat, [])).CodeOf().ShouldBe("decisions.extra_none");
        (await AskAsync(world, f.Secretariat, asked, reason: " ")).CodeOf().ShouldBe("decisions.extra_reason_missing");
        (await AskAsync(world, f.Secretariat, asked, closes: world.Clock.Now)).CodeOf().ShouldBe("decisions.extra_deadline_outside");
        (await AskAsync(world, f.Secretariat, asked, closes: AwardWorld.Closes("council") + Duration.FromMilliseconds(1))).CodeOf().ShouldBe("decisions.extra_deadline_outside");
        // A juror of another panel, a juror who has a sheet of the dossier, and one in conflict are not named.
        var stranger = await world.PersonAsync("Giám khảo ngoài tiểu ban", Role.Juror);
        foreach (var wrong in new[] { stranger.PersonId!.Value, f.Jurors[2].PersonId!.Value })
            (await AskAsync(world, f.Secretariat, [asked[1], asked[0] with { JurorId = wrong }])).CodeOf().ShouldBe("decisions.agenda_changed");
        await world.WithAsync(db =>
        {
            db.Conflicts.Add(new() { Id = Guid.CreateVersion7(), EditionKey = AwardWorld.Key, PersonId = asked[0].JurorId, DossierId = asked[0].DossierId, Source = ConflictSource.Declared, State = ConflictState.Suggested, NotedAt = world.Clock.Now });
            return db.SaveChangesAsync();
        });
        (await AskAsync(world, f.Secretariat, asked)).CodeOf().ShouldBe("decisions.agenda_changed");

        var other = OneOfEachSide(await SilverAsync(world, f.Secretariat));
        (await AskAsync(world, f.Secretariat, other, closes: AwardWorld.Closes("council"))).Value().ShouldBe(2);
        (await AskAsync(world, f.Secretariat, other)).CodeOf().ShouldBe("decisions.agenda_changed", "they are asked for already");
    }

    [Theory, Engines]
    public async Task A_juror_who_is_asked_sees_no_score_of_the_category_until_the_own_sheet_is_signed(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var f = await ScoredAsync(world);
        (await world.WithAsync(db => new ProposeDecision(db, new EditionBook(db), world.Clock).RunAsync(f.Secretariat, AwardWorld.Key, default))).Value();
        var asked = OneOfEachSide(await SilverAsync(world, f.Secretariat));
        (await AskAsync(world, f.Secretariat, asked)).Value();
        var meeting = await world.OpenMeetingAsync(f.Secretariat, f.Chair, f.Jurors);
        var juror = ActorOf(f, asked[0]);
        var bystander = f.Jurors.First(j => asked.All(m => m.JurorId != j.PersonId));
        await world.WithAsync(async db => (await new ProposeMotion(db, new EditionBook(db), world.Clock).RunAsync(f.Chair, meeting, new(MotionKind.ChangeTier, "Trao giải Vàng", "Điểm 8,67", null, f.Fourth.Id, "gold"), default)).Value());

        (await DecisionAsync(bystander)).Rows.Count.ShouldBe(4, "there is something to see");
        (await AgendaAsync(world, bystander)).ShouldNotBeEmpty();
        (await MotionsAsync(bystander)).ShouldBe(1);
        (await DecisionAsync(juror)).Rows.ShouldBeEmpty();
        (await AgendaAsync(world, juror)).ShouldBeEmpty();
        (await MotionsAsync(juror)).ShouldBe(0);
        (await world.WithAsync(db => db.ExtraMarksAsync(juror, AwardWorld.Key, world.Clock.Now, default))).ShouldBeEmpty();
        (await OthersAsync()).ShouldBeEmpty();

        // Whoever abstains may still take that back, so it opens nothing.
        var assignment = await AssignmentAsync(world, asked[0]);
        (await world.WithAsync(db => new AbstainFromScoring(db, new EditionBook(db), world.Clock).RunAsync(juror, assignment, "Không đủ thời gian", default))).ShouldBeNull();
        (await DecisionAsync(juror)).Rows.ShouldBeEmpty();
        (await world.WithAsync(db => new AbstainFromScoring(db, new EditionBook(db), world.Clock).RunAsync(juror, assignment, null, default))).ShouldBeNull();

        foreach (var own in asked.Where(m => m.JurorId == asked[0].JurorId)) (await SignAsync(world, f, own, 850)).Value();
        (await DecisionAsync(juror)).Rows.Count.ShouldBe(4);
        (await OthersAsync()).Count.ShouldBe(3);
        (await MotionsAsync(juror)).ShouldBe(1);

        async Task<DecisionView> DecisionAsync(Actor actor) => (await world.WithAsync(db => db.DecisionViewAsync(actor, AwardWorld.Key, world.Clock.Now, default))).ShouldNotBeNull();
        async Task<int> MotionsAsync(Actor actor) => (await world.WithAsync(db => db.MeetingViewAsync(actor, meeting, world.Clock.Now, default)))!.Motions.Count;
        async Task<IReadOnlyList<OtherSheet>> OthersAsync() => (await world.WithAsync(async db => await db.JudgingViewAsync(juror, AwardWorld.Edition, await AssignmentAsync(world, asked[0]), world.Clock.Now, default)))!.Others;
    }

    [Theory, Engines]
    public async Task Nobody_accepts_or_approves_while_a_mark_is_out_and_nobody_asks_after(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var f = await ScoredAsync(world);
        var silver = await SilverAsync(world, f.Secretariat);
        var asked = OneOfEachSide(silver);
        var left = silver.Marks.Except(asked).ToList();
        (await AskAsync(world, f.Secretariat, asked)).Value();
        (await ProposeAsync()).Value();
        var meeting = await world.OpenMeetingAsync(f.Secretariat, f.Chair, f.Jurors);
        MotionDraft accept = new(MotionKind.AcceptProposal, "Thông qua dự kiến xếp giải", "", null, null, null);
        (await world.WithAsync(db => new ProposeMotion(db, new EditionBook(db), world.Clock).RunAsync(f.Chair, meeting, accept, default))).CodeOf().ShouldBe("decisions.extra_marks_open");
        (await ApproveAsync())!.Code.ShouldBe("decisions.extra_marks_open");

        foreach (var mark in asked) (await SignAsync(world, f, mark, 800)).Value();
        world.Clock.Now += Duration.FromMinutes(1);
        (await world.CarryAsync(meeting, f.Chair, f.Jurors, accept)).ShouldBe(MotionState.Carried);
        (await ApproveAsync())!.Code.ShouldBe("decisions.scores_changed", "the proposal was made before they were signed");
        world.Clock.Now += Duration.FromMinutes(1);
        (await ProposeAsync()).Value();
        if ((await AgendaAsync(world, f.Secretariat)).FirstOrDefault(l => l.Marks.Any(m => m.IsAbove) && l.Marks.Any(m => !m.IsAbove)) is { } open)
        {
            (await world.WithAsync(db => new ProposeMotion(db, new EditionBook(db), world.Clock).RunAsync(f.Chair, meeting, accept, default))).Value();
            (await AskAsync(world, f.Secretariat, OneOfEachSide(open), line: open.Id)).CodeOf().ShouldBe("decisions.already_put_forward");
        }
        else throw new InvalidOperationException("No line is left open: nothing is tried here.");
        await world.WithAsync(db => db.Motions.Where(m => m.State == MotionState.Open).ExecuteUpdateAsync(m => m.SetProperty(x => x.State, MotionState.Withdrawn)));
        (await world.CarryAsync(meeting, f.Chair, f.Jurors, accept)).ShouldBe(MotionState.Carried);
        (await ApproveAsync()).ShouldBeNull();

        (await AskAsync(world, f.Secretariat, OneOfEachSide(open), line: open.Id)).CodeOf().ShouldBe("decisions.round_settled");
        // What is approved is not moved by opening a sheet again before its time has run out.
        var sheet = await world.WithAsync(db => db.Scoresheets.Where(s => s.RoundCode == "final" && s.DossierId == asked[0].DossierId && s.JurorId == asked[0].JurorId).Select(s => s.Id).SingleAsync());
        (await world.WithAsync(db => new UnlockScoresheet(db, new EditionBook(db), world.Clock).RunAsync(f.Secretariat, sheet, "Nhầm", default)))!.Code.ShouldBe("scoring.round_closed");
        await world.WithAsync(db => new OpenOrCloseMeeting(db, new EditionBook(db), world.Clock).RunAsync(f.Chair, meeting, open: false, default));

        Task<Result<AwardDecision>> ProposeAsync() => world.WithAsync(db => new ProposeDecision(db, new EditionBook(db), world.Clock).RunAsync(f.Secretariat, AwardWorld.Key, default));
        Task<Problem?> ApproveAsync() => world.WithAsync(db => new ApproveDecision(db, new EditionBook(db), world.Clock).RunAsync(f.Chair, AwardWorld.Key, default));
    }

    [Theory, Engines]
    public async Task A_signed_extra_mark_can_be_opened_again_until_its_own_time_and_others_not(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var f = await ScoredAsync(world);
        var asked = OneOfEachSide(await SilverAsync(world, f.Secretariat));
        (await AskAsync(world, f.Secretariat, asked)).Value();
        (await SignAsync(world, f, asked[0], 900)).Value();

        Task<Problem?> UnlockAsync(Guid juror) => world.WithAsync(async db => await new UnlockScoresheet(db, new EditionBook(db), world.Clock)
            .RunAsync(f.Secretariat, await db.Scoresheets.Where(s => s.RoundCode == "final" && s.DossierId == asked[0].DossierId && s.JurorId == juror).Select(s => s.Id).SingleAsync(), "Giám khảo ghi nhầm", default));
        (await UnlockAsync(f.Jurors[2].PersonId!.Value))!.Code.ShouldBe("scoring.round_closed");
        (await UnlockAsync(asked[0].JurorId)).ShouldBeNull();
        (await ResultsAsync(world, f.Secretariat))!.Rows.Single(r => r.Reference == asked[0].Reference).Signed.ShouldBe(3);
    }
}
