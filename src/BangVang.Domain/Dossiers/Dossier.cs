using NodaTime;

namespace BangVang.Domain.Dossiers;

/// <summary>Where a dossier stands on its way, as facts recorded by acts of people. What depends on time is computed, never stored.</summary>
public enum DossierState
{
    /// <summary>Being written; never submitted.</summary>
    Draft,
    /// <summary>At least one version was submitted; the latest counts.</summary>
    Submitted,
    /// <summary>Taken back by the applicant; kept, not judged.</summary>
    Withdrawn,
    /// <summary>Meets the criteria: goes to the jury.</summary>
    Accepted,
    /// <summary>Does not meet the criteria.</summary>
    Refused,
}

/// <summary>One product in one category of one edition.</summary>
public sealed class Dossier
{
    public Guid Id { get; init; }
    /// <summary>What people call it: "HS-014", counted per edition from 1.</summary>
    public required string Reference { get; init; }
    public required string EditionKey { get; init; }
    /// <summary>The published rules it was opened under; moves on when an amendment is published and the applicant saves again.</summary>
    public Guid SnapshotId { get; set; }
    public Guid EnterpriseId { get; init; }
    public required string CategoryCode { get; set; }
    public required string ProductName { get; set; }
    public required string SortKey { get; set; }
    public required string SearchKey { get; set; }
    public DossierState State { get; set; }
    public Instant CreatedAt { get; init; }
    public Guid CreatedBy { get; init; }
    public Instant? SubmittedAt { get; set; }
    /// <summary>The version that counts; null before the first submission.</summary>
    public Guid? CurrentVersionId { get; set; }
    public Instant? WithdrawnAt { get; set; }
    public int Version { get; set; }
}

/// <summary>A colleague who writes on a dossier.</summary>
public sealed class DossierMember
{
    public Guid DossierId { get; init; }
    public Guid PersonId { get; init; }
    public Instant AddedAt { get; init; }
}

/// <summary>One field as it stands now. The version lets two colleagues notice each other.</summary>
public sealed class DossierAnswer
{
    public Guid DossierId { get; init; }
    public required string FieldCode { get; init; }
    /// <summary>JSON of the field's kind: string, integer (hundredths, đồng), array of rows, array of stored-file ids.</summary>
    public required string Value { get; set; }
    public Instant SavedAt { get; set; }
    public Guid SavedBy { get; set; }
    public int Version { get; set; }
}

/// <summary>What was submitted, frozen. Never changed.</summary>
public sealed class DossierVersion
{
    public Guid Id { get; init; }
    public Guid DossierId { get; init; }
    /// <summary>1, 2, … per dossier.</summary>
    public int Number { get; init; }
    public Instant SubmittedAt { get; init; }
    public Guid SubmittedBy { get; init; }
    public Guid SnapshotId { get; init; }
    public required string CategoryCode { get; init; }
    /// <summary>Canonical JSON of everything submitted: product, category, answers, facts, files with name, size and SHA-256.</summary>
    public required string Content { get; init; }
    /// <summary>SHA-256 of the UTF-8 bytes of <see cref="Content"/>, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }
}
