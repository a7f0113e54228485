using BangVang.App.Kernel;
using BangVang.Storage.Postgres;
using BangVang.Storage.Sqlite;
using BangVang.Web.Kernel;

// serve [settings] | demo [settings]: the composition root. Storage is named here and nowhere else in the web.
var command = args is ["serve" or "demo", ..] ? args[0] : "serve";
var settings = args.Length > 0 && args[0] == command ? args[1..] : args;
if (command == "demo") settings = ["--Demo", "true", "--DataDirectory", "var/demo", .. settings];

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = Hosting.ContentRoot });
var options = builder.AddInstallation(settings);
if (options.Database.IsPostgres) builder.Services.AddPostgresStorage(options.Database.Postgres!);
else builder.Services.AddSqliteStorage(options.SqliteFile);
builder.AddKernel(options);
builder.Services.AddActions();

var app = builder.Build();
app.UseKernel();
await app.MigrateAsync();
// Whoever started a demonstration waits for this line.
if (options.Demo) app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"ready {app.Urls.First()}"));
await app.RunAsync();
