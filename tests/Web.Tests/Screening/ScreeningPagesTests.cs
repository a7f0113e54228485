using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using BangVang.Testing.Files;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Screening;

/// <summary>The officers' and the applicant's way through screening and appeals with scripts off.</summary>
public sealed class ScreeningPagesTests
{
    [Theory, Engines]
    public async Task From_the_queue_through_a_refusal_and_an_upheld_appeal_to_acceptance(Engine engine)
    {
        await using var world = await ScreeningHost.StartAsync(engine);
        var (host, an, binh, applicant, dossier, address) = (world.Host, world.An, world.Binh, world.Applicant, world.Dossier, world.Case);
        var queue = await an.GetAsync($"{ScreeningHost.Queue}?q=san%20pham");
        queue.Text("tbody th")!.ShouldContain("HS-001");
        queue.Html.QuerySelectorAll(".tabs a").Select(a => a.TextContent).ShouldContain("Chờ xét (1)");
        (await an.GetAsync($"{ScreeningHost.Queue}?q=khac")).Text(".empty")!.ShouldContain("Không có hồ sơ nào phù hợp");

        var page = await an.GetAsync(address);
        page.Body.ShouldContain("Giảm một nửa thời gian chờ");
        page.Html.QuerySelectorAll("#rules li:has(.verdicts)").Length.ShouldBe(4);
        (await an.SubmitAsync(page, "form[action$='handler=Take']")).Status.ShouldBe(HttpStatusCode.Redirect);
        var unreasoned = await an.SubmitAsync(page, Finding("launched_by"), ("finding", "Fail"));
        unreasoned.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        unreasoned.Text(".error-summary")!.ShouldContain("Điều 6 khoản 1");
        (await an.SubmitAsync(page, Finding("launched_by"), ("finding", "Fail"), ("reason.launched_by", "Không có chứng từ"))).Location!.ShouldContain("done=found");
        (await an.SubmitAsync(page, "form[action$='handler=Accept']")).Status.ShouldBe(HttpStatusCode.Conflict);
        var empty = await an.SubmitAsync(page, "form[action$='handler=Refuse']");
        (empty.Status, empty.Text("form[action$='handler=Refuse'] .error-msg")).ShouldBe((HttpStatusCode.UnprocessableEntity, "Nhập lý do."));
        (await an.SubmitAsync(page, "form[action$='handler=Refuse']", ("RefuseReason", "Chưa chứng minh ngày ra mắt"))).Location!.ShouldContain("done=refused");

        var hub = await applicant.GetAsync(dossier);
        hub.Text(".notice--err h2").ShouldBe("Hồ sơ không đủ tiêu chuẩn");
        hub.Body.ShouldContain("Chưa chứng minh ngày ra mắt");
        var appeal = await AppealAsync(applicant, $"{dossier}/appeal?against=Screening");
        var receipt = await applicant.GetAsync(appeal);
        receipt.Text("h1").ShouldBe("Khiếu nại KN-001");
        var file = receipt.Html.QuerySelector("a[href*='/files/']")!.GetAttribute("href")!;
        (await applicant.GetAsync(file)).Status.ShouldBe(HttpStatusCode.OK);
        (await binh.GetAsync(file)).Header("Content-Disposition")!.ShouldStartWith("attachment");
        (await host.As(Role.Applicant).GetAsync(file)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await host.As(Role.Applicant).GetAsync(appeal)).Status.ShouldBe(HttpStatusCode.NotFound);

        var own = await an.GetAsync($"/manage/{ApplyEdition.Key}{appeal}");
        own.Html.QuerySelector("button[name=uphold]").ShouldBeNull();
        var decide = await binh.GetAsync($"/manage/{ApplyEdition.Key}{appeal}");
        (await binh.SubmitAsync(decide, "main form.card", ("uphold", "true"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await binh.SubmitAsync(decide, "main form.card", ("uphold", "true"), ("Reason", "Có hợp đồng từ 2024"))).Location!.ShouldContain("done=upheld");
        (await applicant.GetAsync(appeal)).Body.ShouldContain("Có hợp đồng từ 2024");
        (await an.GetAsync(address)).Html.QuerySelector("form[action$='handler=Accept']").ShouldBeNull();
        (await binh.SubmitAsync(await binh.GetAsync(address), "form[action$='handler=Accept']")).Location!.ShouldContain("done=accepted");
        (await applicant.GetAsync(dossier)).Body.ShouldContain("Hồ sơ đủ tiêu chuẩn");
    }

    [Fact]
    public async Task Officers_and_the_auditor_read_how_to_reach_the_applicant_and_nobody_else()
    {
        await using var world = await ScreeningHost.StartAsync();
        string[] contact = ["Người Nộp", "nguoi-nop@example.vn", "0987654321", "Số 1 phố Minh họa, "];
        var card = (await world.An.GetAsync(world.Case)).Text("section[aria-labelledby=contact-title]").ShouldNotBeNull();
        contact.ShouldAllBe(part => card.Contains(part));
        (await world.Host.As(Role.Auditor, ApplyEdition.Key).GetAsync(world.Case)).Text("section[aria-labelledby=contact-title]")!.ShouldContain("0987654321");

        // The chair reads the case without it; an officer in conflict, jurors and other editions' officers find no case at all.
        var chair = await world.Host.As(Role.Chair, ApplyEdition.Key).GetAsync(world.Case);
        (chair.Status, chair.Html.QuerySelector("#contact-title")).ShouldBe((HttpStatusCode.OK, null));
        await world.Host.WithDbAsync(db =>
        {
            db.Add(new Conflict { Id = Guid.CreateVersion7(), EditionKey = ApplyEdition.Key, PersonId = world.AnId, DossierId = world.DossierId, Source = ConflictSource.Declared, State = ConflictState.Suggested, Reason = "Người nhà", NotedAt = world.Host.Clock.Now });
            return db.SaveChangesAsync();
        });
        foreach (var (visitor, status) in new[]
        {
            (world.An, HttpStatusCode.NotFound), (world.Host.As(Role.Secretariat, "demo/2025"), HttpStatusCode.NotFound),
            (world.Host.As(Role.Juror, ApplyEdition.Key), HttpStatusCode.Forbidden), (world.Host.As(Role.Applicant, ApplyEdition.Key), HttpStatusCode.Forbidden),
        })
        {
            var answer = await visitor.GetAsync(world.Case);
            answer.Status.ShouldBe(status);
            contact.ShouldAllBe(part => !answer.Body.Contains(part));
        }
        (await world.Binh.GetAsync(world.Case)).Html.QuerySelector("#contact-title").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_transfer_is_proposed_and_answered()
    {
        await using var world = await ScreeningHost.StartAsync();
        var (an, applicant, dossier, address) = (world.An, world.Applicant, world.Dossier, world.Case);
        (await applicant.GetAsync($"{dossier}/transfer")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await an.SubmitAsync(await an.GetAsync(address), "form[action$='handler=Transfer']", ("ToCategory", "potential"), ("TransferReason", "Sản phẩm còn mới"))).Location!.ShouldContain("done=transfer");
        (await applicant.GetAsync(dossier)).Body.ShouldContain("Sản phẩm công nghệ số tiềm năng");
        var page = await applicant.GetAsync($"{dossier}/transfer");
        (await applicant.SubmitAsync(page, "main form")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await applicant.SubmitAsync(page, "main form", ("Answer", "yes"))).Location.ShouldBe(dossier);
        (await world.Host.WithDbAsync(db => db.Dossiers.SingleAsync())).CategoryCode.ShouldBe("potential");
    }

    [Fact]
    public async Task A_supplement_is_asked_for_and_read_by_the_applicant()
    {
        await using var world = await ScreeningHost.StartAsync();
        var (an, applicant, dossier, address) = (world.An, world.Applicant, world.Dossier, world.Case);
        (await an.SubmitAsync(await an.GetAsync(address), "form[action$='handler=Supplement']")).Text(".error-summary")!.ShouldContain("Nhập nội dung cần bổ sung");
        (await an.SubmitAsync(await an.GetAsync(address), "form[action$='handler=Supplement']", ("What", "Giấy xác nhận có dấu"))).Location!.ShouldContain("done=supplement");
        (await applicant.GetAsync(dossier)).Body.ShouldContain("Giấy xác nhận có dấu");
        (await an.GetAsync(address)).Body.ShouldContain("hết ngày 30/10/2026");
    }

    [Fact]
    public async Task What_an_officer_may_not_know_answers_as_if_it_did_not_exist()
    {
        await using var world = await ScreeningHost.StartAsync();
        var (host, an, address) = (world.Host, world.An, world.Case);
        await host.WithDbAsync(db =>
        {
            db.Conflicts.Add(new() { Id = Guid.CreateVersion7(), EditionKey = ApplyEdition.Key, PersonId = world.AnId, DossierId = world.DossierId, Source = ConflictSource.SameMailDomain, State = ConflictState.Suggested, NotedAt = ScreeningHost.Day });
            return db.SaveChangesAsync();
        });
        var hidden = await an.GetAsync(address);
        var absent = await an.GetAsync($"{ScreeningHost.Queue}/{Guid.NewGuid()}");
        (hidden.Status, hidden.Text("main")).ShouldBe((HttpStatusCode.NotFound, absent.Text("main")));
        (await an.GetAsync(ScreeningHost.Queue)).Body.ShouldNotContain("HS-001");
        (await host.As(Role.Secretariat, "demo/2025").GetAsync(ScreeningHost.Queue)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await host.As(Role.Juror).GetAsync(ScreeningHost.Queue)).Status.ShouldBe(HttpStatusCode.Forbidden);
        var auditor = await host.As(Role.Auditor).GetAsync(address);
        (auditor.Status, auditor.Html.QuerySelectorAll("main form").Length).ShouldBe((HttpStatusCode.OK, 0));
    }

    private static string Finding(string rule) => $"form:has(input[name=rule][value={rule}])";

    /// <summary>First without grounds: the file that came with it is kept, and sent with the second try.</summary>
    private static async Task<string> AppealAsync(Visitor applicant, string address)
    {
        using var body = new MultipartFormDataContent();
        var page = await applicant.GetAsync(address);
        foreach (var input in page.Html.QuerySelectorAll<IHtmlInputElement>("form[enctype] input").Where(i => i.Type == "hidden")) body.Add(new StringContent(input.Value), $"\"{input.Name}\"");
        body.Add(new StringContent(""), "\"Grounds\"");
        var content = new ByteArrayContent(SampleFiles.Of(FileKind.Pdf));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        body.Add(content, "\"sent\"", "Hợp đồng.pdf");
        var back = await Shown.OfAsync(await applicant.Client.PostAsync(page.Path, body));
        back.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        back.Body.ShouldContain("Hợp đồng.pdf");
        var sent = await applicant.SubmitAsync(back, "form[enctype]", ("Grounds", "Có hợp đồng năm 2024"));
        return sent.Location!;
    }
}
