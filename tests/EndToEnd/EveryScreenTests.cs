using System.Net;
using System.Text.RegularExpressions;
using BangVang.Domain.Kernel;
using BangVang.Web.Tests;
using BangVang.Web.Tests.Visibility;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace BangVang.EndToEnd;

/// <summary>
/// Every page the server has, read off its endpoints, at its fullest: in an award that was played from the call to the board, as whoever reads most there.
/// Each passes axe and never scrolls sideways, on a desk and on a telephone. <c>BANGVANG_PICTURES</c> names a folder for pictures in both languages.
/// </summary>
[Collection(Browser.Collection)]
public sealed partial class EveryScreenTests(Browser browser)
{
    /// <summary>Pages that are full only while something runs; all others are looked at when all is over.</summary>
    private static readonly Dictionary<string, string[]> During = new()
    {
        ["Call open"] = ["/apply/", "/dossiers/{id:guid}/section", "/dossiers/{id:guid}/check", "/dossiers/{id:guid}/describe", "/dossiers/{id:guid}/colleagues", "/dossiers/{id:guid}/withdraw"],
        ["Final scoring"] = ["/judging", "/manage/{programme}/{year:int}/panels"],
        ["Envelopes closed, show running"] = ["/organise/{slug}/ceremony", "/manage/{programme}/{year:int}/ceremony"],
    };

    private sealed record Screen(string Pattern, string Path, Actor? Viewer);

    [Fact]
    public Task Every_page_passes_axe_and_never_scrolls_sideways() => browser.RunAsync(async visit =>
    {
        await using var host = await PlantedAward.HostAsync(onSocket: true);
        var award = await PlantedAward.StartAsync(host);
        var (seen, wrong) = (new HashSet<string>(StringComparer.Ordinal), new List<string>());
        foreach (var (phase, step) in award.Steps)
        {
            await step();
            var isLast = phase == award.Steps[^1].Phase;
            var now = During.GetValueOrDefault(phase);
            if (now is null && !isLast) continue;
            var screens = await ScreensAsync(award, p => !seen.Contains(p) && (isLast || now!.Any(n => p.StartsWith(n, StringComparison.Ordinal))));
            foreach (var byViewer in screens.GroupBy(s => s.Viewer?.PersonId))
            {
                var page = await visit.NewPageAsync();
                await page.SetExtraHTTPHeadersAsync(HeadersOf(host, byViewer.First().Viewer));
                foreach (var screen in byViewer) wrong.AddRange(await LookAsync(page, $"http://127.0.0.1:{host.SocketPort}", screen));
            }
            seen.UnionWith(screens.Select(s => s.Pattern));
        }
        wrong.ShouldBeEmpty();
        seen.Count.ShouldBeGreaterThan(70);
    });

    /// <summary>What signs a request as <paramref name="viewer"/>.</summary>
    private static Dictionary<string, string> HeadersOf(WebHost host, Actor? viewer) => host.As(viewer).Client.DefaultRequestHeaders
        .Where(h => h.Key.StartsWith("X-Test", StringComparison.Ordinal)).ToDictionary(h => h.Key, h => h.Value.Single());

    /// <summary>For each page the address and the viewer that give the longest answer; pages that nobody can read now are left out.</summary>
    private static async Task<List<Screen>> ScreensAsync(PlantedAward award, Func<string, bool> isWanted)
    {
        var screens = new List<Screen>();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new($"http://127.0.0.1:{award.Host.SocketPort}") };
        var viewers = award.Viewers.Where(v => !v.Name.Contains("conflict") && v.Name is not ("officer 2025" or "rival" or "juror elsewhere")).Select(v => (v.Actor, Headers: HeadersOf(award.Host, v.Actor))).ToList();
        foreach (var route in (await RouteMap.OfAsync(award.Host, await award.KnownAsync())).Where(r => isWanted(r.Pattern)))
        {
            (Screen Screen, int Length)? fullest = null;
            foreach (var (actor, headers) in viewers.Where(c => route.Access.Allows(c.Actor ?? Actor.Anonymous)))
            {
                foreach (var path in route.Paths)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, path);
                    foreach (var (name, value) in headers) request.Headers.Add(name, value);
                    using var answer = await client.SendAsync(request);
                    if (answer.StatusCode is not HttpStatusCode.OK || answer.Content.Headers.ContentType?.MediaType is not "text/html" || answer.Content.Headers.ContentDisposition is not null) continue;
                    var length = (await answer.Content.ReadAsStringAsync()).Length;
                    if (fullest is null || length > fullest.Value.Length) fullest = (new(route.Pattern, path, actor), length);
                }
            }
            if (fullest is { } found) screens.Add(found.Screen);
        }
        return screens;
    }

    /// <summary>Vietnamese on a desk, English on a telephone; for pictures both everywhere.</summary>
    private static async Task<List<string>> LookAsync(IPage page, string server, Screen screen)
    {
        var wrong = new List<string>();
        var folder = Environment.GetEnvironmentVariable("BANGVANG_PICTURES");
        foreach (var (language, width) in folder is { Length: > 0 } ? [("vi", 1280), ("vi", 360), ("en", 1280), ("en", 360)] : ((string, int)[])[("vi", 1280), ("en", 360)])
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.GotoAsync($"{server}{screen.Path}?lang={language}");
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth") is var reaches && reaches > width) wrong.Add($"{screen.Path} {language}: {reaches} of {width} pixels");
            wrong.AddRange((await Axe.CheckAsync(page)).Select(v => $"{screen.Path} {language} {width}: {v}"));
            if (folder is { Length: > 0 }) await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"screen{NotLetters().Replace(screen.Pattern, "-")}-{language}-{width}.png"), FullPage = true });
        }
        return wrong;
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotLetters();
}
