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
/// was killed half-way: the answer stays the same and the file is stored once. Where an edition is sealed the store gets the encrypted bytes alone,
/// and the part file goes as soon as they are safe.
/// </summary>
public sealed class CompleteUpload(BangVangDb db, IClock clock, TimeProvider time, IFileStore store, UploadRules rules, UploadParts parts, UploadTurns turns)
{
    public async Task<Result<StoredFile>> RunAsync(Actor actor, Guid id, CancellationToken ct)
    {
        if (await db.UploadAsync(actor, id, time.Now(), ct) is null) return UploadProblems.NotFound;
        using var turn = await turns.TakeAsync(id, ct);
        var upload = await db.Uploads.VisibleTo(actor).SingleOrDefaultAsync(u => u.Id == id, ct);
        if (upload is null) return UploadProblems.NotFound;
        if (upload.Refusal is { } earlier) return earlier;
        if (upload.StoredFileId is { } known)
        {
            // A process may have ended between saying so and clearing away.
            parts.Delete(id);
            return await db.StoredFiles.AsNoTracking().SingleAsync(f => f.Id == known, ct);
        }
        if (!upload.IsWhole) return UploadProblems.Unfinished(upload.Received, upload.Length);

        var isInStore = await IsInStoreAsync(upload, ct);
        if (!isInStore && await InspectAsync(upload, ct) is { } problem) return await RefuseAsync(actor, upload, problem, ct);

        var now = clock.GetCurrentInstant();
        var promise = await rules.PromiseAsync(db, upload.Purpose, new(upload.Sha256!, upload.Length), ct);
        var file = StoredFile.Of(upload.OwnerId, upload.Purpose, new(upload.Kind!.Value, upload.FileName, upload.Length), upload.Sha256!, now, promise?.FileId);
        if (!isInStore) await KeepAsync(upload, file, now, ct);
        promise?.Keep();
        (upload.StoredFileId, upload.CompletedAt) = (file.Id, time.Now());
        db.StoredFiles.Add(file);
        db.Audit(actor, now, "file.received", file.Id, detail: $"{file.Name}, {file.Bytes} bytes, sha256 {file.Sha256}");
        await db.SaveChangesAsync(ct);
        parts.Delete(id);
        return file;
    }

    /// <summary>Moves the bytes into the store, or puts them there encrypted.</summary>
    private async Task KeepAsync(Upload upload, StoredFile file, Instant now, CancellationToken ct)
    {
        if (await rules.SealOfAsync(db, upload.Purpose, ct) is not { } seal)
        {
            await store.TakeAsync(parts.PathOf(upload.Id), upload.Sha256!, ct);
            return;
        }
        await using var part = new FileStream(parts.PathOf(upload.Id), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17);
        db.SealedFiles.Add(await seal.PutAsync(file.Id, part, parts.Places, store, now, ct));
    }

    /// <summary>True when a process ended between moving the bytes and saying so.</summary>
    private async Task<bool> IsInStoreAsync(Upload upload, CancellationToken ct) =>
        upload.Sha256 is { } hash && !parts.Exists(upload.Id) && await store.ExistsAsync(hash, ct);

    /// <summary>Writes down what the bytes are before they move.</summary>
    private async Task<Problem?> InspectAsync(Upload upload, CancellationToken ct)
    {
        await using var part = new FileStream(parts.PathOf(upload.Id), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17);
        var verdict = await Task.Run(() => FileInspection.Inspect(part, upload.FileName, upload.Accepted.ToHashSet(), upload.Length, ct: ct), ct);
        part.Position = 0;
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(part, ct));
        if (!verdict.TryGet(out var file, out var problem))
        {
            if (await rules.PromiseAsync(db, upload.Purpose, new(sha256, upload.Length), ct) is { } promise) await promise.BreakAsync(problem, ct);
            return problem;
        }
        upload.Sha256 = sha256;
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
