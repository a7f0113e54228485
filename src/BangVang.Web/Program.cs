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
var prepared = demo.AdvanceTo is null ? Preparation.BeginAsync(AddStorage) : Task.CompletedTask;
AddStorage(builder.Services);
builder.AddKernel(options);
builder.Services.AddActions();

var app = builder.Build();
app.UseKernel();
app.MapLaureates();
app.MapEditions();
app.MapSiteMap();
app.MapLog();
app.MapOpenApi();
if (demo.AdvanceTo is { } target) return await app.AdvanceAsync(target);
await prepared;
if (command == "demo") await app.LayAsync();
await app.RunAsync();
return 0;

void AddStorage(IServiceCollection services)
{
    if (options.Database.IsPostgres) services.AddPostgresStorage(options.Database.Postgres!);
    else services.AddSqliteStorage(options.SqliteFile);
}
