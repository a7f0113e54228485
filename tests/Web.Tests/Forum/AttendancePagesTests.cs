using System.Net;
using System.Net.Http.Json;
using BangVang.App.Certificates;
using BangVang.Domain.Forum;
using BangVang.Domain.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Forum;

/// <summary>A delegate who came finds the certificate under the own link, and anybody checks it by its code.</summary>
public sealed class AttendancePagesTests
{
    [Fact]
    public async Task Two_organisers_issue_it_and_the_delegate_alone_downloads_it()
    {
        await using var host = await DoorPagesTests.StartAsync();
        var key = ForumEdition.KeyOf(ForumHost.Slug);
        var (ticket, link) = await DoorPagesTests.RegisterAsync(host, "Nguyễn Thị Đường", "hall");
        await DoorPagesTests.RegisterAsync(host, "Vắng Mặt", "hall");
        var (staff, _) = await host.EnterAsync(Role.DoorStaff, key);
        (await staff.Client.PostAsJsonAsync("/api/v1/forums/demo-2026/door/redeem", new { secret = ticket.Ticket, lists = new[] { "hall" } })).StatusCode.ShouldBe(HttpStatusCode.Created);
        var (first, _) = await host.EnterAsync(Role.Organiser, key, "Người tổ chức 1");
        var name = ticket.FullName;
        const string page = $"/organise/{ForumHost.Slug}/certificates";
        var (second, _) = await host.EnterAsync(Role.Organiser, key, "Người tổ chức 2");
        (await first.SubmitAsync(await first.GetAsync(page), "#prepare")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await first.GetAsync(page)).Body.ShouldContain("Người lập không tự phê duyệt");
        (await second.SubmitAsync(await second.GetAsync(page), "form[action*=Release]")).Status.ShouldBe(HttpStatusCode.Redirect);
        await using (var scope = host.Services.CreateAsyncScope()) await scope.ServiceProvider.GetRequiredService<IssueCertificates>().RunAsync(default);

        var visitor = host.As();
        var own = await visitor.GetAsync(link);
        own.Html.QuerySelector("section[aria-labelledby^='c-'] h3")!.TextContent.ShouldBe(name);
        var code = own.Text("section[aria-labelledby^='c-'] .mono")!;
        var pdf = await visitor.GetAsync($"{link}?handler=Certificate&code={code}&form=pdf");
        (pdf.Status, pdf.Body[..5]).ShouldBe((HttpStatusCode.OK, "%PDF-"));
        (await visitor.GetAsync($"{link}?handler=Certificate&code={code}&form=json")).Body.ShouldContain("OpenBadgeCredential");
        (await visitor.GetAsync($"{link}x?handler=Certificate&code={code}&form=pdf")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await visitor.GetAsync($"/certificates/{code}/certificate.pdf")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await visitor.GetAsync($"/verify?code={code}")).Body.ShouldContain($"{name}, đã tham dự");
        (await visitor.GetAsync($"/verify?code={code}", "en")).Body.ShouldContain("attended the");
        (await visitor.GetAsync($"/certificates/status/forum/{ForumHost.Slug}")).Body.ShouldContain("BitstringStatusList");
        (await visitor.GetAsync("/certificates/status/forum/7")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await host.As(Role.DoorStaff, key).GetAsync(page)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }
}
