using BangVang.Testing;
using Shouldly;
using Xunit;

namespace BangVang.EndToEnd;

[Collection(Browser.Collection)]
public sealed class BrowserTests(Browser browser)
{
    private const string Sound = "<!doctype html><html lang=vi><title>Bảng vàng</title><main><h1>Bảng vàng</h1></main></html>";

    [Fact]
    public Task Axe_names_the_picture_without_a_text_and_its_place() => browser.RunAsync(async visit =>
    {
        var page = await visit.NewPageAsync();
        await page.SetContentAsync(Sound.Replace("</h1>", "</h1><img id=seal src=data:,>", StringComparison.Ordinal));
        var violation = (await Axe.CheckAsync(page)).ShouldHaveSingleItem();
        violation.Rule.ShouldBe("image-alt");
        violation.Elements.ShouldHaveSingleItem().ShouldStartWith("#seal");
    });

    [Fact]
    public Task Axe_finds_nothing_in_a_sound_page() => browser.RunAsync(async visit =>
    {
        var page = await visit.NewPageAsync(width: 360, height: 640);
        await page.SetContentAsync(Sound);
        (await Axe.CheckAsync(page)).ShouldBeEmpty();
    });

    [Fact]
    public Task A_page_with_scripts_off_runs_none() => browser.RunAsync(async visit =>
    {
        const string markup = "<title>before</title><script>document.title = 'after'</script>";
        foreach (var (scripts, title) in new[] { (true, "after"), (false, "before") })
        {
            var page = await visit.NewPageAsync(javaScriptEnabled: scripts);
            await page.GotoAsync($"data:text/html,{Uri.EscapeDataString(markup)}");
            (await page.TitleAsync()).ShouldBe(title);
        }
    });

    [Fact]
    public async Task A_test_that_fails_leaves_a_picture_and_a_trace_of_each_page()
    {
        const string name = nameof(A_test_that_fails_leaves_a_picture_and_a_trace_of_each_page);
        var folder = Path.Combine(Repository.Root, "TestResults", name);
        await Should.ThrowAsync<TimeoutException>(() => browser.RunAsync(async visit =>
        {
            await visit.NewPageAsync();
            throw new TimeoutException("as a missing element would");
        }));
        Directory.GetFiles(folder).Select(Path.GetFileName).ShouldBe(["page-1.png", "trace-1.zip"], ignoreOrder: true);
        Directory.Delete(folder, recursive: true);
    }
}
