using BangVang.App.Editions;
using BangVang.App.Laureates;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.Laureates;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Laureates;

public sealed class ArchiveTests
{
    private static readonly FixedClock Clock = new(Instant.FromUtc(2026, 10, 1, 3, 0));

    [Theory, Engines]
    public async Task The_archive_holds_the_twelve_products_that_the_sources_name_and_nothing_that_was_only_inferred(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        var outcome = await ImportAsync(db);
        outcome.Problems.ShouldBeEmpty();
        outcome.Added.ShouldBe(12);

        var board = await db.Laureates.OrderBy(l => l.Year).ThenBy(l => l.SortKey).ToListAsync();
        board.Select(l => $"{l.Year} {l.ProductName} | {l.Organisation} | {l.CategoryName} | {l.TierName}").ShouldBe(
        [
            "2020 AI Smart Warning | HMD Việt Nam | Sản phẩm số tiềm năng | ",
            "2020 akaBot | FPT Software | Sản phẩm số xuất sắc | ",
            "2020 Asilla |  | Sản phẩm số tiềm năng | ",
            "2020 Base.vn |  | Nền tảng số xuất sắc | ",
            "2020 Hệ sinh thái giáo dục vnEdu 4.0 |  | Thu hẹp khoảng cách số | ",
            "2020 OneATS | ATS JSC | Giải pháp số xuất sắc | ",
            "2023 Dịch vụ Chứng thực chữ ký số theo mô hình ký số từ xa - VNPT SmartCA |  |  | ",
            "2023 Hệ thống Kiểm soát tải trọng xe tự động eWIM |  |  | ",
            "2023 Hệ thống robot Delta trong sản xuất bánh kẹo |  |  | ",
            "2023 Nền tảng công nghệ nhân sự JobOKO |  |  | ",
            "2023 Nền tảng hậu cần GHTK APP |  |  | ",
            "2023 Nền tảng truyền hình số trực tuyến quốc gia VTVgo |  |  | ",
        ]);
        board.ShouldAllBe(l => l.Sources.Count == 1 && l.Sources[0].Quote != null && !l.IsDemonstration);
        (await db.BoardFrameAsync(default)).EditionYears.ShouldBe([2025, 2024, 2023, 2022, 2021, 2020]);
        (await db.ProgrammeFiguresAsync(default)).Select(f => f.Value).ShouldBe([252, 24, 26, 27, 175, 1000]);
    }

    [Theory, Engines]
    public async Task Importing_the_archive_again_changes_nothing_and_what_was_corrected_meanwhile_in_the_files_is_a_correction(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using (var db = test.Open()) await ImportAsync(db);
        await using (var db = test.Open())
        {
            var again = await ImportAsync(db);
            (again.Editions.Count, again.Figures, again.Added, again.Corrected, again.Problems.Count).ShouldBe((0, 0, 0, 0, 0));
        }

        await using var read = test.Open();
        (await read.LogEvents.CountAsync(e => e.Kind == "laureate.added")).ShouldBe(12);
        (await read.AuditEntries.CountAsync(a => a.Action == "laureates.imported")).ShouldBe(1);
    }

    [Fact]
    public async Task Only_the_administrator_imports_the_archive()
    {
        await using var test = await TestDb.CreateAsync(Engine.Sqlite);
        await using var db = test.Open();
        var result = await Archive(db).RunAsync(new(Guid.NewGuid(), "Thư ký", false, new HashSet<RoleInEdition> { new("make-in-viet-nam/2023", Role.Secretariat) }), Repository.Root, default);
        result.TryGet(out _, out var problem).ShouldBeFalse();
        problem!.Kind.ShouldBe(ProblemKind.Forbidden);
        (await db.Laureates.AnyAsync()).ShouldBeFalse();
    }

    private static async Task<ArchiveOutcome> ImportAsync(BangVangDb db) =>
        (await Archive(db).RunAsync(Actor.Console, Repository.Root, default)).TryGet(out var outcome, out var problem) ? outcome : throw new InvalidOperationException(problem.Code);

    private static ImportArchive Archive(BangVangDb db)
    {
        var book = new EditionBook(db);
        return new(db, book, new PublishEdition(db, book, Clock), new ImportLaureates(db, book, Clock), Clock);
    }
}
