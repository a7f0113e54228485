using System.Text;
using BangVang.App.Editions;
using BangVang.App.Panels;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.EndToEnd;

/// <summary>A panel in a real browser: proposed, changed by hand, applied, and kept going when a juror drops out; and the rehearsal of the edition.</summary>
[Collection(Browser.Collection)]
public sealed class PanelTests(Browser browser)
{
    private const string Panels = "/manage/demo/2026/panels?round=preliminary&lang=vi";
    private const string Section = $"section[aria-labelledby=c-{AwardWorld.Category}] ";

    private static readonly (string Product, string Knows)[] Fields =
    [
        ("Một cửa điện tử cấp xã", "Dịch vụ công trực tuyến, một cửa điện tử"), ("Bệnh án điện tử", "Hospital information systems, electronic medical records"),
        ("Truy xuất nguồn gốc nông sản", "Nông nghiệp thông minh, truy xuất nguồn gốc"), ("Giám sát an toàn thông tin", "Cybersecurity, malware analysis"),
        ("Lớp học trực tuyến", "Giáo dục trực tuyến, học liệu số"), ("Cổng dữ liệu mở", "Open data of local governments"),
    ];

    [Fact]
    public Task A_panel_is_proposed_changed_applied_and_goes_on_without_a_juror() => browser.RunAsync(async visit =>
    {
        await using var world = await WorldAsync();
        await using var server = await ServerAsync(world);
        var page = await SignInAsync(visit, server, 1280);
        await ProposeAsync(page, server);
        await LookAsync(page, "preview-1280");
        (await page.TextContentAsync("#preview h3"))!.ShouldContain("Phân công dự kiến");
        (await page.TextContentAsync("#preview"))!.ShouldContain("1 cặp có xung đột lợi ích");
        (await page.Locator("#preview dl.facts").First.TextContentAsync())!.ShouldContain("Giám khảo 7: ");

        var pinned = await ChooseAsync(page, 0);
        await LookAsync(page, "pair-1280");
        await page.ClickAsync("#pair button[value^='pin ']");
        await page.WaitForSelectorAsync($"#preview button[value='unpin {pinned}']");
        var forbidden = await ChooseAsync(page, 1, pinned);
        await page.ClickAsync("#pair button[value^='forbid ']");
        await page.WaitForSelectorAsync($"#preview button[value='allow {forbidden}']");
        (await page.Locator($"#preview button[value='choose {forbidden}']").CountAsync()).ShouldBe(0);

        await ChooseAsync(page, 4, pinned);
        (await page.Locator("#pair tbody td").First.TextContentAsync())!.ShouldContain("→");
        await page.Locator("#pair button[value^='swap ']").First.ClickAsync();
        await page.WaitForSelectorAsync("#preview button[value=undo]");
        await LookAsync(page, "changed-1280");
        await page.ClickAsync("#preview button[formaction*='Apply']");
        await page.WaitForURLAsync(url => url.Contains("done=assigned", StringComparison.Ordinal));
        var assigned = await PairsAsync(world);
        assigned.Count.ShouldBe(18);
        assigned.ShouldContain(pinned);
        assigned.ShouldNotContain(forbidden);

        var seat = page.Locator($"{Section}tr:has(form[action*='ReplacePreview'])").First;
        await seat.Locator("summary").First.ClickAsync();
        await LookAsync(page, "drop-out-1280");
        await seat.Locator("form[action*='ReplacePreview'] button").ClickAsync();
        await page.WaitForSelectorAsync("#replace");
        await LookAsync(page, "replace-1280");
        await page.FillAsync("#replace textarea", "Nghỉ ốm");
        await page.ClickAsync("#replace button");
        await page.WaitForURLAsync(url => url.Contains("done=replaced", StringComparison.Ordinal));
        (await PairsAsync(world)).Count.ShouldBe(18, "every dossier has its three jurors again");
    });

    [Theory]
    [InlineData(1280, "vi")]
    [InlineData(1280, "en")]
    [InlineData(360, "vi")]
    public Task More_options_are_folded_away_and_their_previews_say_what_they_cost(int width, string language) => browser.RunAsync(async visit =>
    {
        await using var world = await WorldAsync();
        await using var server = await ServerAsync(world);
        var page = await SignInAsync(visit, server, width);
        await page.GotoAsync(server.Url + Panels.Replace("lang=vi", $"lang={language}", StringComparison.Ordinal));
        await LookAsync(page, $"form-{width}-{language}");
        var form = page.Locator($"{Section}form[action*='handler=Preview']");
        (await form.Locator("[name=CapPercent]").IsVisibleAsync()).ShouldBeFalse();
        await form.Locator("details summary").ClickAsync();
        await LookAsync(page, $"options-{width}-{language}");

        await form.Locator("[name=CapPercent]").FillAsync("60");
        await form.Locator("button[value=CappedRandom]").ClickAsync();
        await page.WaitForSelectorAsync("#preview");
        (await page.TextContentAsync("#preview"))!.ShouldContain(language == "vi" ? "xác suất quá 60 %" : "a chance above 60%");
        await LookAsync(page, $"capped-{width}-{language}");
        await page.ClickAsync("#preview button[value='objective HighestLowest']");
        await page.WaitForSelectorAsync("#preview button[value='objective CappedRandom']");
        await page.SelectOptionAsync("#plan [name=GiveUpPermille]", "50");
        await page.ClickAsync("#plan button[type=submit]");
        await page.WaitForSelectorAsync("#plan option[value='50'][selected]", new() { State = WaitForSelectorState.Attached });
        await LookAsync(page, $"lowest-{width}-{language}");
    });

    [Fact]
    public Task The_panel_and_the_rehearsal_fit_a_telephone() => browser.RunAsync(async visit =>
    {
        await using var world = await WorldAsync();
        await using var server = await ServerAsync(world);
        var page = await SignInAsync(visit, server, 360);
        await ProposeAsync(page, server);
        await ChooseAsync(page, 0);
        await LookAsync(page, "pair-360");
        await RehearseAsync(page, server);
        await LookAsync(page, "rehearsal-360");
    });

    [Fact]
    public Task An_edition_is_rehearsed_and_its_page_says_when_it_is_done() => browser.RunAsync(async visit =>
    {
        await using var world = await WorldAsync();
        await using var server = await ServerAsync(world);
        var page = await SignInAsync(visit, server, 1280);
        await RehearseAsync(page, server);
        await LookAsync(page, "rehearsal-1280");
        (await page.TextContentAsync("h1"))!.ShouldBe("Kết quả diễn tập");
        await page.GotoAsync(page.Url + "?lang=en");
        await LookAsync(page, "rehearsal-1280-en");
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("main a[download]"));
        download.SuggestedFilename.ShouldBe("rehearsal-demo-2026-60x12.json");
    });

    private static async Task RehearseAsync(IPage page, DemoServer server)
    {
        await page.GotoAsync($"{server.Url}/manage/demo/2026/rehearsals?lang=vi");
        await page.FillAsync("[name=Dossiers]", "60");
        await page.FillAsync("[name=Jurors]", "12");
        await page.FillAsync("[name=Draws]", "4");
        await page.FillAsync("[name=Seed]", "7");
        await LookAsync(page, $"rehearsals-{page.ViewportSize!.Width}");
        await page.ClickAsync("main form button");
        // The page looks by itself; it is not loaded again.
        await page.ClickAsync("#progress.notice a");
        await page.WaitForSelectorAsync("#compared");
    }

    private static async Task ProposeAsync(IPage page, DemoServer server)
    {
        await page.GotoAsync(server.Url + Panels);
        await page.ClickAsync(Section + "button[value=LargestTotal]");
        await page.WaitForSelectorAsync("#preview");
    }

    /// <summary>
    /// Looks at a pair of the preview that is not <paramref name="pinned"/>, which may stand anywhere in a preview found anew; returns it as the form writes it.
    /// </summary>
    private static async Task<string> ChooseAsync(IPage page, int number, string? pinned = null)
    {
        var button = page.Locator($"#preview button[value^='choose ']:not([value='choose {pinned}'])").Nth(number);
        var pair = (await button.GetAttributeAsync("value"))!["choose ".Length..];
        await button.ClickAsync();
        await page.WaitForSelectorAsync($"#pair button[value='forbid {pair}']");
        return pair;
    }

    /// <summary>Passes axe, never scrolls sideways, and leaves a picture where <c>BANGVANG_PICTURES</c> names a folder.</summary>
    private static async Task LookAsync(IPage page, string name)
    {
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(page.ViewportSize!.Width, name);
        (await Axe.CheckAsync(page)).ShouldBeEmpty(name);
        if (Environment.GetEnvironmentVariable("BANGVANG_PICTURES") is { Length: > 0 } folder) await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"panel-{name}.png"), FullPage = true });
    }

    private static async Task<IPage> SignInAsync(Visit visit, DemoServer server, int width)
    {
        var page = await visit.NewPageAsync(width);
        await page.GotoAsync(server.SignIn("secretariat"));
        return page;
    }

    private static Task<List<string>> PairsAsync(AwardWorld world) => world.WithAsync(db =>
        (from a in db.Assignments where a.EndedAt == null join d in db.Dossiers on a.DossierId equals d.Id select d.Reference + "/" + a.JurorId.ToString().ToLower()).ToListAsync());

    /// <summary>Six dossiers, seven jurors of whom six have described what they know, one conflict.</summary>
    private static async Task<AwardWorld> WorldAsync()
    {
        var world = await AwardWorld.CreateAsync(Engine.Sqlite);
        var (secretariat, jurors, dossiers) = (await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.JurorsAsync(7), new List<AwardDossier>());
        foreach (var (product, _) in Fields) dossiers.Add(await world.DossierAsync(product));
        foreach (var (juror, field) in jurors.Zip(Fields))
            (await world.WithAsync(db => new DescribeJuror(db, new EditionBook(db), world.Clock).RunAsync(secretariat, AwardWorld.Key, juror.PersonId!.Value, field.Knows, [AwardWorld.Category], 0, default))).ShouldBeNull();
        var (content, sha256) = EditionSnapshot.Freeze(Running());
        await world.WithAsync(db =>
        {
            // The browser's server goes by today's date.
            db.EditionSnapshots.Add(new() { Id = Ids.New(world.Clock.Now), EditionKey = AwardWorld.Key, Number = 2, Sha256 = sha256, Content = Encoding.UTF8.GetString(content), PublishedAt = world.Clock.Now, NoticeVi = "Lùi lịch", NoticeEn = "Moved" });
            db.Conflicts.Add(new() { Id = Guid.CreateVersion7(), EditionKey = AwardWorld.Key, PersonId = jurors[2].PersonId!.Value, DossierId = dossiers[2].Id, Source = ConflictSource.Declared, State = ConflictState.Confirmed, Reason = "Người nhà làm ở đơn vị", NotedAt = world.Clock.Now });
            return db.SaveChangesAsync();
        });
        return world;
    }

    /// <summary>The edition with all its days moved so that the preliminary round began yesterday.</summary>
    private static Edition Running()
    {
        var began = AwardWorld.Edition.Phase("preliminary")!.FirstDay!.Value;
        var days = Period.DaysBetween(began, SystemClock.Instance.GetCurrentInstant().InZone(AwardWorld.Edition.TimeZone).Date) - 1;
        return AwardWorld.Edition with { Phases = [.. AwardWorld.Edition.Phases.Select(p => p with { Opens = p.FirstDay!.Value.PlusDays(days), Closes = p.LastDay!.Value.PlusDays(days), Extensions = [] })] };
    }

    private static Task<DemoServer> ServerAsync(AwardWorld world) => DemoServer.StartAsync(Repository.Root, world.Test);
}
