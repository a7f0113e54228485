using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Editions;

/// <summary>What a notice says.</summary>
/// <param name="Date">The date it carries.</param>
/// <param name="PrintedNumber">As printed: "Thông báo số 183"; null without one.</param>
/// <param name="TitleEn">Null where there is no English: readers of English get the Vietnamese.</param>
/// <param name="TextVi">Markdown; markup in it is shown as text.</param>
/// <param name="VisibleFrom">Until then it does not exist for anyone but the secretariat of its edition.</param>
public sealed record NoticeText(
    NoticeKind Kind, LocalDate Date, string? PrintedNumber, string TitleVi, string? TitleEn, string TextVi, string? TextEn, Instant VisibleFrom);

/// <summary>A dated public statement on an edition, written after the edition was published. Never deleted: withdrawn with a reason.</summary>
public sealed class Notice
{
    public const int LongestTitle = 200;
    public const int LongestText = 20_000;

    public Guid Id { get; init; }
    public required string EditionKey { get; init; }
    public NoticeKind Kind { get; set; }
    public LocalDate Date { get; set; }
    public string? PrintedNumber { get; set; }
    public required string TitleVi { get; set; }
    public string? TitleEn { get; set; }
    public required string TextVi { get; set; }
    public string? TextEn { get; set; }
    public Instant VisibleFrom { get; set; }
    /// <summary>A stored file; null without an attachment.</summary>
    public Guid? FileId { get; set; }
    public Instant CreatedAt { get; init; }
    public Guid? CreatedBy { get; init; }
    /// <summary>When it was last changed after it had become visible; null when never. Shown to everyone.</summary>
    public Instant? CorrectedAt { get; set; }
    public Instant? WithdrawnAt { get; set; }
    public string? WithdrawnReason { get; set; }
    public int Version { get; set; }

    /// <summary>True for everyone who is not of the secretariat.</summary>
    public bool IsVisibleAt(Instant now) => WithdrawnAt is null && VisibleFrom <= now;

    /// <summary>The first thing wrong with a text, or null.</summary>
    public static Problem? Check(NoticeText text)
    {
        if (text.TitleVi.Trim().Length is < 3 or > LongestTitle) return Problem.Invalid("notices.title_length", "TitleVi").With("most", LongestTitle);
        if (text.TitleEn?.Trim().Length > LongestTitle) return Problem.Invalid("notices.title_length", "TitleEn").With("most", LongestTitle);
        if (text.TextVi.Trim().Length is < 3 or > LongestText) return Problem.Invalid("notices.text_length", "TextVi").With("most", LongestText);
        if (text.TextEn?.Trim().Length > LongestText) return Problem.Invalid("notices.text_length", "TextEn").With("most", LongestText);
        if (text.PrintedNumber?.Trim().Length > 80) return Problem.Invalid("notices.number_length", "PrintedNumber");
        return (string.IsNullOrWhiteSpace(text.TitleEn), string.IsNullOrWhiteSpace(text.TextEn)) switch
        {
            (true, false) => Problem.Invalid("notices.english_half", "TitleEn"),
            (false, true) => Problem.Invalid("notices.english_half", "TextEn"),
            _ => null,
        };
    }

    /// <summary>Says it. A text that everyone could read already is marked as corrected, and cannot go back under embargo.</summary>
    public Problem? Write(NoticeText text, Guid? fileId, Instant now)
    {
        if (Check(text) is { } problem) return problem;
        if (WithdrawnAt is not null) return Problem.Conflict("notices.withdrawn");
        var wasVisible = Version > 0 && IsVisibleAt(now);
        if (wasVisible && text.VisibleFrom > now) return Problem.Conflict("notices.already_visible") with { Field = "VisibleFrom" };

        (Kind, Date, PrintedNumber) = (text.Kind, text.Date, Blank(text.PrintedNumber));
        (TitleVi, TitleEn, TextVi, TextEn) = (text.TitleVi.Trim(), Blank(text.TitleEn), text.TextVi.Trim(), Blank(text.TextEn));
        (VisibleFrom, FileId, CorrectedAt, Version) = (wasVisible ? VisibleFrom : text.VisibleFrom, fileId, wasVisible ? now : CorrectedAt, Version + 1);
        return null;
    }

    /// <summary>Takes it from the public; the reason stays on record.</summary>
    public Problem? Withdraw(string reason, Instant now)
    {
        if (WithdrawnAt is not null) return Problem.Conflict("notices.withdrawn");
        if (reason.Trim().Length is < 3 or > 500) return Problem.Invalid("notices.reason_missing", "Reason");
        (WithdrawnAt, WithdrawnReason, Version) = (now, reason.Trim(), Version + 1);
        return null;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
