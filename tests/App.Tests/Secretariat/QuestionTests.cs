using BangVang.App.Secretariat.Questions;
using BangVang.App.Tests.Dossiers;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Secretariat;

public sealed class QuestionTests
{
    private const string Key = SecretariatWorld.Key;

    [Theory, Engines]
    public async Task A_jurors_question_reaches_the_applicant_only_when_released_and_never_with_the_jurors_name(Engine engine)
    {
        await using var world = await SecretariatWorld.CreateAsync(engine);
        var id = (await world.AskAsync(a => a.AsJurorAsync(world.Juror, world.Dossier, "Tôi, Giám khảo 1, hỏi: sản phẩm chạy ở đâu?", default))).Value();

        (await world.WithAsync(db => db.DossierQuestionsAsync(world.Applicant, world.Dossier, default))).ShouldBeEmpty();
        (await world.AnswerAsync(world.Applicant, id, "Chạy tại trung tâm dữ liệu trong nước.")).ShouldNotBeNull().Kind.ShouldBe(ProblemKind.NotFound);

        (await world.ReleaseAsync(world.Officer, id, "Sản phẩm được vận hành ở đâu?")).ShouldBeNull();
        var seen = (await world.WithAsync(db => db.DossierQuestionsAsync(world.Applicant, world.Dossier, default))).Single();
        (seen.Text, seen.Asker, seen.Answer).ShouldBe(("Sản phẩm được vận hành ở đâu?", null, null));
        (await world.Apply.MailsAsync()).Where(m => m.Body.Contains("Giám khảo 1") && m.To == "nguoi-phu-trach-01@example.vn").ShouldBeEmpty();
        (await world.ReleaseAsync(world.Officer, id, "Lại gửi lần nữa đi"))!.Code.ShouldBe("questions.released_already");
    }

    [Theory, Engines]
    public async Task Every_juror_of_that_dossier_and_no_other_reads_the_answer(Engine engine)
    {
        await using var world = await SecretariatWorld.CreateAsync(engine);
        var id = (await world.AskAsync(a => a.AsJurorAsync(world.Juror, world.Dossier, "Tôi, Giám khảo 1, hỏi: sản phẩm chạy ở đâu?", default))).Value();
        await world.ReleaseAsync(world.Officer, id, "Sản phẩm được vận hành ở đâu?");
        (await world.WithAsync(db => db.JurorQuestionsAsync(world.Colleague, world.Dossier, default))).ShouldBeEmpty("not answered yet");

        (await world.AnswerAsync(world.Applicant, id, "Chạy tại trung tâm dữ liệu trong nước.")).ShouldBeNull();

        var colleagues = (await world.WithAsync(db => db.JurorQuestionsAsync(world.Colleague, world.Dossier, default))).Single();
        (colleagues.Text, colleagues.Answer, colleagues.Asker, colleagues.Answerer, colleagues.IsMine).ShouldBe(("Sản phẩm được vận hành ở đâu?", "Chạy tại trung tâm dữ liệu trong nước.", null, null, false));
        (await world.WithAsync(db => db.JurorQuestionsAsync(world.Juror, world.Dossier, default))).Single().IsMine.ShouldBeTrue();
        foreach (var actor in world.Everyone.Except([world.Juror, world.Colleague]))
            (await world.WithAsync(db => db.JurorQuestionsAsync(actor, world.Dossier, default))).ShouldBeEmpty(actor.Name);
        (await world.WithAsync(db => db.Reminders.Where(r => r.Key == $"answer {id}").Select(r => r.PersonId).ToListAsync()))
            .ShouldBe([world.Juror.PersonId!.Value, world.Colleague.PersonId!.Value], ignoreOrder: true);
    }

    [Theory, Engines]
    public async Task A_juror_who_finds_a_conflict_no_longer_sees_the_own_question(Engine engine)
    {
        await using var world = await SecretariatWorld.CreateAsync(engine);
        await world.AskAsync(a => a.AsJurorAsync(world.Juror, world.Dossier, "Sản phẩm được vận hành ở đâu?", default));
        await world.WithAsync(db =>
        {
            db.Conflicts.Add(new() { Id = Ids.New(world.Clock.Now), EditionKey = Key, PersonId = world.Juror.PersonId!.Value, DossierId = world.Dossier, Source = Domain.Dossiers.ConflictSource.Declared, State = Domain.Dossiers.ConflictState.Suggested, NotedAt = world.Clock.Now });
            return db.SaveChangesAsync();
        });

        (await world.WithAsync(db => db.JurorQuestionsAsync(world.Juror, world.Dossier, default))).ShouldBeEmpty();
        (await world.AskAsync(a => a.AsJurorAsync(world.Juror, world.Dossier, "Còn hỏi được nữa không?", default))).CodeOf().ShouldBe("questions.dossier_unknown");
    }

    [Theory, Engines]
    public async Task The_conversation_on_a_dossier_is_for_its_writers_and_the_officers_in_charge(Engine engine)
    {
        await using var world = await SecretariatWorld.CreateAsync(engine);
        var mine = (await world.AskAsync(a => a.AboutDossierAsync(world.Applicant, world.Dossier, "Chúng tôi có được bổ sung video không?", default))).Value();
        var theirs = (await world.AskAsync(a => a.AboutDossierAsync(world.Officer, world.Dossier, "Xin cho biết số văn bản xác nhận.", default))).Value();

        (await world.WithAsync(db => db.DossierQuestionsAsync(world.Applicant, world.Dossier, default))).Select(q => q.Id).ShouldBe([mine, theirs], ignoreOrder: true);
        (await world.WithAsync(db => db.QuestionsOfEditionAsync(world.Officer, Key, default))).Count.ShouldBe(2);
        (await world.WithAsync(db => db.QuestionsOfEditionAsync(world.Auditor, Key, default))).Count.ShouldBe(2);
        foreach (var actor in world.Everyone.Except([world.Applicant])) (await world.WithAsync(db => db.DossierQuestionsAsync(actor, world.Dossier, default))).ShouldBeEmpty(actor.Name);
        foreach (var actor in world.Everyone.Except([world.Officer, world.Auditor])) (await world.WithAsync(db => db.QuestionsOfEditionAsync(actor, Key, default))).ShouldBeEmpty(actor.Name);
        (await world.WithAsync(db => db.CountWaitingQuestionsAsync(world.ConflictedOfficer, Key, default))).ShouldBe(0, "not even in a count");
        (await world.WithAsync(db => db.CountWaitingQuestionsAsync(world.Officer, Key, default))).ShouldBe(1);

        foreach (var actor in world.Everyone.Except([world.Officer])) (await world.AnswerAsync(actor, mine, "Tôi trả lời thay")).ShouldNotBeNull(actor.Name);
        foreach (var actor in world.Everyone.Except([world.Applicant])) (await world.AnswerAsync(actor, theirs, "Tôi trả lời thay")).ShouldNotBeNull(actor.Name);
        (await world.AnswerAsync(world.Officer, mine, "Được, trước hạn nộp.")).ShouldBeNull();
        (await world.AnswerAsync(world.Applicant, theirs, "Số 123/QĐ.")).ShouldBeNull();
        (await world.AnswerAsync(world.Officer, mine, "Trả lời lần hai"))!.Code.ShouldBe("questions.answered_already");
    }

    [Theory, Engines]
    public async Task An_officer_in_conflict_neither_hears_of_a_question_nor_may_touch_it(Engine engine)
    {
        await using var world = await SecretariatWorld.CreateAsync(engine);
        var id = (await world.AskAsync(a => a.AsJurorAsync(world.Juror, world.Dossier, "Sản phẩm được vận hành ở đâu?", default))).Value();

        (await world.WithAsync(db => db.Reminders.Select(r => r.PersonId).ToListAsync())).ShouldBe([world.Officer.PersonId!.Value]);
        (await world.ReleaseAsync(world.ConflictedOfficer, id, "Sản phẩm được vận hành ở đâu?"))!.Kind.ShouldBe(ProblemKind.NotFound);
        (await world.DeclineAsync(world.ConflictedOfficer, id, "không thích"))!.Kind.ShouldBe(ProblemKind.NotFound);
        (await world.AskAsync(a => a.AboutDossierAsync(world.ConflictedOfficer, world.Dossier, "Cho tôi hỏi một câu được không?", default))).CodeOf().ShouldBe("questions.dossier_unknown");
        foreach (var actor in new[] { world.ConflictedJuror, world.OtherJuror, world.Chair, world.Applicant })
            (await world.AskAsync(a => a.AsJurorAsync(actor, world.Dossier, "Sản phẩm được vận hành ở đâu?", default))).CodeOf().ShouldBe("questions.dossier_unknown", actor.Name);
    }

    [Theory, Engines]
    public async Task A_question_that_is_not_passed_on_tells_the_juror_alone_why(Engine engine)
    {
        await using var world = await SecretariatWorld.CreateAsync(engine);
        var id = (await world.AskAsync(a => a.AsJurorAsync(world.Juror, world.Dossier, "Ai là người viết phần mềm?", default))).Value();
        (await world.DeclineAsync(world.Officer, id, "Câu hỏi làm lộ danh tính")).ShouldBeNull();

        (await world.WithAsync(db => db.JurorQuestionsAsync(world.Juror, world.Dossier, default))).Single().DeclinedReason.ShouldBe("Câu hỏi làm lộ danh tính");
        (await world.WithAsync(db => db.JurorQuestionsAsync(world.Colleague, world.Dossier, default))).ShouldBeEmpty();
        (await world.WithAsync(db => db.DossierQuestionsAsync(world.Applicant, world.Dossier, default))).ShouldBeEmpty();
        (await world.ReleaseAsync(world.Officer, id, "Vẫn cứ gửi đi vậy"))!.Code.ShouldBe("questions.declined_already");
    }

    [Theory, Engines]
    public async Task A_public_answer_names_who_answered_and_never_who_asked(Engine engine)
    {
        await using var world = await SecretariatWorld.CreateAsync(engine);
        var id = (await world.AskAsync(a => a.RunAsync(world.OtherApplicant, Key, "Một đơn vị nộp được mấy hồ sơ?", default))).Value();
        (await world.AskAsync(a => a.RunAsync(Actor.Anonymous, Key, "Một đơn vị nộp được mấy hồ sơ?", default))).CodeOf().ShouldBe("questions.sign_in_first");
        (await world.AskAsync(a => a.RunAsync(world.OtherApplicant, "demo/1999", "Một đơn vị nộp được mấy hồ sơ?", default))).CodeOf().ShouldBe("questions.edition_unknown");
        (await world.WithAsync(db => db.PublishedQuestionsAsync(null, default))).ShouldBeEmpty();

        (await world.AnswerAsync(world.Officer, id, "Hai hồ sơ mỗi hạng mục.")).ShouldBeNull();
        (await world.WithAsync(db => db.PublishedQuestionsAsync(null, default))).ShouldBeEmpty("answered in private");
        (await world.WithAsync(db => db.OwnQuestionsAsync(world.OtherApplicant, default))).Single().Answer.ShouldBe("Hai hồ sơ mỗi hạng mục.");
        (await world.WithAsync(db => db.OwnQuestionsAsync(world.Applicant, default))).ShouldBeEmpty();

        (await world.WithAsync(db => new PublishQuestion(db, world.Clock).RunAsync(world.Chair, id, true, default)))!.Kind.ShouldBe(ProblemKind.NotFound);
        (await world.WithAsync(db => new PublishQuestion(db, world.Clock).RunAsync(world.Officer, id, true, default))).ShouldBeNull();
        var open = (await world.WithAsync(db => db.PublishedQuestionsAsync(Key, default))).Single();
        (open.Asker, open.Answerer, open.AnsweredAt).ShouldBe((null, "Chuyên viên 1", world.Clock.Now));
    }

    [Theory, Engines]
    public async Task A_draft_has_no_conversation_so_that_staff_do_not_learn_of_it(Engine engine)
    {
        await using var world = await SecretariatWorld.CreateAsync(engine);
        var enterprise = await world.Apply.EnterpriseAsync(world.OtherApplicant, "0100233488");
        var draft = (await world.Apply.StartAsync(world.OtherApplicant, enterprise, "Bí mật")).Value();

        (await world.AskAsync(a => a.AboutDossierAsync(world.OtherApplicant, draft, "Chúng tôi hỏi về bản nháp được không?", default))).CodeOf().ShouldBe("questions.dossier_not_submitted");
        (await world.AskAsync(a => a.AboutDossierAsync(world.Officer, draft, "Vì sao chưa nộp hồ sơ này?", default))).CodeOf().ShouldBe("questions.dossier_unknown");
    }

    [Theory, Engines]
    public async Task One_person_asks_at_most_twenty_questions_a_day(Engine engine)
    {
        await using var world = await SecretariatWorld.CreateAsync(engine);
        for (var i = 0; i < 20; i++) (await world.AskAsync(a => a.RunAsync(world.Applicant, Key, $"Câu hỏi thứ {i} của hôm nay?", default))).CodeOf().ShouldBe("done");
        (await world.AskAsync(a => a.RunAsync(world.Applicant, Key, "Thêm một câu nữa nhé?", default))).CodeOf().ShouldBe("questions.too_many");
        world.Clock.Now += Duration.FromDays(1);
        (await world.AskAsync(a => a.RunAsync(world.Applicant, Key, "Hôm sau hỏi tiếp được không?", default))).CodeOf().ShouldBe("done");
    }
}
