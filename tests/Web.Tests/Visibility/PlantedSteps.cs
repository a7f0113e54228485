using System.Text.Json.Nodes;
using BangVang.App.Ceremony;
using BangVang.App.Decisions;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Enterprises;
using BangVang.App.Files;
using BangVang.App.Files.Uploads;
using BangVang.App.Forum;
using BangVang.App.Forum.Exhibitors;
using BangVang.App.Forum.Programme;
using BangVang.App.Laureates;
using BangVang.App.Panels;
using BangVang.App.People;
using BangVang.App.Scoring;
using BangVang.App.Screening;
using BangVang.App.Secretariat.Chasing;
using BangVang.App.Secretariat.Notices;
using BangVang.App.Secretariat.Questions;
using BangVang.App.Secretariat.Slots;
using BangVang.App.Storage;
using BangVang.Domain.Ceremony;
using BangVang.Domain.Decisions;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Forum;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using BangVang.Domain.Secretariat;
using BangVang.Testing;
using BangVang.Testing.Files;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace BangVang.Web.Tests.Visibility;

/// <content>The acts of the award, each by the person whose act it is.</content>
internal sealed partial class PlantedAward
{
    /// <summary>The forum on whose stage the award is given, with its programme released.</summary>
    private async Task ForumAsync()
    {
        Organiser = await World.PersonAsync("Người tổ chức") with { Roles = new HashSet<RoleInEdition> { new(ForumEdition.KeyOf(ForumSlug), Role.Organiser) } };
        await Host.WithDbAsync(db =>
        {
            db.RoleGrants.Add(new() { PersonId = Organiser.PersonId!.Value, EditionKey = ForumEdition.KeyOf(ForumSlug), Role = Role.Organiser, GrantedAt = World.Clock.Now });
            return db.SaveChangesAsync();
        });
        var folder = Path.Combine(Repository.Root, "forums", ForumSlug);
        var reading = ForumReader.Read(folder, AwardWorld.DayZero);
        Done(await Act<PublishForum, Result<PublishedForum>>(a => a.RunAsync(Actor.Console, reading, default)));
        Done(await Act<ImportProgramme, Result<ImportedProgramme>>(a => a.RunAsync(Organiser, ForumSlug, ProgrammeReader.Read(folder, reading.Forum!), default)));
        Done(await Act<ReleaseProgramme, Result<PublishedProgramme>>(a => a.RunAsync(Organiser, ForumSlug, "1.0", default)));
        Done(await Act<SaveHall, Problem?>(a => a.RunAsync(Organiser, ForumSlug, "foyer", 300, 180, default)));
        Done(await Act<SaveExhibitor, Result<Guid>>(a => a.RunAsync(Organiser, ForumSlug, null, 0, new($"Đơn vị trưng bày {Markup}", $"Trưng bày sản phẩm {Markup}", null, "https://don-vi-01.invalid/", "A1", "foyer", new(20, 20, 60, 40)), default)));
    }

    private async Task PeopleAsync()
    {
        Now(AwardWorld.Opens("intake") + Duration.FromDays(3));
        Owner = await World.PersonAsync($"Bà zqnguoinop {Markup}", Role.Applicant);
        await Host.WithDbAsync(db => db.People.Where(p => p.Id == Owner.PersonId).ExecuteUpdateAsync(p => p.SetProperty(x => x.Email, "zqlienhe@don-vi-01.invalid")));
        (OtherApplicant, AnotherApplicant) = (await World.PersonAsync("Người nộp khác", Role.Applicant), await World.PersonAsync("Người nộp thứ ba", Role.Applicant));
        (Officer, ConflictedOfficer) = (await World.PersonAsync("Chuyên viên Một", Role.Secretariat), await World.PersonAsync("Chuyên viên Hai", Role.Secretariat));
        (Chair, Auditor) = (await World.PersonAsync("Chủ tịch Hội đồng", Role.Chair), await World.PersonAsync("Giám sát viên", Role.Auditor));
        Administrator = (await World.PersonAsync("Quản trị viên")) with { IsAdministrator = true };
        OfficerElsewhere = (await World.PersonAsync("Chuyên viên kỳ khác")) with { Roles = new HashSet<RoleInEdition> { new("demo/2025", Role.Secretariat) } };
        (Signed, Unsigned) = (await World.PersonAsync("Giám khảo Một", Role.Juror), await World.PersonAsync("Giám khảo Hai", Role.Juror));
        (NotAssigned, ConflictedJuror) = (await World.PersonAsync("Giám khảo Ba", Role.Juror), await World.PersonAsync("Giám khảo Bốn", Role.Juror));
        (Secret, Third) = (await World.PersonAsync($"Giáo sư zqgiamkhao {Markup}", Role.Juror), await World.PersonAsync("Giám khảo Sáu", Role.Juror));
        await Host.WithDbAsync(db => db.People.ExecuteUpdateAsync(p => p.SetProperty(x => x.EmailConfirmedAt, World.Clock.Now)));
    }

    /// <summary>Both dossiers are submitted, a third is begun; what the secretariat does in these days is done.</summary>
    private async Task CallAsync()
    {
        Dossier = await SubmittedAsync(Owner, $"Công ty zqdonvi {Markup}", $"zqsanpham Một cửa số {Markup}", 1, isPlanted: true);
        Rival = await SubmittedAsync(OtherApplicant, "Công ty Minh họa 02", "Kho dữ liệu mở", 2, isPlanted: false);
        Outsider = await SubmittedAsync(AnotherApplicant, "Công ty Minh họa 03", "Bản đồ số", 3, isPlanted: false);
        await EnterLiveAsync();
        await ConflictAsync(ConflictedOfficer, "zqxungdot: người nhà làm việc tại đơn vị");
        var question = Done(await Act<AskQuestion, Result<Guid>>(a => a.AboutDossierAsync(Owner, Dossier.Id, $"zqhoirieng: hồ sơ của chúng tôi thiếu gì? {Markup}", default)));
        Done(await Act<AnswerQuestion, Problem?>(a => a.RunAsync(Officer, question, "zqdaprieng: hồ sơ đã đủ.", false, default)));
        Done(await Act<AskQuestion, Result<Guid>>(a => a.RunAsync(OtherApplicant, Key, "zqhoichung: có nhận bản giấy không?", default)));
        Done(await Act<Invite, Result<string>>(a => a.RunAsync(Officer, new("zqduocmoi@don-vi.invalid", "Người được mời", Key, Role.Juror, "vi"), "Giải thưởng", default)));
        Done(await Act<WriteNotice, Problem?>(a => a.RunAsync(Officer, Key, Ids.New(World.Clock.Now),
            new(NoticeKind.Other, AwardWorld.DayZero, null, "zqthongbao", null, "Nội dung sẽ công bố sau.", null, AwardWorld.Closes("ceremony")), null, 0, default)));
        Done(await Act<SendMailing, Result<int>>(a => a.RunAsync(Officer, Key, MailSelection.Officers, "zqthugui", "Họp giao ban sáng thứ Hai.", 2, default)));
        await Host.WithDbAsync(db => { db.Audit(Officer, World.Clock.Now, "secretariat.mailed", Dossier.Id, Key, "zqnhatky"); return db.SaveChangesAsync(); });
    }

    private async Task ScreenAsync()
    {
        Now(AwardWorld.Opens("screening") + Duration.FromDays(1));
        var rules = Eligibility.Check(AwardWorld.Edition, AwardWorld.Edition.Category(Category)!, new DossierFacts()).Rules.Select(r => r.Rule).ToList();
        foreach (var dossier in (AwardDossier[])[Dossier, Rival, Outsider, .. Live])
        {
            Done(await Act<TakeCase, Problem?>(a => a.RunAsync(Officer, dossier.Id, default)));
            foreach (var rule in rules) Done(await Act<RecordFinding, Problem?>(a => a.RunAsync(Officer, dossier.Id, rule, OfficerFinding.Pass, dossier == Dossier ? "zqdoichieu: đã đối chiếu" : "Đã đối chiếu", default)));
            Done(await Act<DecideCase, Problem?>(a => a.RunAsync(Officer, dossier.Id, true, dossier == Dossier ? $"zqlydoketluan: đủ tiêu chuẩn {Markup}" : "Đủ tiêu chuẩn", default)));
        }
    }

    private async Task ScorePreliminaryAsync()
    {
        Now(AwardWorld.Opens("preliminary") + Duration.FromDays(1));
        await PanelAsync("preliminary");
        await DeclareAsync();
        await AssignAsync("preliminary");
        await SignAsync("preliminary", Signed, 0, "Nhận xét của người xem");
        await SignAsync("preliminary", Secret, 1, $"zqnhanxetmo: triển khai rộng {Markup}");
        await SignAsync("preliminary", Third, 2, null);
        await OthersAsync("preliminary");
        var draft = await AssignmentAsync("preliminary", Unsigned);
        Done(await Act<SaveMarks, Result<SheetSaved>>(a => a.RunAsync(Unsigned, draft, new Dictionary<string, int?>(), new Dictionary<string, string> { [""] = "zqnhapphieu" }, "zqriengtu", default)));
        var asked = Done(await Act<AskQuestion, Result<Guid>>(a => a.AsJurorAsync(Secret, Dossier.Id, "zqcauhoigoc: doanh thu tính thế nào?", default)));
        Done(await Act<ReleaseQuestion, Problem?>(a => a.RunAsync(Officer, asked, "zqcauhoichuyen: doanh thu tính thế nào?", default)));
        Done(await Act<AnswerQuestion, Problem?>(a => a.RunAsync(Owner, asked, "zqphucdap: theo hợp đồng.", false, default)));
    }

    private async Task ScoreFinalAsync()
    {
        Now(AwardWorld.Closes("preliminary"));
        Done(await Act<FixShortlist, Problem?>(a => a.RunAsync(Officer, Key, "preliminary", new Dictionary<Guid, string>(), null, default)));
        Now(AwardWorld.Opens("final") + Duration.FromDays(1));
        await PanelAsync("final");
        await AssignAsync("final");
        await SignAsync("final", Signed, 0, "Nhận xét vòng hai của người xem");
        await SignAsync("final", Secret, 1, "zqnhanxetkin: cần làm rõ chi phí");
        await SignAsync("final", Third, 2, null);
        await OthersAsync("final");
        await OrderLiveAsync();
        var sheet = await AssignmentAsync("final", Unsigned);
        Done(await Act<AbstainFromScoring, Problem?>(a => a.RunAsync(Unsigned, sheet, "zqkhongcham: không đủ chuyên môn", default)));
        Done(await Act<LaySlots, Result<int>>(a => a.RunAsync(Officer, Key, "final", Category, new(World.Clock.Now + Duration.FromDays(2), 5, "zqphongtrinhbay"), default)));
        await Host.WithDbAsync(db => db.PresentationSlots.Where(x => x.DossierId != Dossier.Id).ExecuteUpdateAsync(x => x.SetProperty(y => y.Place, "Phòng họp số 2")));
        Done(await Act<PublishSlots, Result<int>>(a => a.RunAsync(Officer, Key, "final", default)));
    }

    /// <summary>The council sits: the proposal is changed by a motion, another is open.</summary>
    private async Task MeetAsync()
    {
        Now(AwardWorld.Opens("council") + Duration.FromHours(9));
        Done(await Act<ReleaseComments, Result<int>>(a => a.RunAsync(Chair, Key, "preliminary", Dossier.Id, default)));
        Done(await Act<ProposeDecision, Result<AwardDecision>>(a => a.RunAsync(Officer, Key, default)));
        meeting = Done(await Act<CallMeeting, Result<Guid>>(a => a.RunAsync(Officer, Key, $"zqphienhop {Markup}", "Hà Nội", World.Clock.Now, ["Xét giải"], null, default)));
        Done(await Act<NoteAttendance, Problem?>(a => a.RunAsync(Officer, meeting, [.. Members.Select(m => m.PersonId!.Value)], default)));
        Done(await Act<OpenOrCloseMeeting, Problem?>(a => a.RunAsync(Chair, meeting, true, default)));
        await CarryAsync(new(MotionKind.ChangeTier, $"zqkiennghi: trao giải Bạc {Markup}", $"zqvisaokiennghi: sản phẩm còn mới {Markup}", null, Dossier.Id, "silver"));
        await CarryAsync(new(MotionKind.Withhold, "Không trao giải Vàng", "zqvisaokhongtrao: chưa sản phẩm nào nổi trội", Category, null, "gold"));
        Done(await Act<ProposeMotion, Result<Guid>>(a => a.RunAsync(Chair, meeting, new(MotionKind.AcceptProposal, "Thông qua dự kiến xếp giải", "", null, null, null), default)));
    }

    private async Task ApproveAsync()
    {
        var open = await Host.WithDbAsync(db => db.Motions.Where(m => m.State == MotionState.Open).Select(m => m.Id).SingleAsync());
        await VoteAsync(open);
        Done(await Act<OpenOrCloseMeeting, Problem?>(a => a.RunAsync(Chair, meeting, false, default)));
        Done(await Act<ApproveDecision, Problem?>(a => a.RunAsync(Chair, Key, default)));
        Now(AwardWorld.Opens("announcement"));
    }

    /// <summary>The result lies in closed envelopes, and the show runs up to the cue before the first one opens.</summary>
    private async Task SealAsync()
    {
        var date = World.Clock.Now.InZone(AwardWorld.Edition.TimeZone).Date;
        Done(await Act<CloseEnvelopes, Result<Guid>>(a => a.RunAsync(Officer, Key, new(ForumSlug, "TRAO01", ["gold", "silver"], "99/QĐ-zqquyetdinh", date), default)));
        Done(await Act<ConfirmEnvelopes, Problem?>(a => a.RunAsync(Chair, Key, default)));
        Now((await CeremonyAsync()).StartsAt);
        await RunUpToAsync(CueKind.Envelope);
    }

    /// <summary>The envelope with the planted dossier is open, others are closed.</summary>
    private async Task RevealAsync()
    {
        while (!(await CeremonyAsync()).Show.Revealed.Contains(Category)) await GoAsync();
    }

    private async Task PublishAsync()
    {
        while ((await CeremonyAsync()).FinishedAt is null) await GoAsync();
        Done(await Act<SubmitAppeal, Result<Guid>>(a => a.RunAsync(Owner, Dossier.Id, AppealAgainst.Result, $"zqkhieunai: đề nghị xem lại điểm {Markup}", [], default)));
    }

    private Task<AwardCeremony> CeremonyAsync() => Host.WithDbAsync(db => db.Ceremonies.AsNoTracking().SingleAsync());

    private async Task RunUpToAsync(CueKind kind)
    {
        while ((await CeremonyAsync()).Show.Next is { } next && next.Kind != kind) await GoAsync();
    }

    private async Task GoAsync()
    {
        var ceremony = await CeremonyAsync();
        Done(await Act<RunShow, Problem?>(a => a.RunAsync(Organiser, ForumSlug, new(ShowAct.Go, ceremony.Show.Next!.Id, ceremony.Version, IsConfirmed: true), default)));
    }

    private Guid meeting;

    /// <summary>The council with all jurors, in the order of the votes.</summary>
    private IReadOnlyList<Actor> Members => [Chair, Signed, Unsigned, NotAssigned, ConflictedJuror, Secret, Third];

    private async Task CarryAsync(MotionDraft draft) => await VoteAsync(Done(await Act<ProposeMotion, Result<Guid>>(a => a.RunAsync(Chair, meeting, draft, default))));

    private async Task VoteAsync(Guid motion)
    {
        var isOnDossier = await Host.WithDbAsync(db => db.Motions.AnyAsync(m => m.Id == motion && m.DossierId == Dossier.Id));
        foreach (var member in Members.Where(m => !isOnDossier || m != ConflictedJuror)) Done(await Act<CastVote, Problem?>(a => a.RunAsync(member, motion, VoteChoice.For, default)));
        Done(await Act<CloseMotion, Result<MotionState>>(a => a.RunAsync(Chair, motion, default)));
    }

    private async Task PanelAsync(string round)
    {
        foreach (var juror in Members.Skip(1)) Done(await Act<AppointJuror, Problem?>(a => a.RunAsync(Officer, Key, round, Category, juror.PersonId!.Value, default)));
    }

    private async Task DeclareAsync()
    {
        foreach (var juror in Members.Skip(1))
            Done(await Act<DeclareConflicts, Problem?>(a => a.RunAsync(juror, Key, juror == ConflictedJuror ? new Dictionary<Guid, string> { [Dossier.Id] = $"zqxungdot: từng là cố vấn {Markup}" } : new Dictionary<Guid, string>(), default)));
    }

    private async Task AssignAsync(string round)
    {
        foreach (var juror in new[] { Signed, Unsigned, Secret, Third }) await ByHandAsync(round, Dossier, juror);
        foreach (var (dossier, juror, _) in PlantedMarks.ByOthers) await ByHandAsync(round, Others[dossier], Scorers[juror]);
    }

    private async Task ByHandAsync(string round, AwardDossier dossier, Actor juror) =>
        Done(await Act<AssignByHand, Problem?>(a => a.RunAsync(Officer, Key, round, dossier.Id, juror.PersonId!.Value, default)));

    private async Task SignAsync(string round, Actor juror, int marks, string? comment)
    {
        var assignment = await AssignmentAsync(round, juror);
        Done(await Act<SaveMarks, Result<SheetSaved>>(a => a.RunAsync(juror, assignment, Marks.Of(round, marks), comment is null ? new Dictionary<string, string>() : new() { [""] = comment }, null, default)));
        Done(await Act<SignScoresheet, Result<SheetSaved>>(a => a.RunAsync(juror, assignment, default)));
    }

    /// <summary>The other dossiers get the same mark on every line.</summary>
    private async Task OthersAsync(string round)
    {
        foreach (var (dossier, by, mark) in PlantedMarks.ByOthers)
        {
            var juror = Scorers[by];
            var assignment = await AssignmentAsync(round, juror, Others[dossier]);
            Done(await Act<SaveMarks, Result<SheetSaved>>(a => a.RunAsync(juror, assignment, Marks.Of(round, 0).ToDictionary(m => m.Key, _ => (int?)mark), new Dictionary<string, string>(), null, default)));
            Done(await Act<SignScoresheet, Result<SheetSaved>>(a => a.RunAsync(juror, assignment, default)));
        }
    }

    /// <summary>By their number in <see cref="PlantedMarks.ByOthers"/>.</summary>
    private IReadOnlyList<AwardDossier> Others => [Dossier, Rival, Outsider];

    /// <inheritdoc cref="Others"/>
    private IReadOnlyList<Actor> Scorers => [Signed, Secret, Third, NotAssigned, ConflictedJuror];

    private Task<Guid> AssignmentAsync(string round, Actor juror, AwardDossier? dossier = null) => Host.WithDbAsync(db =>
        db.Assignments.Where(a => a.RoundCode == round && a.JurorId == juror.PersonId && a.DossierId == (dossier ?? Dossier).Id && a.EndedAt == null).Select(a => a.Id).SingleAsync());

    private Task<int> ConflictAsync(Actor person, string reason) => Host.WithDbAsync(db =>
    {
        db.Conflicts.Add(new()
        {
            Id = Ids.New(World.Clock.Now), EditionKey = Key, PersonId = person.PersonId!.Value, DossierId = Dossier.Id, Source = ConflictSource.Declared, State = ConflictState.Confirmed,
            Reason = reason, NotedAt = World.Clock.Now, NotedBy = person.PersonId,
        });
        return db.SaveChangesAsync();
    });

    private void Now(Instant now) => Host.Clock.Now = World.Clock.Now = World.Time.Now = now;

    private Task<T> Act<TAction, T>(Func<TAction, Task<T>> act) where TAction : notnull => Host.RunAsync(act);

    private static T Done<T>(Result<T> result) => result.TryGet(out var value, out var problem) ? value : throw new InvalidOperationException($"{problem.Code} {problem.Field} {string.Join(", ", problem.Args)}");

    private static void Done(Problem? problem)
    {
        if (problem is not null) throw new InvalidOperationException($"{problem.Code} {problem.Field} {string.Join(", ", problem.Args)}");
    }
}
