using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Decisions;

/// <summary>A session of the council: called, opened with a quorum, closed.</summary>
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

    public bool IsRunning => OpenedAt is not null && ClosedAt is null;

    /// <summary>Begins the session. Null when done, otherwise why not.</summary>
    public Problem? Open(Council rules, int present, int members, Instant now)
    {
        if (ClosedAt is not null) return Problem.Conflict("decisions.meeting_closed");
        if (OpenedAt is not null) return Problem.Conflict("decisions.meeting_open");
        if (QuorumProblem(rules, present, members) is { } problem) return problem;
        (OpenedAt, Version) = (now, Version + 1);
        return null;
    }

    /// <summary>Ends the session; every motion must have been settled.</summary>
    public Problem? Close(int openMotions, Instant now)
    {
        if (!IsRunning) return Problem.NotNow("decisions.meeting_not_open");
        if (openMotions > 0) return Problem.Conflict("decisions.motions_open").With("count", openMotions);
        (ClosedAt, Version) = (now, Version + 1);
        return null;
    }

    /// <summary>Null when enough members are present.</summary>
    public static Problem? QuorumProblem(Council rules, int present, int members) => rules.HasQuorum(present, members) ? null
        : new Problem(ProblemKind.NotNow, "decisions.no_quorum") { Article = rules.Article }
            .With("present", present).With("members", members).With("needed", rules.Quorum.Value.Needed(members));
}

/// <summary>A member of the council at a meeting.</summary>
public sealed class MeetingMember
{
    public Guid MeetingId { get; init; }
    public Guid PersonId { get; init; }
    /// <summary>Null while absent.</summary>
    public Instant? PresentAt { get; set; }
}
