using System.Text.Json.Nodes;
using BangVang.App.Forum.Programme;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Commitments;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace BangVang.App.Forum.Commitments;

/// <summary>A recommendation or commitment as the form has it.</summary>
/// <param name="SessionCode">Null or empty when it was stated outside the programme.</param>
public sealed record CommitmentInput(
    CommitmentKind Kind, string TextVi, string? TextEn, string StatedBy, string Owner, LocalDate? DueOn, string? SessionCode, int? Moment, string? SourceTitle, string? SourceUrl);

/// <summary>
/// Writes down what was stated at a forum, new or corrected. For its organisers. Each wording is an entry of the public log, so that
/// nobody finds it milder a year later without the change being seen.
/// </summary>
public sealed class SaveCommitment(BangVangDb db, ForumBook book, ProgrammeBook programmes, IClock clock)
{
    private const int LongestText = 1000, LongestName = 300;

    /// <returns>The id, or: forum.unknown, commitments.unknown, commitments.changed_meanwhile, commitments.text_length {max}, commitments.name_length {max}, commitments.due_too_early {date}, commitments.session_unknown, commitments.moment_range, commitments.source_url, commitments.source_title_length.</returns>
    public async Task<Result<Guid>> RunAsync(Actor actor, string slug, Guid? id, int version, CommitmentInput input, CancellationToken ct)
    {
        var key = ForumEdition.KeyOf(slug);
        if (!actor.Is(Role.Organiser, key) || await book.CurrentAsync(slug, ct) is not { Forum: var forum }) return Problem.NotFound("forum.unknown");
        var now = clock.GetCurrentInstant();
        var commitment = id is null
            ? new Commitment { Id = Ids.New(now), ForumKey = key, Number = await db.Commitments.CountAsync(c => c.ForumKey == key, ct) + 1, TextVi = "", StatedBy = "", Owner = "", RecordedAt = now, RecordedBy = actor.PersonId }
            : await db.Commitments.SingleOrDefaultAsync(c => c.Id == id && c.ForumKey == key, ct);
        if (commitment is null) return Problem.NotFound("commitments.unknown");
        if (await CheckAsync(input, forum, ct) is { } problem) return problem;
        if (id is not null && commitment.Version != version) return Problem.Conflict("commitments.changed_meanwhile");

        (commitment.Kind, commitment.TextVi, commitment.TextEn) = (input.Kind, input.TextVi.Trim(), Blank(input.TextEn));
        (commitment.StatedBy, commitment.Owner, commitment.DueOn) = (input.StatedBy.Trim(), input.Owner.Trim(), input.DueOn);
        (commitment.SessionCode, commitment.Moment) = (Blank(input.SessionCode), Blank(input.SessionCode) is null ? null : input.Moment);
        (commitment.SourceTitle, commitment.SourceUrl) = (Blank(input.SourceTitle), Blank(input.SourceUrl));
        commitment.Version++;
        if (id is null) db.Commitments.Add(commitment);
        db.Log(now, "commitment.recorded", key, commitment.Id, FactsOf(commitment));
        db.Audit(actor, now, "commitments.saved", commitment.Id, key, $"#{commitment.Number}");
        return await db.TrySaveAsync(ct) ? commitment.Id : Problem.Conflict("commitments.changed_meanwhile");
    }

    /// <summary>What the log fixes; what was not stated is not in it.</summary>
    internal static JsonObject FactsOf(Commitment c) => Stated(new()
    {
        ["number"] = c.Number, ["kind"] = c.Kind.ToString(), ["text_vi"] = c.TextVi, ["text_en"] = c.TextEn, ["stated_by"] = c.StatedBy, ["owner"] = c.Owner,
        ["due_on"] = c.DueOn is { } due ? LocalDatePattern.Iso.Format(due) : null, ["session"] = c.SessionCode, ["moment"] = c.Moment, ["source_title"] = c.SourceTitle, ["source_url"] = c.SourceUrl,
    });

    internal static JsonObject Stated(JsonObject facts)
    {
        foreach (var empty in facts.Where(f => f.Value is null).Select(f => f.Key).ToList()) facts.Remove(empty);
        return facts;
    }

    private async Task<Problem?> CheckAsync(CommitmentInput input, ForumEdition forum, CancellationToken ct)
    {
        foreach (var (field, text, least, most, code) in new[]
        {
            ("TextVi", input.TextVi, 1, LongestText, "commitments.text_length"), ("TextEn", input.TextEn ?? "", 0, LongestText, "commitments.text_length"),
            ("StatedBy", input.StatedBy, 1, LongestName, "commitments.name_length"), ("Owner", input.Owner, 1, LongestName, "commitments.name_length"),
        })
            if (text.Trim().Length < least || text.Trim().Length > most) return Problem.Invalid(code, field).With("max", most);
        if (input.DueOn is { } due && forum.Date.TryGet(out var held) && due < held) return Problem.Invalid("commitments.due_too_early", "DueOn").With("date", held);
        if (Blank(input.SessionCode) is { } session && (await programmes.CurrentAsync(forum.Slug, ct))?.Programme.Sessions.Any(s => s.Code == session) is not true) return Problem.Invalid("commitments.session_unknown", "SessionCode");
        if (input.Moment is < 0 or > 86_400) return Problem.Invalid("commitments.moment_range", "Moment");
        return SourceProblem(input.SourceTitle, input.SourceUrl);
    }

    internal static Problem? SourceProblem(string? title, string? url)
    {
        if (Blank(url) is { } address && !WebAddress.IsOne(address)) return Problem.Invalid("commitments.source_url", "SourceUrl");
        return Blank(url) is not null && Blank(title) is null || Blank(title)?.Length > LongestName ? Problem.Invalid("commitments.source_title_length", "SourceTitle").With("max", LongestName) : null;
    }

    internal static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
