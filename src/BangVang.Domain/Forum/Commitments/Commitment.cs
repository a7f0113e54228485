using NodaTime;

namespace BangVang.Domain.Forum.Commitments;

/// <summary>What was said that somebody has to answer for.</summary>
public enum CommitmentKind
{
    /// <summary>The forum asks an authority for something ("kiến nghị").</summary>
    Recommendation,
    /// <summary>Somebody undertakes something ("cam kết").</summary>
    Commitment,
}

/// <summary>How far it has come, as the last report says.</summary>
public enum CommitmentState
{
    /// <summary>Stated; nobody has answered yet.</summary>
    Stated,
    /// <summary>The owner has taken it up.</summary>
    Accepted,
    InProgress,
    Done,
    /// <summary>The owner does not take it up, or gives it up; the report says why.</summary>
    Dropped,
}

/// <summary>
/// A recommendation or commitment made at a forum. It stays open until a report says done or dropped; forums held later show
/// it again with what became of it. What was reported is never taken back: a further report follows.
/// </summary>
public sealed class Commitment
{
    public Guid Id { get; init; }
    /// <summary>Of the forum at which it was made.</summary>
    public required string ForumKey { get; init; }
    /// <summary>From 1 within the forum.</summary>
    public int Number { get; init; }
    public CommitmentKind Kind { get; set; }
    public required string TextVi { get; set; }
    /// <summary>Null where nobody has translated it.</summary>
    public string? TextEn { get; set; }
    /// <summary>Who stated it: a person with a post, or a body.</summary>
    public required string StatedBy { get; set; }
    /// <summary>Who has to answer: the authority that is asked, or the body that undertakes.</summary>
    public required string Owner { get; set; }
    /// <summary>Null where no day was stated.</summary>
    public LocalDate? DueOn { get; set; }
    /// <summary>The session of the programme in which it was stated; null when it was elsewhere.</summary>
    public string? SessionCode { get; set; }
    /// <summary>Seconds into that session, where the recording has it; null without.</summary>
    public int? Moment { get; set; }
    public string? SourceTitle { get; set; }
    public string? SourceUrl { get; set; }
    public Instant RecordedAt { get; init; }
    public Guid? RecordedBy { get; init; }
    public int Version { get; set; }
}

/// <summary>What became of it at some moment; never changed.</summary>
public sealed class CommitmentReport
{
    public Guid Id { get; init; }
    public Guid CommitmentId { get; init; }
    /// <summary>From 1 within the commitment.</summary>
    public int Number { get; init; }
    public CommitmentState State { get; init; }
    public required string Note { get; init; }
    public string? SourceTitle { get; init; }
    public string? SourceUrl { get; init; }
    public Instant ReportedAt { get; init; }
    public Guid? ReportedBy { get; init; }
}

/// <summary>A commitment with its reports, as it stands.</summary>
/// <param name="Reports">The oldest first.</param>
public sealed record CommitmentRecord(Commitment Commitment, IReadOnlyList<CommitmentReport> Reports)
{
    public CommitmentState State => Reports.Count == 0 ? CommitmentState.Stated : Reports[^1].State;

    public bool IsClosed => State is CommitmentState.Done or CommitmentState.Dropped;

    /// <summary>The day passed and nothing says that it is over.</summary>
    public bool IsOverdue(LocalDate today) => !IsClosed && Commitment.DueOn is { } due && due < today;

    /// <summary>Whether it was still open when the forum of that day began, so that this forum takes it up again.</summary>
    /// <param name="begins">First instant of the forum's first day.</param>
    public bool WasOpenAt(Instant begins) => Reports.LastOrDefault(r => r.ReportedAt < begins) is not { State: CommitmentState.Done or CommitmentState.Dropped };
}
