using BangVang.App.Files;
using BangVang.App.Files.Uploads;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using BangVang.Storage.Sqlite;
using BangVang.Testing;
using BangVang.Web.Api;
using BangVang.Web.Files;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BangVang.Web.Tests.Files;

/// <summary>A server on loopback that receives files for the purpose <c>test</c>. Who asks is said in the header <c>Test-Person</c>.</summary>
public sealed class TusHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TestDb db;
    private readonly string directory;

    private TusHost(WebApplication app, TestDb db, string directory) => (this.app, this.db, this.directory) = (app, db, directory);

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    public Guid Owner { get; private set; }
    public Guid Other { get; private set; }
    public BangVangDb Open() => db.Open();
    public IServiceProvider Services => app.Services;

    public static async Task<TusHost> StartAsync(long maxBytes = 64 << 20)
    {
        var db = await TestDb.CreateAsync(Engine.Sqlite);
        var directory = Path.Combine(Path.GetTempPath(), $"bv-tus-{Guid.NewGuid():n}");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing", ApplicationName = typeof(Texts).Assembly.GetName().Name, ContentRootPath = Directory.CreateDirectory(directory).FullName });
        var options = builder.AddInstallation(["--DataDirectory", directory, "--urls", "http://127.0.0.1:0"]);
        builder.Services.AddSqliteStorage(db.Place);
        builder.AddKernel(options);
        builder.Services.AddActions().AddFiles(options);
        builder.Services.AddSingleton(new UploadPurpose("test", (_, _, _, _) =>
            Task.FromResult<Result<UploadRule>>(new UploadRule(new HashSet<FileKind> { FileKind.Pdf, FileKind.Docx }, maxBytes))));
        var app = builder.Build();
        app.UseKernel(session: a => a.Use((context, next) =>
        {
            if (Guid.TryParse(context.Request.Headers["Test-Person"], out var person))
                context.Features.Set(new Actor(person, "Người thử", false, new HashSet<RoleInEdition>()));
            return next(context);
        }));
        app.MapTus();
        var host = new TusHost(app, db, directory);
        (host.Owner, host.Other) = (await host.PersonAsync("owner@example.vn"), await host.PersonAsync("other@example.vn"));
        await app.StartAsync();
        return host;
    }

    public HttpClient Client(Guid? person, string language = "vi")
    {
        var client = new HttpClient { BaseAddress = Address };
        if (person is { } id) client.DefaultRequestHeaders.Add("Test-Person", id.ToString());
        client.DefaultRequestHeaders.Add("Tus-Resumable", "1.0.0");
        client.DefaultRequestHeaders.Add("Accept-Language", language);
        return client;
    }

    private async Task<Guid> PersonAsync(string email)
    {
        await using var open = db.Open();
        var person = Person.New(SystemClock.Instance.GetCurrentInstant(), email, "Người thử", "vi");
        open.People.Add(person);
        await open.SaveChangesAsync();
        return person.Id;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await db.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }
}
