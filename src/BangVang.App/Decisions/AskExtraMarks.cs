using System.Text.Json.Nodes;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Decisions;

/// <summary>One more sheet, as the agenda names it.</summary>
public sealed record ExtraMark(string Reference, Guid JurorId);

/// <summary>
/// Asks jurors for the extra marks that the agenda names at a line, until a time of their own. They count like all others once they are signed. Not
/// possible any more when the proposal for the category was put to the vote or accepted, or the result is settled.
/// </summary>
public sealed class AskExtraMarks(BangVangDb db, EditionBook editions, SettledRounds settled, PublicUrl site, IClock clock, TimeProvider time)
{
    /// <param name="line">The line's <see cref="AgendaLine.Id"/>.</param>
    /// <param name="closesAt">First instant after the last at which they can be signed.</param>
    /// <returns>How many sheets were asked for.</returns>
    public async Task<Result<int>> RunAsync(Actor actor, string editionKey, string line, IReadOnlyCollection<ExtraMark> marks, string reason, Instant? closesAt, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (!actor.Is(Role.Secretariat, editionKey) && !actor.Is(Role.Chair, editionKey)) return Problem.Forbidden("decisions.only_secretariat");
        if (await editions.CurrentAsync(editionKey, ct) is not { Edition: { } edition }) return Problem.NotFound("editions.not_found");
        if ((await db.CouncilAgendaAsync(actor, edition, now, ct)).FirstOrDefault(l => l.Id == line) is not { } item) return Problem.Conflict("decisions.agenda_changed");
        var asked = item.Marks.Where(m => marks.Contains(new(m.Reference, m.JurorId))).ToList();
        if (asked.Count != marks.Distinct().Count()) return Problem.Conflict("decisions.agenda_changed");
        if (await DecidedProblemAsync(editionKey, item, ct) is { } decided) return decided;
        if (await IsWaitingAsync(editionKey, item.Line, now, ct)) return Problem.Conflict("decisions.extra_already_asked");
        if (ExtraMarksRequest.Check(edition, item.Line, asked.Select(m => m.Reference).ToHashSet(StringComparer.Ordinal), reason, closesAt, now) is { } problem) return problem;

        var request = new ExtraMarksRequest
        {
            Id = Ids.New(now), EditionKey = editionKey, TierCode = item.Line.TierCode!, CategoryCode = item.Line.CategoryCode, IsMinimum = item.Line.MinScore is not null, Reason = reason.Trim(),
            ClosesAt = closesAt!.Value, AskedAt = now, AskedBy = actor.PersonId!.Value,
        };
        db.ExtraMarksRequests.Add(request);
        await AssignAsync(request, item.RoundCode, asked, ct);
        await TellAsync(edition, item.RoundCode, request, asked, ct);
        db.Audit(actor, now, "decisions.extra_marks_asked", request.Id, editionKey, $"{item.RoundCode}/{line}: {asked.Count}");
        var (sealing, hidden) = Sealed(request, item, asked, await db.PseudonymsAsync(editionKey, ct));
        db.Log(now, "assignment.sealed", editionKey, request.Id, sealing, hidden);
        return await db.TrySaveAsync(ct) ? asked.Count : Problem.Conflict("decisions.changed_meanwhile");
    }

    /// <summary>What the council was asked to accept, or has settled, is not moved by further sheets.</summary>
    private async Task<Problem?> DecidedProblemAsync(string editionKey, AgendaLine item, CancellationToken ct)
    {
        if (await settled.IsSettledAsync(db, editionKey, item.RoundCode, ct)) return Problem.Conflict("decisions.round_settled");
        if (await db.AwardDecisions.AsNoTracking().SingleOrDefaultAsync(d => d.EditionKey == editionKey, ct) is not { } decision) return null;
        var category = item.Line.CategoryCode;
        var isPut = await (from m in db.Motions join c in db.CouncilMeetings on m.MeetingId equals c.Id
                           where c.EditionKey == editionKey && m.Kind == MotionKind.AcceptProposal && (category == null || m.CategoryCode == null || m.CategoryCode == category)
                               && (m.State == MotionState.Open || (m.State == MotionState.Carried && m.ClosedAt >= decision.ProposedAt))
                           select m.Id).AnyAsync(ct);
        return isPut ? Problem.Conflict("decisions.already_put_forward") : null;
    }

    /// <summary>Marks asked for at this line before are still out: what they bring comes first.</summary>
    private Task<bool> IsWaitingAsync(string editionKey, UnsettledLine line, Instant now, CancellationToken ct)
    {
        var isMinimum = line.MinScore is not null;
        var requests = db.ExtraMarksRequests.Where(r => r.EditionKey == editionKey && r.TierCode == line.TierCode && r.CategoryCode == line.CategoryCode && r.IsMinimum == isMinimum);
        return db.MarksWaitedFor(editionKey, now).AnyAsync(a => requests.Any(r => r.Id == a.RequestId), ct);
    }

    private async Task AssignAsync(ExtraMarksRequest request, string round, IReadOnlyList<WantedMark> asked, CancellationToken ct)
    {
        var (dossiers, jurors) = (asked.Select(m => m.DossierId).ToArray(), asked.Select(m => m.JurorId).ToArray());
        var categories = await db.Dossiers.Where(d => dossiers.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.CategoryCode, ct);
        var loads = await db.Assignments.Where(a => a.RoundCode == round && a.EditionKey == request.EditionKey && jurors.Contains(a.JurorId)).GroupBy(a => a.JurorId).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        foreach (var mark in asked)
        {
            var ordinal = loads[mark.JurorId] = loads.GetValueOrDefault(mark.JurorId) + 1;
            db.Assignments.Add(new()
            {
                Id = Ids.New(request.AskedAt), EditionKey = request.EditionKey, RoundCode = round, CategoryCode = categories[mark.DossierId], DossierId = mark.DossierId, JurorId = mark.JurorId, Ordinal = ordinal,
                AssignedAt = request.AskedAt, AssignedBy = request.AskedBy, RequestId = request.Id, ClosesAt = request.ClosesAt,
            });
        }
    }

    /// <summary>The jurors learn what to score until when; not at which line the dossiers stand, nor why.</summary>
    private async Task TellAsync(Edition edition, string round, ExtraMarksRequest request, IReadOnlyList<WantedMark> asked, CancellationToken ct)
    {
        var ids = asked.Select(m => m.JurorId).Distinct().ToArray();
        foreach (var juror in await db.People.Where(p => ids.Contains(p.Id)).OrderBy(p => p.Id).ToListAsync(ct))
        {
            db.Mail(time.Now(), MailTexts.Render("decisions.extra_marks_asked", juror.Language, juror.Email,
                ("name", juror.FullName), ("edition", edition.Name.In(juror.Language)), ("round", edition.Round(round)!.Name.In(juror.Language)), ("count", asked.Count(m => m.JurorId == juror.Id)),
                ("end", MailWriting.Moment(request.ClosesAt, edition.TimeZone)), ("link", site.To("/judging"))), request.Id.ToString());
        }
    }

    private static (JsonObject Sealing, JsonObject Hidden) Sealed(ExtraMarksRequest request, AgendaLine item, IReadOnlyList<WantedMark> asked, Pseudonyms names) => (
        new()
        {
            ["round"] = item.RoundCode, ["category"] = request.CategoryCode, ["method"] = "extra_marks", ["tier"] = request.TierCode, ["line"] = request.IsMinimum ? "minimum" : "places",
            ["pairs"] = new JsonArray([.. asked.Select(m => (JsonNode)new JsonArray(m.Reference, names.Of(m.JurorId)))]),
            // Jurors who could read the scores in a meeting before they were asked.
            ["had_read_scores"] = new JsonArray([.. asked.Where(m => m.HasReadScores).Select(m => names.Of(m.JurorId)).Distinct().Select(j => (JsonNode)j)]),
            ["closes"] = request.ClosesAt.ToUnixTimeMilliseconds(),
        },
        new() { ["jurors"] = new JsonArray([.. asked.Select(m => m.JurorId).Distinct().Select(j => (JsonNode)j.ToString())]), ["reason"] = request.Reason, ["by"] = request.AskedBy.ToString() });
}
