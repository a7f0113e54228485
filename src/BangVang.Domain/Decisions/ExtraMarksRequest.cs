using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using NodaTime;

namespace BangVang.Domain.Decisions;

/// <summary>Sheets asked for beyond those of a round, where the sheets there are leave a prize's line open. Each is an assignment with a closing time of its own.</summary>
public sealed class ExtraMarksRequest
{
    public const int LongestReason = 1_000;

    public Guid Id { get; init; }
    public required string EditionKey { get; init; }
    /// <summary>The tier whose line is open.</summary>
    public required string TierCode { get; init; }
    /// <summary>Null for places in all categories together.</summary>
    public string? CategoryCode { get; init; }
    /// <summary>The line is the minimum score of the tier.</summary>
    public bool IsMinimum { get; init; }
    /// <summary>Why, as council and auditor read it; the jurors who are asked do not.</summary>
    public required string Reason { get; init; }
    /// <summary>First instant at which none of these sheets can be signed any more.</summary>
    public Instant ClosesAt { get; init; }
    public Instant AskedAt { get; init; }
    public Guid AskedBy { get; init; }

    /// <summary>Whether these marks may be asked for. Null when they may, otherwise the first reason why not.</summary>
    /// <param name="asked">References of the dossiers that would get one more sheet: some on every side of the line that has dossiers in doubt, so that nobody is looked at again alone.</param>
    /// <param name="closesAt">In the phase in which the council meets.</param>
    public static Problem? Check(Edition edition, UnsettledLine line, IReadOnlySet<string> asked, string reason, Instant? closesAt, Instant now)
    {
        if (asked.Count == 0) return Problem.Invalid("decisions.extra_none", "Pairs");
        if (Misses(line.Above, asked) || Misses(line.Below, asked)) return Problem.Invalid("decisions.extra_both_sides", "Pairs");
        if (string.IsNullOrWhiteSpace(reason) || reason.Trim().Length > LongestReason) return Problem.Invalid("decisions.extra_reason_missing", nameof(Reason)).With("max", LongestReason);
        if (edition.PhaseOf(PhaseKind.Council) is not { } phase || edition.WindowOf(phase.Code) is not { Start: { } start, End: { } end }) return Problem.NotNow("decisions.council_not_scheduled");
        if (closesAt is not { } at) return Problem.Invalid("decisions.extra_deadline_missing", nameof(ClosesAt));
        if (at <= now || at <= start || at > end) return Problem.Invalid("decisions.extra_deadline_outside", nameof(ClosesAt)).With("start", start).With("end", end);
        return null;
    }

    private static bool Misses(IReadOnlyList<string> side, IReadOnlySet<string> asked) => side.Count > 0 && !side.Any(asked.Contains);
}
