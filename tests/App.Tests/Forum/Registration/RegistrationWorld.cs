using System.Text.Json.Nodes;
using BangVang.App.Forum;
using BangVang.App.Forum.Registration;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.App.Tests.Dossiers;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Tests.Forum.Registration;

/// <summary>The demonstration's forum with stocks of seats as a test wants them, its organiser and hosts.</summary>
internal sealed class RegistrationWorld : IAsyncDisposable
{
    public const string Slug = "demo-2026";
    public const string Key = "forum/demo-2026";
    public static readonly PublicUrl Site = new(new("https://giai.example.vn"));
    private static readonly LocalDate Today = new(2026, 11, 22);

    private RegistrationWorld(TestDb test) => Test = test;

    private readonly ArrivalLine[] lines = [new(), new()];
    private int asked;

    public TestDb Test { get; }

    /// <summary>Of two nodes in turn.</summary>
    public ArrivalLine Line => lines[Interlocked.Increment(ref asked) & 1];
    public FixedClock Clock { get; } = new(Instant.FromUtc(2026, 11, 23, 3, 0));
    public FixedTime Time { get; } = new(Instant.FromUtc(2026, 11, 23, 3, 0));
    public Actor Organiser { get; private set; } = null!;
    public Actor SeoulHost { get; private set; } = null!;

    public static Actor Holding(params (Role Role, string Key)[] roles) => new(Guid.CreateVersion7(), "Người thử", false, roles.Select(r => new RoleInEdition(r.Key, r.Role)).ToHashSet());

    /// <param name="hall">Seats in the hall.</param>
    public static async Task<RegistrationWorld> CreateAsync(Engine engine, int hall = 5, Func<RegistrationRules, RegistrationRules>? rules = null)
    {
        var world = new RegistrationWorld(await TestDb.CreateAsync(engine));
        world.Organiser = await world.AddAsync("ban-to-chuc", (Role.Organiser, Key));
        world.SeoulHost = await world.AddAsync("chu-nha-seoul", (Role.BridgeHost, Key), (Role.BridgeHost, Key + "/seoul"));
        await world.PublishAsync(hall, rules);
        return world;
    }

    private async Task<Actor> AddAsync(string name, params (Role Role, string Key)[] roles)
    {
        var person = Domain.People.Person.New(Clock.Now, $"{name}@example.vn", name, "vi");
        await WithAsync(db => { db.People.Add(person); return db.SaveChangesAsync(); });
        return Holding(roles) with { PersonId = person.Id };
    }

    public async Task PublishAsync(int hall, Func<RegistrationRules, RegistrationRules>? rules = null)
    {
        var reading = ForumReader.Read(Path.Combine(Repository.Root, "forums", Slug), Today);
        var changed = reading.Forum!.Registration! with { Places = [.. reading.Forum.Registration!.Places.Select(p => p.Code == "hall" ? p with { Capacity = hall } : p)] };
        await WithAsync(db => new PublishForum(db, new(db), Clock).RunAsync(Actor.Console, reading with { Forum = reading.Forum with { Registration = rules is null ? changed : rules(changed) } }, default));
    }

    public async Task<T> WithAsync<T>(Func<BangVangDb, Task<T>> act)
    {
        await using var db = Test.Open();
        return await act(db);
    }

    public ForumEdition Forum => WithAsync(db => new ForumBook(db).CurrentAsync(Slug, default)).GetAwaiter().GetResult()!.Forum;

    public static PartyForm Form(string name, string kind = "delegate", string place = "hall", int size = 1) => new(
        kind, place, "Công ty Minh họa 07", "vi",
        [.. Enumerable.Range(0, size).Select(i => new AttendeeForm($"{name} {i + 1:00}", i == 0 ? $"{VietnameseText.Slug(name)}@example.vn" : "", "", "", false, ""))],
        kind == "press" ? new JsonObject { ["press-card"] = "NB-01" } : [], ["organising"]);

    /// <summary>Fills the form in, and follows the link of the mail.</summary>
    public async Task<Registered> RegisterAsync(PartyForm form)
    {
        var token = await AskAsync(form);
        return (await ConfirmAsync(token)).TryGet(out var registered, out var problems) ? registered : throw new InvalidOperationException(string.Join(", ", problems.Select(p => p.Code)));
    }

    /// <summary>A request that waits for its address to be confirmed.</summary>
    public async Task<string> AskAsync(PartyForm form)
    {
        var token = Secrets.NewToken();
        await WithAsync(db =>
        {
            db.RegistrationRequests.Add(new() { TokenHash = Secrets.HashOf(token), ForumKey = Key, Form = form, ExpiresAt = Time.Now + Duration.FromHours(24) });
            return db.SaveChangesAsync();
        });
        return token;
    }

    public Task<Outcome<Registered>> ConfirmAsync(string token) => WithAsync(db => new ConfirmRegistration(db, new(db), Line, Clock, Time, Site).RunAsync(Slug, token, default));

    /// <summary>The same at one node's line, with somebody who looks at its transactions.</summary>
    public async Task<Outcome<Registered>> ConfirmAsync(string token, ArrivalLine line, Microsoft.EntityFrameworkCore.Diagnostics.IInterceptor looks)
    {
        await using var db = Test.Open(looks);
        return await new ConfirmRegistration(db, new(db), line, Clock, Time, Site).RunAsync(Slug, token, default);
    }

    public Task<Problem?> CancelAsync(Registered registered) => WithAsync(db => new CancelParty(db, new(db), Clock, Time, Site).RunAsync(Slug, TokenOf(registered), default));

    public Task<Outcome<PartyState>> ChangeAsync(Registered registered, Func<PartyChange, PartyChange> change) => WithAsync(async db =>
    {
        var own = (await db.OwnPartyAsync(Forum, TokenOf(registered), default))!;
        var now = new PartyChange(own.Detail.Party.PlaceCode, own.Detail.Party.Organisation,
            [.. own.Detail.People.Select(p => new AttendeeForm(p.FullName, p.Email ?? "", p.Position ?? "", p.Needs ?? "", p.WantsVisaLetter, p.Nationality ?? ""))], [.. own.Detail.Consents.Where(c => c.WithdrawnAt is null).Select(c => c.Purpose)]);
        return await new ChangeParty(db, new(db), Clock, Time, Site).RunAsync(Slug, TokenOf(registered), change(now), own.Detail.Party.Version, default);
    });

    public Task<Result<int>> DecideAsync(Actor actor, bool approve, params Registered[] parties) =>
        WithAsync(db => new DecideParties(db, new(db), Clock, Time, Site).RunAsync(actor, Slug, [.. parties.Select(p => p.Party!.Id)], approve, "Đã đủ phóng viên", default));

    public Task<int> KeepAsync() => WithAsync(db => new KeepSeats(db, new(db), Time, Site).RunAsync(default));

    public static string TokenOf(Registered registered) => registered.Link!.Split('/')[^1];

    /// <summary>States by number: "1 Confirmed".</summary>
    public async Task<IReadOnlyList<string>> StatesAsync() =>
        [.. (await WithAsync(db => db.Parties.AsNoTracking().OrderBy(p => p.Number).ToListAsync())).Select(p => $"{p.Number} {p.State}")];

    public Task<int> TakenAsync(string pool) => WithAsync(db => db.SeatPools.Where(p => p.Code == pool).Select(p => p.Taken).SingleAsync());

    public ValueTask DisposeAsync() => Test.DisposeAsync();
}
