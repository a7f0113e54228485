using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Dossiers;

/// <summary>
/// Reminds applicants of named files whose bytes are missing when their time is nearly over, and tells them when it is. Each once; run as often
/// as one likes. A file that the version that counts no longer holds is asked for no more.
/// </summary>
public sealed class ChaseFiles(BangVangDb db, EditionBook book, IClock clock, TimeProvider time, PublicUrl site)
{
    /// <returns>Dossiers whose writers were written to.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var from = now + AwaitedFile.RemindBefore;
        var open = await db.AwaitedFiles.Where(f => f.ReceivedAt == null && f.RefusedAt == null && f.ToldAt == null && f.UntilAt <= from && (f.RemindedAt == null || f.UntilAt <= now)).OrderBy(f => f.Id).ToListAsync(ct);
        var written = 0;
        foreach (var files in open.GroupBy(f => f.DossierId))
        {
            if (await ChaseAsync(files.Key, [.. files], now, ct)) written++;
            await db.SaveChangesAsync(ct);
        }
        return written;
    }

    private async Task<bool> ChaseAsync(Guid dossierId, IReadOnlyList<AwaitedFile> files, Instant now, CancellationToken ct)
    {
        var dossier = await db.Dossiers.AsNoTracking().SingleAsync(d => d.Id == dossierId, ct);
        var edition = (await book.CurrentAsync(dossier.EditionKey, ct))!.Edition;
        var counts = await CountingAsync(dossier, ct);
        var (late, due) = (files.Where(f => now >= f.UntilAt).ToList(), files.Where(f => now < f.UntilAt && now >= RemindAt(f)).ToList());
        foreach (var file in late) file.ToldAt = now;
        foreach (var file in due) file.RemindedAt = now;
        var (missing, awaited) = (late.Where(f => counts.Contains(f.Id)).ToList(), due.Where(f => counts.Contains(f.Id)).ToList());
        foreach (var file in missing) db.Audit(Actor.Console, now, "dossier.file_not_received", dossierId, dossier.EditionKey, $"{file.FieldCode}: {file.Name}, {file.Sha256}");
        if (missing.Count > 0) await MailAsync(edition, dossier, "dossiers.files_missing", missing, ct);
        if (awaited.Count > 0) await MailAsync(edition, dossier, "dossiers.files_due", awaited, ct);
        return missing.Count + awaited.Count > 0;
    }

    private Task MailAsync(Edition edition, Dossier dossier, string moment, IReadOnlyList<AwaitedFile> files, CancellationToken ct) => db.MailWritersAsync(
        site, time, edition, dossier, moment, own: null, $"/dossiers/{dossier.Id}/receipt",
        [("files", DossierMail.Lines(files.Select(f => f.Name))), ("until", MailWriting.Moment(files.Min(f => f.UntilAt), edition.TimeZone))], ct);

    /// <summary>Half an hour before the end, or half of the time there was where that is shorter.</summary>
    private static Instant RemindAt(AwaitedFile file) => file.UntilAt - Duration.Min(AwaitedFile.RemindBefore, (file.UntilAt - file.NamedAt) / 2);

    /// <summary>Files of the version that counts; none of a dossier that was taken back.</summary>
    private async Task<HashSet<Guid>> CountingAsync(Dossier dossier, CancellationToken ct) =>
        dossier.State is DossierState.Withdrawn ? [] : [.. (await db.ContentsAsync(db.Dossiers.Where(d => d.Id == dossier.Id), ct))[dossier.Id].Files.Select(f => f.Id)];
}
