using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace BangVang.EndToEnd;

/// <summary>The parts that every page is made of, in a real browser: they look right, save by themselves and lose nothing.</summary>
[Collection(Browser.Collection)]
public sealed class PartsTests(Browser browser, DemoServer server) : IClassFixture<DemoServer>
{
    private const string Form = "form[data-autosave] ";
    private const string SavedNote = "[data-field=Free] .saved:has-text('Đã lưu')";

    [Theory]
    [InlineData(1280, "vi")]
    [InlineData(1280, "en")]
    [InlineData(360, "vi")]
    [InlineData(360, "en")]
    public Task Every_part_passes_axe_and_never_scrolls_sideways(int width, string language) => browser.RunAsync(async visit =>
    {
        var page = await visit.NewPageAsync(width: width);
        foreach (var path in new[] { "/design", "/design/work", "/khong-co" })
        {
            await page.GotoAsync($"{server.Url}{path}?lang={language}");
            (await Axe.CheckAsync(page)).ShouldBeEmpty(path);
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(width, path);
        }
    });

    [Theory]
    [InlineData(360)]
    [InlineData(1000)]
    public Task Where_there_is_no_room_the_work_pages_are_a_menu_that_opens_by_keyboard_with_scripts_off(int width) => browser.RunAsync(async visit =>
    {
        var page = await visit.NewPageAsync(width: width, javaScriptEnabled: false);
        await page.GotoAsync(server.SignIn("secretariat"));
        await page.GotoAsync($"{server.Url}/manage/demo/2026/results?lang=vi");
        var (fold, link) = (page.Locator(".side-fold"), page.Locator(".side-fold a[aria-current=page]"));
        (await page.IsVisibleAsync(".side")).ShouldBeFalse();
        (await fold.BoundingBoxAsync()).ShouldNotBeNull().Height.ShouldBeLessThan(80);
        (await link.IsVisibleAsync()).ShouldBeFalse();

        await fold.Locator("summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await link.WaitForAsync();
        (await link.InnerTextAsync()).ShouldBe("Điểm và kết quả");

        await page.SetViewportSizeAsync(1280, 900);
        (await fold.IsVisibleAsync(), await page.IsVisibleAsync(".side a[aria-current=page]")).ShouldBe((false, true));
    });

    [Fact]
    public Task Strings_never_become_markup_and_fragments_of_our_own_do() => browser.RunAsync(async visit =>
    {
        var page = await OpenAsync(visit);
        (await page.EvaluateAsync<bool>("() => { try { document.body.innerHTML = '<b>x</b>'; return false; } catch { return true; } }")).ShouldBeTrue();
        await page.ClickAsync("a[hx-get]");
        await page.WaitForSelectorAsync("#fragment.saved");
        new Uri(page.Url).AbsolutePath.ShouldBe("/design");
    });

    [Fact]
    public Task What_is_typed_without_a_network_is_sent_when_it_is_back_even_from_a_new_window() => browser.RunAsync(async visit =>
    {
        var page = await OpenAsync(visit);
        await page.FillAsync(Form + "[name=Free]", "gõ khi có mạng");
        await page.WaitForSelectorAsync(SavedNote);
        await page.Context.SetOfflineAsync(true);
        await page.FillAsync(Form + "[name=Free]", "gõ khi mất mạng");
        await page.WaitForSelectorAsync("[data-field=Free] .saved--fail");
        var again = await page.Context.NewPageAsync();
        await page.CloseAsync();
        await again.Context.SetOfflineAsync(false);

        await again.GotoAsync($"{server.Url}/design?lang=vi");
        await again.WaitForSelectorAsync(SavedNote);
        (await again.InputValueAsync(Form + "[name=Free]")).ShouldBe("gõ khi mất mạng");
        (await again.EvaluateAsync<int>("localStorage.length")).ShouldBe(0, "nothing waits any more");
    });

    [Fact]
    public Task An_ended_sign_in_keeps_what_is_typed_and_goes_on_after_the_next() => browser.RunAsync(async visit =>
    {
        var page = await OpenAsync(visit);
        var signedOut = true;
        var sent = new List<string>();
        await page.RouteAsync("**/design?handler=Save", route =>
        {
            sent.Add(route.Request.PostData ?? "");
            return signedOut ? route.FulfillAsync(new() { Status = 401, ContentType = "application/problem+json", Body = "{}" }) : route.ContinueAsync();
        });
        await page.FillAsync(Form + "[name=Free]", "một");
        await page.WaitForSelectorAsync(".autosave-door");
        await page.FillAsync(Form + "[name=Free]", "hai");
        signedOut = false;
        await page.ClickAsync(".autosave-door button");
        await page.WaitForSelectorAsync(SavedNote);
        sent[^1].ShouldContain("value=hai");
    });

    [Fact]
    public Task An_expired_form_token_is_renewed_without_a_word() => browser.RunAsync(async visit =>
    {
        var page = await OpenAsync(visit);
        await page.EvaluateAsync("document.querySelectorAll('[name=__RequestVerificationToken]').forEach(token => token.value = 'old')");
        await page.FillAsync(Form + "[name=Free]", "mã cũ");
        await page.WaitForSelectorAsync(SavedNote);
    });

    [Fact]
    public Task A_colleagues_change_is_shown_beside_ones_own_and_overwritten_only_on_purpose() => browser.RunAsync(async visit =>
    {
        var page = await OpenAsync(visit);
        await page.FillAsync(Form + "[name=Taken]", "bản của tôi");
        await page.WaitForSelectorAsync(".conflict");
        (await page.TextContentAsync(".conflict"))!.ShouldContain("Bản của đồng nghiệp");
        await page.ClickAsync(".conflict button:has-text('Giữ bản của tôi')");
        await page.WaitForSelectorAsync("[data-field=Taken] .saved:has-text('Đã lưu')");
        (await page.GetAttributeAsync("[data-field=Taken]", "data-version")).ShouldBe("3");
    });

    [Fact]
    public Task A_refused_form_takes_the_focus_to_its_summary_and_from_there_to_the_field() => browser.RunAsync(async visit =>
    {
        var page = await OpenAsync(visit);
        await page.ClickAsync("form[action='/design']:not([data-autosave]) button[type=submit]");
        await page.WaitForSelectorAsync("#problems");
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("problems");
        await page.ClickAsync("#problems a");
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("f-Input_Users");
    });

    [Fact]
    public Task A_form_works_with_scripts_off() => browser.RunAsync(async visit =>
    {
        var page = await visit.NewPageAsync(javaScriptEnabled: false);
        await page.GotoAsync($"{server.Url}/design?lang=vi");
        await page.FillAsync("[name='Input.Users']", "khoảng 12");
        await page.ClickAsync("form[action='/design']:not([data-autosave]) button[type=submit]");
        (await page.TextContentAsync("#problems"))!.ShouldContain("Nhập số nguyên");
        (await page.InputValueAsync("[name='Input.Users']")).ShouldBe("khoảng 12");
    });

    [Fact]
    public Task Tables_sort_by_the_Vietnamese_alphabet_and_keys_mark_and_take_back() => browser.RunAsync(async visit =>
    {
        var page = await OpenAsync(visit);
        await page.ClickAsync("#d-rows th:nth-child(2) .sort");
        (await page.Locator("#d-rows tbody td:nth-child(2)").AllTextContentsAsync()).ShouldBe(["Sản phẩm A", "Sản phẩm Ă", "Sản phẩm Đ", "Sản phẩm Ơ"]);
        await page.EvaluateAsync("document.activeElement.blur()");
        foreach (var key in new[] { "8", "7", "u" }) await page.Keyboard.PressAsync(key);
        (await page.IsCheckedAsync("[name=mark-1][value='8']")).ShouldBeTrue();
        (await page.Locator("[name=mark-2]:checked").CountAsync()).ShouldBe(0);
    });

    private async Task<IPage> OpenAsync(Visit visit)
    {
        var page = await visit.NewPageAsync();
        await page.GotoAsync($"{server.Url}/design?lang=vi");
        return page;
    }
}
