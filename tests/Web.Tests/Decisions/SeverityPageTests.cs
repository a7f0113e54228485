using System.Net;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Decisions;

public sealed class SeverityPageTests
{
    private const string Page = "/manage/demo/2026/severity?round=preliminary";

    private sealed record Judged(Actor Secretariat, IReadOnlyList<Actor> Jurors, IReadOnlyList<AwardDossier> Dossiers);

    /// <summary>Six dossiers, the first juror a point stricter; the last dossier has a juror of its own besides.</summary>
    private static async Task<(WebHost Host, AwardWorld World, Judged Judged)> JudgedAsync()
    {
        var host = await WebHost.StartAsync();
        var options = host.Services.CreateScope().ServiceProvider.GetRequiredService<DbContextOptions<BangVangDb>>();
        var world = await AwardWorld.OnAsync(() => new BangVangDb(options));
        var judged = new Judged(await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.JurorsAsync(4), await DossiersAsync());
        world.Clock.Now = AwardWorld.Opens("preliminary") + Duration.FromDays(1);
        for (var n = 0; n < 6; n++)
            for (var j = 0; j < 3; j++) await world.SignedAsync(judged.Dossiers[n], judged.Jurors[j], 600 + 50 * n - (j == 0 ? 100 : 0));
        await world.SignedAsync(judged.Dossiers[5], judged.Jurors[3], 850);
        host.Clock.Now = world.Clock.Now = AwardWorld.Closes("preliminary");
        return (host, world, judged);

        async Task<IReadOnlyList<AwardDossier>> DossiersAsync()
        {
            var dossiers = new List<AwardDossier>();
            for (var n = 1; n <= 6; n++) dossiers.Add(await world.DossierAsync($"Sản phẩm {n}"));
            return dossiers;
        }
    }

    [Fact]
    public async Task The_secretariat_reads_severities_as_a_drawing_and_as_a_table_in_both_languages()
    {
        var (host, world, judged) = await JudgedAsync();
        await using var _ = host;
        var officer = host.As(judged.Secretariat);
        (await officer.GetAsync("/manage/demo/2026/results?round=preliminary")).Html.QuerySelector($"a[href='{Page}']").ShouldNotBeNull();

        var page = await officer.GetAsync(Page);
        page.Text("h1").ShouldBe("Độ nghiêm của giám khảo");
        page.Html.QuerySelectorAll("table[data-sortable] tbody tr").Length.ShouldBe(4);
        page.Text("tbody tr th").ShouldBe("Giám khảo 1");
        page.Text("tbody tr td")!.ShouldStartWith("+0,");
        var drawing = page.Html.QuerySelector("figure svg[role=img]").ShouldNotBeNull();
        drawing.GetAttribute("aria-labelledby")!.Split(' ').ShouldAllBe(id => page.Html.GetElementById(id) != null);
        drawing.QuerySelectorAll("circle").Length.ShouldBe(4);
        drawing.QuerySelectorAll("line.plot-interval").Length.ShouldBe(4);
        page.Html.QuerySelectorAll("rect.plot-bar").Length.ShouldBe(4);
        page.Html.QuerySelectorAll("[style]").Length.ShouldBe(0);
        page.Body.ShouldContain("Nếu 3 giám khảo khác chấm thì điểm của hồ sơ lệch khoảng");
        var agreement = page.Html.QuerySelector("table#agreement-1-1").ShouldNotBeNull();
        agreement.QuerySelector("tbody th")!.TextContent.ShouldBe("Điểm của phiếu");
        page.Html.QuerySelectorAll("svg[aria-labelledby^=agreement-1-1-plot] circle").Length.ShouldBe(agreement.QuerySelectorAll("tbody td[data-l='Đồng thuận']").Count(c => c.TextContent != "–"), "what the drawing shows stands in the table");
        page.Body.ShouldContain("khác biệt giữa các phiếu là do hồ sơ hơn kém nhau");
        page.Body.ShouldNotContain("cùng đơn vị với hồ sơ", customMessage: "there is no such sheet");

        var english = await officer.GetAsync(Page, "en");
        english.Text("tbody tr td")!.ShouldStartWith("+0.");
        english.Body.ShouldContain("Had 3 other jurors scored it");
    }

    [Fact]
    public async Task The_results_tell_how_sure_each_rank_is_in_the_table_and_as_a_drawing()
    {
        var (host, world, judged) = await JudgedAsync();
        await using var _ = host;
        const string results = "/manage/demo/2026/results?round=preliminary";
        var page = await host.As(judged.Secretariat).GetAsync(results);

        var doubts = page.Html.QuerySelectorAll("tbody td[data-l='Độ chắc của thứ hạng']").Select(c => c.TextContent.Trim()).ToList();
        doubts.Count.ShouldBe(6);
        doubts.ShouldAllBe(d => d.StartsWith("hạng ") && d.Contains("đứng đầu: "));
        var drawing = page.Html.QuerySelector("details figure svg[role=img]").ShouldNotBeNull();
        (drawing.QuerySelectorAll("circle").Length, drawing.QuerySelectorAll("line.plot-interval").Length).ShouldBe((6, 6));
        page.Html.QuerySelectorAll("[style]").Length.ShouldBe(0);
        page.Body.ShouldContain("demo/2026/preliminary");
        (await host.As(judged.Secretariat).GetAsync(results)).Html.QuerySelector("#doubt")!.ParentElement!.TextContent.ShouldBe(page.Html.QuerySelector("#doubt")!.ParentElement!.TextContent);

        host.Clock.Now -= Duration.FromMilliseconds(1);
        (await host.As(judged.Secretariat).GetAsync(results)).Html.QuerySelector("#doubt").ShouldBeNull();
    }

    [Fact]
    public async Task The_council_s_agenda_names_what_is_too_close_to_call_and_what_can_be_done()
    {
        await using var host = await WebHost.StartAsync();
        var options = host.Services.CreateScope().ServiceProvider.GetRequiredService<DbContextOptions<BangVangDb>>();
        await using var world = await AwardWorld.OnAsync(() => new BangVangDb(options));
        var (secretariat, chair, jurors) = (await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.PersonAsync("Chủ tịch", Role.Chair), await world.JurorsAsync(3));
        var dossiers = new Dictionary<AwardDossier, int> { [await world.DossierAsync("Một cửa số")] = 900, [await world.DossierAsync("Kho dữ liệu mở")] = 900, [await world.DossierAsync("Bản đồ số")] = 850, [await world.DossierAsync("Trợ lý văn bản")] = 500 };
        await world.ProposeAsync(secretariat, jurors, dossiers);
        // Sheets that all agree leave no doubt about chance: two of them differ.
        foreach (var (dossier, juror) in dossiers.Keys.Take(2).Zip(jurors))
            await host.WithDbAsync(db => db.Scoresheets.Where(s => s.RoundCode == "final" && s.JurorId == juror.PersonId && s.DossierId == dossier.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.Score, 850)));
        var meeting = await world.OpenMeetingAsync(secretariat, chair, jurors);
        host.Clock.Now = world.Clock.Now;

        var page = await host.As(chair).GetAsync($"/council/{meeting}");
        page.Html.QuerySelector("#unsettled").ShouldNotBeNull();
        page.Body.ShouldContain("vạch giải Vàng");
        page.Body.ShouldContain("trao đồng giải");
        var english = await host.As(jurors[0]).GetAsync($"/council/{meeting}", "en");
        english.Body.ShouldContain("line of Gold");
        english.Body.ShouldNotContain("One more sheet tells most here");
    }

    [Fact]
    public async Task Before_the_close_nothing_is_there_and_others_never_reach_the_page()
    {
        var (host, world, judged) = await JudgedAsync();
        await using var _ = host;
        host.Clock.Now -= Duration.FromMilliseconds(1);
        var open = await host.As(judged.Secretariat).GetAsync(Page);
        (open.Html.QuerySelector("table"), open.Html.QuerySelector("figure")).ShouldBe((null, null));
        open.Body.ShouldNotContain("Giám khảo 1");
        host.Clock.Now += Duration.FromMilliseconds(1);
        foreach (var other in new[] { judged.Jurors[0], judged.Dossiers[0].Applicant }) (await host.As(other).GetAsync(Page)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await host.As().GetAsync(Page)).Body.ShouldNotContain("Giám khảo 1");
    }

    [Fact]
    public async Task An_officer_in_conflict_reads_nothing_of_the_dossier_and_of_its_own_juror()
    {
        var (host, world, judged) = await JudgedAsync();
        await using var _ = host;
        (await host.As(judged.Secretariat).GetAsync(Page)).Body.ShouldContain("Giám khảo 4");
        await host.WithDbAsync(db =>
        {
            db.Add(new Conflict { Id = Guid.CreateVersion7(), EditionKey = AwardWorld.Key, PersonId = judged.Secretariat.PersonId!.Value, DossierId = judged.Dossiers[5].Id, Source = ConflictSource.Declared, State = ConflictState.Suggested, NotedAt = host.Clock.Now });
            return db.SaveChangesAsync();
        });

        var page = await host.As(judged.Secretariat).GetAsync(Page);
        page.Body.ShouldNotContain("Giám khảo 4");
        page.Body.ShouldNotContain(judged.Dossiers[5].Reference);
        page.Html.QuerySelectorAll("table[data-sortable] tbody td[data-l='Phiếu đã ký']").Select(c => c.TextContent).ShouldAllBe(t => t == "5/5");
        page.Html.QuerySelectorAll("table#agreement-1-1 tbody td[data-l='Phiếu đã ký']").Select(c => c.TextContent).ShouldAllBe(t => t == "15");
    }

    [Fact]
    public async Task Ties_found_to_be_no_conflict_are_told_with_their_doubt_and_accuse_nobody()
    {
        var (host, world, judged) = await JudgedAsync();
        await using var _ = host;
        await TieAsync(0);
        (await host.As(judged.Secretariat).GetAsync(Page)).Body.ShouldContain("Không đủ dữ liệu để so sánh: cần ít nhất 5 phiếu của 3 giám khảo.");
        for (var n = 1; n < 6; n++) await TieAsync(n);

        var page = await host.As(judged.Secretariat).GetAsync(Page);
        page.Body.ShouldContain("6 phiếu của 3 giám khảo có liên hệ về đơn vị");
        page.Body.ShouldContain("(khoảng 90 %: từ ");
        (await host.As(judged.Secretariat).GetAsync(Page, "en")).Body.ShouldContain("After merit and severity these sheets differ by");

        Task<int> TieAsync(int n) => host.WithDbAsync(db =>
        {
            db.Add(new Conflict { Id = Guid.CreateVersion7(), EditionKey = AwardWorld.Key, PersonId = judged.Jurors[n % 3].PersonId!.Value, DossierId = judged.Dossiers[n].Id, Source = ConflictSource.SameOrganisation, State = ConflictState.Dismissed, NotedAt = host.Clock.Now, SettledAt = host.Clock.Now, SettledBy = judged.Secretariat.PersonId, Reason = "Khác phòng" });
            return db.SaveChangesAsync();
        });
    }

    [Fact]
    public async Task With_two_jurors_nobody_is_led_to_a_page_that_could_not_tell()
    {
        await using var host = await WebHost.StartAsync();
        var options = host.Services.CreateScope().ServiceProvider.GetRequiredService<DbContextOptions<BangVangDb>>();
        await using var world = await AwardWorld.OnAsync(() => new BangVangDb(options));
        var jurors = await world.JurorsAsync(2);
        world.Clock.Now = AwardWorld.Opens("preliminary");
        for (var n = 1; n <= 4; n++)
        {
            var dossier = await world.DossierAsync($"Sản phẩm {n}");
            foreach (var juror in jurors) await world.SignedAsync(dossier, juror, 500 + 100 * n);
        }
        host.Clock.Now = world.Clock.Now = AwardWorld.Closes("preliminary");
        var queue = await host.As(jurors[0]).GetAsync("/judging");
        queue.Body.ShouldContain("Sản phẩm 1");
        queue.Html.QuerySelector("a[href^='/judging/severity/']").ShouldBeNull();
    }

    [Fact]
    public async Task A_juror_reads_their_own_and_no_other_name_or_number()
    {
        var (host, world, judged) = await JudgedAsync();
        await using var _ = host;
        const string own = "/judging/severity/demo/2026/preliminary";
        var juror = host.As(judged.Jurors[0]);
        host.Clock.Now -= Duration.FromMilliseconds(1);
        (await juror.GetAsync("/judging")).Html.QuerySelector($"a[href='{own}']").ShouldBeNull();
        (await juror.GetAsync(own)).Status.ShouldBe(HttpStatusCode.NotFound);
        host.Clock.Now += Duration.FromMilliseconds(1);

        (await juror.GetAsync("/judging")).Html.QuerySelector($"a[href='{own}']").ShouldNotBeNull();
        var page = await juror.GetAsync(own);
        page.Text("dl.facts dd strong")!.ShouldStartWith("+0,");
        foreach (var other in new[] { "Giám khảo 2", "Giám khảo 3", "Giám khảo 4", judged.Dossiers[0].Reference, judged.Dossiers[0].Product }) page.Body.ShouldNotContain(other);
        page.Html.QuerySelectorAll("dl.facts dd strong").Length.ShouldBe(1);
        (await host.As(judged.Dossiers[0].Applicant).GetAsync(own)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await host.As(judged.Secretariat).GetAsync(own)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }
}
