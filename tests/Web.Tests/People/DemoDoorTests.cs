using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using BangVang.App.Demo;
using BangVang.App.Kernel;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.People;

public sealed class DemoDoorTests
{
    private static readonly Dictionary<string, string?> DemoMode = new() { ["Demo"] = "true" };

    [Fact]
    public async Task Each_link_lets_in_one_made_up_person_from_this_machine()
    {
        await using var host = await WebHost.StartAsync(more: DemoMode);
        await MakeAsync(host);
        var doors = host.Services.GetRequiredService<DemoDoors>();
        doors.All.Select(d => d.Key).ShouldBe(["applicant", "secretariat", "juror-1", "juror-2", "juror-3", "chair", "auditor", "administrator", "organiser", "door-1", "stage", "encoder", "moderator", "bridge-singapore", "bridge-seoul"]);
        doors.Lines("http://127.0.0.1:5080").First().ShouldMatch("^sign-in applicant http://127\\.0\\.0\\.1:5080/demo/sign-in/[A-Za-z0-9_-]{43}$");
        foreach (var door in doors.All)
        {
            var answer = await SendAsync(host, door.Path, IPAddress.Loopback);
            answer.Response.StatusCode.ShouldBe(302);
            answer.Response.Headers.SetCookie.ToString().ShouldContain("bv=");
        }
        (await host.WithDbAsync(db => db.Sessions.CountAsync())).ShouldBe(doors.All.Count);
    }

    [Theory]
    [InlineData("/apply/demo/2026/start", "/apply/demo/2026/start")]
    [InlineData("//evil.example/start", "/dossiers")]
    [InlineData("https://evil.example/", "/dossiers")]
    public async Task A_link_goes_on_to_where_one_wanted_to_go_and_never_to_another_site(string wanted, string expected)
    {
        await using var host = await WebHost.StartAsync(more: DemoMode);
        await MakeAsync(host);
        var path = host.Services.GetRequiredService<DemoDoors>().All[0].Path;
        var answer = await host.Server.SendAsync(c =>
        {
            (c.Request.Method, c.Request.Host, c.Request.Path, c.Connection.RemoteIpAddress) = ("GET", new("localhost"), path, IPAddress.Loopback);
            c.Request.QueryString = QueryString.Create("returnUrl", wanted);
        });
        answer.Response.Headers.Location.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("203.0.113.7")]
    [InlineData("2001:db8::1")]
    public async Task From_elsewhere_there_are_no_links(string from)
    {
        await using var host = await WebHost.StartAsync(more: DemoMode);
        var door = host.Services.GetRequiredService<DemoDoors>().All[0];

        (await SendAsync(host, door.Path, IPAddress.Parse(from))).Response.StatusCode.ShouldBe(404);
        (await SendAsync(host, "/demo", IPAddress.Parse(from))).Response.StatusCode.ShouldBe(404);
        (await SendAsync(host, "/demo", IPAddress.IPv6Loopback)).Response.StatusCode.ShouldBe(200);
        (await SendAsync(host, "/demo/sign-in/khong-co", IPAddress.Loopback)).Response.StatusCode.ShouldBe(404);
        (await host.WithDbAsync(db => db.Sessions.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Outside_demo_mode_nothing_of_it_exists()
    {
        await using var host = await WebHost.StartAsync();

        host.Services.GetService<DemoDoors>().ShouldBeNull();
        (await SendAsync(host, "/demo", IPAddress.Loopback)).Response.StatusCode.ShouldBe(404);
        (await SendAsync(host, "/demo/mail", IPAddress.Loopback)).Response.StatusCode.ShouldBe(404);
        (await SendAsync(host, "/demo/sign-in/x", IPAddress.Loopback)).Response.StatusCode.ShouldBe(404);
        (await host.WithDbAsync(db => db.People.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task The_mailbox_shows_this_machine_every_mail_with_links_that_lead_here()
    {
        await using var host = await WebHost.StartAsync(more: DemoMode);
        var link = host.Services.GetRequiredService<PublicUrl>().To("/confirm/abc");
        await host.WithDbAsync(db =>
        {
            db.Mail(host.Clock.Now, new("mot@example.vn", "Thư một", $"Xin mời mở {link}."));
            db.Mail(host.Clock.Now, new("hai@example.vn", "Thư hai", "Xem https://khac.example/x"));
            return db.SaveChangesAsync();
        });

        var all = await ReadAsync(await SendAsync(host, "/demo/mail", IPAddress.Loopback));
        all.QuerySelectorAll("article h2").Select(h => h.TextContent).ShouldBe(["Thư hai", "Thư một"], ignoreOrder: true);
        all.QuerySelectorAll("article a").ShouldHaveSingleItem("an address elsewhere stays text").GetAttribute("href").ShouldBe("/confirm/abc");
        var one = await ReadAsync(await SendAsync(host, "/demo/mail", IPAddress.Loopback, "?to=MOT@"));
        one.QuerySelectorAll("article h2").Select(h => h.TextContent).ShouldBe(["Thư một"]);
        (await SendAsync(host, "/demo/mail", IPAddress.Parse("203.0.113.7"))).Response.StatusCode.ShouldBe(404);
    }

    [Fact]
    public async Task Making_the_people_again_changes_nothing()
    {
        await using var host = await WebHost.StartAsync(more: DemoMode);
        await MakeAsync(host);
        var before = await host.WithDbAsync(db => db.People.OrderBy(p => p.Email).Select(p => p.Id).ToListAsync());
        before.Count.ShouldBe(DemoPeople.All.Count);

        var ids = await MakeAsync(host);

        ids.Values.Order().ShouldBe(before.Order());
        (await host.WithDbAsync(db => db.RoleGrants.CountAsync())).ShouldBe(DemoPeople.All.Count(p => p.Role is { } role && !role.IsOfForum()));
        (await host.WithDbAsync(db => db.People.CountAsync(p => p.PasswordHash != null))).ShouldBe(0);
    }

    private static async Task<IReadOnlyDictionary<string, Guid>> MakeAsync(WebHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<DemoPeople>().RunAsync(DemoPeople.EditionKey, keys: null, default)).Ids;
    }

    private static async Task<IDocument> ReadAsync(HttpContext answer)
    {
        answer.Response.StatusCode.ShouldBe(200);
        using var reader = new StreamReader(answer.Response.Body);
        var body = await reader.ReadToEndAsync();
        return await BrowsingContext.New().OpenAsync(r => r.Content(body));
    }

    private static Task<HttpContext> SendAsync(WebHost host, string path, IPAddress from, string query = "") => host.Server.SendAsync(c =>
    {
        (c.Request.Method, c.Request.Path, c.Connection.RemoteIpAddress) = ("GET", path, from);
        c.Request.QueryString = new(query);
        c.Request.Host = new("localhost");
    });
}
