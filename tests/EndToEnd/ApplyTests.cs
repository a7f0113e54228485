using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace BangVang.EndToEnd;

/// <summary>The applicant's way in a real browser, with scripts: fields that save themselves, files that go up by themselves.</summary>
[Collection(Browser.Collection)]
public sealed partial class ApplyTests(Browser browser, DemoServer server) : IClassFixture<DemoServer>
{
    private const string Form = "form[data-autosave] ";

    [Theory]
    [InlineData(1280, "vi")]
    [InlineData(1280, "en")]
    [InlineData(360, "vi")]
    [InlineData(360, "en")]
    public Task Every_page_of_an_applicant_passes_axe_and_never_scrolls_sideways(int width, string language) => browser.RunAsync(async visit =>
    {
        var page = await SignInAsync(visit, width);
        var dossier = await FirstDossierAsync(page);
        await page.GotoAsync($"{server.Url}{dossier}");
        var links = await page.Locator(".tasks a").EvaluateAllAsync<string[]>("links => links.map(a => a.getAttribute('href'))");
        string[] pages = ["/log", "/dossiers", "/enterprises/mine", "/enterprises/register", "/apply/demo/2026", "/apply/demo/2026/start", dossier, $"{dossier}/colleagues", .. links];
        foreach (var path in pages)
        {
            (await page.GotoAsync($"{server.Url}{path}?lang={language}"))!.Status.ShouldBe(200, path);
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(width, path);
            (await Axe.CheckAsync(page)).ShouldBeEmpty(path);
            await PictureAsync(page, path, width, language);
        }
    });

    [Fact]
    public Task A_field_saves_itself_and_what_is_wrong_with_it_is_said_at_once() => browser.RunAsync(async visit =>
    {
        var page = await SignInAsync(visit);
        var dossier = await FirstDossierAsync(page);
        await page.GotoAsync($"{server.Url}{dossier}/section/value?lang=vi");
        await page.FillAsync(Form + "[name='a.users']", "khoảng 12 nghìn");
        await page.WaitForSelectorAsync("[data-field='a.users'] .error-msg:has-text('Cần một số nguyên')");
        await page.WaitForSelectorAsync("[data-field='a.users'] .saved:has-text('Đã lưu')");
        await page.ReloadAsync();
        (await page.InputValueAsync(Form + "[name='a.users']")).ShouldBe("khoảng 12 nghìn");

        await page.FillAsync(Form + "[name='a.users']", "12.500");
        await page.WaitForFunctionAsync("() => !document.querySelector(\"[data-field='a.users'] .error-msg\")");
        await page.ClickAsync(Form + "button[value=next]");
        await page.WaitForURLAsync(url => !url.EndsWith("/section/value", StringComparison.Ordinal));
    });

    [Fact]
    public Task A_file_goes_up_by_itself_and_stands_in_its_field_without_a_reload() => browser.RunAsync(async visit =>
    {
        var page = await SignInAsync(visit);
        var dossier = await FirstDossierAsync(page);
        await page.GotoAsync($"{server.Url}{dossier}/section/attachments?lang=vi");
        await page.SetInputFilesAsync("[data-file-field=evidence] input[type=file]", new FilePayload { Name = "Xác nhận 01.pdf", MimeType = "application/pdf", Buffer = Pdf() });
        await page.WaitForSelectorAsync("[data-files-of=evidence] a:has-text('Xác nhận 01.pdf')");
        await page.SetInputFilesAsync("[data-file-field=evidence] input[type=file]", new FilePayload { Name = "gia-mao.pdf", MimeType = "application/pdf", Buffer = Encoding.UTF8.GetBytes("không phải PDF") });
        await page.WaitForSelectorAsync("[data-file-field=evidence] .saved--fail");
        await page.ClickAsync("[data-files-of=evidence] button");
        await page.WaitForSelectorAsync("[data-files-of=evidence]:not(:has(li))", new() { State = WaitForSelectorState.Attached });
    });

    [Fact]
    public Task A_complete_dossier_is_submitted_and_its_receipt_keeps_its_address() => browser.RunAsync(async visit =>
    {
        var page = await SignInAsync(visit);
        var dossier = await FirstDossierAsync(page);
        await page.GotoAsync($"{server.Url}{dossier}?lang=vi");
        await page.ClickAsync(".notice a:has-text('Kiểm tra lại và nộp')");
        await page.ClickAsync(".submit-card button");
        await page.WaitForURLAsync(Receipt());
        var address = page.Url;
        (await page.TextContentAsync("h1"))!.ShouldBe("Giấy biên nhận");
        await page.GotoAsync($"{server.Url}/dossiers");
        await page.GotoAsync(address);
        (await page.TextContentAsync(".receipt .facts"))!.ShouldContain("HS-0");
        (await Axe.CheckAsync(page)).ShouldBeEmpty();
        await PictureAsync(page, "/receipt", 1280, "vi");
    });

    [Fact]
    public Task The_self_check_works_without_an_account_on_a_telephone() => browser.RunAsync(async visit =>
    {
        var page = await visit.NewPageAsync(width: 360);
        await page.GotoAsync($"{server.Url}/apply/demo/2026?lang=vi");
        await page.CheckAsync("[name='a.fact:foreign_invested'][value=yes]");
        await page.FillAsync("[name='a.fact:vietnamese_share']", "40");
        await page.ClickAsync("main form button:has-text('Xem kết quả')");
        await page.WaitForSelectorAsync(".v-no:has-text('người Việt Nam sở hữu dưới 51%')", new() { State = WaitForSelectorState.Attached });
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(360);
        (await Axe.CheckAsync(page)).ShouldBeEmpty();
        await PictureAsync(page, "/apply-result", 360, "vi");
    });

    private async Task<IPage> SignInAsync(Visit visit, int width = 1280)
    {
        var page = await visit.NewPageAsync(width: width);
        await page.GotoAsync(server.SignIn("applicant"));
        return page;
    }

    private async Task<string> FirstDossierAsync(IPage page)
    {
        await page.GotoAsync($"{server.Url}/dossiers");
        return (await page.GetAttributeAsync("main tbody tr:has-text('Sản phẩm Minh họa 01') a", "href"))!;
    }

    /// <summary>Leaves a picture for whoever looks at every screen (<c>BANGVANG_PICTURES</c> names the folder); nothing otherwise.</summary>
    private static async Task PictureAsync(IPage page, string path, int width, string language)
    {
        if (Environment.GetEnvironmentVariable("BANGVANG_PICTURES") is not { Length: > 0 } folder) return;
        var name = Unsafe().Replace(path.Trim('/'), "-");
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}-{language}.png"), FullPage = true });
    }

    private static byte[] Pdf() => BangVang.Testing.Files.SampleFiles.Of(BangVang.Domain.Editions.FileKind.Pdf);

    [GeneratedRegex("/receipt/[0-9]+$")]
    private static partial Regex Receipt();

    [GeneratedRegex("[^a-z0-9]+|[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Unsafe();
}
