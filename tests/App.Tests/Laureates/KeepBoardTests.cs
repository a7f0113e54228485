using BangVang.App.Editions;
using BangVang.App.Laureates;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;
using BangVang.Domain.Laureates;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Laureates;

public sealed class KeepBoardTests
{
    private const string Edition = "make-in-viet-nam/2023";
    private static readonly FixedClock Clock = new(Instant.FromUtc(2026, 10, 1, 3, 0));
    private static readonly LaureateSource Source = new("Báo thử nghiệm, 01/10/2026", "https://example.vn/bai", "Sản phẩm A đoạt giải Vàng");
    private static readonly LaureateInput Input = new("Sản phẩm A", null, null, null, null, null, "Vàng", [Source]);

    [Theory, Engines]
    public async Task A_product_is_added_corrected_and_taken_off_and_each_step_stays_readable(Engine engine)
    {
        await using var test = await BoardAsync(engine);
        var secretary = await SecretaryAsync(test);
        await using var db = test.Open();
        var book = new EditionBook(db);
        var added = await new AddLaureate(db, book, Clock).RunAsync(secretary, Edition, Input, default);
        added.Path.ShouldBe("/laureates/make-in-viet-nam/2023/san-pham-a");
        var line = await db.Laureates.SingleAsync(l => l.Slug == "san-pham-a");
        (line.TierName, line.TierOrdinal, line.CategoryName).ShouldBe(("Vàng", 1, null));

        var corrected = await new CorrectLaureate(db, book, Clock).RunAsync(secretary, line.Id, 0, Input with { Organisation = "Công ty Minh họa 01", Category = "digital-society" }, "Bổ sung theo báo", Source, default);
        corrected.Problems.ShouldBeEmpty();
        (await new WithdrawLaureate(db, Clock).RunAsync(secretary, line.Id, 1, back: false, "Thu hồi theo quyết định", Source, default)).Problems.ShouldBeEmpty();

        await using var read = test.Open();
        var view = (await read.LaureateAsync(Edition, "san-pham-a", default))!;
        view.WithdrawalReason.ShouldBe("Thu hồi theo quyết định");
        view.History.Select(h => (h.Kind, h.Reason, string.Join(' ', h.Fields.Select(f => f.Field)))).ShouldBe(
            [(LaureateChangeKind.Corrected, "Bổ sung theo báo", "Organisation Category"), (LaureateChangeKind.Withdrawn, "Thu hồi theo quyết định", "")]);
        (await read.LaureatesOnBoard().CountAsync(l => l.Slug == "san-pham-a")).ShouldBe(0);
        (await read.LogEvents.Where(e => e.Subject == view.Id.ToString()).OrderBy(e => e.Seq).Select(e => e.Kind).ToListAsync()).ShouldBe(["laureate.added", "laureate.corrected", "laureate.withdrawn"]);
        (await read.AuditEntries.Where(a => a.Subject == view.Id.ToString()).Select(a => a.PersonId).Distinct().SingleAsync()).ShouldBe(secretary.PersonId);
    }

    [Theory, Engines]
    public async Task Another_editions_secretary_changes_nothing_and_of_two_at_once_the_second_is_told(Engine engine)
    {
        await using var test = await BoardAsync(engine);
        await using var db = test.Open();
        var (stranger, id) = (new Actor(Guid.NewGuid(), "Thư ký khác", false, new HashSet<RoleInEdition> { new("demo/2026", Role.Secretariat) }), (await db.Laureates.FirstAsync(l => l.Slug == "ewim")).Id);
        (await new AddLaureate(db, new EditionBook(db), Clock).RunAsync(stranger, Edition, Input, default)).Problems.Single().Code.ShouldBe("laureates.may_not_change");
        (await new WithdrawLaureate(db, Clock).RunAsync(stranger, id, 0, false, "không được phép", Source, default)).Problems.Single().Kind.ShouldBe(ProblemKind.Forbidden);
        (await db.LineToKeepAsync(stranger, id, default)).ShouldBeNull();
        (await db.BoardLinesAsync(stranger, null, default)).ShouldBeEmpty();

        await using var other = test.Open();
        var ewim = new LaureateInput("eWIM", null, null, null, "Công ty Minh họa 02", null, null, [Source]);
        (await new CorrectLaureate(other, new EditionBook(other), Clock).RunAsync(Actor.Console, id, 0, ewim, "người thứ nhất", Source, default)).Problems.ShouldBeEmpty();
        (await new CorrectLaureate(db, new EditionBook(db), Clock).RunAsync(Actor.Console, id, 0, ewim, "người thứ hai", Source, default)).Problems.Single().Code.ShouldBe("laureates.changed_meanwhile");
    }

    [Theory, Engines]
    public async Task What_is_wrong_with_a_line_is_told_all_at_once_and_a_product_is_not_posted_twice(Engine engine)
    {
        await using var test = await BoardAsync(engine);
        await using var db = test.Open();
        var add = new AddLaureate(db, new EditionBook(db), Clock);
        (await add.RunAsync(Actor.Console, Edition, new("", null, null, null, null, "Hạng mục lạ", "Giải Tư", [new("", "javascript:alert(1)", null)]), default)).Problems.Select(p => p.Code)
            .ShouldBe(["laureates.product_name_length", "laureates.source_title_length", "laureates.source_url_invalid", "laureates.category_unknown", "laureates.tier_unknown"]);
        (await add.RunAsync(Actor.Console, Edition, Input with { ProductName = "nen tang hau can ghtk app" }, default)).Problems.Single().Code.ShouldBe("laureates.already_on_board");
        (await add.RunAsync(Actor.Console, "make-in-viet-nam/2019", Input, default)).Problems.Single().Code.ShouldBe("laureates.edition_unknown");
    }

    [Theory, Engines]
    public async Task A_file_is_applied_as_a_whole_after_its_preview_or_not_at_all(Engine engine)
    {
        await using var test = await BoardAsync(engine);
        const string good = "edition,slug,product,organisation,source_title\nmake-in-viet-nam/2023,ewim,Hệ thống Kiểm soát tải trọng xe tự động eWIM,Công ty Minh họa 03,Báo thử\nmake-in-viet-nam/2023,,Sản phẩm mới,,Báo thử\n";
        await using var db = test.Open();
        var import = new ImportLaureates(db, new EditionBook(db), Clock);
        (await import.RunAsync(Actor.Console, good + "make-in-viet-nam/2023,,X,,\n", null, "thử nhập", default)).CanApply.ShouldBeFalse();
        (await db.LaureatesOnBoard().CountAsync()).ShouldBe(12);

        var plan = await import.PlanAsync(Actor.Console, good, default);
        (plan.Count(PlannedKind.Add), plan.Count(PlannedKind.Correct)).ShouldBe((1, 1));
        (await import.RunAsync(Actor.Console, good, plan.Fingerprint, null, default)).Problems.Single().Problem.Code.ShouldBe("laureates.reason_length");
        (await import.RunAsync(Actor.Console, good, "khác", "thử nhập", default)).Problems.Single().Problem.Code.ShouldBe("laureates.plan_outdated");
        (await import.RunAsync(Actor.Console, good, plan.Fingerprint, "thử nhập", default)).CanApply.ShouldBeTrue();

        await using var read = test.Open();
        (await read.LaureatesOnBoard().CountAsync()).ShouldBe(13);
        (await read.Laureates.SingleAsync(l => l.Slug == "ewim")).Organisation.ShouldBe("Công ty Minh họa 03");
        await using var later = test.Open();
        (await new ImportLaureates(later, new EditionBook(later), Clock).RunAsync(Actor.Console, good, plan.Fingerprint, "thử nhập", default)).Problems.Single().Problem.Code.ShouldBe("laureates.plan_outdated");
    }

    [Theory, Engines]
    public async Task The_public_file_read_back_changes_nothing(Engine engine)
    {
        await using var test = await BoardAsync(engine);
        await using var db = test.Open();
        var file = LaureateCsv.Write(await db.BoardFileAsync(new(), default), new(new("https://bangvang.example.vn")));
        var plan = await new ImportLaureates(db, new EditionBook(db), Clock).PlanAsync(Actor.Console, file, default);
        plan.Problems.ShouldBeEmpty();
        plan.Lines.Select(l => l.Kind).ShouldAllBe(k => k == PlannedKind.Same);
        plan.Lines.Count.ShouldBe(12);
    }

    [Theory, Engines]
    public async Task Honours_come_on_the_board_with_the_decision_and_an_amendment_corrects_and_revokes_them(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        // The dossiers are bare rows: who writes on them is not what this is about.
        test.IsBrokenOnPurpose = true;
        await using var db = test.Open();
        var dossiers = await DossierIdsAsync(db, 3);
        var facts = new LaureateFacts { ProductName = "Sản phẩm Minh họa", Organisation = "Công ty Minh họa 01", Category = new("platform", "Nền tảng số", null), Tier = new("gold", "Vàng", "Gold", 1), Sources = [new("Quyết định số 01/QĐ-MH", null, null)] };
        await db.HonourAsync(Actor.Console, "demo/2026", true, [new(dossiers[0], facts), new(dossiers[1], facts), new(dossiers[2], facts with { ProductName = "Sản phẩm khác" })], "Công bố kết quả", Clock.Now, default);
        await db.SaveChangesAsync();
        (await db.Laureates.OrderBy(l => l.Slug).Select(l => l.Slug).ToListAsync()).ShouldBe(["san-pham-khac", "san-pham-minh-hoa", "san-pham-minh-hoa-2"]);

        await using var later = test.Open();
        await later.HonourAsync(Actor.Console, "demo/2026", true, [new(dossiers[0], facts with { Tier = new("silver", "Bạc", "Silver", 2) }), new(dossiers[1], facts)], "Sửa đổi sau khiếu nại", Clock.Now, default);
        await later.RevokeHonoursAsync(Actor.Console, [dossiers[2]], "Sửa đổi sau khiếu nại", Clock.Now, default);
        await later.SaveChangesAsync();

        await using var read = test.Open();
        (await read.LaureatesOnBoard().OrderBy(l => l.TierOrdinal).Select(l => l.TierName).ToListAsync()).ShouldBe(["Vàng", "Bạc"]);
        (await read.LaureateChanges.Select(c => c.Kind).OrderBy(k => k).ToListAsync()).ShouldBe([LaureateChangeKind.Corrected, LaureateChangeKind.Withdrawn]);
        await Should.ThrowAsync<ArgumentException>(() => read.HonourAsync(Actor.Console, "demo/2026", true, [new(dossiers[0], facts with { Sources = [] })], "thiếu nguồn", Clock.Now, default));
    }

    /// <summary>A board with the archive on it.</summary>
    private static async Task<TestDb> BoardAsync(Engine engine)
    {
        var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        var book = new EditionBook(db);
        var result = await new ImportArchive(db, book, new PublishEdition(db, book, Clock), new ImportLaureates(db, book, Clock), Clock).RunAsync(Actor.Console, Repository.Root, default);
        result.TryGet(out var outcome, out _).ShouldBeTrue();
        outcome!.Problems.ShouldBeEmpty();
        return test;
    }

    private static async Task<List<Guid>> DossierIdsAsync(BangVangDb db, int count)
    {
        var person = BangVang.Domain.People.Person.New(Clock.Now, "nguoi.nop@example.vn", "Người nộp Thử", "vi");
        var enterprise = new Enterprise
        {
            Id = Ids.New(Clock.Now), TaxCode = "0100109106", Name = "Công ty Minh họa 01", SortKey = "", SearchKey = "", Kind = ApplicantKind.Enterprise, CreatedAt = Clock.Now,
        };
        var dossiers = Enumerable.Range(1, count).Select(n => new Dossier
        {
            Id = Ids.New(Clock.Now), Reference = Dossier.ReferenceOf(n), EditionKey = "demo/2026", SnapshotId = Guid.NewGuid(), EnterpriseId = enterprise.Id, CategoryCode = "platform",
            ProductName = $"Sản phẩm {n}", SortKey = "", SearchKey = "", CreatedAt = Clock.Now, CreatedBy = person.Id,
        }).ToList();
        foreach (var some in new object[][] { [person], [enterprise], [.. dossiers] })
        {
            db.AddRange(some);
            await db.SaveChangesAsync();
        }
        return [.. dossiers.Select(d => d.Id)];
    }

    private static async Task<Actor> SecretaryAsync(TestDb test)
    {
        await using var db = test.Open();
        var person = BangVang.Domain.People.Person.New(Clock.Now, "thu.ky@example.vn", "Thư ký Thử", "vi");
        db.People.Add(person);
        await db.SaveChangesAsync();
        return new(person.Id, person.FullName, false, new HashSet<RoleInEdition> { new(Edition, Role.Secretariat) });
    }
}
