using System.Net;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Forum;

/// <summary>An organiser records what was asked and promised; everybody reads it with what became of it.</summary>
public sealed class CommitmentPagesTests
{
    private const string Work = $"/organise/{ForumHost.Slug}/commitments", Public = $"/forum/{ForumHost.Slug}/commitments";

    [Fact]
    public async Task It_is_recorded_reported_on_and_read_by_everybody()
    {
        await using var forum = await ForumHost.StartAsync();
        var visitor = forum.Host.As();
        (await visitor.GetAsync(Public)).Text(".empty")!.ShouldContain("Chưa có kiến nghị");
        (await visitor.GetAsync($"/forum/{ForumHost.Slug}")).Html.QuerySelector($"a[href='{Public}']").ShouldBeNull();

        var form = await forum.Organiser.GetAsync($"{Work}/edit");
        var refused = await forum.Organiser.SubmitAsync(form, "main form[method=post]", ("TextVi", "Ban hành <b>hướng dẫn</b>"), ("StatedBy", "Hiệp hội Minh họa"), ("Owner", ""), ("Kind", "Recommendation"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Html.QuerySelector("textarea[name=TextVi]")!.TextContent.ShouldContain("Ban hành <b>hướng dẫn</b>");
        var saved = await forum.Organiser.SubmitAsync(refused, "main form[method=post]", ("Owner", "=Bộ Minh họa A"), ("DueOn", "2020-01-01"));
        saved.Text("[role=alert]")!.ShouldContain("Thời hạn không thể trước ngày diễn ra diễn đàn");
        (await forum.Organiser.SubmitAsync(saved, "main form[method=post]", ("DueOn", "2027-06-08"))).Status.ShouldBe(HttpStatusCode.Redirect);

        var list = await forum.Organiser.GetAsync(Work);
        var edit = await forum.Organiser.GetAsync(list.Html.QuerySelector("article a.btn")!.GetAttribute("href")!);
        var late = await forum.Organiser.SubmitAsync(edit, "main form[action*=Report]", ("State", "Done"), ("Note", "Đã ban hành"));
        late.Text("[role=alert]")!.ShouldContain("hãy nêu nguồn");
        late.Html.QuerySelector("textarea[name=Note]")!.TextContent.ShouldContain("Đã ban hành");
        (await forum.Organiser.SubmitAsync(late, "main form[action*=Report]", ("ReportSourceTitle", "Công báo"), ("ReportSourceUrl", "https://example.vn/cong-bao"))).Status.ShouldBe(HttpStatusCode.Redirect);

        var page = await visitor.GetAsync(Public);
        page.Text("article .badge").ShouldBe("Đã hoàn thành");
        page.Text("article h3").ShouldBe("Ban hành <b>hướng dẫn</b>");
        page.Html.QuerySelector("article a[href='https://example.vn/cong-bao']").ShouldNotBeNull();
        page.Html.QuerySelectorAll("article a.btn").ShouldBeEmpty();
        (await visitor.GetAsync(Public, "en")).Text("article .badge").ShouldBe("Done");
        (await visitor.GetAsync($"/forum/{ForumHost.Slug}")).Html.QuerySelector($"a[href='{Public}']").ShouldNotBeNull();
        (await visitor.GetAsync(Public + ".csv")).Body.ShouldContain("'=Bộ Minh họa A", customMessage: "a cell that a spreadsheet would run is made harmless");

        var (other, _) = await forum.Host.EnterAsync(Domain.Kernel.Role.Organiser, "forum/7");
        (await other.GetAsync(Work)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await visitor.GetAsync(Work)).Status.ShouldNotBe(HttpStatusCode.OK);
    }
}
