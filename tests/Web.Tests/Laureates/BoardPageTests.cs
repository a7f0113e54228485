using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Laureates;

public sealed class BoardPageTests : IAsyncLifetime
{
    private WebHost host = null!;
    public async Task InitializeAsync() => host = await PublicSite.StartAsync();
    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task The_board_lists_every_product_in_Vietnamese_order_and_says_that_it_is_incomplete()
    {
        var page = await host.As().GetAsync("/laureates");
        page.Status.ShouldBe(HttpStatusCode.OK);
        Names(page).ShouldBe(
        [
            "AI Smart Warning", "akaBot", "Asilla", "Base.vn", "Dịch vụ Chứng thực chữ ký số theo mô hình ký số từ xa - VNPT SmartCA", "Hệ sinh thái giáo dục vnEdu 4.0",
            "Hệ thống Kiểm soát tải trọng xe tự động eWIM", "Hệ thống robot Delta trong sản xuất bánh kẹo", "Nền tảng công nghệ nhân sự JobOKO", "Nền tảng hậu cần GHTK APP",
            "Nền tảng truyền hình số trực tuyến quốc gia VTVgo", "OneATS",
        ]);
        page.Text(".notice").ShouldNotBeNull().ShouldContain("Đã trao 252 giải");
        page.Html.QuerySelectorAll(".tabs a").Select(a => a.TextContent).ShouldBe(["Tất cả", "2026", "2025", "2024", "2023", "2022", "2021", "2020"]);
        page.Html.QuerySelectorAll(".badge--unknown").Length.ShouldBe(12);
    }

    [Theory]
    [InlineData("?q=nen+tang", 4)]
    [InlineData("?q=so+xuat+sac", 3)]
    [InlineData("?q=vnedu", 1)]
    [InlineData("?q=FPT", 1)]
    [InlineData("?year=2023", 6)]
    [InlineData("?year=2020&category=san-pham-so-tiem-nang", 2)]
    [InlineData("?organisation=ats-jsc", 1)]
    [InlineData("?tier=unstated", 12)]
    [InlineData("?q=khong-co", 0)]
    [InlineData("?year=2025", 0)]
    [InlineData("?year=abc&cursor=xyz", 12)]
    public async Task Filters_and_a_search_without_accents_work_by_address_alone(string query, int found)
    {
        foreach (var view in new[] { "", "&view=table" })
        {
            var page = await host.As().GetAsync($"/laureates{query}{view}");
            page.Status.ShouldBe(HttpStatusCode.OK);
            Names(page).Count.ShouldBe(found);
            page.Html.QuerySelectorAll(".empty").Length.ShouldBe(found == 0 ? 1 : 0);
        }
    }

    [Fact]
    public async Task The_form_of_the_board_finds_a_product_and_keeps_what_was_typed()
    {
        var page = await host.As().GetAsync("/laureates?q=smartca&year=2023");
        page.Html.QuerySelector("#q")!.GetAttribute("value").ShouldBe("smartca");
        page.Html.QuerySelector("form.filters input[name=year]")!.GetAttribute("value").ShouldBe("2023");
        page.Html.QuerySelectorAll("#organisation option").Select(o => o.TextContent).ShouldBe(["Tất cả đơn vị", "Nguồn không nêu (1)"]);
    }

    [Fact]
    public async Task A_product_page_says_what_the_source_says_and_leaves_the_rest_blank()
    {
        var page = await host.As().GetAsync("/laureates/make-in-viet-nam/2023/vnpt-smartca");
        page.Text("h1").ShouldBe("Dịch vụ Chứng thực chữ ký số theo mô hình ký số từ xa - VNPT SmartCA");
        var facts = page.Html.QuerySelectorAll("dl.facts > div").ToDictionary(f => f.QuerySelector("dt")!.TextContent, f => Words(f.QuerySelector("dd")!));
        facts["Kỳ giải"].ShouldBe("2023, lần thứ 4");
        facts["Trao giải"].ShouldStartWith("11/12/2023, Quảng Ninh");
        facts["Đơn vị"].ShouldBe("Nguồn không nêu");
        facts["Hạng mục"].ShouldBe("Nguồn không nêu Kỳ 2023 có 5 hạng mục.");
        facts["Hạng giải"].ShouldContain("43 giải");
        page.Text("q").ShouldNotBeNull().ShouldContain("ký số từ xa- VNPT SmartCA");
        page.Body.ShouldNotContain("VNPT</a>");

        using var metadata = JsonDocument.Parse(page.Html.QuerySelector("script[type='application/ld+json']")!.TextContent);
        metadata.RootElement.GetProperty("@type").GetString().ShouldBe("Product");
        metadata.RootElement.GetProperty("award").GetString().ShouldBe("Giải thưởng “Sản phẩm công nghệ số Make in Viet Nam” năm 2023");
        metadata.RootElement.TryGetProperty("manufacturer", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task In_English_everything_but_names_and_quotations_is_English()
    {
        var page = await host.As().GetAsync("/laureates/make-in-viet-nam/2020/akabot", "en");
        page.Html.DocumentElement.GetAttribute("lang").ShouldBe("en");
        page.Text("h1").ShouldBe("akaBot");
        page.Html.QuerySelectorAll("dl.facts dt").Select(d => d.TextContent).ShouldBe(["Edition", "Given by", "Organisation", "Category", "Tier"]);
        page.Html.QuerySelectorAll("dl.facts dd a").Select(a => a.TextContent).ShouldContain("Excellent digital product");
        page.Text(".badge--unknown").ShouldBe("Tier: not stated in the source");
        (await host.As().GetAsync("/laureates", "en")).Text("h1").ShouldBe("Golden board");
    }

    [Theory]
    [InlineData("/laureates/make-in-viet-nam/2023/khong-co")]
    [InlineData("/laureates/make-in-viet-nam/2022/vnpt-smartca")]
    [InlineData("/laureates/demo/2023/vnpt-smartca")]
    public async Task A_product_that_is_not_there_is_not_found(string path) => (await host.As().GetAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound);

    [Fact]
    public async Task Nothing_public_names_a_product_without_an_independent_source_or_a_file_of_ours()
    {
        foreach (var path in new[] { "/", "/laureates", "/laureates?view=table", "/laureates.json", "/laureates.csv", "/laureates.atom", "/editions", "/editions/make-in-viet-nam/2022" })
        {
            var body = (await host.As().GetAsync(path)).Body;
            foreach (var never in new[] { "MISA", "TopCV", "UVote", "seed:", "suy đoán từ tên sản phẩm VNPT" }) body.ShouldNotContain(never, Case.Sensitive, path);
        }
    }

    private static List<string> Names(Shown page) => [.. page.Html.QuerySelectorAll("article h3 a, tbody th a").Select(a => a.TextContent.Trim())];

    private static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
