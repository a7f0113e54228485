using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Judging.Choices;
using NodaTime;

namespace BangVang.Domain.Scoring;

public enum PairActKind
{
    Chosen,
    /// <summary>The juror cannot decide between the two and says why; the pair is not shown to this juror again.</summary>
    Skipped,
    /// <summary>Takes an earlier act back. What was done stays written.</summary>
    Undone,
}

/// <summary>What a juror did with a pair: written once, never changed, never deleted.</summary>
public sealed class PairAct
{
    public Guid Id { get; init; }
    public Guid BallotId { get; init; }
    /// <summary>1, 2, … within the ballot, the undone ones included.</summary>
    public int Number { get; init; }
    public PairActKind Kind { get; init; }
    /// <summary>The dossier that was shown on the left, or above on a narrow screen.</summary>
    public Guid LeftId { get; init; }
    public Guid RightId { get; init; }
    /// <summary>The better one; null unless chosen.</summary>
    public Guid? ChosenId { get; init; }
    /// <summary>Why skipped; null unless skipped.</summary>
    public string? Reason { get; init; }
    /// <summary>Number of the act taken back; null unless undone.</summary>
    public int? Undoes { get; init; }
    public Instant ActedAt { get; init; }

    public bool Concerns(Guid dossier) => LeftId == dossier || RightId == dossier;
}

/// <summary>A dossier a juror may meet.</summary>
public sealed record PairEntry(Guid Id, string Reference);

/// <summary>The pair that waits for an answer.</summary>
/// <param name="Number">Of the act that will answer it: who sends the same answer twice is understood once.</param>
public sealed record ShownPair(int Number, Guid Left, Guid Right);

/// <summary>How far a juror is in a round of pairs.</summary>
/// <param name="Made">Choices that stand.</param>
/// <param name="Asked">Choices that make the ballot complete: those the round asks for, or all pairs there are.</param>
/// <param name="Next">Null when nothing is left to answer.</param>
public sealed record PairProgress(int Made, int Skipped, int Asked, ShownPair? Next)
{
    public bool IsComplete => Next is null;
}

/// <summary>One juror's choices in one category of a round of pairs.</summary>
public sealed class PairBallot
{
    /// <summary>Characters of the reason for a skipped pair.</summary>
    public const int LongestReason = 500;

    public Guid Id { get; init; }
    public required string EditionKey { get; init; }
    public required string RoundCode { get; init; }
    public required string CategoryCode { get; init; }
    public Guid JurorId { get; init; }
    /// <summary>64 hexadecimal digits, drawn when the ballot was opened and put into the log then: order and sides of the pairs follow from it.</summary>
    public required string Seed { get; init; }
    public Instant OpenedAt { get; init; }
    public Instant SavedAt { get; set; }
    /// <summary>How many acts there are; the next one gets the number after it.</summary>
    public int Acts { get; set; }
    /// <summary>From then on the choices count and nobody changes them; null before.</summary>
    public Instant? SignedAt { get; set; }
    public int Version { get; set; }

    /// <summary>The acts that stand: choices and skips that were not taken back, in order.</summary>
    public static IReadOnlyList<PairAct> Standing(IEnumerable<PairAct> acts)
    {
        var all = acts.OrderBy(a => a.Number).ToList();
        var undone = all.Where(a => a.Undoes is not null).Select(a => a.Undoes!.Value).ToHashSet();
        return [.. all.Where(a => a.Kind is not PairActKind.Undone && !undone.Contains(a.Number))];
    }

    /// <summary>
    /// How far the juror is and what comes next. It rests on the seed and on this juror's own acts alone, so that the order of the pairs
    /// tells nobody what others chose.
    /// </summary>
    /// <param name="entries">The dossiers this juror may judge now, without those in conflict.</param>
    public PairProgress Progress(IEnumerable<PairAct> acts, IReadOnlyCollection<PairEntry> entries, int choicesPerJuror)
    {
        var known = entries.ToDictionary(e => e.Id, e => e.Reference);
        var standing = Standing(acts).Where(a => known.ContainsKey(a.LeftId) && known.ContainsKey(a.RightId)).ToList();
        var (made, skipped) = (standing.Count(a => a.Kind is PairActKind.Chosen), standing.Count(a => a.Kind is PairActKind.Skipped));
        var asked = Math.Min(choicesPerJuror, (known.Count * (known.Count - 1) / 2) - skipped);
        if (SignedAt is not null || made >= asked) return new(made, skipped, asked, null);

        var judging = new PairwiseJudging([.. known.Values], Seed);
        foreach (var act in standing) judging.Add(new(known[act.LeftId], known[act.RightId], "own", act.ChosenId is { } chosen ? known[chosen] : null, act.Reason));
        var byReference = entries.ToDictionary(e => e.Reference, e => e.Id, StringComparer.Ordinal);
        return judging.Next("own") is var (left, right) ? new(made, skipped, asked, new(Acts + 1, byReference[left], byReference[right])) : new(made, skipped, asked, null);
    }

    /// <summary>Answers the pair that is shown. Null when done, otherwise the first reason it was refused; <paramref name="act"/> is what happened.</summary>
    /// <param name="chosen">Null skips the pair, with a reason.</param>
    public Problem? Answer(ShownPair? shown, int number, Guid? chosen, string? reason, TimeWindow window, Instant now, out PairAct? act)
    {
        act = null;
        if (CannotWrite(window, now) is { } problem) return problem;
        if (shown is null) return Problem.Conflict("scoring.pairs_all_answered");
        if (shown.Number != number || (chosen is { } one && one != shown.Left && one != shown.Right)) return Problem.Conflict("scoring.pair_changed");
        if (chosen is null && string.IsNullOrWhiteSpace(reason)) return Problem.Invalid("scoring.skip_reason_missing", "Reason");
        if (chosen is null && reason!.Trim().Length > LongestReason) return Problem.Invalid("scoring.skip_reason_long", "Reason").With("max", LongestReason);

        act = new()
        {
            Id = Ids.New(now), BallotId = Id, Number = number, Kind = chosen is null ? PairActKind.Skipped : PairActKind.Chosen, LeftId = shown.Left, RightId = shown.Right, ChosenId = chosen,
            Reason = chosen is null ? reason!.Trim() : null, ActedAt = now,
        };
        (Acts, SavedAt, Version) = (number, now, Version + 1);
        return null;
    }

    /// <summary>Takes the last act that stands back. Null when done, otherwise why not.</summary>
    public Problem? Undo(IReadOnlyCollection<PairAct> acts, int number, TimeWindow window, Instant now, out PairAct? act)
    {
        act = null;
        if (CannotWrite(window, now) is { } problem) return problem;
        if (Acts + 1 != number) return Problem.Conflict("scoring.pair_changed");
        if (Standing(acts) is not [.., var last]) return Problem.Conflict("scoring.pairs_nothing_to_undo");

        act = new() { Id = Ids.New(now), BallotId = Id, Number = number, Kind = PairActKind.Undone, LeftId = last.LeftId, RightId = last.RightId, Undoes = last.Number, ActedAt = now };
        (Acts, SavedAt, Version) = (number, now, Version + 1);
        return null;
    }

    /// <summary>Makes the choices final. Null when done, otherwise the first reason it was refused.</summary>
    public Problem? Sign(PairProgress progress, TimeWindow window, Instant now)
    {
        if (CannotWrite(window, now) is { } problem) return problem;
        if (!progress.IsComplete) return Problem.NotNow("scoring.pairs_left").With("left", progress.Asked - progress.Made);
        if (progress.Made == 0) return Problem.NotNow("scoring.pairs_none");
        (SignedAt, SavedAt, Version) = (now, now, Version + 1);
        return null;
    }

    /// <summary>Opens a signed ballot again while the round is open; the log keeps what was signed.</summary>
    public Problem? Reopen(string reason, TimeWindow window, Instant now)
    {
        if (SignedAt is null) return Problem.Conflict("scoring.pairs_not_signed");
        if (string.IsNullOrWhiteSpace(reason)) return Problem.Invalid("scoring.unlock_reason_missing", "Reason");
        if (!window.Contains(now)) return Problem.NotNow("scoring.round_closed").With("at", window.End!.Value);
        (SignedAt, Version) = (null, Version + 1);
        return null;
    }

    /// <summary>True when <paramref name="act"/>, which has this number already, is the very answer that comes again: a second tap, or one sent again after a lost connection.</summary>
    public static bool IsSame(PairAct act, PairActKind kind, Guid? chosen) => act.Kind == kind && act.ChosenId == chosen;

    private Problem? CannotWrite(TimeWindow window, Instant now) =>
        SignedAt is not null ? Problem.Conflict("scoring.pairs_signed")
        : window.Contains(now) ? null
        : window.HasEnded(now) ? Problem.NotNow("scoring.round_closed").With("at", window.End!.Value)
        : Problem.NotNow("scoring.round_not_open").With("at", window.Start!.Value);
}

/// <summary>A conflict was found: the juror's pairs with this dossier do not count, signed or not. What was chosen stays written.</summary>
public sealed class PairExclusion
{
    public Guid Id { get; init; }
    public Guid BallotId { get; init; }
    public Guid DossierId { get; init; }
    public Instant ExcludedAt { get; init; }
    public required string Reason { get; init; }
    /// <summary>When it was found that there is no conflict, and the pairs count again; null while they do not.</summary>
    public Instant? ReadmittedAt { get; set; }
}
