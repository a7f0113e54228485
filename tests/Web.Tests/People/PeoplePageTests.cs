using System.Net;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.People;

public sealed class PeoplePageTests
{
    [Fact]
    public async Task A_device_is_signed_out_from_the_account_page()
    {
        await using var host = await WebHost.StartAsync();
        var (visitor, actor) = await host.EnterAsync(Role.Juror, email: "mau@example.vn");
        var phone = host.As();
        await phone.SubmitAsync(await phone.GetAsync("/sign-in"), "main form", ("Email", "mau@example.vn"), ("Password", WebHost.Password));
        (await phone.GetAsync("/account")).Status.ShouldBe(HttpStatusCode.OK);

        var account = await visitor.GetAsync("/account");
        (await visitor.SubmitAsync(account, "form[action*='handler=End']")).Location.ShouldBe("/account?done=device#devices");

        (await phone.GetAsync("/account")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await visitor.GetAsync("/account")).Status.ShouldBe(HttpStatusCode.OK);
        (await visitor.SubmitAsync(await visitor.GetAsync("/account"), "form[action*='handler=EndAll']")).Location.ShouldBe("/sign-in");
        (await host.WithDbAsync(db => db.Sessions.CountAsync(s => s.PersonId == actor.PersonId && s.EndedAt == null))).ShouldBe(0);
    }

    [Fact]
    public async Task A_wrong_tax_code_is_explained_and_the_form_comes_back_as_typed()
    {
        await using var host = await WebHost.StartAsync();
        var (visitor, actor) = await host.EnterAsync(Role.Juror);
        var account = await visitor.GetAsync("/account");

        var refused = await visitor.SubmitAsync(account, "section[aria-labelledby=about] form", ("Input.FullName", "Trần Thị Đổi"), ("Input.OrganisationTaxCode", "0100109107"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Html.QuerySelector("input[name='Input.FullName']")!.GetAttribute("value").ShouldBe("Trần Thị Đổi");

        (await visitor.SubmitAsync(refused, "section[aria-labelledby=about] form", ("Input.OrganisationTaxCode", "0100109106"))).Location.ShouldBe("/account?done=saved");
        (await host.WithDbAsync(db => db.People.SingleAsync(p => p.Id == actor.PersonId))).OrganisationTaxCode.ShouldBe("0100109106");
    }

    [Fact]
    public async Task The_list_of_accounts_opens_without_a_complaint_and_turns_its_pages()
    {
        await using var host = await WebHost.StartAsync();
        await host.WithDbAsync(async db =>
        {
            for (var i = 1; i <= 51; i++) db.People.Add(BangVang.Domain.People.Person.New(host.Clock.Now, $"nguoi-{i:00}@example.vn", $"Người {i:00}", "vi"));
            return await db.SaveChangesAsync();
        });
        var admin = host.AsAdministrator();

        var first = await admin.GetAsync("/admin/people?q=nguoi");
        first.Html.QuerySelector("#problems").ShouldBeNull();
        var second = await admin.GetAsync(first.Html.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        second.Html.QuerySelectorAll("main tbody th").Select(th => th.TextContent.Trim()).ShouldBe(["Người 51"]);
    }

    [Fact]
    public async Task The_first_officer_of_a_new_edition_is_named_on_the_page_of_a_person()
    {
        await using var host = await PublicSite.StartAsync();
        var (_, actor) = await host.EnterAsync(Role.Juror, "demo/2025");
        var (admin, _) = await host.EnterAsync(null);

        var page = await admin.GetAsync($"/admin/people/{actor.PersonId}");
        (await admin.SubmitAsync(page, "form[action*='handler=Give']", ("GivenRole", "Secretariat"), ("Edition", "demo/2026"))).Location!.ShouldEndWith("done=role_given");
        page.Html.QuerySelectorAll("#f-Edition option").Select(o => o.GetAttribute("value")).ShouldBe(
            ["", "demo/2026", .. Enumerable.Range(2020, 6).Reverse().Select(year => $"make-in-viet-nam/{year}"), "demo/2025"]);
        (await host.WithDbAsync(db => db.RoleGrants.CountAsync(g => g.PersonId == actor.PersonId && g.EditionKey == "demo/2026"))).ShouldBe(1);
    }

    [Fact]
    public async Task The_secretariat_invites_from_a_list_after_a_preview()
    {
        await using var host = await WebHost.StartAsync();
        var (visitor, _) = await host.EnterAsync(Role.Secretariat);
        const string csv = "email,name,role\ngiam-khao-1@example.vn,Giám khảo 1,juror\ngiam-khao-2@example.vn,Giám khảo 2,juror\n";
        var page = await visitor.GetAsync("/manage/demo/2026/people");

        var preview = await visitor.SubmitAsync(page, "form[action*='handler=Preview']", ("Csv", csv));
        preview.Status.ShouldBe(HttpStatusCode.OK);
        (await host.WithDbAsync(db => db.Invitations.CountAsync())).ShouldBe(0);
        (await visitor.SubmitAsync(preview, "form[action*='handler=Send']")).Location.ShouldBe("/manage/demo/2026/people?done=many_invited");

        (await host.WithDbAsync(db => db.Invitations.CountAsync())).ShouldBe(2);
        var link = await SignInPageTests.LinkAsync(host, "giam-khao-1@example.vn", "invitation");
        var juror = host.As();
        (await juror.SubmitAsync(await juror.GetAsync(link), "main form", ("Password", WebHost.Password))).Status.ShouldBe(HttpStatusCode.Redirect);
        (await juror.GetAsync("/account")).Text("dl.facts")!.ShouldContain("Giám khảo");
        (await visitor.GetAsync("/manage/demo/2026/people")).Body.ShouldNotContain("/invitation/", Case.Insensitive, "the inviter never sees the link");
    }

    [Theory]
    [InlineData(Role.Secretariat, "/manage/demo/2025/people", HttpStatusCode.NotFound)]
    [InlineData(Role.Juror, "/manage/demo/2026/people", HttpStatusCode.Forbidden)]
    [InlineData(Role.Secretariat, "/admin/people", HttpStatusCode.Forbidden)]
    [InlineData(Role.Secretariat, "/manage/demo/2026/people", HttpStatusCode.OK)]
    public async Task Each_edition_has_its_own_secretariat(Role role, string path, HttpStatusCode expected)
    {
        await using var host = await WebHost.StartAsync();
        var (visitor, _) = await host.EnterAsync(role);

        (await visitor.GetAsync(path)).Status.ShouldBe(expected);
    }

    [Fact]
    public async Task An_administrator_closes_an_account_and_takes_a_role_away()
    {
        await using var host = await WebHost.StartAsync();
        var (admin, _) = await host.EnterAsync(null);
        var (juror, actor) = await host.EnterAsync(Role.Juror, name: "Đỗ Thị Giám Khảo");
        (await admin.GetAsync("/admin/people?p=1")).Html.QuerySelector("#problems").ShouldBeNull();
        var list = await admin.GetAsync("/admin/people?q=do+thi");
        list.Text("table tbody a").ShouldBe("Đỗ Thị Giám Khảo");

        var page = await admin.GetAsync($"/admin/people/{actor.PersonId}");
        (await admin.SubmitAsync(page, "form[action*='handler=Take']")).Location!.ShouldEndWith("done=role_taken");
        (await admin.SubmitAsync(page, "form[action*='handler=Access']", ("Reason", ""))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await admin.SubmitAsync(page, "form[action*='handler=Access']", ("Reason", "Nghỉ việc"))).Location!.ShouldEndWith("done=access");

        (await juror.GetAsync("/account")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await host.WithDbAsync(db => db.RoleGrants.CountAsync())).ShouldBe(0);
    }
}
