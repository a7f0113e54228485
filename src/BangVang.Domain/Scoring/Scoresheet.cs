using NodaTime;

namespace BangVang.Domain.Scoring;

public enum ScoresheetState
{
    Draft,
    /// <summary>Signed: the marks are final and count.</summary>
    Signed,
    /// <summary>The juror does not score this dossier and says why; counts as absent, never as zero.</summary>
    Abstained,
    /// <summary>The juror found a conflict; the dossier is gone for this juror.</summary>
    Recused,
}

/// <summary>One juror's marks for one dossier in one round.</summary>
public sealed class Scoresheet
{
    public Guid Id { get; init; }
    public required string EditionKey { get; init; }
    public required string RoundCode { get; init; }
    public required string CategoryCode { get; init; }
    public Guid DossierId { get; init; }
    public Guid JurorId { get; init; }
    public ScoresheetState State { get; set; }
    /// <summary>Hundredths of a point by sub-criterion code. A mark not given is absent.</summary>
    public Dictionary<string, int> Marks { get; set; } = [];
    /// <summary>What the juror writes per sub-criterion or, under the empty code, on the whole; the applicant may read it when the chair releases it.</summary>
    public Dictionary<string, string> Comments { get; set; } = [];
    /// <summary>Seen by this juror alone.</summary>
    public string? PrivateNote { get; set; }
    /// <summary>Hundredths of a point by the rubric's weights, rounded half away from zero; set when signed.</summary>
    public int? Score { get; set; }
    public Instant? SignedAt { get; set; }
    /// <summary>Why abstained or recused.</summary>
    public string? Reason { get; set; }
    public Instant CreatedAt { get; init; }
    public Instant SavedAt { get; set; }
    /// <summary>How often it was signed: 1 for the first time, more after an unlock.</summary>
    public int Signings { get; set; }
    public int Version { get; set; }
}

/// <summary>A signed sheet opened again, by whom and why.</summary>
public sealed class ScoresheetUnlock
{
    public Guid Id { get; init; }
    public Guid ScoresheetId { get; init; }
    public Instant UnlockedAt { get; init; }
    public Guid UnlockedBy { get; init; }
    public required string Reason { get; init; }
    /// <summary>Canonical JSON of the sheet as it was signed.</summary>
    public required string Before { get; init; }
}
