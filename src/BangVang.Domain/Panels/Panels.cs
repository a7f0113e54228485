using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Panels;

/// <summary>A juror sits on the panel of a category in a round.</summary>
public sealed class PanelSeat
{
    public Guid Id { get; init; }
    public required string EditionKey { get; init; }
    public required string RoundCode { get; init; }
    public required string CategoryCode { get; init; }
    public Guid PersonId { get; init; }
    public Instant AppointedAt { get; init; }
    public Guid AppointedBy { get; init; }
    public Instant? EndedAt { get; set; }
    /// <summary>When the juror said which conflicts there are (possibly none); null means still to be asked.</summary>
    public Instant? DeclaredAt { get; set; }
}

/// <summary>A dossier that an earlier round let through to this one. The first scoring round takes every accepted dossier and has no such rows.</summary>
public sealed class RoundEntry
{
    public required string EditionKey { get; init; }
    public required string RoundCode { get; init; }
    public required string CategoryCode { get; init; }
    public Guid DossierId { get; init; }
    public Instant EnteredAt { get; init; }
}

/// <summary>A juror is to score a dossier in a round.</summary>
public sealed class Assignment
{
    public Guid Id { get; init; }
    public required string EditionKey { get; init; }
    public required string RoundCode { get; init; }
    public required string CategoryCode { get; init; }
    public Guid DossierId { get; init; }
    public Guid JurorId { get; init; }
    /// <summary>The plan it was applied with; null when made by hand.</summary>
    public Guid? PlanId { get; init; }
    /// <summary>Place in this juror's reading order, drawn from the plan's seed.</summary>
    public int Ordinal { get; init; }
    public Instant AssignedAt { get; init; }
    public Guid AssignedBy { get; init; }
    public Instant? EndedAt { get; set; }
    public string? EndReason { get; set; }
    /// <summary>The request of the council it was made for, beyond the assignments of the round; null for these.</summary>
    public Guid? RequestId { get; init; }
    /// <summary>First instant at which the sheet can no longer be signed, for one that was asked for after the round; null where the round's own end counts.</summary>
    public Instant? ClosesAt { get; set; }

    /// <summary>When the sheet may be written.</summary>
    /// <param name="ofRound">Null while the round is not scheduled.</param>
    public TimeWindow? WindowIn(TimeWindow? ofRound) => ClosesAt is { } end ? new(AssignedAt, end) : ofRound;
}

/// <summary>Who judges what, made in one act from a recorded seed.</summary>
public sealed class AssignmentPlan
{
    public Guid Id { get; init; }
    public required string EditionKey { get; init; }
    public required string RoundCode { get; init; }
    public required string CategoryCode { get; init; }
    /// <summary><c>balanced_random</c>, <c>capped_random</c>, <c>max_sum</c>, <c>max_min</c>, <c>fair</c>, <c>replacement</c> or <c>whole_panel</c>.</summary>
    public required string Method { get; init; }
    public required string Seed { get; init; }
    /// <summary>Of <c>capped_random</c>: the largest probability of a pair, in percent; null for other methods.</summary>
    public int? CapPercent { get; init; }
    public Instant AppliedAt { get; init; }
    public Guid AppliedBy { get; init; }
}
