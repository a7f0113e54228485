using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Certificates;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Ceremony;

/// <summary>The award announced on stage, screen by screen: the secretariat closes, the organiser runs, everybody sees and checks.</summary>
public sealed class CeremonyPagesTests : IAsyncLifetime
{
    private const string Slug = CeremonyHost.Slug, Manage = "/manage/demo/2026/ceremony", Desk = $"/organise/{Slug}/ceremony", Public = $"/forum/{Slug}/ceremony", Stage = $"/stage/{Slug}";
    private const string Gold = CeremonyHost.Gold, Silver = CeremonyHost.Silver;

    private CeremonyHost world = null!;
    private WebHost host = null!;
    private Visitor officer = null!, second = null!, organiser = null!;

    public async Task InitializeAsync()
    {
        world = await CeremonyHost.StartAsync();
        host = world.Host;
        (officer, second, organiser) = (host.As(world.Officer), host.As(world.Second), host.As(world.Organiser));
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task From_closing_the_envelopes_to_the_last_name()
    {
        var visitor = host.As();
        foreach (var early in (string[])[Public, $"{Public}/envelopes.json", $"{Public}/results.csv"]) (await visitor.GetAsync(early)).Status.ShouldBe(HttpStatusCode.NotFound, early);
        (await visitor.GetAsync(Stage)).Body.ShouldContain("Diễn đàn");
        (await organiser.GetAsync(Desk)).Body.ShouldContain("Chưa có phong bì");

        // Wrongly filled, then rightly; whoever closed does not confirm.
        var form = await officer.GetAsync(Manage);
        var wrong = await officer.SubmitAsync(form, "form[action*=Close]", ("DocumentNumber", ""), ("DocumentDate", "2026-11-02"));
        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        wrong.Html.QuerySelector("[name=DocumentDate]")!.GetAttribute("value").ShouldNotBeNullOrEmpty();
        var closed = await officer.SubmitAsync(form, "form[action*=Close]", ("DocumentNumber", "12/QĐ-MH"), ("DocumentDate", "2026-10-28"));
        closed.Location.ShouldBe($"{Manage}?done=envelopes_closed", closed.Text(".error-summary"));
        var own = await officer.GetAsync(Manage);
        own.Html.QuerySelector("form[action*=Confirm]").ShouldBeNull();
        own.Text(".hint").ShouldStartWith("Người niêm phong không tự xác nhận");
        (await second.SubmitAsync(await second.GetAsync(Manage), "form[action*=Confirm]")).Location.ShouldBe($"{Manage}?done=envelopes_confirmed");
        (await second.GetAsync(Manage)).Body.ShouldContain(Gold);

        // The organisers see the whole show and no name; neither does anybody else.
        host.Clock.Now = await host.WithDbAsync(db => db.Ceremonies.Select(c => c.StartsAt).SingleAsync());
        foreach (var (who, path) in new[] { (organiser, Desk), (organiser, $"{Desk}/prompter"), (organiser, $"{Desk}/rehearsal"), (visitor, Public), (visitor, Stage), (visitor, $"{Stage}/lower-third"), (visitor, $"{Stage}/state.json"), (visitor, $"{Public}/envelopes.json"), (visitor, $"{Public}/results.csv"), (visitor, "/laureates") })
        {
            var page = await who.GetAsync(path);
            page.Status.ShouldBe(HttpStatusCode.OK, path);
            page.Body.ShouldNotContain(Gold, Case.Insensitive, path);
            page.Body.ShouldNotContain(Silver, Case.Insensitive, path);
        }
        (await visitor.GetAsync(Desk)).Status.ShouldBe(HttpStatusCode.Redirect);
        (await officer.GetAsync(Desk)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await organiser.GetAsync(Manage)).Status.ShouldBe(HttpStatusCode.Forbidden);

        // Cue by cue to the envelope; without the tick nothing opens.
        var desk = await UpToAsync("Mở phong bì và công bố", AwardWorld.Category);
        var before = await visitor.GetAsync($"{Stage}/state.json");
        (await organiser.SubmitAsync(desk, "form[action*=Go]")).Body.ShouldContain("không thể thu lại");
        (await visitor.GetAsync(Public)).Body.ShouldNotContain(Gold);
        (await organiser.SubmitAsync(desk, "form[action*=Go]", ("IsConfirmed", "true"))).Location.ShouldBe(Desk);
        // The page that was open elsewhere is too old now.
        (await organiser.SubmitAsync(desk, "form[action*=Go]", ("IsConfirmed", "true"))).Body.ShouldContain("vừa được thay đổi ở nơi khác");

        // Every surface at once, and of this envelope alone.
        foreach (var path in (string[])[Public, Stage, $"{Stage}/lower-third", $"{Stage}/state.json", $"{Public}/envelopes.json", $"{Public}/results.csv", "/laureates"])
        {
            var page = await visitor.GetAsync(path);
            page.Body.ShouldContain(Gold, Case.Sensitive, path);
            page.Body.ShouldNotContain(Silver, Case.Sensitive, path);
        }
        (await visitor.GetAsync($"{Stage}/state.json")).Header("ETag").ShouldNotBe(before.Header("ETag"));
        (await organiser.GetAsync($"{Desk}/prompter")).Body.ShouldContain(Gold);
        (await organiser.GetAsync(Desk)).Body.ShouldNotContain(Gold, Case.Sensitive, "the desk names nobody");
        await CheckedAsync((await visitor.GetAsync($"{Public}/envelopes.json")).Body, opened: 1);

        await UpToAsync("Mở phong bì và công bố", null);
        (await officer.GetAsync("/manage/demo/2026/publish")).Status.ShouldBe(HttpStatusCode.OK);
        (await officer.SubmitAsync(await officer.GetAsync("/manage/demo/2026/publish"), "#main form[method=post]", ("DocumentNumber", "12/QĐ-MH"), ("DocumentDate", "2026-10-28"))).Body.ShouldContain("công bố theo lễ trao giải");
        (await organiser.SubmitAsync(await organiser.GetAsync(Desk), "form[action*=Go]", ("IsConfirmed", "true"))).Location.ShouldBe(Desk);
        (await visitor.GetAsync(Public)).Body.ShouldContain("Đã công bố toàn bộ kết quả");
        (await visitor.GetAsync("/laureates")).Body.ShouldContain(Silver);
        (await visitor.GetAsync("/notices")).Body.ShouldContain("Kết quả");
        await using var scope = host.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<IssueCertificates>().RunAsync(default)).ShouldBe(5, "two products and three jurors");
    }

    [Fact]
    public async Task A_rehearsal_plays_what_goes_wrong_with_names_that_are_nobodys()
    {
        var page = await organiser.GetAsync($"{Desk}/rehearsal?failure={AwardWorld.Category}:LinkLost&failure=khong-co:LinkLost&failure={AwardWorld.Category}:WinnerAbsent&speed=5000");
        page.Html.QuerySelectorAll("td .badge--warn").Select(b => b.TextContent).ShouldBe(["Mất đường truyền"]);
        page.Html.QuerySelector("[name=speed]")!.GetAttribute("value").ShouldBe("200");
        var stage = page.Html.QuerySelector("a[href*='rehearsal/stage']")!.GetAttribute("href")!;
        host.Clock.Now += NodaTime.Duration.FromSeconds(4);
        var shown = await organiser.GetAsync(stage);
        shown.Body.ShouldContain("Tổng duyệt");
        shown.Body.ShouldNotContain(Gold);
        (await host.As().GetAsync(stage)).Status.ShouldBe(HttpStatusCode.Redirect);
        (await organiser.GetAsync($"{Desk}/rehearsal/stage?began=99999999999999&speed=1")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await host.WithDbAsync(db => db.Ceremonies.CountAsync())).ShouldBe(0);
    }

    /// <summary>Presses GO, as the page offers it, until the next cue is that button of that category; other envelopes are opened on the way.</summary>
    private async Task<Shown> UpToAsync(string button, string? category)
    {
        for (var page = await organiser.GetAsync(Desk); ; page = await organiser.GetAsync(Desk))
        {
            var next = await host.WithDbAsync(async db => (await db.Ceremonies.AsNoTracking().SingleAsync()).Show.Next!);
            if (next.Reveals && next.CategoryCode == category)
            {
                page.Text("form[action*=Go] button").ShouldBe(button);
                return page;
            }
            (await organiser.SubmitAsync(page, "form[action*=Go]", ("IsConfirmed", "true"))).Location.ShouldBe(Desk);
        }
    }

    /// <summary>What anybody can do with the file alone and the log: the commitments are those of the entry, and what is open is what was committed to.</summary>
    private async Task CheckedAsync(string json, int opened)
    {
        var file = JsonNode.Parse(json)!;
        var (salt, payload) = ((string)file["log"]!["salt"]!, (string)file["log"]!["payload"]!);
        var entry = await host.WithDbAsync(db => db.LogEvents.Where(e => e.Kind == "ceremony.closed").Select(e => Encoding.UTF8.GetString(e.Entry)).SingleAsync());
        entry.ShouldContain(Hash(salt, payload));
        var committed = JsonNode.Parse(payload)!["envelopes"]!.AsArray().ToDictionary(e => (string)e!["category"]!, e => (string)e!["commitment"]!);
        var envelopes = file["envelopes"]!.AsArray();
        envelopes.Count.ShouldBe(AwardWorld.Edition.Categories.Count + 1);
        foreach (var envelope in envelopes) ((string)envelope!["commitment"]!).ShouldBe(committed[(string)envelope["category"]!]);
        var named = envelopes.Where(e => e!["salt"] is not null && ((string)e["content"]!).Contains(Gold)).ToList();
        named.Count.ShouldBe(opened);
        foreach (var envelope in envelopes.Where(e => e!["salt"] is not null)) Hash((string)envelope!["salt"]!, (string)envelope["content"]!).ShouldBe((string)envelope["commitment"]!);

        static string Hash(string salt, string content) => Convert.ToHexStringLower(SHA256.HashData([.. Convert.FromHexString(salt), .. Encoding.UTF8.GetBytes(content)]));
    }
}
