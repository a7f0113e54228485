using BangVang.App.Kernel;
using BangVang.Storage.Postgres;
using BangVang.Storage.Sqlite;
using BangVang.Web.Api;
using BangVang.Web.Kernel;

// serve [settings] | demo [--fresh] [--advance-to PHASE|INSTANT] [settings]: the composition root. Storage is named here and nowhere else in the web.
var (command, demo, settings) = DemoCommand.Read(args);

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = Hosting.ContentRoot });
var options = builder.AddInstallation(settings);
if (demo.IsFresh) DemoCommand.Clear(options);
var laid = command == "demo" && demo is { AdvanceTo: null, IsLaying: false } ? DemoCommand.LayApartAsync(options, args) : Task.FromResult(0);
var prepared = demo.AdvanceTo is null ? PrepareAsync() : Task.CompletedTask;
AddStorage(builder.Services);
builder.AddKernel(options);
builder.Services.AddActions();

var app = builder.Build();
app.UseKernel();
app.MapLaureates();
app.MapEditions();
app.MapSiteMap();
app.MapLog();
app.MapBundles();
app.MapOpenApi();
if (demo.AdvanceTo is { } target) return await app.AdvanceAsync(target);
if (await laid is not 0 and var failed) return failed;
await prepared;
if (demo.IsLaying) return await app.LayForParentAsync();
if (command == "demo" && await app.LayAsync() is { } code) return code;
await app.RunAsync();
return 0;

async Task PrepareAsync()
{
    if (await laid == 0) await Preparation.BeginAsync(AddStorage);
}

void AddStorage(IServiceCollection services)
{
    if (options.Database.IsPostgres) services.AddPostgresStorage(options.Database.Postgres!);
    else services.AddSqliteStorage(options.SqliteFile);
}
