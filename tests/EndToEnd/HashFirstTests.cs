using System.Security.Cryptography;
using BangVang.Testing.Files;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace BangVang.EndToEnd;

/// <summary>Submitting while a file is still on its way, in a real browser: the line is cut before the deadline and comes back within the grace.</summary>
[Collection(Browser.Collection)]
public sealed class HashFirstTests(Browser browser, DemoServer server) : IClassFixture<DemoServer>
{
    private static readonly byte[] Paper = SampleFiles.PdfOf(6_000_000, seed: 7);

    [Fact]
    public Task A_file_whose_line_is_cut_is_named_at_submission_and_arrives_afterwards() => browser.RunAsync(async visit =>
    {
        var page = await SignInAsync(visit);
        var dossier = await DossierAsync(page);
        var cut = true;
        await page.RouteAsync("**/uploads/*", async route =>
        {
            if (cut && route.Request.Method == "PATCH") await route.AbortAsync("internetdisconnected");
            else await route.ContinueAsync();
        });
        await page.GotoAsync($"{server.Url}{dossier}/section/attachments?lang=vi");
        await page.SetInputFilesAsync("[data-file-field=evidence] input[type=file]", new FilePayload { Name = "Báo cáo thử nghiệm.pdf", MimeType = "application/pdf", Buffer = Paper });
        await page.WaitForSelectorAsync(".upload-new .files li:has-text('Báo cáo thử nghiệm.pdf')");
        await page.WaitForFunctionAsync("async () => (await new Promise(done => { const open = indexedDB.open('bangvang', 1); open.onsuccess = () => { const all = open.result.transaction('files').objectStore('files').count(); all.onsuccess = () => done(all.result); }; })) === 1");

        await page.GotoAsync($"{server.Url}{dossier}/check?lang=vi");
        await page.WaitForSelectorAsync("#on-their-way [data-way=evidence] li:has-text('Báo cáo thử nghiệm.pdf')");
        (await page.TextContentAsync("#on-their-way"))!.ShouldContain("Vẫn nộp được ngay");
        (await Axe.CheckAsync(page)).ShouldBeEmpty();
        await PictureAsync(page, "hash-first-check", 1280);
        await page.ClickAsync(".submit-card button[type=submit]");
        await page.WaitForURLAsync("**/receipt/*");

        (await page.TextContentAsync("#awaiting strong"))!.ShouldStartWith("Đã nộp đúng hạn. Còn chờ 1 tệp tới ");
        var row = page.Locator("[data-file]:has-text('Báo cáo thử nghiệm.pdf')");
        (await row.TextContentAsync())!.ShouldContain(Convert.ToHexStringLower(SHA256.HashData(Paper)));
        (await row.Locator("[data-standing]").TextContentAsync())!.ShouldContain("Còn chờ tới");
        (await Axe.CheckAsync(page)).ShouldBeEmpty();
        await PictureAsync(page, "hash-first-awaited", 1280);
        await page.SetViewportSizeAsync(360, 900);
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(360);
        (await Axe.CheckAsync(page)).ShouldBeEmpty();
        await PictureAsync(page, "hash-first-awaited", 360);
        await page.SetViewportSizeAsync(1280, 900);

        // Another file is refused before a byte of it is sent.
        await page.SetInputFilesAsync("[data-awaited] input[type=file]", new FilePayload { Name = "khac.pdf", MimeType = "application/pdf", Buffer = SampleFiles.PdfOf(2_000, seed: 8) });
        await page.WaitForSelectorAsync("[data-awaited] li:has-text('Đây không phải tệp đã khai khi nộp')");

        cut = false;
        await row.Locator("[data-standing]:has-text('Đã nhận')").WaitForAsync(new() { Timeout = 90_000 });
        await page.WaitForSelectorAsync("#awaiting", new() { State = WaitForSelectorState.Detached });
        await page.ReloadAsync();
        (await row.Locator("[data-standing]").TextContentAsync())!.Trim().ShouldBe("Đã nhận");
        var address = (await row.Locator("a").GetAttributeAsync("href"))!;
        (await (await page.APIRequest.GetAsync($"{server.Url}{address}")).BodyAsync()).ShouldBe(Paper);
        await PictureAsync(page, "hash-first-received", 1280);
        var paper = await (await page.APIRequest.GetAsync($"{page.Url.Split('?')[0]}.pdf")).BodyAsync();
        paper.AsSpan().StartsWith("%PDF-1.7"u8).ShouldBeTrue();
        if (Environment.GetEnvironmentVariable("BANGVANG_PICTURES") is { Length: > 0 } folder) await File.WriteAllBytesAsync(Path.Combine(folder, "receipt.pdf"), paper);
        (await page.EvaluateAsync<int>("async () => await new Promise(done => { const open = indexedDB.open('bangvang', 1); open.onsuccess = () => { const all = open.result.transaction('files').objectStore('files').count(); all.onsuccess = () => done(all.result); }; })")).ShouldBe(0, "nothing of it stays in the browser");
    });

    [Fact]
    public Task With_scripts_off_the_form_carries_the_file_and_the_server_hashes_it() => browser.RunAsync(async visit =>
    {
        var page = await SignInAsync(visit, javaScript: false);
        var dossier = await DossierAsync(page);
        var paper = SampleFiles.PdfOf(40_000, seed: 9);
        await page.GotoAsync($"{server.Url}{dossier}/section/attachments?lang=vi");
        await page.SetInputFilesAsync("[data-file-field=evidence] input[type=file]", new FilePayload { Name = "Biên bản.pdf", MimeType = "application/pdf", Buffer = paper });
        await page.ClickAsync("[data-file-field=evidence] button:has-text('Tải tệp lên')");
        await page.WaitForSelectorAsync("[data-files-of=evidence] a:has-text('Biên bản.pdf')");
        await page.GotoAsync($"{server.Url}{dossier}/check?lang=vi");
        await page.ClickAsync(".submit-card button[type=submit]");
        await page.WaitForURLAsync("**/receipt/*");
        var row = page.Locator("[data-file]:has-text('Biên bản.pdf')");
        var text = (await row.TextContentAsync())!;
        text.ShouldContain("SHA-256 do máy chủ tính:");
        text.ShouldContain(Convert.ToHexStringLower(SHA256.HashData(paper)));
        await PictureAsync(page, "hash-first-no-scripts", 1280);
    });

    [Fact]
    public Task The_pages_own_hash_agrees_with_the_published_vectors_and_with_the_browsers() => browser.RunAsync(async visit =>
    {
        var page = await SignInAsync(visit);
        await page.GotoAsync($"{server.Url}/dossiers?lang=vi");
        const string hashes = """
            async () => {
              const { Sha256, sha256Of } = await import("/js/sha256.js"), found = [];
              const text = words => new Sha256().update(new TextEncoder().encode(words)).hex();
              found.push(text("") + text("abc") + text("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"));
              const many = new Sha256();
              for (let i = 0; i < 1000; i++) many.update(new Uint8Array(1000).fill(97));
              found.push(many.hex());
              let wrong = 0;
              for (const size of [1, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129, 1000, (1 << 20) - 1, 1 << 20, (1 << 20) + 65, 3_333_333]) {
                const bytes = new Uint8Array(size);
                for (let i = 0; i < size; i++) bytes[i] = i * 31 + (i >> 8);
                const theirs = [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map(b => b.toString(16).padStart(2, "0")).join("");
                if (await sha256Of(new File([bytes], "x")) !== theirs) wrong++;
                const pieces = new Sha256();
                for (let at = 0; at < size; at += 37) { pieces.update(bytes.subarray(at, at + 37)); if (size > 100_000 && at > 5_000) { pieces.update(bytes.subarray(at + 37)); break; } }
                if (pieces.hex() !== theirs) wrong++;
              }
              found.push(String(wrong));
              return found;
            }
            """;
        (await page.EvaluateAsync<string[]>(hashes)).ShouldBe([
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
                + "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
                + "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
            "0",
        ]);
    });

    private async Task<IPage> SignInAsync(Visit visit, bool javaScript = true)
    {
        var page = await visit.NewPageAsync(javaScriptEnabled: javaScript);
        await page.GotoAsync(server.SignIn("applicant"));
        return page;
    }

    private async Task<string> DossierAsync(IPage page)
    {
        await page.GotoAsync($"{server.Url}/dossiers");
        return (await page.GetAttributeAsync("main tbody tr:has-text('Sản phẩm Minh họa 01') a", "href"))!;
    }

    private static async Task PictureAsync(IPage page, string name, int width)
    {
        if (Environment.GetEnvironmentVariable("BANGVANG_PICTURES") is { Length: > 0 } folder) await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}.png"), FullPage = true });
    }
}
