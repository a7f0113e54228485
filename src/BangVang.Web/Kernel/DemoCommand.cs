using System.Diagnostics;
using BangVang.App.Demo;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Api;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace BangVang.Web.Kernel;

/// <param name="IsFresh">What the demonstration kept is cleared away first.</param>
/// <param name="AdvanceTo">Moves the clock of the running demonstration instead of serving: the code of a phase, which opens then, or an instant.</param>
/// <param name="IsLaying">Only lays, for the process that waits for it and serves: see <see cref="DemoCommand.LayApartAsync"/>.</param>
public sealed record DemoSwitches(bool IsFresh, string? AdvanceTo, bool IsLaying);

/// <summary>What <c>bangvang demo</c> does around serving.</summary>
public static class DemoCommand
{
    private const string Fresh = "--fresh";
    private const string Advance = "--advance-to";
    private const string Lay = "--lay-for-parent";

    /// <summary>The command, its switches, and the settings that remain.</summary>
    public static (string Command, DemoSwitches Demo, string[] Settings) Read(string[] args)
    {
        var command = args is ["serve" or "demo", ..] ? args[0] : "serve";
        var settings = args.Length > 0 && args[0] == command ? args[1..].ToList() : [.. args];
        if (command != "demo") return (command, new(false, null, false), [.. settings]);

        var at = settings.FindIndex(s => s == Advance || s.StartsWith(Advance + "=", StringComparison.Ordinal));
        string? target = null;
        if (at >= 0)
        {
            var isSplit = settings[at] == Advance;
            target = isSplit ? settings.ElementAtOrDefault(at + 1) ?? "" : settings[at][(Advance.Length + 1)..];
            settings.RemoveRange(at, isSplit && at + 1 < settings.Count ? 2 : 1);
        }
        // Only a database named on the command line itself: made-up data never go into the installation that the settings file describes.
        return (command, new(settings.Remove(Fresh), target, settings.Remove(Lay)), ["--Demo", "true", "--DataDirectory", "var/demo", "--Database:Postgres", "", .. settings]);
    }

    /// <summary>Removes database, files and mail of the demonstration; its directory may hold nothing else of ours.</summary>
    public static void Clear(InstallationOptions options)
    {
        if (!Directory.Exists(options.DataDirectory)) return;
        foreach (var file in new[] { "", "-wal", "-shm" }) File.Delete(options.SqliteFile + file);
        foreach (var folder in new[] { options.FilesDirectory, Path.Combine(options.DataDirectory, "mail"), Path.Combine(options.DataDirectory, "uploads") })
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    /// <summary>
    /// Lays a new embedded demonstration in a process of its own: playing a whole award takes far more memory than serving it,
    /// and a process that has ended gives all of it back. Nothing is done when there is a database already.
    /// </summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> LayApartAsync(InstallationOptions options, string[] args)
    {
        if (options.Database.IsPostgres || File.Exists(options.SqliteFile)) return 0;
        var program = Environment.ProcessPath!;
        // Started as `dotnet X.dll`, or as a program of its own.
        string[] start = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
        using var laying = Process.Start(new ProcessStartInfo(program, [.. start, .. args.Where(a => a != Fresh), Lay]) { RedirectStandardInput = true })!;
        await laying.WaitForExitAsync();
        return laying.ExitCode;
    }

    /// <summary>What that process does: lays, and ends, at once when nobody waits for it any more.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> LayForParentAsync(this WebApplication app)
    {
        var laid = app.LayAsync();
        var alone = Console.OpenStandardInput().ReadAsync(new byte[1]).AsTask();
        return await Task.WhenAny(laid, alone) == laid ? await laid ?? 0 : 1;
    }

    /// <summary>Lays the demonstration, prints a way in for each role, and says when it answers.</summary>
    /// <returns>The exit code when there is nothing to serve; null otherwise.</returns>
    public static async Task<int?> LayAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DemoClock>().ReadAsync(scope.ServiceProvider.GetRequiredService<BangVangDb>(), default);
        if (await scope.ServiceProvider.GetRequiredService<LayDemo>().RunAsync(InstallationConfiguration.Root, default) is { } problem)
            return Refuse(app.Services.GetRequiredService<Texts>(), problem, 5);
        // Laying takes far more than serving does afterwards: what it held goes back to the system.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var root = app.Urls.First();
            foreach (var line in app.Services.GetRequiredService<DemoDoors>().Lines(root)) Console.WriteLine(line);
            // Whoever started a demonstration waits for this line.
            Console.WriteLine($"ready {root}");
        });
        return null;
    }

    /// <summary>Moves the clock of the demonstration in the data directory; a running server follows within a quarter of a second.</summary>
    /// <returns>The exit code of the command.</returns>
    public static async Task<int> AdvanceAsync(this WebApplication app, string target)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var (services, texts) = (scope.ServiceProvider, app.Services.GetRequiredService<Texts>());
        var db = services.GetRequiredService<BangVangDb>();
        if (!await db.Database.CanConnectAsync()) return Refuse(texts, Problem.NotFound("demo.not_laid"), 3);
        if (await InstantOfAsync(services.GetRequiredService<EditionBook>(), target) is not { } instant) return Refuse(texts, Problem.NotFound("demo.moment_unknown").With("typed", target), 3);

        var moved = await services.GetRequiredService<MoveDemoClock>().RunAsync(Actor.Console, instant, default);
        if (!moved.TryGet(out var now, out var problem)) return Refuse(texts, problem, 5);
        Console.WriteLine(InstantPattern.ExtendedIso.Format(now));
        return 0;
    }

    private static async Task<Instant?> InstantOfAsync(EditionBook book, string target)
    {
        if (OffsetDateTimePattern.Rfc3339.Parse(target).TryGetValue(default, out var moment)) return moment.ToInstant();
        var demo = await book.CurrentAsync(DemoPeople.EditionKey, default);
        return demo?.Edition.WindowOf(target)?.Start;
    }

    private static int Refuse(Texts texts, Problem problem, int code)
    {
        Console.Error.WriteLine($"{problem.Code}: {texts.Sentence(problem)}");
        return code;
    }
}
