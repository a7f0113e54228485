using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace BangVang.App.Files.Uploads;

/// <summary>
/// A file on its way, in as many pieces as the line allows. Its bytes lie in a part file of this node. The part file may
/// hold more than <see cref="Received"/>, never less: bytes count once they are written through.
/// </summary>
public sealed class Upload
{
    public Guid Id { get; init; }
    public Guid OwnerId { get; init; }
    public required string PurposeKind { get; init; }
    public Guid SubjectId { get; init; }
    public required string Field { get; init; }
    public required string FileName { get; init; }
    /// <summary>The kinds wanted when it began.</summary>
    public required IReadOnlyList<FileKind> Accepted { get; init; }
    /// <summary>Bytes of the whole file.</summary>
    public long Length { get; init; }
    /// <summary>Bytes that a power cut can no longer take back.</summary>
    public long Received { get; set; }
    /// <summary>By the world's clock, as are the other times here.</summary>
    public Instant CreatedAt { get; init; }
    /// <summary>First instant at which it is forgotten; moved on by every byte.</summary>
    public Instant ExpiresAt { get; set; }
    public Instant? CompletedAt { get; set; }
    /// <summary>Known before the bytes move into the store, so that a process killed in between finds them again.</summary>
    public string? Sha256 { get; set; }
    public FileKind? Kind { get; set; }
    public Guid? StoredFileId { get; set; }
    /// <summary>Why the whole file was refused; its bytes are gone.</summary>
    public Problem? Refusal { get; set; }

    public FilePurpose Purpose => new(PurposeKind, SubjectId, Field);
    public bool IsWhole => Received == Length;
}

/// <summary>Who may see uploads, and how one looks.</summary>
public static class UploadQueries
{
    /// <summary>Their owner's alone: to others they look as if they did not exist.</summary>
    public static IQueryable<Upload> VisibleTo(this IQueryable<Upload> uploads, Actor actor) =>
        uploads.Where(u => actor.PersonId != null && u.OwnerId == actor.PersonId);

    /// <summary>The upload, unless it is another's, expired or absent.</summary>
    public static Task<Upload?> UploadAsync(this BangVangDb db, Actor actor, Guid id, Instant now, CancellationToken ct) =>
        db.Uploads.AsNoTracking().VisibleTo(actor).SingleOrDefaultAsync(u => u.Id == id && u.ExpiresAt > now, ct);
}

internal sealed class UploadMapping : IEntityTypeConfiguration<Upload>
{
    public void Configure(EntityTypeBuilder<Upload> u)
    {
        u.Property(x => x.Id).ValueGeneratedNever();
        u.Property(x => x.Accepted).HasJson();
        u.Ignore(x => x.Purpose);
        u.Ignore(x => x.IsWhole);
        u.Property(x => x.Refusal).HasConversion(p => ProblemText.Write(p!), text => ProblemText.Read(text));
    }
}
