using System.Net;
using System.Text.Json.Nodes;
using BangVang.Domain.Kernel;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Forum;

public sealed class ProgrammePageTests : IAsyncLifetime
{
    private const string Page = "/forum/demo-2026", Work = "/organise/demo-2026/programme";

    private ForumHost forum = null!;
    public async Task InitializeAsync() => forum = await ForumHost.StartAsync();
    public async Task DisposeAsync() => await forum.DisposeAsync();

    [Fact]
    public async Task Every_session_says_its_time_in_each_of_the_three_cities()
    {
        var page = await forum.Host.As().GetAsync(Page);
        var opening = page.Html.QuerySelector("li[data-session=KHAIM1]")!;
        opening.QuerySelectorAll(".clock div").Select(d => d.TextContent.Trim()).ShouldBe(["Hà Nội08:30", "Singapore09:30", "Seoul10:30"]);
        (await forum.Host.As().GetAsync($"{Page}/sessions/KHAIM1")).Body.ShouldContain("08:30 (Hà Nội) · 09:30 (Singapore) · 10:30 (Seoul)");
        page.Html.QuerySelectorAll("li[data-session]").Length.ShouldBe(20);
        page.Html.QuerySelector(".now-next").ShouldBeNull("the day is weeks away");
    }

    [Fact]
    public async Task On_the_day_what_is_on_and_what_comes_next_stand_first()
    {
        forum.Host.Clock.Now = Instant.FromUtc(2026, 12, 8, 2, 20);
        var page = await forum.Host.As().GetAsync(Page);
        page.Html.QuerySelectorAll(".now-next a").Select(a => a.TextContent).ShouldBe(
            ["Triển lãm sản phẩm công nghệ số", "Giá trị Việt Nam trong sản phẩm số", "Nghỉ giải lao và xem triển lãm", "Nghỉ giải lao tại Seoul", "Nghỉ giải lao tại Singapore"]);
        page.Html.QuerySelector("li.slot--now[data-session=TOAN01]")!.TextContent.ShouldContain("còn 70 phút");
    }

    [Theory]
    [InlineData("place=seoul", 3)]
    [InlineData("track=technology", 3)]
    [InlineData("language=ko", 2)]
    [InlineData("place=seoul&language=ko", 2)]
    [InlineData("place=seoul&track=technology", 0)]
    [InlineData("place=atlantis", 20)]
    [InlineData("day=2026-13-45", 20)]
    public async Task A_choice_stands_in_the_address_and_needs_no_script(string query, int sessions) =>
        (await forum.Host.As().GetAsync($"{Page}?{query}")).Html.QuerySelectorAll("li[data-session]").Length.ShouldBe(sessions);

    [Fact]
    public async Task The_grid_is_a_table_of_rooms_and_times()
    {
        var page = await forum.Host.As().GetAsync($"{Page}?view=grid&place=ha-noi");
        page.Html.QuerySelectorAll(".programme-grid thead th").Length.ShouldBe(5);
        page.Html.QuerySelectorAll(".programme-grid [data-session]").Length.ShouldBe(14);
    }

    [Fact]
    public async Task An_organiser_moves_writes_cancels_and_releases_without_a_script()
    {
        var editor = await forum.Organiser.GetAsync(Work);
        editor.Html.QuerySelectorAll(".planner-session").Length.ShouldBe(21);
        var link = editor.Html.QuerySelectorAll("a.planner-session").Single(a => a.TextContent.Contains("Trí tuệ nhân tạo tiếng Việt")).GetAttribute("href")!;
        var form = await forum.Organiser.GetAsync(link);
        form.Html.QuerySelector("select[name='Room'] option[selected]")!.GetAttribute("value").ShouldBe("room-b");

        (await forum.Organiser.SubmitAsync(form, "main form", ("Minutes", "3"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await forum.Organiser.SubmitAsync(form, "main form", ("Room", "room-a"))).Location.ShouldBe($"{Work}?day=2026-12-08&done=saved");
        (await forum.Organiser.SubmitAsync(form, "main form", ("Room", "hall"))).Status.ShouldBe(HttpStatusCode.Conflict, "the form shows what was before");

        editor = await forum.Organiser.GetAsync(Work);
        editor.Text("[data-planner-warnings]")!.ShouldContain("Trùng phòng Phòng A: “Chip và thiết kế vi mạch” (10:55–11:45) và “Trí tuệ nhân tạo tiếng Việt” (10:55–11:45).");
        editor.Text("section[aria-labelledby=release]")!.ShouldContain("Dời: Trí tuệ nhân tạo tiếng Việt");
        (await forum.Organiser.SubmitAsync(editor, "form[action*='handler=Release']", ("Name", "1.1"))).Location.ShouldBe($"{Work}?done=released");

        (await forum.Host.As().GetAsync($"{Page}/sessions/CDE002")).Body.ShouldContain("Phòng A, Hà Nội");
        (await forum.Organiser.SubmitAsync(editor, "form[action*='handler=Release']", ("Name", "1.2"))).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_new_session_and_a_new_person_come_by_forms()
    {
        var person = await forum.Organiser.GetAsync("/organise/demo-2026/speakers/edit");
        (await forum.Organiser.SubmitAsync(person, "main form", ("Name", "Diễn giả 21"), ("Rank", "7"), ("Email", "không phải thư"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await forum.Organiser.SubmitAsync(person, "main form", ("Name", "Diễn giả 21"), ("Rank", "7"))).Location.ShouldBe("/organise/demo-2026/speakers?done=saved");
        var form = await forum.Organiser.GetAsync("/organise/demo-2026/programme/session");
        var part = form.Html.QuerySelectorAll("label").Single(l => l.TextContent.Contains("Diễn giả 21")).GetAttribute("for");
        var name = form.Html.QuerySelector($"#{part}")!.GetAttribute("name")!;

        (await forum.Organiser.SubmitAsync(form, "main form", ("TitleVi", "Phiên thêm"), ("State", "Confirmed"), ("Date", "08/12/2026"), ("Time", "17:30"), ("Minutes", "20"), ("Room", "hall"), (name, "Guest")))
            .Location.ShouldBe($"{Work}?day=2026-12-08&done=saved");
        await forum.ReleaseAsync("1.1");

        var page = await forum.Host.As().GetAsync(Page);
        page.Html.QuerySelectorAll("li[data-session]").Last().TextContent.ShouldContain("Phiên thêm");
        page.Html.QuerySelectorAll("li[data-session]").Last().TextContent.ShouldContain("Khách mời: Diễn giả 21");
    }

    [Fact]
    public async Task The_grid_is_told_every_warning_after_a_move_and_why_a_move_was_refused()
    {
        var editor = await forum.Organiser.GetAsync(Work);
        var session = editor.Html.QuerySelectorAll("a.planner-session").Single(a => a.TextContent.Contains("Chip và thiết kế vi mạch"));
        var midnight = long.Parse(editor.Html.QuerySelector("[data-planner]")!.GetAttribute("data-midnight")!);
        (string, string)[] Fields(string version) =>
        [
            ("id", session.GetAttribute("data-id")!), ("version", version), ("room", "room-b"), ("start", $"{midnight + 655 * 60_000}"), ("minutes", "50"),
            ("__RequestVerificationToken", editor.Html.QuerySelector("[data-planner-form] [name=__RequestVerificationToken]")!.GetAttribute("value")!),
        ];

        var moved = await forum.Organiser.PostAsync($"{Work}?handler=Move", Fields(session.GetAttribute("data-version")!));
        moved.Status.ShouldBe(HttpStatusCode.OK);
        var told = JsonNode.Parse(moved.Body)!;
        told["warnings"]!.AsArray().Select(w => w!["text"]!.ToString()).ShouldContain(t => t.StartsWith("Trùng phòng Phòng B"));
        told["said"]!.ToString().ShouldBe("Chip và thiết kế vi mạch: 10:55–11:45, Phòng B, Hà Nội. Cảnh báo: 1.");

        var refused = await forum.Organiser.PostAsync($"{Work}?handler=Move", Fields(session.GetAttribute("data-version")!));
        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        JsonNode.Parse(refused.Body)!["title"]!.ToString().ShouldContain("Có người vừa sửa trước bạn");
    }

    [Theory]
    [InlineData(Role.DoorStaff, "forum/demo-2026")]
    [InlineData(Role.BridgeHost, "forum/demo-2026")]
    [InlineData(Role.Organiser, "forum/7")]
    public async Task The_editor_is_for_the_organisers_of_that_forum(Role role, string key)
    {
        var (visitor, _) = await forum.Host.EnterAsync(role, key);
        foreach (var path in new[] { Work, $"{Work}/session", "/organise/demo-2026/speakers", "/organise/demo-2026/speakers/edit" })
            (await visitor.GetAsync(path)).Status.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Forbidden);
    }
}
