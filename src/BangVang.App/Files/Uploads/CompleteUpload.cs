using System.Security.Cryptography;
using BangVang.App.Kernel;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Files.Uploads;

/// <summary>
/// Turns an upload that is whole into a stored file, or says why not. May be called again at any time, also after a process
/// was killed half-way: the answer stays the same and the file is stored once.
/// </summary>
public sealed class CompleteUpload(BangVangDb db, IClock clock, TimeProvider time, IFileStore store, UploadParts parts, UploadTurns turns)
{
    public async Task<Result<StoredFile>> RunAsync(Actor actor, Guid id, CancellationToken ct)
    {
        if (await db.UploadAsync(actor, id, time.Now(), ct) is null) return UploadProblems.NotFound;
        using var turn = await turns.TakeAsync(id, ct);
        var upload = await db.Uploads.VisibleTo(actor).SingleOrDefaultAsync(u => u.Id == id, ct);
        if (upload is null) return UploadProblems.NotFound;
        if (upload.Refusal is { } earlier) return earlier;
        if (upload.StoredFileId is { } known) return await db.StoredFiles.AsNoTracking().SingleAsync(f => f.Id == known, ct);
        if (!upload.IsWhole) return UploadProblems.Unfinished(upload.Received, upload.Length);

        if (!await IsInStoreAsync(upload, ct))
        {
            if (await InspectAsync(upload, ct) is { } problem) return await RefuseAsync(actor, upload, problem, ct);
            await store.TakeAsync(parts.PathOf(id), upload.Sha256!, ct);
        }

        var now = clock.GetCurrentInstant();
        var file = StoredFile.Of(upload.OwnerId, upload.Purpose, new(upload.Kind!.Value, upload.FileName, upload.Length), upload.Sha256!, now);
        (upload.StoredFileId, upload.CompletedAt) = (file.Id, time.Now());
        db.StoredFiles.Add(file);
        db.Audit(actor, now, "file.received", file.Id, detail: $"{file.Name}, {file.Bytes} bytes, sha256 {file.Sha256}");
        await db.SaveChangesAsync(ct);
        return file;
    }

    /// <summary>True when a process ended between moving the bytes and saying so.</summary>
    private async Task<bool> IsInStoreAsync(Upload upload, CancellationToken ct) =>
        upload.Sha256 is { } hash && !parts.Exists(upload.Id) && await store.ExistsAsync(hash, ct);

    /// <summary>Writes down what the bytes are before they move.</summary>
    private async Task<Problem?> InspectAsync(Upload upload, CancellationToken ct)
    {
        await using var part = new FileStream(parts.PathOf(upload.Id), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17);
        var verdict = await Task.Run(() => FileInspection.Inspect(part, upload.FileName, upload.Accepted.ToHashSet(), upload.Length, ct: ct), ct);
        if (!verdict.TryGet(out var file, out var problem)) return problem;

        part.Position = 0;
        upload.Sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(part, ct));
        upload.Kind = file.Kind;
        await db.SaveChangesAsync(ct);
        return null;
    }

    private async Task<Result<StoredFile>> RefuseAsync(Actor actor, Upload upload, Problem problem, CancellationToken ct)
    {
        (upload.Refusal, upload.CompletedAt) = (problem, time.Now());
        db.Audit(actor, clock.GetCurrentInstant(), "file.refused", upload.Id, detail: $"{upload.FileName}: {problem.Code}");
        await db.SaveChangesAsync(ct);
        parts.Delete(upload.Id);
        return problem;
    }
}
