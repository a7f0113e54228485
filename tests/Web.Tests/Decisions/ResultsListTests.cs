using System.Globalization;
using System.Net;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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

    [Theory, Engines]
    public async Task With_a_decision_over_all_of_them_it_still_takes_at_most_6_and_shows_50_of_its_lines(Engine engine)
    {
        foreach (var entries in (int[])[10, 300])
        {
            var recorder = new QueryRecorder();
            await using var host = await JudgedAsync(engine, recorder, entries);
            var (officer, person) = await host.EnterAsync(Role.Secretariat);
            await DecideAsync(host, person);
            await officer.GetAsync("/manage/demo/2026/results?round=final");
            recorder.Clear();
            var page = await officer.GetAsync(List);
            recorder.Queries.Count.ShouldBeLessThanOrEqualTo(MostQueries);
            Lines(page).Count.ShouldBe(Math.Min(entries, 50));

            var all = Lines(page).ToList();
            foreach (var link in page.Html.QuerySelectorAll("#decision .pages a:not([aria-current])")) all.AddRange(Lines(await officer.GetAsync(link.GetAttribute("href")!)));
            all.Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(1, entries).Select(n => Dossier.ReferenceOf(n)).Order(StringComparer.Ordinal));
        }

        static List<string> Lines(Shown page) => [.. page.Html.QuerySelectorAll("#decision tbody th .hint").Select(h => h.TextContent.Split(',')[0].Trim())];
    }

    [Theory, Engines]
    public async Task The_decision_beside_the_list_leaves_out_what_an_officer_must_not_know(Engine engine)
    {
        await using var host = await JudgedAsync(engine, new(), entries: 10);
        var (officer, person) = await host.EnterAsync(Role.Secretariat);
        await DecideAsync(host, person);
        // The final round knows none of the lines: their names are asked for.
        foreach (var address in (string[])[List, "/manage/demo/2026/results?round=final"])
            (await officer.GetAsync(address)).Html.QuerySelectorAll("#decision tbody tr").Length.ShouldBe(10, address);
        await host.WithDbAsync(async db =>
        {
            var first = await db.Dossiers.OrderBy(d => d.Reference).FirstAsync();
            db.Add(new Conflict { Id = Guid.CreateVersion7(), EditionKey = "demo/2026", PersonId = person.PersonId!.Value, DossierId = first.Id, Source = ConflictSource.Declared, State = ConflictState.Suggested, NotedAt = WebHost.Start });
            return await db.SaveChangesAsync();
        });
        foreach (var address in (string[])[List, "/manage/demo/2026/results?round=final"])
        {
            var page = await officer.GetAsync(address);
            page.Html.QuerySelectorAll("#decision tbody tr").Length.ShouldBe(9, address);
            page.Body.ShouldNotContain(Dossier.ReferenceOf(1), customMessage: address);
        }
    }

    [Theory]
    [InlineData("vi", "Vòng chưa mở chấm; mở chấm ", "Chưa mở chấm")]
    [InlineData("en", "Scoring has not begun; it opens ", "Not begun")]
    public async Task Before_the_round_begins_the_list_says_when_it_opens(string language, string notice, string status)
    {
        await using var host = await JudgedAsync(Engine.Sqlite, new(), entries: 1);
        var (officer, _) = await host.EnterAsync(Role.Secretariat);
        host.Clock.Now = AwardWorld.Opens("preliminary") - NodaTime.Duration.FromMilliseconds(1);
        await host.WithDbAsync(db => db.Scoresheets.ExecuteDeleteAsync());
        var before = await officer.GetAsync(List, language);
        before.Text(".notice")!.ShouldStartWith(notice);
        before.Text("tbody td:last-child").ShouldBe(status);
        host.Clock.Now = AwardWorld.Opens("preliminary");
        (await officer.GetAsync(List, language)).Text(".notice")!.ShouldNotStartWith(notice);
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
        page.Html.QuerySelectorAll("tbody td.num[data-l='Điểm']").ShouldAllBe(c => decimal.Parse(c.FirstChild!.TextContent, new CultureInfo("vi-VN")) >= 4);
        // Raw scores count in this round; the calibrated one stands beside each.
        page.Html.QuerySelectorAll("tbody td.num[data-l='Điểm'] .hint").Length.ShouldBe(Math.Min(entries, 50));
        return (cold, recorder.Queries.Count);
    }

    /// <summary>A proposal with a line for every dossier of the list.</summary>
    private static Task<int> DecideAsync(WebHost host, Actor officer) => host.WithDbAsync(async db =>
    {
        var dossiers = await db.Dossiers.OrderBy(d => d.Reference).Select(d => new { d.Id, d.Reference, d.CategoryCode }).ToListAsync();
        db.AwardDecisions.Add(new()
        {
            Id = Guid.CreateVersion7(), EditionKey = "demo/2026", ProposedAt = host.Clock.Now, ProposedBy = officer.PersonId!.Value,
            Lines = [.. dossiers.Select((d, i) => new DecisionLine(d.Id, d.Reference, d.CategoryCode, i + 1, 800, null, null, "allocate.no_tier", new Dictionary<string, string> { ["rank"] = $"{i + 1}" }, null, new Dictionary<string, string>(), null))],
        });
        return await db.SaveChangesAsync();
    });

    /// <summary>A server whose preliminary round is over.</summary>
    private static async Task<WebHost> JudgedAsync(Engine engine, QueryRecorder recorder, int entries)
    {
        // The jobs, which look at the database by themselves, are left out: a slow machine would count their queries too.
        var host = await WebHost.StartAsync(engine, configure: s =>
        {
            s.ConfigureDbContext<BangVangDb>(db => db.AddInterceptors(recorder));
            foreach (var job in s.Where(d => d.ServiceType == typeof(IHostedService) && d.ImplementationType?.Name.EndsWith("Job", StringComparison.Ordinal) is true).ToList()) s.Remove(job);
        });
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
