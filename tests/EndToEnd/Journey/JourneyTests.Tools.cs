using System.Globalization;
using BangVang.Testing;
using Microsoft.Playwright;
using NodaTime;
using NodaTime.Text;
using Shouldly;

namespace BangVang.EndToEnd.Journey;

/// <summary>What every part of the journey does with a page.</summary>
public sealed partial class JourneyTests
{
    private const string Password = "mật khẩu hành trình";
    private readonly List<string> blemishes = [];
    private int picture;

    /// <summary>In through a sign-in link of the demonstration, in a browser of their own.</summary>
    private async Task<IPage> EnterAsync(Visit visit, string role)
    {
        var page = await visit.NewPageAsync();
        await page.GotoAsync(server.SignIn(role));
        return page;
    }

    private async Task GoAsync(IPage page, string path, int status = 200) =>
        (await page.GotoAsync(server.Url + path))!.Status.ShouldBe(status, path);

    /// <summary>Presses a button or follows a link by its name with the Enter key, and waits for the page it leads to.</summary>
    private static async Task PressAsync(IPage page, string name, ILocator? within = null)
    {
        var target = (within ?? page.Locator("main")).Locator("button, a").Filter(new() { Visible = true }).And(page.GetByRole(AriaRole.Button, new() { Name = name }).Or(page.GetByRole(AriaRole.Link, new() { Name = name })));
        await page.EvaluateAsync("window.left = true");
        await target.First.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => !window.left && document.readyState === 'complete'");
    }

    /// <summary>Opens a fold by its name; where a fold with that name has several, the first in <paramref name="within"/>.</summary>
    private static Task UnfoldAsync(ILocator within, string name) => within.Locator("summary", new() { HasText = name }).First.PressAsync("Enter");

    /// <summary>Into the first text field whose label begins so.</summary>
    private static Task WriteAsync(IPage page, string label, string text) =>
        page.GetByLabel(label).And(page.Locator("input:not([type=radio], [type=checkbox]), textarea")).First.FillAsync(text);

    private static Task SelectAsync(IPage page, string label, string option, ILocator? within = null) =>
        (within ?? page.Locator("main")).GetByLabel(label).And(page.Locator("select")).SelectOptionAsync(option);

    /// <summary>Chooses in a group of radios or boxes with the space bar.</summary>
    private static async Task ChooseAsync(IPage page, string group, string option)
    {
        var choice = page.GetByRole(AriaRole.Group, new() { Name = group }).GetByLabel(option, new() { Exact = true });
        await choice.PressAsync(" ");
        (await choice.IsCheckedAsync()).ShouldBeTrue($"{group}: {option}");
    }

    private static async Task SeesAsync(IPage page, string sentence) =>
        (await page.InnerTextAsync("main")).ShouldContain(sentence, Case.Insensitive, page.Url);

    private static async Task SeesNotAsync(IPage page, string sentence) =>
        (await page.InnerTextAsync("main")).ShouldNotContain(sentence, Case.Insensitive, page.Url);

    /// <summary>A refusal: its sentence stands in the summary on top, which has the focus.</summary>
    private static async Task IsRefusedAsync(IPage page, string sentence)
    {
        (await page.InnerTextAsync("#problems")).ShouldContain(sentence, Case.Sensitive, page.Url);
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("problems", page.Url);
    }

    /// <summary>
    /// The screen shall pass axe and not scroll sideways, wide and (where asked) at the width of a telephone; what is found is
    /// told at the end of the way. Looked at on one engine: the pages are the same. <c>BANGVANG_PICTURES</c> names a folder for
    /// pictures of the way.
    /// </summary>
    private async Task LookAsync(IPage page, string name, bool alsoNarrow = false)
    {
        if (engine is not Engine.Sqlite) return;
        picture++;
        foreach (var width in alsoNarrow ? (int[])[360, 1280] : [1280])
        {
            await page.SetViewportSizeAsync(width, 900);
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth") > width) blemishes.Add($"{name} at {width}: scrolls sideways");
            blemishes.AddRange((await Axe.CheckAsync(page)).Select(violation => $"{name} at {width}: {violation}"));
            if (Environment.GetEnvironmentVariable("BANGVANG_PICTURES") is { Length: > 0 } folder)
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{picture:00}-{name}-{width}.png"), FullPage = true });
        }
        if (Environment.GetEnvironmentVariable("BANGVANG_PICTURES") is { Length: > 0 } pictures) await PictureInEnglishAsync(page, name, pictures);
    }

    /// <summary>The address of the screen in English, in a tab of its own; what a sent form had answered is not in it.</summary>
    private async Task PictureInEnglishAsync(IPage page, string name, string folder)
    {
        string In(string language) => $"{page.Url.Split('#')[0]}{(page.Url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}lang={language}";
        var tab = await page.Context.NewPageAsync();
        await tab.GotoAsync(In("en"));
        foreach (var width in (int[])[360, 1280])
        {
            await tab.SetViewportSizeAsync(width, 900);
            if (await tab.EvaluateAsync<int>("document.documentElement.scrollWidth") > width) blemishes.Add($"{name} in English at {width}: scrolls sideways");
            blemishes.AddRange((await Axe.CheckAsync(tab)).Select(violation => $"{name} in English at {width}: {violation}"));
            await tab.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{picture:00}-{name}-en-{width}.png"), FullPage = true });
        }
        await tab.GotoAsync(In("vi"));
        await tab.CloseAsync();
    }

    /// <summary>The path in the newest mail to somebody, read in the mailbox of the demonstration.</summary>
    private async Task<string> LinkMailedToAsync(IPage page, string email, string path)
    {
        await GoAsync(page, $"/demo/mail?to={Uri.EscapeDataString(email)}");
        return (await page.Locator($"article a[href^='{path}']").First.GetAttributeAsync("href"))!;
    }

    /// <summary>What the clock in the banner says.</summary>
    private static async Task<Instant> ClockAsync(IPage page) =>
        InstantPattern.ExtendedIso.Parse((await page.GetAttributeAsync(".demo-banner time", "datetime"))!).Value;

    /// <summary>The administrator presses "Sang mốc tiếp theo" until the phase is open.</summary>
    private async Task MoveClockToAsync(string phase)
    {
        var opens = (await PhaseAsync(phase)).Opens;
        await GoAsync(administrator, "/admin");
        while (await ClockAsync(administrator) < opens) await PressAsync(administrator, "Sang mốc tiếp theo", administrator.Locator(".demo-banner"));
    }

    /// <summary>First moment of a phase and the first moment after it, as the secretariat's calendar shows them.</summary>
    private async Task<(Instant Opens, Instant Ends)> PhaseAsync(string code)
    {
        await GoAsync(officer, $"/manage/{Edition}/amend");
        var name = code switch { "intake" => "Nhận hồ sơ", "screening" => "Xét tuyển hồ sơ đủ tiêu chuẩn", "preliminary" => "Chấm vòng sơ loại", "final" => "Chấm vòng chung khảo", "council" => "Hội đồng Giám khảo họp", _ => "Công bố kết quả" };
        var days = await officer.Locator("#phases + dl > div", new() { Has = officer.Locator("dt", new() { HasTextString = name }) }).Locator("dd").InnerTextAsync();
        var (first, last) = (Day(days[..10]), Day(days[13..23]));
        return (Midnight(first), Midnight(last.PlusDays(1)));
    }

    /// <summary>Looks at the banner again until a move made by another process has reached the server.</summary>
    private async Task WaitForClockAsync(IPage page, Instant moment)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        do
        {
            patience.Token.ThrowIfCancellationRequested();
            await GoAsync(page, "/admin");
        }
        while (await ClockAsync(page) < moment);
    }

    /// <summary>The day that ends at <paramref name="end"/>.</summary>
    private static LocalDate LastDay(Instant end) => end.InZone(DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"]).Date.PlusDays(-1);

    private static LocalDate Day(string text) => LocalDatePattern.Create("dd'/'MM'/'yyyy", CultureInfo.InvariantCulture).Parse(text.Trim()).Value;

    private static string Written(LocalDate day) => day.ToString("dd'/'MM'/'yyyy", CultureInfo.InvariantCulture);

    private static Instant Midnight(LocalDate day) => day.AtStartOfDayInZone(DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"]).ToInstant();
}
