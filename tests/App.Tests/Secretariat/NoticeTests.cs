using BangVang.App.Editions;
using BangVang.App.Secretariat.Notices;
using BangVang.App.Files;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Secretariat;

public sealed class NoticeTests
{
    private const string Key = "demo/2026";
    private static readonly Instant Now = Instant.FromUtc(2026, 10, 1, 3, 0);
    private static readonly Actor Officer = Holding(Role.Secretariat, Key);

    [Theory, Engines]
    public async Task Under_embargo_a_notice_exists_for_the_secretariat_of_its_edition_alone(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var release = Now + Duration.FromHours(2);
        var secret = await WriteAsync(test, Text("Kết quả vòng chung khảo") with { Kind = NoticeKind.Result, VisibleFrom = release });
        var open = await WriteAsync(test, Text("Phát động kỳ giải"));
        Actor[] others = [Actor.Anonymous, Actor.Console, .. Enum.GetValues<Role>().Where(r => r is not Role.Secretariat).Select(r => Holding(r, Key)), Holding(Role.Secretariat, "demo/2025")];

        await using var db = test.Open();
        foreach (var actor in others)
        {
            (await db.NoticeAsync(actor, secret, release - Duration.Epsilon, default)).ShouldBeNull();
            (await db.NoticesOfEditionAsync(actor, Key, Now, default)).Select(n => n.Id).ShouldBe([open]);
            (await db.NoticesVisibleTo(actor, Now).CountAsync()).ShouldBe(1);
            (await db.NoticeFileAsync(actor, secret, Now, default)).ShouldBeNull();
        }
        (await db.PublicNoticesAsync(Now, null, 1, default)).Select(n => n.Id).ShouldBe([open]);
        (await db.CountPublicNoticesAsync(Now, Key, default)).ShouldBe(1);
        (await db.NoticesOfEditionAsync(Officer, Key, Now, default)).Count.ShouldBe(2);
        (await db.NoticeAsync(Officer, secret, Now, default))!.Row.IsVisible.ShouldBeFalse();

        (await db.NoticeAsync(Actor.Anonymous, secret, release, default)).ShouldNotBeNull();
        (await db.CountPublicNoticesAsync(release, null, default)).ShouldBe(2);
    }

    [Theory, Engines]
    public async Task The_public_list_is_the_same_for_an_officer_as_for_everybody(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await WriteAsync(test, Text("Chưa công bố") with { VisibleFrom = Now + Duration.FromDays(1) });

        await using var db = test.Open();
        (await db.PublicNoticesAsync(Now, Key, 1, default)).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task What_everybody_could_read_is_marked_when_corrected_and_does_not_go_back_under_embargo(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var id = await WriteAsync(test, Text("Phát động kỳ giải"));

        (await ChangeAsync(test, id, Text("Phát động kỳ giải") with { VisibleFrom = Now + Duration.FromDays(1) }, 1))!.Code.ShouldBe("notices.already_visible");
        (await ChangeAsync(test, id, Text("Phát động kỳ giải năm 2026"), 1)).ShouldBeNull();
        (await ChangeAsync(test, id, Text("Ai sửa trước thì được"), 1))!.Code.ShouldBe("notices.changed_meanwhile");

        await using var db = test.Open();
        var view = (await db.NoticeAsync(Actor.Anonymous, id, Now, default))!;
        (view.Row.TitleVi, view.CorrectedAt).ShouldBe(("Phát động kỳ giải năm 2026", Now));
    }

    [Theory, Engines]
    public async Task A_withdrawn_notice_is_gone_for_all_but_its_secretariat_and_its_reason_is_kept(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var id = await WriteAsync(test, Text("Nhầm kỳ giải"));
        await using (var db = test.Open())
        {
            (await new WithdrawNotice(db, new FixedClock(Now)).RunAsync(Holding(Role.Secretariat, "demo/2025"), id, "không phải của tôi", default))!.Kind.ShouldBe(ProblemKind.NotFound);
            (await new WithdrawNotice(db, new FixedClock(Now)).RunAsync(Officer, id, "", default))!.Code.ShouldBe("notices.reason_missing");
            (await new WithdrawNotice(db, new FixedClock(Now)).RunAsync(Officer, id, "Đăng nhầm", default)).ShouldBeNull();
        }
        await using var read = test.Open();
        (await read.NoticeAsync(Actor.Anonymous, id, Now, default)).ShouldBeNull();
        (await read.NoticeAsync(Officer, id, Now, default))!.WithdrawnReason.ShouldBe("Đăng nhầm");
        (await ChangeAsync(test, id, Text("Lại đăng"), 2))!.Code.ShouldBe("notices.withdrawn");
        (await read.AuditEntries.OrderBy(a => a.Id).Select(a => a.Action).ToListAsync()).ShouldBe(["notices.written", "notices.withdrawn"]);
    }

    [Theory, Engines]
    public async Task Only_the_secretariat_of_the_edition_writes_and_only_a_file_sent_for_it_is_attached(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var id = Ids.New(Now);
        await using var db = test.Open();
        var write = new WriteNotice(db, new FixedClock(Now));

        foreach (var actor in new[] { Actor.Anonymous, Actor.Console, Holding(Role.Chair, Key), Holding(Role.Secretariat, "demo/2025") })
            (await write.RunAsync(actor, Key, id, Text("Thông báo"), null, 0, default))!.Code.ShouldBe("notices.secretariat_only");
        (await write.RunAsync(Officer, Key, id, Text("Thông báo"), Ids.New(Now), 0, default))!.Code.ShouldBe("notices.file_unknown");
        (await write.RunAsync(Officer, Key, id, Text("T"), null, 0, default))!.Code.ShouldBe("notices.title_length");
        (await write.RunAsync(Officer, Key, id, Text("Thông báo") with { TitleEn = "Notice" }, null, 0, default))!.Code.ShouldBe("notices.english_half");
        (await db.Notices.CountAsync()).ShouldBe(0);
    }

    [Theory, Engines]
    public async Task An_extension_comes_with_its_notice_or_not_at_all(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var today = new LocalDate(2026, 10, 1);
        var reading = EditionReader.Read(Path.Combine(Repository.Root, "editions", "demo", "2026"), today);
        await using (var db = test.Open())
            (await new PublishEdition(db, new(db), new FixedClock(Now)).RunAsync(Actor.Console, reading, null, default)).TryGet(out _, out var problem).ShouldBeTrue(problem?.Code);
        var intake = reading.Edition!.PhaseOf(PhaseKind.Intake)!;
        var later = new PhaseExtension(intake.Code, intake.LastDay!.Value.PlusDays(7), new("Nhiều đơn vị đề nghị thêm thời gian.", "Many asked for more time."), "Thông báo số 5", ShiftsFollowing: true);

        (await ExtendAsync(later with { Closes = intake.LastDay.Value })).ShouldBe("edition.extension_not_later");
        await using (var db = test.Open()) (await db.Notices.CountAsync()).ShouldBe(0);
        (await ExtendAsync(later)).ShouldBe("done");

        await using var read = test.Open();
        var notice = (await read.PublicNoticesAsync(Now, Key, 1, default)).Single();
        (notice.Kind, notice.PrintedNumber, notice.Date).ShouldBe((NoticeKind.Extension, "Thông báo số 5", today));
        (await new EditionBook(read).CurrentAsync(Key, default))!.Edition.Phase(intake.Code)!.LastDay.ShouldBe(later.Closes);

        async Task<string> ExtendAsync(PhaseExtension extension)
        {
            await using var db = test.Open();
            var (book, clock) = (new EditionBook(db), new FixedClock(Now));
            var result = await new AnnounceExtension(db, book, new(book, new(db, book, clock), clock), clock).RunAsync(Officer with { PersonId = null }, Key, extension, default);
            return result.TryGet(out _, out var problem) ? "done" : problem.Code;
        }
    }

    private static NoticeText Text(string title) => new(NoticeKind.Call, new LocalDate(2026, 10, 1), null, title, null, "Nội dung **thông báo**.", null, Now);

    private static async Task<Guid> WriteAsync(TestDb test, NoticeText text)
    {
        var id = Ids.New(Now);
        await using var db = test.Open();
        (await new WriteNotice(db, new FixedClock(Now)).RunAsync(Officer with { PersonId = null }, Key, id, text, null, 0, default)).ShouldBeNull();
        return id;
    }

    private static async Task<Problem?> ChangeAsync(TestDb test, Guid id, NoticeText text, int version)
    {
        await using var db = test.Open();
        return await new WriteNotice(db, new FixedClock(Now)).RunAsync(Officer with { PersonId = null }, Key, id, text, null, version, default);
    }

    private static Actor Holding(Role role, string edition) => new(Ids.New(Now), $"Người thử {role}", false, new HashSet<RoleInEdition> { new(edition, role) });
}
