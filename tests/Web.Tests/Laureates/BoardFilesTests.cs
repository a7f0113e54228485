using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using BangVang.App.Kernel;
using BangVang.App.Laureates;
using BangVang.Domain.Kernel;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Laureates;

public sealed class BoardFilesTests : IAsyncLifetime
{
    private WebHost host = null!;
    public async Task InitializeAsync() => host = await PublicSite.StartAsync();
    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task The_list_for_programs_is_paged_by_cursor_without_repeating_or_skipping()
    {
        var seen = new List<string>();
        var address = "/api/v1/laureates?limit=5&sort=rank";
        while (address is not null)
        {
            using var page = await JsonAsync(address);
            page.RootElement.GetProperty("total").GetInt32().ShouldBe(12);
            seen.AddRange(page.RootElement.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("product").GetString()!));
            var next = page.RootElement.GetProperty("next").GetString();
            address = next is null ? null : new Uri(next).PathAndQuery;
        }
        seen.Count.ShouldBe(12);
        seen.Distinct().Count().ShouldBe(12);
        seen[0].ShouldBe("Dịch vụ Chứng thực chữ ký số theo mô hình ký số từ xa - VNPT SmartCA");
    }

    [Fact]
    public async Task A_product_for_programs_has_null_where_no_source_speaks()
    {
        using var product = await JsonAsync("/api/v1/laureates/make-in-viet-nam/2020/base-vn");
        var root = product.RootElement;
        (root.GetProperty("edition").GetString(), root.GetProperty("categoryName").GetString(), root.GetProperty("year").GetInt32()).ShouldBe(("make-in-viet-nam/2020", "Nền tảng số xuất sắc", 2020));
        foreach (var blank in new[] { "organisation", "tier", "tierName", "summary" }) root.GetProperty(blank).ValueKind.ShouldBe(JsonValueKind.Null, blank);
        root.GetProperty("sources")[0].GetProperty("quote").GetString().ShouldNotBeNull().ShouldContain("Base.vn");
    }

    [Theory]
    [InlineData("/api/v1/laureates?cursor=xyz", 422, "laureates.cursor_invalid")]
    [InlineData("/laureates.json?limit=0", 422, "laureates.limit_invalid")]
    [InlineData("/laureates.json?limit=201", 422, "laureates.limit_invalid")]
    [InlineData("/api/v1/laureates/make-in-viet-nam/2020/khong-co", 404, "laureates.not_found")]
    [InlineData("/api/v1/editions/make-in-viet-nam/1999", 404, "editions.not_found")]
    public async Task A_refusal_of_the_API_is_problem_details_with_its_code(string address, int status, string code)
    {
        var page = await host.As().GetAsync(address);
        ((int)page.Status, page.Header("Content-Type")).ShouldBe((status, "application/problem+json"));
        using var problem = JsonDocument.Parse(page.Body);
        problem.RootElement.GetProperty("code").GetString().ShouldBe(code);
        problem.RootElement.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task The_CSV_file_has_a_line_per_product_and_the_filters_of_the_page()
    {
        var file = await host.As().GetAsync("/laureates.csv");
        file.Header("Content-Type").ShouldBe("text/csv; charset=utf-8");
        CsvTable.Read(file.Body).TryGet(out var table, out _).ShouldBeTrue();
        table!.Rows.Count.ShouldBe(12);
        table.Rows.Single(r => r["slug"] == "akabot")["organisation"].ShouldBe("FPT Software");
        CsvTable.Read((await host.As().GetAsync("/laureates.csv?q=robot&year=2023")).Body).TryGet(out var found, out _).ShouldBeTrue();
        found!.Rows.Select(r => r["slug"]).ShouldBe(["robot-delta"]);
    }

    [Fact]
    public async Task The_feed_is_Atom_and_the_site_map_names_every_public_page()
    {
        XNamespace atom = "http://www.w3.org/2005/Atom", map = "http://www.sitemaps.org/schemas/sitemap/0.9";
        var feed = XDocument.Parse((await host.As().GetAsync("/laureates.atom")).Body).Root!;
        feed.Name.ShouldBe(atom + "feed");
        feed.Elements(atom + "entry").Count().ShouldBe(12);
        feed.Elements(atom + "entry").ShouldAllBe(e => e.Element(atom + "id") != null && e.Element(atom + "updated") != null && e.Element(atom + "title") != null);

        var urls = XDocument.Parse((await host.As().GetAsync("/sitemap.xml")).Body).Root!.Elements(map + "url").Select(u => new Uri(u.Element(map + "loc")!.Value).PathAndQuery).ToList();
        urls.ShouldContain("/laureates/make-in-viet-nam/2020/akabot");
        urls.ShouldContain("/editions/make-in-viet-nam/2025");
        urls.Count.ShouldBe(urls.Distinct().Count());
        foreach (var url in urls) (await host.As().GetAsync(url)).Status.ShouldBe(HttpStatusCode.OK, url);
        (await host.As().GetAsync("/robots.txt")).Body.ShouldContain("Sitemap: http://127.0.0.1:5080/sitemap.xml");
    }

    [Fact]
    public async Task The_API_describes_exactly_the_calls_that_answer()
    {
        using var document = await JsonAsync("/api/v1/openapi.json");
        document.RootElement.GetProperty("openapi").GetString().ShouldBe("3.1.0");
        var paths = document.RootElement.GetProperty("paths");
        foreach (var path in new[] { "/api/v1/laureates", "/api/v1/laureates/{programme}/{year}/{slug}", "/api/v1/editions", "/api/v1/editions/{programme}/{year}" })
        {
            var call = paths.GetProperty(path).GetProperty("get");
            call.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema").ValueKind.ShouldBe(JsonValueKind.Object, path);
            call.GetProperty("responses").TryGetProperty("304", out _).ShouldBeTrue(path);
        }
        paths.GetProperty("/api/v1/laureates").GetProperty("get").GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString())
            .ShouldBe(["q", "year", "category", "tier", "organisation", "sort", "limit", "cursor"]);
    }

    [Fact]
    public async Task A_withdrawn_product_leaves_lists_and_files_and_its_page_says_why()
    {
        var id = await host.WithDbAsync(async db => (await db.LaureateAsync("make-in-viet-nam/2023", "joboko", default))!.Id);
        var outcome = await host.RunAsync<WithdrawLaureate, BoardOutcome>(w => w.RunAsync(Actor.Console, id, 0, back: false, "Thu hồi để thử nghiệm", new("Quyết định thử", null, null), default));
        outcome.Problems.ShouldBeEmpty();

        foreach (var path in new[] { "/laureates", "/laureates.json", "/laureates.csv", "/laureates.atom", "/sitemap.xml", "/" })
            (await host.As().GetAsync(path)).Body.ShouldNotContain("joboko", Case.Insensitive, path);
        (await host.As().GetAsync("/api/v1/laureates/make-in-viet-nam/2023/joboko")).Status.ShouldBe(HttpStatusCode.NotFound);
        var page = await host.As().GetAsync("/laureates/make-in-viet-nam/2023/joboko");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text(".notice--err").ShouldNotBeNull().ShouldContain("Thu hồi để thử nghiệm");
    }

    private async Task<JsonDocument> JsonAsync(string address)
    {
        var page = await host.As().GetAsync(address);
        page.Status.ShouldBe(HttpStatusCode.OK, address);
        return JsonDocument.Parse(page.Body);
    }
}
