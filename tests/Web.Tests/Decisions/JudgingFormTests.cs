using System.Net;
using System.Text.Json.Nodes;
using BangVang.App.Storage;
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

    private static Task<AwardWorld> WorldAsync(WebHost host)
    {
        var options = host.Services.CreateScope().ServiceProvider.GetRequiredService<DbContextOptions<BangVangDb>>();
        return AwardWorld.OnAsync(() => new BangVangDb(options));
    }
}
