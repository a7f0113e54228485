using BangVang.App.Editions;
using BangVang.App.Laureates;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.App.Demo;

/// <summary>
/// Lays the demonstration: the archive of real editions as their sources state them, the demonstration edition with its
/// calendar around today, and the made-up people. What is there already stays as it is.
/// </summary>
public sealed class LayDemo(EditionBook book, PublishEdition publish, ImportArchive archive, DemoPeople people, DemoJurors jurors, DemoDossiers dossiers, IClock clock)
{
    /// <param name="root">Folder that holds <c>editions</c> and <c>data</c>.</param>
    /// <exception cref="InvalidOperationException">A shipped edition or the archive cannot be read.</exception>
    public async Task RunAsync(string root, CancellationToken ct)
    {
        var imported = await archive.RunAsync(Actor.Console, root, ct);
        if (!imported.TryGet(out var outcome, out var problem)) throw new InvalidOperationException(problem.Code);
        if (outcome.Problems.Count > 0) throw new InvalidOperationException(string.Join("; ", outcome.Problems));
        if (await book.CurrentAsync(DemoPeople.EditionKey, ct) is null) await PublishAsync(Path.Combine(root, "editions", DemoPeople.EditionKey), ct);
        var ids = await people.RunAsync(ct);
        await jurors.RunAsync(ids, ct);
        await dossiers.RunAsync(ids, ct);
    }

    private async Task PublishAsync(string folder, CancellationToken ct)
    {
        var today = clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"]).Date;
        var reading = EditionReader.Read(folder, today);
        var published = await publish.RunAsync(Actor.Console, reading, notice: null, ct);
        if (!published.TryGet(out _, out var problem))
            throw new InvalidOperationException($"{folder}: {problem.Code} {string.Join("; ", reading.Problems.Select(p => p.ToString()))}");
    }
}
