using System.Diagnostics;
using BangVang.App.Ceremony;
using BangVang.Domain.Ceremony;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using BangVang.Web.Tests.Ceremony;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace BangVang.EndToEnd;

/// <summary>The moment on stage in a real browser: one press, and every open screen shows the name, those that lost their line as soon as it is back.</summary>
[Collection(Browser.Collection)]
public sealed class CeremonyTests(Browser browser, ITestOutputHelper output)
{
    private const string Desk = $"/organise/{CeremonyHost.Slug}/ceremony", Stage = $"/stage/{CeremonyHost.Slug}";

    [Fact]
    public Task One_press_turns_every_open_screen() => browser.RunAsync(async visit =>
    {
        await using var world = await CeremonyHost.StartAsync(onSocket: true);
        await RunToEnvelopeAsync(world);
        var server = $"http://127.0.0.1:{world.Host.SocketPort}";
        var screens = new List<IPage>();
        foreach (var path in (string[])[Stage, $"{Stage}/lower-third", $"/forum/{CeremonyHost.Slug}/ceremony", $"{Desk}/prompter"])
        {
            var page = await visit.NewPageAsync();
            if (path.StartsWith(Desk, StringComparison.Ordinal)) await SignAsync(page, world);
            await page.GotoAsync(server + path);
            (await page.ContentAsync()).ShouldNotContain(CeremonyHost.Gold, Case.Sensitive, path);
            screens.Add(page);
        }
        // A screen whose line is cut keeps its picture.
        var cut = await visit.NewPageAsync();
        await cut.GotoAsync(server + Stage);
        await cut.Context.SetOfflineAsync(true);

        var desk = await visit.NewPageAsync();
        await SignAsync(desk, world);
        await desk.GotoAsync(server + Desk);
        // By keyboard: the tick, then the button.
        await desk.Locator("input[name=IsConfirmed]").FocusAsync();
        await desk.Keyboard.PressAsync("Space");
        await desk.Keyboard.PressAsync("Tab");
        var watch = Stopwatch.StartNew();
        await desk.Keyboard.PressAsync("Enter");
        var took = await Task.WhenAll(screens.Select(async page =>
        {
            await Assertions.Expect(page.Locator("[data-live]")).ToContainTextAsync(CeremonyHost.Gold, new() { Timeout = 20_000 });
            return watch.Elapsed;
        }));
        foreach (var page in screens) (await page.ContentAsync()).ShouldNotContain(CeremonyHost.Silver);
        Figures.Say(output, $"reveal: the slowest of {took.Length} open screens showed the name {took.Max().TotalMilliseconds:0} ms after the press (bar 2,000)");
        (await cut.ContentAsync()).ShouldNotContain(CeremonyHost.Gold);
        await Assertions.Expect(cut.Locator("body.is-offline")).ToHaveCountAsync(1);
        await cut.Context.SetOfflineAsync(false);
        await Assertions.Expect(cut.Locator("[data-live]")).ToContainTextAsync(CeremonyHost.Gold, new() { Timeout = 20_000 });
        await Assertions.Expect(desk.Locator(".show-now")).ToContainTextAsync("Mở phong bì");
    });

    private static async Task SignAsync(IPage page, CeremonyHost world) => await page.SetExtraHTTPHeadersAsync(world.Host.As(world.Organiser).Client.DefaultRequestHeaders
        .Where(h => h.Key.StartsWith("X-Test", StringComparison.Ordinal)).ToDictionary(h => h.Key, h => h.Value.Single()));

    /// <summary>Closed, confirmed, and run up to the envelope of the planted winner.</summary>
    private static async Task RunToEnvelopeAsync(CeremonyHost world)
    {
        await using var scope = world.Host.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        (await services.GetRequiredService<CloseEnvelopes>().RunAsync(world.Officer, AwardWorld.Key, new(CeremonyHost.Slug, "TRAO01", ["gold"], "12/QĐ-MH", AwardWorld.Opens("announcement").InZone(AwardWorld.Edition.TimeZone).Date), default)).TryGet(out _, out _).ShouldBeTrue();
        (await services.GetRequiredService<ConfirmEnvelopes>().RunAsync(world.Second, AwardWorld.Key, default)).ShouldBeNull();
        world.Host.Clock.Now = await world.Host.WithDbAsync(db => db.Ceremonies.Select(c => c.StartsAt).SingleAsync());
        while (await world.Host.WithDbAsync(db => db.Ceremonies.AsNoTracking().SingleAsync()) is var row && row.Show.Next is { } next && (next.Kind, next.CategoryCode) != (CueKind.Envelope, AwardWorld.Category))
        {
            await using var turn = world.Host.Services.CreateAsyncScope();
            (await turn.ServiceProvider.GetRequiredService<RunShow>().RunAsync(world.Organiser, CeremonyHost.Slug, new(ShowAct.Go, next.Id, row.Version, IsConfirmed: true), default)).ShouldBeNull();
        }
    }
}
