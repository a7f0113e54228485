using System.Net;
using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Decisions;

/// <summary>Extra marks on the pages: asked for by the secretariat, given by the juror after the round, read by the council; and nothing of others before.</summary>
public sealed class ExtraMarksPageTests
{
    private const string Page = "/manage/demo/2026/extra-marks";
    private const string Silver = Page + "?line=final%2Fdigital-government%2Fsilver%2Fplaces";

    private sealed record Judged(WebHost Host, AwardWorld World, Actor Secretariat, Actor Chair, Actor Auditor, IReadOnlyList<Actor> Jurors, IReadOnlyList<AwardDossier> Dossiers) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }

    private static async Task<Judged> JudgedAsync()
    {
        var host = await WebHost.StartAsync();
        var options = host.Services.CreateScope().ServiceProvider.GetRequiredService<DbContextOptions<BangVangDb>>();
        var world = await AwardWorld.OnAsync(() => new BangVangDb(options));
        var dossiers = new List<AwardDossier>();
        foreach (var product in new[] { "Một cửa số", "Kho dữ liệu mở", "Trợ lý văn bản", "Bản đồ số" }) dossiers.Add(await world.DossierAsync(product));
        var f = new Judged(host, world, await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.PersonAsync("Chủ tịch", Role.Chair), await world.PersonAsync("Giám sát", Role.Auditor), await world.JurorsAsync(5), dossiers);
        world.Clock.Now = AwardWorld.Opens("preliminary");
        foreach (var dossier in dossiers) foreach (var juror in f.Jurors.Take(3)) await world.SignedAsync(dossier, juror, 800);
        world.Clock.Now = AwardWorld.Closes("preliminary");
        (await world.WithAsync(db => new FixShortlist(db, new EditionBook(db), world.Clock).RunAsync(f.Secretariat, AwardWorld.Key, "preliminary", new Dictionary<Guid, string>(), null, default))).ShouldBeNull();
        world.Clock.Now = AwardWorld.Opens("final");
        (int Dossier, int Juror, int Mark)[] sheets =
            [(0, 0, 800), (0, 1, 900), (0, 2, 900), (1, 0, 750), (1, 2, 850), (1, 3, 850), (2, 1, 750), (2, 3, 750), (2, 4, 750), (3, 2, 850), (3, 3, 850), (3, 4, 900)];
        foreach (var (dossier, juror, mark) in sheets) await world.SignedAsync(dossiers[dossier], f.Jurors[juror], mark, "final");
        host.Clock.Now = world.Clock.Now = AwardWorld.Opens("council");
        return f;
    }

    /// <summary>Asks for the first mark named on each side, until the end of the second day of the council.</summary>
    /// <returns>The jurors who were asked, in the order of the sides.</returns>
    private static async Task<IReadOnlyList<Actor>> AskAsync(Judged f)
    {
        var officer = f.Host.As(f.Secretariat);
        var page = await officer.GetAsync(Silver);
        var pairs = page.Html.QuerySelectorAll("fieldset").Select(s => s.QuerySelector("input[name=Pairs]")!.GetAttribute("value")!).ToList();
        pairs.Count.ShouldBe(2);
        var answer = await officer.SubmitAsync(page, "main form", [.. pairs.Select(p => ("Pairs", p)), ("ClosesAt", Until()), ("Reason", "Sát nút ở vạch giải Bạc")]);
        answer.Status.ShouldBe(HttpStatusCode.Found);
        return [.. pairs.Select(p => f.Jurors.Single(j => p.EndsWith($"{j.PersonId}", StringComparison.Ordinal)))];
    }

    private static string Until() => (AwardWorld.Opens("council") + Duration.FromDays(2)).InZone(AwardWorld.Edition.TimeZone).LocalDateTime.ToString("uuuu-MM-dd'T'HH:mm", null);

    [Fact]
    public async Task The_secretariat_reads_why_these_and_asks_and_everyone_concerned_sees_what_was_asked()
    {
        await using var f = await JudgedAsync();
        (await f.Host.As(f.Secretariat).GetAsync("/manage/demo/2026/results?round=final")).Html.QuerySelector($"a[href='{Page}']").ShouldNotBeNull();
        var officer = f.Host.As(f.Secretariat);
        var page = await officer.GetAsync(Silver);
        page.Body.ShouldContain("Phải xin ở mọi phía của vạch");
        page.Body.ShouldContain("hồ sơ có thêm phiếu so sánh được với hồ sơ khác");
        page.Html.QuerySelectorAll("fieldset legend").Select(l => l.TextContent.Trim()).ShouldBe(["Phía trên vạch", "Phía dưới vạch"]);
        (await f.Host.As(f.Secretariat).GetAsync(Silver, "en")).Body.ShouldContain("on every side of the line");
        var refused = await officer.SubmitAsync(page, "main form", ("Pairs", ""), ("ClosesAt", Until()), ("Reason", "Vì sát nút"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Body.ShouldContain("Chưa chọn phiếu nào.");
        refused.Html.QuerySelectorAll("input[name=Pairs][checked]").Length.ShouldBe(0, "what was typed stays");

        var asked = await AskAsync(f);
        var after = await f.Host.As(f.Auditor).GetAsync(Page);
        after.Body.ShouldContain("0/2 phiếu");
        after.Body.ShouldContain("Sát nút ở vạch giải Bạc");
        after.Html.QuerySelectorAll("form input[name=Pairs]").Length.ShouldBe(0, "the auditor reads");
        after.Html.QuerySelectorAll("main article li").Length.ShouldBe(2);
        foreach (var nobody in (Actor?[])[null, f.Jurors[0], f.Dossiers[0].Applicant])
            (await f.Host.As(nobody).GetAsync(Page)).Body.ShouldNotContain("Sát nút");
        asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_juror_scores_after_the_round_and_reads_of_others_only_then()
    {
        await using var f = await JudgedAsync();
        await f.World.WithAsync(async db => (await new ProposeDecision(db, new EditionBook(db), f.World.Clock).RunAsync(f.Secretariat, AwardWorld.Key, default)).TryGet(out _, out var _));
        var asked = await AskAsync(f);
        var meeting = await f.World.OpenMeetingAsync(f.Secretariat, f.Chair, f.Jurors);
        var juror = f.Host.As(asked[0]);
        var bystander = f.Jurors.First(j => !asked.Contains(j));

        // There is something to leak: another member reads it on the page of the meeting.
        var seen = await f.Host.As(bystander).GetAsync($"/council/{meeting}");
        seen.Body.ShouldContain(f.Dossiers[3].Reference);
        seen.Body.ShouldContain("0/2 phiếu");
        var before = await juror.GetAsync($"/council/{meeting}");
        before.Status.ShouldBe(HttpStatusCode.OK);
        foreach (var dossier in f.Dossiers) before.Body.ShouldNotContain(dossier.Reference);
        before.Body.ShouldNotContain("Sát nút ở vạch");

        var queue = await juror.GetAsync("/judging");
        queue.Body.ShouldContain("Chấm bổ sung.");
        var ids = await f.World.WithAsync(db => db.Assignments.Where(a => a.JurorId == asked[0].PersonId && a.RequestId != null).Select(a => a.Id).ToListAsync());
        var id = ids[0];
        var sheet = await juror.GetAsync($"/judging/{id}");
        sheet.Body.ShouldContain("Hội đồng đề nghị bạn chấm bổ sung");
        sheet.Body.ShouldNotContain("Phiếu của các giám khảo khác");
        var lines = AwardWorld.Edition.RubricFor((Domain.Editions.ScoringRound)AwardWorld.Edition.Round("final")!, AwardWorld.Category)!.Lines;
        foreach (var own in ids) (await juror.PostAsync($"/judging/{own}?handler=Sign", [.. lines.Select(l => ($"mark.{l.Code}", "8.5")), ("__RequestVerificationToken", sheet.Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!)])).Status.ShouldBe(HttpStatusCode.Found);

        (await juror.GetAsync($"/judging/{id}")).Body.ShouldContain("Phiếu của các giám khảo khác");
        (await juror.GetAsync($"/council/{meeting}")).Body.ShouldContain(f.Dossiers[3].Reference);
        (await f.Host.As(f.Secretariat).GetAsync(Page)).Body.ShouldContain($"{ids.Count}/2 phiếu");
        (await f.Host.As(f.Secretariat).GetAsync("/manage/demo/2026/results?round=final")).Html.QuerySelectorAll("tbody td[data-l='Phiếu đã ký']").Select(c => c.TextContent.Trim()).ShouldContain("4/4");
    }
}
