using BangVang.App.Editions;
using BangVang.App.Forum;
using BangVang.App.Laureates;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Demo;

/// <summary>
/// Lays the demonstration: an edition that is over, a live vote that is open, the archive of real editions as their sources state them, the edition
/// whose call is open with its calendar around today, and the made-up people. What is there already stays as it is.
/// </summary>
public sealed class LayDemo(BangVangDb db, EditionBook book, PublishEdition publish, ImportArchive archive, ImportForums forums, DemoForum forum, LayPast past, DemoLive live, DemoStage stage, DemoPeople people, DemoJurors jurors, DemoDossiers dossiers, IClock clock)
{
    /// <param name="root">Folder that holds <c>editions</c> and <c>data</c>. An edition of the demonstration that is not in it is not laid.</param>
    /// <returns><c>demo.cut_off</c> when an earlier laying did not come to its end; null when all is there.</returns>
    /// <exception cref="InvalidOperationException">A shipped edition or the archive cannot be read.</exception>
    public async Task<Problem?> RunAsync(string root, CancellationToken ct)
    {
        if (await past.IsCutOffAsync(ct) || await IsCutOffAsync(ct)) return Problem.Conflict("demo.cut_off");
        if (!await db.LogEvents.AnyAsync(ct)) await BeforeTodayAsync(root, ct);

        var imported = await archive.RunAsync(Actor.Console, root, ct);
        if (!imported.TryGet(out var outcome, out var problem)) throw new InvalidOperationException(problem.Code);
        if (outcome.Problems.Count > 0) throw new InvalidOperationException(string.Join("; ", outcome.Problems));
        var held = DemoStage.Value(await forums.RunAsync(Actor.Console, root, ct));
        if (held.Problems.Count > 0) throw new InvalidOperationException(string.Join("; ", held.Problems));
        await forum.RunAsync(root, Today, ct);
        var edition = (await book.CurrentAsync(DemoPeople.EditionKey, ct))?.Edition ?? await PublishAsync(root, DemoPeople.EditionKey, ct);
        var cast = await people.RunAsync(edition.Key, keys: null, ct);
        await jurors.RunAsync(cast, edition, ct);
        if (await db.Dossiers.AnyAsync(d => d.EditionKey == edition.Key, ct)) return null;
        foreach (var entry in DemoEntry.OfOpenCall) await dossiers.RunAsync(cast, edition, entry, ct);
        return null;
    }

    /// <summary>What happened up to today, in its order; afterwards the clock runs.</summary>
    private async Task BeforeTodayAsync(string root, CancellationToken ct)
    {
        // Both are read first: their days count from today, and the clock does not stand there any more once the past is played.
        var (over, open) = (ReadIfThere(root, DemoPast.EditionKey), ReadIfThere(root, DemoLive.EditionKey));
        if (over is not null) await past.RunAsync(over, ct);
        if (open is not null) await live.RunAsync(open, ct);
        // The server makes the files of the past once it runs.
        stage.Leave();
    }

    /// <summary>Whether only some of the dossiers of the open call were laid.</summary>
    private async Task<bool> IsCutOffAsync(CancellationToken ct)
    {
        var applicants = DemoEntry.OfOpenCall.Select(e => new DemoPerson(e.ApplicantKey, "", null).Email).ToArray();
        var begun = await (from d in db.Dossiers join p in db.People on d.CreatedBy equals p.Id
                           where d.EditionKey == DemoPeople.EditionKey && applicants.Contains(p.Email) select p.Id).Distinct().CountAsync(ct);
        return begun > 0 && begun < applicants.Length;
    }

    private async Task<Edition> PublishAsync(string root, string key, CancellationToken ct) => DemoStage.Value(await publish.RunAsync(Actor.Console, Read(root, key), notice: null, ct)).Edition;

    private EditionReading? ReadIfThere(string root, string key) => Directory.Exists(FolderOf(root, key)) ? Read(root, key) : null;

    /// <exception cref="InvalidOperationException">It has problems.</exception>
    private EditionReading Read(string root, string key)
    {
        var reading = EditionReader.Read(FolderOf(root, key), Today);
        return reading.Edition is not null ? reading : throw new InvalidOperationException($"{key}: {string.Join("; ", reading.Problems.Select(p => p.ToString()))}");
    }

    private LocalDate Today => clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"]).Date;

    private static string FolderOf(string root, string key) => Path.Combine(root, "editions", key);
}
