using System.Net;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Kernel;

public sealed class AccessTests
{
    [Fact]
    public async Task Every_endpoint_says_who_may_reach_it()
    {
        await using var host = await WebHost.StartAsync(more: new Dictionary<string, string?> { ["Demo"] = "true" });
        var endpoints = await EndpointsAsync(host);
        endpoints.Count.ShouldBeGreaterThan(5);
        endpoints.Where(e => e.Access.Count != 1).Select(e => e.Name).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_endpoint_that_says_nothing_is_refused_to_everybody()
    {
        var guard = new AccessGuard(_ => Task.CompletedTask, new(new("http://localhost")));
        var context = new DefaultHttpContext();
        context.SetEndpoint(new Endpoint(_ => Task.CompletedTask, new(), "Forgotten"));
        context.Features.Set(Actor.Console);
        (await Should.ThrowAsync<InvalidOperationException>(() => guard.InvokeAsync(context))).Message.ShouldContain("Forgotten");
    }

    [Fact]
    public async Task The_demonstrations_button_is_for_administrators_and_absent_elsewhere()
    {
        await using var demo = await WebHost.StartAsync(more: new Dictionary<string, string?> { ["Demo"] = "true" });
        (await demo.As().PostAsync("/demo/next-moment")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await demo.As(Role.Secretariat).PostAsync("/demo/next-moment")).Status.ShouldBe(HttpStatusCode.Forbidden);
        await using var real = await WebHost.StartAsync();
        (await real.AsAdministrator().PostAsync("/demo/next-moment")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await real.As().GetAsync("/")).Body.ShouldNotContain("demo-banner");
    }

    [Theory]
    [InlineData("cross-site", null)]
    [InlineData("same-site", null)]
    [InlineData(null, "https://elsewhere.example")]
    [InlineData(null, "null")]
    public async Task A_change_that_another_site_sends_is_refused(string? site, string? origin)
    {
        await using var host = await WebHost.StartAsync();
        var visitor = host.As(Role.Applicant);
        var page = await visitor.GetAsync("/design");
        if (site is not null) visitor.Client.DefaultRequestHeaders.Add("Sec-Fetch-Site", site);
        if (origin is not null) visitor.Client.DefaultRequestHeaders.Add("Origin", origin);
        var answer = await visitor.SubmitAsync(page, "form[action='/design']", ("Input.Impact", "bí mật đã nhập"));
        answer.Status.ShouldBe(HttpStatusCode.Forbidden);
        answer.Body.ShouldNotContain("bí mật đã nhập");
    }

    [Theory]
    [InlineData("/demo/next-moment")]
    [InlineData("/demo/./next-moment")]
    [InlineData("/design/../demo/next-moment")]
    [InlineData("/design/%2e%2e/demo/next-moment")]
    [InlineData("/demo%5cnext-moment")]
    [InlineData("/demo%2fnext-moment")]
    [InlineData("/design%5c..%5cdemo/next-moment")]
    [InlineData("//demo/next-moment")]
    [InlineData("/DEMO/NEXT-MOMENT")]
    public async Task Encoded_backslash_and_dot_segments_never_change_authorization(string path)
    {
        await using var demo = await WebHost.StartAsync(more: new Dictionary<string, string?> { ["Demo"] = "true" });
        // Written in whatever way, the address either is the guarded one or is none at all.
        var context = await demo.Server.SendAsync(c =>
        {
            c.Request.Method = "POST";
            c.Request.Host = new("localhost");
            c.Request.Path = PathString.FromUriComponent(path);
        });
        context.Response.StatusCode.ShouldBeOneOf(401, 404);
    }

    [Theory]
    [InlineData("GET", "/dossiers", null, 302)]
    [InlineData("HEAD", "/dossiers", null, 302)]
    [InlineData("GET", "/dossiers", "HX-Request: true", 401)]
    [InlineData("GET", "/dossiers", "Accept: application/json", 401)]
    [InlineData("GET", "/dossiers", "Sec-Fetch-Mode: cors", 401)]
    [InlineData("GET", "/api/v1/dossiers", null, 401)]
    [InlineData("OPTIONS", "/dossiers", null, 401)]
    [InlineData("POST", "/dossiers", null, 401)]
    public async Task Only_a_persons_look_at_a_page_leads_to_the_sign_in(string method, string path, string? header, int status)
    {
        var guard = new AccessGuard(_ => Task.CompletedTask, new(new("http://localhost")));
        var context = new DefaultHttpContext { Request = { Method = method, Path = path, QueryString = new("?page=2") } };
        if (header?.Split(": ") is [var name, var value]) context.Request.Headers[name] = value;
        context.SetEndpoint(new Endpoint(_ => Task.CompletedTask, new(new SignedInAttribute()), "Dossiers"));
        await guard.InvokeAsync(context);
        context.Response.StatusCode.ShouldBe(status);
        context.Response.Headers.Location.ToString().ShouldBe(status == 302 ? "/sign-in?returnUrl=%2Fdossiers%3Fpage%3D2" : "");
    }

    [Theory]
    [InlineData("//evil.example/dossiers")]
    [InlineData("/\\evil.example/dossiers")]
    [InlineData("/\t/evil.example/dossiers")]
    public async Task An_address_that_browsers_take_for_another_site_is_not_come_back_to(string path)
    {
        var guard = new AccessGuard(_ => Task.CompletedTask, new(new("http://localhost")));
        var context = new DefaultHttpContext { Request = { Method = "GET", Path = path } };
        context.SetEndpoint(new Endpoint(_ => Task.CompletedTask, new(new SignedInAttribute()), "Dossiers"));
        await guard.InvokeAsync(context);
        context.Response.Headers.Location.ToString().ShouldBe("/sign-in?returnUrl=%2F");
    }

    [Fact]
    public async Task A_strange_host_name_is_refused()
    {
        await using var host = await WebHost.StartAsync(more: new Dictionary<string, string?> { ["PublicUrl"] = "https://giai.example.vn" });
        (await StatusAsync("giai.example.vn")).ShouldBe(200);
        (await StatusAsync("evil.example")).ShouldBe(400);

        async Task<int> StatusAsync(string name)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz") { Headers = { Host = name } };
            return (int)(await host.CreateClient().SendAsync(request)).StatusCode;
        }
    }

    /// <summary>Every endpoint and what it says about who may reach it; a page says so on its model.</summary>
    internal static async Task<List<(string Name, IReadOnlyList<IAccess> Access)>> EndpointsAsync(WebHost host)
    {
        var loader = host.Services.GetRequiredService<PageLoader>();
        var endpoints = new List<(string, IReadOnlyList<IAccess>)>();
        foreach (var endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints)
        {
            var page = endpoint.Metadata.GetMetadata<PageActionDescriptor>();
            IReadOnlyList<IAccess> access = page is null ? endpoint.Metadata.GetOrderedMetadata<IAccess>()
                : [.. (await loader.LoadAsync(page, endpoint.Metadata)).HandlerTypeInfo.GetCustomAttributes(inherit: true).OfType<IAccess>()];
            endpoints.Add((endpoint.DisplayName ?? "", access));
        }
        return endpoints;
    }
}
