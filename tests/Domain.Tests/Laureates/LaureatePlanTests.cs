using BangVang.App.Kernel;
using BangVang.App.Laureates;
using BangVang.Domain.Kernel;
using BangVang.Domain.Laureates;
using NodaTime;
using Shouldly;
using System.Text;
using Xunit;

namespace BangVang.Domain.Tests.Laureates;

public sealed class LaureatePlanTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 10, 1, 3, 0);
    private static readonly BoardNames Names = new("make-in-viet-nam/2020", false,
        [new("platform", "Nền tảng số xuất sắc", null, 1), new("potential", "Sản phẩm số tiềm năng", null, 2)], [new("first", "Giải Nhất", null, 1)]);
    private static readonly Dictionary<string, BoardNames> Editions = new() { [Names.EditionKey] = Names };

    [Fact]
    public void A_file_says_what_it_would_add_correct_and_leave()
    {
        var board = new[] { Line("base-vn", "Base.vn", "platform"), Line("asilla", "Asilla", "potential") };
        var plan = Plan(board,
            "edition,product,organisation,category,source_title",
            "make-in-viet-nam/2020,Base.vn,,Nền tảng số xuất sắc,Nguồn thử",
            "make-in-viet-nam/2020,ASILLA,Công ty Asilla,potential,Nguồn thử",
            "make-in-viet-nam/2020,vnEdu 4.0,,,Báo A");

        plan.Problems.ShouldBeEmpty();
        plan.Lines.Select(l => (l.Line, l.Kind, l.Slug)).ShouldBe([(2, PlannedKind.Same, "base-vn"), (3, PlannedKind.Correct, "asilla"), (4, PlannedKind.Add, "vnedu-4-0")]);
        plan.Lines[1].Changes.ShouldBe([new("ProductName", "Asilla", "ASILLA"), new("Organisation", null, "Công ty Asilla")]);
    }

    [Fact]
    public void Every_problem_of_a_file_is_told_at_once_with_its_line()
    {
        var plan = Plan([],
            "edition,product,category,tier,source_title,source_url,slug",
            "make-in-viet-nam/2019,A-1,,,Báo A,,",
            "make-in-viet-nam/2020,,,,Báo A,,",
            "make-in-viet-nam/2020,\"B",
            "hai dòng\",Hạng mục lạ,Giải Tư,Báo A,ftp://x,",
            "make-in-viet-nam/2020,C-1,,,,,",
            "make-in-viet-nam/2020,D-1,,,Báo A,,Không phải đường dẫn",
            "make-in-viet-nam/2020,E-1,,,Báo A,,",
            "make-in-viet-nam/2020,E-1,,,Báo A,,");

        plan.CanApply.ShouldBeFalse();
        plan.Problems.Select(p => $"{p.Line} {p.Problem.Code}").ShouldBe(
        [
            "2 laureates.edition_unknown", "3 laureates.product_name_length", "4 laureates.source_url_invalid", "4 laureates.category_unknown", "4 laureates.tier_unknown",
            "6 laureates.source_missing", "7 laureates.slug_invalid", "9 laureates.line_twice",
        ]);
    }

    [Fact]
    public void A_column_that_is_misspelt_or_missing_is_refused_before_any_line_is_read()
    {
        Plan([], "edition,produkt", "x,y").Problems.Select(p => p.Problem.Code).ShouldBe(["laureates.column_missing", "laureates.column_unknown"]);
        Plan([], "edition,product").Problems.Select(p => p.Problem.Code).ShouldBe(["laureates.file_empty"]);
    }

    [Fact]
    public void A_column_the_file_does_not_have_leaves_what_the_board_says_and_an_empty_cell_takes_it_back()
    {
        var board = new[] { Line("base-vn", "Base.vn", "platform", "Công ty B") };
        Plan(board, "edition,slug,product", "make-in-viet-nam/2020,base-vn,Base.vn 2").Lines[0].Changes.ShouldBe([new("ProductName", "Base.vn", "Base.vn 2")]);
        Plan(board, "edition,slug,product,organisation", "make-in-viet-nam/2020,base-vn,Base.vn,").Lines[0].Changes.ShouldBe([new("Organisation", "Công ty B", null)]);
    }

    [Fact]
    public void A_secretary_plans_lines_of_the_own_edition_only()
    {
        var secretary = new Actor(Guid.NewGuid(), "Thư ký", false, new HashSet<RoleInEdition> { new("demo/2026", Role.Secretariat) });
        var plan = LaureatePlan.Of("edition,product,source_title\nmake-in-viet-nam/2020,A-1,Báo A", secretary, Editions, []);
        plan.Problems.Select(p => p.Problem.Code).ShouldBe(["laureates.may_not_change_edition"]);
    }

    [Fact]
    public void The_fingerprint_changes_with_the_file_and_with_the_board()
    {
        var line = Line("base-vn", "Base.vn", "platform");
        var (before, sameAgain, otherFile) = (Plan([line], "edition,product", "a,b"), Plan([line], "edition,product", "a,b"), Plan([line], "edition,product", "a,c"));
        sameAgain.Fingerprint.ShouldBe(before.Fingerprint);
        otherFile.Fingerprint.ShouldNotBe(before.Fingerprint);
        line.Correct(line.Facts with { Organisation = "Công ty B" }, "bổ sung", null, null, Now);
        Plan([line], "edition,product", "a,b").Fingerprint.ShouldNotBe(before.Fingerprint);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+cmd|' /C calc'!A0")]
    [InlineData("@SUM(A1)")]
    [InlineData("-2,5 \"trích\"\nhai dòng")]
    [InlineData("'=đã có dấu")]
    [InlineData("akaBot")]
    public void A_cell_that_looks_like_a_formula_is_written_harmless_and_read_back_as_it_was(string value)
    {
        var text = new StringBuilder().AppendCsv("a", "b").AppendCsv("x", value).ToString();
        text.Split("\r\n", 2)[1].ShouldNotContain($"x,{value}".Length > 0 && value[0] is '=' or '+' or '@' or '-' ? $"x,{value[0]}" : "\0");
        CsvTable.Read(text).TryGet(out var table, out _).ShouldBeTrue();
        Csv.Plain(table!.Rows[0]["b"]).ShouldBe(value);
    }

    private static LaureatePlan Plan(IReadOnlyList<Laureate> board, params string[] lines) =>
        LaureatePlan.Of(string.Join('\n', lines), Actor.Console, Editions, board);

    private static Laureate Line(string slug, string name, string category, string? organisation = null) => Laureate.New(
        Names.EditionKey, slug, new() { ProductName = name, Organisation = organisation, Category = Names.Category(category), Sources = [new("Nguồn thử", null, null)] }, Now, false);
}
