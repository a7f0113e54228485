using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Decisions;

public enum MotionKind
{
    /// <summary>Accepts the proposed tiers of a category, or of all categories, as they are.</summary>
    AcceptProposal,
    /// <summary>Gives a dossier another tier than its score does; always with a reason.</summary>
    ChangeTier,
    /// <summary>Leaves a tier of a category without a laureate.</summary>
    Withhold,
    /// <summary>Settles equal scores at the edge of a tier.</summary>
    SettleTie,
    Other,
}

public enum MotionState { Open, Carried, Rejected, Withdrawn }

public enum VoteChoice { For, Against, Abstain }

public sealed class Vote
{
    public Guid MotionId { get; init; }
    public Guid PersonId { get; init; }
    public VoteChoice Choice { get; set; }
    public Instant CastAt { get; set; }
}

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
    /// <summary>The tier it gives or withholds; null with <see cref="MotionKind.ChangeTier"/> means no prize.</summary>
    public string? TierCode { get; init; }
    public MotionState State { get; set; }
    public Instant ProposedAt { get; init; }
    public Guid ProposedBy { get; init; }
    public Instant? ClosedAt { get; set; }
    /// <summary>Members present when it was closed.</summary>
    public int? Present { get; set; }
    public int? For { get; set; }
    public int? Against { get; set; }
    public int? Abstained { get; set; }
    public int Version { get; set; }

    /// <summary>
    /// Counts and settles it. A member present who did not vote counts as present only; a member in conflict with the dossier
    /// concerned has no vote and is not counted among the members for this motion.
    /// </summary>
    /// <param name="chairFor">How the chair voted; null when the chair abstained or has no vote.</param>
    public Problem? Close(Council rules, IReadOnlyCollection<Vote> votes, int present, int members, bool? chairFor, Instant now)
    {
        if (State is not MotionState.Open) return Problem.Conflict("decisions.motion_settled");
        if (CouncilMeeting.QuorumProblem(rules, present, members) is { } problem) return problem;

        var (inFavour, against, abstained) = (Count(VoteChoice.For), Count(VoteChoice.Against), Count(VoteChoice.Abstain));
        if (inFavour + against + abstained == 0) return Problem.NotNow("decisions.no_votes");
        (For, Against, Abstained, Present, ClosedAt, Version) = (inFavour, against, abstained, present, now, Version + 1);
        State = rules.Carries(inFavour, against, abstained, members, chairFor) ? MotionState.Carried : MotionState.Rejected;
        return null;

        int Count(VoteChoice choice) => votes.Count(v => v.Choice == choice);
    }

    /// <summary>What the kind needs that is missing; null when it may be put.</summary>
    public static Problem? Check(MotionKind kind, string text, string reason, string? category, Guid? dossier, string? tier)
    {
        if (string.IsNullOrWhiteSpace(text)) return Problem.Invalid("decisions.motion_text_missing", "Text");
        if (kind is MotionKind.ChangeTier or MotionKind.SettleTie && dossier is null) return Problem.Invalid("decisions.motion_dossier_missing", "DossierId");
        if (kind is MotionKind.SettleTie && tier is null) return Problem.Invalid("decisions.motion_tier_missing", "TierCode");
        if (kind is MotionKind.Withhold && category is null) return Problem.Invalid("decisions.motion_category_missing", "CategoryCode");
        if (kind is MotionKind.Withhold && tier is null) return Problem.Invalid("decisions.motion_tier_missing", "TierCode");
        if (kind is not (MotionKind.AcceptProposal or MotionKind.Other) && string.IsNullOrWhiteSpace(reason))
            return Problem.Invalid("decisions.motion_reason_missing", "Reason");
        return null;
    }
}
