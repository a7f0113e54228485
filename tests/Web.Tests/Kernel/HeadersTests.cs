using System.Net;
using System.Security.Cryptography;
using System.Text;
using BangVang.Domain.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Kernel;

public sealed class HeadersTests
{
    [Fact]
    public async Task Every_answer_carries_the_security_headers_whatever_its_status()
    {
        await using var host = await WebHost.StartAsync(configure: s => s.AddSingleton<IStartupFilter, FaultAt>());
        var visitor = host.As();
        foreach (var (path, status) in new[] { ("/", 200), ("/css/base.css", 200), ("/healthz", 200), ("/nope", 404), ("/metrics", 404), ("/design", 200), ("/error/403", 403), (FaultAt.Path, 500) })
        {
            var page = await visitor.GetAsync(path);
            ((int)page.Status).ShouldBe(status, path);
            var policy = page.Header("Content-Security-Policy").ShouldNotBeNull(path);
            policy.ShouldNotContain("unsafe-");
            policy.ShouldContain("default-src 'none'");
            policy.ShouldContain("require-trusted-types-for 'script'");
            policy.ShouldContain("frame-ancestors 'none'");
            page.Header("X-Content-Type-Options").ShouldBe("nosniff", path);
            page.Header("Referrer-Policy").ShouldBe("same-origin", path);
            page.Header("Permissions-Policy").ShouldNotBeNull(path);
            page.Header("Server").ShouldBeNull(path);
            page.Header("Strict-Transport-Security").ShouldBeNull("HSTS belongs to https");
        }
    }

    [Fact]
    public async Task Scripts_are_files_of_this_site_and_the_one_in_the_page_is_named_by_its_hash()
    {
        await using var host = await WebHost.StartAsync();
        foreach (var path in new[] { "/sign-in", "/laureates" })
        {
            var page = await host.As().GetAsync(path);
            var inline = page.Html.QuerySelectorAll("script:not([src])").ShouldHaveSingleItem();
            inline.GetAttribute("type").ShouldBe("importmap");
            var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(inline.TextContent)));
            page.Header("Content-Security-Policy")!.ShouldContain($"; script-src 'self' 'sha256-{hash}'; ");
            page.Html.QuerySelectorAll("script[src]").ShouldAllBe(s => s.GetAttribute("src")!.StartsWith("/js/"));
            page.Body.ShouldNotContain("nonce");
            page.Html.QuerySelectorAll("[style], [onclick], [onload], style").ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Https_is_told_to_stay_https()
    {
        await using var host = await WebHost.StartAsync();
        var answer = await host.CreateClient(new() { BaseAddress = new("https://localhost") }).GetAsync("/");
        answer.Headers.GetValues("Strict-Transport-Security").ShouldHaveSingleItem().ShouldStartWith("max-age=31536000");
    }

    [Fact]
    public async Task A_signed_in_persons_page_is_kept_by_nobody_but_files_are()
    {
        await using var host = await WebHost.StartAsync();
        var juror = host.As(Role.Juror);
        (await juror.GetAsync("/")).Header("Cache-Control").ShouldBe("no-store");
        var style = (await juror.GetAsync("/")).Html.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!;
        (await juror.GetAsync(style)).Header("Cache-Control").ShouldBe("public, max-age=31536000, immutable");
        (await juror.GetAsync("/css/base.css?v=0123456789abcdef")).Header("Cache-Control")!.ShouldNotContain("immutable");
    }

    [Fact]
    public async Task A_fault_shows_a_number_and_nothing_of_its_inside()
    {
        await using var host = await WebHost.StartAsync(configure: s => s.AddSingleton<IStartupFilter, FaultAt>());
        var page = await host.As().GetAsync(FaultAt.Path);
        page.Status.ShouldBe(HttpStatusCode.InternalServerError);
        page.Text("h1").ShouldBe("Máy chủ gặp lỗi");
        page.Text(".error-number strong").ShouldNotBeNull().ShouldMatch("^[0-9A-F]{8}$");
        page.Body.ShouldNotContain(FaultAt.Secret);
        page.Body.ShouldNotContain("   at ");
        (await host.As().GetAsync(FaultAt.Path, "en")).Text("h1").ShouldBe("Something went wrong on our side");
    }

    [Fact]
    public async Task A_fault_is_shown_even_to_somebody_signed_in_while_the_database_does_not_answer()
    {
        await using var host = await WebHost.StartAsync();
        await host.WithDbAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE session RENAME TO gone"));
        var visitor = host.As();
        visitor.Client.DefaultRequestHeaders.Add("Cookie", "bv=0123456789012345678901234567890123456789012");
        var page = await visitor.GetAsync("/design");
        page.Status.ShouldBe(HttpStatusCode.InternalServerError);
        page.Text(".error-number strong").ShouldNotBeNull().ShouldMatch("^[0-9A-F]{8}$");
        (await visitor.GetAsync("/healthz")).Header("Content-Security-Policy").ShouldNotBeNull();
    }

    /// <summary>A server in which one address always fails, behind everything else.</summary>
    private sealed class FaultAt : IStartupFilter
    {
        public const string Path = "/test-fault";
        public const string Secret = "connection string Password=hunter2";

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            app.Use((context, then) => context.Request.Path == Path ? throw new InvalidOperationException(Secret) : then(context));
        };
    }
}
