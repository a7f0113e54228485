using System.Text.Json.Nodes;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Editions;

public sealed class PublishEditionTests
{
    private const string Key = "demo/2026";
    private static readonly LocalDate DayZero = new(2026, 11, 22);
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 22, 3, 0);
    private static readonly LocalizedText Notice = new("Sửa tên kỳ giải", "The name is corrected");

    private static EditionReading Demo => EditionReader.Read(Path.Combine(Repository.Root, "editions/demo/2026"), DayZero);

    private static EditionReading Renamed(string name) => Demo with { Edition = Demo.Edition! with { Name = new(name, name) } };

    [Theory, Engines]
    public async Task A_published_edition_is_rebuilt_exactly_as_it_was(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var published = (await PublishAsync(test, Actor.Console, Demo)).ShouldBeDone();

        await using var db = test.Open();
        var snapshot = await db.EditionSnapshots.SingleAsync();
        (snapshot.EditionKey, snapshot.Number, snapshot.PublishedAt, snapshot.NoticeVi).ShouldBe((Key, 1, Now, null));
        snapshot.Sha256.ShouldBe(EditionSnapshot.Freeze(Demo.Edition!).Sha256);
        EditionJson.Bytes(snapshot.Thaw()).ShouldBe(EditionJson.Bytes(Demo.Edition!));

        var current = (await new EditionBook(db).CurrentAsync(Key, default))!;
        (current.SnapshotId, current.Sha256, current.Key).ShouldBe((published.SnapshotId, snapshot.Sha256, Key));
        current.Edition.IsOpen(PhaseKind.Intake, Now).ShouldBeTrue();
        (await new EditionBook(db).AtAsync(published.SnapshotId, default))!.Number.ShouldBe(1);
        (await new EditionBook(db).CurrentAsync("demo/2027", default)).ShouldBeNull();
    }

    [Theory, Engines]
    public async Task The_files_of_an_edition_are_kept_once_by_their_hash(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await PublishAsync(test, Actor.Console, Demo);
        (await PublishAsync(test, Actor.Console, Renamed("Tên mới"), Notice)).ShouldBeDone();

        await using var db = test.Open();
        (await db.EditionAttachments.CountAsync()).ShouldBe(2);
        foreach (var document in Demo.Edition!.Documents)
            (await new EditionBook(db).FileAsync(document.Sha256!, default)).ShouldBe(await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "editions/demo/2026", document.File!)));
        (await new EditionBook(db).FileAsync(new string('0', 64), default)).ShouldBeNull();
    }

    [Theory, Engines]
    public async Task Publication_and_amendment_leave_audit_and_log_events(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var first = (await PublishAsync(test, Actor.Console, Demo)).ShouldBeDone();
        var second = (await PublishAsync(test, Actor.Console, Renamed("Tên mới"), Notice)).ShouldBeDone();

        await using var db = test.Open();
        var events = await db.LogEvents.OrderBy(e => e.Seq).ToListAsync();
        events.Select(e => (e.Kind, e.EditionKey, e.Subject)).ShouldBe(
            [("edition.published", Key, first.SnapshotId.ToString()), ("edition.amended", Key, second.SnapshotId.ToString())]);
        var payload = JsonNode.Parse(events[1].Payload)!;
        ((int)payload["number"]!, (string)payload["sha256"]!, (string)payload["notice_vi"]!).ShouldBe((2, second.Sha256, Notice.Vi));
        (await db.AuditEntries.OrderBy(a => a.Id).Select(a => a.Action).ToListAsync()).ShouldBe(["edition.published", "edition.amended"]);
    }

    [Theory, Engines]
    public async Task An_amendment_needs_a_notice_and_a_change(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await PublishAsync(test, Actor.Console, Demo);

        (await PublishAsync(test, Actor.Console, Demo, Notice)).ShouldBeRefused("edition.unchanged");
        (await PublishAsync(test, Actor.Console, Renamed("Tên mới"))).ShouldBeRefused("edition.notice_missing");
        (await PublishAsync(test, Actor.Console, Renamed("Tên mới"), Notice)).ShouldBeDone().Notice.ShouldBe(Notice);

        await using var db = test.Open();
        var history = await new EditionBook(db).HistoryAsync(Key, default);
        history.Select(p => (p.Number, p.Edition.Name.Vi, p.Notice)).ShouldBe([(2, "Tên mới", Notice), (1, Demo.Edition!.Name.Vi, null)]);
    }

    [Theory, Engines]
    public async Task An_amendment_neither_removes_a_category_nor_shortens_the_intake(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await PublishAsync(test, Actor.Console, Demo);
        var edition = Demo.Edition!;

        var fewer = Demo with { Edition = edition with { Categories = [.. edition.Categories.Skip(1)] } };
        (await PublishAsync(test, Actor.Console, fewer, Notice)).ShouldBeRefused("edition.amendment_removes_category").Args["category"].ShouldBe("digital-government");

        var shorter = Demo with { Edition = edition with { Phases = [.. edition.Phases.Select(p => p.Kind is PhaseKind.Intake ? p with { Closes = DayZero.PlusDays(20) } : p)] } };
        (await PublishAsync(test, Actor.Console, shorter, Notice)).ShouldBeRefused("edition.amendment_shortens_intake");
    }

    [Theory, Engines]
    public async Task How_scores_are_calibrated_is_settled_before_the_round_opens(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var edition = AwardWorld.Edition;
        var uncalibrated = new EditionReading(edition with
        {
            Rounds = Published.Of<IReadOnlyList<Round>>([.. edition.Rounds.Value.Select(r => r is ScoringRound { Code: "final" } final ? final with { Calibrate = null } : r)]),
        }, [], []);

        world.Clock.Now = AwardWorld.Opens("final");
        (await AmendAsync()).ShouldBeRefused("edition.amendment_changes_open_round").Args["round"].ShouldBe(edition.Round("final")!.Name);
        world.Clock.Now -= Duration.FromMilliseconds(1);
        (await AmendAsync()).ShouldBeDone().Number.ShouldBe(2);
        world.Clock.Now += Duration.FromMilliseconds(1);

        // Put off with the phases before it, which is allowed, it stays a round that has opened.
        var preliminary = edition.Phase("preliminary")!;
        var extension = new PhaseExtension("preliminary", preliminary.LastDay!.Value.PlusDays(5), new("Một giám khảo ốm", "A juror is ill"), null, ShiftsFollowing: true);
        (await world.WithAsync(db => new ExtendPhase(new EditionBook(db), new PublishEdition(db, new EditionBook(db), world.Clock), world.Clock).RunAsync(Actor.Console, edition.Key, extension, default))).ShouldBeDone().Number.ShouldBe(3);
        var put = await world.WithAsync(async db => (await new EditionBook(db).CurrentAsync(edition.Key, default))!.Edition);
        uncalibrated = new EditionReading(put with { Rounds = edition.Rounds }, [], []);
        (await AmendAsync()).ShouldBeRefused("edition.amendment_changes_open_round");

        Task<Result<PublishedEdition>> AmendAsync() => world.WithAsync(db => new PublishEdition(db, new EditionBook(db), world.Clock).RunAsync(Actor.Console, uncalibrated, Notice, default));
    }

    [Theory, Engines]
    public async Task Only_the_secretariat_of_that_edition_and_the_administrator_publish(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var officer = await PersonAsync(test, new RoleInEdition(Key, Role.Secretariat));
        var stranger = await PersonAsync(test, new RoleInEdition("demo/2025", Role.Secretariat), new RoleInEdition(Key, Role.Chair));

        (await PublishAsync(test, stranger, Demo)).ShouldBeRefused("edition.may_not_publish").Kind.ShouldBe(ProblemKind.Forbidden);
        (await PublishAsync(test, Actor.Anonymous, Demo)).ShouldBeRefused("edition.may_not_publish");
        (await ExtendAsync(test, stranger, new("intake", DayZero.PlusDays(40), new("Lý do", "Reason"), null, true))).ShouldBeRefused("edition.may_not_publish");
        (await PublishAsync(test, officer, Demo)).ShouldBeDone();

        await using var db = test.Open();
        (await db.EditionSnapshots.SingleAsync()).PublishedBy.ShouldBe(officer.PersonId);
    }

    [Theory, Engines]
    public async Task An_edition_with_problems_is_not_published(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var withoutDayZero = EditionReader.Read(Path.Combine(Repository.Root, "editions/demo/2026"));
        withoutDayZero.Problems.ShouldContain(p => p.Code == "edition.day_zero_missing");

        (await PublishAsync(test, Actor.Console, withoutDayZero)).ShouldBeRefused("edition.has_problems").Args["count"].ShouldBe(withoutDayZero.Problems.Count);
        await using var db = test.Open();
        (await db.EditionSnapshots.CountAsync() + await db.LogEvents.CountAsync()).ShouldBe(0);
    }

    [Theory, Engines]
    public async Task Of_two_amendments_at_once_one_is_told_that_the_other_was_faster(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await PublishAsync(test, Actor.Console, Demo);
        await using var a = test.Open();
        await using var b = test.Open();
        var (bookA, bookB) = (new EditionBook(a), new EditionBook(b));
        await bookA.CurrentAsync(Key, default);
        await bookB.CurrentAsync(Key, default);

        (await new PublishEdition(a, bookA, new FixedClock(Now)).RunAsync(Actor.Console, Renamed("Tên A"), Notice, default)).ShouldBeDone().Number.ShouldBe(2);
        (await new PublishEdition(b, bookB, new FixedClock(Now)).RunAsync(Actor.Console, Renamed("Tên B"), Notice, default)).ShouldBeRefused("edition.published_meanwhile");

        await using var db = test.Open();
        (await new EditionBook(db).CurrentAsync(Key, default))!.Edition.Name.Vi.ShouldBe("Tên A");
        (await db.LogEvents.CountAsync()).ShouldBe(2);
    }

    [Theory, Engines]
    public async Task An_extended_deadline_is_an_amendment_with_a_notice_and_later_phases_move_along(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await PublishAsync(test, Actor.Console, Demo);
        var extension = new PhaseExtension("intake", DayZero.PlusDays(31), new("Do bão lũ.", "Because of floods."), "Thông báo số 02", ShiftsFollowing: true);

        var amended = (await ExtendAsync(test, Actor.Console, extension)).ShouldBeDone();

        amended.Number.ShouldBe(2);
        amended.Notice.ShouldBe(new(
            "Gia hạn “Nhận hồ sơ” đến hết ngày 23/12/2026, theo Thông báo số 02. Do bão lũ. Các giai đoạn sau lùi tương ứng.",
            "“Intake of dossiers” is extended to the end of 23 December 2026, by Thông báo số 02. Because of floods. Later phases move accordingly."));
        var intake = amended.Edition.Phase("intake")!;
        (intake.Closes.Value, intake.LastDay, intake.Extensions.Single().Date).ShouldBe((DayZero.PlusDays(21), DayZero.PlusDays(31), DayZero));
        (amended.Edition.Phase("screening")!.FirstDay, amended.Edition.Phase("screening")!.LastDay).ShouldBe((DayZero.PlusDays(32), DayZero.PlusDays(42)));
        (amended.Edition.Phase("registration")!.LastDay, amended.Edition.Phase("registration")!.Extensions.Count).ShouldBe((DayZero.PlusDays(-8), 0));
    }

    [Theory, Engines]
    public async Task An_extension_that_cannot_be_is_refused_with_its_reason(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var reason = new LocalizedText("Lý do", "Reason");
        (await ExtendAsync(test, Actor.Console, new("intake", DayZero.PlusDays(40), reason, null, true))).ShouldBeRefused("edition.not_found");
        await PublishAsync(test, Actor.Console, Demo);

        (await ExtendAsync(test, Actor.Console, new("nowhere", DayZero.PlusDays(40), reason, null, true))).ShouldBeRefused("edition.phase_not_found");
        (await ExtendAsync(test, Actor.Console, new("intake", DayZero.PlusDays(21), reason, null, true))).ShouldBeRefused("edition.extension_not_later");
        (await ExtendAsync(test, Actor.Console, new("registration", DayZero.PlusDays(-2), reason, null, false))).ShouldBeRefused("edition.extension_in_the_past");
        (await ExtendAsync(test, Actor.Console, new("intake", DayZero.PlusDays(25), reason, null, ShiftsFollowing: false))).ShouldBeRefused("edition.phases_overlap");

        await using var db = test.Open();
        (await db.EditionSnapshots.CountAsync()).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task All_editions_are_listed_newest_first_each_with_its_latest_snapshot(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        foreach (var year in new[] { 2020, 2023, 2021 })
            (await PublishAsync(test, Actor.Console, EditionReader.Read(Path.Combine(Repository.Root, $"editions/make-in-viet-nam/{year}")))).ShouldBeDone();
        await PublishAsync(test, Actor.Console, Demo);
        await PublishAsync(test, Actor.Console, Renamed("Tên mới"), Notice);

        await using var db = test.Open();
        (await new EditionBook(db).AllAsync(default)).Select(p => (p.Key, p.Number)).ShouldBe(
            [(Key, 2), ("make-in-viet-nam/2023", 1), ("make-in-viet-nam/2021", 1), ("make-in-viet-nam/2020", 1)]);
        (await new EditionBook(db).NextMomentAsync(Now, default)).ShouldBe(DayZero.PlusDays(22).AtStartOfDayInZone(DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"]).ToInstant());
    }

    [Theory, Engines]
    public async Task A_snapshot_can_neither_be_changed_nor_deleted_and_the_doctor_agrees(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await PublishAsync(test, Actor.Console, Demo);
        await using var db = test.Open();
        foreach (var sql in new[] { "UPDATE edition_snapshot SET notice_vi = 'x', notice_en = 'x'", "DELETE FROM edition_snapshot" })
            (await Should.ThrowAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlRawAsync(sql))).Message.ShouldContain("changed");
        (await BrokenAsync(test)).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task The_doctor_names_a_snapshot_that_was_tampered_with(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await PublishAsync(test, Actor.Console, Demo);
        test.IsBrokenOnPurpose = true;
        await using (var db = test.Open())
        {
            string[] without = engine is Engine.Sqlite
                ? ["DROP TRIGGER edition_snapshot_is_not_changed"] : ["DROP TRIGGER edition_snapshot_is_not_changed ON edition_snapshot"];
            foreach (var sql in (string[])[.. without, "UPDATE edition_snapshot SET content = REPLACE(content, '\"min_score\":850', '\"min_score\":700')"])
                await db.Database.ExecuteSqlRawAsync(sql);
        }
        (await BrokenAsync(test)).ShouldBe(["editions.snapshots_keep_their_hash: demo/2026 #1"]);
    }

    private static async Task<string[]> BrokenAsync(TestDb test)
    {
        await using var db = test.Open();
        var findings = await new Doctor(db, test.DatabaseEngine).RunAsync(default);
        return [.. findings.Where(f => f.Name.StartsWith("editions.", StringComparison.Ordinal)).SelectMany(f => f.Offenders.Select(o => $"{f.Name}: {o}"))];
    }

    private static async Task<Result<PublishedEdition>> PublishAsync(TestDb test, Actor actor, EditionReading reading, LocalizedText? notice = null)
    {
        await using var db = test.Open();
        return await new PublishEdition(db, new EditionBook(db), new FixedClock(Now)).RunAsync(actor, reading, notice, default);
    }

    private static async Task<Result<PublishedEdition>> ExtendAsync(TestDb test, Actor actor, PhaseExtension extension)
    {
        await using var db = test.Open();
        var (book, clock) = (new EditionBook(db), new FixedClock(Now));
        return await new ExtendPhase(book, new PublishEdition(db, book, clock), clock).RunAsync(actor, Key, extension, default);
    }

    private static async Task<Actor> PersonAsync(TestDb test, params RoleInEdition[] roles)
    {
        await using var db = test.Open();
        var person = Person.New(Now, $"{Guid.NewGuid():n}@example.vn", "Chuyên viên Minh họa", "vi");
        db.People.Add(person);
        await db.SaveChangesAsync();
        return new(person.Id, person.FullName, false, roles.ToHashSet());
    }
}

internal static class Outcome
{
    public static PublishedEdition ShouldBeDone(this Result<PublishedEdition> result)
    {
        result.TryGet(out var published, out var problem).ShouldBeTrue(problem?.Code);
        return published!;
    }

    public static Problem ShouldBeRefused(this Result<PublishedEdition> result, string code)
    {
        result.TryGet(out _, out var problem).ShouldBeFalse();
        problem!.Code.ShouldBe(code);
        return problem;
    }
}
