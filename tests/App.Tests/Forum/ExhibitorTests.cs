using BangVang.App.Forum.Exhibitors;
using BangVang.App.Storage;
using BangVang.App.Tests.Dossiers;
using BangVang.Domain.Forum.Exhibitors;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Forum;

/// <summary>Every stand has its own code and its own floor within the hall, whoever lays them and however.</summary>
public sealed class ExhibitorTests
{
    private const string Hall = "foyer";
    private static readonly ExhibitorInput First = new("Công ty Minh họa 01", "Kho thông minh", null, null, "a1", Hall, new(0, 0, 60, 40));

    [Theory, Engines]
    public async Task Of_two_who_lay_one_stand_over_the_other_at_once_one_is_told(Engine engine)
    {
        await using var world = await WithHallAsync(engine);
        var inputs = Enumerable.Range(0, 6).Select(i => First with { StandCode = $"R{i}", Area = new(i * 5, 0, 60, 40) });
        var codes = await Task.WhenAll(inputs.Select(input => SaveAsync(world, null, 0, input)));
        codes.Count(c => c is null).ShouldBe(1);
        codes.Where(c => c is not null).ShouldAllBe(c => c == "exhibition.changed_meanwhile" || c == "exhibition.stand_overlaps");
        await using var db = world.Test.Open();
        (await db.Exhibitors.CountAsync()).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task What_cannot_stand_there_is_refused_and_a_removed_stand_is_free_again(Engine engine)
    {
        await using var world = await WithHallAsync(engine);
        (await SaveAsync(world, null, 0, First)).ShouldBeNull();
        (ExhibitorInput Input, string? Code)[] cases =
        [
            (First with { StandCode = " A1 " }, "exhibition.stand_taken"), (First with { StandCode = "B1", Area = new(59, 39, 60, 40) }, "exhibition.stand_overlaps"),
            (First with { StandCode = "B1", Area = new(241, 0, 60, 40) }, "exhibition.stand_outside"), (First with { StandCode = "B1", Area = new(60, 0, 4, 40) }, "exhibition.stand_size"),
            (First with { StandCode = "B1", Area = null }, "exhibition.measure"), (First with { StandCode = "B1", Room = "hall" }, "exhibition.hall_unknown"), (First with { StandCode = "B/1" }, "exhibition.stand_code"),
            (First with { Organisation = " " }, "exhibition.organisation_length"), (First with { Website = "javascript:alert(1)" }, "exhibition.website"), (First with { StandCode = "B1", Area = new(60, 0, 60, 40) }, null),
        ];
        foreach (var (input, code) in cases) (await SaveAsync(world, null, 0, input)).ShouldBe(code, $"{input}");
        (await SaveAsync(world, null, 0, First with { StandCode = "C1", Area = new(0, 40, 60, 40) }, Actor.Anonymous)).ShouldBe("forum.unknown");
        (await HallAsync(world, 119, 180)).ShouldBe("exhibition.hall_too_small");
        (await HallAsync(world, 120, 180)).ShouldBeNull();

        var stands = await world.WithAsync(db => db.Exhibitors.OrderBy(e => e.StandCode).ToListAsync());
        stands.Select(s => s.StandCode).ShouldBe(["A1", "B1"]);
        (await SaveAsync(world, stands[1].Id, 1, First with { StandCode = "B1", Area = new(0, 0, 60, 40) })).ShouldBe("exhibition.stand_overlaps");
        (await RemoveAsync(world, stands[0].Id, Actor.Anonymous)).ShouldBe("exhibition.unknown");
        (await RemoveAsync(world, stands[0].Id, world.Organiser)).ShouldBeNull();
        (await SaveAsync(world, stands[1].Id, 1, First with { StandCode = "B1", Area = new(0, 0, 60, 40) })).ShouldBeNull("it may move to where the other stood");
        (await SaveAsync(world, stands[1].Id, 1, First with { StandCode = "B1" })).ShouldBe("exhibition.changed_meanwhile");
    }

    [Theory, Engines]
    public async Task A_list_is_taken_whole_or_not_at_all(Engine engine)
    {
        await using var world = await WithHallAsync(engine);
        const string Head = "organisation,stand,room,x,y,width,depth,text_vi\n";
        const string Good = "Công ty Minh họa 01,A1,foyer,0,0,6,\"4,5\",Kho\nCông ty Minh họa 02,A2,foyer,6,0,6,4.5,Số\n";
        var lines = (await world.WithAsync(db => Import(world, db).PreviewAsync(world.Organiser, ForumWorld.Slug, Head + Good + "Công ty Minh họa 03,A2,foyer,20,0,6,4,\nCông ty Minh họa 04,A4,foyer,5,0,6,4,\nCông ty Minh họa 05,A5,foyer,x,0,6,4,\n", default))).Value();
        lines.Select(l => (l.Line, l.Problem?.Code)).ShouldBe([(2, null), (3, null), (4, "exhibition.stand_taken"), (5, "exhibition.stand_overlaps"), (6, "exhibition.measure")]);
        lines[0].Input.Area.ShouldBe(new StandArea(0, 0, 60, 45));
        (await ImportAsync(world, Head + Good + "Công ty Minh họa 03,A2,foyer,20,0,6,4,\n")).ShouldBe("exhibition.list_refused");
        (await world.WithAsync(db => db.Exhibitors.CountAsync())).ShouldBe(0);
        (await ImportAsync(world, "organisation,stand\nA,B\n")).ShouldBe("exhibition.column_missing");
        (await ImportAsync(world, Head + Good, Actor.Anonymous)).ShouldBe("forum.unknown");
        (await ImportAsync(world, Head + Good)).ShouldBeNull();
        (await world.WithAsync(db => db.Exhibitors.CountAsync())).ShouldBe(2);
    }

    [Theory, Engines]
    public async Task The_doctor_names_stands_that_overlap_or_reach_outside(Engine engine)
    {
        await using var world = await WithHallAsync(engine);
        (await SaveAsync(world, null, 0, First)).ShouldBeNull();
        (await SaveAsync(world, null, 0, First with { StandCode = "B1", Area = new(60, 0, 60, 40) })).ShouldBeNull();
        await using var db = world.Test.Open();
        (await FoundAsync(db, "exhibition.stands_do_not_overlap")).ShouldBeEmpty();
        (await FoundAsync(db, "exhibition.stands_lie_in_their_hall")).ShouldBeEmpty();
        await db.Database.ExecuteSqlRawAsync("UPDATE exhibitor SET x = 59 WHERE stand_code = 'B1'");
        (await FoundAsync(db, "exhibition.stands_do_not_overlap")).ShouldBe(["forum/demo-2026 A1 / B1"]);
        await db.Database.ExecuteSqlRawAsync("UPDATE exhibitor SET x = 241 WHERE stand_code = 'B1'");
        (await FoundAsync(db, "exhibition.stands_lie_in_their_hall")).ShouldBe(["forum/demo-2026 B1"]);
        world.Test.IsBrokenOnPurpose = true;
    }

    [Theory]
    [InlineData("3", 30)]
    [InlineData(" 2,5 ", 25)]
    [InlineData("2.5", 25)]
    [InlineData("0", 0)]
    [InlineData("2.55", null)]
    [InlineData("-1", null)]
    [InlineData("1000", null)]
    [InlineData("1e2", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_length_is_read_in_metres_with_comma_or_point(string? typed, int? decimetres) => Metres.Read(typed).ShouldBe(decimetres);

    private static async Task<ForumWorld> WithHallAsync(Engine engine)
    {
        var world = await ForumWorld.CreateAsync(engine, withProgramme: false);
        (await HallAsync(world, 300, 180)).ShouldBeNull();
        return world;
    }

    private static Task<List<string>> FoundAsync(BangVangDb db, string name) =>
        db.Database.SqlQueryRaw<string>(((SqlInvariant)ExhibitorInvariants.All.Single(i => i.Name == name)).Sql).ToListAsync();

    private static Task<string?> HallAsync(ForumWorld world, int width, int depth) =>
        world.WithAsync(async db => (await new SaveHall(db, new(db), world.Clock).RunAsync(world.Organiser, ForumWorld.Slug, Hall, width, depth, default))?.Code);

    private static Task<string?> SaveAsync(ForumWorld world, Guid? id, int version, ExhibitorInput input, Actor? actor = null) => world.WithAsync(async db =>
        (await new SaveExhibitor(db, new(db), world.Clock).RunAsync(actor ?? world.Organiser, ForumWorld.Slug, id, version, input, default)).TryGet(out _, out var problem) ? null : problem.Code);

    private static Task<string?> RemoveAsync(ForumWorld world, Guid id, Actor actor) => world.WithAsync(async db => (await new RemoveExhibitor(db, world.Clock).RunAsync(actor, ForumWorld.Slug, id, default))?.Code);

    private static ImportExhibitors Import(ForumWorld world, BangVangDb db) => new(db, new(db), world.Clock);

    private static Task<string?> ImportAsync(ForumWorld world, string list, Actor? actor = null) => world.WithAsync(async db =>
        (await Import(world, db).RunAsync(actor ?? world.Organiser, ForumWorld.Slug, list, default)).TryGet(out _, out var problem) ? null : problem.Code);
}
