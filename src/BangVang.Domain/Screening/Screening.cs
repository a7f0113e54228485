using NodaTime;

namespace BangVang.Domain.Screening;

/// <summary>Which step of screening a submitted dossier has reached.</summary>
public enum ScreeningState { Waiting, InReview, SupplementRequested, TransferProposed, Accepted, Refused }

/// <summary>The examination of one dossier against the criteria of its category.</summary>
public sealed class ScreeningCase
{
    /// <summary>Same as the dossier's: one case per dossier.</summary>
    public Guid DossierId { get; init; }
    public required string EditionKey { get; init; }
    public ScreeningState State { get; set; }
    /// <summary>The officer who works on it; null while nobody does.</summary>
    public Guid? OfficerId { get; set; }
    public Instant OpenedAt { get; init; }
    public Instant? DecidedAt { get; set; }
    public Guid? DecidedBy { get; set; }
    /// <summary>Why it was accepted or refused, as the applicant reads it.</summary>
    public string? Reason { get; set; }
    /// <summary>Article the decision rests on.</summary>
    public string? Article { get; set; }
    public int Version { get; set; }
}

public enum OfficerFinding { Pass, Fail }

/// <summary>One rule of the category beside the officer's own finding.</summary>
public sealed class RuleFinding
{
    public Guid DossierId { get; init; }
    public required string RuleCode { get; init; }
    public OfficerFinding Finding { get; set; }
    public string? Reason { get; set; }
    public Instant FoundAt { get; set; }
    public Guid FoundBy { get; set; }
}
