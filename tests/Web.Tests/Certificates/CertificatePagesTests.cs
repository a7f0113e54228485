using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Certificates;
using BangVang.Domain.Kernel;
using BangVang.Proof.Credentials;
using BangVang.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Certificates;

/// <summary>From the secretariat's screen to the page on which a stranger checks what he was handed.</summary>
public sealed class CertificatePagesTests
{
    private const string Screen = $"/manage/{AwardWorld.Key}/certificates";

    [Fact]
    public async Task Two_officers_issue_and_a_stranger_checks()
    {
        await using var host = await WebHost.StartAsync();
        var (secretary, second, jurors) = await PublishAsync(host);

        var (first, other) = (host.As(secretary), host.As(second));
        (await first.SubmitAsync(await first.GetAsync(Screen), "#prepare")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await first.GetAsync(Screen)).Html.QuerySelector("form[action$='handler=Release']").ShouldBeNull();
        (await other.SubmitAsync(await other.GetAsync(Screen), "form[action$='handler=Release']")).Status.ShouldBe(HttpStatusCode.Redirect);
        await MakeAsync(host);

        var certificates = await host.WithDbAsync(db => db.CertificatesOfEditionAsync(secretary, AwardWorld.Key, 0, 10, default));
        certificates.Count.ShouldBe(4);
        var (laureate, juror) = (certificates[0], certificates[1]);
        var anyone = host.As();
        var checkedCode = await anyone.GetAsync($"/verify?code={laureate.Code.ToLowerInvariant()}");
        checkedCode.Text(".result h3").ShouldBe("Đúng. Giấy chứng nhận này là thật và còn hiệu lực.");
        checkedCode.Html.QuerySelector(".result--bad").ShouldBeNull();
        (await anyone.GetAsync($"/verify?code={laureate.Code}", "en")).Text(".result h3").ShouldBe("True. This certificate is genuine and stands.");
        (await anyone.GetAsync("/verify?code=2222-2222-2222")).Text(".result--bad h3").ShouldBe("Không đúng. Không có giấy chứng nhận nào mang mã này.");

        var pdf = await anyone.Client.GetByteArrayAsync($"/certificates/{laureate.Code}/certificate.pdf");
        (await BringAsync(anyone, pdf)).Text(".result h3").ShouldBe("Đúng. Giấy chứng nhận này là thật và còn hiệu lực.");
        pdf[pdf.AsSpan().IndexOf("stream\n"u8) + 30] ^= 0x01;
        (await BringAsync(anyone, pdf)).Text(".result--bad h3").ShouldBe("Không đúng. Tệp đã bị sửa sau khi ký. Đừng dùng giấy chứng nhận này.");
        var credential = await anyone.Client.GetStringAsync($"/certificates/{laureate.Code}/credential.json");
        (await BringAsync(anyone, Encoding.UTF8.GetBytes(credential))).Text(".result h3").ShouldBe("Đúng. Giấy chứng nhận này là thật và còn hiệu lực.");
        (await BringAsync(anyone, Encoding.UTF8.GetBytes(credential.Replace("Vàng", "Bạc", StringComparison.Ordinal)))).Html.QuerySelector(".result--bad").ShouldNotBeNull();
        (await BringAsync(anyone, "xin chào"u8.ToArray())).Text(".result--bad h3").ShouldBe("Tệp này không phải giấy chứng nhận, giấy biên nhận hay gói kết quả.");

        (await anyone.GetAsync($"/certificates/{juror.Code}/certificate.pdf")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await host.As(jurors[0]).Client.GetAsync($"/certificates/{juror.Code}/certificate.pdf")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.As(jurors[1]).Client.GetAsync($"/certificates/{juror.Code}/certificate.pdf")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await host.As(jurors[0]).GetAsync("/certificates")).Body.ShouldContain(juror.Code);
        (await anyone.GetAsync(laureate.LaureatePath!)).Body.ShouldContain(laureate.Code);
    }

    [Fact]
    public async Task What_is_served_lets_others_check_without_asking_us()
    {
        await using var host = await WebHost.StartAsync();
        var (secretary, second, _) = await PublishAsync(host);
        await IssueAsync(host, secretary, second);
        var certificate = (await host.WithDbAsync(db => db.CertificatesOfEditionAsync(secretary, AwardWorld.Key, 0, 10, default)))[0];
        var anyone = host.As().Client;

        CredentialTrust.TryParse(await anyone.GetByteArrayAsync("/trust.json"), out var trust).ShouldBeTrue();
        var list = await anyone.GetByteArrayAsync($"/certificates/status/{AwardWorld.Key}");
        foreach (var ending in new[] { "credential.json", "credential.jwt" })
        {
            var file = await anyone.GetByteArrayAsync($"/certificates/{certificate.Code}/{ending}");
            var verdict = CredentialCheck.Check(file, trust, list);
            (verdict.Failure, verdict.Withdrawn).ShouldBe((null, false));
        }
        var issuer = JsonNode.Parse(await anyone.GetStringAsync("/issuer.json"))!;
        issuer["id"]!.GetValue<string>().ShouldBe(trust.Issuer);
        trust.Keys.Keys.ShouldBe([issuer["assertionMethod"]![0]!.GetValue<string>()]);
        (await anyone.GetAsync("/certificates/status/demo/1999")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var (first, other) = (host.As(secretary), host.As(second));
        await first.SubmitAsync(await first.GetAsync(Screen), "form[action$='handler=Withdraw']", ("Reason", "Đơn vị trả lại giải."));
        await other.SubmitAsync(await other.GetAsync(Screen), "form[action$='handler=Release']");
        var (badge, fresh) = (await anyone.GetByteArrayAsync($"/certificates/{certificate.Code}/credential.json"), await anyone.GetByteArrayAsync($"/certificates/status/{AwardWorld.Key}"));
        CredentialCheck.Check(badge, trust, fresh).Failure.ShouldBe("credential.withdrawn");
        var seen = await host.As().GetAsync($"/verify?code={certificate.Code}");
        seen.Text(".result--bad h3").ShouldBe("Không còn hiệu lực. Giấy chứng nhận này đã bị thu hồi.");
        seen.Text(".result--bad")!.ShouldContain("Đơn vị trả lại giải.");
    }

    [Fact]
    public async Task The_signed_decision_is_checked_when_it_comes_and_shown_to_everybody()
    {
        await using var host = await WebHost.StartAsync();
        var (secretary, second, _) = await PublishAsync(host);
        await IssueAsync(host, secretary, second);
        var certificate = (await host.WithDbAsync(db => db.CertificatesOfEditionAsync(secretary, AwardWorld.Key, 0, 10, default)))[0];
        // Any document with a signature will do.
        var signed = await host.As().Client.GetByteArrayAsync($"/certificates/{certificate.Code}/certificate.pdf");
        const string Address = $"/manage/{AwardWorld.Key}/signed-decision";
        (await host.As().Client.GetAsync($"/editions/{AwardWorld.Key}/decision.pdf")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var officer = host.As(secretary);

        (await SendAsync(officer, Address, [])).Text(".error-summary")!.ShouldContain("Hãy chọn tệp PDF");
        var touched = (byte[])signed.Clone();
        touched[touched.AsSpan().IndexOf("/Producer"u8) + 12] ^= 0x01;
        var refused = await SendAsync(officer, Address, touched);
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Text(".error-summary")!.ShouldContain("đã bị sửa sau khi ký");
        (await SendAsync(officer, Address, signed)).Status.ShouldBe(HttpStatusCode.Redirect);

        (await host.As().Client.GetByteArrayAsync($"/editions/{AwardWorld.Key}/decision.pdf")).ShouldBe(signed);
        var edition = await host.As().GetAsync($"/editions/{AwardWorld.Key}", "en");
        edition.Text("section[aria-labelledby=signed-decision]")!.ShouldContain("The signature holds");
        edition.Text("section[aria-labelledby=signed-decision]")!.ShouldContain("does not vouch for the issuer");
        ((int)(await host.As(Role.Juror).GetAsync(Address)).Status).ShouldBeInRange(403, 404);
    }

    [Fact]
    public async Task An_applicant_takes_the_slip_and_anybody_checks_it()
    {
        await using var host = await WebHost.StartAsync();
        await PublishAsync(host);
        var dossier = await host.WithDbAsync(db => Task.FromResult(db.Dossiers.Single(d => d.EditionKey == AwardWorld.Key)));
        var applicant = host.As(new Actor(await host.WithDbAsync(db => Task.FromResult(db.DossierMembers.Single(m => m.DossierId == dossier.Id).PersonId)), "Người nộp", false, new HashSet<RoleInEdition>()));
        await using (var scope = host.Services.CreateAsyncScope()) await scope.ServiceProvider.GetRequiredService<App.Log.GrowLog>().RunAsync(default);

        (await applicant.GetAsync($"/dossiers/{dossier.Id}/result")).Html.QuerySelector($"a[href='/dossiers/{dossier.Id}/slip.json']").ShouldNotBeNull();
        var slip = await applicant.Client.GetByteArrayAsync($"/dossiers/{dossier.Id}/slip.json");
        var answer = await BringAsync(host.As(), slip);
        answer.Text(".result h3").ShouldBe("Đúng. Những phiếu chấm này đã tính cho hồ sơ và có trong sổ ghi công khai.");
        answer.Text(".result")!.ShouldContain(": 6 phiếu chấm.");
        var touched = Encoding.UTF8.GetString(slip).Replace($"\"{dossier.Reference}\"", "\"HS-999\"", StringComparison.Ordinal);
        (await BringAsync(host.As(), Encoding.UTF8.GetBytes(touched))).Text(".result--bad h3").ShouldBe("Không đúng. Phiếu đối chứng này không khớp với những gì đã ký.");
        (await host.As(Role.Applicant).Client.GetAsync($"/dossiers/{dossier.Id}/slip.json")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_page_asks_for_something_to_check_and_only_there_is_the_camera_allowed()
    {
        await using var host = await WebHost.StartAsync();
        var visitor = host.As();
        var page = await visitor.GetAsync("/verify");

        page.Header("Permissions-Policy")!.ShouldContain("camera=(self)");
        (await host.As().GetAsync("/laureates")).Header("Permissions-Policy")!.ShouldContain("camera=()");
        var empty = await visitor.SubmitAsync(page, "#check");
        empty.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        empty.Text(".error-summary")!.ShouldContain("Hãy nhập mã hoặc chọn tệp.");
    }

    [Theory]
    [InlineData(Role.Applicant)]
    [InlineData(Role.Juror)]
    [InlineData(Role.Auditor)]
    public async Task The_screen_is_for_secretariat_and_chair(Role role)
    {
        await using var host = await WebHost.StartAsync();

        ((int)(await host.As(role).GetAsync(Screen)).Status).ShouldBeInRange(403, 404);
    }

    /// <summary>An edition published with one laureate and three jurors.</summary>
    private static async Task<(Actor Secretary, Actor Second, IReadOnlyList<Actor> Jurors)> PublishAsync(WebHost host)
    {
        var world = await AwardWorld.OnAsync(() => host.Services.CreateScope().ServiceProvider.GetRequiredService<App.Storage.BangVangDb>());
        var (secretary, second, chair) = (await world.PersonAsync("Cán bộ 1", Role.Secretariat), await world.PersonAsync("Cán bộ 2", Role.Secretariat), await world.PersonAsync("Chủ tịch", Role.Chair));
        var jurors = await world.JurorsAsync(3);
        foreach (var juror in jurors) await world.SeatAsync(juror, "final");
        var dossier = await world.DossierAsync("Cổng dịch vụ Đường Số");
        await world.ProposeAsync(secretary, jurors, new Dictionary<AwardDossier, int> { [dossier] = 900 });
        await world.ApproveAsync(secretary, chair, jurors);
        world.Clock.Now = AwardWorld.Opens("announcement");
        (await world.PublishAsync(secretary)).TryGet(out _, out var problem).ShouldBeTrue(problem?.Code);
        host.Clock.Now = world.Clock.Now;
        return (secretary, second, jurors);
    }

    private static async Task IssueAsync(WebHost host, Actor secretary, Actor second)
    {
        var (first, other) = (host.As(secretary), host.As(second));
        await first.SubmitAsync(await first.GetAsync(Screen), "#prepare");
        await other.SubmitAsync(await other.GetAsync(Screen), "form[action$='handler=Release']");
        await MakeAsync(host);
    }

    /// <summary>The bell wakes the job of the server; whichever of the two comes first makes them.</summary>
    private static async Task MakeAsync(WebHost host)
    {
        var limit = DateTimeOffset.UtcNow.AddSeconds(30);
        while (await host.WithDbAsync(db => Task.FromResult(db.CertificateOrders.Any(o => o.FinishedAt == null))))
        {
            (DateTimeOffset.UtcNow < limit).ShouldBeTrue("the certificates were not made");
            await using var scope = host.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IssueCertificates>().RunAsync(default);
        }
    }

    private static async Task<Shown> SendAsync(Visitor visitor, string address, byte[] paper)
    {
        var page = await visitor.GetAsync(address);
        using var body = new MultipartFormDataContent
        {
            { new StringContent(page.Html.QuerySelector("main form input[name=__RequestVerificationToken]")!.GetAttribute("value")!), "__RequestVerificationToken" },
            { new StringContent(page.Html.QuerySelector("main form input[name=Version]")!.GetAttribute("value")!), "Version" },
        };
        if (paper.Length > 0) body.Add(new ByteArrayContent(paper), "Paper", "quyết định.pdf");
        return await Shown.OfAsync(await visitor.Client.PostAsync(address, body));
    }

    private static async Task<Shown> BringAsync(Visitor visitor, byte[] bytes)
    {
        var page = await visitor.GetAsync("/verify");
        var token = page.Html.QuerySelector("#check input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var body = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new ByteArrayContent(bytes), "Upload", "file" } };
        return await Shown.OfAsync(await visitor.Client.PostAsync("/verify", body));
    }
}
