using System.Net;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Forum;

/// <summary>An organiser lays the exhibition out; everybody finds a stand on the plan and in the list.</summary>
public sealed class ExhibitionPagesTests
{
    private const string Work = $"/organise/{ForumHost.Slug}/exhibition", Public = $"/forum/{ForumHost.Slug}/exhibition";

    [Fact]
    public async Task A_stand_is_laid_drawn_found_changed_and_removed()
    {
        await using var forum = await ForumHost.StartAsync();
        var visitor = forum.Host.As();
        (await visitor.GetAsync(Public)).Text(".empty")!.ShouldContain("Chưa có đơn vị trưng bày");
        (await visitor.GetAsync(Public)).Html.QuerySelectorAll("section h3").Select(h => h.TextContent).ShouldBe(["Nhà tài trợ Kim cương (minh họa)", "Nhà tài trợ Vàng (minh họa)", "Bảo trợ truyền thông (minh họa)"]);
        (await visitor.GetAsync("/forum/7")).Html.QuerySelector("a[href='/forum/7/exhibition']").ShouldBeNull("there is nothing to see");

        var work = await forum.Organiser.GetAsync(Work);
        var bad = await forum.Organiser.SubmitAsync(work, "main form[action*=Hall]", ("HallRoom", "foyer"), ("HallWidth", "ba"), ("HallDepth", "18"));
        bad.Text("[role=alert]")!.ShouldContain("Hãy ghi độ dài bằng mét");
        (await forum.Organiser.SubmitAsync(bad, "main form[action*=Hall]", ("HallWidth", "30"))).Status.ShouldBe(HttpStatusCode.Redirect);

        var form = await forum.Organiser.GetAsync($"{Work}/edit");
        var refused = await forum.Organiser.SubmitAsync(form, "main form[method=post]", ("Organisation", "Đơn vị <b>Minh họa</b>"), ("StandCode", "a1"), ("Room", "foyer"), ("X", "28"), ("Y", "2"), ("Width", "2,5"), ("Depth", "4"));
        refused.Text("[role=alert]")!.ShouldContain("nằm ngoài khu trưng bày (30 × 18 m)");
        (await forum.Organiser.SubmitAsync(refused, "main form[method=post]", ("X", "2"))).Status.ShouldBe(HttpStatusCode.Redirect);

        work = await forum.Organiser.GetAsync(Work);
        var looked = await forum.Organiser.SubmitAsync(work, "main form[action*=Import]", ("act", "look"), ("List", "organisation,stand,room,x,y,width,depth\nCông ty Minh họa 02,A2,foyer,4,2,6,4\n"));
        looked.Text("section[aria-labelledby=import] ol")!.ShouldContain("chồng lên gian hàng A1");
        looked.Html.QuerySelector("button[value=take]").ShouldBeNull();
        looked = await forum.Organiser.SubmitAsync(looked, "main form[action*=Import]", ("act", "look"), ("List", "organisation,stand,room,x,y,width,depth\nCông ty Minh họa 02,A2,foyer,5,2,6,4\n"));
        looked.Html.QuerySelector("button[value=take]").ShouldNotBeNull();
        (await forum.Organiser.SubmitAsync(looked, "main form[action*=Import]", ("act", "take"))).Status.ShouldBe(HttpStatusCode.Redirect);

        var page = await visitor.GetAsync(Public);
        page.Html.QuerySelectorAll("svg a.floor-stand").Select(a => a.GetAttribute("href")).ShouldBe([$"{Public}/A1", $"{Public}/A2"]);
        page.Html.QuerySelector("svg a.floor-stand")!.GetAttribute("aria-label").ShouldBe("A1: Đơn vị <b>Minh họa</b>");
        page.Html.QuerySelectorAll("main b").ShouldBeEmpty("a name is text, never markup");
        (await visitor.GetAsync(Public + "?q=don vi")).Html.QuerySelectorAll("main li h3").Length.ShouldBe(1);
        (await visitor.GetAsync(Public + "?q=khong")).Text(".empty")!.ShouldContain("Không tìm thấy");
        (await visitor.GetAsync($"{Public}/A1", "en")).Html.QuerySelectorAll("a.is-here").Length.ShouldBe(1);
        (await visitor.GetAsync($"{Public}/Z9")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await visitor.GetAsync($"/forum/{ForumHost.Slug}")).Html.QuerySelector($"a[href='{Public}']").ShouldNotBeNull();

        var edit = await forum.Organiser.GetAsync((await forum.Organiser.GetAsync(Work)).Html.QuerySelector("main li a.btn")!.GetAttribute("href")!);
        edit.Html.QuerySelector("input[name=Width]")!.GetAttribute("value").ShouldBe("2.5");
        (await forum.Organiser.SubmitAsync(edit, "main form[action*=Remove]")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await visitor.GetAsync($"{Public}/A1")).Status.ShouldBe(HttpStatusCode.NotFound);

        var (other, _) = await forum.Host.EnterAsync(Domain.Kernel.Role.Organiser, "forum/7");
        (await other.GetAsync(Work)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await visitor.GetAsync(Work)).Status.ShouldNotBe(HttpStatusCode.OK);
    }
}
