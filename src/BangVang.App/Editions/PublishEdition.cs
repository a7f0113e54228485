using System.Text.Json.Nodes;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Editions;

/// <summary>
/// Freezes an edition as a numbered snapshot. The first is its publication, each further one an amendment with a notice
/// visible to all. For the secretariat of that edition and the administrator.
/// </summary>
public sealed class PublishEdition(BangVangDb db, EditionBook book, IClock clock)
{
    /// <param name="reading">A folder as <see cref="EditionReader"/> read it.</param>
    /// <param name="notice">What an amendment tells everyone; null for a first publication.</param>
    public async Task<Result<PublishedEdition>> RunAsync(Actor actor, EditionReading reading, LocalizedText? notice, CancellationToken ct) =>
        reading.Edition is { } edition
            ? await RunAsync(actor, edition, reading.Files, notice, ct)
            : Problem.Invalid("edition.has_problems").With("count", reading.Problems.Count).With("first", reading.Problems[0].ToString());

    /// <summary>Publishes an edition that was read or amended already; see <see cref="ExtendPhase"/>.</summary>
    internal async Task<Result<PublishedEdition>> RunAsync(
        Actor actor, Edition edition, IReadOnlyList<EditionFile> files, LocalizedText? notice, CancellationToken ct)
    {
        if (!MayPublish(actor, edition.Key)) return Problem.Forbidden("edition.may_not_publish");
        var now = clock.GetCurrentInstant();
        var current = await book.CurrentAsync(edition.Key, ct);
        var snapshot = EditionSnapshot.Of(Ids.New(now), edition, (current?.Number ?? 0) + 1, now, actor.PersonId, current is null ? null : notice);
        if (current is not null)
        {
            if (current.Sha256 == snapshot.Sha256) return Problem.Conflict("edition.unchanged").With("number", current.Number);
            if (notice is null) return Problem.Invalid("edition.notice_missing", "Notice");
            var history = await book.HistoryAsync(edition.Key, ct);
            if (Amendment.Check(current.Edition, edition, now, history.Skip(1).Zip(history, (before, after) => (before.Edition, after.PublishedAt))) is { } problem) return problem;
        }

        db.EditionSnapshots.Add(snapshot);
        await AddFilesAsync(files, ct);
        var happened = current is null ? "edition.published" : "edition.amended";
        db.Audit(actor, now, happened, snapshot.Id, edition.Key, $"#{snapshot.Number} {snapshot.Sha256}");
        db.Log(now, happened, edition.Key, snapshot.Id, Payload(snapshot));
        if (!await db.TrySaveAsync(ct)) return Problem.Conflict("edition.published_meanwhile");
        book.Forget(edition.Key);
        return new PublishedEdition(snapshot.Id, snapshot.Number, snapshot.Sha256, now, current is null ? null : notice, edition);
    }

    internal static bool MayPublish(Actor actor, string editionKey) => actor.IsAdministrator || actor.Is(Role.Secretariat, editionKey);

    /// <summary>A file that an earlier snapshot carried already is not kept twice.</summary>
    private async Task AddFilesAsync(IReadOnlyList<EditionFile> files, CancellationToken ct)
    {
        var hashes = files.Select(f => f.Sha256).Distinct().ToList();
        var kept = hashes.Count == 0 ? [] : await db.EditionAttachments.Where(a => hashes.Contains(a.Sha256)).Select(a => a.Sha256).ToListAsync(ct);
        foreach (var file in files.DistinctBy(f => f.Sha256).Where(f => !kept.Contains(f.Sha256)))
            db.EditionAttachments.Add(new() { Sha256 = file.Sha256, Content = file.Content });
    }

    private static JsonObject Payload(EditionSnapshot snapshot) => new()
    {
        ["snapshot"] = snapshot.Id.ToString(),
        ["number"] = snapshot.Number,
        ["sha256"] = snapshot.Sha256,
        ["notice_vi"] = snapshot.NoticeVi,
        ["notice_en"] = snapshot.NoticeEn,
    };
}
