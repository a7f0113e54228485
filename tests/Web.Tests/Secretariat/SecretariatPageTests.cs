using System.Net;
using BangVang.App.Editions;
using BangVang.App.Log;
using BangVang.App.Secretariat.Notices;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Secretariat;

public sealed class SecretariatPageTests
{
    private const string Key = "demo/2026";

    [Fact]
    public async Task Under_embargo_a_notice_is_on_no_page_feed_count_or_map_and_then_on_all_of_them()
    {
        await using var host = await StartAsync();
        var (officer, _) = await host.EnterAsync(Role.Secretariat);
        var list = await officer.GetAsync("/manage/demo/2026/notices");
        var form = await officer.GetAsync(list.Html.QuerySelector(".page-head a.btn")!.GetAttribute("href")!);
        (await officer.SubmitAsync(form, "main form", ("Input.Kind", "Result"), ("Input.TitleVi", "Kết quả tuyệt mật"), ("Input.TextVi", "Danh sách đoạt giải."), ("Input.VisibleFrom", "01/10/2026 12:00")))
            .Location.ShouldBe("/manage/demo/2026/notices?done=written");
        var id = await host.WithDbAsync(db => db.Notices.Select(n => n.Id).SingleAsync());
        string[] places = ["/notices", $"/notices/{id}", "/notices.atom", "/sitemap.xml", "/notices?edition=demo%2F2026"];
        var (juror, _) = await host.EnterAsync(Role.Juror);

        foreach (var visitor in new[] { host.As(), juror, host.AsAdministrator() })
            foreach (var place in places)
            {
                var page = await visitor.GetAsync(place);
                page.Body.ShouldNotContain("tuyệt mật");
                page.Body.ShouldNotContain(place.EndsWith($"{id}", StringComparison.Ordinal) ? "Danh sách đoạt giải" : $"{id}");
            }
        (await host.As().GetAsync($"/notices/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await officer.GetAsync($"/notices/{id}")).Text("article")!.ShouldContain("Chỉ Cơ quan thường trực");
        (await officer.GetAsync("/notices")).Body.ShouldNotContain("tuyệt mật", Case.Insensitive, "the public list is the same for everybody");

        host.Clock.Now = Instant.FromUtc(2026, 10, 1, 5, 0);
        foreach (var place in places) (await host.As().GetAsync(place)).Body.ShouldContain($"{id}");
        (await host.As().GetAsync($"/notices/{id}")).Text("h1").ShouldBe("Kết quả tuyệt mật");
    }

    [Fact]
    public async Task What_an_officer_writes_is_text_and_not_markup()
    {
        await using var host = await StartAsync();
        var (_, officer) = await host.EnterAsync(Role.Secretariat);
        var id = Ids.New(WebHost.Start);
        await WriteAsync(host, officer, id, "**đậm** <script>alert(1)</script> [xấu](javascript:alert(1)) [tốt](https://example.vn) ![ảnh](https://example.vn/a.png)");

        var page = await host.As().GetAsync($"/notices/{id}");

        page.Text(".prose strong").ShouldBe("đậm");
        page.Html.QuerySelector(".prose script").ShouldBeNull();
        page.Html.QuerySelector(".prose img").ShouldBeNull();
        page.Html.QuerySelectorAll(".prose a").Select(a => a.GetAttribute("href")).ShouldNotContain(h => h!.Contains("javascript"));
        page.Html.QuerySelectorAll(".prose a").Select(a => a.GetAttribute("href")).ShouldContain("https://example.vn");
    }

    [Fact]
    public async Task A_notice_carries_a_file_for_everyone_who_may_read_it()
    {
        await using var host = await StartAsync();
        var (officer, actor) = await host.EnterAsync(Role.Secretariat);
        var id = Ids.New(WebHost.Start);
        var form = await officer.GetAsync($"/manage/demo/2026/notices/{id}");
        using var body = new MultipartFormDataContent
        {
            { new StringContent("Other"), "Input.Kind" }, { new StringContent("01/10/2026"), "Input.Date" }, { new StringContent("Mẫu đơn"), "Input.TitleVi" }, { new StringContent("Xem tệp."), "Input.TextVi" },
            { new StringContent("01/10/2026 09:00"), "Input.VisibleFrom" }, { new StringContent("0"), "Input.Version" },
            { new StringContent(form.Html.QuerySelector("main form input[name=__RequestVerificationToken]")!.GetAttribute("value")!), "__RequestVerificationToken" },
            { new ByteArrayContent(Convert.FromBase64String(Png)), "file", "mẫu đơn.png" },
        };
        var answer = await officer.Client.PostAsync($"/manage/demo/2026/notices/{id}", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());

        var page = await host.As().GetAsync($"/notices/{id}");
        page.Text("article")!.ShouldContain("mẫu đơn.png");
        var file = await host.As().GetAsync($"/notices/{id}/file");
        file.Status.ShouldBe(HttpStatusCode.OK);
        file.Header("Content-Disposition")!.ShouldStartWith("attachment");
        actor.PersonId.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_question_is_asked_answered_and_published_without_the_asker()
    {
        await using var host = await StartAsync();
        var (asker, _) = await host.EnterAsync(Role.Applicant, name: "Người Hỏi Kín Đáo");
        var (officer, _) = await host.EnterAsync(Role.Secretariat, name: "Chuyên viên 1");
        (await host.As().GetAsync("/questions")).Html.QuerySelector("main form").ShouldBeNull();

        var form = await asker.GetAsync("/questions");
        (await asker.SubmitAsync(form, "main form", ("Text", "ngắn"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await asker.SubmitAsync(form, "main form", ("Text", "Một đơn vị nộp được mấy hồ sơ?"))).Location.ShouldBe("/questions?done=asked#own");
        var queue = await officer.GetAsync("/manage/demo/2026/questions");
        queue.Body.ShouldContain("Người Hỏi Kín Đáo");
        (await officer.SubmitAsync(queue, "form[action*='handler=Answer']", ("Text", "Hai hồ sơ."), ("IsPublic", "true"))).Location!.ShouldEndWith("done=answered");

        host.Clock.Now += Duration.FromSeconds(10);
        var open = await host.As().GetAsync("/questions");
        open.Body.ShouldContain("Hai hồ sơ.");
        open.Body.ShouldContain("Chuyên viên 1");
        open.Body.ShouldNotContain("Kín Đáo");
    }

    [Fact]
    public async Task A_mail_to_a_selection_is_looked_at_then_sent_then_in_the_log()
    {
        await using var host = await StartAsync();
        var (officer, _) = await host.EnterAsync(Role.Secretariat);
        await host.EnterAsync(Role.Juror, name: "Giám khảo 1", email: "giam-khao-1@example.vn");
        var form = await officer.GetAsync("/manage/demo/2026/mails?selection=Jurors");
        form.Html.QuerySelector("input[name=Selection][value=Jurors]")!.HasAttribute("checked").ShouldBeTrue();

        var preview = await officer.SubmitAsync(form, "form[action*='handler=Preview']", ("Subject", "Chuẩn bị vòng chấm"), ("Body", "Xin thu xếp thời gian cho vòng chấm."));
        preview.Body.ShouldContain("Giám khảo 1");
        (await host.WithDbAsync(db => db.Outbox.CountAsync())).ShouldBe(0);
        (await officer.SubmitAsync(preview, "form[action*='handler=Send']")).Location!.ShouldEndWith("done=mailed");

        (await host.WithDbAsync(db => db.Outbox.AsNoTracking().ToListAsync())).Single().Mail.To.ShouldBe("giam-khao-1@example.vn");
        (await officer.GetAsync("/manage/demo/2026/mails")).Text("#log ~ details summary")!.ShouldContain("Chuẩn bị vòng chấm");
    }

    [Fact]
    public async Task An_extension_is_announced_and_shown_with_what_changed()
    {
        await using var host = await StartAsync();
        var (officer, _) = await host.EnterAsync(Role.Secretariat);
        var edition = await EditionAsync(host);
        var intake = edition.PhaseOf(PhaseKind.Intake)!;
        var closes = intake.LastDay!.Value.PlusDays(7);
        var form = await officer.GetAsync("/manage/demo/2026/amend");

        (await officer.SubmitAsync(form, "main form", ("Phase", intake.Code), ("Closes", "31/02/2026"), ("ReasonVi", "Cần thêm thời gian"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await officer.SubmitAsync(form, "main form", ("Phase", intake.Code), ("Closes", closes.ToString("dd/MM/yyyy", null)), ("ReasonVi", "Cần thêm thời gian"), ("ShiftsFollowing", "true"))).Location.ShouldBe("/manage/demo/2026/amend?done=extended");

        (await EditionAsync(host)).Phase(intake.Code)!.LastDay.ShouldBe(closes);
        var notices = (await host.As().GetAsync("/notices")).Body;
        notices.ShouldContain("Gia hạn");
        notices.ShouldContain("/editions/demo/2026#notices", Case.Sensitive, "what the rulebook states is listed as well");
        (await officer.GetAsync("/manage/demo/2026/amend")).Text("section[aria-labelledby=snapshots]")!.ShouldContain(intake.Name.Vi);
    }

    [Fact]
    public async Task An_administrator_checks_a_folder_and_publishes_it()
    {
        await using var host = await WebHost.StartAsync();
        var (admin, _) = await host.EnterAsync(null);
        Environment.SetEnvironmentVariable("BANGVANG_ROOT", Testing.Repository.Root);
        var list = await admin.GetAsync("/admin/editions");
        list.Body.ShouldContain("editions/make-in-viet-nam/2023");
        (await admin.GetAsync("/admin/editions?folder=..%2F..%2Fetc")).Status.ShouldBe(HttpStatusCode.NotFound);

        var check = await admin.GetAsync("/admin/editions?folder=make-in-viet-nam%2F2023");
        (await admin.SubmitAsync(check, "main form", ("Sha256", "cũ"))).Status.ShouldBe(HttpStatusCode.Conflict);
        (await admin.SubmitAsync(check, "main form")).Location!.ShouldEndWith("done=published");

        (await admin.GetAsync("/admin/editions?folder=make-in-viet-nam%2F2023")).Html.QuerySelector("main form").ShouldBeNull("nothing has changed since");
        (await host.WithDbAsync(db => db.EditionSnapshots.CountAsync())).ShouldBe(1);
    }

    [Theory]
    [InlineData("/manage/demo/2026")]
    [InlineData("/manage/demo/2026/notices")]
    [InlineData("/manage/demo/2026/questions")]
    [InlineData("/manage/demo/2026/mails")]
    [InlineData("/manage/demo/2026/slots")]
    [InlineData("/manage/demo/2026/amend")]
    public async Task The_secretariats_screens_are_its_own_and_speak_both_languages(string path)
    {
        await using var host = await StartAsync();
        var (officer, _) = await host.EnterAsync(Role.Secretariat);
        var (elsewhere, _) = await host.EnterAsync(Role.Secretariat, "demo/2025");

        var vi = await officer.GetAsync(path);
        var en = await officer.GetAsync(path + "?lang=en");
        (vi.Status, en.Status).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
        en.Text("h1").ShouldNotBe(vi.Text("h1"));
        (await elsewhere.GetAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound);
        foreach (var role in new[] { Role.Applicant, Role.Juror }) (await host.As(role).GetAsync(path)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await host.As().GetAsync(path)).Status.ShouldBe(HttpStatusCode.Redirect);
        (await host.AsAdministrator().GetAsync(path)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    /// <summary>A server on which the demonstration edition is published.</summary>
    [Fact]
    public async Task The_press_release_prints_the_checkpoint_of_the_day_and_a_deadline_shows_its_own()
    {
        await using var host = await StartAsync();
        while (await host.WithDbAsync(db => db.LogTreeSizeAsync(default)) == 0)
        {
            // The server's own job may be at it.
            await using var scope = host.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<GrowLog>().RunAsync(default);
        }
        var (officer, _) = await host.EnterAsync(Role.Secretariat);
        (await officer.GetAsync($"/manage/{Key}")).Html.QuerySelector($"a[href='/manage/{Key}/press.docx']").ShouldNotBeNull();
        using var answer = await officer.Client.GetAsync($"/manage/{Key}/press.docx");
        using var archive = new System.IO.Compression.ZipArchive(await answer.Content.ReadAsStreamAsync());
        using var reader = new StreamReader(archive.GetEntry("word/document.xml")!.Open());
        var paper = await reader.ReadToEndAsync();
        var checkpoint = (await host.WithDbAsync(db => db.LatestCheckpointAsync(default)))!;
        foreach (var printed in (string[])["THÔNG CÁO BÁO CHÍ", .. checkpoint.Note.Split('\n')[..3], "/log"]) paper.ShouldContain(printed);
        paper.ShouldNotContain("đã được công bố, gồm", customMessage: "no result is published");
        (await host.As(Role.Juror).GetAsync($"/manage/{Key}/press.docx")).Status.ShouldBe(HttpStatusCode.Forbidden);

        var moment = (await EditionAsync(host)).Moments().First(m => !m.Opens && m.At > WebHost.Start);
        host.Clock.Now = moment.At.Plus(MarkDeadlines.Settling);
        await using (var scope = host.Services.CreateAsyncScope()) await scope.ServiceProvider.GetRequiredService<MarkDeadlines>().RunAsync(default);
        var mark = (await host.WithDbAsync(db => db.DeadlineCheckpointsAsync(Key, 1, default))).Single();
        (await host.As().GetAsync("/log")).Text("[aria-labelledby=deadlines] tbody tr")!.ShouldContain(mark.Root);
        (await host.As().GetAsync($"/editions/{Key}")).Html.QuerySelector($".phases a[href='/log/checkpoint/{mark.Size}']").ShouldNotBeNull();
        (await host.As().Client.GetStringAsync($"/log/checkpoint/{mark.Size}")).ShouldContain(mark.Root);
        (await host.As().GetAsync("/log/checkpoint/999999")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<WebHost> StartAsync()
    {
        var host = await WebHost.StartAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var reading = EditionReader.Read(Path.Combine(Testing.Repository.Root, "editions", "demo", "2026"), WebHost.Start.InUtc().Date);
        (await scope.ServiceProvider.GetRequiredService<PublishEdition>().RunAsync(Actor.Console, reading, null, default)).TryGet(out _, out var problem).ShouldBeTrue(problem?.Code);
        return host;
    }

    private static async Task<Edition> EditionAsync(WebHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<EditionBook>().CurrentAsync(Key, default))!.Edition;
    }

    private static async Task WriteAsync(WebHost host, Actor officer, Guid id, string text)
    {
        await using var scope = host.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<WriteNotice>().RunAsync(officer, Key, id, new(NoticeKind.Other, new(2026, 10, 1), null, "Thông báo thử", null, text, null, WebHost.Start), null, 0, default)).ShouldBeNull();
    }

    /// <summary>One transparent pixel.</summary>
    private const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
}
