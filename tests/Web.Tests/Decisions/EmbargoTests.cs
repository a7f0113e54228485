using System.Net;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Decisions;

/// <summary>Before the one act of publishing nobody learns anything of the result, however they look.</summary>
public sealed class EmbargoTests
{
    private const string EditionPage = "/editions/demo/2026";
    private static readonly string[] PublicReads =
        ["/", "/laureates", "/laureates?q=mot+cua", "/laureates?year=2026", "/laureates.json", "/laureates.csv", "/laureates.atom", "/api/v1/laureates", "/sitemap.xml", "/editions", EditionPage];

    [Theory, Engines]
    public async Task The_public_sees_the_result_from_publication_and_not_an_answer_changes_before(Engine engine)
    {
        await using var host = await WebHost.StartAsync(engine);
        var options = host.Services.CreateScope().ServiceProvider.GetRequiredService<DbContextOptions<BangVangDb>>();
        await using var world = await AwardWorld.OnAsync(() => new BangVangDb(options));
        var (secretariat, chair, jurors) = (await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.PersonAsync("Chủ tịch", Role.Chair), await world.JurorsAsync(3));
        var (gold, silver) = (await world.DossierAsync("Một cửa số"), await world.DossierAsync("Kho dữ liệu mở"));
        await world.ProposeAsync(secretariat, jurors, new Dictionary<AwardDossier, int> { [gold] = 900, [silver] = 850 });
        host.Clock.Now = world.Clock.Now = AwardWorld.Opens("announcement");

        var visitor = host.As();
        var proposed = await ReadAsync(visitor);
        // The shortlist is public since its round closed; that is all the edition's page says of them.
        proposed.Where(a => a.Key != EditionPage).Select(a => a.Value).ShouldAllBe(a => !a.Body.Contains("Một cửa số") && !a.Body.Contains("Kho dữ liệu mở") && !a.Body.Contains("Công ty Minh họa 0"));
        proposed[EditionPage].Body.ShouldContain("id=\"shortlists\"");
        foreach (var kept in (string[])["id=\"jurors\"", "id=\"withheld\""]) proposed[EditionPage].Body.ShouldNotContain(kept);
        await world.ApproveAsync(secretariat, chair, jurors);
        var approved = await ReadAsync(visitor);
        (await PrizesAsync()).ShouldBe(["chưa công bố"]);
        foreach (var path in PublicReads) (path, approved[path].Tag, approved[path].Length).ShouldBe((path, proposed[path].Tag, proposed[path].Length));
        (await visitor.GetAsync("/laureates/demo/2026/mot-cua-so")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await host.As(gold.Applicant).GetAsync($"/dossiers/{gold.Id}/result")).Body.ShouldNotContain("tier--vang");
        (await host.As(gold.Applicant).GetAsync($"/dossiers/{gold.Id}")).Html.QuerySelector("main a[href$='/result']").ShouldBeNull();

        var officer = host.As(secretariat);
        var confirm = await officer.GetAsync("/manage/demo/2026/publish");
        var published = await officer.SubmitAsync(confirm, "main form", ("DocumentNumber", "12/QĐ-MH"), ("DocumentDate", "27/10/2026"));
        (published.Status, published.Location).ShouldBe((HttpStatusCode.Redirect, "/manage/demo/2026/results?done=published#decision"));
        var open = await ReadAsync(visitor);
        foreach (var path in new[] { "/laureates", "/laureates?q=mot+cua", "/laureates.json", "/laureates.csv", "/laureates.atom", "/api/v1/laureates" }) (path, open[path].Body.Contains("Một cửa số")).ShouldBe((path, true));
        open["/laureates"].Tag.ShouldNotBe(approved["/laureates"].Tag);
        (await PrizesAsync()).ShouldBe(["2"]);
        (await visitor.GetAsync("/laureates/demo/2026/mot-cua-so")).Status.ShouldBe(HttpStatusCode.OK);
        (await host.As(gold.Applicant).GetAsync($"/dossiers/{gold.Id}/result")).Text(".tier--vang").ShouldBe("Vàng");
        (await host.As(gold.Applicant).GetAsync($"/dossiers/{gold.Id}")).Html.QuerySelector("main a[href$='/result']").ShouldNotBeNull();
        (await host.As(silver.Applicant).GetAsync($"/dossiers/{gold.Id}/result")).Status.ShouldBe(HttpStatusCode.NotFound);

        async Task<IEnumerable<string>> PrizesAsync() => (await visitor.GetAsync("/editions")).Html.QuerySelectorAll("main tbody tr td[data-l='Giải thưởng']").Select(c => c.TextContent.Trim());
    }

    private static async Task<Dictionary<string, (string Body, int Length, string? Tag)>> ReadAsync(Visitor visitor)
    {
        var answers = new Dictionary<string, (string, int, string?)>();
        foreach (var path in PublicReads)
        {
            var answer = await visitor.GetAsync(path);
            answers[path] = (answer.Body, answer.Body.Length, answer.Header("ETag"));
        }
        return answers;
    }
}
