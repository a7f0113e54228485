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

/// <summary>A final in which three products are put into order, over HTTP as browsers without scripts send it.</summary>
public sealed class OrdersJourneyTests
{
    private const string Address = "/judging/pairs/demo/2026/final/digital-government";

    [Theory, Engines]
    public async Task Orders_go_from_the_form_to_the_places_and_the_record(Engine engine)
    {
        await using var host = await WebHost.StartAsync(engine);
        var options = host.Services.GetRequiredService<DbContextOptions<BangVangDb>>();
        await using var world = await PairwiseWorld.OnAsync(() => new BangVangDb(options), atOnce: 3);
        host.Clock.Now = world.Award.Clock.Now;
        await world.AssignAsync();
        (await host.As(world.Secretariat).GetAsync("/manage/demo/2026/panels?round=final")).Body.ShouldContain("mỗi lượt 3 sản phẩm");

        await AllAsync(host.As(world.Jurors[0]), world.Dossiers, mishaps: true);
        await AllAsync(host.As(world.Jurors[1]), world.Dossiers, mishaps: false);
        await AllAsync(host.As(world.Jurors[2]), [world.Dossiers[1], world.Dossiers[0], world.Dossiers[3], world.Dossiers[2]], mishaps: false);
        (await host.As(world.Jurors[0]).GetAsync("/judging")).Body.ShouldContain("Xếp thứ tự sản phẩm");

        host.Clock.Now = world.Award.Clock.Now = AwardWorld.Opens("council");
        var chair = await world.Award.PersonAsync("Chủ tịch", Role.Chair);
        var results = await host.As(chair).GetAsync("/manage/demo/2026/results?round=final");
        results.Html.QuerySelectorAll("table tbody th").Select(t => t.ChildNodes[0].TextContent).Take(4).ShouldBe(world.Dossiers.Select(d => d.Product));
        results.Html.QuerySelectorAll("table tbody .hint").Select(h => h.TextContent).First(t => t.Contains("lượt", StringComparison.Ordinal)).ShouldMatch("đứng đầu [67] trên [89] lượt", "one of the sets was skipped by one juror, drawn by lot");
        var record = await host.As(chair).GetAsync("/manage/demo/2026/choices?round=final");
        // Twelve orders, of which one was undone and given again, and one juror skipped one of four.
        record.Html.QuerySelectorAll("table tbody tr").Length.ShouldBe(13);
        record.Body.ShouldContain($"1. {world.Dossiers[0].Product}; 2. {world.Dossiers[1].Product}; 3. {world.Dossiers[2].Product}");
        (await host.As().GetAsync("/editions/demo/2026")).Body.ShouldContain("mỗi lượt giám khảo xem 3 sản phẩm");
    }

    /// <summary>Gives every order as a person does, and signs.</summary>
    /// <param name="mishaps">Places are missing or given twice, one order is sent twice and undone, and one is skipped.</param>
    private static async Task AllAsync(Visitor juror, IReadOnlyList<AwardDossier> order, bool mishaps)
    {
        var page = await ThenAsync(juror, await juror.SubmitAsync(await juror.GetAsync(Address), "form[action*='handler=Open']"));
        if (mishaps)
        {
            var places = Places(page, order);
            var incomplete = await juror.SubmitAsync(page, "form[data-order]", places[0]);
            (incomplete.Status, incomplete.Text("#problems li")).ShouldBe((HttpStatusCode.UnprocessableEntity, "Còn 2 sản phẩm chưa có hạng."));
            incomplete.Html.QuerySelectorAll("input[type=radio][checked]").ShouldHaveSingleItem().GetAttribute("name").ShouldBe(places[0].Name, "what was marked stays marked");
            var twice = await juror.SubmitAsync(page, "form[data-order]", places[0], (places[1].Name, places[0].Value));
            twice.Text("#problems li").ShouldBe($"Hạng {places[0].Value} được chọn cho hai sản phẩm: mỗi sản phẩm một hạng riêng.");
            (await juror.SubmitAsync(page, "form[data-order]", (places[0].Name, "9"), places[1])).Status.ShouldBe(HttpStatusCode.Conflict);
            (await juror.SubmitAsync(page, "form[data-order]", (places[0].Name, "x"), places[1])).Status.ShouldBe(HttpStatusCode.Conflict);

            await juror.SubmitAsync(page, "form[data-order]", places);
            (await juror.SubmitAsync(page, "form[data-order]", places[..2])).Location.ShouldBe(Address, "sent again, without the place that follows");
            page = await juror.GetAsync(Address);
            page.Text("#progress").ShouldBe("Đã xếp 1 trên 4 lượt");
            page = await ThenAsync(juror, await juror.SubmitAsync(page, "form[action*='handler=Undo']"));
            page = await ThenAsync(juror, await juror.SubmitAsync(page, "form[action*='handler=Skip']", ("Reason", "Chưa xem phần trình diễn")));
        }
        while (page.Html.QuerySelector("form[data-order]") is not null)
            page = await ThenAsync(juror, await juror.SubmitAsync(page, "form[data-order]", Places(page, order)));
        page.Html.QuerySelectorAll("ol.pair-own li").Length.ShouldBe(4);
        page = await ThenAsync(juror, await juror.SubmitAsync(page, "form[action*='handler=Sign']"));
        page.Text(".notice--ok strong").ShouldBe($"Bạn đã ký {(mishaps ? 3 : 4)} lượt xếp thứ tự.");
    }

    private static (string Name, string Value)[] Places(Shown page, IReadOnlyList<AwardDossier> order)
    {
        var shown = page.Html.QuerySelectorAll("input[name=Shown]").Select(i => Guid.Parse(i.GetAttribute("value")!)).ToList();
        return [.. order.Select(d => d.Id).Where(shown.Contains).Index().Select(d => ($"Places[{d.Item}]", $"{d.Index + 1}"))];
    }

    private static async Task<Shown> ThenAsync(Visitor juror, Shown answer)
    {
        answer.Location.ShouldBe(Address, answer.Text(".error-summary"));
        var page = await juror.GetAsync(Address);
        page.Status.ShouldBe(HttpStatusCode.OK, page.Body);
        return page;
    }
}
