using BangVang.App.Forum;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using BangVang.Web.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace BangVang.EndToEnd;

/// <summary>A journalist registers for the forum in a real browser, an organiser approves, and the ticket stands on a telephone.</summary>
[Collection(Browser.Collection)]
public sealed class RegistrationTests(Browser browser)
{
    private const string Key = "forum/demo-2026";

    [Fact]
    public Task A_journalist_registers_is_approved_and_has_a_ticket_on_the_telephone() => browser.RunAsync(async visit =>
    {
        await using var host = await WebHost.StartAsync(onSocket: true);
        await host.WithDbAsync(db => new PublishForum(db, new(db), host.Clock).RunAsync(Actor.Console, ForumReader.Read(Path.Combine(Repository.Root, "forums/demo-2026"), new(2026, 9, 30)), default));
        var site = $"http://127.0.0.1:{host.SocketPort}";
        var page = await visit.NewPageAsync();

        await page.GotoAsync($"{site}/forum/demo-2026?lang=vi");
        await page.ClickAsync("a[href='/forum/demo-2026/register']");
        await LookAsync(page, "kinds");
        await page.ClickAsync("a:has-text('Báo chí')");
        await page.ClickAsync("main form button:has-text('Đăng ký')");
        await page.WaitForSelectorAsync(".error-msg");
        await LookAsync(page, "refused");
        await page.GetByLabel("Hội trường Hà Nội").CheckAsync();
        await page.FillAsync("[name=Organisation]", "Báo Minh họa");
        await page.FillAsync("[name='People[0].FullName']", "Phạm Thị Hồng Vân");
        await page.FillAsync("[name='People[0].Email']", "van@example.vn");
        await page.FillAsync("[name='q.press-card']", "NB-01");
        await page.CheckAsync("[name='c.organising'][type=checkbox]");
        await page.ClickAsync("main form button:has-text('Đăng ký')");
        await page.WaitForSelectorAsync(".notice:has-text('van@example.vn')");
        var link = (await host.WithDbAsync(db => db.Outbox.AsNoTracking().SingleAsync())).Mail.Body.Split('\n').Single(l => l.Contains("/register/confirm/", StringComparison.Ordinal));
        await page.GotoAsync(site + new Uri(link).PathAndQuery);
        await LookAsync(page, "confirm");
        await page.ClickAsync("main form button");
        await page.WaitForURLAsync("**/me/**");
        (await page.InnerTextAsync("main")).ShouldContain("Chờ duyệt");

        var (_, organiser) = await host.EnterAsync(Role.Organiser, Key);
        var desk = await visit.NewPageAsync();
        await desk.SetExtraHTTPHeadersAsync(host.As(organiser).Client.DefaultRequestHeaders.Where(h => h.Key.StartsWith("X-Test", StringComparison.Ordinal)).ToDictionary(h => h.Key, h => h.Value.Single()));
        await desk.GotoAsync($"{site}/organise/demo-2026/registrations?lang=vi");
        await LookAsync(desk, "list");
        await desk.CheckAsync("#decide input[type=checkbox]");
        await desk.ClickAsync("button[value=approve]");
        await desk.WaitForURLAsync("**done=approved");
        await desk.ClickAsync("#decide th a");
        await LookAsync(desk, "detail");
        await desk.GotoAsync($"{site}/organise/demo-2026/registrations/guests?lang=vi");
        await LookAsync(desk, "guests");

        await page.ReloadAsync();
        await page.SetViewportSizeAsync(360, 800);
        var code = await page.Locator("svg.ticket-code").BoundingBoxAsync();
        code!.Width.ShouldBeGreaterThan(240);
        await LookAsync(page, "ticket");
        // Once open it stands without the network.
        await page.Context.SetOfflineAsync(true);
        (await page.Locator("svg.ticket-code path").CountAsync()).ShouldBe(1);
        await page.Context.SetOfflineAsync(false);
    });

    /// <summary>Passes axe and never scrolls sideways, wide and on a telephone; leaves pictures where <c>BANGVANG_PICTURES</c> names a folder.</summary>
    private static async Task LookAsync(IPage page, string name)
    {
        foreach (var width in (int[])[360, 1280])
        {
            await page.SetViewportSizeAsync(width, 900);
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(width, name);
            (await Axe.CheckAsync(page)).ShouldBeEmpty(name);
            if (Environment.GetEnvironmentVariable("BANGVANG_PICTURES") is { Length: > 0 } folder) await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"registration-{name}-{width}.png"), FullPage = true });
        }
    }
}
