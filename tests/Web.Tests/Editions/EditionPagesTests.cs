using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using BangVang.App.Editions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Editions;

public sealed class EditionPagesTests : IAsyncLifetime
{
    private WebHost host = null!;
    public async Task InitializeAsync() => host = await PublicSite.StartAsync();
    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Where_sources_disagree_each_statement_stands_with_its_source()
    {
        var page = await host.As().GetAsync("/editions/make-in-viet-nam/2021");
        var tiers = page.Html.QuerySelector("#tiers")!.Closest("section")!;
        Words(tiers.QuerySelector(".badge")!).ShouldBe("Các nguồn nêu khác nhau");
        tiers.QuerySelectorAll(".variants li").Length.ShouldBe(2);
        tiers.QuerySelectorAll(".variants li").ShouldAllBe(v => v.QuerySelectorAll("a.cite").Length > 0);
        foreach (var cite in page.Html.QuerySelectorAll("a.cite")) page.Html.QuerySelector(cite.GetAttribute("href")!).ShouldNotBeNull(cite.OuterHtml);
    }

    [Fact]
    public async Task What_is_unpublished_is_shown_so_and_an_extension_keeps_the_first_deadline()
    {
        var page = await host.As().GetAsync("/editions/make-in-viet-nam/2022");
        var council = page.Html.QuerySelector("section[aria-labelledby=council]")!;
        council.QuerySelectorAll("dl.facts .badge--unknown").Length.ShouldBe(6);
        var dates = Words(page.Html.QuerySelector("section[aria-labelledby=dates]")!);
        dates.ShouldContain("22/06/2022");
        dates.ShouldContain("22/09/2022");
        dates.ShouldContain("Gia hạn đến hết ngày 15/10/2022");
        Words(page.Html.QuerySelector("section[aria-labelledby=figures]")!).ShouldContain("218");
        page.Text("aside dl").ShouldNotBeNull().ShouldContain("1013/QĐ-BTTTT");
    }

    [Fact]
    public async Task An_open_edition_counts_down_and_after_its_deadline_does_not()
    {
        var open = await host.As().GetAsync("/editions/demo/2026");
        open.Text(".badge--live").ShouldBe("Đang mở: Nhận hồ sơ");
        open.Html.QuerySelectorAll("[data-countdown]").Length.ShouldBe(1);
        (await host.As().GetAsync("/")).Text("h1").ShouldBe("Đang nhận hồ sơ dự giải");

        host.Clock.Now = WebHost.Start + Duration.FromDays(30);
        (await host.As().GetAsync("/editions/demo/2026")).Html.QuerySelectorAll("[data-countdown]").Length.ShouldBe(0);
        (await host.As().GetAsync("/")).Html.QuerySelectorAll("[data-countdown]").Length.ShouldBe(0);
    }

    [Fact]
    public async Task An_extension_is_an_amendment_that_everyone_reads()
    {
        var before = await host.As().GetAsync("/editions/demo/2026");
        var extended = await host.RunAsync<ExtendPhase, Result<PublishedEdition>>(extend => extend.RunAsync(
            Actor.Console, "demo/2026", new("intake", new LocalDate(2026, 10, 25), new("Theo đề nghị của nhiều đơn vị.", "At the request of many."), "Thông báo số 9", ShiftsFollowing: true), default));
        extended.TryGet(out _, out var problem).ShouldBeTrue(problem?.Code);

        var page = await host.As().GetAsync("/editions/demo/2026");
        page.Text("section[aria-labelledby=notices]").ShouldNotBeNull().ShouldContain("Sửa đổi lần 1");
        page.Text("section[aria-labelledby=dates]").ShouldNotBeNull().ShouldContain("25/10/2026");
        page.Text("aside .mono").ShouldNotBe(before.Text("aside .mono"));
    }

    [Fact]
    public async Task Two_editions_are_compared_in_sentences()
    {
        var page = await host.As().GetAsync("/editions/compare?a=make-in-viet-nam/2022&b=make-in-viet-nam/2023");
        page.Html.QuerySelectorAll("ul.changes li").Select(Words).ShouldContain("Thêm hạng mục “Sản phẩm công nghệ số xuất sắc cho thị trường nước ngoài”.");
        (await host.As().GetAsync("/editions/compare?a=make-in-viet-nam/2022&b=make-in-viet-nam/2022")).Html.QuerySelectorAll(".empty").Length.ShouldBe(1);
        (await host.As().GetAsync("/editions/compare?a=make-in-viet-nam/2022&b=khong/co")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await host.As().GetAsync("/editions/compare")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_list_of_editions_has_their_figures_and_English_is_complete()
    {
        var page = await host.As().GetAsync("/editions", "en");
        page.Html.QuerySelectorAll("tbody tr").Length.ShouldBe(7);
        Words(page.Html.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains("2023"))).ShouldEndWith("5 277 171 43");
        page.Html.QuerySelectorAll("svg.chart rect, figure.chart rect").Length.ShouldBe(8);
        foreach (var path in new[] { "/", "/editions", "/editions/demo/2026", "/laureates", "/laureates?view=table" })
        {
            // Names and quotations stay Vietnamese, headings and labels do not.
            var english = await host.As().GetAsync(path, "en");
            foreach (var source in english.Html.QuerySelectorAll(".src")) source.Remove();
            foreach (var heading in english.Html.QuerySelectorAll("main h2, main dt, main th[scope=col], main label"))
                heading.TextContent.ShouldNotMatch("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", $"{path}: {heading.TextContent}");
        }
    }

    [Fact]
    public async Task A_file_of_the_edition_is_saved_and_never_shown_in_the_place_of_a_page()
    {
        var page = await host.As().GetAsync("/editions/demo/2026");
        var links = page.Html.QuerySelectorAll("aside .files a").Select(a => a.GetAttribute("href")!).ToList();
        links.Count.ShouldBeGreaterThan(0);
        foreach (var link in links)
        {
            var file = await host.As().GetAsync(link);
            file.Status.ShouldBe(HttpStatusCode.OK, link);
            file.Header("Content-Disposition").ShouldNotBeNull().ShouldStartWith("attachment");
            file.Header("Content-Security-Policy").ShouldBe("default-src 'none'; sandbox");
        }
        (await host.As().GetAsync("/editions/demo/2026/files/khong-co")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_rulebook_for_programs_is_the_snapshot()
    {
        var page = await host.As().GetAsync("/api/v1/editions/make-in-viet-nam/2023");
        using var document = JsonDocument.Parse(page.Body);
        document.RootElement.GetProperty("summary").GetProperty("sha256").GetString().ShouldNotBeNull().Length.ShouldBe(64);
        document.RootElement.GetProperty("regulation").GetProperty("categories").GetArrayLength().ShouldBe(5);
        document.RootElement.GetProperty("regulation").GetProperty("tiers").GetProperty("value")[0].GetProperty("quota").GetString().ShouldBe("unpublished");
        using var list = JsonDocument.Parse((await host.As().GetAsync("/api/v1/editions")).Body);
        list.RootElement.GetProperty("items").EnumerateArray().Single(e => e.GetProperty("edition").GetString() == "demo/2026")
            .GetProperty("phases").EnumerateArray().Where(p => p.GetProperty("open").GetBoolean()).Select(p => p.GetProperty("code").GetString()).ShouldBe(["intake"]);
    }

    private static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
