using System.Security.Cryptography;
using BangVang.App.Forum.Door;
using BangVang.App.Forum.Registration;
using BangVang.App.Storage;
using BangVang.App.Tests.Forum.Registration;
using BangVang.Domain.Forum.Door;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;

namespace BangVang.App.Tests.Forum.Door;

/// <summary>A device as a browser is one: its own key, its own ledger, its own clock.</summary>
internal sealed class Lane(DoorDevice device, ECDsa key)
{
    private long counter;

    public DoorDevice Device => device;
    public Guid Id => device.Id;
    public long OffsetMs { get; set; }

    public DoorEntry Write(DoorKind kind, string hash, Instant at, string list = "hall", EntryName? undoes = null, string? reason = null) =>
        new(device.Id, ++counter, at, kind, list, device.GateCode!, hash, $"{device.Id:N} {counter}", undoes, reason) { OffsetMs = OffsetMs };

    public SentEntry Sign(DoorEntry entry, WalkInCard? card = null) => new(entry, Sign(entry.SignedBytes()), card);

    public string Sign(byte[] bytes) => Convert.ToBase64String(key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
}

/// <summary>The demonstration's forum with tickets, door staff and devices.</summary>
internal sealed class DoorWorld(RegistrationWorld forum) : IAsyncDisposable
{
    public const string Slug = RegistrationWorld.Slug, Key = RegistrationWorld.Key;

    public RegistrationWorld Forum => forum;
    public Actor Staff { get; private set; } = null!;
    public Instant Now => forum.Time.Now;

    public static async Task<DoorWorld> CreateAsync(Engine engine)
    {
        var world = new DoorWorld(await RegistrationWorld.CreateAsync(engine, hall: 50));
        world.Staff = await world.AddAsync("don-tiep", Role.DoorStaff, Key);
        return world;
    }

    /// <summary>A person with a role that stands in the database.</summary>
    public async Task<Actor> AddAsync(string name, Role role, string key)
    {
        var person = Domain.People.Person.New(Now, $"{name}@example.vn", name, "vi");
        await WithAsync(db =>
        {
            db.People.Add(person);
            db.RoleGrants.Add(new() { PersonId = person.Id, EditionKey = key, Role = role, GrantedAt = Now });
            return db.SaveChangesAsync();
        });
        return RegistrationWorld.Holding((role, key)) with { PersonId = person.Id, Name = name };
    }

    public Task<T> WithAsync<T>(Func<BangVangDb, Task<T>> act) => forum.WithAsync(act);

    /// <summary>Registers and gives the tickets, the contact's first.</summary>
    public async Task<IReadOnlyList<Attendee>> TicketsAsync(string name, string kind = "delegate", string place = "hall", int size = 1)
    {
        var registered = await forum.RegisterAsync(RegistrationWorld.Form(name, kind, place, size));
        return await WithAsync(db => db.Attendees.AsNoTracking().Where(a => a.PartyId == registered.Party!.Id).OrderBy(a => a.Ordinal).ToListAsync());
    }

    public async Task<string> TicketAsync(string name, string kind = "delegate", string place = "hall") => TicketCode.HashOf((await TicketsAsync(name, kind, place))[0].Ticket);

    public Task<Result<MadeEnrolmentCode>> CodeAsync(Actor? by = null, string list = "hall", string gate = "gate-a", string name = "Máy 1") =>
        WithAsync(db => new MakeEnrolmentCode(db, new(db), forum.Time).RunAsync(by ?? forum.Organiser, Slug, name, list, gate, default));

    public Task<Result<DoorDevice>> EnrolAsync(string code, string publicKey, Actor? by = null) =>
        WithAsync(db => new EnrolDevice(db, new(db), forum.Time).RunAsync(by ?? Staff, Slug, code, publicKey, default));

    public async Task<Lane> LaneAsync(string name = "Máy 1", string gate = "gate-a", string list = "hall")
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var code = (await CodeAsync(list: list, gate: gate, name: name)).Must();
        return new((await EnrolAsync(code.Code, PublicKeyOf(key))).Must(), key);
    }

    public static string PublicKeyOf(ECDsa key) => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());

    public async Task<IReadOnlyList<string>> PushAsync(Lane lane, params SentEntry[] entries) =>
        [.. (await TryPushAsync(lane, entries)).Must().Select(a => a.Code is null ? $"{a.Counter} {a.Fate}" : $"{a.Counter} {a.Code}")];

    public Task<Result<IReadOnlyList<EntryAnswer>>> TryPushAsync(Lane lane, params SentEntry[] entries) =>
        WithAsync(db => new PushEntries(db, new(db), forum.Time).RunAsync(lane.Device, Staff, Slug, entries, new(lane.OffsetMs, 80, 0), default));

    public async Task<DoorOverview> OverviewAsync() => (await WithAsync(db => db.DoorOverviewAsync(forum.Organiser, forum.Forum, Now, default)))!;

    public Task<Result<RedeemAnswer>> RedeemAsync(string secret, string list = "hall", bool force = false, string? nonce = null, bool asks = false, string? why = null, bool exit = false, Actor? by = null) =>
        WithAsync(db => new RedeemTicket(db, new(db), forum.Clock, forum.Time).RunAsync(by ?? Staff, Slug, new(secret, [list], null, exit, null, force, nonce, asks, why), default));

    public ValueTask DisposeAsync() => forum.DisposeAsync();
}

internal static class Results
{
    public static T Must<T>(this Result<T> result)
    {
        result.TryGet(out var value, out var problem).ShouldBeTrue(problem?.Code);
        return value!;
    }

    public static string Refused<T>(this Result<T> result)
    {
        result.TryGet(out _, out var problem).ShouldBeFalse();
        return problem!.Code;
    }
}
