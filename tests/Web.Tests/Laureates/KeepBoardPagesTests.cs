using System.Net;
using System.Net.Http.Headers;
using BangVang.App.Laureates;
using BangVang.Domain.Kernel;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Laureates;

public sealed class KeepBoardPagesTests : IAsyncLifetime
{
    private const string Edition = "make-in-viet-nam/2023";
    private WebHost host = null!;
    public async Task InitializeAsync() => host = await PublicSite.StartAsync();
    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task A_product_is_added_by_form_and_stands_on_the_public_board_at_once()
    {
        var secretary = host.As(await SecretaryAsync());
        var choose = await secretary.GetAsync("/admin/laureates/new");
        choose.Html.QuerySelectorAll("select option[value]").Select(o => o.GetAttribute("value")).Where(v => v is { Length: > 0 }).ShouldBe([Edition]);
        var form = await secretary.GetAsync($"/admin/laureates/new?edition={Uri.EscapeDataString(Edition)}");
        var refused = await secretary.SubmitAsync(form, "main form[method=post]", ("Input.ProductName", "Sản phẩm Minh họa 9"), ("Input.Sources[0].Url", "javascript:alert(1)"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Html.QuerySelectorAll(".error-summary li").Length.ShouldBe(2);
        refused.Html.QuerySelector("input[name='Input.ProductName']")!.GetAttribute("value").ShouldBe("Sản phẩm Minh họa 9");

        var saved = await secretary.SubmitAsync(refused, "main form[method=post]", ("Input.Sources[0].Title", "Báo thử"), ("Input.Sources[0].Url", "https://example.vn/a"), ("Input.Tier", "gold"));
        saved.Location.ShouldBe("/laureates/make-in-viet-nam/2023/san-pham-minh-hoa-9");
        (await host.As().GetAsync("/laureates?q=minh+hoa+9")).Text("article .tier").ShouldBe("Vàng");
    }

    [Fact]
    public async Task A_correction_needs_a_reason_and_a_source_and_is_public()
    {
        var secretary = host.As(await SecretaryAsync());
        var form = await secretary.GetAsync(await LineAsync("ewim"));
        var refused = await secretary.SubmitAsync(form, "main form[method=post]", ("Input.Organisation", "Công ty Minh họa 07"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Html.QuerySelectorAll(".error-summary a").Select(a => a.GetAttribute("href")).ShouldBe(["#f-Support_Reason", "#f-Support_Source_Title"], ignoreOrder: true);

        var saved = await secretary.SubmitAsync(refused, "main form[method=post]", ("Support.Reason", "Bổ sung đơn vị theo báo"), ("Support.Source.Title", "Báo thử, 01/10/2026"));
        saved.Location.ShouldBe("/laureates/make-in-viet-nam/2023/ewim");
        var page = await host.As().GetAsync(saved.Location!);
        page.Text("ol.phases").ShouldNotBeNull().ShouldContain("Bổ sung đơn vị theo báo");
        page.Text("ol.phases li ul").ShouldBe("Đơn vị: “để trống” thành “Công ty Minh họa 07”");
        page.Body.ShouldNotContain("Thư ký Thử");

        var late = await secretary.SubmitAsync(form, "main form[method=post]", ("Input.Organisation", "Công ty khác"), ("Support.Reason", "người đến sau"), ("Support.Source.Title", "Báo thử"));
        late.Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_file_is_looked_at_before_it_is_applied_and_a_file_with_an_error_changes_nothing()
    {
        var secretary = host.As(await SecretaryAsync());
        var bad = await UploadAsync(secretary, "edition,product,source_title\nmake-in-viet-nam/2023,Sản phẩm Tốt,Báo thử\nmake-in-viet-nam/2020,Sản phẩm Kỳ khác,Báo thử\nmake-in-viet-nam/2023,,Báo thử\n");
        bad.Html.QuerySelectorAll("table.table--dense tbody th").Select(t => t.TextContent).ShouldBe(["3", "4"]);
        bad.Html.QuerySelectorAll("form[action*=Apply]").Length.ShouldBe(0);

        var preview = await UploadAsync(secretary, "edition,slug,product,organisation,source_title\nmake-in-viet-nam/2023,ewim,Hệ thống Kiểm soát tải trọng xe tự động eWIM,Công ty Minh họa 03,Báo thử\nmake-in-viet-nam/2023,,Sản phẩm <b>Mới</b>,,Báo thử\n");
        preview.Text("p[role=status]").ShouldBe("1 dòng mới, 1 dòng sửa, 0 dòng giữ nguyên.");
        preview.Text(".before").ShouldBe("để trống");
        preview.Text(".after").ShouldBe("Công ty Minh họa 03");
        preview.Html.QuerySelectorAll("td b").Length.ShouldBe(0);
        (await host.As().GetAsync("/laureates?q=san+pham+moi")).Html.QuerySelectorAll("article").Length.ShouldBe(0);

        (await secretary.SubmitAsync(preview, "form[action*=Apply]")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var applied = await secretary.SubmitAsync(preview, "form[action*=Apply]", ("Reason", "Nhập theo quyết định"));
        applied.Location.ShouldBe("/admin/laureates?added=1&corrected=1");
        (await host.As().GetAsync("/laureates?organisation=cong-ty-minh-hoa-03")).Html.QuerySelectorAll("article").Length.ShouldBe(1);
        (await secretary.SubmitAsync(preview, "form[action*=Apply]", ("Reason", "Nhập lần nữa"))).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Others_cannot_reach_what_keeps_the_board()
    {
        var line = await LineAsync("ewim");
        foreach (var path in new[] { "/admin/laureates", "/admin/laureates/new", "/admin/laureates/import", line })
        {
            (await host.As().GetAsync(path)).Status.ShouldBe(HttpStatusCode.Redirect, path);
            foreach (var role in new[] { Role.Applicant, Role.Juror, Role.Chair, Role.Auditor }) (await host.As(role, Edition).GetAsync(path)).Status.ShouldBe(HttpStatusCode.Forbidden, $"{path} {role}");
        }
        var stranger = host.As(Role.Secretariat, "demo/2026");
        (await stranger.GetAsync(line)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync("/admin/laureates")).Body.ShouldNotContain("eWIM");
        (await stranger.GetAsync($"/admin/laureates/new?edition={Uri.EscapeDataString(Edition)}")).Html.QuerySelectorAll("main form[method=post]").Length.ShouldBe(0);
        (await host.AsAdministrator().GetAsync(line)).Status.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<string> LineAsync(string slug) => await host.WithDbAsync(async db => $"/admin/laureates/{(await db.LaureateAsync(Edition, slug, default))!.Id}");

    private async Task<Actor> SecretaryAsync()
    {
        var person = await host.WithDbAsync(async db =>
        {
            var added = BangVang.Domain.People.Person.New(WebHost.Start, $"{Guid.NewGuid():n}@example.vn", "Thư ký Thử", "vi");
            db.People.Add(added);
            await db.SaveChangesAsync();
            return added;
        });
        return new(person.Id, person.FullName, false, new HashSet<RoleInEdition> { new(Edition, Role.Secretariat) });
    }

    private static async Task<Shown> UploadAsync(Visitor visitor, string csv)
    {
        var page = await visitor.GetAsync("/admin/laureates/import");
        var token = page.Html.QuerySelector("form[enctype] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var file = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(csv)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        using var body = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { file, "Upload", "bang-vang.csv" } };
        var shown = await Shown.OfAsync(await visitor.Client.PostAsync("/admin/laureates/import?handler=Preview", body));
        shown.Status.ShouldBe(HttpStatusCode.OK);
        return shown;
    }
}
