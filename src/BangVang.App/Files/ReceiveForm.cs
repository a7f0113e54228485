using BangVang.App.Files.Uploads;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.App.Files;

/// <summary>Takes a file that came with an ordinary form, in one piece: what works with scripts off.</summary>
public sealed class ReceiveForm(BangVangDb db, IClock clock, UploadOptions options, UploadRules rules, FileStoreOptions places, IFileStore store)
{
    /// <param name="content">Read once, as it comes; more than the allowed size is not read.</param>
    public async Task<Result<StoredFile>> RunAsync(Actor actor, FilePurpose purpose, string? fileName, Stream content, CancellationToken ct)
    {
        if (actor.PersonId is not { } owner) return UploadProblems.SignInNeeded;
        if (!(await rules.OfAsync(db, actor, purpose, ct)).TryGet(out var rule, out var problem)) return problem;

        var maxBytes = Math.Min(rule.MaxBytes, options.MaxBytes);
        await using var incoming = IncomingFile.Create(places);
        if (await incoming.WriteAsync(content, maxBytes, ct) is not { } kept) return FileProblems.TooLarge(maxBytes);
        await using (var bytes = incoming.OpenRead())
        {
            var verdict = await Task.Run(() => FileInspection.Inspect(bytes, fileName, rule.Accepted, maxBytes, ct: ct), ct);
            if (!verdict.TryGet(out var inspected, out var refusal)) return await RefuseAsync(actor, purpose, fileName, kept, refusal, ct);
            var now = clock.GetCurrentInstant();
            var promise = await rules.PromiseAsync(db, purpose, kept, ct);
            var file = StoredFile.Of(owner, purpose, inspected, kept.Sha256, now, promise?.FileId);
            if (await rules.SealOfAsync(db, purpose, ct) is { } seal)
            {
                bytes.Position = 0;
                db.SealedFiles.Add(await seal.PutAsync(file.Id, bytes, places, store, now, ct));
            }
            else await store.TakeAsync(incoming.Path, kept.Sha256, ct);
            promise?.Keep();
            db.StoredFiles.Add(file);
            db.Audit(actor, now, "file.received", file.Id, detail: $"{file.Name}, {file.Bytes} bytes, sha256 {file.Sha256}");
            await db.SaveChangesAsync(ct);
            return file;
        }
    }

    private async Task<Result<StoredFile>> RefuseAsync(Actor actor, FilePurpose purpose, string? fileName, FileContent content, Problem problem, CancellationToken ct)
    {
        if (await rules.PromiseAsync(db, purpose, content, ct) is { } promise) await promise.BreakAsync(problem, ct);
        db.Audit(actor, clock.GetCurrentInstant(), "file.refused", purpose.SubjectId, detail: $"{FileNames.Clean(fileName)}: {problem.Code}");
        await db.SaveChangesAsync(ct);
        return problem;
    }
}
