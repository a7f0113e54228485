using System.Net;
using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Screening;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Decisions;

public sealed class AmendmentsPageTests
{
    [Fact]
    public async Task The_chair_puts_an_amendment_into_force_and_everyone_reads_it()
    {
        await using var host = await WebHost.StartAsync();
        var options = host.Services.CreateScope().ServiceProvider.GetRequiredService<DbContextOptions<BangVangDb>>();
        await using var world = await AwardWorld.OnAsync(() => new BangVangDb(options));
        var (secretariat, other, chair) = (await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.PersonAsync("Chuyên viên khác", Role.Secretariat), await world.PersonAsync("Chủ tịch", Role.Chair));
        var jurors = await world.JurorsAsync(3);
        var (gold, without) = (await world.DossierAsync("Một cửa số"), await world.DossierAsync("Trợ lý văn bản"));
        await world.ProposeAsync(secretariat, jurors, new Dictionary<AwardDossier, int> { [gold] = 900, [without] = 600 });
        await world.ApproveAsync(secretariat, chair, jurors);
        world.Clock.Now = AwardWorld.Opens("announcement");
        (await world.PublishAsync(secretariat)).TryGet(out _, out _).ShouldBeTrue();
        var appeal = await AppealAsync(world, without, other);
        host.Clock.Now = world.Clock.Now += Duration.FromHours(1);

        var page = await host.As(chair).GetAsync("/manage/demo/2026/amendments");
        (page.Body.Contains("Trợ lý văn bản"), page.Html.QuerySelector("main form")).ShouldBe((true, null));
        (await host.As().GetAsync("/editions/demo/2026")).Text("#amendments + ul")!.ShouldContain("Hội đồng đang xét lại");
        await world.CarryAsync(await world.OpenMeetingAsync(secretariat, chair, jurors), chair, jurors, new(MotionKind.ChangeTier, "Xếp lại giải", "Theo khiếu nại", null, without.Id, "bronze"));
        (await host.As(secretariat).GetAsync("/manage/demo/2026/amendments")).Html.QuerySelector("main form").ShouldBeNull("the chair does it");

        var officer = host.As(chair);
        var wrong = await officer.SubmitAsync(await officer.GetAsync("/manage/demo/2026/amendments"), "main form", ("DocumentNumber", ""), ("DocumentDate", "27/10/2026"));
        wrong.Body.ShouldContain("Trợ lý văn bản");
        wrong.Html.QuerySelector("#problems").ShouldNotBeNull();
        var done = await officer.SubmitAsync(await officer.GetAsync("/manage/demo/2026/amendments"), "main form", ("DocumentNumber", "15/QĐ-MH"), ("DocumentDate", "27/10/2026"));
        (done.Status, done.Location).ShouldBe((HttpStatusCode.Redirect, "/manage/demo/2026/amendments?done=amended"));

        host.Clock.Now += Duration.FromSeconds(10);
        (await host.As().GetAsync("/editions/demo/2026")).Text("#amendments + ul")!.ShouldContain("Quyết định số 15/QĐ-MH ngày 27/10/2026: Không có giải → Đồng");
        (await host.As().GetAsync("/laureates?q=tro+ly")).Body.ShouldContain("Trợ lý văn bản");
        (await host.As(other).GetAsync("/manage/demo/2026/appeals/" + appeal)).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var actor in new[] { jurors[0], without.Applicant }) (await host.As(actor).GetAsync("/manage/demo/2026/amendments")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static Task<Guid> AppealAsync(AwardWorld world, AwardDossier dossier, Actor decider) => world.WithAsync(async db =>
    {
        var book = new EditionBook(db);
        var made = await new SubmitAppeal(db, book, world.Clock, world.Time, AwardWorld.Site, ResultFacts.News).RunAsync(dossier.Applicant, dossier.Id, AppealAgainst.Result, "Cộng nhầm điểm", [], default);
        made.TryGet(out var id, out _).ShouldBeTrue();
        (await new DecideAppeal(db, book, world.Clock, world.Time, AwardWorld.Site).RunAsync(decider, id, uphold: true, "Cộng nhầm điểm", "Điều 18", default)).ShouldBeNull();
        return id;
    });
}
