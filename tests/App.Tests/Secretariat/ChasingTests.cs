using BangVang.App.Editions;
using BangVang.App.Secretariat.Chasing;
using BangVang.App.Storage;
using BangVang.App.Tests.Dossiers;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Secretariat;

public sealed class ChasingTests
{
    private const string Key = SecretariatWorld.Key;

    [Theory]
    [InlineData(8.0, null)]
    [InlineData(7.0, 7)]
    [InlineData(3.5, 7)]
    [InlineData(3.0, 3)]
    [InlineData(0.5, 1)]
    [InlineData(0.0, null)]
    public void Of_the_days_before_an_end_the_latest_that_has_begun_counts(double daysLeft, int? due)
    {
        var end = Instant.FromUtc(2026, 10, 22, 17, 0);
        RemindDue.DueDay([7, 3, 1], end, end - Duration.FromDays(daysLeft)).ShouldBe(due);
    }

    [Theory, Engines]
    public async Task A_complete_dossier_that_was_never_submitted_is_warned_about_at_once_and_each_time_once(Engine engine)
    {
        await using var world = await SecretariatWorld.CreateAsync(engine);
        var enterprise = await world.Apply.EnterpriseAsync(world.OtherApplicant, "0100233488");
        await world.Apply.CompleteAsync(world.OtherApplicant, enterprise, "Sản phẩm chưa nộp");

        (await RunAsync(world)).ShouldBe(0, "a moment ago it was still being written");
        world.Clock.Now += Duration.FromDays(1);
        (await RunAsync(world)).ShouldBe(1, "early");
        (await RunAsync(world)).ShouldBe(0);
        world.Clock.Now = ApplyEdition.Closes - Duration.FromDays(7);
        (await RunAsync(world)).ShouldBe(1);
        world.Clock.Now = ApplyEdition.Closes - Duration.FromHours(2);
        (await RunAsync(world)).ShouldBe(1, "the last hours");
        world.Clock.Now = ApplyEdition.Closes;
        (await RunAsync(world)).ShouldBe(0, "too late to warn");

        await SendAsync(world);
        var mails = (await world.Apply.MailsAsync()).Where(m => m.To == "nguoi-phu-trach-02@example.vn").ToList();
        mails.Count.ShouldBe(3);
        mails.ShouldAllBe(m => m.Subject.StartsWith("CHƯA NỘP") && m.Body.Contains("00:00 ngày 23/10/2026"));
    }

    [Theory, Engines]
    public async Task A_draft_is_reminded_on_the_days_before_the_deadline_in_one_mail_a_day(Engine engine)
    {
        await using var world = await SecretariatWorld.CreateAsync(engine);
        var enterprise = await world.Apply.EnterpriseAsync(world.OtherApplicant, "0100233488");
        await world.Apply.StartAsync(world.OtherApplicant, enterprise, "Bản nháp một");
        await world.Apply.StartAsync(world.OtherApplicant, enterprise, "Bản nháp hai");

        world.Clock.Now = ApplyEdition.Closes - Duration.FromDays(7) - Duration.FromMilliseconds(1);
        (await RunAsync(world)).ShouldBe(0);
        world.Clock.Now = ApplyEdition.Closes - Duration.FromDays(7);
        (await RunAsync(world)).ShouldBe(2);
        (await SendAsync(world)).ShouldBe(0, "it is midnight: the mail of the day leaves at seven");
        world.Clock.Now += Duration.FromHours(7);
        (await SendAsync(world)).ShouldBe(1);

        world.Clock.Now = ApplyEdition.Closes - Duration.FromDays(1) + Duration.FromHours(8);
        (await RunAsync(world)).ShouldBe(2, "the day that was slept through is not made up for");
        (await SendAsync(world)).ShouldBe(1);
        (await SendAsync(world)).ShouldBe(0);
        var digest = (await world.Apply.MailsAsync()).Last(m => m.To == "nguoi-phu-trach-02@example.vn");
        digest.Subject.ShouldBe("Nhắc việc ngày 22/10/2026: 2 việc");
        digest.Body.ShouldContain("1. Hồ sơ HS-002 chưa được nộp");
        digest.Body.ShouldContain("2. Hồ sơ HS-003 chưa được nộp");
        digest.Body.Split("Kính gửi").Length.ShouldBe(2, "one greeting for all");
    }

    [Theory, Engines]
    public async Task Who_wants_each_reminder_at_once_gets_it_at_once(Engine engine)
    {
        await using var world = await SecretariatWorld.CreateAsync(engine);
        await world.WithAsync(db => db.People.Where(p => p.Id == world.Juror.PersonId).ExecuteUpdateAsync(s => s.SetProperty(p => p.HasDigest, false)));
        world.Clock.Now = Instant.FromUtc(2026, 11, 9, 18, 0);

        (await RunAsync(world)).ShouldBe(2, "two jurors have sheets to sign");
        (await SendAsync(world)).ShouldBe(1, "it is one in the morning: the other waits for the mail of the day");
        (await world.Apply.MailsAsync()).Single(m => m.Subject == "Còn 1 phiếu chấm chưa ký").To.ShouldBe("giam-khao-1@example.vn");
    }

    [Theory, Engines]
    public async Task A_juror_is_reminded_of_the_sheets_left_and_no_longer_when_all_are_signed(Engine engine)
    {
        await using var world = await SecretariatWorld.CreateAsync(engine);
        world.Clock.Now = Instant.FromUtc(2026, 11, 5, 3, 0);
        await SheetAsync(world, world.Colleague, ScoresheetState.Signed);

        await RunAsync(world);

        var keys = await world.WithAsync(db => db.Reminders.Where(r => r.Key.StartsWith("sheets")).Select(r => r.PersonId).ToListAsync());
        keys.ShouldBe([world.Juror.PersonId!.Value], "the colleague has signed, the one in conflict has nothing to score");
    }

    [Theory, Engines]
    public async Task A_juror_without_a_sign_for_three_days_is_silent_for_the_secretariat_alone(Engine engine)
    {
        await using var world = await SecretariatWorld.CreateAsync(engine);
        await SheetAsync(world, world.Colleague, ScoresheetState.Signed);
        var assigned = world.Clock.Now;

        var progress = await world.WithAsync(db => db.JurorProgressAsync(world.Officer, SecretariatWorld.Edition, default));
        progress.Select(p => (p.FullName, p.Assigned, p.Done)).ShouldBe([("Giám khảo 1", 1, 0), ("Giám khảo 2", 1, 1)]);
        progress[0].IsSilent(assigned + JurorProgress.SilentAfter - Duration.FromMilliseconds(10)).ShouldBeFalse();
        progress[0].IsSilent(assigned + JurorProgress.SilentAfter).ShouldBeTrue();
        progress[1].IsSilent(assigned + Duration.FromDays(30)).ShouldBeFalse();
        foreach (var actor in world.Everyone.Except([world.Officer]))
            (await world.WithAsync(db => db.JurorProgressAsync(actor, SecretariatWorld.Edition, default))).ShouldBeEmpty(actor.Name);
        (await world.WithAsync(db => db.UndeclaredJurorsAsync(world.Officer, SecretariatWorld.Edition, world.Clock.Now, default))).Count.ShouldBe(3);
        (await world.WithAsync(db => db.UndeclaredJurorsAsync(world.Juror, SecretariatWorld.Edition, world.Clock.Now, default))).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task Holders_of_drafts_get_mail_without_being_named_to_anyone(Engine engine)
    {
        await using var world = await SecretariatWorld.CreateAsync(engine);
        var enterprise = await world.Apply.EnterpriseAsync(world.OtherApplicant, "0100233488");
        await world.Apply.StartAsync(world.OtherApplicant, enterprise, "Bản nháp bí mật");

        var preview = (await PreviewAsync(world, world.Officer, MailSelection.DraftHolders)).Value();
        (preview.Count, preview.Names).ShouldBe((1, null));
        preview.SampleBody.ShouldNotContain("Người phụ trách 02");
        (await SendToAsync(world, world.Officer, MailSelection.DraftHolders, 2)).CodeOf().ShouldBe("secretariat.selection_changed");
        (await SendToAsync(world, world.Officer, MailSelection.DraftHolders, 1)).Value().ShouldBe(1);

        (await world.Apply.MailsAsync()).Single(m => m.To == "nguoi-phu-trach-02@example.vn" && m.Subject == "Hạn nộp hồ sơ sắp đến").Body.ShouldContain("Kính gửi Người phụ trách 02");
        var log = (await world.WithAsync(db => db.MailingsAsync(world.Officer, Key, default))).Single();
        (log.Recipients, log.Waiting, log.Gone, log.SentBy).ShouldBe((1L, 1, 0, "Chuyên viên 1"));
        foreach (var entry in await world.WithAsync(db => db.AuditEntries.Where(a => a.Action == "secretariat.mailed").ToListAsync())) entry.Detail.ShouldBe("DraftHolders: 1");
        log.ToString().ShouldNotContain("phu-trach");
    }

    [Theory, Engines]
    public async Task Only_the_secretariat_writes_to_selections_and_reads_their_log(Engine engine)
    {
        await using var world = await SecretariatWorld.CreateAsync(engine);
        (await PreviewAsync(world, world.Officer, MailSelection.Jurors)).Value().Names.ShouldBe(["Giám khảo 1", "Giám khảo 2", "Giám khảo 3", "Giám khảo 4"]);
        (await PreviewAsync(world, world.Officer, MailSelection.SilentJurors)).CodeOf().ShouldBe("secretariat.nobody_selected");
        foreach (var actor in world.Everyone.Except([world.Officer, world.ConflictedOfficer]))
        {
            (await PreviewAsync(world, actor, MailSelection.Jurors)).CodeOf().ShouldBe("secretariat.officers_only", actor.Name);
            (await SendToAsync(world, actor, MailSelection.Jurors, 4)).CodeOf().ShouldBe("secretariat.officers_only", actor.Name);
            (await world.WithAsync(db => db.MailingsAsync(actor, Key, default))).ShouldBeEmpty();
        }
    }

    private static Task<int> RunAsync(SecretariatWorld world) => world.WithAsync(db => new RemindDue(db, new EditionBook(db), world.Clock, SecretariatWorld.Site).RunAsync(default));

    private static Task<int> SendAsync(SecretariatWorld world) => world.WithAsync(db => new SendReminders(db, world.Clock, world.Time, SecretariatWorld.Site).RunAsync(default));

    private static Task<Result<MailingPreview>> PreviewAsync(SecretariatWorld world, Actor actor, MailSelection selection) =>
        world.WithAsync(db => Mailer(world, db).PreviewAsync(actor, Key, selection, "Hạn nộp hồ sơ sắp đến", "Chỉ còn ít ngày nữa là hết hạn nộp hồ sơ.", default));

    private static Task<Result<int>> SendToAsync(SecretariatWorld world, Actor actor, MailSelection selection, int expected) =>
        world.WithAsync(db => Mailer(world, db).RunAsync(actor, Key, selection, "Hạn nộp hồ sơ sắp đến", "Chỉ còn ít ngày nữa là hết hạn nộp hồ sơ.", expected, default));

    private static SendMailing Mailer(SecretariatWorld world, App.Storage.BangVangDb db) => new(db, new EditionBook(db), world.Clock, world.Time, SecretariatWorld.Site);

    private static Task<int> SheetAsync(SecretariatWorld world, Actor juror, ScoresheetState state) => world.WithAsync(db =>
    {
        var id = Ids.New(world.Clock.Now);
        db.Log(world.Clock.Now, "scoresheet.signed", Key, id, []);
        db.Scoresheets.Add(new()
        {
            Id = id, EditionKey = Key, RoundCode = "preliminary", CategoryCode = "product", DossierId = world.Dossier, JurorId = juror.PersonId!.Value, State = state,
            Marks = new() { ["value"] = 800 }, Score = 800, SignedAt = world.Clock.Now, CreatedAt = world.Clock.Now, SavedAt = world.Clock.Now, Signings = 1,
        });
        return db.SaveChangesAsync();
    });
}
