using BangVang.App.Editions;
using BangVang.App.Laureates;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BangVang.Web.Tests;

/// <summary>A running server with the archive on the board and the demonstration edition open for entries.</summary>
public static class PublicSite
{
    public const string DemoEdition = "demo/2026";

    public static async Task<WebHost> StartAsync(Engine engine = Engine.Sqlite)
    {
        var host = await WebHost.StartAsync(engine);
        await using var scope = host.Services.CreateAsyncScope();
        var archive = await scope.ServiceProvider.GetRequiredService<ImportArchive>().RunAsync(Actor.Console, Repository.Root, default);
        if (!archive.TryGet(out var outcome, out var problem) || outcome.Problems.Count > 0) throw new InvalidOperationException(problem?.Code ?? outcome!.Problems[0]);
        var reading = EditionReader.Read(Path.Combine(Repository.Root, "editions", DemoEdition), WebHost.Start.InZone(DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"]).Date);
        var published = await scope.ServiceProvider.GetRequiredService<PublishEdition>().RunAsync(Actor.Console, reading, null, default);
        if (!published.TryGet(out _, out problem)) throw new InvalidOperationException(problem.Code);
        return host;
    }

    /// <summary>Runs an action of the server's own, as <paramref name="actor"/> would.</summary>
    public static async Task<T> RunAsync<TAction, T>(this WebHost host, Func<TAction, Task<T>> act) where TAction : notnull
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TAction>());
    }
}
