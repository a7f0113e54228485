using System.Text.Json.Nodes;
using BangVang.App.Screening;
using BangVang.App.Tests.Dossiers;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Screening;

public sealed class ScreeningTests
{
    private static readonly Duration Tick = Duration.FromMilliseconds(1);

    [Theory, Engines]
    public async Task An_accepted_dossier_is_logged_mailed_and_counted(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, "Sản phẩm A");
        (await world.TakeAsync(world.An)).ShouldBeNull();
        (await world.AcceptAsync(world.Binh, reason: "Đủ điều kiện")).ShouldBeNull();

        (await world.DossierAsync()).State.ShouldBe(DossierState.Accepted);
        var payload = JsonNode.Parse((await world.WithAsync(db => db.LogEvents.SingleAsync(e => e.Kind == "screening.verdict"))).Payload)!;
        ((string?)payload["verdict"], (string?)payload["dossier"], payload["rules"]!.AsArray().Count).ShouldBe(("accepted", "HS-001", 4));
        (await world.Apply.MailsAsync()).ShouldContain(m => m.To == "nguoi-nop@example.vn" && m.Body.Contains("Đủ điều kiện"));
        var view = (await world.CaseAsync(world.Binh))!;
        (view.Officer, view.State, view.VersionNumber).ShouldBe(("Cán bộ An", ScreeningState.Accepted, 1));
        view.Trail.Select(t => t.Action).ShouldBe(["screening.accepted", "screening.taken", "dossier.submitted"]);
        (await world.OutcomeAsync(world.Applicant))!.ShouldSatisfyAllConditions(o => o.State.ShouldBe(ScreeningState.Accepted), o => o.Reason.ShouldBe("Đủ điều kiện"), o => o.Article.ShouldBe("Điều 5 khoản 2; Điều 5 khoản 3; Điều 6 khoản 1; Điều 6 khoản 3"));
        (await world.QueueAsync(world.An))!.ShouldSatisfyAllConditions(q => q.Received.ShouldBe(1), q => q.Meeting.ShouldBe(1));
    }

    [Theory, Engines]
    public async Task A_refusal_tells_reason_and_the_failing_article(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, "Sản phẩm A");
        (await world.DecideAsync(world.An, false, "Không đạt"))!.Code.ShouldBe("screening.no_failing_rule");
        (await world.FindAsync(world.An, "launched_by", OfficerFinding.Fail))!.ShouldSatisfyAllConditions(p => p.Code.ShouldBe("screening.finding_needs_reason"), p => p.Article.ShouldBe("Điều 6 khoản 1"));
        (await world.FindAsync(world.An, "no_such_rule", OfficerFinding.Pass))!.Code.ShouldBe("screening.rule_unknown");
        (await world.RefuseAsync(world.An)).ShouldBeNull();
        (await world.FindAsync(world.An, "launched_by", OfficerFinding.Pass, "Nghĩ lại"))!.Code.ShouldBe("screening.decided");

        var outcome = (await world.OutcomeAsync(world.Applicant))!;
        (outcome.State, outcome.Reason, outcome.Article).ShouldBe((ScreeningState.Refused, "Không có tài liệu chứng minh", "Điều 6 khoản 1"));
        (await world.Apply.MailsAsync()).ShouldContain(m => m.Body.Contains("Điều 6 khoản 1"));
    }

    [Theory, Engines]
    public async Task Officers_work_from_the_first_to_the_last_millisecond_of_the_phase(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, "Sản phẩm A");
        world.Clock.Now = ScreeningWorld.Opens - Tick;
        var early = (await world.TakeAsync(world.An))!;
        (early.Kind, early.Code, early.Args["start"], early.Article).ShouldBe((ProblemKind.NotNow, "screening.phase_not_open", ScreeningWorld.Opens, "Điều 10"));
        (await world.CaseAsync(world.An))!.CanWork!.Code.ShouldBe("screening.phase_not_open");
        world.Clock.Now = ScreeningWorld.Opens;
        (await world.TakeAsync(world.An)).ShouldBeNull();
        world.Clock.Now = ScreeningWorld.Closes;
        var late = (await world.AcceptAsync(world.An))!;
        (late.Kind, late.Code, late.Args["end"]).ShouldBe((ProblemKind.NotNow, "screening.phase_closed", ScreeningWorld.Closes));
        world.Clock.Now = ScreeningWorld.Closes - Tick;
        (await world.AcceptAsync(world.An)).ShouldBeNull();
    }

    [Theory, Engines]
    public async Task Without_published_days_of_screening_nobody_works(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, ScreeningWorld.Edition with { Phases = [ApplyEdition.Intake, ScreeningWorld.Screening with { Closes = Published<LocalDate>.Unpublished }] }, "Sản phẩm A");
        (await world.TakeAsync(world.An))!.Code.ShouldBe("screening.phase_unpublished");
    }

    [Theory, Engines]
    public async Task Before_an_officer_in_conflict_the_dossier_does_not_exist(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, "Sản phẩm A", "Bản đồ số");
        (await world.RefuseAsync(world.Binh)).ShouldBeNull();
        var appeal = (await world.AppealAsync(world.Applicant)).Value();
        await world.ConflictAsync(world.An, world.Id);

        var queue = (await world.QueueAsync(world.An))!;
        queue.Rows.Select(r => r.Reference).ShouldBe(["HS-002"]);
        (queue.Received, queue.Counts.Values.Sum(), queue.Counts.ContainsKey(ScreeningState.Refused)).ShouldBe((1, 1, false));
        (await world.QueueAsync(world.An, new(Text: "san pham a")))!.ShouldSatisfyAllConditions(q => q.Rows.ShouldBeEmpty(), q => q.Found.ShouldBe(0), q => q.Counts.ShouldBeEmpty());
        (await world.CaseAsync(world.An)).ShouldBeNull();
        (await world.WithAsync(db => db.AppealsAsync(world.An, ApplyEdition.Key, default))).ShouldBeEmpty();
        (await world.WithAsync(db => db.AppealViewAsync(world.An, appeal, default))).ShouldBeNull();
        foreach (var problem in new[]
        {
            await world.TakeAsync(world.An), await world.FindAsync(world.An, "launched_by", OfficerFinding.Pass), await world.AcceptAsync(world.An), await world.ProposeAsync(world.An), await world.RecallAsync(world.An),
        }) problem!.Code.ShouldBe("screening.dossier_not_found");
        (await world.DecideAppealAsync(world.An, appeal, true))!.Code.ShouldBe("screening.appeal_not_found");
        (await world.QueueAsync(world.Binh))!.Received.ShouldBe(2);
    }

    [Theory, Engines]
    public async Task A_dismissed_conflict_hides_nothing(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, "Sản phẩm A");
        await world.ConflictAsync(world.An, world.Id, ConflictState.Dismissed);
        (await world.TakeAsync(world.An)).ShouldBeNull();
        (await world.QueueAsync(world.An))!.Received.ShouldBe(1);
    }

    [Theory, Engines]
    public async Task An_officer_does_not_screen_a_dossier_of_their_own(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, "Sản phẩm A");
        await world.WithAsync(db =>
        {
            db.DossierMembers.Add(new() { DossierId = world.Id, PersonId = world.An.PersonId!.Value, AddedAt = world.Clock.Now });
            return db.SaveChangesAsync();
        });
        (await world.QueueAsync(world.An))!.Rows.ShouldBeEmpty();
        (await world.CaseAsync(world.An)).ShouldBeNull();
        (await world.AcceptAsync(world.An))!.Code.ShouldBe("screening.dossier_not_found");
    }

    [Theory, Engines]
    public async Task Others_read_no_screening_and_change_none(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, "Sản phẩm A");
        var juror = await world.Apply.PersonAsync("Giám khảo 1", Role.Juror);
        var elsewhere = world.An with { Roles = new HashSet<RoleInEdition> { new("demo/2025", Role.Secretariat) } };
        foreach (var other in new[] { juror, elsewhere, world.Applicant, Actor.Anonymous })
        {
            (await world.QueueAsync(other)).ShouldBeNull();
            (await world.CaseAsync(other)).ShouldBeNull();
            (await world.TakeAsync(other))!.Code.ShouldBe("screening.dossier_not_found");
        }
        foreach (var reader in new[] { await world.Apply.PersonAsync("Giám sát viên", Role.Auditor), await world.Apply.PersonAsync("Chủ tịch", Role.Chair) })
        {
            (await world.QueueAsync(reader))!.Received.ShouldBe(1);
            (await world.CaseAsync(reader))!.CanWork!.Code.ShouldBe("screening.reading_only");
            (await world.AcceptAsync(reader))!.Code.ShouldBe("screening.dossier_not_found");
        }
        (await world.OutcomeAsync(juror)).ShouldBeNull();
    }

    [Theory, Engines]
    public async Task Of_eight_officers_at_once_one_opens_the_case_and_nothing_is_doubled(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, "Sản phẩm A");
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => world.TakeAsync(i % 2 == 0 ? world.An : world.Binh))));
        results.ShouldContain((Problem?)null);
        results.OfType<Problem>().ShouldAllBe(p => p.Code == "screening.changed_meanwhile");
        (await world.WithAsync(db => db.ScreeningCases.CountAsync())).ShouldBe(1);

        var taken = await world.WithAsync(db => db.AuditEntries.CountAsync(e => e.Action == "screening.taken"));
        (await world.TakeAsync(world.An)).ShouldBeNull();
        (await world.TakeAsync(world.An)).ShouldBeNull();
        (await world.WithAsync(db => db.AuditEntries.CountAsync(e => e.Action == "screening.taken"))).ShouldBeLessThanOrEqualTo(taken + 1);
    }

    [Theory, Engines]
    public async Task Two_decisions_at_once_leave_one(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, "Sản phẩm A");
        (await world.FindAsync(world.An, "launched_by", OfficerFinding.Fail, "Không có tài liệu")).ShouldBeNull();
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => world.DecideAsync(i % 2 == 0 ? world.An : world.Binh, false, "Không đạt"))));
        results.Count(r => r is null).ShouldBe(1);
        results.OfType<Problem>().ShouldAllBe(p => p.Code == "screening.changed_meanwhile" || p.Code == "screening.decided");
        (await world.WithAsync(db => db.LogEvents.CountAsync(e => e.Kind == "screening.verdict"))).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task A_finding_made_meanwhile_stops_the_decision(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, "Sản phẩm A");
        await world.TakeAsync(world.An);
        var found = false;
        // Binh finds while An's acceptance is on its way: the news is asked after everything was loaded.
        var slow = new ResultNews(async (_, _, _) => { found = await world.FindAsync(world.Binh, "launched_by", OfficerFinding.Fail, "Hồ sơ giả") is null; return null; }, world.News.DecidersAsync);
        var problem = await world.WithAsync(db => new DecideCase(db, new(db), world.Clock, TimeProvider.System, new(new("https://giaithuong.example/")), slow).RunAsync(world.An, world.Id, true, null, default));
        (found, problem?.Code).ShouldBe((true, "screening.changed_meanwhile"));
        (await world.DossierAsync()).State.ShouldBe(DossierState.Submitted);
    }

    [Theory, Engines]
    public async Task A_supplement_is_waited_for_until_it_comes(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, "Sản phẩm A");
        (await world.AskAsync(world.An, " ")).CodeOf().ShouldBe("screening.supplement_text_missing");
        (await world.AskAsync(world.An)).Value().ShouldBe(Instant.FromUtc(2026, 10, 28, 17, 0));
        (await world.AskAsync(world.An)).CodeOf().ShouldBe("screening.supplement_most");
        (await world.AcceptAsync(world.An))!.Code.ShouldBe("screening.waiting_for_applicant");
        (await world.OutcomeAsync(world.Applicant))!.ShouldSatisfyAllConditions(o => o.State.ShouldBe(ScreeningState.SupplementRequested), o => o.Wanted!.What.ShouldBe("Văn bản xác nhận có dấu"));
        (await world.QueueAsync(world.An))!.Counts[ScreeningState.SupplementRequested].ShouldBe(1);

        (await world.Apply.SaveAsync(world.Applicant, world.Id, "pitch", "Viết rõ hơn")).Value();
        (await world.Apply.SubmitAsync(world.Applicant, world.Id)).Value().Number.ShouldBe(2);
        (await world.QueueAsync(world.An))!.Rows.Single().State.ShouldBe(ScreeningState.InReview);
        (await world.CaseAsync(world.An))!.ShouldSatisfyAllConditions(v => v.State.ShouldBe(ScreeningState.InReview), v => v.VersionNumber.ShouldBe(2));
        (await world.AcceptAsync(world.An)).ShouldBeNull();
    }

    [Theory, Engines]
    public async Task A_supplement_that_never_came_holds_nothing_up(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, "Sản phẩm A");
        var due = (await world.AskAsync(world.An)).Value();
        world.Clock.Now = due - Tick;
        (await world.AcceptAsync(world.An))!.Code.ShouldBe("screening.waiting_for_applicant");
        world.Clock.Now = due;
        (await world.QueueAsync(world.An))!.Rows.Single().State.ShouldBe(ScreeningState.InReview);
        (await world.OutcomeAsync(world.Applicant))!.ShouldSatisfyAllConditions(o => o.State.ShouldBe(ScreeningState.InReview), o => o.Wanted.ShouldBeNull());
        (await world.AcceptAsync(world.An)).ShouldBeNull();
    }

    [Theory, Engines]
    public async Task A_supplement_is_not_asked_for_beyond_the_end_of_screening(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, "Sản phẩm A");
        // Five days after 30/10 end with 4/11; after 31/10 they end with the phase itself.
        world.Clock.Now = Instant.FromUtc(2026, 10, 31, 3, 0);
        (await world.AskAsync(world.An)).CodeOf().ShouldBe("screening.supplement_late");
        world.Clock.Now = Instant.FromUtc(2026, 10, 30, 3, 0);
        (await world.AskAsync(world.An)).Value().ShouldBe(Instant.FromUtc(2026, 11, 4, 17, 0));
    }

    [Theory, Engines]
    public async Task A_transfer_takes_effect_when_the_applicant_consents(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, "Sản phẩm A");
        await world.FindAsync(world.An, "launched_by", OfficerFinding.Pass);
        (await world.ProposeAsync(world.An, reason: " "))!.Code.ShouldBe("screening.reason_missing");
        (await world.ProposeAsync(world.An, "product"))!.Code.ShouldBe("screening.transfer_category");
        (await world.ProposeAsync(world.An)).ShouldBeNull();
        (await world.AcceptAsync(world.An))!.Code.ShouldBe("screening.waiting_for_applicant");
        (await world.DossierAsync()).CategoryCode.ShouldBe("product");
        (await world.AnswerAsync(world.An, true))!.Code.ShouldBe("screening.dossier_not_found");
        (await world.AnswerAsync(world.Applicant, true)).ShouldBeNull();
        (await world.AnswerAsync(world.Applicant, false))!.Code.ShouldBe("screening.no_transfer");

        (await world.DossierAsync()).CategoryCode.ShouldBe("potential");
        var view = (await world.CaseAsync(world.An))!;
        view.Findings.ShouldBeEmpty();
        view.Verdict.Rules.Select(r => r.Rule).ShouldContain("enterprise_size_in");
        (await world.AcceptAsync(world.An)).ShouldBeNull();
    }

    [Theory, Engines]
    public async Task A_declined_or_recalled_transfer_leaves_the_category(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, "Sản phẩm A");
        await world.ProposeAsync(world.An);
        (await world.AnswerAsync(world.Applicant, false)).ShouldBeNull();
        (await world.ProposeAsync(world.An)).ShouldBeNull();
        (await world.RecallAsync(world.Binh)).ShouldBeNull();
        (await world.RecallAsync(world.Binh))!.Code.ShouldBe("screening.no_transfer");
        (await world.DossierAsync()).CategoryCode.ShouldBe("product");
        (await world.AcceptAsync(world.An)).ShouldBeNull();
    }

    [Theory, Engines]
    public async Task After_a_transfer_the_entries_of_the_new_category_count(Engine engine)
    {
        var one = ApplyEdition.Potential with { Eligibility = [new MaxEntriesPerApplicant { Count = 1, Within = EntriesWithin.Category, Article = "Điều 6 khoản 3" }] };
        await using var world = await ScreeningWorld.CreateAsync(engine, ScreeningWorld.Edition with { Categories = [ApplyEdition.Product, one] }, "Sản phẩm A", "Sản phẩm B");
        await world.WithAsync(db => db.Dossiers.Where(d => d.Id == world.Ids[1]).ExecuteUpdateAsync(s => s.SetProperty(d => d.CategoryCode, "potential")));
        await world.ProposeAsync(world.An);
        (await world.AnswerAsync(world.Applicant, true)).ShouldBeNull();
        (await world.CaseAsync(world.An))!.Verdict.Rules.Single(r => r.Rule == "max_entries_per_applicant").Verdict.ShouldBe(Verdict.Fail);
    }

    [Theory, Engines]
    public async Task The_queue_filters_without_accents_and_keeps_its_order(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, "Đường sắt số", "Bản đồ");
        await world.TakeAsync(world.An, world.Ids[1]);
        (await world.QueueAsync(world.An))!.Rows.Select(r => r.Reference).ShouldBe(["HS-001", "HS-002"]);
        foreach (var text in new[] { "duong sat", "ĐƯỜNG", "hs-001", "HS 001" }) (await world.QueueAsync(world.An, new(Text: text)))!.Rows.Select(r => r.Reference).ShouldBe(["HS-001"], text);
        (await world.QueueAsync(world.An, new(Text: "minh hoa 01")))!.Found.ShouldBe(2);
        (await world.QueueAsync(world.An, new(OnlyMine: true)))!.Rows.Select(r => r.Reference).ShouldBe(["HS-002"]);
        (await world.QueueAsync(world.An, new(Category: "potential")))!.Rows.ShouldBeEmpty();
        var waiting = (await world.QueueAsync(world.An, new(State: ScreeningState.Waiting)))!;
        waiting.Rows.Select(r => r.Reference).ShouldBe(["HS-001"]);
        (waiting.Found, waiting.Counts[ScreeningState.Waiting], waiting.Counts[ScreeningState.InReview]).ShouldBe((1, 1, 1));
    }

    [Theory, Engines]
    public async Task A_verdict_the_matrix_keeps_back_is_told_when_it_says(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, ScreeningWorld.Edition with { Visibility = [new() { Item = VisibleItem.ScreeningVerdict, Applicant = VisibleFrom.ScreeningClosed }] }, "Sản phẩm A");
        var mails = (await world.Apply.MailsAsync()).Count;
        (await world.RefuseAsync(world.An)).ShouldBeNull();
        (await world.Apply.MailsAsync()).Count.ShouldBe(mails);
        world.Clock.Now = ScreeningWorld.Closes - Tick;
        (await world.OutcomeAsync(world.Applicant))!.ShouldBe(new(ScreeningState.InReview, null, null, null, null, null));
        (await world.ChancesAsync(world.Applicant)).ShouldBeEmpty();
        world.Clock.Now = ScreeningWorld.Closes;
        (await world.OutcomeAsync(world.Applicant))!.Reason.ShouldBe("Không có tài liệu chứng minh");
        // The days run from when it could be read: five full days after 6/11.
        (await world.ChancesAsync(world.Applicant)).Single().EndsAt.ShouldBe(Instant.FromUtc(2026, 11, 11, 17, 0));
    }

    [Theory, Engines]
    public async Task The_figures_are_known_when_the_matrix_says(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, "Sản phẩm A", "Sản phẩm B");
        (await world.AcceptAsync(world.An)).ShouldBeNull();
        (await world.FiguresAsync(world.An)).ShouldBe(new(2, 1));
        world.Clock.Now = ApplyEdition.Closes - Tick;
        (await world.FiguresAsync(Actor.Anonymous)).ShouldBe(new(null, null));
        world.Clock.Now = ApplyEdition.Closes;
        (await world.FiguresAsync(Actor.Anonymous)).ShouldBe(new(2, null));
        world.Clock.Now = ScreeningWorld.Closes;
        (await world.FiguresAsync(Actor.Anonymous)).ShouldBe(new(2, null));
        (await world.FiguresAsync(world.Applicant)).ShouldBe(new(2, 1));
        world.PublishedAt = world.Clock.Now;
        (await world.FiguresAsync(Actor.Anonymous)).ShouldBe(new(2, 1));
        await world.Apply.WithdrawAsync(world.Applicant, world.Ids[1], "Dừng dự giải");
        (await world.FiguresAsync(Actor.Anonymous)).ShouldBe(new(1, 1));
    }

    [Theory, Engines]
    public async Task A_dossier_whose_files_are_still_awaited_is_not_accepted_and_officers_see_what_is_missing(Engine engine)
    {
        await using var world = await ScreeningWorld.CreateAsync(engine, ScreeningWorld.Edition with { FileGrace = new() { Minutes = 1_440 } });
        world.Clock.Now = ApplyEdition.Morning;
        var paper = Testing.Files.SampleFiles.PdfOf(3_000);
        var id = await world.Apply.CompleteAsync(world.Applicant, await world.Apply.WithAsync(db => db.Enterprises.Select(e => e.Id).SingleAsync()), withFile: false);
        (await world.Apply.SubmitAsync(world.Applicant, id, ApplyWorld.Named(paper))).Value();
        world.Ids.Add(id);

        world.Clock.Now = ScreeningWorld.Opens + Duration.FromHours(10);
        var view = (await world.CaseAsync(world.An))!;
        view.NotHere.Select(f => (f.Name, f.StandingAt(world.Clock.Now))).ShouldBe([("xac-nhan.pdf", FileStanding.Awaited)]);
        var refused = await world.AcceptAsync(world.An);
        (refused!.Code, refused.Args["until"]).ShouldBe(("screening.files_awaited", ApplyEdition.Closes + Duration.FromMinutes(1_440)));
        (await world.CaseAsync(await world.Apply.PersonAsync("Giám khảo", Role.Juror))).ShouldBeNull();

        (await world.Apply.SendAsync(world.Applicant, id, paper, "xac-nhan.pdf")).Value();
        (await world.CaseAsync(world.An))!.NotHere.ShouldBeEmpty();
        (await world.AcceptAsync(world.An)).ShouldBeNull();
    }
}
