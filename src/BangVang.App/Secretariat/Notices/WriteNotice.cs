using BangVang.App.Files;
using BangVang.App.Files.Uploads;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Secretariat.Notices;

/// <summary>Writes a notice of an edition, or changes one. For its secretariat.</summary>
public sealed class WriteNotice(BangVangDb db, IClock clock)
{
    /// <summary>What an attachment of a notice is sent for; the subject is the notice's id, taken before it is written.</summary>
    public const string FileKindName = "notice";
    private const long MostBytes = 20L << 20;

    /// <summary>Registered as <c>new UploadPurpose(WriteNotice.FileKindName, WriteNotice.RuleAsync)</c>.</summary>
    public static Task<Result<UploadRule>> RuleAsync(BangVangDb db, Actor actor, FilePurpose purpose, CancellationToken ct) =>
        Task.FromResult<Result<UploadRule>>(actor.IsAny(Role.Secretariat)
            ? new UploadRule(new HashSet<FileKind> { FileKind.Pdf, FileKind.Docx, FileKind.Xlsx, FileKind.Pptx, FileKind.Png, FileKind.Jpeg }, MostBytes)
            : UploadProblems.NothingWanted);

    /// <param name="id">Of the notice; a new one is made when there is none.</param>
    /// <param name="fileId">A file sent for this notice by this person; null for none.</param>
    /// <param name="version">Of the notice the form was filled from; 0 for a new one.</param>
    public async Task<Problem?> RunAsync(Actor actor, string editionKey, Guid id, NoticeText text, Guid? fileId, int version, CancellationToken ct)
    {
        if (!actor.Is(Role.Secretariat, editionKey)) return Problem.Forbidden("notices.secretariat_only");
        var now = clock.GetCurrentInstant();
        var notice = await db.Notices.SingleOrDefaultAsync(n => n.Id == id, ct);
        if (notice is not null && notice.EditionKey != editionKey) return Problem.NotFound("notices.unknown");
        if ((notice?.Version ?? 0) != version) return Problem.Conflict("notices.changed_meanwhile");
        if (fileId is not null && fileId != notice?.FileId && !await db.StoredFiles.AnyAsync(f => f.Id == fileId && f.PurposeKind == FileKindName && f.SubjectId == id, ct))
            return Problem.Invalid("notices.file_unknown", "File");

        var isNew = notice is null;
        if (notice is null) db.Notices.Add(notice = new() { Id = id, EditionKey = editionKey, TitleVi = "", TextVi = "", CreatedAt = now, CreatedBy = actor.PersonId });
        if (notice.Write(text, fileId, now) is { } problem)
        {
            db.ChangeTracker.Clear();
            return problem;
        }
        db.Audit(actor, now, isNew ? "notices.written" : "notices.changed", id, editionKey, notice.TitleVi);
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("notices.changed_meanwhile");
    }
}

/// <summary>Takes a notice from the public, with a reason on record.</summary>
public sealed class WithdrawNotice(BangVangDb db, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid id, string reason, CancellationToken ct)
    {
        var own = actor.EditionsAs(Role.Secretariat);
        var notice = await db.Notices.SingleOrDefaultAsync(n => n.Id == id && own.Contains(n.EditionKey), ct);
        if (notice is null) return Problem.NotFound("notices.unknown");
        var now = clock.GetCurrentInstant();
        if (notice.Withdraw(reason, now) is { } problem) return problem;
        db.Audit(actor, now, "notices.withdrawn", id, notice.EditionKey, reason.Trim());
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("notices.changed_meanwhile");
    }
}
