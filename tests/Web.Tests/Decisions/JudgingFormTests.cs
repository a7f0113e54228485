using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Decisions;

/// <summary>The forms of jurors and of those who run a round, with scripts off.</summary>
public sealed class JudgingFormTests
{
    [Fact]
    public async Task A_sheet_of_a_rubric_with_parts_is_filled_commented_and_signed()
    {
        await using var host = await WebHost.StartAsync();
        await using var world = await WorldAsync(host);
        var juror = (await world.JurorsAsync(1))[0];
        var assignment = await world.AssignAsync(await world.DossierAsync("Một cửa số"), juror);
        host.Clock.Now = world.Clock.Now = AwardWorld.Opens("preliminary");

        var visitor = host.As(juror);
        var page = await visitor.GetAsync($"/judging/{assignment}");
        var lines = page.Html.QuerySelectorAll("[data-key-scale] input").Select(i => i.GetAttribute("name")!).Distinct().ToList();
        (string, string)[] typed = [.. lines.Select(name => (name, "8")), ("comment.technology", "Ổn định."), ("__RequestVerificationToken", page.Html.QuerySelector("form[data-autosave] input[name=__RequestVerificationToken]")!.GetAttribute("value")!)];
        JsonNode.Parse((await visitor.PostAsync($"/judging/{assignment}?handler=Save", ("field", lines[0]), ("value", "7.5"), typed[^1])).Body)!["sum"]!.GetValue<string>().ShouldBe("còn 14 tiêu chí");
        (await visitor.PostAsync($"/judging/{assignment}?handler=Sign", typed)).Location.ShouldBe($"/judging/{assignment}");

        var sheet = await host.WithDbAsync(db => db.Scoresheets.SingleAsync());
        (sheet.State, sheet.Score, sheet.Comments["technology"]).ShouldBe((ScoresheetState.Signed, 800, "Ổn định."));
    }

    [Fact]
    public async Task Forms_with_a_field_per_dossier_are_read_also_when_they_have_none()
    {
        await using var host = await WebHost.StartAsync();
        await using var world = await WorldAsync(host);
        var (secretariat, jurors, dossier) = (await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.JurorsAsync(3), await world.DossierAsync("Một cửa số"));
        host.Clock.Now = world.Clock.Now = AwardWorld.Opens("preliminary");
        foreach (var juror in jurors) await world.SignedAsync(dossier, juror, 800);
        host.Clock.Now = world.Clock.Now = AwardWorld.Closes("preliminary");

        var officer = host.As(secretariat);
        var results = await officer.GetAsync("/manage/demo/2026/results?round=preliminary");
        (await officer.SubmitAsync(results, "form[action*='handler=Shortlist']")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await host.WithDbAsync(db => db.RoundEntries.SingleAsync())).DossierId.ShouldBe(dossier.Id);

        var late = host.As((await world.JurorsAsync(1))[0]);
        var declaration = await late.GetAsync("/judging/conflicts/demo/2026");
        var token = declaration.Html.QuerySelector("main form input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var empty = await late.PostAsync("/judging/conflicts/demo/2026", ("__RequestVerificationToken", token));
        (empty.Status, empty.Text(".error-summary li")).ShouldBe((HttpStatusCode.UnprocessableEntity, "Biểu mẫu gửi lên không có hồ sơ nào. Hãy mở lại trang này, xem từng hồ sơ rồi xác nhận."));
        (await late.PostAsync("/judging/conflicts/demo/2026", ("__RequestVerificationToken", token), ("Reasons[abc]", "Người nhà"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await late.SubmitAsync(declaration, "main form", ($"Reasons[{dossier.Id}]", "Người nhà làm ở đơn vị."))).Location.ShouldBe("/judging");
        var again = await late.GetAsync("/judging/conflicts/demo/2026");
        again.Html.QuerySelector("[name^=Reasons]").ShouldBeNull("the conflict is known");
        (await late.SubmitAsync(again, "main form")).Location.ShouldBe("/judging");
    }

    [Fact]
    public async Task Several_jurors_are_seated_at_once()
    {
        await using var host = await WebHost.StartAsync();
        await using var world = await WorldAsync(host);
        var secretariat = await world.PersonAsync("Chuyên viên", Role.Secretariat);
        foreach (var n in new[] { 1, 2 }) await world.PersonAsync($"Giám khảo {n}", Role.Juror);
        var officer = host.As(secretariat);

        var page = await officer.GetAsync("/manage/demo/2026/panels");
        var people = page.Html.QuerySelectorAll("section[aria-labelledby=c-digital-economy] input[name=People]").Select(i => ("People", i.GetAttribute("value")!)).ToArray();
        (await officer.SubmitAsync(page, "section[aria-labelledby=c-digital-economy] form[action*='handler=Appoint']")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await officer.SubmitAsync(page, "section[aria-labelledby=c-digital-economy] form[action*='handler=Appoint']", people)).Location!.ShouldEndWith("done=appointed");
        (await host.WithDbAsync(db => db.PanelSeats.Where(s => s.CategoryCode == "digital-economy").CountAsync())).ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task In_a_blind_round_a_juror_reads_neither_who_applies_nor_who_signed(bool isBlind)
    {
        await using var host = await WebHost.StartAsync();
        await using var world = await WorldAsync(host);
        await PublishAsync(host, AwardWorld.Edition with
        {
            Rounds = Published.Of<IReadOnlyList<Round>>([.. AwardWorld.Edition.Rounds.Value.Select(r => r is ScoringRound { Code: "preliminary" } first ? first with { HidesApplicants = isBlind } : r)]),
        });
        var (juror, dossier) = ((await world.JurorsAsync(1))[0], await world.DossierAsync("Một cửa số"));
        await SignDeclarationAsync(host, dossier, "Nguyễn Văn Ký");
        var assignment = await world.AssignAsync(dossier, juror);
        host.Clock.Now = world.Clock.Now = AwardWorld.Opens("preliminary");

        var visitor = host.As(juror);
        foreach (var address in (string[])[$"/judging/{assignment}", "/judging"])
        {
            var page = await visitor.GetAsync(address);
            (page.Status, page.Body.Contains("Một cửa số")).ShouldBe((HttpStatusCode.OK, true), address);
            // Who began the dossier is told to no juror; who signed and which organisation, to those of an open round.
            page.Body.ShouldNotContain("Người phụ trách");
            if (isBlind) foreach (var secret in (string[])["Nguyễn Văn Ký", "Công ty Minh họa", "0100000001"]) page.Body.ShouldNotContain(secret, customMessage: address);
        }
        if (!isBlind) foreach (var shown in (string[])["Nguyễn Văn Ký", "Công ty Minh họa"]) (await visitor.GetAsync($"/judging/{assignment}")).Body.ShouldContain(shown);
    }

    private static Task PublishAsync(WebHost host, Edition edition) => host.WithDbAsync(db =>
    {
        var (content, sha256) = EditionSnapshot.Freeze(edition);
        db.EditionSnapshots.Add(new()
        {
            Id = Guid.CreateVersion7(), EditionKey = edition.Key, Number = 2, Sha256 = sha256, Content = Encoding.UTF8.GetString(content), PublishedAt = host.Clock.Now, NoticeVi = "Thông báo", NoticeEn = "Notice",
        });
        return db.SaveChangesAsync();
    });

    /// <summary>The version that counts carries a declaration signed by name.</summary>
    private static Task<int> SignDeclarationAsync(WebHost host, AwardDossier dossier, string name) => host.WithDbAsync(async db =>
    {
        var first = await db.DossierVersions.AsNoTracking().SingleAsync(v => v.DossierId == dossier.Id);
        var field = AwardWorld.Edition.FormFor("intake", dossier.Category)!.Fields.OfType<DeclarationField>().First();
        var content = DossierContent.Read(first.Content);
        var text = (content with { Answers = new Dictionary<string, JsonNode?>(content.Answers) { [field.Code] = Signature.On(field, name, dossier.Applicant.PersonId!.Value, host.Clock.Now)!.ToJson() } }).Freeze();
        var signed = new DossierVersion
        {
            Id = Guid.CreateVersion7(), DossierId = dossier.Id, Number = 2, SubmittedAt = host.Clock.Now, SubmittedBy = first.SubmittedBy, SnapshotId = first.SnapshotId,
            CategoryCode = first.CategoryCode, Content = text, Sha256 = DossierContent.HashOf(text),
        };
        db.DossierVersions.Add(signed);
        await db.SaveChangesAsync();
        return await db.Dossiers.Where(d => d.Id == dossier.Id).ExecuteUpdateAsync(d => d.SetProperty(x => x.CurrentVersionId, signed.Id));
    });

    [Fact]
    public async Task The_panel_of_the_earlier_round_is_looked_at_and_seated_again()
    {
        await using var host = await WebHost.StartAsync();
        await using var world = await WorldAsync(host);
        var (officer, jurors, dossier) = (host.As(await world.PersonAsync("Chuyên viên", Role.Secretariat)), await world.JurorsAsync(3), await world.DossierAsync("Một cửa số"));
        await host.WithDbAsync(db =>
        {
            db.Conflicts.Add(new() { Id = Guid.CreateVersion7(), EditionKey = AwardWorld.Key, PersonId = jurors[1].PersonId!.Value, DossierId = dossier.Id, Source = ConflictSource.Declared, State = ConflictState.Suggested, Reason = "Người nhà", NotedAt = host.Clock.Now });
            return db.SaveChangesAsync();
        });

        (await officer.GetAsync("/manage/demo/2026/panels?round=preliminary")).Html.QuerySelector("form[action*='handler=CopyPreview']").ShouldBeNull("there is no earlier round");
        var page = await officer.GetAsync("/manage/demo/2026/panels?round=final");
        var preview = await officer.SubmitAsync(page, $"section[aria-labelledby=c-{AwardWorld.Category}] form[action*='handler=CopyPreview']");
        preview.Html.QuerySelectorAll("#copy .choice").Select(c => (c.QuerySelector("span")!.ChildNodes[0].TextContent.Trim(), c.QuerySelector("input")!.HasAttribute("checked")))
            .ShouldBe([("Giám khảo 1", true), ("Giám khảo 2", false), ("Giám khảo 3", true)]);
        preview.Text("#copy .badge").ShouldBe("xung đột lợi ích với 1 hồ sơ");

        string token = preview.Html.QuerySelector("#copy input[name=__RequestVerificationToken]")!.GetAttribute("value")!, address = "/manage/demo/2026/panels?handler=Copy";
        (string, string)[] fields = [("round", "final"), ("CategoryCode", AwardWorld.Category), ("From", "preliminary"), ("__RequestVerificationToken", token)];
        (await officer.PostAsync(address, fields)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await officer.PostAsync(address, [.. fields, .. new[] { jurors[0], jurors[2] }.Select(j => ("People", $"{j.PersonId}"))])).Location!.ShouldEndWith("done=appointed");
        (await host.WithDbAsync(db => db.PanelSeats.Where(s => s.RoundCode == "final").Select(s => s.PersonId).ToListAsync())).ShouldBe([jurors[0].PersonId!.Value, jurors[2].PersonId!.Value], ignoreOrder: true);
    }

    [Fact]
    public async Task An_assignment_is_proposed_changed_and_applied_with_scripts_off()
    {
        await using var host = await WebHost.StartAsync();
        await using var world = await WorldAsync(host);
        var (officer, jurors) = (host.As(await world.PersonAsync("Chuyên viên", Role.Secretariat)), await world.JurorsAsync(5));
        var dossiers = new[] { await world.DossierAsync("Một cửa số"), await world.DossierAsync("Kho dữ liệu mở") };
        host.Clock.Now = world.Clock.Now = AwardWorld.Opens("preliminary");
        const string address = "/manage/demo/2026/panels", preview = $"{address}?handler=Preview";

        var page = await officer.GetAsync($"{address}?round=preliminary");
        (string, string)[] first = [("round", "preliminary"), ("CategoryCode", AwardWorld.Category), ("Seed", ""), ("Objective", "Fair"), ("__RequestVerificationToken", Token(page))];
        var fair = await officer.PostAsync(preview, first);
        fair.Status.ShouldBe(HttpStatusCode.OK);
        fair.Html.QuerySelectorAll("#preview table:first-of-type tbody tr").Length.ShouldBeGreaterThanOrEqualTo(3);
        fair.Text("#preview h3").ShouldBe("Phân công dự kiến: Công bằng giữa các hồ sơ");

        var choose = Button(fair, "choose ");
        var chosen = await AskAsync(fair, choose);
        chosen.Html.QuerySelector("#pair").ShouldNotBeNull();
        var pair = choose["choose ".Length..];
        var forbidden = await AskAsync(chosen, Button(chosen, "forbid "));
        forbidden.Html.QuerySelector($"#preview [value='allow {pair}']").ShouldNotBeNull();
        forbidden.Html.QuerySelector($"#preview [value='choose {pair}']").ShouldBeNull("the pair must not be");
        (await AskAsync(forbidden, $"pin {pair}")).Status.ShouldBe(HttpStatusCode.Conflict);

        var options = await AskAsync(forbidden, Button(forbidden, "choose "));
        var swapped = await AskAsync(options, Button(options, "swap "));
        swapped.Html.QuerySelector("#preview [value=undo]").ShouldNotBeNull();
        var applied = await officer.PostAsync($"{address}?handler=Apply", State(swapped));
        applied.Location!.ShouldEndWith("done=assigned");
        var running = await host.WithDbAsync(db => db.Assignments.Select(a => new { a.DossierId, a.JurorId }).ToListAsync());
        running.Count.ShouldBe(6);
        running.ShouldNotContain(a => $"{dossiers.Single(d => d.Id == a.DossierId).Reference}/{a.JurorId}" == pair);

        var seat = await host.WithDbAsync(db => db.PanelSeats.Where(s => s.PersonId == running[0].JurorId).Select(s => s.Id).SingleAsync());
        var replacing = await officer.PostAsync($"{address}?handler=ReplacePreview", ("round", "preliminary"), ("id", $"{seat}"), ("__RequestVerificationToken", Token(page)));
        replacing.Html.QuerySelector("#replace tbody tr").ShouldNotBeNull();
        (await officer.SubmitAsync(replacing, "#replace")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await officer.SubmitAsync(replacing, "#replace", ("Reason", "Nghỉ ốm"))).Location!.ShouldEndWith("done=replaced");

        Task<Shown> AskAsync(Shown shown, string act) => officer.PostAsync(preview, [.. State(shown), ("Act", act)]);
        static string Button(Shown shown, string verb) => shown.Html.QuerySelector($"#preview button[name=Act][value^='{verb}']").ShouldNotBeNull().GetAttribute("value")!;
        static string Token(Shown shown) => shown.Html.QuerySelector("main form input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        static (string, string)[] State(Shown shown) => [.. shown.Html.QuerySelectorAll("#plan input").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value") ?? ""))];
    }

    [Fact]
    public async Task More_options_say_what_they_give_and_cost_and_what_is_wrong_is_kept_with_its_reason()
    {
        await using var host = await WebHost.StartAsync();
        await using var world = await WorldAsync(host);
        var officer = host.As(await world.PersonAsync("Chuyên viên", Role.Secretariat));
        await world.JurorsAsync(5);
        foreach (var product in new[] { "Một cửa số", "Kho dữ liệu mở" }) await world.DossierAsync(product);
        host.Clock.Now = world.Clock.Now = AwardWorld.Opens("preliminary");
        const string form = $"section[aria-labelledby=c-{AwardWorld.Category}] form[action*='handler=Preview']";

        var page = await officer.GetAsync("/manage/demo/2026/panels?round=preliminary");
        page.Html.QuerySelector($"{form} details")!.HasAttribute("open").ShouldBeFalse("the common choice stands alone");
        var wrong = await officer.SubmitAsync(page, form, ("Objective", "LargestTotal"), ("LeastEach", "3"), ("MostEach", "2"));
        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        wrong.Html.QuerySelector($"{form} details")!.HasAttribute("open").ShouldBeTrue();
        wrong.Html.QuerySelector($"{form} [name=LeastEach]")!.GetAttribute("value").ShouldBe("3");
        wrong.Body.ShouldContain("không được lớn hơn số nhiều nhất");

        var lowest = await officer.SubmitAsync(page, form, ("Objective", "HighestLowest"));
        lowest.Text("#preview h3").ShouldBe("Phân công dự kiến: Nâng hồ sơ thấp nhất");
        lowest.Html.QuerySelectorAll("#preview table:first-of-type tbody tr [role=rowheader]").Take(5).Select(h => h.TextContent)
            .ShouldBe(["Ngẫu nhiên cân bằng", "Tổng phù hợp lớn nhất", "Công bằng giữa các hồ sơ", "Nâng hồ sơ thấp nhất", "Bốc thăm có giới hạn"]);
        var lot = await officer.SubmitAsync(page, form, ("Objective", "CappedRandom"), ("CapPercent", "80"), ("GiveUpPermille", "20"));
        lot.Body.ShouldContain("Không cặp mới nào có xác suất quá 80 %");
        lot.Body.ShouldContain("không đổi cặp để so sánh chắc hơn");
        lot.Html.QuerySelector("#plan [name=CapPercent]")!.GetAttribute("value").ShouldBe("80");
        var diverse = await officer.SubmitAsync(page, form, ("Objective", "LargestTotal"), ("MostEach", "2"), ("GiveUpPermille", "20"));
        diverse.Html.QuerySelector("#plan option[selected]")!.GetAttribute("value").ShouldBe("20");
        diverse.Html.QuerySelectorAll("#preview p").ShouldContain(p => p.TextContent.Contains("tổng từ ", StringComparison.OrdinalIgnoreCase));
        (await officer.SubmitAsync(page, form, ("Objective", "CappedRandom"), ("CapPercent", "10"))).Body.ShouldContain("Hãy nâng mức này");
    }

    [Fact]
    public async Task A_juror_describes_what_they_know_and_the_secretariat_sees_it()
    {
        await using var host = await WebHost.StartAsync();
        await using var world = await WorldAsync(host);
        var (secretariat, jurors) = (await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.JurorsAsync(2));
        const string own = "/judging/profile/demo/2026";
        var juror = host.As(jurors[0]);
        (await juror.SubmitAsync(await juror.GetAsync(own), "main form", ("Expertise", "An toàn thông tin"), ("Areas", AwardWorld.Category))).Location!.ShouldEndWith("done=profile_saved");
        (await host.As(secretariat).GetAsync($"{own}/{jurors[0].PersonId}")).Text("textarea").ShouldBe("An toàn thông tin");
        (await host.As(jurors[1]).GetAsync($"{own}/{jurors[0].PersonId}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static Task<AwardWorld> WorldAsync(WebHost host)
    {
        var options = host.Services.CreateScope().ServiceProvider.GetRequiredService<DbContextOptions<BangVangDb>>();
        return AwardWorld.OnAsync(() => new BangVangDb(options));
    }
}
