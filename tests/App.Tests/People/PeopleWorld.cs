using System.Text.RegularExpressions;
using BangVang.App.Kernel;
using BangVang.App.People;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Tests.People;

/// <summary>Hashes without cost and counts how often it had to work.</summary>
public sealed class CountingPasswords : IPasswords
{
    public int Hashed { get; private set; }
    public int Verified { get; private set; }

    public string Hash(string password)
    {
        Hashed++;
        return $"hash of {password}";
    }

    public bool Verify(string? hash, string password)
    {
        Verified++;
        return hash == $"hash of {password}";
    }
}

/// <summary>A database, a clock and the actions of People on it, each call in a unit of work of its own as in the server.</summary>
public sealed class PeopleWorld(TestDb test) : IAsyncDisposable
{
    public const string Password = "mây trắng Ba Vì 2026";
    public const string Source = "203.0.113.7";
    public static readonly Instant Start = Instant.FromUtc(2026, 10, 1, 3, 0);
    private static readonly PublicUrl Site = new(new("https://giaithuong.example/"));

    private readonly HashSet<string> taken = [];

    public FixedTime Time { get; } = new(Start);
    public CountingPasswords Passwords { get; } = new();
    public TestDb Test => test;

    public static async Task<PeopleWorld> CreateAsync(Engine engine) => new(await TestDb.CreateAsync(engine));

    public ValueTask DisposeAsync() => test.DisposeAsync();

    public async Task<T> WithAsync<T>(Func<BangVangDb, Task<T>> work)
    {
        await using var db = test.Open();
        return await work(db);
    }

    public Task<Problem?> SignUpAsync(string email, string password = Password, string source = Source) =>
        WithAsync(db => new SignUp(db, Passwords, Time, Site).RunAsync(email, "Nguyễn Văn Mẫu", password, "vi", source, default));

    public Task<Result<string>> ConfirmAsync(string token, string password = Password) =>
        WithAsync(db => new ConfirmAccount(db, Passwords, Time).RunAsync(token, password, "Firefox, Linux", default));

    public Task<Result<string>> SignInAsync(string email, string password = Password, string source = Source) =>
        WithAsync(db => new SignIn(db, Passwords, Time).RunAsync(email, password, "Firefox, Linux", source, default));

    public Task<Problem?> ForgetAsync(string email, string source = Source) =>
        WithAsync(db => new RequestPasswordReset(db, Time, Site).RunAsync(email, "vi", source, default));

    public Task<Problem?> ResetAsync(string token, string password, string source = Source) =>
        WithAsync(db => new ResetPassword(db, Passwords, Time, Site).RunAsync(token, password, source, default));

    public Task<Result<string>> InviteAsync(Actor actor, string email, Role? role, string? edition = "demo/2026") =>
        WithAsync(db => new Invite(db, Time, Site).RunAsync(actor, new(email, "Giám khảo 1", edition, role, "vi"), "Kỳ giải trình diễn", default));

    public Task<Result<string>> AcceptAsync(string token, string password = Password) =>
        WithAsync(db => new AcceptInvitation(db, Passwords, Time).RunAsync(token, "Giám khảo 1", password, "vi", "Firefox", default));

    public Task<Actor> ActorAsync(string session) => WithAsync(db => db.ActorOfSessionAsync(session, Time.Now, default));

    /// <summary>A person with a confirmed address and the usual password.</summary>
    public async Task<Actor> PersonAsync(string email, string name = "Trần Thị Mẫu", bool administrator = false, params (string Edition, Role Role)[] roles)
    {
        await using var db = test.Open();
        var person = Person.New(Time.Now, email, name, "vi");
        (person.PasswordHash, person.EmailConfirmedAt, person.IsAdministrator) = ($"hash of {Password}", Time.Now, administrator);
        db.People.Add(person);
        foreach (var (edition, role) in roles) db.RoleGrants.Add(new() { PersonId = person.Id, EditionKey = edition, Role = role, GrantedAt = Time.Now });
        await db.SaveChangesAsync();
        return new(person.Id, name, administrator, roles.Select(r => new RoleInEdition(r.Edition, r.Role)).ToHashSet());
    }

    /// <summary>What stands after the last slash of the one link mailed to an address that was not asked for here before.</summary>
    public async Task<string> LinkToAsync(string email, string page)
    {
        var links = (await MailsAsync()).Where(m => m.To == email)
            .Select(m => Regex.Match(m.Body, $"https://giaithuong.example/{page}/([A-Za-z0-9_-]+)")).Where(m => m.Success).Select(m => m.Groups[1].Value);
        var link = links.Single(l => !taken.Contains(l));
        taken.Add(link);
        return link;
    }

    public async Task<IReadOnlyList<MailMessage>> MailsAsync()
    {
        await using var db = test.Open();
        return (await db.Outbox.AsNoTracking().OrderBy(m => m.Id).ToListAsync()).Select(m => m.Mail).ToList();
    }
}

internal static class ResultTesting
{
    public static string CodeOf<T>(this Result<T> result) => result.TryGet(out _, out var problem) ? "done" : problem.Code;

    public static T Value<T>(this Result<T> result) =>
        result.TryGet(out var value, out var problem) ? value : throw new InvalidOperationException($"Refused: {problem.Code}");
}
