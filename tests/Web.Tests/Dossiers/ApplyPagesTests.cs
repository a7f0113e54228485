using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BangVang.App.Log;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Proof.Receipts;
using BangVang.Testing;
using BangVang.Testing.Files;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Dossiers;

/// <summary>The applicant's way through the pages with scripts off, and every refusal on it.</summary>
public sealed class ApplyPagesTests
{
    [Theory, Engines]
    public async Task From_the_self_check_to_the_receipt_with_scripts_off(Engine engine)
    {
        await using var host = await ApplyHost.StartAsync(engine);
        var (an, actor) = await host.PersonAsync("Nguyễn An");
        var dossier = await an.StartDossierAsync(await host.EnterpriseAsync(actor));
        dossier.ShouldStartWith("/dossiers/");
        (await an.GetAsync(dossier)).Text("h1").ShouldBe("Sản phẩm A");
        await an.FillAsync(dossier);
        var ready = await an.GetAsync(dossier);
        ready.Text(".notice--err h2").ShouldBe("Hồ sơ đã đủ nhưng chưa được nộp");

        var check = await an.GetAsync($"{dossier}/check");
        check.Html.QuerySelector(".error-summary").ShouldBeNull();
        check.Text(".answers:nth-of-type(2) dd .pre").ShouldNotBeNull();
        var sent = await an.SubmitAsync(check, ".submit-card");
        sent.Location.ShouldBe($"{dossier}/receipt/1");
        (await an.SubmitAsync(check, ".submit-card")).Location.ShouldBe($"{dossier}/receipt/1");

        var receipt = await an.GetAsync(sent.Location!);
        receipt.Text("h1").ShouldBe("Giấy biên nhận");
        receipt.Body.ShouldContain("HS-001");
        receipt.Html.Body!.TextContent.ShouldContain("10:00:00, 01/10/2026 (UTC+7)");
        using var json = JsonDocument.Parse((await an.GetAsync($"{dossier}/receipt/1.json")).Body);
        var hash = json.RootElement.GetProperty("sha256").GetString()!;
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json.RootElement.GetProperty("content").GetString()!))).ShouldBe(hash);
        receipt.Body.ShouldContain(hash);
        var log = json.RootElement.GetProperty("log");
        var commitment = Convert.ToHexStringLower(SHA256.HashData([.. Convert.FromHexString(log.GetProperty("salt").GetString()!), .. Encoding.UTF8.GetBytes(log.GetProperty("payload").GetString()!)]));
        log.GetProperty("entry").GetString()!.ShouldContain(commitment);
        Trust.TryParse(Encoding.UTF8.GetBytes((await host.As().GetAsync("/trust.json")).Body), out var trust).ShouldBeTrue();
        ReceiptFile.Check(Encoding.UTF8.GetBytes(json.RootElement.GetRawText()), trust!).Failure.ShouldBeNull();
        await host.RunAsync<GrowLog, int>(a => a.RunAsync(default));
        var proved = ReceiptFile.Check(Encoding.UTF8.GetBytes((await an.GetAsync($"{dossier}/receipt/1.json")).Body), trust!);
        (proved.Standing, proved.Receipt!.Reference).ShouldBe((ReceiptStanding.Proved, "HS-001"));
        (await an.GetAsync(sent.Location!)).Html.Body!.TextContent.ShouldContain("dưới một điểm kiểm gồm");
        (await host.WithDbAsync(db => db.Dossiers.SingleAsync())).State.ShouldBe(DossierState.Submitted);
    }

    [Theory]
    [InlineData("vi", "Kiểm tra điều kiện dự giải", "Không đạt: người Việt Nam sở hữu dưới 51%.")]
    [InlineData("en", "Check the conditions", "Not met: Vietnamese hold less than 51%.")]
    public async Task The_self_check_needs_no_account_and_says_what_fails_with_article_and_remedy(string language, string title, string verdict)
    {
        await using var host = await ApplyHost.StartAsync();
        var visitor = host.As();
        visitor.Client.DefaultRequestHeaders.Add("Accept-Language", language);
        var page = await visitor.GetAsync($"/apply/{ApplyHost.Key}", language);
        (page.Status, page.Text("h1")).ShouldBe((HttpStatusCode.OK, title));

        var result = await visitor.CheckAsync(("a.fact:foreign_invested", "yes"), ("a.fact:vietnamese_share", language == "vi" ? "50,99" : "50.99"));
        result.Html.QuerySelectorAll(".v-no strong").Select(e => e.TextContent).ShouldContain(verdict);
        result.Html.QuerySelectorAll(".v-no .muted").Select(e => e.TextContent).ShouldAllBe(a => a == "Điều 5 khoản 2");
        result.Html.QuerySelector("form[action$='/start']").ShouldBeNull();
        (await host.WithDbAsync(db => db.Dossiers.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task The_adviser_puts_first_the_categories_whose_rules_are_met()
    {
        await using var host = await ApplyHost.StartAsync();
        var visitor = host.As();
        var met = await visitor.CheckAsync();
        met.Html.QuerySelectorAll(".category-verdict h4").Select(e => e.TextContent).ShouldBe(["Sản phẩm công nghệ số xuất sắc", "Sản phẩm công nghệ số tiềm năng"]);
        met.Text("#result strong").ShouldBe("Sản phẩm đạt mọi điều kiện của 2 trong 2 hạng mục.");
        var late = await visitor.CheckAsync(("a.fact:launched_on", "01/01/2026"));
        late.Html.QuerySelectorAll(".category-verdict h4").Select(e => e.TextContent).ShouldBe(["Sản phẩm công nghệ số tiềm năng", "Sản phẩm công nghệ số xuất sắc"]);
        var typo = await visitor.CheckAsync(("a.fact:launched_on", "năm ngoái"));
        typo.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        typo.Html.QuerySelector<IHtmlInputElement>("[name='a.fact:launched_on']")!.Value.ShouldBe("năm ngoái");
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_signs_in_and_starts_with_the_answers()
    {
        await using var host = await ApplyHost.StartAsync();
        await host.EnterAsync(Role.Applicant, ApplyHost.Key, email: "an@example.vn");
        var visitor = host.As();
        var door = await visitor.SubmitAsync(await visitor.CheckAsync(), "form[action*='handler=carry']");
        (door.Status, door.Text("h1")).ShouldBe((HttpStatusCode.OK, "Đăng nhập"));

        // A slip of the password loses nothing; the browser keeps the new session's cookie.
        var refused = await visitor.SubmitAsync(door, "main form", ("Email", "an@example.vn"), ("Password", "sai mật khẩu"));
        var entered = await visitor.SubmitAsync(refused, "main form", ("Email", "an@example.vn"), ("Password", WebHost.Password));
        (entered.Status, entered.Text("h1")).ShouldBe((HttpStatusCode.OK, "Đã đăng nhập"));
        var start = await visitor.SubmitAsync(entered, "main form");
        (start.Status, start.Text("h1")).ShouldBe((HttpStatusCode.OK, "Lập hồ sơ"));
        start.Html.QuerySelector<IHtmlInputElement>("[name='Carry']")!.Value.ShouldContain("fact:launched_on");
    }

    [Fact]
    public async Task A_form_sent_without_signing_in_is_refused_and_kept_and_its_page_leads_to_the_sign_in()
    {
        await using var host = await ApplyHost.StartAsync();
        var (an, _) = await host.PersonAsync("Nguyễn An");
        var signedIn = await an.CheckAsync();
        var refused = await host.As().SubmitAsync(signedIn, "form[action$='/start']");
        (refused.Status, refused.Text("h1")).ShouldBe((HttpStatusCode.Unauthorized, "Cần đăng nhập"));
        refused.Html.QuerySelector<IHtmlInputElement>("form[action$='/start'] [name='Carry']")!.Value.ShouldContain("fact:launched_on");
        (await host.As().GetAsync($"/apply/{ApplyHost.Key}/start")).Location.ShouldBe($"/sign-in?returnUrl={Uri.EscapeDataString($"/apply/{ApplyHost.Key}/start")}");
    }

    [Theory]
    [InlineData("https://evil.example/start")]
    [InlineData("//evil.example/start")]
    [InlineData("/%5Cevil.example")]
    public async Task What_was_answered_is_never_carried_to_another_site(string wanted)
    {
        await using var host = await ApplyHost.StartAsync();
        await host.EnterAsync(Role.Applicant, ApplyHost.Key, email: "an@example.vn");
        var visitor = host.As();
        var door = await visitor.GetAsync($"/sign-in?returnUrl={Uri.EscapeDataString(wanted)}");
        var entered = await visitor.SubmitAsync(door, "main form", ("Email", "an@example.vn"), ("Password", WebHost.Password), ("Carry", "{}"));
        entered.Location.ShouldBe("/dossiers");
        entered.Body.ShouldNotContain("evil");
    }

    [Fact]
    public async Task Who_has_no_organisation_registers_it_with_the_answers_and_goes_on()
    {
        await using var host = await ApplyHost.StartAsync();
        var (an, _) = await host.PersonAsync("Nguyễn An");
        var start = await an.SubmitAsync(await an.CheckAsync(), "form[action$='/start']");
        var register = await an.SubmitAsync(start, "form[action^='/enterprises/register']");
        register.Status.ShouldBe(HttpStatusCode.OK);
        var wrong = await an.SubmitAsync(register, "main form", ("TaxCode", "0100109107"));
        (wrong.Status, wrong.Text(".error-msg")).ShouldBe((HttpStatusCode.UnprocessableEntity, "Mã số thuế không đúng: chữ số kiểm tra thứ mười không khớp. Hãy xem lại giấy chứng nhận đăng ký."));
        wrong.Html.QuerySelector<IHtmlInputElement>("[name=TaxCode]")!.Value.ShouldBe("0100109107");

        var profile = await an.SubmitAsync(wrong, "main form", ("TaxCode", "0100109106"));
        profile.Html.QuerySelector<IHtmlInputElement>("[name='Input.Kind'][value=Enterprise]")!.IsChecked.ShouldBeTrue();
        profile.Html.QuerySelector<IHtmlInputElement>("[name='Input.Employees']")!.Value.ShouldBe("40");
        var incomplete = await an.SubmitAsync(profile, "form[action*='Profile']", ("Input.Name", ""));
        incomplete.Html.QuerySelectorAll(".error-summary li").Length.ShouldBe(3);

        var done = await an.SubmitAsync(incomplete, "form[action*='Profile']", ("Input.Name", "Công ty Minh họa 01"), ("Input.IsUnderVietnameseLaw", "true"), ("Input.ProvinceCode", "01"));
        done.Text("h1").ShouldBe("Đã đăng ký đơn vị");
        var again = await an.SubmitAsync(done, "form[action$='/start']");
        var created = await an.SubmitAsync(again, "main form", ("ProductName", "Sản phẩm A"));
        var hub = await an.GetAsync(created.Location!);
        hub.Html.QuerySelectorAll(".v-ok").Length.ShouldBe(4);
        (await host.WithDbAsync(db => db.DossierAnswers.Select(a => a.FieldCode).Order().ToListAsync())).ShouldBe(["fact:stages_in_viet_nam", "launch"]);
    }

    [Fact]
    public async Task A_known_tax_code_asks_its_owner_and_shows_nothing()
    {
        await using var host = await ApplyHost.StartAsync();
        var (an, actor) = await host.PersonAsync("Nguyễn An");
        var (binh, _) = await host.PersonAsync("Trần Bình");
        await host.EnterpriseAsync(actor);
        var asked = await binh.SubmitAsync(await binh.GetAsync("/enterprises/register"), "main form", ("TaxCode", "0100109106"));
        asked.Text("h1").ShouldBe("Đã hỏi người phụ trách");
        asked.Body.ShouldNotContain("Minh họa");

        var mine = await an.GetAsync("/enterprises/mine");
        mine.Body.ShouldContain("Trần Bình (tran-binh@example.vn) xin được cùng làm việc cho đơn vị.");
        (await an.SubmitAsync(mine, "form[action*='Answer']")).Location.ShouldBe("/enterprises/mine");
        (await binh.GetAsync("/enterprises/mine")).Body.ShouldContain("Công ty Minh họa 01");
    }

    [Fact]
    public async Task What_is_typed_stays_also_when_it_is_wrong_and_says_so_where_it_stands()
    {
        await using var host = await ApplyHost.StartAsync();
        var (an, actor) = await host.PersonAsync("Nguyễn An");
        var dossier = await an.StartDossierAsync(await host.EnterpriseAsync(actor));
        var wrong = await an.SubmitAsync(await an.GetAsync($"{dossier}/section/value"), "form[data-autosave]", ("a.users", "khoảng 12 nghìn"), ("a.customers[0].since", "hôm qua"), ("act", "next"));
        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        wrong.Html.QuerySelectorAll(".error-summary li").Select(e => e.TextContent).ShouldBe(
        [
            "Số người dùng: Cần một số nguyên, ví dụ 12.500. Bạn đã nhập “khoảng 12 nghìn”.",
            "Khách hàng, dòng 1, Tên: Chưa có câu trả lời",
            "Khách hàng, dòng 1, Từ ngày: Cần một ngày có thật, ví dụ 01/07/2025. Bạn đã nhập “hôm qua”.",
        ]);
        foreach (var link in wrong.Html.QuerySelectorAll<IHtmlAnchorElement>(".error-summary a")) wrong.Html.GetElementById(link.Hash[1..]).ShouldNotBeNull(link.Hash);

        var later = await an.GetAsync($"{dossier}/section/value");
        later.Html.QuerySelector<IHtmlInputElement>("[name='a.users']")!.Value.ShouldBe("khoảng 12 nghìn");
        later.Html.QuerySelector<IHtmlInputElement>("[name='a.customers[0].since']")!.Value.ShouldBe("hôm qua");
        (await an.GetAsync(dossier)).Text(".badge--err").ShouldBe("3 chỗ cần sửa");
    }

    [Fact]
    public async Task A_table_grows_by_a_button_and_keeps_its_rows()
    {
        await using var host = await ApplyHost.StartAsync();
        var (an, actor) = await host.PersonAsync("Nguyễn An");
        var dossier = await an.StartDossierAsync(await host.EnterpriseAsync(actor));
        var two = await an.SubmitAsync(await an.GetAsync($"{dossier}/section/value"), "form[data-autosave]", ("a.customers[0].name", "Đơn vị B"), ("a.customers[0].seats", "1.250,5"), ("act", "row|customers"));
        two.Html.QuerySelectorAll("tbody tr").Length.ShouldBe(2);
        var saved = await an.SubmitAsync(two, "form[data-autosave]", ("a.customers[1].name", "Đơn vị C"), ("act", "stay"));
        saved.Location.ShouldBe($"{dossier}/section/value");
        var page = await an.GetAsync($"{dossier}/section/value");
        page.Html.QuerySelectorAll<IHtmlInputElement>("td input").Select(i => i.Value).ShouldBe(["Đơn vị B", "", "1.250,5", "Đơn vị C", "", ""]);
        (await an.GetAsync($"{dossier}/section/value", "en")).Html.QuerySelector<IHtmlInputElement>("[name='a.customers[0].seats']")!.Value.ShouldBe("1,250.5");
    }

    [Fact]
    public async Task Two_colleagues_in_one_field_both_see_both()
    {
        await using var host = await ApplyHost.StartAsync();
        var (an, actor) = await host.PersonAsync("Nguyễn An");
        var (binh, _) = await host.PersonAsync("Trần Bình");
        var dossier = await an.StartDossierAsync(await host.EnterpriseAsync(actor));
        (await an.SubmitAsync(await an.GetAsync($"{dossier}/colleagues"), "form[action*='Invite']", ("Email", "tran-binh@example.vn"))).Location.ShouldBe($"{dossier}/colleagues");
        var link = await host.WithDbAsync(async db => System.Text.RegularExpressions.Regex.Match((await db.Outbox.SingleAsync(m => m.About != null)).Mail.Body, "/dossiers/join/[A-Za-z0-9_-]+").Value);
        (await host.As().GetAsync(link)).Body.ShouldContain("Nguyễn An mời bạn cùng làm hồ sơ HS-001");
        (await binh.SubmitAsync(await binh.GetAsync(link), "main form")).Location.ShouldBe(dossier);

        var mine = await an.GetAsync($"{dossier}/section/about");
        await binh.SubmitAsync(await binh.GetAsync($"{dossier}/section/about"), "form[data-autosave]", ("a.pitch", "Của Bình"), ("act", "stay"));
        var clash = await an.SubmitAsync(mine, "form[data-autosave]", ("a.pitch", "Của An"), ("a.page", "https://vi-du.example.vn/"), ("act", "next"));
        clash.Status.ShouldBe(HttpStatusCode.Conflict);
        clash.Html.QuerySelector<IHtmlTextAreaElement>("[name='a.pitch']")!.Value.ShouldBe("Của An");
        clash.Text(".conflict-side .pre").ShouldBe("Của Bình");
        clash.Text(".error-summary")!.ShouldContain("Trần Bình đã sửa mục này lúc 10:00");
        (await an.SubmitAsync(clash, "form[data-autosave]", ("act", "next"))).Location.ShouldBe($"{dossier}/section/value");
        (await binh.GetAsync($"{dossier}/section/about")).Html.QuerySelector<IHtmlTextAreaElement>("[name='a.pitch']")!.Value.ShouldBe("Của An");
        (await binh.GetAsync(dossier)).Html.QuerySelectorAll(".badge--info").Select(b => b.TextContent).ShouldContain("Nguyễn An đang sửa");
    }

    [Fact]
    public async Task A_field_saves_itself_and_answers_time_version_problem_conflict_and_expired_sign_in()
    {
        await using var host = await ApplyHost.StartAsync();
        var (an, actor) = await host.PersonAsync("Nguyễn An");
        var (binh, _) = await host.PersonAsync("Trần Bình");
        var dossier = await an.StartDossierAsync(await host.EnterpriseAsync(actor));
        await host.WithDbAsync(async db => { db.DossierMembers.Add(new() { DossierId = (await db.Dossiers.SingleAsync()).Id, PersonId = (await db.People.SingleAsync(p => p.FullName == "Trần Bình")).Id, AddedAt = host.Clock.Now }); return await db.SaveChangesAsync(); });
        var page = await an.GetAsync($"{dossier}/section/value");

        (await Save(an, page, "a.users", "khoảng 12 nghìn")).ShouldBe((200, "10:00", 1, true, null));
        (await Save(an, page, "a.users", "12.500", 1)).ShouldBe((200, "10:00", 2, false, null));
        (await Save(an, page, "a.users", "12.500", 1)).ShouldBe((200, "10:00", 2, false, null));
        (await Save(an, page, "a.customers[1].name", "Đơn vị C", 0)).ShouldBe((200, "10:00", 1, false, null));
        var (status, _, version, _, theirs) = await Save(binh, await binh.GetAsync($"{dossier}/section/value"), "a.users", "9", 1);
        (status, version, theirs).ShouldBe((409, 2, "12.500"));
        (await Save(an, page, "a.nothing", "x")).Status.ShouldBe(404);
        (await Save(host.As(), page, "a.users", "1")).Status.ShouldBe(401);
        (await an.GetAsync($"{dossier}/section/value")).Html.QuerySelector<IHtmlInputElement>("[name='a.customers[1].name']")!.Value.ShouldBe("Đơn vị C");

        static async Task<(int Status, string? At, int? Version, bool HasProblem, string? Theirs)> Save(Visitor who, Shown page, string field, string value, int? version = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{page.Path}?handler=Save");
            request.Headers.Add("Accept", "application/json");
            var token = page.Html.QuerySelector<IHtmlInputElement>("[name=__RequestVerificationToken]")!.Value;
            var body = new List<KeyValuePair<string, string>> { new("__RequestVerificationToken", token), new("field", field), new("value", value) };
            if (version is not null) body.Add(new("version", $"{version}"));
            request.Content = new FormUrlEncodedContent(body);
            using var answer = await who.Client.SendAsync(request);
            if ((int)answer.StatusCode is not (200 or 409)) return ((int)answer.StatusCode, null, null, false, null);
            var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            return ((int)answer.StatusCode, json.TryGetProperty("at", out var at) ? at.GetString() : null, json.GetProperty("version").GetInt32(),
                json.TryGetProperty("problem", out var problem) && problem.ValueKind is JsonValueKind.String, json.TryGetProperty("theirs", out var other) ? other[0].GetString() : null);
        }
    }

    [Fact]
    public async Task A_file_that_is_not_what_its_name_says_is_refused_and_the_rest_is_kept()
    {
        await using var host = await ApplyHost.StartAsync();
        var (an, actor) = await host.PersonAsync("Nguyễn An");
        var dossier = await an.StartDossierAsync(await host.EnterpriseAsync(actor));
        var refused = await an.SendFileAsync(await an.GetAsync($"{dossier}/section/papers"), "proof", "xac-nhan.pdf", "không phải pdf"u8.ToArray());
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Text("#f-a_proof .error-msg").ShouldNotBeNullOrEmpty();

        await an.SendFileAsync(refused, "proof", "Xác nhận.pdf", SampleFiles.Of(FileKind.Pdf));
        var page = await an.GetAsync($"{dossier}/section/papers");
        var link = page.Html.QuerySelector<IHtmlAnchorElement>("[data-files-of=proof] a")!.PathName;
        var download = await an.Client.GetAsync(link);
        (await download.Content.ReadAsByteArrayAsync()).ShouldBe(SampleFiles.Of(FileKind.Pdf));
        download.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe("Xác nhận.pdf");
        var (binh, _) = await host.PersonAsync("Trần Bình");
        (await binh.GetAsync(link)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await host.As().GetAsync(link)).Status.ShouldBe(HttpStatusCode.Redirect);

        var act = page.Html.QuerySelector<IHtmlButtonElement>("button[value^='detach|proof']")!.Value;
        (await an.SubmitAsync(page, "form[data-autosave]", ("act", act))).Location.ShouldBe($"{dossier}/section/papers");
        (await an.GetAsync($"{dossier}/section/papers")).Html.QuerySelectorAll("[data-files-of=proof] li").Length.ShouldBe(0);
    }

    [Fact]
    public async Task Too_late_is_said_with_the_time_and_nothing_is_lost()
    {
        await using var host = await ApplyHost.StartAsync();
        var (an, actor) = await host.PersonAsync("Nguyễn An");
        var dossier = await an.StartDossierAsync(await host.EnterpriseAsync(actor));
        await an.FillAsync(dossier);
        var check = await an.GetAsync($"{dossier}/check");
        host.Clock.Now = ApplyEdition.Closes;
        var refused = await an.SubmitAsync(check, ".submit-card");
        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        refused.Text(".error-summary li").ShouldBe("Đã hết hạn nhận hồ sơ: hết ngày 22/10/2026 (UTC+7) (Điều 9).");
        refused.Body.ShouldContain("Giảm một nửa thời gian chờ");
        (await an.GetAsync(dossier)).Text(".notice--err")!.ShouldContain("Đã hết hạn nhận hồ sơ");
        (await an.GetAsync($"/apply/{ApplyHost.Key}")).Text(".notice--warn")!.ShouldContain("Đã hết hạn nhận hồ sơ");

        await host.PublishAsync(ApplyEdition.Edition with { Phases = [ApplyEdition.Intake with { Extensions = [new() { Closes = new(2026, 10, 30) }] }, ApplyEdition.Council] }, 2);
        (await an.SubmitAsync(refused, ".submit-card")).Location.ShouldBe($"{dossier}/receipt/1");
    }

    [Fact]
    public async Task What_is_missing_is_listed_with_links_to_its_place()
    {
        await using var host = await ApplyHost.StartAsync();
        var (an, actor) = await host.PersonAsync("Nguyễn An");
        var dossier = await an.StartDossierAsync(await host.EnterpriseAsync(actor));
        var refused = await an.SubmitAsync(await an.GetAsync($"{dossier}/check"), ".submit-card");
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var links = refused.Html.QuerySelectorAll<IHtmlAnchorElement>(".error-summary a").ToList();
        links.Select(a => a.TextContent).ShouldBe(
        [
            "Chưa xác nhận thông tin đơn vị", "Tác động trong một câu: Chưa có câu trả lời", "Số người dùng: Chưa có câu trả lời", "Văn bản xác nhận: Chưa có câu trả lời", "Cam đoan: Chưa có câu trả lời",
        ]);
        foreach (var link in links)
        {
            var page = await an.GetAsync(link.PathName + link.Search);
            page.Status.ShouldNotBe(HttpStatusCode.NotFound);
            if (link.Hash.Length > 1) page.Html.GetElementById(link.Hash[1..]).ShouldNotBeNull(link.Href);
        }
    }

    [Fact]
    public async Task A_second_submission_is_compared_with_the_first_and_a_withdrawal_is_confirmed()
    {
        await using var host = await ApplyHost.StartAsync();
        var (an, actor) = await host.PersonAsync("Nguyễn An");
        var dossier = await an.StartDossierAsync(await host.EnterpriseAsync(actor));
        await an.FillAsync(dossier);
        await an.SubmitAsync(await an.GetAsync($"{dossier}/check"), ".submit-card");
        await an.SubmitAsync(await an.GetAsync($"{dossier}/section/about"), "form[data-autosave]", ("a.pitch", "Câu đã sửa"), ("act", "stay"));
        (await an.GetAsync(dossier)).Text(".notice--warn h2").ShouldBe("Đã sửa sau lần nộp 1");
        (await an.SubmitAsync(await an.GetAsync($"{dossier}/check"), ".submit-card")).Location.ShouldBe($"{dossier}/receipt/2");

        var versions = await an.GetAsync($"{dossier}/versions");
        versions.Html.QuerySelectorAll("table:last-of-type tbody tr").Last().TextContent.ShouldContain("Câu đã sửa");
        (await an.GetAsync($"{dossier}/receipt/1")).Body.ShouldContain("lần nộp 2 mới là bản sau cùng");
        (await an.GetAsync($"{dossier}/receipt")).Text("h1").ShouldBe("Giấy biên nhận");
        (await an.GetAsync($"{dossier}/receipt/9")).Status.ShouldBe(HttpStatusCode.NotFound);

        var without = await an.SubmitAsync(await an.GetAsync($"{dossier}/withdraw"), "main form");
        without.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await an.SubmitAsync(without, "main form", ("Reason", "Nộp nhầm sản phẩm"))).Location.ShouldBe(dossier);
        (await an.GetAsync(dossier)).Text(".notice--warn")!.ShouldContain("Nộp nhầm sản phẩm");
    }

    [Theory]
    [InlineData("")]
    [InlineData("/section/about")]
    [InlineData("/eligibility")]
    [InlineData("/profile")]
    [InlineData("/describe")]
    [InlineData("/check")]
    [InlineData("/receipt/1")]
    [InlineData("/receipt/1.json")]
    [InlineData("/versions")]
    [InlineData("/withdraw")]
    [InlineData("/colleagues")]
    [InlineData("/registration")]
    public async Task Somebody_elses_dossier_and_one_that_never_was_answer_alike(string path)
    {
        await using var host = await ApplyHost.StartAsync(edition: ApplyEdition.WithRegistration(required: false));
        var (an, actor) = await host.PersonAsync("Nguyễn An");
        var dossier = await an.StartDossierAsync(await host.EnterpriseAsync(actor));
        await an.FillAsync(dossier);
        await an.SubmitAsync(await an.GetAsync($"{dossier}/check"), ".submit-card");
        (await an.GetAsync(dossier + path)).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var role in new[] { Role.Applicant, Role.Juror, Role.Secretariat, Role.Chair, Role.Auditor })
        {
            var (other, _) = await host.PersonAsync($"Người khác {role}", role);
            var (theirs, nobodys) = (await other.GetAsync(dossier + path), await other.GetAsync($"/dossiers/{Guid.NewGuid()}{path}"));
            (theirs.Status, theirs.Text("h1")).ShouldBe((HttpStatusCode.NotFound, nobodys.Text("h1")));
            theirs.Body.ShouldNotContain("Sản phẩm A");
        }
        (await host.As().GetAsync(dossier + path)).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_preliminary_registration_is_sent_on_its_own_page_and_becomes_the_dossier()
    {
        await using var host = await ApplyHost.StartAsync(edition: ApplyEdition.WithRegistration(required: true));
        host.Clock.Now = Instant.FromUtc(2026, 8, 10, 3, 0);
        var (an, actor) = await host.PersonAsync("Nguyễn An");
        var dossier = await an.StartDossierAsync(await host.EnterpriseAsync(actor));
        var empty = await an.SubmitAsync(await an.GetAsync($"{dossier}/registration"), "form[action*='Send']");
        (empty.Status, empty.Text(".error-summary li")).ShouldBe((HttpStatusCode.UnprocessableEntity, "Giới thiệu ngắn: Chưa có câu trả lời"));
        await an.SubmitAsync(empty, "form[data-autosave]", ("a.pitch", "Một câu giới thiệu"), ("act", "stay"));
        (await an.SubmitAsync(await an.GetAsync($"{dossier}/registration"), "form[action*='Send']")).Location.ShouldBe($"{dossier}/registration");
        (await an.GetAsync($"{dossier}/registration")).Text(".notice--ok")!.ShouldContain("Đã gửi đăng ký sơ bộ lúc 10/08/2026, 10:00 (UTC+7)");
        host.Clock.Now = ApplyEdition.Opens;
        (await an.GetAsync($"{dossier}/section/about")).Html.QuerySelector<IHtmlTextAreaElement>("[name='a.pitch']")!.Value.ShouldBe("Một câu giới thiệu");
        (await an.GetAsync($"/apply/{ApplyHost.Key}")).Text(".notice--warn")!.ShouldContain("Đã hết thời hạn đăng ký sơ bộ: hết ngày 31/08/2026 (UTC+7) (Điều 8)");
    }

    [Theory]
    [InlineData("vi")]
    [InlineData("en")]
    public async Task Every_page_of_the_applicant_is_complete_in_both_languages(string language)
    {
        await using var host = await ApplyHost.StartAsync();
        var (an, actor) = await host.PersonAsync("Nguyễn An");
        var dossier = await an.StartDossierAsync(await host.EnterpriseAsync(actor));
        await an.FillAsync(dossier);
        await an.SubmitAsync(await an.GetAsync($"{dossier}/check"), ".submit-card");
        string[] pages = ["/dossiers", "/enterprises/mine", "/enterprises/register", $"/apply/{ApplyHost.Key}", $"/apply/{ApplyHost.Key}/start", dossier,
            .. new[] { "section/about", "section/value", "section/papers", "eligibility", "profile", "describe", "check", "receipt", "versions", "withdraw", "colleagues" }.Select(p => $"{dossier}/{p}")];
        foreach (var path in pages)
        {
            var page = await an.GetAsync(path, language);
            page.Status.ShouldBe(HttpStatusCode.OK, path);
            page.Html.QuerySelectorAll("h1").Length.ShouldBe(1, path);
            page.Html.QuerySelectorAll("[id]").GroupBy(e => e.Id).Where(g => g.Count() > 1).Select(g => $"{path}#{g.Key}").ShouldBeEmpty();
            page.Html.QuerySelectorAll("main input:not([type=hidden]), main select, main textarea").OfType<IHtmlElement>()
                .Where(e => e.GetAttribute("aria-label") is null && e.Closest("label") is null && page.Html.QuerySelector($"label[for='{e.Id}']") is null && e.Closest("fieldset") is null).Select(e => $"{path} {e.OuterHtml}").ShouldBeEmpty();
            page.Html.QuerySelector("main")!.TextContent.ShouldNotContain("{");
        }
    }
}
