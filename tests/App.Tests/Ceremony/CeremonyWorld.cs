using BangVang.App.Ceremony;
using BangVang.App.Editions;
using BangVang.App.Forum;
using BangVang.App.Forum.Programme;
using BangVang.App.Laureates;
using BangVang.App.Storage;
using BangVang.App.Tests.Dossiers;
using BangVang.App.Tests.Forum;
using BangVang.Domain.Ceremony;
using BangVang.Domain.Forum;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Tests.Ceremony;

/// <summary>The demonstration edition with its decision approved, and the demonstration forum with its programme released: what a ceremony begins with.</summary>
internal sealed class CeremonyWorld(AwardWorld award) : IAsyncDisposable
{
    public const string Slug = "demo-2026", Session = "TRAO01";

    public static readonly CeremonyKey Key = new([.. Enumerable.Range(1, 32).Select(n => (byte)n)]);

    public AwardWorld Award => award;
    public Actor Officer { get; private init; } = null!;
    public Actor Second { get; private init; } = null!;
    public Actor Chair { get; private init; } = null!;
    public Actor Organiser { get; private init; } = null!;
    public AwardDossier Gold { get; private init; } = null!;
    public AwardDossier Silver { get; private init; } = null!;
    public AwardDossier Without { get; private init; } = null!;

    public static async Task<CeremonyWorld> CreateAsync(Engine engine)
    {
        var award = await AwardWorld.CreateAsync(engine);
        var (officer, chair, jurors) = (await award.PersonAsync("Chuyên viên", Role.Secretariat), await award.PersonAsync("Chủ tịch", Role.Chair), await award.JurorsAsync(3));
        var (gold, silver, without) = (await award.DossierAsync("Một cửa số"), await award.DossierAsync("Kho dữ liệu mở"), await award.DossierAsync("Trợ lý văn bản"));
        await award.ProposeAsync(officer, jurors, new Dictionary<AwardDossier, int> { [gold] = 900, [silver] = 850, [without] = 600 });
        await award.ApproveAsync(officer, chair, jurors);

        var person = Person.New(award.Clock.Now, "to-chuc@example.vn", "Người tổ chức 1", "vi");
        await award.WithAsync(db => { db.People.Add(person); return db.SaveChangesAsync(); });
        var organiser = new Actor(person.Id, person.FullName, false, new HashSet<RoleInEdition> { new(ForumEdition.KeyOf(Slug), Role.Organiser) });
        var world = new CeremonyWorld(award) { Officer = officer, Chair = chair, Gold = gold, Silver = silver, Without = without, Organiser = organiser, Second = await award.PersonAsync("Chuyên viên thứ hai", Role.Secretariat) };
        var folder = Path.Combine(Repository.Root, "forums", Slug);
        var reading = ForumReader.Read(folder, AwardWorld.DayZero);
        (await award.WithAsync(db => new PublishForum(db, new(db), award.Clock).RunAsync(Actor.Console, reading, default))).Value();
        (await award.WithAsync(db => new ImportProgramme(db, new(db), award.Clock).RunAsync(organiser, Slug, ProgrammeReader.Read(folder, reading.Forum!), default))).Value();
        (await award.WithAsync(db => new ReleaseProgramme(db, new(db), new(db), AwardWorld.Site, award.Clock, award.Time).RunAsync(organiser, Slug, "1.0", default))).Value();
        return world;
    }

    public ValueTask DisposeAsync() => award.DisposeAsync();

    public Task<T> WithAsync<T>(Func<BangVangDb, Task<T>> act) => award.WithAsync(act);

    /// <summary>The first thing that refuses it; null when done.</summary>
    public async Task<string?> CloseAsync(Actor? by = null, string session = Session, string forum = Slug, string number = "12/QĐ-MH", params string[] tiers)
    {
        var date = AwardWorld.Opens("announcement").InZone(AwardWorld.Edition.TimeZone).Date;
        var result = await WithAsync(db => new CloseEnvelopes(db, new(db), new(db), new(db), Key, award.Clock).RunAsync(by ?? Officer, AwardWorld.Key, new(forum, session, tiers.Length == 0 ? ["gold"] : tiers, number, date), default));
        return result.TryGet(out _, out var problem) ? null : problem.Code;
    }

    public async Task<string?> ConfirmAsync(Actor by) => (await WithAsync(db => new ConfirmEnvelopes(db, award.Clock).RunAsync(by, AwardWorld.Key, default)))?.Code;

    public async Task<string?> CancelAsync(Actor by) => (await WithAsync(db => new CancelCeremony(db, award.Clock).RunAsync(by, AwardWorld.Key, default)))?.Code;

    public async Task<string?> NoteAsync(Actor by, string reference, Attendance comes) => (await WithAsync(db => new NoteWhoComes(db, Key, award.Clock).RunAsync(by, AwardWorld.Key, reference, comes, default)))?.Code;

    /// <summary>Closed by one, confirmed by another; the clock stands where the ceremony begins.</summary>
    public async Task ReadyAsync()
    {
        if (await CloseAsync() is { } refused) throw new InvalidOperationException(refused);
        if (await ConfirmAsync(Second) is { } problem) throw new InvalidOperationException(problem);
        award.Clock.Now = (await RowAsync()).StartsAt;
    }

    public Task<AwardCeremony> RowAsync() => WithAsync(db => db.Ceremonies.AsNoTracking().SingleAsync());

    public async Task<string?> ActAsync(ShowCommand command, Actor? by = null) => (await WithAsync(db =>
        new RunShow(db, new EditionBook(db), new PublishDecision(db, new EditionBook(db), AwardWorld.Site, award.Clock, award.Time), Key, award.Clock).RunAsync(by ?? Organiser, Slug, command, default)))?.Code;

    /// <summary>The next cue, as the page shows it now.</summary>
    public async Task<string?> GoAsync(bool confirmed = true, Actor? by = null)
    {
        var row = await RowAsync();
        return await ActAsync(new(ShowAct.Go, row.Show.Next?.Id ?? Guid.Empty, row.Version, confirmed), by);
    }

    /// <summary>Cue by cue up to the one before <paramref name="kind"/> of a category; null for the roll.</summary>
    public async Task UpToAsync(CueKind kind, string? category)
    {
        while ((await RowAsync()).Show.Next is { } next && (next.Kind, next.CategoryCode) != (kind, category))
            if (await GoAsync() is { } refused) throw new InvalidOperationException(refused);
    }
}
