using System.Net;
using BangVang.App.Forum;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Forum;

public sealed class RegistrationPagesTests
{
    private const string Key = "forum/demo-2026";

    [Fact]
    public async Task A_visitor_registers_a_group_follows_the_mail_and_has_tickets_that_need_no_network()
    {
        await using var host = await StartAsync();
        var visitor = host.As();
        var kinds = await visitor.GetAsync("/forum/demo-2026/register");
        kinds.Body.ShouldContain("Đại biểu");
        kinds.Html.QuerySelectorAll("a[href*='kind=']").Select(a => a.GetAttribute("href")!.Split('=')[1]).ShouldBe(["delegate", "press", "exhibitor", "remote"]);

        var form = await visitor.GetAsync("/forum/demo-2026/register?kind=delegate&size=2");
        var empty = await visitor.SubmitAsync(form, "main form", ("Place", "hall"));
        empty.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        empty.Body.ShouldContain("Họ tên dài từ 2 đến 120 ký tự");
        empty.Body.ShouldContain("Cần đồng ý với mục này");
        var sent = await visitor.SubmitAsync(form, "main form", ("Place", "hall"), ("Organisation", "Công ty Minh họa 07"), ("People[0].FullName", "Nguyễn Thị Lan"), ("People[0].Email", "lan@example.vn"),
            ("People[1].FullName", "Trần Văn Bình"), ("q.interest", "ai"), ("c.organising", "true"));
        sent.Status.ShouldBe(HttpStatusCode.OK);
        sent.Text(".notice")!.ShouldContain("lan@example.vn");

        var link = (await host.WithDbAsync(db => db.Outbox.AsNoTracking().SingleAsync())).Mail.Body.Split('\n').Single(l => l.Contains("/register/confirm/"));
        var confirm = await visitor.GetAsync(new Uri(link).PathAndQuery);
        (await host.WithDbAsync(db => db.Parties.CountAsync())).ShouldBe(0, "opening the link changes nothing");
        var confirmed = await visitor.SubmitAsync(confirm, "main form");
        confirmed.Status.ShouldBe(HttpStatusCode.Redirect);
        var mine = await visitor.GetAsync(confirmed.Location!);
        mine.Html.QuerySelectorAll("svg.ticket-code path").Length.ShouldBe(2);
        mine.Body.ShouldContain("BV1 ");
        mine.Header("Cache-Control")!.ShouldContain("no-store");
        mine.Header("Referrer-Policy").ShouldBe("same-origin");
        mine.Header("X-Robots-Tag").ShouldBe("noindex");
        mine.Html.QuerySelectorAll("main img, main iframe, main script").ShouldBeEmpty();
        var calendar = await visitor.GetAsync(confirmed.Location + "?handler=Calendar");
        calendar.Body.ShouldStartWith("BEGIN:VCALENDAR\r\n");

        var cancelled = await visitor.PostAsync(confirmed.Location + "?handler=Cancel", ("__RequestVerificationToken", mine.Html.QuerySelector("input[name=__RequestVerificationToken]")?.GetAttribute("value") ?? ""));
        cancelled.Location.ShouldBe(confirmed.Location + "?done=cancelled");
        (await visitor.GetAsync(confirmed.Location!)).Html.QuerySelectorAll("svg.ticket-code").ShouldBeEmpty();
    }

    [Fact]
    public async Task Press_waits_for_the_organisers_who_find_it_without_marks_and_approve_it()
    {
        await using var host = await StartAsync();
        var party = await AddAsync(host, "Phạm Thị Hồng Vân", "press", "hall");
        var organiser = (await host.EnterAsync(Role.Organiser, Key)).Visitor;
        (await organiser.GetAsync("/organise/demo-2026/registrations?Q=khong+co")).Body.ShouldNotContain("Hồng Vân");
        var list = await organiser.GetAsync("/organise/demo-2026/registrations?Q=hong+van&State=AwaitingApproval");
        list.Body.ShouldContain("Phạm Thị Hồng Vân");
        (await organiser.SubmitAsync(list, "#decide", ("act", "decline"), ("Ids", $"{party.Id}"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await organiser.SubmitAsync(list, "#decide", ("act", "approve"), ("Ids", $"{party.Id}"))).Location.ShouldBe("/organise/demo-2026/registrations?done=approved");
        (await host.WithDbAsync(db => db.Parties.AsNoTracking().SingleAsync())).State.ShouldBe(PartyState.Confirmed);
        var detail = await organiser.GetAsync($"/organise/demo-2026/registrations/{party.Id}");
        detail.Body.ShouldContain("Duyệt đăng ký dự diễn đàn");

        var csv = await organiser.SubmitAsync(list, "form[action$='handler=Export']");
        csv.Body.ShouldContain("Phạm Thị Hồng Vân");
        csv.Body.ShouldContain("'=1+1", customMessage: "a formula is neutralised");
        (await host.WithDbAsync(db => db.AuditEntries.CountAsync(a => a.Action == "registration.exported"))).ShouldBe(1);
    }

    [Fact]
    public async Task Names_of_registered_people_reach_nobody_else_on_any_page_or_parameter()
    {
        await using var host = await StartAsync();
        var party = await AddAsync(host, "Nguyễn Bí Mật", "press", "hall");
        var host2 = host.As(new Actor(Guid.CreateVersion7(), "Chủ nhà Seoul", false, new HashSet<RoleInEdition> { new(Key, Role.BridgeHost), new(Key + "/seoul", Role.BridgeHost) }));
        var own = await host2.GetAsync("/organise/demo-2026/registrations?Place=hall&Q=bi+mat&State=AwaitingApproval");
        own.Status.ShouldBe(HttpStatusCode.OK);
        own.Body.ShouldNotContain("Bí Mật");
        (await host2.GetAsync($"/organise/demo-2026/registrations/{party.Id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await host2.GetAsync("/organise/demo-2026/registrations/guests")).Status.ShouldBe(HttpStatusCode.Forbidden);

        foreach (var other in new[] { host.As(), host.As(Role.Organiser, "forum/7"), host.As(Role.DoorStaff, Key), host.As(Role.Moderator, Key), host.As(Role.Applicant), host.As(Role.Auditor), host.AsAdministrator() })
            foreach (var path in new[] { "/organise/demo-2026/registrations", $"/organise/demo-2026/registrations?Q=bi&p=1", $"/organise/demo-2026/registrations/{party.Id}", "/organise/demo-2026/registrations/guests", "/forum/demo-2026", "/forum/demo-2026/register", "/forum/demo-2026/register?kind=press", $"/forum/demo-2026/me/{party.Id}" })
            {
                var page = await other.GetAsync(path);
                page.Body.ShouldNotContain("Bí Mật", customMessage: path);
                if (path.StartsWith("/organise")) page.Status.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Forbidden, HttpStatusCode.Redirect);
            }
    }

    [Fact]
    public async Task Outside_its_days_the_page_says_when_and_takes_nothing()
    {
        await using var host = await StartAsync();
        host.Clock.Now = Instant.FromUtc(2026, 1, 1, 0, 0);
        (await host.As().GetAsync("/forum/demo-2026/register?kind=delegate")).Body.ShouldContain("Đăng ký mở từ");
        host.Clock.Now = Instant.FromUtc(2028, 1, 1, 0, 0);
        var closed = await host.As().GetAsync("/forum/demo-2026/register?kind=delegate");
        closed.Body.ShouldContain("Đăng ký đã đóng");
        closed.Html.QuerySelector("main form").ShouldBeNull();
        (await host.As().GetAsync("/forum/7/register")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await host.As().GetAsync("/forum/demo-2026/register?invitation=x")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await host.As().GetAsync("/forum/demo-2026/me/x")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Guests_are_looked_at_line_by_line_before_they_are_invited()
    {
        await using var host = await StartAsync();
        var organiser = (await host.EnterAsync(Role.Organiser, Key)).Visitor;
        var page = await organiser.GetAsync("/organise/demo-2026/registrations/guests");
        const string good = "email,name,organisation\nkhach@example.vn,Khách Mời,Viện Minh họa";
        var bad = await organiser.SubmitAsync(page, "main form", ("Kind", "speaker"), ("List", good + "\nsai,Sai Địa chỉ,X"), ("act", "look"));
        bad.Body.ShouldContain("Địa chỉ thư không đúng dạng");
        bad.Html.QuerySelector("button[value=send]").ShouldBeNull();
        var plan = await organiser.SubmitAsync(page, "main form", ("Kind", "speaker"), ("List", good), ("act", "look"));
        (await host.WithDbAsync(db => db.ForumGuests.CountAsync())).ShouldBe(0);
        (await organiser.SubmitAsync(plan, "main form", ("act", "send"))).Location.ShouldBe("/organise/demo-2026/registrations/guests?done=invited");
        var link = (await host.WithDbAsync(db => db.Outbox.AsNoTracking().SingleAsync())).Mail.Body.Split('\n').Single(l => l.Contains("invitation="));
        var guest = host.As();
        var form = await guest.GetAsync(new Uri(link).PathAndQuery);
        form.Html.QuerySelector("input[name='People[0].Email']")!.GetAttribute("value").ShouldBe("khach@example.vn");
        var registered = await guest.SubmitAsync(form, "main form", ("Place", "hall"), ("c.organising", "true"));
        registered.Location!.ShouldStartWith("/forum/demo-2026/me/");
    }

    private static async Task<WebHost> StartAsync()
    {
        var host = await WebHost.StartAsync();
        await host.WithDbAsync(db => new PublishForum(db, new(db), host.Clock).RunAsync(Actor.Console, ForumReader.Read(Path.Combine(Repository.Root, "forums/demo-2026"), new(2026, 9, 30)), default));
        return host;
    }

    private static async Task<Party> AddAsync(WebHost host, string name, string kind, string place)
    {
        var token = App.Kernel.Secrets.NewToken();
        var form = new PartyForm(kind, place, "=1+1", "vi", [new(name, $"{Guid.NewGuid():n}@example.vn", "", "", false, "")], new() { ["press-card"] = "NB-01" }, ["organising"]);
        await host.WithDbAsync(db => { db.RegistrationRequests.Add(new() { TokenHash = App.Kernel.Secrets.HashOf(token), ForumKey = Key, Form = form, ExpiresAt = Instant.FromUtc(2100, 1, 1, 0, 0) }); return db.SaveChangesAsync(); });
        var visitor = host.As();
        var confirm = await visitor.GetAsync($"/forum/demo-2026/register/confirm/{token}");
        (await visitor.SubmitAsync(confirm, "main form")).Status.ShouldBe(HttpStatusCode.Redirect);
        return await host.WithDbAsync(db => db.Parties.AsNoTracking().OrderByDescending(p => p.Number).FirstAsync());
    }
}
