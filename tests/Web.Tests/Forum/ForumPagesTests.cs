using System.Net;
using BangVang.App.Forum;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Forum;

public sealed class ForumPagesTests
{
    [Fact]
    public async Task The_forums_stand_in_a_list_and_each_says_what_its_sources_say()
    {
        await using var host = await WebHost.StartAsync();
        (await host.As().GetAsync("/forum/6")).Status.ShouldBe(HttpStatusCode.NotFound);
        await host.WithDbAsync(db => new ImportForums(new(db, new(db), host.Clock)).RunAsync(Actor.Console, Repository.Root, default));

        var list = await host.As().GetAsync("/forum");
        list.Body.ShouldContain("Lần thứ VI");
        list.Body.ShouldContain("15/01/2025");
        var sixth = await host.As().GetAsync("/forum/6");
        sixth.Body.ShouldContain("Làm chủ công nghệ số");
        sixth.Body.ShouldContain("2024");
        var fourth = await host.As().GetAsync("/forum/4");
        fourth.Body.ShouldContain("Hàn Quốc");
        fourth.Body.ShouldNotContain("UTC+9");
        (await host.As().GetAsync("/forum/5")).Body.ShouldContain("Chủ đề công bố trước đó");
    }

    [Fact]
    public async Task The_work_screens_of_a_forum_are_for_those_with_a_part_in_it()
    {
        await using var host = await WebHost.StartAsync();
        await host.WithDbAsync(db => new PublishForum(db, new(db), host.Clock).RunAsync(Actor.Console, ForumReader.Read(Path.Combine(Repository.Root, "forums/demo-2026"), new(2026, 1, 1)), default));
        var organiser = host.As(Role.Organiser, "forum/demo-2026");
        (await organiser.GetAsync("/organise")).Body.ShouldContain("Diễn đàn trình diễn");
        (await organiser.GetAsync("/organise/demo-2026")).Status.ShouldBe(HttpStatusCode.OK);
        (await organiser.GetAsync("/organise/7")).Status.ShouldBe(HttpStatusCode.NotFound);
        var elsewhere = host.As(Role.Organiser, "forum/7");
        (await elsewhere.GetAsync("/organise/demo-2026")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await elsewhere.GetAsync("/organise")).Body.ShouldNotContain("Diễn đàn trình diễn");
        (await host.As(Role.Secretariat).GetAsync("/organise")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_player_stands_on_a_page_of_its_own_and_the_key_is_made_by_those_who_send()
    {
        await using var host = await WebHost.StartAsync();
        await host.WithDbAsync(db => new PublishForum(db, new(db), host.Clock).RunAsync(Actor.Console, ForumReader.Read(Path.Combine(Repository.Root, "forums/demo-2026"), new(2026, 1, 1)), default));
        var live = await host.As().GetAsync("/forum/demo-2026/live/seoul");
        live.Status.ShouldBe(HttpStatusCode.OK);
        live.Html.QuerySelector("[data-player]")!.GetAttribute("data-player").ShouldBe("/stream/demo-2026/seoul/master.m3u8");
        live.Response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("media-src 'self' blob:");
        (await host.As().GetAsync("/forum/demo-2026")).Response.Headers.GetValues("Content-Security-Policy").Single().ShouldNotContain("blob:");
        (await host.As().GetAsync("/forum/demo-2026/live/none")).Status.ShouldBe(HttpStatusCode.NotFound);

        var encoder = host.As(Role.EncoderOperator, "forum/demo-2026");
        var made = await encoder.SubmitAsync(await encoder.GetAsync("/organise/demo-2026/streams"), "form[action$='handler=Key']");
        made.Status.ShouldBe(HttpStatusCode.OK);
        made.Html.QuerySelector("[data-ingest]")!.TextContent.ShouldContain("/ingest/demo-2026/hall/");
        (await host.As(Role.Moderator, "forum/demo-2026").GetAsync("/organise/demo-2026/streams")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await host.As(Role.EncoderOperator, "forum/7").GetAsync("/organise/demo-2026/streams")).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
