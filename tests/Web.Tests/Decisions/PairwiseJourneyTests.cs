using System.Net;
using AngleSharp.Dom;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Decisions;

/// <summary>An award whose final is judged by pairs, over HTTP as browsers without scripts send it: assigned, chosen, signed, placed, decided, published.</summary>
public sealed class PairwiseJourneyTests
{
    private const string Pairs = "/judging/pairs/demo/2026/final/digital-government";

    [Theory, Engines]
    public async Task A_final_of_pairs_goes_from_the_panel_to_the_published_result(Engine engine)
    {
        await using var host = await WebHost.StartAsync(engine);
        await using var world = await WorldAsync(host);
        host.Clock.Now = world.Award.Clock.Now;
        var chair = await world.Award.PersonAsync("Chủ tịch", Role.Chair);
        var officer = host.As(world.Secretariat);

        var panels = await officer.GetAsync("/manage/demo/2026/panels?round=final");
        panels.Body.ShouldContain("So sánh từng cặp: cả tiểu ban xem mọi hồ sơ");
        (await officer.SubmitAsync(panels, "form[action*='handler=AssignAll']")).Location!.ShouldEndWith("done=assigned");
        (await officer.GetAsync("/manage/demo/2026/panels?round=final")).Html.QuerySelector("form[action*='handler=AssignAll']").ShouldBeNull("nothing is left to assign");

        await ChooseAsync(host.As(world.Jurors[0]), world.Dossiers, mishaps: true);
        await ChooseAsync(host.As(world.Jurors[1]), world.Dossiers, mishaps: false);
        await ChooseAsync(host.As(world.Jurors[2]), [world.Dossiers[0], world.Dossiers[1], world.Dossiers[3], world.Dossiers[2]], mishaps: false);
        (await officer.GetAsync("/manage/demo/2026/panels?round=final")).Body.ShouldContain("5/5");
        (await officer.GetAsync("/manage/demo/2026/results?round=final")).Body.ShouldNotContain("±");

        host.Clock.Now = world.Award.Clock.Now = AwardWorld.Opens("council");
        var results = await officer.GetAsync("/manage/demo/2026/results?round=final");
        // Which pair a juror is not asked is drawn by lot, so the last two, on whom jurors differ, may stand either way.
        var order = results.Html.QuerySelectorAll("table tbody th").Select(t => t.ChildNodes[0].TextContent).Take(4).ToList();
        order[..2].ShouldBe(world.Dossiers.Take(2).Select(d => d.Product));
        order[2..].ShouldBe(world.Dossiers.Skip(2).Select(d => d.Product), ignoreOrder: true);
        results.Body.ShouldContain("Sát nút hạng sau");
        (await officer.GetAsync("/manage/demo/2026/scores.xlsx?round=final")).Status.ShouldBe(HttpStatusCode.OK);
        (await officer.GetAsync("/manage/demo/2026/choices?round=final")).Status.ShouldBe(HttpStatusCode.Forbidden);
        var record = await host.As(chair).GetAsync("/manage/demo/2026/choices?round=final");
        record.Html.QuerySelectorAll("table tbody tr").Length.ShouldBe(17, "fifteen choices, one undone and one skipped");

        (await officer.SubmitAsync(results, "form[action*='handler=Propose']")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await officer.GetAsync("/manage/demo/2026/results?round=final")).Body.ShouldContain("So sánh cặp");
        await world.Award.ApproveAsync(world.Secretariat, chair, world.Jurors);
        host.Clock.Now = world.Award.Clock.Now = AwardWorld.Opens("announcement");
        (await world.Award.PublishAsync(world.Secretariat)).TryGet(out _, out var problem).ShouldBeTrue(problem?.Code);
        host.Clock.Now = world.Award.Clock.Now;
        var own = await host.As(world.Dossiers[0].Applicant).GetAsync($"/dossiers/{world.Dossiers[0].Id}/result");
        (own.Status, own.Body.Contains("Vàng")).ShouldBe((HttpStatusCode.OK, true));
        (await host.As().GetAsync("/editions/demo/2026")).Body.ShouldContain("So sánh từng cặp");
    }

    [Fact]
    public async Task What_is_not_a_jurors_own_answers_as_if_it_were_not_there()
    {
        await using var host = await WebHost.StartAsync();
        await using var world = await WorldAsync(host);
        host.Clock.Now = world.Award.Clock.Now;
        await world.AssignAsync();
        var assignment = await host.WithDbAsync(db => db.Assignments.Where(a => a.RoundCode == "final" && a.JurorId == world.Jurors[0].PersonId).Select(a => a.Id).FirstAsync());
        var stranger = await world.Award.PersonAsync("Giám khảo ngoài", Role.Juror);
        foreach (var address in (string[])[Pairs, $"/judging/read/{assignment}"])
        {
            (await host.As(world.Jurors[0]).GetAsync(address)).Status.ShouldBe(HttpStatusCode.OK, address);
            (await host.As(stranger).GetAsync(address)).Status.ShouldBe(HttpStatusCode.NotFound, address);
        }
        (await host.As(world.Jurors[1]).GetAsync($"/judging/read/{assignment}")).Status.ShouldBe(HttpStatusCode.NotFound);
        foreach (var wrong in (string[])["/judging/pairs/demo/2026/preliminary/digital-government", "/judging/pairs/demo/2026/final/nothing", "/judging/pairs/demo/2025/final/digital-government"])
            (await host.As(world.Jurors[0]).GetAsync(wrong)).Status.ShouldBe(HttpStatusCode.NotFound, wrong);
        (await host.As(world.Jurors[0]).GetAsync("/judging")).Html.QuerySelector($"a[href='{Pairs}']").ShouldNotBeNull();
    }

    private static Task<PairwiseWorld> WorldAsync(WebHost host)
    {
        var options = host.Services.GetRequiredService<DbContextOptions<BangVangDb>>();
        return PairwiseWorld.OnAsync(() => new BangVangDb(options));
    }

    /// <summary>Answers all pairs as a person does, and signs.</summary>
    /// <param name="mishaps">One answer is sent twice, one is undone, one pair is skipped, and the ballot is signed too early.</param>
    private static async Task ChooseAsync(Visitor juror, IReadOnlyList<AwardDossier> order, bool mishaps)
    {
        var page = await juror.GetAsync(Pairs);
        page.Html.QuerySelector("button[name=Chosen]").ShouldBeNull();
        page = await ThenAsync(juror, await juror.SubmitAsync(page, "form[action*='handler=Open']"));
        if (mishaps)
        {
            var twice = ("Chosen", Better(page, order));
            await juror.SubmitAsync(page, "form[data-pair]", twice);
            (await juror.SubmitAsync(page, "form[data-pair]", twice)).Location.ShouldBe(Pairs);
            page = await juror.GetAsync(Pairs);
            page.Text("#progress").ShouldBe("Đã chọn 1 trên 5 cặp");
            page = await ThenAsync(juror, await juror.SubmitAsync(page, "form[action*='handler=Undo']"));
            (await juror.SubmitAsync(page, "form[action*='handler=Skip']")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
            page = await ThenAsync(juror, await juror.SubmitAsync(page, "form[action*='handler=Skip']", ("Reason", "Chưa xem phần trình diễn")));
            (await juror.PostAsync($"{Pairs}?handler=Sign", ("__RequestVerificationToken", page.Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!))).Status.ShouldBe(HttpStatusCode.Conflict);
        }
        while (page.Html.QuerySelector("form[data-pair]") is not null)
            page = await ThenAsync(juror, await juror.SubmitAsync(page, "form[data-pair]", ("Chosen", Better(page, order))));
        page.Html.QuerySelectorAll("ol.pair-own li").Length.ShouldBe(mishaps ? 6 : 5);
        page = await ThenAsync(juror, await juror.SubmitAsync(page, "form[action*='handler=Sign']"));
        (page.Text(".notice--ok strong"), page.Html.QuerySelector("main form[method=post]")).ShouldBe(("Bạn đã ký 5 lựa chọn.", null));
    }

    private static string Better(Shown page, IReadOnlyList<AwardDossier> order)
    {
        var shown = page.Html.QuerySelectorAll("button[name=Chosen]").Select(b => Guid.Parse(b.GetAttribute("value")!)).ToList();
        return $"{order.First(d => shown.Contains(d.Id)).Id}";
    }

    private static async Task<Shown> ThenAsync(Visitor juror, Shown answer)
    {
        answer.Location.ShouldBe(Pairs, answer.Text(".error-summary"));
        return await juror.GetAsync(Pairs);
    }
}
