using BangVang.App.Files;
using BangVang.App.Files.Uploads;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Dossiers;

/// <summary>
/// Puts files that are named by their hash into their fields. A hash is a promise, never a key: it hands over no bytes, only what was sent
/// for this very field of this very dossier is taken as being here.
/// </summary>
internal static class NamingFiles
{
    /// <summary>Saves what it adds; the caller's transaction keeps it or not.</summary>
    /// <returns>What stands against a name; empty when all are in their fields.</returns>
    public static async Task<IReadOnlyList<Problem>> NameFilesAsync(this BangVangDb db, DossierDesk desk, SubmissionManifest manifest, Guid me, Instant now, CancellationToken ct)
    {
        var problems = new List<Problem>();
        foreach (var named in manifest.Files.GroupBy(f => f.Field))
        {
            if (desk.Draft.Form?.Field(named.Key) is not FileField field) return [DossierProblems.FieldUnknown];
            problems.AddRange(await db.NameAsync(desk, field, [.. named], me, now, ct));
        }
        await db.SaveChangesAsync(ct);
        return problems;
    }

    private static async Task<IReadOnlyList<Problem>> NameAsync(this BangVangDb db, DossierDesk desk, FileField field, IReadOnlyList<NamedFile> files, Guid me, Instant now, CancellationToken ct)
    {
        var (id, problems) = (desk.Dossier.Id, new List<Problem>());
        var answer = await db.DossierAnswers.SingleOrDefaultAsync(a => a.DossierId == id && a.FieldCode == field.Code, ct);
        var ids = FieldCheck.Codes(answer is null ? null : AnswerText.Read(answer.Value)).ToList();
        var there = ids.Select(i => Guid.TryParse(i, out var key) ? desk.Draft.Files.GetValueOrDefault(key) : null).OfType<AttachedFile>().ToList();
        foreach (var file in files.DistinctBy(f => f.Sha256).Where(f => !there.Exists(t => t.Sha256 == f.Sha256 && t.Bytes == f.Bytes && !t.IsLost)))
        {
            var name = FileNames.Clean(file.Name);
            if (Against(field, name, file) is { } problem) problems.Add(problem with { Field = field.Code });
            else if (await db.SentIdAsync(id, field.Code, file, ct) is { } sent) await AddAsync(sent, name);
            else if (AwaitedFile.UntilOf(desk.Edition, desk.Window.End(now), now) is not { } until) problems.Add(Problem.Invalid("dossiers.file_not_here", field.Code).With("name", name));
            else await AddAsync(db.Await(desk.Dossier, field, name, file, me, now, until), name);
        }
        if (problems.Count == 0) FileList.Store(db, answer, id, field.Code, ids, me, now);
        return problems;

        async Task AddAsync(Guid fileId, string name)
        {
            ids.RemoveAll(i => there.Exists(t => t.IsLost && t.Name == name && t.Id.ToString() == i));
            ids.Add(fileId.ToString());
            if (!await db.DossierFiles.AnyAsync(f => f.DossierId == id && f.FileId == fileId, ct))
                db.DossierFiles.Add(new() { DossierId = id, FileId = fileId, FieldCode = field.Code, AttachedAt = now, AttachedBy = me });
        }
    }

    private static Problem? Against(FileField field, string name, NamedFile file) =>
        file.Bytes <= 0 ? FileProblems.Empty
        : file.Bytes > field.MaxBytes ? FileProblems.TooLarge(field.MaxBytes)
        : UploadRule.Against(name, field.Accepts.ToHashSet());

    /// <summary>Bytes that this dossier's own writers have sent for this field and that were kept.</summary>
    private static Task<Guid?> SentIdAsync(this BangVangDb db, Guid dossierId, string field, NamedFile file, CancellationToken ct) => db.StoredFiles.AsNoTracking()
        .Where(f => f.PurposeKind == AttachFile.Purpose && f.SubjectId == dossierId && f.Field == field && f.Sha256 == file.Sha256 && f.Bytes == file.Bytes)
        .OrderBy(f => f.CreatedAt).ThenBy(f => f.Id).Select(f => (Guid?)f.Id).FirstOrDefaultAsync(ct);

    private static Guid Await(this BangVangDb db, Dossier dossier, FileField field, string name, NamedFile file, Guid me, Instant now, Instant until)
    {
        var awaited = new AwaitedFile
        {
            Id = Ids.New(now), DossierId = dossier.Id, FieldCode = field.Code, Name = name, Kind = field.Accepts.First(k => k.Extensions().Contains(FileNames.Extension(name))),
            Bytes = file.Bytes, Sha256 = file.Sha256, NamedAt = now, NamedBy = me, UntilAt = until,
        };
        db.AwaitedFiles.Add(awaited);
        return awaited.Id;
    }
}
