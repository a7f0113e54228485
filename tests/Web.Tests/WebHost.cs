using System.Collections.Concurrent;
using BangVang.App.Kernel;
using BangVang.App.People;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using BangVang.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;

namespace BangVang.Web.Tests;

/// <summary>
/// The whole server in this process, on a database of its own, with a clock that stands still. Missing texts throw; error
/// pages are those of production.
/// </summary>
public sealed class WebHost : WebApplicationFactory<Program>
{
    public static readonly Instant Start = Instant.FromUtc(2026, 10, 1, 3, 0);

    private const string ActorHeader = "X-Test-Actor";
    private readonly ConcurrentDictionary<string, Actor> actors = new();
    private readonly Dictionary<string, string?> settings = new() { ["environment"] = "Testing" };
    private readonly string directory = Directory.CreateTempSubdirectory("bv-web-").FullName;
    private readonly List<Action<IServiceCollection>> services = [];
    private TestDb? database;

    private WebHost() { }

    public FixedClock Clock { get; } = new(Start);

    /// <summary>Port of loopback on which a server that was started on a socket listens.</summary>
    public int SocketPort => new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    /// <summary>A running server.</summary>
    /// <param name="more">Settings as <c>appsettings.json</c> names them.</param>
    /// <param name="configure">Services that replace the server's own: fakes of the ports.</param>
    /// <param name="onSocket">With the real web server, for what is sent byte by byte.</param>
    public static async Task<WebHost> StartAsync(Engine engine = Engine.Sqlite, IReadOnlyDictionary<string, string?>? more = null, Action<IServiceCollection>? configure = null, bool onSocket = false)
    {
        var host = new WebHost();
        host.settings["DataDirectory"] = host.directory;
        foreach (var (key, value) in more ?? new Dictionary<string, string?>()) host.settings[key] = value;
        if (configure is not null) host.services.Add(configure);
        if (engine is Engine.Postgres)
        {
            host.database = await TestDb.CreateAsync(engine);
            host.settings["Database:Postgres"] = host.database.Place;
        }
        if (onSocket)
        {
            host.settings["port"] = "0";
            host.UseKestrel();
            host.StartServer();
        }
        else _ = host.Server;
        return host;
    }

    /// <summary>A browser of <paramref name="actor"/>, who is signed in without a session; of a visitor when null. Keeps cookies, follows nothing.</summary>
    public Visitor As(Actor? actor = null)
    {
        var client = CreateClient(new() { AllowAutoRedirect = false });
        if (actor is not null)
        {
            var key = Guid.NewGuid().ToString("n");
            actors[key] = actor;
            client.DefaultRequestHeaders.Add(ActorHeader, key);
        }
        return new(client);
    }

    /// <summary>A browser of somebody who holds <paramref name="role"/> in <paramref name="editionKey"/>.</summary>
    public Visitor As(Role role, string editionKey = "demo/2026") =>
        As(new Actor(Guid.CreateVersion7(), $"Người thử {role}", false, new HashSet<RoleInEdition> { new(editionKey, role) }));

    /// <summary>
    /// A browser that is really signed in: person, role and session are rows of the database, the cookie is the session's.
    /// The person has the password <see cref="Password"/>.
    /// </summary>
    public async Task<(Visitor Visitor, Actor Actor)> EnterAsync(Role? role, string editionKey = "demo/2026", string? name = null, string? email = null)
    {
        var person = Person.New(Start, email ?? $"nguoi-thu-{Guid.NewGuid():n}@example.vn", name ?? $"Người thử {role}", "vi");
        (person.EmailConfirmedAt, person.IsAdministrator, person.PasswordHash) = (Start, role is null, Services.GetRequiredService<IPasswords>().Hash(Password));
        var token = Secrets.NewToken();
        var now = Services.GetRequiredService<TimeProvider>().Now();
        await WithDbAsync(async db =>
        {
            db.People.Add(person);
            if (role is { } one) db.RoleGrants.Add(new() { PersonId = person.Id, EditionKey = editionKey, Role = one, GrantedAt = now });
            db.Sessions.Add(new() { TokenHash = Secrets.HashOf(token), PersonId = person.Id, CreatedAt = now, LastSeenAt = now, ExpiresAt = now + SessionLives.Absolute, Device = "Firefox, Linux" });
            return await db.SaveChangesAsync();
        });
        var visitor = As();
        visitor.Client.DefaultRequestHeaders.Add("Cookie", $"bv={token}");
        HashSet<RoleInEdition> roles = role is { } held ? [new(editionKey, held)] : [];
        return (visitor, new(person.Id, person.FullName, role is null, roles));
    }

    /// <summary>Of everyone who comes in by <see cref="EnterAsync"/>.</summary>
    public const string Password = "mây trắng Ba Vì 2026";

    public Visitor AsAdministrator() => As(new Actor(Guid.CreateVersion7(), "Quản trị viên", true, new HashSet<RoleInEdition>()));

    /// <summary>Runs <paramref name="act"/> with a fresh unit of work on the server's database.</summary>
    public async Task<T> WithDbAsync<T>(Func<BangVangDb, Task<T>> act)
    {
        await using var scope = Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<BangVangDb>());
    }

    protected override IHost CreateHost(IHostBuilder builder)
    {
        // Host settings become the arguments of Program, which reads them before anything is built.
        builder.ConfigureHostConfiguration(c => c.AddInMemoryCollection(settings));
        return base.CreateHost(builder);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.ConfigureTestServices(s =>
    {
        s.AddSingleton<IStartupFilter>(new ActorFromHeader(actors));
        if (!settings.ContainsKey("Demo")) s.AddSingleton<IClock>(Clock);
        foreach (var configure in services) configure(s);
    });

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    private sealed class ActorFromHeader(ConcurrentDictionary<string, Actor> actors) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, then) =>
            {
                if (actors.TryGetValue(context.Request.Headers[ActorHeader].ToString(), out var actor)) context.Features.Set(actor);
                return then(context);
            });
            next(app);
        };
    }
}
