using System.Net;
using BangVang.App.Forum.Programme;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Forum;

/// <summary>Screens in the house follow the released programme by the clock.</summary>
public sealed class SignageTests
{
    private const string Base = $"/forum/{ForumHost.Slug}/signage";

    [Fact]
    public async Task A_screen_shows_what_runs_and_what_comes_in_its_room_and_nothing_of_the_draft()
    {
        await using var forum = await ForumHost.StartAsync();
        var visitor = forum.Host.As();
        var programme = await forum.Host.WithDbAsync(async db => (await new ProgrammeBook(db).CurrentAsync(ForumHost.Slug, default))!.Programme);
        var ceremony = programme.Session("TRAO01")!;

        forum.Host.Clock.Now = ceremony.StartsAt;
        var now = await visitor.GetAsync($"{Base}/now");
        now.Text(".signage-session.is-now h2").ShouldNotBeNull();
        now.Html.QuerySelectorAll(".is-now h2").Select(h => h.TextContent).ShouldContain(ceremony.Title.Vi);
        (await visitor.GetAsync($"{Base}/now", "en")).Html.QuerySelectorAll(".is-now h2").Select(h => h.TextContent).ShouldContain(ceremony.Title.En);
        var door = await visitor.GetAsync($"{Base}/room?room={ceremony.Room}");
        door.Html.QuerySelectorAll(".is-now h2").Select(h => h.TextContent).ShouldBe([ceremony.Title.Vi]);
        // The clock of a bridge point is its own.
        (await visitor.GetAsync($"{Base}/room?room=seoul-room")).Text(".signage-clock").ShouldBe("16:00");
        now.Text(".signage-clock").ShouldBe("14:00");

        forum.Host.Clock.Now = ceremony.StartsAt - NodaTime.Duration.FromMinutes(1);
        var before = await visitor.GetAsync($"{Base}/room?room={ceremony.Room}");
        before.Html.QuerySelectorAll(".signage-session:not(.is-now) h2").Select(h => h.TextContent).ShouldBe([ceremony.Title.Vi]);
        forum.Host.Clock.Now = ceremony.StartsAt + NodaTime.Duration.FromDays(1);
        (await visitor.GetAsync($"{Base}/now")).Text(".signage-mid")!.ShouldContain("không còn phiên nào");

        (await visitor.GetAsync($"{Base}/welcome")).Text("h1")!.ShouldStartWith("Chào mừng đến với");
        (await visitor.GetAsync($"{Base}/partners")).Body.ShouldContain("Tập đoàn Minh họa 01");
        foreach (var wrong in (string[])[$"{Base}/khong-co", $"{Base}/room", $"{Base}/room?room=khong-co", "/forum/7/signage/partners"]) (await visitor.GetAsync(wrong)).Status.ShouldBe(HttpStatusCode.NotFound, wrong);
    }
}
