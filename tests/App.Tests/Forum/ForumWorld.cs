using BangVang.App.Forum;
using BangVang.App.Forum.Programme;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.App.Tests.Dossiers;
using BangVang.Domain.Forum;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using BangVang.Testing;
using NodaTime;

namespace BangVang.App.Tests.Forum;

/// <summary>The shipped demonstration forum with its programme in the draft, and somebody who may change it.</summary>
internal sealed class ForumWorld(TestDb test, Actor organiser) : IAsyncDisposable
{
    public const string Slug = "demo-2026";
    public static readonly Instant Now = Instant.FromUtc(2026, 11, 22, 3, 0);
    /// <summary>The day of the forum.</summary>
    public static readonly LocalDate Date = new(2026, 12, 8);
    public static readonly PublicUrl Site = new(new("https://giaithuong.example.vn"));

    public Actor Organiser => organiser;
    public FixedClock Clock { get; } = new(Now);
    public TestDb Test => test;

    public static ForumReading Reading => ForumReader.Read(Path.Combine(Repository.Root, "forums", Slug), Date.PlusDays(-72));

    public static async Task<ForumWorld> CreateAsync(Engine engine, bool withProgramme = true)
    {
        var test = await TestDb.CreateAsync(engine);
        var person = Person.New(Now, "to-chuc@example.vn", "Người tổ chức 1", "vi");
        await using (var db = test.Open())
        {
            db.People.Add(person);
            await db.SaveChangesAsync();
        }
        var world = new ForumWorld(test, new(person.Id, person.FullName, false, new HashSet<RoleInEdition> { new(ForumEdition.KeyOf(Slug), Role.Organiser) }));
        (await world.WithAsync(db => new PublishForum(db, new(db), world.Clock).RunAsync(Actor.Console, Reading, default))).Value();
        if (withProgramme)
            (await world.WithAsync(db => new ImportProgramme(db, new(db), world.Clock).RunAsync(world.Organiser, Slug, ProgrammeReader.Read(Path.Combine(Repository.Root, "forums", Slug), Reading.Forum!), default))).Value();
        return world;
    }

    public async Task<T> WithAsync<T>(Func<BangVangDb, Task<T>> act)
    {
        await using var db = test.Open();
        return await act(db);
    }

    public Task<Result<PublishedProgramme>> ReleaseAsync(string name, Actor? actor = null) =>
        WithAsync(db => new ReleaseProgramme(db, new(db), new(db), Site, Clock, TimeProvider.System).RunAsync(actor ?? organiser, Slug, name, default));

    public Task<PublishedProgramme?> CurrentAsync() => WithAsync(db => new ProgrammeBook(db).CurrentAsync(Slug, default));

    public ValueTask DisposeAsync() => test.DisposeAsync();
}
