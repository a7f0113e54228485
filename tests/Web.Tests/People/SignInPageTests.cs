using System.Net;
using System.Text.RegularExpressions;
using BangVang.App.Kernel;
using BangVang.Domain.Kernel;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.People;

public sealed class SignInPageTests
{
    [Fact]
    public async Task A_person_signs_up_confirms_and_is_signed_in_then_out()
    {
        await using var host = await WebHost.StartAsync();
        var visitor = host.As();
        var form = await visitor.GetAsync("/sign-up");
        var sent = await visitor.SubmitAsync(form, "main form", ("FullName", "Nguyễn Văn Mẫu"), ("Email", "Mau@Example.vn"), ("Password", WebHost.Password));
        sent.Status.ShouldBe(HttpStatusCode.OK);
        sent.Text("main")!.ShouldContain("Mau@Example.vn");

        var link = await LinkAsync(host, "mau@example.vn", "confirm");
        var confirm = await visitor.GetAsync(link);
        (await host.WithDbAsync(db => db.People.CountAsync())).ShouldBe(0, "opening the link does nothing");
        (await visitor.SubmitAsync(confirm, "main form", ("Password", "không phải mật khẩu"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var entered = await visitor.SubmitAsync(confirm, "main form", ("Password", WebHost.Password));
        entered.Status.ShouldBe(HttpStatusCode.Redirect);

        var account = await visitor.GetAsync("/account");
        account.Text(".role summary")!.ShouldContain("Nguyễn Văn Mẫu");
        account.Header("Cache-Control").ShouldBe("no-store");
        (await visitor.SubmitAsync(account, "form[action='/sign-out']")).Location.ShouldBe("/");
        (await visitor.GetAsync("/account")).Location.ShouldBe("/sign-in?returnUrl=%2Faccount");
    }

    [Fact]
    public async Task Every_refusal_shows_the_same_page_and_keeps_what_was_typed()
    {
        await using var host = await WebHost.StartAsync();
        var (_, closed) = await host.EnterAsync(Role.Juror, email: "dong@example.vn");
        await host.EnterAsync(Role.Juror, email: "mo@example.vn");
        await host.WithDbAsync(db => db.People.Where(p => p.Id == closed.PersonId).ExecuteUpdateAsync(s => s.SetProperty(p => p.DisabledAt, WebHost.Start)));
        var pages = new List<string>();
        foreach (var (email, password) in new[] { ("khong-co@example.vn", WebHost.Password), ("mo@example.vn", "sai mật khẩu rồi"), ("dong@example.vn", WebHost.Password) })
        {
            var visitor = host.As();
            var refused = await visitor.SubmitAsync(await visitor.GetAsync("/sign-in?returnUrl=%2Faccount"), "main form", ("Email", email), ("Password", password));
            refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
            refused.Html.QuerySelector("input[name=Email]")!.GetAttribute("value").ShouldBe(email);
            refused.Html.QuerySelector("input[name=ReturnUrl]")!.GetAttribute("value").ShouldBe("/account");
            (refused.Header("Set-Cookie") ?? "").ShouldNotContain("bv=");
            pages.Add(Same(refused.Body.Replace(email, "…")));
        }
        pages.Distinct().Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("/account", "/account")]
    [InlineData("https://evil.example/", "/account")]
    [InlineData("//evil.example/", "/account")]
    [InlineData("/\\evil.example/", "/account")]
    public async Task After_signing_in_one_stays_on_this_site(string wanted, string expected)
    {
        await using var host = await WebHost.StartAsync();
        await host.EnterAsync(null, email: "mau@example.vn");
        var visitor = host.As();
        var page = await visitor.GetAsync($"/sign-in?returnUrl={Uri.EscapeDataString(wanted)}");

        var entered = await visitor.SubmitAsync(page, "main form", ("Email", "mau@example.vn"), ("Password", WebHost.Password));

        entered.Status.ShouldBe(HttpStatusCode.Redirect);
        entered.Location.ShouldNotBeNull().ShouldStartWith("/");
        if (wanted == expected) entered.Location.ShouldBe(expected);
        entered.Location.ShouldNotContain("evil");
    }

    [Fact]
    public async Task The_cookie_is_for_this_server_alone_and_names_nobody()
    {
        await using var host = await WebHost.StartAsync();
        await host.EnterAsync(Role.Juror, email: "mau@example.vn");
        var visitor = host.As();
        var entered = await visitor.SubmitAsync(await visitor.GetAsync("/sign-in"), "main form", ("Email", "mau@example.vn"), ("Password", WebHost.Password));

        var cookie = entered.Header("Set-Cookie")!.Split(", ").Single(c => c.StartsWith("bv=", StringComparison.Ordinal));
        cookie.ShouldMatch("^bv=[A-Za-z0-9_-]{43};.*path=/; samesite=lax; httponly");
        cookie.ShouldNotContain("domain=", Case.Insensitive);
    }

    [Fact]
    public async Task Signing_in_replaces_the_session_that_was_there()
    {
        await using var host = await WebHost.StartAsync();
        var (visitor, before) = await host.EnterAsync(Role.Juror, email: "truoc@example.vn");
        await host.EnterAsync(Role.Juror, email: "sau@example.vn");

        await visitor.SubmitAsync(await visitor.GetAsync("/sign-in"), "main form", ("Email", "sau@example.vn"), ("Password", WebHost.Password));

        (await host.WithDbAsync(db => db.Sessions.SingleAsync(s => s.PersonId == before.PersonId))).EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Forged_DataProtection_payload_gives_no_session()
    {
        await using var host = await WebHost.StartAsync();
        var (_, actor) = await host.EnterAsync(null, email: "quan-tri@example.vn");
        var protection = host.Services.GetRequiredService<IDataProtectionProvider>();
        foreach (var purpose in new[] { "bv", "Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationMiddleware", "session" })
        {
            var forged = protection.CreateProtector(purpose).Protect(actor.PersonId!.Value.ToString());
            foreach (var cookie in new[] { forged, actor.PersonId.Value.ToString(), Secrets.HashOf(forged) })
            {
                var visitor = host.As();
                visitor.Client.DefaultRequestHeaders.Add("Cookie", $"bv={cookie}; .AspNetCore.Cookies={forged}; .AspNetCore.Identity.Application={forged}");
                (await visitor.GetAsync("/account")).Location.ShouldBe("/sign-in?returnUrl=%2Faccount");
            }
        }
    }

    [Fact]
    public async Task The_hash_in_the_database_opens_no_session()
    {
        await using var host = await WebHost.StartAsync();
        await host.EnterAsync(null);
        var stolen = await host.WithDbAsync(db => db.Sessions.Select(s => s.TokenHash).SingleAsync());
        var visitor = host.As();
        visitor.Client.DefaultRequestHeaders.Add("Cookie", $"bv={stolen}");

        (await visitor.GetAsync("/account")).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_disabled_account_is_out_at_the_next_request()
    {
        await using var host = await WebHost.StartAsync();
        var (visitor, actor) = await host.EnterAsync(Role.Juror);
        (await visitor.GetAsync("/account")).Status.ShouldBe(HttpStatusCode.OK);

        await host.WithDbAsync(db => db.People.Where(p => p.Id == actor.PersonId).ExecuteUpdateAsync(s => s.SetProperty(p => p.DisabledAt, WebHost.Start)));

        (await visitor.GetAsync("/account")).Location.ShouldBe("/sign-in?returnUrl=%2Faccount");
    }

    [Theory]
    [InlineData("/forgot", "reset")]
    [InlineData("/sign-up", "confirm")]
    public async Task Mail_links_ignore_Host_and_forwarded_headers(string page, string link)
    {
        await using var host = await WebHost.StartAsync(more: new Dictionary<string, string?> { ["PublicUrl"] = "http://giai.example.vn" });
        await host.EnterAsync(Role.Juror, email: "mau@example.vn");
        var visitor = host.As();
        foreach (var (header, value) in new[] { ("Host", "localhost:8443"), ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"), ("Forwarded", "host=evil.example;proto=https"), ("X-Original-Host", "evil.example") })
            visitor.Client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);
        var form = await visitor.GetAsync(page);

        await visitor.SubmitAsync(form, "main form", [("FullName", "Nguyễn Văn Mẫu"), ("Email", page == "/forgot" ? "mau@example.vn" : "moi@example.vn"), ("Password", WebHost.Password)]);

        var body = (await host.WithDbAsync(db => db.Outbox.AsNoTracking().ToListAsync())).Single().Mail.Body;
        body.ShouldContain($"http://giai.example.vn/{link}/");
        body.ShouldNotContain("evil");
        body.ShouldNotContain("8443");
    }

    [Fact]
    public async Task A_forgotten_password_is_replaced_by_the_link_and_the_link_is_then_used_up()
    {
        await using var host = await WebHost.StartAsync();
        var (before, _) = await host.EnterAsync(Role.Juror, email: "mau@example.vn");
        var visitor = host.As();
        await visitor.SubmitAsync(await visitor.GetAsync("/forgot"), "main form", ("Email", "mau@example.vn"));
        var link = await LinkAsync(host, "mau@example.vn", "reset");

        var form = await visitor.GetAsync(link);
        (await visitor.SubmitAsync(form, "main form", ("Password", "ngắn"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await visitor.SubmitAsync(form, "main form", ("Password", "một mật khẩu khác hẳn"))).Location.ShouldBe("/sign-in?done=reset");

        (await before.GetAsync("/account")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await visitor.GetAsync(link)).Status.ShouldBe(HttpStatusCode.Conflict);
        (await visitor.SubmitAsync(await visitor.GetAsync("/sign-in?done=reset"), "main form", ("Email", "mau@example.vn"), ("Password", "một mật khẩu khác hẳn"))).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Nobody_is_signed_out_by_a_link()
    {
        await using var host = await WebHost.StartAsync();
        var (visitor, _) = await host.EnterAsync(Role.Juror);

        await visitor.GetAsync("/sign-out");
        (await visitor.PostAsync("/sign-out")).Status.ShouldBe(HttpStatusCode.BadRequest, "a form without its token");

        (await visitor.GetAsync("/account")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Every_page_of_people_speaks_both_languages()
    {
        await using var host = await WebHost.StartAsync();
        var (visitor, _) = await host.EnterAsync(null);
        foreach (var path in new[] { "/sign-in", "/sign-up", "/forgot", "/account", "/admin/people", "/sign-out" })
        {
            var vi = await visitor.GetAsync(path + "?lang=vi");
            var en = await visitor.GetAsync(path + "?lang=en");
            (vi.Status, en.Status).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK), path);
            en.Text("h1").ShouldNotBe(vi.Text("h1"), path);
        }
    }

    internal static async Task<string> LinkAsync(WebHost host, string email, string page)
    {
        var mails = await host.WithDbAsync(db => db.Outbox.AsNoTracking().ToListAsync());
        var body = mails.Select(m => m.Mail).Last(m => m.To == email && m.Body.Contains($"/{page}/", StringComparison.Ordinal)).Body;
        return new Uri(Regex.Match(body, "https?://\\S+").Value).AbsolutePath;
    }

    /// <summary>Without what is random in every answer.</summary>
    private static string Same(string body) =>
        Regex.Replace(body, "name=\"__RequestVerificationToken\"[^>]*>|<time[^>]*>[^<]*</time>", "");
}
