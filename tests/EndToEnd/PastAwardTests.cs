using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace BangVang.EndToEnd;

/// <summary>The demonstration as it starts shows an edition that is over, from the panel to the laureates, to each who may see it.</summary>
[Collection(Browser.Collection)]
public sealed class PastAwardTests(Browser browser, DemoServer server) : IClassFixture<DemoServer>
{
    private const string Key = "demo/2025";

    [Fact]
    public Task The_secretariat_sees_panel_severity_doubt_and_decision() => browser.RunAsync(async visit =>
    {
        var page = await EnterAsync(visit, "secretariat");
        await LookAsync(page, $"/manage/{Key}", "office", "2025");
        await LookAsync(page, $"/manage/{Key}/panels?round=final", "panel", "Giám khảo 7");
        await LookAsync(page, $"/manage/{Key}/severity?round=final", "severity", "Giám khảo 2");
        await LookAsync(page, $"/manage/{Key}/results?round=final", "results", "Độ chắc của thứ hạng");
        var said = await page.InnerTextAsync("main");
        said.ShouldContain("Đã công bố", Case.Insensitive);
        said.ShouldContain("90 %");

        var scores = await page.APIRequest.GetAsync($"{server.Url}/manage/{Key}/scores.xlsx");
        scores.Status.ShouldBe(200);
        // A workbook is a zip archive.
        (await scores.BodyAsync()).Take(2).ShouldBe("PK"u8.ToArray());
    });

    [Fact]
    public Task The_chair_sees_what_the_council_decided_and_why() => browser.RunAsync(async visit =>
    {
        var page = await EnterAsync(visit, "chair");
        await page.GotoAsync($"{server.Url}/council?lang=vi");
        var meeting = await page.Locator("main a[href^='/council/']").First.GetAttributeAsync("href");
        await LookAsync(page, meeting!, "meeting", "Đồng trao giải");
        await LookAsync(page, $"/manage/{Key}/comments?round=final", "comments", "Nội dung minh họa");
        (await page.APIRequest.GetAsync($"{server.Url}{meeting}/minutes.docx")).Status.ShouldBe(200);
    });

    [Fact]
    public Task A_juror_sees_the_own_severity_and_the_sheets() => browser.RunAsync(async visit =>
    {
        var page = await EnterAsync(visit, "juror-2");
        await LookAsync(page, "/judging", "juror", "2025");
        await LookAsync(page, $"/judging/severity/{Key}/final", "own-severity", "nghiêm");
    });

    [Fact]
    public Task An_applicant_reads_the_result_and_the_auditor_the_trail() => browser.RunAsync(async visit =>
    {
        var page = await EnterAsync(visit, "applicant");
        await LookAsync(page, "/dossiers", "dossiers", "Sản phẩm Minh họa 15");
        var dossier = await page.GetAttributeAsync("main tr:has-text('Sản phẩm Minh họa 15') a", "href");
        await LookAsync(page, $"{dossier}/result", "result", "Bạc");
        await LookAsync(await EnterAsync(visit, "auditor"), $"/audit/{Key}", "audit", "decisions.published");
    });

    [Fact]
    public Task A_visitor_sees_the_call_first_and_the_laureates_as_a_demonstration() => browser.RunAsync(async visit =>
    {
        var page = await visit.NewPageAsync();
        await LookAsync(page, "/", "home", "Đang nhận\\s+hồ sơ dự giải[^\\0]*2025, trình diễn");
        await LookAsync(page, "/editions", "editions", "2025");
        await LookAsync(page, $"/editions/{Key}", "edition", "Đồng giải");
        await LookAsync(page, "/laureates?year=2025", "laureates", "Trình diễn");
        var laureate = await page.Locator($"main a[href^='/laureates/{Key}/']").First.GetAttributeAsync("href");
        await LookAsync(page, laureate!, "laureate", "minh họa|trình diễn");
    });

    private async Task<IPage> EnterAsync(Visit visit, string role)
    {
        var page = await visit.NewPageAsync();
        await page.GotoAsync(server.SignIn(role));
        return page;
    }

    /// <summary>In both languages, wide and on a telephone, with everything open that opens; Vietnamese last. <c>BANGVANG_PICTURES</c> names a folder for pictures.</summary>
    private async Task LookAsync(IPage page, string path, string name, string sentence)
    {
        foreach (var language in (string[])["en", "vi"])
        {
            (await page.GotoAsync($"{server.Url}{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}lang={language}"))!.Status.ShouldBe(200, path);
            foreach (var width in (int[])[360, 1280])
            {
                await page.SetViewportSizeAsync(width, 900);
                (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, $"{path} {language}");
                (await Axe.CheckAsync(page)).ShouldBeEmpty($"{path} {language} {width}");
                if (Environment.GetEnvironmentVariable("BANGVANG_PICTURES") is { Length: > 0 } folder)
                    await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"past-{name}-{language}-{width}.png"), FullPage = true });
            }
        }
        (await page.InnerTextAsync("main")).ShouldMatch($"(?i){sentence}", path);
    }
}
