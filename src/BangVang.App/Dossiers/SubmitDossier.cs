using System.Text.Json.Nodes;
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

/// <summary>What the applicant holds after submitting.</summary>
/// <param name="Number">Of the version, from 1.</param>
/// <param name="Sha256">Of the frozen content.</param>
public sealed record SubmissionReceipt(Guid DossierId, string Reference, int Number, Instant SubmittedAt, string Sha256);

/// <summary>
/// Freezes the dossier as a version that counts, while the intake is open or a supplement is waited for. Sending the same
/// content again gives the receipt that stands.
/// </summary>
public sealed class SubmitDossier(BangVangDb db, EditionBook book, IClock clock, TimeProvider time, PublicUrl site)
{
    /// <returns>The receipt, or everything that stands against it.</returns>
    /// <param name="manifest">Files that are still on their way; null when every file is here.</param>
    public async Task<Outcome<SubmissionReceipt>> RunAsync(Actor actor, Guid id, CancellationToken ct, SubmissionManifest? manifest = null)
    {
        if (actor.PersonId is not { } me || !await db.OwnDossiers(actor).AnyAsync(d => d.Id == id, ct)) return DossierProblems.NotFound;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // One submission of an applicant after the other: entries are counted right, and a second press of the button finds
        // what the first one did.
        await db.Database.ExecuteSqlAsync($"UPDATE enterprise SET version = version WHERE id = (SELECT enterprise_id FROM dossier WHERE id = {id})", ct);

        var now = clock.GetCurrentInstant();
        if (manifest is { Files.Count: > 0 } && await NameAsync(actor, id, manifest, me, now, ct) is { Count: > 0 } unnamed) return Outcome<SubmissionReceipt>.Refused(unnamed);
        var desk = (await db.DeskAsync(book, db.OwnDossiers(actor).Where(d => d.Id == id), now, ct, tracked: true))!;
        var versions = await db.DossierVersions.AsNoTracking().Where(v => v.DossierId == id)
            .OrderByDescending(v => v.Number).Select(v => new { v.Id, v.Number, v.SubmittedAt, v.Sha256 }).ToListAsync(ct);
        if (desk.Dossier.CheckSubmission(desk.Draft, desk.Window, now) is { Count: > 0 } problems) return Outcome<SubmissionReceipt>.Refused(problems);

        var content = DossierContent.Of(desk);
        var text = content.Freeze();
        var sha256 = DossierContent.HashOf(text);
        if (desk.Dossier.State is not DossierState.Withdrawn && !desk.Window.WaitsForSupplement(now) && versions.Count > 0 && versions[0].Sha256 == sha256)
            return new SubmissionReceipt(id, desk.Dossier.Reference, versions[0].Number, versions[0].SubmittedAt, sha256);

        var version = new DossierVersion
        {
            Id = Ids.New(now), DossierId = id, Number = versions.Count + 1, SubmittedAt = now, SubmittedBy = me, SnapshotId = desk.Published.SnapshotId,
            CategoryCode = content.Category, Content = text, Sha256 = sha256,
        };
        db.DossierVersions.Add(version);
        desk.Dossier.Submit(version);
        await MarkAsync(desk, content, version, now, ct);
        Record(actor, desk, version);
        await MailAsync(desk, content, version, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new SubmissionReceipt(id, desk.Dossier.Reference, version.Number, now, sha256);
    }

    /// <summary>The files of the manifest stand in their fields from here on, unless the submission is refused.</summary>
    private async Task<IReadOnlyList<Problem>> NameAsync(Actor actor, Guid id, SubmissionManifest manifest, Guid me, Instant now, CancellationToken ct)
    {
        var desk = (await db.DeskAsync(book, db.OwnDossiers(actor).Where(d => d.Id == id), now, ct))!;
        return desk.Window.Check(now) is { } notNow ? [notNow] : await db.NameFilesAsync(desk, manifest, me, now, ct);
    }

    /// <summary>Files of this version become visible to those who may read what was submitted; the supplement is answered.</summary>
    private async Task MarkAsync(DossierDesk desk, DossierContent content, DossierVersion version, Instant now, CancellationToken ct)
    {
        var files = content.Files.Select(f => f.Id).ToArray();
        await db.DossierFiles.Where(f => f.DossierId == desk.Dossier.Id && files.Contains(f.FileId) && f.SubmittedIn == null)
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.SubmittedIn, version.Number), ct);
        await db.Supplements.Where(s => s.DossierId == desk.Dossier.Id && s.AnsweredAt == null && s.DueAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.AnsweredAt, now), ct);
    }

    private void Record(Actor actor, DossierDesk desk, DossierVersion version)
    {
        db.Audit(actor, version.SubmittedAt, "dossier.submitted", desk.Dossier.Id, desk.Dossier.EditionKey, $"{desk.Dossier.Reference}, {version.Number}, {version.Sha256}");
        db.Log(version.SubmittedAt, "dossier.submitted", desk.Dossier.EditionKey, desk.Dossier.Id, new JsonObject
        {
            ["reference"] = desk.Dossier.Reference, ["version"] = version.Number, ["sha256"] = version.Sha256, ["snapshot"] = desk.Published.Sha256,
        });
    }

    private Task MailAsync(DossierDesk desk, DossierContent content, DossierVersion version, CancellationToken ct)
    {
        var zone = desk.Edition.TimeZone;
        var awaited = content.Files.Select(f => desk.Draft.Files[f.Id]).Where(f => f.Standing is FileStanding.Awaited).ToList();
        return db.MailWritersAsync(site, time, desk.Edition, desk.Dossier, awaited.Count == 0 ? "dossiers.submitted" : "dossiers.submitted_awaiting",
            // The edition's own words do not know of files that are still awaited.
            awaited.Count == 0 ? MailMomentKind.Submitted : null, $"/dossiers/{desk.Dossier.Id}/receipt/{version.Number}",
        [
            ("version", version.Number), ("time", MailWriting.Moment(version.SubmittedAt, zone)), ("sha256", version.Sha256),
            ("deadline", desk.Window.End(version.SubmittedAt) is { } end ? MailWriting.Moment(end, zone) : "–"),
            ("files", DossierMail.Lines(awaited.Select(f => f.Name))), ("until", awaited.Select(f => f.UntilAt).Min() is { } until ? MailWriting.Moment(until, zone) : "–"),
            ("pdf", site.To($"/dossiers/{desk.Dossier.Id}/receipt/{version.Number}.pdf")),
        ], ct);
    }
}
