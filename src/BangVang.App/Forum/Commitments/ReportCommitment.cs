using System.Text.Json.Nodes;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Commitments;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Commitments;

/// <summary>
/// Says what became of a recommendation or commitment. For the organisers of the forum at which it was made, and of any forum held
/// later, which takes up what is open. A report is an entry of the public log and is never taken back.
/// </summary>
public sealed class ReportCommitment(BangVangDb db, ForumBook book, IClock clock)
{
    private const int LongestNote = 1000;

    /// <returns>forum.unknown, commitments.unknown, commitments.note_length {max}, commitments.source_needed, commitments.source_url, commitments.source_title_length, commitments.changed_meanwhile; null when done.</returns>
    public async Task<Problem?> RunAsync(Actor actor, string slug, Guid id, CommitmentState state, string note, string? sourceTitle, string? sourceUrl, CancellationToken ct)
    {
        if (!actor.Is(Role.Organiser, ForumEdition.KeyOf(slug)) || await book.CurrentAsync(slug, ct) is not { Forum: var forum }) return Problem.NotFound("forum.unknown");
        if (await db.Commitments.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } commitment || !await db.IsTakenUpByAsync(book, forum, commitment, ct)) return Problem.NotFound("commitments.unknown");
        if (note.Trim().Length is 0 or > LongestNote) return Problem.Invalid("commitments.note_length", "Note").With("max", LongestNote);
        if (SaveCommitment.SourceProblem(sourceTitle, sourceUrl) is { } wrong) return wrong;
        // That something is done is for others to see, not only for us to say.
        if (state is CommitmentState.Done && SaveCommitment.Blank(sourceTitle) is null) return Problem.Invalid("commitments.source_needed", "SourceTitle");

        var now = clock.GetCurrentInstant();
        var report = new CommitmentReport
        {
            Id = Ids.New(now), CommitmentId = id, Number = await db.CommitmentReports.CountAsync(r => r.CommitmentId == id, ct) + 1, State = state, Note = note.Trim(),
            SourceTitle = SaveCommitment.Blank(sourceTitle), SourceUrl = SaveCommitment.Blank(sourceUrl), ReportedAt = now, ReportedBy = actor.PersonId,
        };
        db.CommitmentReports.Add(report);
        db.Log(now, "commitment.reported", commitment.ForumKey, report.Id, FactsOf(commitment, report));
        db.Audit(actor, now, "commitments.reported", id, ForumEdition.KeyOf(slug), $"#{commitment.Number} {state}");
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("commitments.changed_meanwhile");
    }

    /// <summary>What the log fixes.</summary>
    internal static JsonObject FactsOf(Commitment commitment, CommitmentReport r) => SaveCommitment.Stated(new()
    {
        ["commitment"] = commitment.Number, ["number"] = r.Number, ["state"] = r.State.ToString(), ["note"] = r.Note, ["source_title"] = r.SourceTitle, ["source_url"] = r.SourceUrl,
    });
}
