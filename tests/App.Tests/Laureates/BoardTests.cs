using BangVang.App.Laureates;
using BangVang.App.Storage;
using BangVang.Domain.Laureates;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Laureates;

public sealed class BoardTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 10, 1, 3, 0);
    private static readonly NamedCode Gold = new("gold", "Vàng", "Gold", 1);
    private static readonly NamedCode Top = new("top10", "Top 10", "Top 10", 4);
    private static readonly NamedCode Platform = new("platform", "Nền tảng số xuất sắc", "Outstanding digital platform", 1);

    [Theory, Engines]
    public async Task Names_stand_in_the_order_of_the_Vietnamese_alphabet(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await AddAsync(test, ["Đường số", "Dân cư", "Ắc quy số", "Ấm trà số", "An toàn", "Dặm xa", "Ánh sáng"]);

        (await BoardAsync(test, new())).Rows.Select(r => r.ProductName)
            .ShouldBe(["An toàn", "Ánh sáng", "Ắc quy số", "Ấm trà số", "Dặm xa", "Dân cư", "Đường số"]);
    }

    [Theory, Engines]
    public async Task A_search_without_accents_finds_the_words_in_any_order_and_in_the_middle_of_a_name(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await AddAsync(test, ["Nền tảng truyền hình số trực tuyến quốc gia VTVgo", "akaBot", "Cổng Việt Nam", "Đo lường"]);

        foreach (var (typed, found) in new[]
        {
            ("truyen hinh nen tang", "Nền tảng truyền hình số trực tuyến quốc gia VTVgo"), ("BOT", "akaBot"), ("vietnam", "Cổng Việt Nam"),
            ("viet nam", "Cổng Việt Nam"), ("do", "Đo lường"), ("vtv", "Nền tảng truyền hình số trực tuyến quốc gia VTVgo"),
        })
            (await BoardAsync(test, new(Text: typed))).Rows.Select(r => r.ProductName).ShouldBe([found], typed);
        (await BoardAsync(test, new(Text: "khong co gi"))).Total.ShouldBe(0);
        (await BoardAsync(test, new(Text: "%"))).Total.ShouldBe(4);
        (await BoardAsync(test, new(Text: "2023"))).Total.ShouldBe(4);
    }

    [Theory, Engines]
    public async Task Each_filter_counts_what_it_would_leave_of_the_list(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using (var db = test.Open())
        {
            db.Laureates.AddRange(
                Line("demo/2022", "Một", "Công ty A", Platform, Gold), Line("demo/2023", "Hai", "Công ty A", Platform, null),
                Line("demo/2023", "Ba", "Công ty B", null, Top), Line("demo/2023", "Bốn", null, null, null));
            await db.SaveChangesAsync();
        }

        var board = await BoardAsync(test, new(Year: 2023));
        board.Total.ShouldBe(3);
        Counts(board.Years).ShouldBe(["2023:3", "2022:1"]);
        Counts(board.Categories).ShouldBe(["nen-tang-so-xuat-sac:1", "unstated:2"]);
        Counts(board.Tiers).ShouldBe(["top-10:1", "unstated:2"]);
        Counts(board.Organisations).ShouldBe(["cong-ty-a:1", "cong-ty-b:1", "unstated:1"]);

        var ofA = await BoardAsync(test, new(Organisation: "cong-ty-a", Text: "a"));
        ofA.Total.ShouldBe(2);
        Counts(ofA.Tiers).ShouldBe(["vang:1", "unstated:1"]);
        (await BoardAsync(test, new(Tier: Laureate.Unstated))).Rows.Select(r => r.ProductName).ShouldBe(["Bốn", "Hai"]);
    }

    [Theory, Engines]
    public async Task Pages_neither_repeat_nor_skip_a_line_when_others_come_and_go_in_between(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await test.AddManyLaureatesAsync(60);
        foreach (var order in Enum.GetValues<BoardOrder>())
        {
            var before = (await BoardAsync(test, new(Order: order), size: 200)).Rows.Select(r => r.Id).ToList();
            var seen = new List<Guid>();
            string? cursor = null;
            do
            {
                var page = await BoardAsync(test, new(Order: order), size: 7, cursor);
                seen.AddRange(page.Rows.Select(r => r.Id));
                cursor = page.Next;
                await AddAsync(test, [$"AAA {seen.Count} {order}"], "demo/2030");
            }
            while (cursor is not null);
            seen.Where(before.Contains).SequenceEqual(before).ShouldBeTrue($"{order}");
        }
    }

    [Theory, Engines]
    public async Task A_cursor_of_another_list_is_refused(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        foreach (var cursor in new[] { "x", "e30", Kernel.Cursor.Of("a"), Kernel.Cursor.Of("a", "b"), new string('A', 9_999) })
        {
            var board = await db.BoardAsync(new(), 10, cursor, default);
            board.TryGet(out _, out var problem).ShouldBeFalse();
            problem!.Code.ShouldBe("laureates.cursor_invalid");
        }
    }

    [Theory, Engines]
    public async Task The_database_counts_what_comes_goes_and_returns_and_changes_the_public_version(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        // Changes of state alone, without the line of history that an action adds.
        test.IsBrokenOnPurpose = true;
        await using var db = test.Open();
        var version = (await db.PublicStateAsync(default)).Version;
        var line = Line("demo/2023", "Một", "Công ty A", Platform, Gold);
        db.Laureates.Add(line);
        await SavedAsync("1 platform/gold");
        line.Correct(line.Facts with { Tier = Top, Organisation = null }, "sửa hạng", null, null, Now);
        await SavedAsync("1 platform/top");
        line.Withdraw("thu hồi", null, null, Now);
        await SavedAsync("");
        line.Restore("khôi phục", null, null, Now);
        await SavedAsync("1 platform/top");

        async Task SavedAsync(string board)
        {
            await db.SaveChangesAsync();
            var now = (await db.PublicStateAsync(default)).Version;
            now.ShouldBeGreaterThan(version);
            version = now;
            var found = await BoardAsync(test, new());
            string.Join(' ', found.Rows.Select(r => $"{found.Total} platform/{(r.TierOrdinal == 1 ? "gold" : "top")}")).ShouldBe(board);
            await using var other = test.Open();
            (await new Doctor(other, test.DatabaseEngine).RunAsync(default)).Where(f => f.Name.EndsWith("_count", StringComparison.Ordinal) && !f.Holds).ShouldBeEmpty();
        }
    }

    [Theory, Engines]
    public async Task A_line_of_the_board_cannot_be_deleted_and_its_history_cannot_be_changed(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await AddAsync(test, ["Một"]);
        await using var db = test.Open();
        var line = await db.Laureates.SingleAsync();
        db.LaureateChanges.Add(line.Correct(line.Facts with { Organisation = "Công ty A" }, "bổ sung đơn vị", null, null, Now)!);
        await db.SaveChangesAsync();
        foreach (var sql in new[] { "DELETE FROM laureate", "DELETE FROM laureate_change", "UPDATE laureate_change SET reason = 'x'" })
            await Should.ThrowAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlRawAsync(sql));
    }

    private static IEnumerable<string> Counts(IEnumerable<Facet> facets) => facets.Select(f => $"{f.Key}:{f.Products}");

    private static Laureate Line(string edition, string name, string? organisation, NamedCode? category, NamedCode? tier) => Laureate.New(
        edition, BangVang.Domain.Kernel.VietnameseText.Slug(name),
        new() { ProductName = name, Organisation = organisation, Category = category, Tier = tier, Sources = [new("Nguồn thử", null, null)] }, Now, isDemonstration: true);

    private static async Task AddAsync(TestDb test, string[] names, string edition = "demo/2023")
    {
        await using var db = test.Open();
        db.Laureates.AddRange(names.Select(n => Line(edition, n, null, null, null)));
        await db.SaveChangesAsync();
    }

    private static async Task<Board> BoardAsync(TestDb test, BoardFilter filter, int size = 50, string? cursor = null)
    {
        await using var db = test.Open();
        var result = await db.BoardAsync(filter, size, cursor, default);
        return result.TryGet(out var board, out var problem) ? board : throw new InvalidOperationException(problem.Code);
    }
}
