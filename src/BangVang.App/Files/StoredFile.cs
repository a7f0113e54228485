using BangVang.App.Storage;
using BangVang.Domain.Editions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace BangVang.App.Files;

/// <summary>What a file was sent for. Whoever attaches a file compares this with the place it is attached to.</summary>
/// <param name="Kind">The word that asked for it, as <c>dossier</c>.</param>
/// <param name="SubjectId">The row, as the dossier's id.</param>
/// <param name="Field">The field's code; empty where the subject has one place only.</param>
public sealed record FilePurpose(string Kind, Guid SubjectId, string Field);

/// <summary>A file that was received whole, inspected and kept. Never changed; attaching it somewhere is the asking word's act.</summary>
public sealed class StoredFile
{
    public Guid Id { get; init; }
    /// <summary>The person who sent it.</summary>
    public Guid OwnerId { get; init; }
    public required string PurposeKind { get; init; }
    public Guid SubjectId { get; init; }
    public required string Field { get; init; }
    /// <summary>Safe to show (<see cref="FileNames.Clean"/>).</summary>
    public required string Name { get; init; }
    public FileKind Kind { get; init; }
    public long Bytes { get; init; }
    /// <summary>Where the bytes are in the <see cref="Ports.IFileStore"/>; 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }
    public Instant CreatedAt { get; init; }

    public FilePurpose Purpose => new(PurposeKind, SubjectId, Field);

    /// <param name="id">When the file was named beforehand; otherwise a new one.</param>
    internal static StoredFile Of(Guid owner, FilePurpose purpose, InspectedFile file, string sha256, Instant now, Guid? id = null) => new()
    {
        Id = id ?? Domain.Kernel.Ids.New(now), OwnerId = owner, PurposeKind = purpose.Kind, SubjectId = purpose.SubjectId, Field = purpose.Field,
        Name = file.Name, Kind = file.Kind, Bytes = file.Bytes, Sha256 = sha256, CreatedAt = now,
    };
}

internal sealed class StoredFileMapping : IEntityTypeConfiguration<StoredFile>
{
    public void Configure(EntityTypeBuilder<StoredFile> f)
    {
        f.Property(x => x.Id).ValueGeneratedNever();
        f.Ignore(x => x.Purpose);
    }
}
