using BangVang.App.Editions;
using BangVang.App.Laureates;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.App.Demo;

/// <summary>
/// Lays the demonstration: the archive of real editions as their sources state them, the demonstration edition with its
/// calendar around today, and the made-up people. What is there already stays as it is.
/// </summary>
public sealed class LayDemo(BangVangDb db, EditionBook book, PublishEdition publish, ImportLaureates import, DemoPeople people, IClock clock)
{
    /// <param name="root">Folder that holds <c>editions</c> and <c>data</c>.</param>
    /// <exception cref="InvalidOperationException">A shipped edition or the archive cannot be read.</exception>
    public async Task RunAsync(string root, CancellationToken ct)
    {
        foreach (var folder in Directory.GetDirectories(Path.Combine(root, "editions"), "*", SearchOption.AllDirectories)
            .Where(f => File.Exists(Path.Combine(f, EditionReader.FileName))).Order(StringComparer.Ordinal))
            await PublishAsync(folder, ct);
        if (!db.Laureates.Any()) await ImportAsync(Path.Combine(root, "data", "laureates.csv"), ct);
        await people.RunAsync(ct);
    }

    private async Task PublishAsync(string folder, CancellationToken ct)
    {
        var key = $"{Path.GetFileName(Path.GetDirectoryName(folder))}/{Path.GetFileName(folder)}";
        if (await book.CurrentAsync(key, ct) is not null) return;
        var today = clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"]).Date;
        var reading = EditionReader.Read(folder, today);
        var published = await publish.RunAsync(Actor.Console, reading, notice: null, ct);
        if (!published.TryGet(out _, out var problem))
            throw new InvalidOperationException($"{folder}: {problem.Code} {string.Join("; ", reading.Problems.Select(p => p.ToString()))}");
    }

    private async Task ImportAsync(string file, CancellationToken ct)
    {
        var plan = await import.RunAsync(Actor.Console, await File.ReadAllTextAsync(file, ct), fingerprint: null, reason: null, ct);
        if (!plan.CanApply) throw new InvalidOperationException($"{file}: {string.Join("; ", plan.Problems.Select(p => p.ToString()))}");
    }
}
