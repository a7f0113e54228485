using System.Globalization;
using System.Net;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Decisions;

/// <summary>The secretariat's list of a judged round: as quick for a thousand entries as for ten, never old, never another's view.</summary>
public sealed class ResultsListTests
{
    private const string List = "/manage/demo/2026/results?round=preliminary";
    private const int MostQueries = 6;

    [Theory, Engines]
    public async Task A_list_of_1_000_scored_entries_takes_the_queries_of_10_and_shows_50(Engine engine)
    {
        var few = await QueriesAsync(engine, entries: 10);
        var many = await QueriesAsync(engine, entries: 1_000);

        many.ShouldBe(few);
        many.Cold.ShouldBeLessThanOrEqualTo(MostQueries);
        many.Warm.ShouldBeLessThan(many.Cold);
    }

    [Fact]
    public async Task Turning_pages_shows_every_entry_once_and_keeps_round_and_category_in_the_address()
    {
        await using var host = await JudgedAsync(Engine.Sqlite, new(), entries: 130);
        var (officer, _) = await host.EnterAsync(Role.Secretariat);

        var first = await officer.GetAsync(List);
        var seen = References(first).ToList();
        foreach (var link in first.Html.QuerySelectorAll(".pages a:not([aria-current])")) seen.AddRange(References(await officer.GetAsync(link.GetAttribute("href")!)));
        seen.Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(1, 130).Select(n => Dossier.ReferenceOf(n)).Order(StringComparer.Ordinal));

        var category = first.Html.QuerySelectorAll(".tabs a").Select(a => a.GetAttribute("href")!).First(h => h.Contains("category=", StringComparison.Ordinal));
        category.ShouldContain("round=preliminary");
        References(await officer.GetAsync(category)).Count.ShouldBe(26);
        (await officer.GetAsync(List + "&from=99")).Text(".pages [aria-current]").ShouldBe("3");
    }

    [Theory, Engines]
    public async Task What_was_computed_for_the_last_reader_is_not_shown_once_something_changed(Engine engine)
    {
        await using var host = await JudgedAsync(engine, new(), entries: 10);
        var (officer, _) = await host.EnterAsync(Role.Secretariat);
        var before = await officer.GetAsync(List);

        int? score = null;
        await ChangeAsync(host, db => db.Scoresheets.OrderBy(s => s.Id).Take(1), s => (score, s.State, s.Score, s.SignedAt) = (s.Score, ScoresheetState.Draft, null, null));
        (await officer.GetAsync(List)).Body.ShouldContain("2/3");
        before.Body.ShouldNotContain("2/3");
        await ChangeAsync(host, db => db.Scoresheets.Where(s => s.State == ScoresheetState.Draft), s => (s.State, s.Score, s.SignedAt) = (ScoresheetState.Signed, score, AwardWorld.Opens("preliminary")));
        (await officer.GetAsync(List)).Body.ShouldNotContain("2/3");
        await ChangeAsync(host, db => db.Enterprises.OrderBy(e => e.Id).Take(1), e => e.Rename("Công ty đã đổi tên"));
        (await officer.GetAsync(List)).Body.ShouldContain("Công ty đã đổi tên");
        await ChangeAsync(host, db => db.Dossiers.OrderBy(d => d.Id).Take(1), d => d.ProductName = "Sản phẩm đã đổi tên");
        (await officer.GetAsync(List)).Body.ShouldContain("Sản phẩm đã đổi tên");
        await ChangeAsync(host, db => db.Assignments.OrderBy(a => a.Id).Take(1), a => (a.EndedAt, a.EndReason) = (AwardWorld.Opens("preliminary"), "Ốm"));
        (await officer.GetAsync(List)).Body.ShouldContain("3/2");
    }

    [Theory, Engines]
    public async Task What_was_computed_for_one_officer_hides_from_another_what_that_one_must_not_know(Engine engine)
    {
        await using var host = await JudgedAsync(engine, new(), entries: 10);
        var (officer, _) = await host.EnterAsync(Role.Secretariat);
        var (related, relative) = await host.EnterAsync(Role.Secretariat);
        var (writing, writer) = await host.EnterAsync(Role.Secretariat);
        var (outsider, _) = await host.EnterAsync(Role.Juror);
        var all = References(await officer.GetAsync(List));

        await host.WithDbAsync(async db =>
        {
            var dossiers = await db.Dossiers.OrderBy(d => d.Reference).Take(2).ToListAsync();
            db.Add(new Conflict { Id = Guid.CreateVersion7(), EditionKey = "demo/2026", PersonId = relative.PersonId!.Value, DossierId = dossiers[0].Id, Source = ConflictSource.Declared, State = ConflictState.Suggested, NotedAt = WebHost.Start });
            db.Add(new DossierMember { DossierId = dossiers[1].Id, PersonId = writer.PersonId!.Value, AddedAt = WebHost.Start });
            return await db.SaveChangesAsync();
        });

        References(await related.GetAsync(List)).ShouldBe(all.Except([Dossier.ReferenceOf(1)]));
        References(await writing.GetAsync(List)).ShouldBe(all.Except([Dossier.ReferenceOf(2)]));
        References(await officer.GetAsync(List)).ShouldBe(all);
        (await outsider.GetAsync(List)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<(int Cold, int Warm)> QueriesAsync(Engine engine, int entries)
    {
        var recorder = new QueryRecorder();
        await using var host = await JudgedAsync(engine, recorder, entries);
        var (officer, _) = await host.EnterAsync(Role.Secretariat);
        // The edition's snapshot is opened once in the life of the server.
        await officer.GetAsync("/manage/demo/2026/results?round=final");
        recorder.Clear();
        var page = await officer.GetAsync(List);
        var cold = recorder.Queries.Count;
        recorder.Clear();
        References(await officer.GetAsync(List)).ShouldBe(References(page));
        References(page).Count.ShouldBe(Math.Min(entries, 50));
        page.Html.QuerySelectorAll("tbody td.num[data-l='Điểm']").ShouldAllBe(c => decimal.Parse(c.TextContent, new CultureInfo("vi-VN")) >= 4);
        return (cold, recorder.Queries.Count);
    }

    /// <summary>A server whose preliminary round is over.</summary>
    private static async Task<WebHost> JudgedAsync(Engine engine, QueryRecorder recorder, int entries)
    {
        var host = await WebHost.StartAsync(engine, configure: s => s.ConfigureDbContext<BangVangDb>(db => db.AddInterceptors(recorder)));
        var options = host.Services.CreateScope().ServiceProvider.GetRequiredService<DbContextOptions<BangVangDb>>();
        await new MadeUpRound(() => new BangVangDb(options), AwardWorld.Edition, "preliminary").LayAsync(entries, default);
        host.Clock.Now = AwardWorld.Closes("preliminary");
        return host;
    }

    private static Task<int> ChangeAsync<T>(WebHost host, Func<BangVangDb, IQueryable<T>> some, Action<T> change) => host.WithDbAsync(async db =>
    {
        foreach (var row in await some(db).ToListAsync()) change(row);
        return await db.SaveChangesAsync();
    });

    private static List<string> References(Shown page) => page.Status is not HttpStatusCode.OK
        ? throw new InvalidOperationException($"{page.Path} answers {(int)page.Status}: {page.Text("h1")}")
        : [.. page.Html.QuerySelectorAll("tbody th .hint").Select(h => h.TextContent.Split(',')[0].Trim())];
}
