using System.Text.RegularExpressions;
using BangVang.Testing;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace BangVang.EndToEnd;

/// <summary>The page that checks, with a camera before which a certificate is held.</summary>
[Collection(Browser.Collection)]
public sealed partial class CameraTests(DemoServer server) : IClassFixture<DemoServer>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("bv-camera-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_certificate_held_before_the_camera_is_checked()
    {
        await WithCameraAsync($"{server.Url}/verify?code={await CodeAsync()}", async page =>
        {
            var loaded = new List<string>();
            page.Request += (_, request) => loaded.Add(new Uri(request.Url).AbsolutePath);
            await page.GotoAsync($"{server.Url}/verify?lang=vi");
            await page.WaitForSelectorAsync("#camera:visible");
            loaded.ShouldNotContain(path => path.StartsWith("/lib/jsqr", StringComparison.Ordinal), "no reader without a camera");
            await page.ClickAsync("#camera");
            await page.WaitForSelectorAsync("#answer .result h3");
            (await page.Locator("#answer .result--bad").CountAsync()).ShouldBe(0);
            (await page.InputValueAsync("[name=Code]")).ShouldContain("code=");
            (await Axe.CheckAsync(page)).ShouldBeEmpty();
        });
    }

    [Fact]
    public async Task A_code_that_is_none_of_ours_is_refused_and_the_camera_is_let_go()
    {
        await WithCameraAsync($"{server.Url}/verify?code=2222-2222-2222", async page =>
        {
            await page.GotoAsync($"{server.Url}/verify?lang=vi");
            await page.EvaluateAsync("""
                () => { const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices); window.tracks = [];
                        navigator.mediaDevices.getUserMedia = async what => { const stream = await open(what); window.tracks.push(...stream.getTracks()); return stream; };
                        document.getElementById("check").requestSubmit = () => { window.sent = document.querySelector("[name=Code]").value; }; }
                """);
            await page.ClickAsync("#camera");
            await page.WaitForFunctionAsync("() => window.sent");
            (await page.EvaluateAsync<string>("window.sent")).ShouldEndWith("2222-2222-2222");
            (await page.EvaluateAsync<string[]>("window.tracks.map(t => t.readyState)")).ShouldBe(["ended"]);
            (await page.Locator("#view").IsHiddenAsync()).ShouldBeTrue();
        });
    }

    [Fact]
    public async Task Before_an_empty_wall_nothing_is_read_until_one_ends_it()
    {
        await WithCameraAsync(null, async page =>
        {
            await page.GotoAsync($"{server.Url}/verify?lang=vi");
            await page.ClickAsync("#camera");
            await page.WaitForFunctionAsync("() => document.getElementById('view').videoWidth > 0 && document.getElementById('view').currentTime > 0.5");
            (await page.InputValueAsync("[name=Code]")).ShouldBe("");
            (await page.Locator("#view").IsVisibleAsync()).ShouldBeTrue();
            await page.ClickAsync("#camera");
            (await page.Locator("#view").IsHiddenAsync()).ShouldBeTrue();
        });
    }

    /// <summary>A browser of its own whose camera shows a film; the permission is given.</summary>
    /// <param name="text">In the QR code before the camera; null for none.</param>
    private async Task WithCameraAsync(string? text, Func<IPage, Task> test)
    {
        var film = Path.Combine(folder, $"{Guid.NewGuid():N}.y4m");
        QrFilm.Write(film, text);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("BANGVANG_TEST_CHROMIUM") is { Length: > 0 } path ? path : "/usr/bin/chromium",
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", $"--use-file-for-fake-video-capture={film}"],
        });
        var page = await browser.NewPageAsync(new() { Locale = "vi-VN" });
        page.SetDefaultTimeout(20_000);
        await test(page);
    }

    /// <summary>Of a certificate of the past edition; they are signed in the first moments of the demonstration.</summary>
    private async Task<string> CodeAsync()
    {
        using var http = new HttpClient { BaseAddress = new(server.Url) };
        var product = ProductLink().Match(await http.GetStringAsync("/laureates?year=2025")).Groups[1].Value;
        for (var limit = DateTimeOffset.UtcNow.AddSeconds(60); ;)
        {
            if (CertificateLink().Match(await http.GetStringAsync(product)) is { Success: true } found) return found.Groups[1].Value;
            (DateTimeOffset.UtcNow < limit).ShouldBeTrue($"{product} has no certificate");
        }
    }

    [GeneratedRegex("""href="(/laureates/demo/2025/[^"?#]+)["]""")]
    private static partial Regex ProductLink();

    [GeneratedRegex("""/verify\?code=([0-9A-Z-]+)""")]
    private static partial Regex CertificateLink();
}
