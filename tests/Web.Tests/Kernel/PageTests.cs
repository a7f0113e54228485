using System.Net;
using BangVang.App.Demo;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Kernel;

public sealed class PageTests
{
    [Theory, Engines]
    public async Task The_server_starts_on_both_engines_and_is_ready(Engine engine)
    {
        await using var host = await WebHost.StartAsync(engine);
        (await host.As().GetAsync("/healthz")).Body.ShouldBe("ok");
        (await host.As().GetAsync("/readyz")).Body.ShouldBe("ok");
        (await host.As().GetAsync("/")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Language_is_asked_for_remembered_or_preferred_and_otherwise_Vietnamese()
    {
        await using var host = await WebHost.StartAsync();
        var visitor = host.As();
        (await visitor.GetAsync("/", "fr-FR")).Html.DocumentElement.GetAttribute("lang").ShouldBe("vi");
        (await visitor.GetAsync("/", "fr;q=0.9, en-GB;q=0.8")).Html.DocumentElement.GetAttribute("lang").ShouldBe("en");
        var asked = await visitor.GetAsync("/?lang=en");
        asked.Html.DocumentElement.GetAttribute("lang").ShouldBe("en");
        asked.Header("Content-Language").ShouldBe("en");
        (await visitor.GetAsync("/")).Html.DocumentElement.GetAttribute("lang").ShouldBe("en", "it was remembered");
        (await visitor.GetAsync("/?lang=xx")).Html.DocumentElement.GetAttribute("lang").ShouldBe("en");
    }

    [Fact]
    public async Task The_language_link_keeps_the_address_and_its_questions()
    {
        await using var host = await WebHost.StartAsync();
        (await host.As().GetAsync("/?q=%C4%91i%E1%BB%83m&year=2023&lang=vi")).Html.QuerySelector(".lang a")!.GetAttribute("href")
            .ShouldBe("/?q=%C4%91i%E1%BB%83m&year=2023&lang=en");
    }

    [Fact]
    public async Task What_is_absent_says_so_in_both_languages()
    {
        await using var host = await WebHost.StartAsync();
        var page = await host.As().GetAsync("/khong-co");
        page.Status.ShouldBe(HttpStatusCode.NotFound);
        page.Text("h1").ShouldBe("Không tìm thấy trang này");
        (await host.As().GetAsync("/khong-co", "en")).Text("h1").ShouldBe("This page was not found");
    }

    [Fact]
    public async Task Every_page_can_be_read_from_its_start()
    {
        await using var host = await WebHost.StartAsync();
        foreach (var path in new[] { "/", "/design", "/khong-co" })
        {
            var page = await host.As().GetAsync(path);
            page.Html.QuerySelectorAll("h1").Length.ShouldBe(1, path);
            page.Html.QuerySelector(".skip")!.GetAttribute("href").ShouldBe("#main");
            page.Html.GetElementById("main").ShouldNotBeNull();
            page.Html.QuerySelectorAll("[id]").GroupBy(e => e.Id).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty(path);
        }
    }

    [Fact]
    public async Task The_navigation_shows_only_addresses_that_answer()
    {
        await using var host = await WebHost.StartAsync();
        var visitor = host.As();
        foreach (var link in (await visitor.GetAsync("/")).Html.QuerySelectorAll(".nav a, .site-footer a"))
            (await visitor.GetAsync(link.GetAttribute("href")!)).Status.ShouldBe(HttpStatusCode.OK, link.TextContent);
    }

    [Fact]
    public async Task The_style_page_is_no_part_of_a_real_installation()
    {
        await using var host = await WebHost.StartAsync(more: new Dictionary<string, string?> { ["environment"] = "Production" });
        (await host.As().GetAsync("/design")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Metrics_are_for_loopback_or_the_token()
    {
        const string token = "0123456789012345678901234567890123456789";
        await using var host = await WebHost.StartAsync(more: new Dictionary<string, string?> { ["MetricsToken"] = token });
        var visitor = host.As();
        (await visitor.GetAsync("/metrics")).Status.ShouldBe(HttpStatusCode.NotFound);
        visitor.Client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        var metrics = await visitor.GetAsync("/metrics");
        metrics.Body.ShouldContain("bangvang_requests_total{class=\"4xx\"} 1\n");
        metrics.Body.ShouldContain("bangvang_log_size 0\n");
    }

    [Fact]
    public async Task Settings_that_cannot_be_stop_the_start() =>
        (await Should.ThrowAsync<Exception>(() => WebHost.StartAsync(more: new Dictionary<string, string?> { ["Mail:SmtpPort"] = "0" }))).Message.ShouldContain("SmtpPort");

    [Fact]
    public async Task The_demonstrations_clock_goes_to_the_next_moment_and_the_person_stays_where_they_were()
    {
        var opening = SystemClock.Instance.GetCurrentInstant() + Duration.FromDays(3);
        await using var host = await WebHost.StartAsync(more: new Dictionary<string, string?> { ["Demo"] = "true" },
            configure: s => s.AddSingleton<NextDemoMoment>((after, _) => Task.FromResult<Instant?>(after < opening ? opening : null)));
        var administrator = host.AsAdministrator();
        var page = await administrator.GetAsync("/design?x=1");
        page.Text(".demo-banner")!.ShouldContain("Dữ liệu trình diễn");
        (await host.As(Role.Secretariat).GetAsync("/")).Html.QuerySelector(".demo-banner form").ShouldBeNull();

        var moved = await administrator.SubmitAsync(page, ".demo-banner form");
        moved.Location.ShouldBe("/design?x=1");
        host.Services.GetRequiredService<IClock>().GetCurrentInstant().ShouldBeGreaterThanOrEqualTo(opening);
        (await host.WithDbAsync(db => db.AuditEntries.SingleAsync())).Action.ShouldBe("demo.clock_moved");
    }
}
