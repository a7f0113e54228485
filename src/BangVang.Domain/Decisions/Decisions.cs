using NodaTime;

namespace BangVang.Domain.Decisions;

/// <summary>The dossiers that go from one round to the next, fixed in one act from the scores.</summary>
public sealed class Shortlist
{
    public Guid Id { get; init; }
    public required string EditionKey { get; init; }
    public required string RoundCode { get; init; }
    public required string CategoryCode { get; init; }
    public Instant FixedAt { get; init; }
    public Guid FixedBy { get; init; }
    public List<ShortlistLine> Lines { get; init; } = [];
}

/// <param name="Score">Hundredths of a point; null when no sheet counts.</param>
/// <param name="Rank">1 for the best; equal scores share a rank.</param>
/// <param name="IsIn">True when it goes on.</param>
/// <param name="Reason">Code of the reason, see the resources of Decisions.</param>
public sealed record ShortlistLine(Guid DossierId, int? Score, int? Rank, bool IsIn, string Reason);

/// <summary>A session of the council.</summary>
public sealed class CouncilMeeting
{
    public Guid Id { get; init; }
    public required string EditionKey { get; init; }
    public required string Title { get; set; }
    public required string Place { get; set; }
    public Instant ScheduledAt { get; set; }
    public Instant? OpenedAt { get; set; }
    public Instant? ClosedAt { get; set; }
    public Guid CreatedBy { get; init; }
    /// <summary>Points of the agenda, in order.</summary>
    public List<string> Agenda { get; set; } = [];
    public int Version { get; set; }
}

/// <summary>A member of the council at a meeting.</summary>
public sealed class MeetingMember
{
    public Guid MeetingId { get; init; }
    public Guid PersonId { get; init; }
    public Instant? PresentAt { get; set; }
}

public enum MotionKind
{
    /// <summary>Accepts the proposed tiers of a category as they are.</summary>
    AcceptProposal,
    /// <summary>Gives a dossier another tier than its score does.</summary>
    ChangeTier,
    /// <summary>Leaves a tier of a category without a laureate.</summary>
    Withhold,
    /// <summary>Settles equal scores at the edge of a tier.</summary>
    SettleTie,
    Other,
}

public enum MotionState { Open, Carried, Rejected, Withdrawn }

/// <summary>What the council is asked to decide.</summary>
public sealed class Motion
{
    public Guid Id { get; init; }
    public Guid MeetingId { get; init; }
    /// <summary>1, 2, … per meeting.</summary>
    public int Number { get; init; }
    public MotionKind Kind { get; init; }
    public required string Text { get; init; }
    /// <summary>Why; required for every departure from the order of scores.</summary>
    public required string Reason { get; init; }
    public string? CategoryCode { get; init; }
    public Guid? DossierId { get; init; }
    /// <summary>The tier it gives; null means none.</summary>
    public string? TierCode { get; init; }
    public MotionState State { get; set; }
    public Instant ProposedAt { get; init; }
    public Guid ProposedBy { get; init; }
    public Instant? ClosedAt { get; set; }
    /// <summary>Members present when it was put to the vote.</summary>
    public int? Present { get; set; }
    public int? For { get; set; }
    public int? Against { get; set; }
    public int? Abstained { get; set; }
    public int Version { get; set; }
}

public enum VoteChoice { For, Against, Abstain }

public sealed class Vote
{
    public Guid MotionId { get; init; }
    public Guid PersonId { get; init; }
    public VoteChoice Choice { get; set; }
    public Instant CastAt { get; set; }
}

public enum DecisionState { Proposed, Approved, Published }

/// <summary>Who is honoured: proposed by rule, changed by motions, approved by the chair, published in one act. Under embargo until then.</summary>
public sealed class AwardDecision
{
    public Guid Id { get; init; }
    public required string EditionKey { get; init; }
    public DecisionState State { get; set; }
    public Instant ProposedAt { get; init; }
    public Guid ProposedBy { get; init; }
    public Instant? ApprovedAt { get; set; }
    public Guid? ApprovedBy { get; set; }
    public Instant? PublishedAt { get; set; }
    public Guid? PublishedBy { get; set; }
    /// <summary>Number and date of the ministerial decision, as printed on it; null until known.</summary>
    public string? DocumentNumber { get; set; }
    public LocalDate? DocumentDate { get; set; }
    public List<DecisionLine> Lines { get; set; } = [];
    public int Version { get; set; }
}

/// <param name="Rank">Within the category by score; null without a score.</param>
/// <param name="Score">Hundredths of a point of the deciding round.</param>
/// <param name="ProposedTier">What the edition's rules give; null means none.</param>
/// <param name="Tier">What it is after the motions.</param>
/// <param name="Reason">Code of the reason, see the resources of Decisions.</param>
/// <param name="MotionId">The motion by which <paramref name="Tier"/> differs; null when it does not.</param>
public sealed record DecisionLine(Guid DossierId, string CategoryCode, int? Rank, int? Score, string? ProposedTier, string? Tier, string Reason, Guid? MotionId);
