using System.Net;
using System.Text.Json;
using BangVang.App.Kernel;
using BangVang.App.Simulation;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Simulation;

/// <summary>The secretariat rehearses the edition on the screen, with scripts off.</summary>
public sealed class RehearsalPageTests
{
    private const string Address = "/manage/demo/2026/rehearsals";
    private static readonly (string, string)[] Small = [("Dossiers", "40"), ("Jurors", "12"), ("Draws", "2"), ("Seed", "7")];

    [Theory, Engines]
    public async Task A_rehearsal_is_asked_for_played_read_and_downloaded_and_its_bytes_are_those_of_the_command(Engine engine)
    {
        await using var host = await HostAsync(engine);
        await using var world = await WorldAsync(host);
        var officer = host.As(await world.PersonAsync("Chuyên viên", Role.Secretariat));

        var asked = await officer.SubmitAsync(await officer.GetAsync(Address), "main form", Small);
        asked.Status.ShouldBe(HttpStatusCode.Redirect);
        var waiting = await officer.GetAsync(asked.Location!);
        waiting.Text("#progress p").ShouldBe("Đã chấm thử 0 trên 2 lượt.");
        (await officer.GetAsync($"{asked.Location}?handler=Report")).Status.ShouldBe(HttpStatusCode.NotFound);

        (await PlayAsync(host)).ShouldBe(1);
        (await officer.GetAsync($"{asked.Location}?handler=Progress")).Text("#progress a").ShouldBe("Xem kết quả");
        var report = await officer.GetAsync(asked.Location!);
        report.Html.QuerySelector("#progress").ShouldBeNull();
        EditionSimulator.Run(AwardWorld.Edition, new(40, 12, "7") { Draws = 2 }).TryGet(out var found, out _).ShouldBeTrue();
        report.Text("section[aria-labelledby=eligible] p").ShouldBe($"{found!.Accepted} trên 40 hồ sơ đủ điều kiện.");
        report.Html.QuerySelectorAll("section[aria-labelledby=compared] table:first-of-type tbody tr").Length.ShouldBeGreaterThanOrEqualTo(15);
        var download = await officer.GetAsync($"{asked.Location}?handler=Report");
        download.Body.ShouldBe(JsonSerializer.Serialize(found, Json.Options));
        JsonSerializer.Serialize(JsonSerializer.Deserialize<EditionSimulation>(download.Body, Json.Options), Json.Options).ShouldBe(download.Body, "the page reads what was written");

        (await officer.SubmitAsync(await officer.GetAsync(Address), "main form", Small)).Location.ShouldBe(asked.Location, "it is there already");
        (await PlayAsync(host)).ShouldBe(0);
        (await officer.SubmitAsync(report, "main form[action*='handler=Discard']")).Location!.ShouldEndWith("done=discarded");
        (await officer.GetAsync(asked.Location!)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_out_of_range_is_said_at_its_field_and_who_has_no_part_sees_nothing()
    {
        await using var host = await HostAsync(Engine.Sqlite);
        await using var world = await WorldAsync(host);
        var (officer, auditor) = (host.As(await world.PersonAsync("Chuyên viên", Role.Secretariat)), host.As(await world.PersonAsync("Giám sát viên", Role.Auditor)));
        var page = await officer.GetAsync(Address);
        foreach (var (field, value, sentence) in new[]
        {
            ("Dossiers", "0", "Số hồ sơ phải từ 1 đến 1.000."), ("Jurors", "201", "Số giám khảo phải từ 1 đến 200."), ("Draws", "", "Số lượt chấm thử phải từ 1 đến 200."),
            ("Jurors", "2", "Có 2 giám khảo, một hồ sơ cần 3."), ("Seed", new string('7', 65), "Số gieo dài tối đa 64 ký tự."),
        })
        {
            var refused = await officer.SubmitAsync(page, "main form", (field, value));
            (refused.Status, refused.Text(".error-summary li")).ShouldBe((HttpStatusCode.UnprocessableEntity, sentence));
        }

        foreach (var seed in new[] { "1", "2", "3" }) (await officer.SubmitAsync(page, "main form", ("Seed", seed), ("Dossiers", "10"), ("Draws", "1"))).Status.ShouldBe(HttpStatusCode.Redirect);
        (await officer.SubmitAsync(page, "main form", ("Seed", "4"))).Text(".error-summary li").ShouldBe("Đã có 3 lần diễn tập đang chờ. Hãy đợi hoặc bỏ bớt.");
        (await auditor.GetAsync(Address)).Html.QuerySelectorAll("main tbody tr").Length.ShouldBe(3);
        (await auditor.GetAsync(Address)).Html.QuerySelector("main form").ShouldBeNull();
        (await host.As(await world.PersonAsync("Người ngoài", Role.Juror)).GetAsync(Address)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await host.As(Role.Secretariat, "other/2026").GetAsync(Address)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await PlayAsync(host)).ShouldBe(3);
        (await auditor.GetAsync(Address)).Html.QuerySelectorAll("main tbody .badge--ok").Length.ShouldBe(3);
    }

    /// <summary>Without the job: the tests say when it plays.</summary>
    private static Task<WebHost> HostAsync(Engine engine) =>
        WebHost.StartAsync(engine, configure: services => services.Remove(services.Single(s => s.ImplementationType?.Name == "RehearsalJob")));

    private static async Task<int> PlayAsync(WebHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PlayRehearsals>().RunAsync(default);
    }

    private static Task<AwardWorld> WorldAsync(WebHost host)
    {
        var options = host.Services.CreateScope().ServiceProvider.GetRequiredService<DbContextOptions<BangVangDb>>();
        return AwardWorld.OnAsync(() => new BangVangDb(options));
    }
}
