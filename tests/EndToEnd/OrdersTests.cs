using BangVang.App.Storage;
using BangVang.Testing;
using BangVang.Web.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace BangVang.EndToEnd;

/// <summary>Putting three products into order in a real browser: by taps on a phone, with the keyboard, with scripts off.</summary>
[Collection(Browser.Collection)]
public sealed class OrdersTests(Browser browser)
{
    private const string Address = "/judging/pairs/demo/2026/final/digital-government";

    [Theory]
    [InlineData(360, 740, "vi")]
    [InlineData(360, 740, "en")]
    [InlineData(1280, 900, "vi")]
    public Task Taps_in_the_order_of_best_give_the_places(int width, int height, string language) => browser.RunAsync(async visit =>
    {
        await using var at = await StartAsync(3);
        var page = await at.OpenAsync(visit, width, height, language);
        await LookAsync(page, "begin", width, language);
        await page.ClickAsync("form[action*='handler=Open'] button");
        await Ready(page);
        await LookAsync(page, "shown", width, language);
        var send = (await page.Locator("[data-send]").BoundingBoxAsync()).ShouldNotBeNull();
        (send.Y + send.Height).ShouldBeLessThanOrEqualTo(height, "three products and the button are on one screen");
        foreach (var pick in await page.Locator("[data-pick]").AllAsync()) (await pick.BoundingBoxAsync())!.Height.ShouldBeGreaterThanOrEqualTo(64);

        var names = await ShownAsync(page);
        await page.ClickAsync("[data-pick] >> nth=2");
        (await PlacesAsync(page)).ShouldBe(["", "", "1"]);
        await page.ClickAsync("[data-pick] >> nth=2");
        (await PlacesAsync(page)).ShouldBe(["", "", ""], "a second tap takes it back");
        await page.ClickAsync("[data-send]");
        await page.WaitForSelectorAsync("#problems");
        await LookAsync(page, "incomplete", width, language);
        await Ready(page);
        await page.ClickAsync("[data-pick] >> nth=2");
        await page.ClickAsync("[data-pick] >> nth=0");
        (await PlacesAsync(page)).ShouldBe(["2", "3", "1"], "the last one has but one place left");
        await LookAsync(page, "placed", width, language);
        await page.ClickAsync("[data-send]");
        await MadeAsync(page, "1");
        (await page.Locator("ol.pair-own li").First.TextContentAsync())!.Trim().ShouldBe($"1. {names[2]}; 2. {names[0]}; 3. {names[1]}");

        await Ready(page);
        await page.ClickAsync("summary[data-key=s]");
        await page.FillAsync("textarea[name=Reason]", "Chưa xem phần trình diễn");
        await LookAsync(page, "skip", width, language);
        await page.ClickAsync("form[action*='handler=Skip'] button");
        await page.WaitForFunctionAsync("() => /3/.test(document.querySelector('#progress')?.textContent ?? '')");
        for (var made = 2; made <= 3; made++)
        {
            await Ready(page);
            await page.ClickAsync("[data-pick] >> nth=0");
            await page.ClickAsync("[data-pick] >> nth=1");
            await page.ClickAsync("[data-send]");
            await MadeAsync(page, $"{made}");
        }
        await LookAsync(page, "complete", width, language);
        await page.ClickAsync("form[action*='handler=Sign'] button");
        await page.WaitForSelectorAsync(".notice--ok");
        await LookAsync(page, "signed", width, language);
    });

    [Fact]
    public Task Numbers_place_u_takes_back_and_then_undoes_and_enter_sends() => browser.RunAsync(async visit =>
    {
        await using var at = await StartAsync(3);
        var page = await at.OpenAsync(visit, 1280, 900, "vi");
        await page.ClickAsync("form[action*='handler=Open'] button");
        await Ready(page);
        (await page.Locator("[data-pair-clock]").InnerTextAsync()).ShouldMatch("^(1:00|0:[0-9]{2})$");
        var first = await ShownAsync(page);
        await page.Keyboard.PressAsync("2");
        await page.Keyboard.PressAsync("1");
        (await PlacesAsync(page)).ShouldBe(["2", "1", "3"]);
        await page.Keyboard.PressAsync("u");
        (await PlacesAsync(page)).ShouldBe(["", "1", ""], "with it the one that came by itself");
        await page.Keyboard.PressAsync("3");
        (await PlacesAsync(page)).ShouldBe(["3", "1", "2"]);
        await page.Keyboard.PressAsync("Enter");
        await MadeAsync(page, "1");
        (await page.Locator("ol.pair-own li").First.TextContentAsync())!.Trim().ShouldBe($"1. {first[1]}; 2. {first[2]}; 3. {first[0]}");

        await Ready(page);
        await page.Keyboard.PressAsync("u");
        await MadeAsync(page, "0");
        (await ShownAsync(page)).ShouldBe(first, "nothing was placed, so the order before is undone");
        await Ready(page);
        await page.Keyboard.PressAsync("?");
        await page.Locator("#keys-help").WaitForAsync(new() { State = WaitForSelectorState.Visible });
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("s");
        await page.Keyboard.TypeAsync("Chưa xem 1 2 u");
        (await page.InputValueAsync("textarea[name=Reason]")).ShouldEndWith("Chưa xem 1 2 u");
        (await PlacesAsync(page)).ShouldBe(["", "", ""], "no key works while one writes");
    });

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public Task With_scripts_off_places_are_marked_in_a_plain_form_and_nothing_is_lost(int width) => browser.RunAsync(async visit =>
    {
        await using var at = await StartAsync(3);
        var page = await at.OpenAsync(visit, width, 740, "vi", javaScriptEnabled: false);
        await page.ClickAsync("form[action*='handler=Open'] button");
        await PlainAsync(page, (0, 2), (1, 2), (2, 1));
        if (Environment.GetEnvironmentVariable("BANGVANG_PICTURES") is { Length: > 0 } folder) await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"orders-plain-{width}.png"), FullPage = true });
        (await page.InnerTextAsync("#problems")).ShouldContain("Hạng 2 được chọn cho hai sản phẩm");
        (await page.Locator("input[type=radio]:checked").CountAsync()).ShouldBe(3, "what was marked is still there");
        await PlainAsync(page, (1, 3));
        (await page.TextContentAsync("#progress")).ShouldBe("Đã xếp 1 trên 4 lượt");
        await page.ClickAsync("form[action*='handler=Undo'] button");
        (await page.TextContentAsync("#progress")).ShouldBe("Đã xếp 0 trên 4 lượt");
        for (var made = 1; made <= 4; made++)
        {
            await PlainAsync(page, (0, 1), (2, 2));
            (await page.TextContentAsync("#progress")).ShouldBe($"Đã xếp {made} trên 4 lượt");
        }
        await page.ClickAsync("form[action*='handler=Sign'] button");
        (await page.IsVisibleAsync(".notice--ok")).ShouldBeTrue();
    });

    [Fact]
    public Task Five_at_once_fit_a_phone() => browser.RunAsync(async visit =>
    {
        await using var at = await StartAsync(5, dossiers: 5);
        var page = await at.OpenAsync(visit, 360, 740, "vi");
        await page.ClickAsync("form[action*='handler=Open'] button");
        await Ready(page);
        for (var pick = 4; pick > 0; pick--) await page.ClickAsync($"[data-pick] >> nth={pick}");
        (await PlacesAsync(page)).ShouldBe(["5", "4", "3", "2", "1"]);
        await LookAsync(page, "five", 360, "vi");
    });

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public Task Places_and_record_of_orders_pass_axe(int width) => browser.RunAsync(async visit =>
    {
        await using var at = await StartAsync(3);
        foreach (var juror in at.World.Jurors)
        {
            await at.World.ChooseAllAsync(juror, juror == at.World.Jurors[2] ? [.. at.World.Dossiers.Reverse()] : at.World.Dossiers);
            await at.World.SignAsync(juror);
        }
        var chair = await at.World.Award.PersonAsync("Chủ tịch", Domain.Kernel.Role.Chair);
        at.Host.Clock.Now = at.World.Award.Clock.Now = AwardWorld.Closes("final");
        var page = await at.OpenAsync(visit, width, 900, "vi", chair);
        foreach (var path in (string[])["panels", "results", "choices"])
        {
            await page.GotoAsync($"{at.Url}/manage/demo/2026/{path}?round=final&lang=vi");
            await LookAsync(page, path, width, "vi");
        }
    });

    private static async Task PlainAsync(IPage page, params (int Product, int Place)[] places)
    {
        foreach (var (product, place) in places) await page.Locator("[data-order-item]").Nth(product).Locator($"input[type=radio][value='{place}']").CheckAsync(new() { Force = true });
        await page.ClickAsync("[data-send]");
    }

    private static async Task<string[]> ShownAsync(IPage page) => [.. await page.Locator("[data-pick] strong").AllTextContentsAsync()];

    private static async Task<string[]> PlacesAsync(IPage page) => [.. await page.Locator("[data-place]").AllTextContentsAsync()];

    /// <summary>The time in which a tap is taken for one that was meant for what was shown before has passed.</summary>
    private static async Task Ready(IPage page)
    {
        await page.WaitForSelectorAsync("[data-order].is-tapped");
        await page.WaitForFunctionAsync("() => performance.now() > 800");
    }

    private static Task MadeAsync(IPage page, string made) => page.WaitForFunctionAsync("made => new RegExp(`(?:xếp )?\\\\b${made} (?:trên|of) [34]`).test(document.querySelector('#progress')?.textContent ?? '')", made);

    private static async Task LookAsync(IPage page, string name, int width, string language)
    {
        if (Environment.GetEnvironmentVariable("BANGVANG_PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"orders-{name}-{width}-{language}.png"), FullPage = true });
        (await Axe.CheckAsync(page)).ShouldBeEmpty(name);
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(width, name);
    }

    private static async Task<Final> StartAsync(int atOnce, int dossiers = 4)
    {
        var host = await WebHost.StartAsync(onSocket: true);
        var options = host.Services.GetRequiredService<DbContextOptions<BangVangDb>>();
        var world = await PairwiseWorld.OnAsync(() => new BangVangDb(options), dossiers, atOnce: atOnce);
        host.Clock.Now = world.Award.Clock.Now;
        (await world.AssignAsync()).TryGet(out _, out var problem).ShouldBeTrue(problem?.Code);
        return new(host, world);
    }

    /// <summary>A server with a final of orders that has begun.</summary>
    private sealed record Final(WebHost Host, PairwiseWorld World) : IAsyncDisposable
    {
        public string Url => $"http://127.0.0.1:{Host.SocketPort}";

        /// <summary>The first juror's phone or desk, unless somebody else's is asked for.</summary>
        public async Task<IPage> OpenAsync(Visit visit, int width, int height, string language, Domain.Kernel.Actor? actor = null, bool javaScriptEnabled = true)
        {
            var page = await visit.NewPageAsync(width, height, javaScriptEnabled: javaScriptEnabled);
            var header = Host.As(actor ?? World.Jurors[0]).Client.DefaultRequestHeaders.Single(h => h.Key.StartsWith("X-Test", StringComparison.Ordinal));
            await page.SetExtraHTTPHeadersAsync(new Dictionary<string, string> { [header.Key] = header.Value.Single() });
            await page.GotoAsync($"{Url}{Address}?lang={language}");
            return page;
        }

        public async ValueTask DisposeAsync()
        {
            await World.DisposeAsync();
            await Host.DisposeAsync();
        }
    }
}
