using System.Text.Json.Nodes;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Panels;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Panels;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Scoring;

/// <summary>What a juror's act needs: the assignment, its sheet (made when absent), the rubric and when the sheet may be written.</summary>
internal sealed record SheetAtWork(Assignment Assignment, Scoresheet Sheet, Rubric Rubric, TimeWindow Window, string Reference);

/// <summary>Loads the sheet of one of the actor's assignments.</summary>
internal static class SheetLoading
{
    internal static async Task<Result<SheetAtWork>> OpenSheetAsync(this BangVangDb db, EditionBook editions, Actor actor, Guid assignmentId, Instant now, CancellationToken ct)
    {
        var found = await (from a in db.AssignmentsOf(actor) join d in db.Dossiers on a.DossierId equals d.Id where a.Id == assignmentId select new { Assignment = a, d.Reference }).SingleOrDefaultAsync(ct);
        if (found is null) return Problem.NotFound("scoring.assignment_not_found");
        var assignment = found.Assignment;
        if (await editions.CurrentAsync(assignment.EditionKey, ct) is not { Edition: { } edition } || edition.Round(assignment.RoundCode) is not ScoringRound round) return Problem.NotFound("scoring.assignment_not_found");
        if (edition.RubricFor(round, assignment.CategoryCode) is not { } rubric || assignment.WindowIn(edition.WindowOf(round.Phase ?? "")) is not { } window) return Problem.NotNow("scoring.round_unpublished");

        var sheet = await db.Scoresheets.SingleOrDefaultAsync(s => s.RoundCode == assignment.RoundCode && s.DossierId == assignment.DossierId && s.JurorId == assignment.JurorId, ct);
        if (sheet is null)
        {
            db.Scoresheets.Add(sheet = new()
            {
                Id = Ids.New(now), EditionKey = assignment.EditionKey, RoundCode = assignment.RoundCode, CategoryCode = assignment.CategoryCode, DossierId = assignment.DossierId,
                JurorId = assignment.JurorId, State = ScoresheetState.Draft, CreatedAt = now, SavedAt = now,
            });
        }
        return new SheetAtWork(assignment, sheet, rubric, window, found.Reference);
    }

    /// <summary>The sheet as its signature fixes it.</summary>
    internal static JsonObject ToJson(this Scoresheet sheet) => new()
    {
        ["sheet"] = sheet.Id.ToString(), ["round"] = sheet.RoundCode, ["category"] = sheet.CategoryCode, ["dossier"] = sheet.DossierId.ToString(), ["juror"] = sheet.JurorId.ToString(),
        ["marks"] = new JsonObject(sheet.Marks.Select(m => KeyValuePair.Create<string, JsonNode?>(m.Key, m.Value))),
        ["comments"] = new JsonObject(sheet.Comments.Select(c => KeyValuePair.Create<string, JsonNode?>(c.Key, c.Value))),
        ["score"] = sheet.Score, ["signing"] = sheet.Signings, ["state"] = sheet.State.ToString(),
    };

    /// <summary>What the public may read of a signed sheet: the marks under the juror's pseudonym, no comment.</summary>
    internal static async Task<JsonObject> ToPublicJsonAsync(this BangVangDb db, Scoresheet sheet, CancellationToken ct)
    {
        var json = await db.NameAsync(sheet, ct);
        json["category"] = sheet.CategoryCode;
        json["marks"] = new JsonObject(sheet.Marks.Select(m => KeyValuePair.Create<string, JsonNode?>(m.Key, m.Value)));
        json["score"] = sheet.Score;
        return json;
    }

    /// <summary>Which sheet it is, for whoever knows neither dossiers nor people: round, reference, pseudonym, and how often it was signed.</summary>
    internal static async Task<JsonObject> NameAsync(this BangVangDb db, Scoresheet sheet, CancellationToken ct) => new()
    {
        ["round"] = sheet.RoundCode, ["dossier"] = await db.Dossiers.Where(d => d.Id == sheet.DossierId).Select(d => d.Reference).SingleAsync(ct),
        ["juror"] = (await db.PseudonymsAsync(sheet.EditionKey, ct)).Of(sheet.JurorId), ["signing"] = sheet.Signings,
    };

    /// <summary>Saves; somebody else's change of the same sheet (another window) becomes a refusal.</summary>
    internal static async Task<Problem?> SaveSheetAsync(this BangVangDb db, CancellationToken ct)
    {
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException) { return Problem.Conflict("scoring.changed_meanwhile"); }
        return null;
    }
}

/// <summary>What a juror has before them on the sheet, or the part of it that was changed.</summary>
/// <param name="Marks">Hundredths of a point by line; null takes a mark back.</param>
/// <param name="Comments">By criterion or line, the whole under the empty code.</param>
/// <param name="Note">The private note; null leaves it as it is.</param>
public sealed record SheetEntries(IReadOnlyDictionary<string, int?> Marks, IReadOnlyDictionary<string, string> Comments, string? Note)
{
    internal Problem? WriteTo(SheetAtWork work, Instant now)
    {
        foreach (var (line, mark) in Marks)
            if (work.Sheet.SetMark(work.Rubric, line, mark, work.Window, now) is { } refusal) return refusal;
        foreach (var (about, text) in Comments)
            if (work.Sheet.SetComment(work.Rubric, about, text, work.Window, now) is { } refusal) return refusal;
        if (Note is not null) (work.Sheet.PrivateNote, work.Sheet.SavedAt) = (Note.Length == 0 ? null : Note, now);
        return null;
    }
}

/// <summary>What was saved, and when.</summary>
/// <param name="Marked">Lines that have a mark.</param>
/// <param name="Preview">Score the marks would give, hundredths; null while one is missing.</param>
public sealed record SheetSaved(Instant At, int Version, int Marked, int Lines, int? Preview);

/// <summary>Saves one mark or one comment, as autosave sends them; several at once when the whole form is posted.</summary>
public sealed class SaveMarks(BangVangDb db, EditionBook editions, IClock clock)
{
    /// <inheritdoc cref="SheetEntries"/>
    public Task<Result<SheetSaved>> RunAsync(
        Actor actor, Guid assignmentId, IReadOnlyDictionary<string, int?> marks, IReadOnlyDictionary<string, string> comments, string? note, CancellationToken ct) =>
        db.AgainWhenOvertakenAsync(() => TryAsync(actor, assignmentId, new(marks, comments, note), ct));

    private async Task<Result<SheetSaved>> TryAsync(Actor actor, Guid assignmentId, SheetEntries entries, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var opened = await db.OpenSheetAsync(editions, actor, assignmentId, now, ct);
        if (!opened.TryGet(out var work, out var problem)) return problem;

        if (entries.WriteTo(work, now) is { } refusal) return refusal;
        await db.SaveChangesAsync(ct);
        return new SheetSaved(now, work.Sheet.Version, work.Sheet.Marks.Count, work.Rubric.Lines.Count,
            work.Rubric.Missing(work.Sheet.Marks).Count == 0 ? work.Rubric.WeightedScore(work.Sheet.Marks) : null);
    }
}

/// <summary>Signs the sheet: from here on it counts, and nobody changes it without a recorded unlock.</summary>
public sealed class SignScoresheet(BangVangDb db, EditionBook editions, IClock clock)
{
    /// <param name="shown">What the juror has before them: signed as it stands there, whatever is still on its way. Null signs what was saved.</param>
    public Task<Result<SheetSaved>> RunAsync(Actor actor, Guid assignmentId, CancellationToken ct, SheetEntries? shown = null) =>
        db.AgainWhenOvertakenAsync(() => TryAsync(actor, assignmentId, shown, ct));

    private async Task<Result<SheetSaved>> TryAsync(Actor actor, Guid assignmentId, SheetEntries? shown, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var opened = await db.OpenSheetAsync(editions, actor, assignmentId, now, ct);
        if (!opened.TryGet(out var work, out var problem)) return problem;
        if (shown?.WriteTo(work, now) is { } unwritten) return unwritten;
        if (work.Sheet.Sign(work.Rubric, work.Window, now) is { } refusal) return refusal;

        db.Audit(actor, now, "scoring.signed", work.Sheet.Id, work.Sheet.EditionKey, work.Reference);
        db.Log(now, "scoresheet.signed", work.Sheet.EditionKey, work.Sheet.Id, await db.ToPublicJsonAsync(work.Sheet, ct), work.Sheet.ToJson());
        await db.SaveChangesAsync(ct);
        return new SheetSaved(now, work.Sheet.Version, work.Sheet.Marks.Count, work.Rubric.Lines.Count, work.Sheet.Score);
    }
}

/// <summary>Abstains from scoring with a reason, or takes the abstention back while the round is open.</summary>
public sealed class AbstainFromScoring(BangVangDb db, EditionBook editions, IClock clock)
{
    /// <param name="reason">Null takes an abstention back.</param>
    public async Task<Problem?> RunAsync(Actor actor, Guid assignmentId, string? reason, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var opened = await db.OpenSheetAsync(editions, actor, assignmentId, now, ct);
        if (!opened.TryGet(out var work, out var problem)) return problem;
        if ((reason is null ? work.Sheet.ScoreAfterAll(work.Window, now) : work.Sheet.Abstain(reason, work.Window, now)) is { } refusal) return refusal;

        db.Audit(actor, now, reason is null ? "scoring.abstention_withdrawn" : "scoring.abstained", work.Sheet.Id, work.Sheet.EditionKey, work.Reference);
        return await db.SaveSheetAsync(ct);
    }
}

/// <summary>The juror found a conflict after assignment: the dossier is gone for this juror, now and in later rounds.</summary>
public sealed class Recuse(BangVangDb db, EditionBook editions, SettledRounds settled, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid assignmentId, string reason, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var opened = await db.OpenSheetAsync(editions, actor, assignmentId, now, ct);
        if (!opened.TryGet(out var work, out var problem)) return problem;
        if (work.Sheet.Recuse(reason, now) is { } refusal) return refusal;

        await db.DeclareAsync(settled, actor, work.Sheet.EditionKey, work.Sheet.DossierId, reason.Trim(), now, ct);
        db.Audit(actor, now, "scoring.recused", work.Sheet.Id, work.Sheet.EditionKey, work.Reference);
        return await db.SaveSheetAsync(ct);
    }
}

/// <summary>Opens a signed sheet again while it could be written, as long as its round is open or until the time that was set for it: secretariat or chair, with a reason; what was signed is kept.</summary>
public sealed class UnlockScoresheet(BangVangDb db, EditionBook editions, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid sheetId, string reason, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var sheet = await db.Scoresheets.SingleOrDefaultAsync(s => s.Id == sheetId, ct);
        if (sheet is null || !(actor.Is(Role.Secretariat, sheet.EditionKey) || actor.Is(Role.Chair, sheet.EditionKey))
            || await db.Conflicts.AnyAsync(c => c.DossierId == sheet.DossierId && c.PersonId == actor.PersonId && c.State != Domain.Dossiers.ConflictState.Dismissed, ct))
            return Problem.NotFound("scoring.sheet_not_found");
        if (await editions.CurrentAsync(sheet.EditionKey, ct) is not { Edition: { } edition } || edition.Round(sheet.RoundCode) is not ScoringRound round
            || edition.WindowOf(round.Phase ?? "") is not { } ofRound) return Problem.NotNow("scoring.round_unpublished");
        var assignment = await db.Assignments.AsNoTracking().SingleOrDefaultAsync(a => a.RoundCode == sheet.RoundCode && a.DossierId == sheet.DossierId && a.JurorId == sheet.JurorId && a.EndedAt == null, ct);
        var window = assignment?.WindowIn(ofRound) ?? ofRound;

        var before = sheet.ToJson();
        if (sheet.Unlock(reason, window, now) is { } problem) return problem;
        db.ScoresheetUnlocks.Add(new() { Id = Ids.New(now), ScoresheetId = sheet.Id, UnlockedAt = now, UnlockedBy = actor.PersonId!.Value, Reason = reason.Trim(), Before = System.Text.Encoding.UTF8.GetString(Proof.CanonicalJson.Bytes(before)) });
        db.Audit(actor, now, "scoring.unlocked", sheet.Id, sheet.EditionKey, reason.Trim());
        db.Log(now, "scoresheet.reopened", sheet.EditionKey, sheet.Id, await db.NameAsync(sheet, ct), new() { ["sheet"] = sheet.Id.ToString(), ["reason"] = reason.Trim(), ["by"] = actor.PersonId!.Value.ToString() });
        return await db.SaveSheetAsync(ct);
    }
}
