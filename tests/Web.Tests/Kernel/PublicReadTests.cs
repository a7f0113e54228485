using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using BangVang.App.Laureates;
using BangVang.Domain.Kernel;
using BangVang.Domain.Laureates;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Kernel;

public sealed class PublicReadTests : IAsyncLifetime
{
    /// <summary>Every public read there is.</summary>
    private static readonly string[] Paths =
    [
        "/", "/laureates", "/laureates?view=table&sort=rank", "/laureates?q=nen+tang", "/laureates/make-in-viet-nam/2020/akabot", "/laureates.json", "/laureates.csv", "/laureates.atom",
        "/editions", "/editions/make-in-viet-nam/2021", "/editions/demo/2026", "/editions/compare?a=make-in-viet-nam/2022&b=make-in-viet-nam/2023",
        "/sitemap.xml", "/robots.txt", "/api/v1/laureates", "/api/v1/laureates/make-in-viet-nam/2020/akabot", "/api/v1/editions", "/api/v1/editions/make-in-viet-nam/2023", "/api/v1/openapi.json",
    ];

    private WebHost host = null!;
    public async Task InitializeAsync() => host = await PublicSite.StartAsync();
    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Every_public_read_carries_a_strong_tag_and_answers_304_to_it()
    {
        var client = host.As().Client;
        foreach (var path in Paths)
        {
            using var first = await SendAsync(client, path);
            first.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            var tag = first.Headers.ETag.ShouldNotBeNull(path);
            tag.IsWeak.ShouldBeFalse(path);
            first.Headers.CacheControl!.NoCache.ShouldBeTrue(path);

            using var again = await SendAsync(client, path, tag: tag.Tag);
            again.StatusCode.ShouldBe(HttpStatusCode.NotModified, path);
            again.Headers.ETag.ShouldBe(tag, path);
            (await again.Content.ReadAsByteArrayAsync()).ShouldBeEmpty(path);
            // The browser goes on with the policy, and so with the script numbers, of the page it has.
            again.Headers.Contains("Content-Security-Policy").ShouldBeFalse(path);
        }
    }

    [Fact]
    public async Task A_change_of_the_board_is_seen_at_once_under_another_tag()
    {
        var client = host.As().Client;
        foreach (var path in new[] { "/", "/laureates", "/laureates.json", "/sitemap.xml" })
        {
            using var before = await SendAsync(client, path);
            await AddAsync($"Sản phẩm Mới {Array.IndexOf(Paths, path)}");
            using var after = await SendAsync(client, path, tag: before.Headers.ETag!.Tag);
            after.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            after.Headers.ETag.ShouldNotBe(before.Headers.ETag, path);
            if (path != "/") (await after.Content.ReadAsStringAsync()).ShouldContain(path == "/sitemap.xml" ? "san-pham-moi" : "Sản phẩm Mới");
        }
    }

    [Fact]
    public async Task What_follows_time_is_made_again_when_time_passes_and_the_rest_is_not()
    {
        var client = host.As().Client;
        using var home = await SendAsync(client, "/");
        using var board = await SendAsync(client, "/laureates");
        host.Clock.Now += NodaTime.Duration.FromDays(1);
        using var homeLater = await SendAsync(client, "/", tag: home.Headers.ETag!.Tag);
        using var boardLater = await SendAsync(client, "/laureates", tag: board.Headers.ETag!.Tag);
        (homeLater.StatusCode, boardLater.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.NotModified));
        (await homeLater.Content.ReadAsStringAsync()).ShouldContain("<b data-part=\"d\">20</b>");
    }

    [Fact]
    public async Task Cached_responses_are_identical_for_anonymous_only_routes()
    {
        foreach (var path in Paths)
        {
            // What an attacker may send along must not colour what others get.
            using (var poisoned = new HttpRequestMessage(HttpMethod.Get, path))
            {
                foreach (var (name, value) in new[]
                {
                    ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"), ("X-Original-URL", "/admin"), ("X-Forwarded-Prefix", "/evil"), ("Forwarded", "host=evil.example"),
                    ("Referer", "https://evil.example/"), ("Origin", "https://evil.example"), ("Cookie", "bv-lang=en\"><script>; bv-form=x"), ("User-Agent", "<script>alert(1)</script>"), ("HX-Request", "true"),
                })
                    poisoned.Headers.TryAddWithoutValidation(name, value);
                poisoned.Headers.Add("Accept-Language", "vi");
                using var _ = await host.As().Client.SendAsync(poisoned);
            }
            using var one = await SendAsync(host.As().Client, path);
            using var two = await SendAsync(host.As().Client, path);
            var (a, b) = (await one.Content.ReadAsStringAsync(), await two.Content.ReadAsStringAsync());
            a.ShouldBe(b, path);
            a.ShouldNotContain("evil", Case.Sensitive, path);
            one.Headers.Contains("Set-Cookie").ShouldBeFalse(path);
        }
    }

    [Fact]
    public async Task A_person_who_is_signed_in_neither_fills_nor_gets_what_is_kept_for_visitors()
    {
        foreach (var path in new[] { "/", "/laureates", "/editions/demo/2026", "/laureates/make-in-viet-nam/2020/akabot" })
        {
            using var own = await SendAsync(host.As(new Actor(Guid.CreateVersion7(), "Người Có Tên Riêng", true, new HashSet<RoleInEdition>())).Client, path);
            (await own.Content.ReadAsStringAsync()).ShouldContain("Người Có Tên Riêng", Case.Sensitive, path);
            own.Headers.CacheControl!.NoStore.ShouldBeTrue(path);
            own.Headers.ETag.ShouldBeNull(path);

            using var visitors = await SendAsync(host.As().Client, path);
            (await visitors.Content.ReadAsStringAsync()).ShouldNotContain("Người Có Tên Riêng", Case.Sensitive, path);
            using var again = await SendAsync(host.As(Role.Juror).Client, path);
            (await again.Content.ReadAsStringAsync()).ShouldContain("Người thử Juror", Case.Sensitive, path);
        }
    }

    [Fact]
    public async Task The_languages_are_kept_apart_and_choosing_one_is_not_kept_for_others()
    {
        var client = host.As().Client;
        using var vi = await SendAsync(client, "/laureates");
        using var en = await SendAsync(client, "/laureates", language: "en");
        en.Headers.ETag.ShouldNotBe(vi.Headers.ETag);
        (await en.Content.ReadAsStringAsync()).ShouldContain("Golden board");
        using var chosen = await SendAsync(host.As().Client, "/laureates?lang=en");
        chosen.Headers.Contains("Set-Cookie").ShouldBeTrue();
        using var other = await SendAsync(host.As().Client, "/laureates?lang=en");
        other.Headers.Contains("Set-Cookie").ShouldBeTrue();
        vi.Headers.Vary.ShouldContain("Cookie");
    }

    [Fact]
    public async Task A_kept_page_carries_no_number_that_somebody_who_read_it_could_run_a_script_by()
    {
        var client = host.As().Client;
        var policies = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            using var response = await SendAsync(client, "/laureates");
            policies.Add(string.Join(' ', response.Headers.GetValues("Content-Security-Policy")));
            (await response.Content.ReadAsStringAsync()).ShouldNotContain("nonce");
        }
        policies.Distinct().ShouldHaveSingleItem().ShouldNotContain("nonce");
    }

    [Fact]
    public async Task A_visitor_without_page_gets_no_tag_and_nothing_of_it_is_kept()
    {
        using var missing = await SendAsync(host.As().Client, "/laureates/make-in-viet-nam/2023/san-pham-moi-0");
        (missing.StatusCode, missing.Headers.ETag).ShouldBe((HttpStatusCode.NotFound, null));
        using var head = await host.As().Client.SendAsync(new(HttpMethod.Head, "/laureates.json"));
        (head.StatusCode, head.Headers.ETag is null).ShouldBe((HttpStatusCode.OK, false));
    }

    private async Task AddAsync(string product)
    {
        var outcome = await host.RunAsync<AddLaureate, BoardOutcome>(add => add.RunAsync(
            Actor.Console, "make-in-viet-nam/2023", new(product, null, null, null, null, null, null, [new LaureateSource("Nguồn thử", null, null)]), default));
        outcome.Problems.ShouldBeEmpty();
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string path, string language = "vi", string? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept-Language", language);
        if (tag is not null) request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(tag));
        return await client.SendAsync(request);
    }
}
