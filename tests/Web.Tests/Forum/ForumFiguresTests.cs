using System.Net;
using System.Net.Http.Json;
using BangVang.Domain.Forum;
using BangVang.Domain.Kernel;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Forum;

/// <summary>A forum in numbers is its organisers' while it goes on, and everybody's when it is over.</summary>
public sealed class ForumFiguresTests
{
    private const string Page = $"/forum/{ForumHost.Slug}/figures";

    [Fact]
    public async Task Registered_and_came_are_counted_and_become_public_after_the_last_day()
    {
        await using var host = await DoorPagesTests.StartAsync();
        var key = ForumEdition.KeyOf(ForumHost.Slug);
        var came = await DoorPagesTests.AddAsync(host, "Nguyễn Thị Đường", "hall", size: 3);
        await DoorPagesTests.AddAsync(host, "Vắng Mặt", "singapore");
        var (staff, _) = await host.EnterAsync(Role.DoorStaff, key);
        foreach (var list in (string[])["hall", "foyer"])
            (await staff.Client.PostAsJsonAsync("/api/v1/forums/demo-2026/door/redeem", new { secret = came.Ticket, lists = new[] { list } })).StatusCode.ShouldBe(HttpStatusCode.Created, list);

        var (organiser, _) = await host.EnterAsync(Role.Organiser, key);
        var page = await organiser.GetAsync(Page);
        page.Html.QuerySelectorAll("dl.facts dd").Select(d => d.TextContent).ShouldBe(["4", "1", "0", "0"]);
        page.Text(".notice")!.ShouldContain("chưa công khai");
        (await organiser.GetAsync(Page + ".csv")).Body.ShouldContain("registered_by_place,hall,");
        var visitor = host.As();
        foreach (var address in (string[])[Page, Page + ".csv"])
        {
            var early = await visitor.GetAsync(address);
            early.Status.ShouldBe(HttpStatusCode.Conflict);
            early.Body.ShouldNotContain("Hội trường");
        }
        (await visitor.GetAsync("/forum/7/figures")).Status.ShouldBe(HttpStatusCode.NotFound);

        host.Clock.Now = Instant.FromUtc(2026, 12, 11, 16, 59);
        var day = host.Clock.Now;
        (await visitor.GetAsync($"/forum/{ForumHost.Slug}")).Html.QuerySelector($"a[href='{Page}']").ShouldBeNull();
        host.Clock.Now = day + Duration.FromDays(2);
        (await visitor.GetAsync(Page)).Html.QuerySelectorAll("dl.facts dd").Select(d => d.TextContent).ShouldBe(["4", "1", "0", "0"]);
        (await visitor.GetAsync($"/forum/{ForumHost.Slug}")).Html.QuerySelector($"a[href='{Page}']").ShouldNotBeNull();
        (await visitor.GetAsync(Page, "en")).Body.ShouldNotContain("Nguyễn");
    }
}
