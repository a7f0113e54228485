using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
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
    /// <summary>What the juror writes per criterion or sub-criterion or, under the empty code, on the whole; the applicant may read it when the chair releases it.</summary>
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

    /// <summary>Gives or takes back one mark. Null when done, otherwise why not.</summary>
    /// <param name="mark">Hundredths of a point on the rubric's scale; null takes it back.</param>
    public Problem? SetMark(Rubric rubric, string line, int? mark, TimeWindow window, Instant now)
    {
        if (CannotWrite(window, now) is { } problem) return problem;
        if (rubric.Lines.All(l => l.Code != line)) return Problem.Invalid("scoring.criterion_unknown", line);
        if (mark is { } given && !rubric.Scale.Contains(given))
            return Problem.Invalid("scoring.mark_off_scale", line).With("min", rubric.Scale.Min).With("max", rubric.Scale.Max).With("step", rubric.Scale.Step);

        var marks = new Dictionary<string, int>(Marks);
        if (mark is { } value) marks[line] = value; else marks.Remove(line);
        (Marks, SavedAt, Version) = (marks, now, Version + 1);
        return null;
    }

    /// <summary>Sets the comment on a criterion or one of its lines, or under the empty code the one on the whole; an empty text removes it.</summary>
    public Problem? SetComment(Rubric rubric, string about, string text, TimeWindow window, Instant now)
    {
        if (CannotWrite(window, now) is { } problem) return problem;
        if (about.Length > 0 && rubric.Lines.All(l => l.Code != about) && rubric.Criteria.All(c => c.Code != about)) return Problem.Invalid("scoring.criterion_unknown", about);
        if (text.Length > LongestComment) return Problem.Invalid("scoring.comment_long", about).With("max", LongestComment);

        var comments = new Dictionary<string, string>(Comments);
        if (string.IsNullOrWhiteSpace(text)) comments.Remove(about); else comments[about] = text.Trim();
        (Comments, SavedAt, Version) = (comments, now, Version + 1);
        return null;
    }

    /// <summary>Makes the marks final. Null when done, otherwise the first reason it was refused.</summary>
    public Problem? Sign(Rubric rubric, TimeWindow window, Instant now)
    {
        if (CannotWrite(window, now) is { } problem) return problem;
        if (rubric.Missing(Marks) is [var first, ..] missing)
            return Problem.Invalid("scoring.mark_missing", first).With("count", missing.Count).With("criterion", rubric.Lines.Single(l => l.Code == first).Name);

        (State, SignedAt, SavedAt, Score, Signings, Version) = (ScoresheetState.Signed, now, now, rubric.WeightedScore(Marks), Signings + 1, Version + 1);
        return null;
    }

    /// <summary>The juror does not score this dossier; the sheet counts as absent.</summary>
    public Problem? Abstain(string reason, TimeWindow window, Instant now)
    {
        if (CannotWrite(window, now) is { } problem) return problem;
        if (string.IsNullOrWhiteSpace(reason)) return Problem.Invalid("scoring.abstain_reason_missing", "Reason");
        (State, Reason, SavedAt, Version) = (ScoresheetState.Abstained, reason.Trim(), now, Version + 1);
        return null;
    }

    /// <summary>Takes an abstention back while the round is open.</summary>
    public Problem? ScoreAfterAll(TimeWindow window, Instant now)
    {
        if (!window.Contains(now)) return Closed(window, now);
        if (State is not ScoresheetState.Abstained) return Problem.Conflict("scoring.not_abstained");
        (State, Reason, SavedAt, Version) = (ScoresheetState.Draft, null, now, Version + 1);
        return null;
    }

    /// <summary>The juror found a conflict. Possible at any time while the sheet is not signed: a conflict knows no deadline.</summary>
    public Problem? Recuse(string reason, Instant now)
    {
        if (State is ScoresheetState.Signed) return Problem.Conflict("scoring.already_signed");
        if (string.IsNullOrWhiteSpace(reason)) return Problem.Invalid("scoring.recuse_reason_missing", "Reason");
        (State, Reason, SavedAt, Version) = (ScoresheetState.Recused, reason.Trim(), now, Version + 1);
        return null;
    }

    /// <summary>Opens a signed sheet again; the caller keeps what it was in a <see cref="ScoresheetUnlock"/>.</summary>
    public Problem? Unlock(string reason, TimeWindow window, Instant now)
    {
        if (State is not ScoresheetState.Signed) return Problem.Conflict("scoring.not_signed");
        if (!window.Contains(now)) return Closed(window, now);
        if (string.IsNullOrWhiteSpace(reason)) return Problem.Invalid("scoring.unlock_reason_missing", "Reason");
        (State, SignedAt, Score, Version) = (ScoresheetState.Draft, null, null, Version + 1);
        return null;
    }

    private const int LongestComment = 4_000;

    private Problem? CannotWrite(TimeWindow window, Instant now) => State switch
    {
        ScoresheetState.Signed => Problem.Conflict("scoring.already_signed"),
        ScoresheetState.Abstained => Problem.Conflict("scoring.abstained"),
        ScoresheetState.Recused => Problem.Forbidden("scoring.recused"),
        _ => window.Contains(now) ? null : Closed(window, now),
    };

    private static Problem Closed(TimeWindow window, Instant now) => window.HasEnded(now)
        ? Problem.NotNow("scoring.round_closed").With("at", window.End!.Value)
        : Problem.NotNow("scoring.round_not_open").With("at", window.Start!.Value);
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

/// <summary>The chair let the applicant read what the jurors wrote on a dossier in a round.</summary>
public sealed class CommentRelease
{
    public required string RoundCode { get; init; }
    public Guid DossierId { get; init; }
    public required string EditionKey { get; init; }
    public Instant ReleasedAt { get; init; }
    public Guid ReleasedBy { get; init; }
}
