using BangVang.App.Laureates;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Laureates;

public sealed class BoardAtScaleTests
{
    [Theory, Engines]
    public async Task The_first_page_of_20_000_products_takes_the_queries_of_200_and_reads_no_table_through(Engine engine)
    {
        await using var small = await TestDb.CreateAsync(engine);
        await using var large = await TestDb.CreateAsync(engine);
        await small.AddManyLaureatesAsync(200);
        await large.AddManyLaureatesAsync(20_000);
        await using (var db = large.Open()) await db.Database.ExecuteSqlRawAsync("ANALYZE");

        foreach (var (filter, index) in new[]
        {
            (new BoardFilter(), "ix_laureate_by_name"), (new BoardFilter(Order: BoardOrder.Rank), "ix_laureate_by_rank"),
            (new BoardFilter(Year: 2023, Order: BoardOrder.Rank), "ix_laureate_by_rank"),
        })
        {
            var (few, many) = (await QueriesAsync(small, filter), await QueriesAsync(large, filter));
            many.Queries.Count.ShouldBe(few.Queries.Count);
            many.Queries.Count.ShouldBeLessThanOrEqualTo(4);
            await using var explained = large.Open();
            var plans = await many.PlansAsync(explained);
            plans[0].Plan.ShouldContain(index);
            plans[0].Plan.ShouldNotContain(engine is Engine.Sqlite ? "TEMP B-TREE" : "Sort");
            foreach (var plan in plans) plan.ReadsBoardThrough.ShouldBeFalse($"{plan.Sql}\n{plan.Plan}");
        }
    }

    [Theory, Engines]
    public async Task A_page_in_the_middle_of_20_000_products_begins_where_the_cursor_points(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await test.AddManyLaureatesAsync(2_000);
        await using (var db = test.Open()) await db.Database.ExecuteSqlRawAsync("ANALYZE");
        await using var read = test.Open();
        var first = await read.BoardAsync(new(), 200, null, default);
        first.TryGet(out var board, out _).ShouldBeTrue();

        var plans = await (await QueriesAsync(test, new(), board!.Next)).PlansAsync(read);
        plans[0].Plan.ShouldContain("ix_laureate_by_name");
        plans[0].Plan.ShouldMatch(engine is Engine.Sqlite ? @"SEARCH .*sort_key>" : @"Index Cond: .*sort_key");
    }

    private static async Task<QueryRecorder> QueriesAsync(TestDb test, BoardFilter filter, string? cursor = null)
    {
        var recorder = new QueryRecorder();
        await using var db = test.Open(recorder);
        (await db.BoardAsync(filter, 48, cursor, default)).TryGet(out _, out _).ShouldBeTrue();
        return recorder;
    }
}
