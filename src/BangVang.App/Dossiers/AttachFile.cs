using System.Text.Json.Nodes;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Dossiers;

/// <summary>
/// Puts an uploaded file into a field: after the ones that stand there, or in the place of one of them. Only a file that
/// this person sent for this very field; any other looks as if it did not exist.
/// </summary>
public sealed class AttachFile(BangVangDb db, EditionBook book, IClock clock)
{
    /// <summary>What files of dossiers are sent for; the subject is the dossier, the field its code.</summary>
    public const string Purpose = "dossier";

    /// <param name="replaces">Id of the file whose place it takes; null to add.</param>
    public Task<Problem?> RunAsync(Actor actor, Guid id, string fieldCode, Guid fileId, Guid? replaces, CancellationToken ct) =>
        db.AgainWhenOvertakenAsync(() => TryAsync(actor, id, fieldCode, fileId, replaces, ct));

    private async Task<Problem?> TryAsync(Actor actor, Guid id, string fieldCode, Guid fileId, Guid? replaces, CancellationToken ct)
    {
        var (now, me) = (clock.GetCurrentInstant(), actor.PersonId);
        if (await db.DeskAsync(book, db.OwnDossiers(actor).Where(d => d.Id == id), now, ct) is not { } desk) return DossierProblems.NotFound;
        if (desk.Field(fieldCode) is not FileField field) return DossierProblems.FieldUnknown;
        var file = await db.StoredFiles.AsNoTracking().SingleOrDefaultAsync(
            f => f.Id == fileId && f.OwnerId == me && f.PurposeKind == Purpose && f.SubjectId == id && f.Field == fieldCode, ct);
        if (file is null) return Problem.NotFound("dossiers.file_not_found");

        var answer = await db.DossierAnswers.SingleOrDefaultAsync(a => a.DossierId == id && a.FieldCode == fieldCode, ct);
        var ids = FieldCheck.Codes(answer is null ? null : AnswerText.Read(answer.Value)).ToList();
        if (ids.Contains(fileId.ToString())) return null;
        if (replaces is { } old && ids.IndexOf(old.ToString()) is >= 0 and var place) ids[place] = fileId.ToString();
        else
        {
            ids.RemoveAll(i => Guid.TryParse(i, out var key) && desk.Draft.Files.GetValueOrDefault(key) is { IsLost: true } lost && lost.Name == file.Name);
            ids.Add(fileId.ToString());
        }
        var files = new Dictionary<Guid, AttachedFile>(desk.Draft.Files) { [fileId] = new(file.Id, file.Name, file.Bytes, file.Sha256, file.Kind) };
        // Too few is no reason to refuse one more.
        if (FieldCheck.Check(field with { MinCount = null }, FileList.Of(ids), files) is [var problem, ..]) return problem;

        FileList.Store(db, answer, id, fieldCode, ids, me!.Value, now);
        if (!await db.DossierFiles.AnyAsync(a => a.DossierId == id && a.FileId == fileId, ct))
            db.DossierFiles.Add(new() { DossierId = id, FileId = fileId, FieldCode = fieldCode, AttachedAt = now, AttachedBy = me.Value });
        db.Audit(actor, now, "dossier.file_attached", id, desk.Dossier.EditionKey, $"{fieldCode}: {file.Name}, {file.Sha256}");
        await db.SaveChangesAsync(ct);
        return null;
    }
}

/// <summary>Takes a file out of a field. Versions that were submitted with it keep it.</summary>
public sealed class DetachFile(BangVangDb db, IClock clock)
{
    public Task<Problem?> RunAsync(Actor actor, Guid id, string fieldCode, Guid fileId, CancellationToken ct) =>
        db.AgainWhenOvertakenAsync(() => TryAsync(actor, id, fieldCode, fileId, ct));

    private async Task<Problem?> TryAsync(Actor actor, Guid id, string fieldCode, Guid fileId, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (await db.OwnDossiers(actor).AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) is not { } dossier) return DossierProblems.NotFound;
        var answer = await db.DossierAnswers.SingleOrDefaultAsync(a => a.DossierId == id && a.FieldCode == fieldCode, ct);
        var ids = FieldCheck.Codes(answer is null ? null : AnswerText.Read(answer.Value)).ToList();
        if (!ids.Remove(fileId.ToString())) return null;

        FileList.Store(db, answer, id, fieldCode, ids, actor.PersonId!.Value, now);
        db.Audit(actor, now, "dossier.file_detached", id, dossier.EditionKey, $"{fieldCode}: {fileId}");
        await db.SaveChangesAsync(ct);
        return null;
    }
}

/// <summary>The files of a field: ids in the order in which they are shown.</summary>
internal static class FileList
{
    public static JsonArray Of(IReadOnlyList<string> ids) => [.. ids.Select(i => JsonValue.Create(i))];

    public static void Store(BangVangDb db, DossierAnswer? answer, Guid dossierId, string fieldCode, IReadOnlyList<string> ids, Guid me, Instant now)
    {
        var text = AnswerText.Of(ids.Count == 0 ? null : Of(ids));
        if (answer is null) db.DossierAnswers.Add(new() { DossierId = dossierId, FieldCode = fieldCode, Value = text, SavedAt = now, SavedBy = me, Version = 1 });
        else (answer.Value, answer.SavedAt, answer.SavedBy, answer.Version) = (text, now, me, answer.Version + 1);
    }
}
