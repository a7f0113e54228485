using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Secretariat;

/// <summary>Who asks whom.</summary>
public enum QuestionKind
{
    /// <summary>Anybody signed in asks the secretariat about an edition; the answer may be published.</summary>
    Public,
    /// <summary>The applicant asks the secretariat about the own dossier.</summary>
    FromApplicant,
    /// <summary>The secretariat asks the applicant.</summary>
    ToApplicant,
    /// <summary>A juror asks the applicant through the secretariat, which releases the question without the juror's name.</summary>
    FromJuror,
}

/// <summary>One question with its one answer; a conversation is several of them.</summary>
public sealed class Question
{
    public const int LongestText = 4_000;

    public Guid Id { get; init; }
    public required string EditionKey { get; init; }
    public QuestionKind Kind { get; init; }
    /// <summary>Null for a public question.</summary>
    public Guid? DossierId { get; init; }
    /// <summary>For a juror's question the juror, whom neither applicant nor colleagues learn.</summary>
    public Guid AskedBy { get; init; }
    public Instant AskedAt { get; init; }
    public required string Text { get; init; }
    /// <summary>A juror's question as the applicant reads it; set with <see cref="ReleasedAt"/>.</summary>
    public string? ReleasedText { get; set; }
    public Instant? ReleasedAt { get; set; }
    public Guid? ReleasedBy { get; set; }
    /// <summary>Why the secretariat did not pass a juror's question on.</summary>
    public string? DeclinedReason { get; set; }
    public Instant? DeclinedAt { get; set; }
    public Guid? DeclinedBy { get; set; }
    public string? Answer { get; set; }
    public Instant? AnsweredAt { get; set; }
    public Guid? AnsweredBy { get; set; }
    /// <summary>From when everybody reads question and answer; the asker is never named.</summary>
    public Instant? PublishedAt { get; set; }
    public int Version { get; set; }

    /// <summary>A question that nobody has answered, or why it cannot be asked.</summary>
    public static Result<Question> Ask(QuestionKind kind, string editionKey, Guid? dossierId, Guid by, string text, Instant now)
    {
        if (text.Trim().Length is < 10 or > LongestText) return Problem.Invalid("questions.text_length", "Text").With("most", LongestText);
        return new Question { Id = Ids.New(now), EditionKey = editionKey, Kind = kind, DossierId = dossierId, AskedBy = by, AskedAt = now, Text = text.Trim() };
    }

    /// <summary>Passes a juror's question on to the applicant, in words that do not tell who asks.</summary>
    public Problem? Release(string text, Guid by, Instant now)
    {
        if (Kind is not QuestionKind.FromJuror) return Problem.Invalid("questions.not_to_release");
        if (ReleasedAt is not null) return Problem.Conflict("questions.released_already");
        if (DeclinedAt is not null) return Problem.Conflict("questions.declined_already");
        if (text.Trim().Length is < 10 or > LongestText) return Problem.Invalid("questions.text_length", "Text").With("most", LongestText);
        (ReleasedText, ReleasedAt, ReleasedBy, Version) = (text.Trim(), now, by, Version + 1);
        return null;
    }

    /// <summary>Does not pass a juror's question on; the juror reads why.</summary>
    public Problem? Decline(string reason, Guid by, Instant now)
    {
        if (Kind is not QuestionKind.FromJuror) return Problem.Invalid("questions.not_to_release");
        if (ReleasedAt is not null) return Problem.Conflict("questions.released_already");
        if (DeclinedAt is not null) return Problem.Conflict("questions.declined_already");
        if (reason.Trim().Length is < 3 or > 500) return Problem.Invalid("questions.reason_missing", "Reason");
        (DeclinedReason, DeclinedAt, DeclinedBy, Version) = (reason.Trim(), now, by, Version + 1);
        return null;
    }

    /// <summary>Answers it. Who may, is asked separately: see <see cref="IsAnsweredByApplicant"/>.</summary>
    public Problem? Reply(string text, Guid by, Instant now)
    {
        if (AnsweredAt is not null) return Problem.Conflict("questions.answered_already");
        if (Kind is QuestionKind.FromJuror && ReleasedAt is null) return Problem.NotFound("questions.unknown");
        if (text.Trim().Length is < 2 or > LongestText) return Problem.Invalid("questions.answer_length", "Answer").With("most", LongestText);
        (Answer, AnsweredAt, AnsweredBy, Version) = (text.Trim(), now, by, Version + 1);
        return null;
    }

    /// <summary>Shows question and answer to everybody, or no longer.</summary>
    public Problem? Publish(bool isPublic, Instant now)
    {
        if (Kind is not QuestionKind.Public) return Problem.Invalid("questions.not_public");
        if (AnsweredAt is null) return Problem.NotNow("questions.not_answered");
        if (isPublic == (PublishedAt is not null)) return Problem.Conflict("questions.published_already");
        (PublishedAt, Version) = (isPublic ? now : null, Version + 1);
        return null;
    }

    /// <summary>True when the applicant answers; otherwise the secretariat does.</summary>
    public static bool IsAnsweredByApplicant(QuestionKind kind) => kind is QuestionKind.ToApplicant or QuestionKind.FromJuror;
}
