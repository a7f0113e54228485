using System.CommandLine;
using BangVang.App.Demo;
using BangVang.App.Editions;
using BangVang.App.Files;
using BangVang.App.Forum;
using BangVang.App.Forum.Programme;
using BangVang.App.Kernel;
using BangVang.App.Log;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BangVang.Cli.Kernel;

/// <summary>The installation a command works on: its settings, and everything registered on them.</summary>
public sealed class Installation(InstallationOptions options, AddStorage addStorage) : IAsyncDisposable
{
    // Made when first used: looking whether there is an installation must not begin one.
    private readonly Lazy<ServiceProvider> services = new(() => Services(options, addStorage));

    public InstallationOptions Options { get; } = options;

    /// <summary>True when there is nothing at the configured place yet; a PostgreSQL server answers for itself.</summary>
    public bool IsMissing => !Options.Database.IsPostgres && !File.Exists(Options.SqliteFile);

    /// <summary>A unit of work with every action of App.</summary>
    public AsyncServiceScope Open() => services.Value.CreateAsyncScope();

    /// <summary>The same installation as it would be with its data in another directory.</summary>
    public Installation At(string dataDirectory) => new(Options with { DataDirectory = dataDirectory }, addStorage);

    /// <summary>The installation that <c>--config</c>, <c>--data</c>, the environment and <c>appsettings.json</c> name.</summary>
    public static Installation Of(ParseResult parsed, AddStorage addStorage)
    {
        string[] config = parsed.GetValue(CommandLine.Config) is { } file ? ["--config", file.FullName] : [];
        string[] data = parsed.GetValue(CommandLine.Data) is { } directory ? ["--data", directory.FullName] : [];
        return new(InstallationConfiguration.Load([.. config, .. data]).Installation(), addStorage);
    }

    /// <summary>
    /// Null when the database is there and has the schema this program knows, otherwise what to do first. From then on a
    /// demonstration's clock is followed; elsewhere nobody can have moved it.
    /// </summary>
    public async Task<Problem?> NotReadyAsync(CancellationToken ct)
    {
        if (IsMissing) return Problem.NotFound("storage.no_installation").With("directory", Options.DataDirectory);
        await using var scope = Open();
        var pending = await scope.ServiceProvider.GetRequiredService<Migrator>().PendingAsync(ct);
        if (pending.Count > 0) return Problem.NotNow("storage.schema_outdated").With("count", pending.Count);
        await scope.ServiceProvider.GetRequiredService<DemoClock>().ReadAsync(scope.ServiceProvider.GetRequiredService<BangVangDb>(), ct);
        return null;
    }

    private static ServiceProvider Services(InstallationOptions options, AddStorage addStorage)
    {
        var services = new ServiceCollection();
        services.AddSingleton(new DemoClock(SystemClock.Instance)).AddSingleton<IClock>(s => s.GetRequiredService<DemoClock>()).AddSingleton(TimeProvider.System);
        services.AddSingleton(new FileStoreOptions { Directory = options.FilesDirectory }).AddSingleton<IFileStore, DiskFileStore>();
        services.AddSingleton(Microsoft.Extensions.Options.Options.Create(options));
        services.AddSingleton(new PublicUrl(new(options.PublicUrl)));
        services.AddScoped<Migrator>().AddScoped<EditionBook>().AddScoped<ForumBook>().AddScoped<ProgrammeBook>().AddSingleton(_ => LogSigner.Load(options.KeysDirectory, new(options.PublicUrl), options.Log));
        services.AddSingleton(_ => WitnessPolicy.Of(options.Log)).AddSingleton<IWitnessLine>(s => new HttpWitnessLine(s.GetRequiredService<WitnessPolicy>(), options.Log.WitnessTimeout));
        foreach (var action in typeof(BangVangDb).Assembly.GetExportedTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.GetMethod("RunAsync") is not null))
            services.AddScoped(action);
        addStorage(services, options);
        return services.BuildServiceProvider();
    }

    public ValueTask DisposeAsync() => services.IsValueCreated ? services.Value.DisposeAsync() : ValueTask.CompletedTask;
}
