using System.Security.Cryptography;
using System.Text.RegularExpressions;
using BangVang.App.Ports;
using BangVang.Testing.Files;
using BangVang.Web.Tests.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace BangVang.EndToEnd.Files;

[Collection(Browser.Collection)]
public sealed class UploadClientTests(Browser browser) : IAsyncLifetime
{
    private static readonly byte[] Large = SampleFiles.PdfOf(24 << 20);
    private readonly string folder = Directory.CreateTempSubdirectory("bv-client-").FullName;
    private TusHost host = null!;

    public async Task InitializeAsync()
    {
        host = await TusHost.StartAsync();
        await File.WriteAllBytesAsync(Plan, Large);
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private string Plan => Path.Combine(folder, "kế hoạch.pdf");

    [Fact]
    public Task A_file_goes_up_with_its_progress_told_and_the_form_carries_its_name_only() => browser.RunAsync(async visit =>
    {
        var page = await OpenAsync(visit, width: 360);
        await SlowDownAsync(page, bytesPerSecond: 8 << 20);
        await ChooseAsync(page);
        await Expect(page, @"^Đang gửi: \d+ %$");
        (await Axe.CheckAsync(page)).ShouldBeEmpty();
        int.Parse((await page.Locator("progress").GetAttributeAsync("value"))!).ShouldBeInRange(0, 99);

        await Expect(page, "^Đã nhận$");
        (await page.Locator("[aria-live]").TextContentAsync()).ShouldBe("kế hoạch.pdf: Đã nhận");
        (await Axe.CheckAsync(page)).ShouldBeEmpty();
        (await page.EvaluateAsync<int>("Object.keys(localStorage).length")).ShouldBe(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Gửi", Exact = true }).ClickAsync();
        var sent = await page.TextContentAsync("body");
        sent.ShouldNotBeNull().ShouldMatch("^stored [0-9a-f-]{36}, files 0$");
        await ShouldBeStoredAsync();
    });

    [Fact]
    public Task A_lost_connection_pauses_and_the_file_goes_on_by_itself() => browser.RunAsync(async visit =>
    {
        var page = await OpenAsync(visit);
        await SlowDownAsync(page, bytesPerSecond: 8 << 20);
        await ChooseAsync(page);
        await Expect(page, @": [2-9]\d %");
        await page.Context.SetOfflineAsync(true);
        await Expect(page, "Mất kết nối");
        await page.Context.SetOfflineAsync(false);
        await SlowDownAsync(page, bytesPerSecond: -1);
        await Expect(page, "Đã nhận");
        await ShouldBeStoredAsync();
    });

    [Fact]
    public Task A_server_that_goes_away_in_between_is_waited_for() => browser.RunAsync(async visit =>
    {
        var page = await OpenAsync(visit);
        await SlowDownAsync(page, bytesPerSecond: 8 << 20);
        await ChooseAsync(page);
        await Expect(page, @": [2-9]\d %");
        await host.RestartAsync(away: TimeSpan.FromSeconds(1));
        await Expect(page, "Đã nhận");
        await ShouldBeStoredAsync();
    });

    [Fact]
    public Task A_page_that_was_closed_remembers_and_goes_on_where_it_stopped() => browser.RunAsync(async visit =>
    {
        var page = await OpenAsync(visit);
        await SlowDownAsync(page, bytesPerSecond: 8 << 20);
        await ChooseAsync(page);
        await Expect(page, @": [4-9]\d %");
        page.Dialog += (_, dialog) => dialog.AcceptAsync();
        await page.ReloadAsync();
        await Expect(page, @"Lần trước mới gửi được [1-9]\d* %");

        var requests = new List<string>();
        page.Request += (_, request) => { if (request.Url.Contains("/uploads", StringComparison.Ordinal)) requests.Add(request.Method); };
        await ChooseAsync(page);
        await Expect(page, "Đã nhận");
        requests[0].ShouldBe("HEAD");
        requests.ShouldNotContain("POST");
        await ShouldBeStoredAsync();
    });

    [Fact]
    public Task Pausing_keeps_what_was_sent_and_cancelling_forgets_it() => browser.RunAsync(async visit =>
    {
        var page = await OpenAsync(visit);
        await SlowDownAsync(page, bytesPerSecond: 8 << 20);
        await ChooseAsync(page);
        await Expect(page, @": [2-9]\d %");
        await page.GetByRole(AriaRole.Button, new() { Name = "Tạm dừng" }).ClickAsync();
        var paused = await page.TextContentAsync(".files .small");
        await Task.Delay(700);
        (await page.TextContentAsync(".files .small")).ShouldBe(paused);
        await page.GetByRole(AriaRole.Button, new() { Name = "Gửi tiếp" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Hủy" }).ClickAsync();
        await Assertions.Expect(page.Locator(".files li")).ToHaveCountAsync(0);
        (await page.EvaluateAsync<int>("Object.keys(localStorage).length")).ShouldBe(0);
        await using var db = host.Open();
        await WaitAsync(async () => await db.Uploads.CountAsync() == 0);
    });

    [Fact]
    public Task A_refused_file_says_why() => browser.RunAsync(async visit =>
    {
        var page = await OpenAsync(visit);
        var script = Path.Combine(folder, "có mã.pdf");
        await File.WriteAllBytesAsync(script, new PdfSample().Object("<< /S /JavaScript /JS (x) >>").ToBytes());
        await page.SetInputFilesAsync("input[type=file]", script);
        await Expect(page, @"Không gửi được: Tệp có nội dung tự chạy \(JavaScript\)");
        (await Axe.CheckAsync(page)).ShouldBeEmpty();
        await page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "ảnh.svg", MimeType = "image/svg+xml", Buffer = "<svg/>"u8.ToArray() });
        await Expect(page, "Không gửi được: Không nhận ra loại tệp");
    });

    [Fact]
    public Task A_form_sent_too_early_waits_for_its_file() => browser.RunAsync(async visit =>
    {
        var page = await OpenAsync(visit);
        await SlowDownAsync(page, bytesPerSecond: 12 << 20);
        await ChooseAsync(page);
        await Expect(page, "Đang gửi");
        await page.GetByRole(AriaRole.Button, new() { Name = "Gửi", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("body")).ToHaveTextAsync(new Regex("^stored .*, files 0$"), new() { Timeout = 30_000 });
    });

    [Fact]
    public Task With_scripts_off_the_form_sends_the_file_itself() => browser.RunAsync(async visit =>
    {
        var page = await OpenAsync(visit, javaScriptEnabled: false);
        await ChooseAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Gửi" }).ClickAsync();
        (await page.TextContentAsync("body")).ShouldNotBeNull().ShouldStartWith("received ");
        await ShouldBeStoredAsync();
    });

    [Fact]
    public Task An_ended_sign_in_keeps_the_file_and_goes_on_after_signing_in_again() => browser.RunAsync(async visit =>
    {
        var page = await OpenAsync(visit);
        await SlowDownAsync(page, bytesPerSecond: 8 << 20);
        await ChooseAsync(page);
        await Expect(page, @": [2-9]\d %");
        await page.Context.ClearCookiesAsync();
        await Expect(page, "Phiên đăng nhập đã hết");
        await SignInAsync(page);
        await Expect(page, "Đã nhận");
        await ShouldBeStoredAsync();
    });

    private async Task<IPage> OpenAsync(Visit visit, int width = 1280, bool javaScriptEnabled = true)
    {
        var page = await visit.NewPageAsync(width, javaScriptEnabled: javaScriptEnabled);
        await SignInAsync(page);
        await page.GotoAsync(new Uri(host.Address, "/try").ToString());
        if (javaScriptEnabled) await page.WaitForSelectorAsync("input[data-enhanced]");
        return page;
    }

    private Task SignInAsync(IPage page) => page.Context.AddCookiesAsync([new() { Name = "test-person", Value = host.Owner.ToString(), Url = host.Address.ToString() }]);

    private Task ChooseAsync(IPage page) => page.SetInputFilesAsync("input[type=file]", Plan);

    private static async Task SlowDownAsync(IPage page, int bytesPerSecond)
    {
        var line = await page.Context.NewCDPSessionAsync(page);
        await line.SendAsync("Network.emulateNetworkConditions", new() { ["offline"] = false, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = bytesPerSecond });
    }

    private static Task Expect(IPage page, string pattern) =>
        Assertions.Expect(page.Locator(".files .small")).ToHaveTextAsync(new Regex(pattern), new() { Timeout = 30_000 });

    private async Task ShouldBeStoredAsync()
    {
        await using var db = host.Open();
        var file = await db.StoredFiles.SingleAsync();
        (file.Name, file.Sha256).ShouldBe(("kế hoạch.pdf", Convert.ToHexStringLower(SHA256.HashData(Large))));
        (await host.Services.GetRequiredService<IFileStore>().VerifyAsync(file.Sha256, default)).ShouldBe(FileCheck.Sound);
    }

    private static async Task WaitAsync(Func<Task<bool>> until)
    {
        for (var i = 0; i < 100; i++)
        {
            if (await until()) return;
            await Task.Delay(50);
        }
        throw new TimeoutException();
    }
}
