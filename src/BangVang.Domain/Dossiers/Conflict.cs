using NodaTime;

namespace BangVang.Domain.Dossiers;

public enum ConflictSource { Declared, SameEnterprise, SameTaxCode, SameMailDomain, SameOrganisation }

public enum ConflictState
{
    /// <summary>Suggested by data: kept out until the secretariat looks at it.</summary>
    Suggested,
    Confirmed,
    /// <summary>Looked at and found to be none; with a reason.</summary>
    Dismissed,
}

/// <summary>A person (juror or officer) who must not deal with a dossier. Until it is dismissed, the dossier does not exist for that person.</summary>
public sealed class Conflict
{
    public Guid Id { get; init; }
    public required string EditionKey { get; init; }
    public Guid PersonId { get; init; }
    public Guid DossierId { get; init; }
    public ConflictSource Source { get; init; }
    public ConflictState State { get; set; }
    public string? Reason { get; set; }
    public Instant NotedAt { get; init; }
    public Guid? NotedBy { get; init; }
    public Instant? SettledAt { get; set; }
    public Guid? SettledBy { get; set; }
}
