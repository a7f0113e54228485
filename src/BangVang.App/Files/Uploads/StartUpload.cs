using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Files.Uploads;

/// <summary>Begins an upload for a purpose. What is wanted there, and from whom, the asking word decides.</summary>
public sealed class StartUpload(BangVangDb db, TimeProvider time, UploadOptions options, UploadRules rules, UploadParts parts)
{
    /// <param name="length">Bytes of the whole file.</param>
    public async Task<Result<Upload>> RunAsync(Actor actor, FilePurpose purpose, string? fileName, long length, CancellationToken ct)
    {
        if (actor.PersonId is not { } owner) return UploadProblems.SignInNeeded;
        if (!(await rules.OfAsync(db, actor, purpose, ct)).TryGet(out var rule, out var problem)) return problem;
        if (length <= 0) return FileProblems.Empty;
        var maxBytes = Math.Min(rule.MaxBytes, options.MaxBytes);
        if (length > maxBytes) return FileProblems.TooLarge(maxBytes);
        var name = FileNames.Clean(fileName);
        // Said before gigabytes are sent; the bytes themselves are judged when they are all here.
        if (UploadRule.Against(name, rule.Accepted) is { } misnamed) return misnamed;

        var now = time.Now();
        var open = await db.Uploads.CountAsync(u => u.OwnerId == owner && u.CompletedAt == null && u.ExpiresAt > now, ct);
        if (open >= options.MaxOpenPerPerson) return UploadProblems.TooMany(options.MaxOpenPerPerson);

        var upload = new Upload
        {
            Id = Ids.New(now), OwnerId = owner, PurposeKind = purpose.Kind, SubjectId = purpose.SubjectId, Field = purpose.Field,
            FileName = name, Accepted = [.. rule.Accepted.Order()], Length = length, CreatedAt = now, ExpiresAt = now + NodaTime.Duration.FromTimeSpan(options.Lifetime),
        };
        parts.Create(upload.Id);
        db.Uploads.Add(upload);
        await db.SaveChangesAsync(ct);
        return upload;
    }
}
