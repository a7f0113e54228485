using System.Text.Json.Nodes;
using BangVang.App.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using BangVang.Testing.Files;
using BangVang.Web.Tests;
using BangVang.Web.Tests.Dossiers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace BangVang.EndToEnd;

/// <summary>A sealed edition in a real browser: the upload by the applicant, the sealed screen, and the opening by two trustees.</summary>
[Collection(Browser.Collection)]
public sealed class SealingTests(Browser browser)
{
    [Fact]
    public Task A_sealed_edition_is_opened_by_two_trustees_in_the_browser() => browser.RunAsync(async visit =>
    {
        await using var host = await WebHost.StartAsync(onSocket: true);
        await host.PublishAsync(SealedEdition.Edition, 1);
        var (_, who) = await host.PersonAsync("Người nộp");
        var (_, officer) = await host.PersonAsync("Cán bộ", Role.Secretariat);
        await using var scope = host.Services.CreateAsyncScope();
        var answers = new Dictionary<string, JsonNode?> { ["fact:stages_in_viet_nam"] = new JsonArray("designed") };
        (await scope.ServiceProvider.GetRequiredService<StartDossier>().RunAsync(who, new(ApplyEdition.Key, await host.EnterpriseAsync(who), "product", "Sản phẩm A", answers), default)).TryGet(out var id, out _).ShouldBeTrue();
        var dossier = $"/dossiers/{id}";
        var site = $"http://127.0.0.1:{host.SocketPort}";
        var (own, desk) = (await PageAsync(visit, host, who), await PageAsync(visit, host, officer));

        await own.GotoAsync($"{site}{dossier}/section/papers?lang=vi");
        await own.SetInputFilesAsync("[data-file-field=proof] input[type=file]", new FilePayload { Name = "Xác nhận.pdf", MimeType = "application/pdf", Buffer = SampleFiles.Of(FileKind.Pdf) });
        await own.WaitForSelectorAsync("[data-files-of=proof] li:has-text('Xác nhận.pdf')");
        (await own.Locator("[data-files-of=proof] a").CountAsync()).ShouldBe(0, "the line that the script added");
        await own.ReloadAsync();
        (await own.InnerTextAsync("main")).ShouldContain("Tệp được niêm phong ngay khi tải lên");
        (await own.Locator("[data-files-of=proof] a").CountAsync()).ShouldBe(0);
        await LookAsync(own, "upload");

        await desk.GotoAsync($"{site}/manage/{ApplyEdition.Key}/sealing?lang=vi");
        (await desk.InnerTextAsync("#progress")).ShouldContain("1 tệp đang được niêm phong");
        await LookAsync(desk, "sealed");
        host.Clock.Now = SealedEdition.Opening;
        await desk.ReloadAsync();
        await desk.FillAsync("textarea", "bvshare1 sai");
        await desk.ClickAsync("form[action$='handler=Share'] button");
        await desk.WaitForSelectorAsync(".error-msg");
        await LookAsync(desk, "wrong");
        foreach (var number in (int[])[3, 1])
        {
            await desk.FillAsync("textarea", SealedEdition.Share(number));
            await desk.ClickAsync("form[action$='handler=Share'] button");
            await desk.WaitForURLAsync("**done=**");
        }
        await desk.WaitForSelectorAsync("#progress .notice--ok:has-text('Đã mở 1 trong 1 tệp')");
        await LookAsync(desk, "opened");
        await own.ReloadAsync();
        (await own.Locator("[data-files-of=proof] a").CountAsync()).ShouldBe(1);
    });

    private static async Task<IPage> PageAsync(Visit visit, WebHost host, Actor actor)
    {
        var page = await visit.NewPageAsync();
        await page.SetExtraHTTPHeadersAsync(host.As(actor).Client.DefaultRequestHeaders.Where(h => h.Key.StartsWith("X-Test", StringComparison.Ordinal)).ToDictionary(h => h.Key, h => h.Value.Single()));
        return page;
    }

    /// <summary>Passes axe and never scrolls sideways, wide and on a telephone; leaves pictures where <c>BANGVANG_PICTURES</c> names a folder.</summary>
    private static async Task LookAsync(IPage page, string name)
    {
        foreach (var width in (int[])[360, 1280])
        {
            await page.SetViewportSizeAsync(width, 900);
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(width, name);
            (await Axe.CheckAsync(page)).ShouldBeEmpty(name);
            if (Environment.GetEnvironmentVariable("BANGVANG_PICTURES") is { Length: > 0 } folder) await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"sealing-{name}-{width}.png"), FullPage = true });
        }
    }
}
