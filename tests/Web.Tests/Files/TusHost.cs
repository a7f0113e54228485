using System.Net;
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
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BangVang.Web.Tests.Files;

/// <summary>
/// A server on loopback that receives files for the purpose <c>test</c>, with a page <c>/try</c> to do so. Who asks is said
/// in the header or cookie <c>test-person</c>.
/// </summary>
public sealed class TusHost : IAsyncDisposable
{
    private static readonly Guid Subject = Guid.NewGuid();
    private readonly TestDb db;
    private readonly string directory;
    private readonly long maxBytes;
    private WebApplication app = null!;

    private TusHost(TestDb db, string directory, long maxBytes) => (this.db, this.directory, this.maxBytes) = (db, directory, maxBytes);

    public Uri Address { get; private set; } = null!;
    public Guid Owner { get; private set; }
    public Guid Other { get; private set; }
    public BangVangDb Open() => db.Open();
    public IServiceProvider Services => app.Services;

    public static async Task<TusHost> StartAsync(long maxBytes = 64 << 20)
    {
        var directory = Directory.CreateTempSubdirectory("bv-tus-").FullName;
        var host = new TusHost(await TestDb.CreateAsync(Engine.Sqlite), directory, maxBytes);
        (host.Owner, host.Other) = (await host.PersonAsync("owner@example.vn"), await host.PersonAsync("other@example.vn"));
        await host.RunAsync(port: 0);
        return host;
    }

    /// <summary>Ends the server, away for a while, and starts it anew at the same address on the same files.</summary>
    public async Task RestartAsync(TimeSpan away)
    {
        using (var now = new CancellationTokenSource())
        {
            await now.CancelAsync();
            await app.StopAsync(now.Token);
        }
        await app.DisposeAsync();
        await Task.Delay(away);
        await RunAsync(Address.Port);
    }

    private async Task RunAsync(int port)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Testing", ApplicationName = typeof(Texts).Assembly.GetName().Name, ContentRootPath = directory, WebRootPath = WebRoot,
        });
        var options = builder.AddInstallation(["--DataDirectory", directory, "--urls", $"http://127.0.0.1:{port}"]);
        builder.Services.AddSqliteStorage(db.Place);
        builder.AddKernel(options);
        builder.Services.AddActions();
        builder.Services.AddSingleton(new UploadPurpose("test", (_, _, _, _) =>
            Task.FromResult<Result<UploadRule>>(new UploadRule(new HashSet<FileKind> { FileKind.Pdf, FileKind.Docx }, maxBytes))));
        app = builder.Build();
        app.UseKernel(session: a => a.Use((context, next) =>
        {
            var person = context.Request.Headers["test-person"] is [{ } header] ? header : context.Request.Cookies["test-person"];
            if (Guid.TryParse(person, out var id)) context.Features.Set(new Actor(id, "Người thử", false, new HashSet<RoleInEdition>()));
            return next(context);
        }));
        app.MapGet("/try", TryPage).Public();
        app.MapPost("/try", SendAsync).SignedIn().DisableAntiforgery();
        await app.StartAsync();
        Address = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>The sources' own, so that the page runs the script that is shipped.</summary>
    private static string WebRoot
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "BangVang.slnx"))) folder = folder.Parent!;
            return Path.Combine(folder.FullName, "src", "BangVang.Web", "wwwroot");
        }
    }

    private static IResult TryPage() => Results.Text($"""
        <!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Gửi tệp</title>
        <link rel="stylesheet" href="/css/tokens.css"><link rel="stylesheet" href="/css/base.css"><link rel="stylesheet" href="/css/components.css"><link rel="stylesheet" href="/css/forms.css">
        <script type="module" src="/js/upload.js"></script></head>
        <body><main class="wrap"><h1>Gửi tệp</h1><form method="post" enctype="multipart/form-data">
        <div class="field" data-tus="/uploads" data-purpose="test" data-subject="{Subject}" data-field="plan" data-stored-name="stored" data-texts="{WebUtility.HtmlEncode(UploadTexts.Json)}">
        <label for="f-plan">Kế hoạch</label><input class="input" type="file" id="f-plan" name="plan"></div>
        <button class="btn">Gửi</button></form></main></body></html>
        """, "text/html; charset=utf-8");

    /// <summary>What arrives by the form: the id of a file that went up before, or the file itself.</summary>
    private static async Task<IResult> SendAsync(HttpContext context, ReceiveForm receive, Texts texts, CancellationToken ct)
    {
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        var form = await context.Request.ReadFormAsync(ct);
        if (form["stored"] is [{ } stored]) return Results.Text($"stored {stored}, files {form.Files.Count}");
        await using var content = form.Files["plan"]!.OpenReadStream();
        var received = await receive.RunAsync(context.Actor(), new("test", Subject, "plan"), form.Files["plan"]!.FileName, content, ct);
        return received.TryGet(out var file, out var problem) ? Results.Text($"received {file.Id}") : problem.ToResult(texts);
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
