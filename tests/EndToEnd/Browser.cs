using System.Runtime.CompilerServices;
using BangVang.Testing;
using Microsoft.Playwright;
using Xunit;

namespace BangVang.EndToEnd;

/// <summary><c>[Collection(Browser.Collection)]</c>: tests that share the one browser of the run, one after the other.</summary>
[CollectionDefinition(Browser.Collection)]
public sealed class BrowserCollection : ICollectionFixture<Browser>;

/// <summary>One headless Chromium for the whole run; each page lives in a context (cookies, storage) of its own.</summary>
public sealed class Browser : IAsyncLifetime
{
    public const string Collection = "browser";

    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright playwright = null!;
    private IBrowser browser = null!;

    public async Task InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("BANGVANG_TEST_CHROMIUM") is { Length: > 0 } path ? path : "/usr/bin/chromium",
            Headless = true,
            Args = Arguments,
        });
    }

    public async Task DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    /// <summary>A page in a fresh context, recorded for <see cref="RunAsync"/>'s trace. Whoever asks for it closes its context.</summary>
    /// <param name="width">CSS pixels.</param>
    /// <param name="height">CSS pixels.</param>
    /// <param name="locale">What the browser says it prefers, BCP 47.</param>
    /// <param name="javaScriptEnabled">False to see the page as it is with scripts off.</param>
    public async Task<IPage> NewPageAsync(int width = 1280, int height = 900, string locale = "vi-VN", bool javaScriptEnabled = true, string timeZone = "Asia/Ho_Chi_Minh")
    {
        var context = await browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            Locale = locale,
            TimezoneId = timeZone,
            JavaScriptEnabled = javaScriptEnabled,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(15_000);
        await context.Tracing.StartAsync(new() { Screenshots = true, Snapshots = true });
        return await context.NewPageAsync();
    }

    /// <summary>
    /// Runs a test that opens pages through <see cref="Visit"/>. When it throws, each open page leaves a picture and a trace
    /// under <c>TestResults/NAME/</c>; afterwards all are closed.
    /// </summary>
    public async Task RunAsync(Func<Visit, Task> test, [CallerMemberName] string name = "")
    {
        await using var visit = new Visit(this);
        try { await test(visit); }
        catch
        {
            await visit.SaveAsync(Path.Combine(Repository.Root, "TestResults", name));
            throw;
        }
    }
}

/// <summary>The pages of one test, one context for each person in it.</summary>
public sealed class Visit(Browser browser) : IAsyncDisposable
{
    private readonly List<IPage> pages = [];

    /// <inheritdoc cref="Browser.NewPageAsync"/>
    public async Task<IPage> NewPageAsync(int width = 1280, int height = 900, string locale = "vi-VN", bool javaScriptEnabled = true, string timeZone = "Asia/Ho_Chi_Minh")
    {
        var page = await browser.NewPageAsync(width, height, locale, javaScriptEnabled, timeZone);
        pages.Add(page);
        return page;
    }

    internal async Task SaveAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (page, i) in pages.Select((page, i) => (page, i + 1)))
        {
            if (!page.IsClosed) await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"page-{i}.png"), FullPage = true });
            await page.Context.Tracing.StopAsync(new() { Path = Path.Combine(folder, $"trace-{i}.zip") });
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var page in pages) await page.Context.CloseAsync();
    }
}
