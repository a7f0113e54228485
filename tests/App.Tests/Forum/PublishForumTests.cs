using BangVang.App.Forum;
using BangVang.App.Tests.Dossiers;
using BangVang.Domain.Forum;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Forum;

public sealed class PublishForumTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 22, 3, 0);

    private static ForumReading Demo => ForumReader.Read(Path.Combine(Repository.Root, "forums/demo-2026"), new LocalDate(2026, 11, 22));

    [Theory, Engines]
    public async Task A_published_forum_is_rebuilt_exactly_as_it_was(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        (await PublishAsync(test, Actor.Console, Demo)).Value();

        await using var db = test.Open();
        var snapshot = await db.ForumSnapshots.SingleAsync();
        (snapshot.Slug, snapshot.Number, snapshot.PublishedAt).ShouldBe(("demo-2026", 1, Now));
        ForumSnapshot.Freeze(snapshot.Thaw()).Sha256.ShouldBe(snapshot.Sha256);
        var forum = (await new ForumBook(db).CurrentAsync("demo-2026", default))!.Forum;
        forum.Date.Value.ShouldBe(new LocalDate(2027, 2, 2));
        forum.ZoneOf(forum.Venue("seoul")!).Id.ShouldBe("Asia/Seoul");
        (forum.MinutesBetween("room-a", "hall"), forum.MinutesBetween("hall", "hall")).ShouldBe((6, 0));
        (await new ForumBook(db).CurrentAsync("demo-2027", default)).ShouldBeNull();
        var entry = await db.LogEvents.SingleAsync();
        (entry.Kind, entry.EditionKey).ShouldBe(("forum.published", "forum/demo-2026"));
        (await db.AuditEntries.SingleAsync()).Action.ShouldBe("forum.published");
    }

    [Theory, Engines]
    public async Task A_later_snapshot_replaces_the_one_before_and_the_same_is_refused(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        (await PublishAsync(test, Actor.Console, Demo)).Value();
        (await PublishAsync(test, Actor.Console, Demo)).CodeOf().ShouldBe("forum.unchanged");
        (await PublishAsync(test, Actor.Console, Demo with { Forum = Demo.Forum! with { Summary = new("Khác", "Another") } })).Value().Number.ShouldBe(2);

        await using var db = test.Open();
        (await new ForumBook(db).AllAsync(default)).ShouldHaveSingleItem().Forum.Summary!.En.ShouldBe("Another");
    }

    [Theory, Engines]
    public async Task Only_its_organisers_and_the_administrator_publish_a_forum(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        Actor[] others = [Actor.Anonymous, .. Enum.GetValues<Role>().Where(r => r != Role.Organiser).Select(r => Holding(r, "forum/demo-2026")), Holding(Role.Organiser, "forum/7")];
        foreach (var actor in others) (await PublishAsync(test, actor, Demo)).CodeOf().ShouldBe("forum.may_not_publish");
        await using var db = test.Open();
        (await db.ForumSnapshots.AnyAsync()).ShouldBeFalse();
    }

    [Theory, Engines]
    public async Task The_forums_of_past_years_come_as_their_sources_state_them_and_once(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var first = await ImportAsync(test);
        first.Problems.ShouldBeEmpty();
        first.Published.ShouldBe(["1", "2", "3", "4", "5", "6", "7"]);
        (await ImportAsync(test)).Published.ShouldBeEmpty();

        await using var db = test.Open();
        var forums = (await new ForumBook(db).AllAsync(default)).ToDictionary(f => f.Slug, f => f.Forum);
        (forums["6"].Number, forums["6"].Year, forums["6"].Date.Value).ShouldBe((6, 2024, new LocalDate(2025, 1, 15)));
        forums["5"].Themes.Select(t => t.Kind).ShouldBe([ThemeKind.Actual, ThemeKind.Variant, ThemeKind.Announced]);
        forums["4"].Venues.Where(v => v.Kind == VenueKind.BridgePoint).Select(v => v.Name.Vi).ShouldBe(["Singapore", "Hàn Quốc"]);
        forums["4"].Venues[2].Zone.IsPublished.ShouldBeFalse();
        (forums["7"].Planned.Value, forums["7"].Venues[0].House.IsDisputed, forums["3"].Size.IsPublished).ShouldBe((new LocalDate(2025, 12, 25), true, false));
    }

    private static async Task<Result<PublishedForum>> PublishAsync(TestDb test, Actor actor, ForumReading reading)
    {
        await using var db = test.Open();
        return await new PublishForum(db, new(db), new FixedClock(Now)).RunAsync(actor, reading, default);
    }

    private static async Task<ForumsOutcome> ImportAsync(TestDb test)
    {
        await using var db = test.Open();
        return (await new ImportForums(new(db, new(db), new FixedClock(Now))).RunAsync(Actor.Console, Repository.Root, default)).Value();
    }

    private static Actor Holding(Role role, string key) => new(Guid.NewGuid(), "X", false, new HashSet<RoleInEdition> { new(key, role) });
}
