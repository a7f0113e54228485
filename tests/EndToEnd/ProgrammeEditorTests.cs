using BangVang.Web.Tests;
using BangVang.Web.Tests.Forum;
using Microsoft.Playwright;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.EndToEnd;

/// <summary>The programme of a forum in a real browser: an organiser moves sessions by keyboard and by mouse and releases, a visitor sees it.</summary>
[Collection(Browser.Collection)]
public sealed class ProgrammeEditorTests(Browser browser)
{
    private const string Work = "/organise/demo-2026/programme", Public = "/forum/demo-2026";

    [Fact]
    public Task A_session_moved_by_keyboard_and_mouse_is_public_once_it_is_released() => browser.RunAsync(async visit =>
    {
        await using var forum = await ForumHost.StartAsync(onSocket: true);
        var page = await OpenAsync(visit, forum, Work, 1280, 900);
        await LookAsync(page, "editor", 1280);
        var talk = page.Locator(".planner-session", new() { HasText = "Chip và thiết kế vi mạch" });
        await talk.FocusAsync();

        await page.Keyboard.PressAsync("ArrowDown");
        await SettledAsync(page, "Chip và thiết kế vi mạch: 11:10–12:00, Phòng A, Hà Nội. Cảnh báo: 0.");
        await page.Keyboard.PressAsync("Shift+ArrowUp");
        await SettledAsync(page, "Chip và thiết kế vi mạch: 11:10–11:45, Phòng A, Hà Nội. Cảnh báo: 0.");
        await page.Keyboard.PressAsync("ArrowRight");
        await SettledAsync(page, "Chip và thiết kế vi mạch: 11:10–11:45, Phòng B, Hà Nội. Cảnh báo: 1.");
        (await talk.EvaluateAsync<bool>("e => document.activeElement === e")).ShouldBeTrue("it keeps the focus in its new room");
        (await page.TextContentAsync("[data-planner-warnings]"))!.ShouldContain("Trùng phòng Phòng B");
        (await page.Locator(".planner-session.is-cited").CountAsync()).ShouldBe(2);
        await LookAsync(page, "warned", 1280);

        var other = page.Locator(".planner-session", new() { HasText = "An toàn thông tin cho doanh nghiệp nhỏ" });
        await other.ScrollIntoViewIfNeededAsync();
        var box = (await other.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 40, box.Y + 12);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + 40, box.Y + 40, new() { Steps = 5 });
        await page.Mouse.MoveAsync(box.X + 40, box.Y + 12 + 86, new() { Steps = 5 });
        await page.Mouse.UpAsync();
        await SettledAsync(page, "An toàn thông tin cho doanh nghiệp nhỏ: 14:00–14:50, Phòng B, Hà Nội. Cảnh báo: 1.");
        page.Url.ShouldEndWith(Work, Case.Sensitive, "a drop is no click");

        await page.GotoAsync($"{Url(forum)}{Work}");
        (await talk.GetAttributeAsync("data-start")).ShouldBe("670", "it is kept");
        await page.FillAsync("input[name=Name]", "1.1");
        await page.ClickAsync("form[action*='handler=Release'] button");
        await page.WaitForSelectorAsync(".notice--ok");

        var visitor = await visit.NewPageAsync(1280, 900);
        await visitor.GotoAsync($"{Url(forum)}{Public}/sessions/CDE001");
        (await visitor.TextContentAsync("main"))!.ShouldContain("11:10 (Hà Nội) · 12:10 (Singapore) · 13:10 (Seoul)");
        await visitor.GotoAsync($"{Url(forum)}{Public}/releases");
        (await visitor.TextContentAsync("main"))!.ShouldContain("Dời: An toàn thông tin cho doanh nghiệp nhỏ");
        await LookAsync(visitor, "releases", 1280);
    });

    [Fact]
    public Task A_move_that_someone_else_made_impossible_goes_back_and_says_so() => browser.RunAsync(async visit =>
    {
        await using var forum = await ForumHost.StartAsync(onSocket: true);
        var page = await OpenAsync(visit, forum, Work, 1280, 900);
        await forum.ChangeAsync("CDE001", s => s with { Title = "Chip và thiết kế vi mạch, tên mới" });
        var talk = page.Locator(".planner-session", new() { HasText = "Chip và thiết kế vi mạch" });
        await talk.FocusAsync();

        await page.Keyboard.PressAsync("ArrowDown");

        await page.WaitForFunctionAsync("() => document.querySelector('[data-planner-said]').textContent.includes('đã về chỗ cũ')");
        (await talk.Locator("[data-times]").TextContentAsync()).ShouldBe("10:55–11:45");
    });

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public Task A_visitor_reads_marks_and_filters_the_programme_on_any_screen(int width) => browser.RunAsync(async visit =>
    {
        await using var forum = await ForumHost.StartAsync(onSocket: true);
        forum.Host.Clock.Now = Instant.FromUtc(2026, 12, 8, 2, 20);
        var page = await visit.NewPageAsync(width, 900);
        foreach (var (name, path) in new[]
        {
            ("page", Public), ("grid", $"{Public}?view=grid"), ("session", $"{Public}/sessions/TOAN01"), ("speakers", $"{Public}/speakers"), ("speaker", $"{Public}/speakers/DG0004"), ("conformance", "/conformance"),
        })
        {
            await page.GotoAsync($"{Url(forum)}{path}");
            await LookAsync(page, name, width);
        }

        await page.GotoAsync($"{Url(forum)}{Public}");
        await page.ClickAsync("li[data-session=TRAO01] [data-favourite]");
        await page.ClickAsync("li[data-session=KHAIM1] [data-favourite]");
        await page.ReloadAsync();
        (await page.GetAttributeAsync("li[data-session=TRAO01] [data-favourite]", "aria-pressed")).ShouldBe("true", "the browser keeps it");
        (await page.GetAttributeAsync("[data-favourites-calendar]", "href"))!.ShouldEndWith("schedule.ics?only=KHAIM1,TRAO01");
        await page.CheckAsync("[data-only-favourites]");
        (await page.Locator("li[data-session]:visible").CountAsync()).ShouldBe(2);
        await LookAsync(page, "marked", width);
    });

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public Task The_organisers_screens_pass_axe_on_any_screen(int width) => browser.RunAsync(async visit =>
    {
        await using var forum = await ForumHost.StartAsync(onSocket: true);
        var page = await OpenAsync(visit, forum, Work, width, 900);
        foreach (var (name, path) in new[] { ("editor", Work), ("session-form", $"{Work}/session"), ("people", "/organise/demo-2026/speakers"), ("person-form", "/organise/demo-2026/speakers/edit") })
        {
            await page.GotoAsync($"{Url(forum)}{path}");
            await LookAsync(page, name, width);
        }
    });

    [Fact]
    public Task Somebody_elsewhere_reads_their_own_time_and_its_zone_in_words() => browser.RunAsync(async visit =>
    {
        await using var forum = await ForumHost.StartAsync(onSocket: true);
        var page = await visit.NewPageAsync(1280, 900, timeZone: "Europe/Paris");
        await page.GotoAsync($"{Url(forum)}{Public}");
        (await page.TextContentAsync("[data-viewer-zone]"))!.ShouldStartWith("Múi giờ của bạn: Europe/Paris");
        (await page.TextContentAsync("li[data-session=KHAIM1] [data-viewer-time]"))!.ShouldBe("02:30 (Europe/Paris)");

        // Chromium calls the zone of Hà Nội by its old name.
        var home = await visit.NewPageAsync(1280, 900);
        await home.GotoAsync($"{Url(forum)}{Public}");
        await home.WaitForSelectorAsync("[data-favourite]:visible");
        (await home.Locator("[data-viewer-time]:visible").CountAsync()).ShouldBe(0);
    });

    private static Task SettledAsync(IPage page, string said) => page.WaitForFunctionAsync(
        "said => document.querySelector('[data-planner-said]').textContent === said && !document.querySelector('[data-planner]').hasAttribute('aria-busy')", said);

    private static async Task<IPage> OpenAsync(Visit visit, ForumHost forum, string path, int width, int height)
    {
        var page = await visit.NewPageAsync(width, height);
        var cookie = forum.Organiser.Client.DefaultRequestHeaders.GetValues("Cookie").Single().Split('=', 2);
        await page.Context.AddCookiesAsync([new() { Name = cookie[0], Value = cookie[1], Url = Url(forum) }]);
        await page.GotoAsync($"{Url(forum)}{path}");
        return page;
    }

    private static string Url(ForumHost forum) => $"http://127.0.0.1:{forum.Host.SocketPort}";

    private static async Task LookAsync(IPage page, string name, int width)
    {
        if (Environment.GetEnvironmentVariable("BANGVANG_PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"programme-{name}-{width}.png"), FullPage = true });
        (await Axe.CheckAsync(page)).ShouldBeEmpty(name);
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(width, name);
    }
}
