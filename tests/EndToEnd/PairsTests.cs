using BangVang.App.Storage;
using BangVang.Testing;
using BangVang.Web.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace BangVang.EndToEnd;

/// <summary>Judging by pairs in a real browser: with the thumb on a phone, with the keyboard, with scripts off.</summary>
[Collection(Browser.Collection)]
public sealed class PairsTests(Browser browser)
{
    private const string Pairs = "/judging/pairs/demo/2026/final/digital-government";

    [Theory]
    [InlineData(360, 740, "vi")]
    [InlineData(360, 740, "en")]
    [InlineData(1280, 900, "vi")]
    public Task Each_step_passes_axe_fits_the_screen_and_the_thumb(int width, int height, string language) => browser.RunAsync(async visit =>
    {
        await using var at = await StartAsync();
        var page = await at.OpenAsync(visit, width, height, language);
        await LookAsync(page, "begin", width, language);
        await page.ClickAsync("form[action*='handler=Open'] button");
        await page.WaitForSelectorAsync("[data-pair]");
        await LookAsync(page, "pair", width, language);
        foreach (var button in await page.Locator("button[name=Chosen]").AllAsync())
        {
            var box = (await button.BoundingBoxAsync()).ShouldNotBeNull();
            (box.Height >= 110, box.Width >= width * 0.35, box.Y + box.Height <= height).ShouldBe((true, true, true), $"{box.Y} {box.Width}×{box.Height}");
        }
        await ChooseAsync(page, "button[name=Chosen] >> nth=1", "1");
        await page.ClickAsync("summary[data-key=s]");
        await page.Locator("textarea[name=Reason]").WaitForAsync();
        await LookAsync(page, "skip", width, language);
        await page.FillAsync("textarea[name=Reason]", "Chưa xem phần trình diễn");
        await page.ClickAsync("form[action*='handler=Skip'] button");
        for (var made = 2; made <= 5; made++) await ChooseAsync(page, "button[name=Chosen] >> nth=0", $"{made}");
        await LookAsync(page, "complete", width, language);
        await page.ClickAsync("form[action*='handler=Sign'] button");
        await page.WaitForSelectorAsync(".notice--ok");
        await LookAsync(page, "signed", width, language);
    });

    [Fact]
    public Task Arrows_choose_u_undoes_s_skips_and_a_question_mark_helps() => browser.RunAsync(async visit =>
    {
        await using var at = await StartAsync();
        var page = await at.OpenAsync(visit, 1280, 900, "vi");
        await page.ClickAsync("form[action*='handler=Open'] button");
        await page.WaitForSelectorAsync("[data-pair]");
        (await page.Locator("[data-pair-clock]").InnerTextAsync()).ShouldMatch("^(1:00|0:[0-9]{2})$");

        var first = await ShownAsync(page);
        await PressAsync(page, "ArrowRight", "1");
        (await page.Locator("ol.pair-own strong").TextContentAsync()).ShouldBe(first[1]);
        await PressAsync(page, "u", "0");
        (await ShownAsync(page)).ShouldBe(first);
        await PressAsync(page, "ArrowLeft", "1");
        (await page.Locator("ol.pair-own strong").TextContentAsync()).ShouldBe(first[0]);

        await page.Keyboard.PressAsync("?");
        await page.Locator("#keys-help").WaitForAsync(new() { State = WaitForSelectorState.Visible });
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("s");
        await page.Keyboard.TypeAsync("Chưa xem u s");
        (await page.InputValueAsync("textarea[name=Reason]")).ShouldEndWith("Chưa xem u s");
        (await page.TextContentAsync("#progress")).ShouldBe("Đã chọn 1 trên 5 cặp", "no key works while one writes");
    });

    [Fact]
    public Task A_tap_meant_for_the_last_pair_does_not_answer_the_next_one() => browser.RunAsync(async visit =>
    {
        await using var at = await StartAsync();
        var page = await at.OpenAsync(visit, 360, 740, "vi");
        // As when the finger comes down again the moment the next pair appears.
        await page.AddInitScriptAsync("addEventListener('DOMContentLoaded', () => setTimeout(() => { if (!sessionStorage.tapped && document.querySelector('.pair-own')) { sessionStorage.tapped = 1; document.querySelector('button[name=Chosen]').click(); } }))");
        await page.ClickAsync("form[action*='handler=Open'] button");
        await page.WaitForSelectorAsync("[data-pair]");
        await ChooseAsync(page, "button[name=Chosen] >> nth=0", "1");
        await page.WaitForFunctionAsync("() => sessionStorage.tapped === '1'");
        await page.ReloadAsync();
        (await page.TextContentAsync("#progress")).ShouldBe("Đã chọn 1 trên 5 cặp");
    });

    [Fact]
    public Task With_scripts_off_everything_is_a_plain_form() => browser.RunAsync(async visit =>
    {
        await using var at = await StartAsync();
        var page = await at.OpenAsync(visit, 360, 740, "vi", javaScriptEnabled: false);
        await page.ClickAsync("form[action*='handler=Open'] button");
        for (var made = 1; made <= 5; made++)
        {
            await page.ClickAsync("button[name=Chosen] >> nth=0");
            (await page.TextContentAsync("#progress")).ShouldBe($"Đã chọn {made} trên 5 cặp");
        }
        await page.ClickAsync("form[action*='handler=Undo'] button");
        (await page.TextContentAsync("#progress")).ShouldBe("Đã chọn 4 trên 5 cặp");
        await page.ClickAsync("button[name=Chosen] >> nth=1");
        await page.ClickAsync("form[action*='handler=Sign'] button");
        (await page.IsVisibleAsync(".notice--ok")).ShouldBeTrue();
    });

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public Task Panels_places_and_record_pass_axe(int width) => browser.RunAsync(async visit =>
    {
        await using var at = await StartAsync();
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

    private static async Task<string[]> ShownAsync(IPage page) => [.. await page.Locator("button[name=Chosen] strong").AllTextContentsAsync()];

    private static async Task ChooseAsync(IPage page, string selector, string made)
    {
        await Ready(page);
        await page.ClickAsync(selector);
        await MadeAsync(page, made);
    }

    private static async Task PressAsync(IPage page, string key, string made)
    {
        await Ready(page);
        await page.Keyboard.PressAsync(key);
        await MadeAsync(page, made);
    }

    /// <summary>The time in which a tap is taken for one that was meant for the pair before has passed.</summary>
    private static Task Ready(IPage page) => page.WaitForFunctionAsync("() => performance.now() > 800");

    private static Task MadeAsync(IPage page, string made) => page.WaitForFunctionAsync("made => new RegExp(`(?:chọn )?\\\\b${made} (?:trên|of) 5`).test(document.querySelector('#progress')?.textContent ?? '')", made);

    private static async Task LookAsync(IPage page, string name, int width, string language)
    {
        if (Environment.GetEnvironmentVariable("BANGVANG_PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"pairs-{name}-{width}-{language}.png"), FullPage = true });
        (await Axe.CheckAsync(page)).ShouldBeEmpty(name);
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(width, name);
    }

    private static async Task<Final> StartAsync()
    {
        var host = await WebHost.StartAsync(onSocket: true);
        var options = host.Services.GetRequiredService<DbContextOptions<BangVangDb>>();
        var world = await PairwiseWorld.OnAsync(() => new BangVangDb(options));
        host.Clock.Now = world.Award.Clock.Now;
        (await world.AssignAsync()).TryGet(out _, out var problem).ShouldBeTrue(problem?.Code);
        return new(host, world);
    }

    /// <summary>A server with a final of pairs that has begun.</summary>
    private sealed record Final(WebHost Host, PairwiseWorld World) : IAsyncDisposable
    {
        public string Url => $"http://127.0.0.1:{Host.SocketPort}";

        /// <summary>The first juror's phone or desk, unless somebody else's is asked for.</summary>
        public async Task<IPage> OpenAsync(Visit visit, int width, int height, string language, Domain.Kernel.Actor? actor = null, bool javaScriptEnabled = true)
        {
            var page = await visit.NewPageAsync(width, height, javaScriptEnabled: javaScriptEnabled);
            var header = Host.As(actor ?? World.Jurors[0]).Client.DefaultRequestHeaders.Single(h => h.Key.StartsWith("X-Test", StringComparison.Ordinal));
            await page.SetExtraHTTPHeadersAsync(new Dictionary<string, string> { [header.Key] = header.Value.Single() });
            await page.GotoAsync($"{Url}{Pairs}?lang={language}");
            return page;
        }

        public async ValueTask DisposeAsync()
        {
            await World.DisposeAsync();
            await Host.DisposeAsync();
        }
    }
}
