using BangVang.App.Editions;
using BangVang.App.Laureates;
using BangVang.App.Storage;
using NodaTime;

namespace BangVang.Web.Kernel;

/// <summary>
/// What a start has to do with the database, on a thread of its own: it takes as long as laying out the pages does, and
/// neither waits for the other. The server listens when both are done.
/// </summary>
public static class Preparation
{
    /// <summary>
    /// Brings the schema up to date and asks once what the front page asks, so that the first visitor does not wait for
    /// mapping, queries and editions to be read. Nothing of it is kept but what every later read keeps as well.
    /// </summary>
    /// <param name="storage">Registers the engine, as for the server itself.</param>
    /// <exception cref="InvalidOperationException">The database is newer than this program.</exception>
    public static Task BeginAsync(Action<IServiceCollection> storage) => Task.Run(async () =>
    {
        var services = new ServiceCollection().AddSingleton<IClock>(SystemClock.Instance).AddScoped<Migrator>().AddScoped<EditionBook>();
        storage(services);
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BangVangDb>();
        await scope.ServiceProvider.GetRequiredService<Migrator>().MigrateAsync(default);
        await scope.ServiceProvider.GetRequiredService<EditionBook>().AllAsync(default);
        await db.PublicStateAsync(default);
        await db.HonouredAsync(1, default);
        await db.ProgrammeFiguresAsync(default);
    });
}
