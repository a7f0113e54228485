using BangVang.App.Editions;
using BangVang.App.Files;
using BangVang.App.Files.Uploads;
using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Dossiers;

/// <summary>Bytes that come for files which were named by their hash when their dossier was submitted.</summary>
public sealed class DossierPromises(IClock clock, TimeProvider time, PublicUrl site)
{
    /// <summary>The file of this field of this dossier that has this size and hash, is still waited for, and is in time; null when there is none.</summary>
    public async Task<FilePromise?> FindAsync(BangVangDb db, FilePurpose purpose, FileContent content, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var awaited = await db.AwaitedFiles
            .Where(f => f.DossierId == purpose.SubjectId && f.FieldCode == purpose.Field && f.Sha256 == content.Sha256 && f.Bytes == content.Bytes && f.ReceivedAt == null && f.RefusedAt == null && f.UntilAt > now)
            .OrderBy(f => f.NamedAt).ThenBy(f => f.Id).FirstOrDefaultAsync(ct);
        return awaited is null ? null : new(awaited.Id, () => awaited.Receive(now), (problem, stop) => RefuseAsync(db, awaited, problem, now, stop));
    }

    /// <summary>What was promised cannot be kept: officers find it with the dossier, and the applicant is told at once.</summary>
    private async Task RefuseAsync(BangVangDb db, AwaitedFile awaited, Problem problem, Instant now, CancellationToken ct)
    {
        awaited.Refuse(problem, now);
        var dossier = await db.Dossiers.AsNoTracking().SingleAsync(d => d.Id == awaited.DossierId, ct);
        var edition = (await new EditionBook(db).CurrentAsync(dossier.EditionKey, ct))!.Edition;
        db.Audit(Actor.Console, now, "dossier.file_unfit", dossier.Id, dossier.EditionKey, $"{awaited.FieldCode}: {awaited.Name}, {awaited.Sha256}, {problem.Code}");
        await db.MailWritersAsync(site, time, edition, dossier, "dossiers.file_unfit", own: null, $"/dossiers/{dossier.Id}",
            [("file", awaited.Name), ("time", MailWriting.Moment(now, edition.TimeZone))], ct);
    }
}
