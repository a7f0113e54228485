using System.Text.Json.Nodes;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.Panels;
using BangVang.Domain.Scoring;
using BangVang.Judging;
using BangVang.Judging.Assignment;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Scoring;

/// <summary>What taking a juror off a panel would change.</summary>
/// <param name="Ended">Pairs that end, the juror's own first; what is signed stays.</param>
/// <param name="Begun">Pairs that begin.</param>
/// <param name="TotalBefore">Points of all pairs, and <paramref name="TotalAfter"/> without the juror; of dossiers that have somebody.</param>
/// <param name="LowestBefore">Points of the dossier that has fewest, and <paramref name="LowestAfter"/>.</param>
public sealed record ReplacementPreview(
    Guid SeatId, string CategoryCode, Guid JurorId, IReadOnlyList<AssignmentPair> Ended, IReadOnlyList<AssignmentPair> Begun, int TotalBefore, int TotalAfter, int LowestBefore, int LowestAfter, string Fingerprint)
{
    /// <summary>Jurors besides who drops out that lose a dossier.</summary>
    public int OthersChanged => Ended.Where(p => p.JurorId != JurorId).Select(p => p.JurorId).Distinct().Count();
}

/// <summary>Takes a juror off a panel and gives the open dossiers to others of the panel, with the least change for everyone else.</summary>
public sealed class ReplaceJuror(BangVangDb db, EditionBook editions, IClock clock)
{
    public async Task<Result<ReplacementPreview>> PreviewAsync(Actor actor, Guid seatId, CancellationToken ct)
    {
        var seat = await db.PanelSeats.AsNoTracking().SingleOrDefaultAsync(s => s.Id == seatId && s.EndedAt == null, ct);
        if (seat is null || !actor.Is(Role.Secretariat, seat.EditionKey)) return Problem.NotFound("panels.seat_not_found");
        var loaded = await db.PanelFactsAsync(actor, (await editions.CurrentAsync(seat.EditionKey, ct))?.Edition, seat.RoundCode, seat.CategoryCode, clock.GetCurrentInstant(), ct);
        if (!loaded.TryGet(out var facts, out var problem)) return problem;

        var dossiers = facts.DossierByReference.Values.ToArray();
        var sheets = await db.Scoresheets.AsNoTracking().Where(s => s.RoundCode == seat.RoundCode && dossiers.Contains(s.DossierId) && (s.State == ScoresheetState.Signed || s.State == ScoresheetState.Draft))
            .Select(s => new { s.DossierId, s.JurorId, s.State }).ToListAsync(ct);
        var references = facts.DossierByReference.ToDictionary(d => d.Value, d => d.Key);
        var begun = sheets.Select(s => new PanelPair(references[s.DossierId], s.JurorId.ToString())).Where(facts.Kept.Contains).ToHashSet();
        var signed = sheets.Where(s => s.JurorId == seat.PersonId && s.State is ScoresheetState.Signed).Select(s => references[s.DossierId]).ToHashSet(StringComparer.Ordinal);

        var juror = seat.PersonId.ToString();
        var (current, problemNow) = WithRoom(facts, juror, signed, begun);
        if (problemNow.Panel.Jurors.Count < 2) return Problem.NotNow("panels.no_jurors");
        var result = Replacement.Of(problemNow, current, juror);
        if (result.Shortage is { } shortage) return PanelProposal.ToProblem(shortage, facts);
        var before = Exchange.Evaluate(problemNow, current, [], []);
        AssignmentPair Pair(PanelPair p, bool isNew) => new(facts.DossierByReference[p.Entry], p.Entry, Guid.Parse(p.Juror), isNew);
        return new ReplacementPreview(seatId, seat.CategoryCode, seat.PersonId, [.. result.Removed.Select(p => Pair(p, false))], [.. result.Added.Select(p => Pair(p, true))],
            (int)Math.Round(before.TotalBefore), (int)Math.Round(result.TotalAffinity), (int)Math.Round(before.LowestBefore), (int)Math.Round(result.MinEntryAffinity),
            $"{facts.Fingerprint}-{begun.Count}-{signed.Count}");
    }

    /// <summary>Ends the seat and makes the changes that were previewed: all of it or nothing.</summary>
    /// <returns>How many pairs begin.</returns>
    public async Task<Result<int>> RunAsync(Actor actor, Guid seatId, string reason, string fingerprint, CancellationToken ct)
    {
        if (!(await PreviewAsync(actor, seatId, ct)).TryGet(out var plan, out var problem)) return problem;
        if (string.IsNullOrWhiteSpace(reason)) return Problem.Invalid("panels.reason_missing", "Reason");
        if (plan.Fingerprint != fingerprint) return Problem.Conflict("panels.changed_since_preview");

        var now = clock.GetCurrentInstant();
        var seat = await db.PanelSeats.SingleAsync(s => s.Id == seatId, ct);
        seat.EndedAt = now;
        var ending = plan.Ended.Select(p => (p.DossierId, p.JurorId)).ToHashSet();
        var running = await db.Assignments.Where(a => a.EditionKey == seat.EditionKey && a.RoundCode == seat.RoundCode && a.CategoryCode == seat.CategoryCode && a.EndedAt == null).ToListAsync(ct);
        var signed = await db.Scoresheets.Where(s => s.RoundCode == seat.RoundCode && s.JurorId == seat.PersonId && s.State == ScoresheetState.Signed).Select(s => s.DossierId).ToListAsync(ct);
        // What the juror had in conflict ends with the seat too, as it does where nobody takes over.
        bool Ends(Assignment a) => ending.Contains((a.DossierId, a.JurorId)) || (a.JurorId == seat.PersonId && !signed.Contains(a.DossierId));
        foreach (var assignment in running.Where(Ends)) (assignment.EndedAt, assignment.EndReason) = (now, reason.Trim());

        var record = new AssignmentPlan { Id = Ids.New(now), EditionKey = seat.EditionKey, RoundCode = seat.RoundCode, CategoryCode = seat.CategoryCode, Method = "replacement", Seed = seat.Id.ToString(), AppliedAt = now, AppliedBy = actor.PersonId!.Value };
        db.AddToPlan(record, plan.Begun);
        db.Audit(actor, now, "panels.juror_replaced", seatId, seat.EditionKey, reason.Trim());
        var names = await db.PseudonymsAsync(seat.EditionKey, ct);
        JsonArray Listed(IEnumerable<AssignmentPair> pairs) => new([.. pairs.Select(p => (JsonNode)new JsonArray(p.Reference, names.Of(p.JurorId)))]);
        db.Log(now, "assignment.sealed", seat.EditionKey, record.Id, new JsonObject
        {
            ["round"] = seat.RoundCode, ["category"] = seat.CategoryCode, ["method"] = record.Method, ["juror"] = names.Of(seat.PersonId), ["ended"] = Listed(plan.Ended), ["pairs"] = Listed(plan.Begun),
        }, new() { ["juror"] = seat.PersonId.ToString(), ["reason"] = reason.Trim() });
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException) { return Problem.Conflict("panels.changed_since_preview"); }
        return plan.Begun.Count;
    }

    /// <summary>
    /// The running pairs that can change, each dossier needing as many as it has now; the others' most dossiers as few as let somebody take over, and never fewer than they have.
    /// </summary>
    private static (IReadOnlyList<PanelPair> Current, AssignmentProblem Problem) WithRoom(PanelFacts facts, string juror, HashSet<string> signed, HashSet<PanelPair> begun)
    {
        // What the juror signed stays and counts: it is no place to fill.
        var current = facts.Kept.Where(p => p.Juror != juror || !signed.Contains(p.Entry)).Order().ToList();
        var needed = current.CountBy(p => p.Entry).ToDictionary(StringComparer.Ordinal);
        var loads = current.CountBy(p => p.Juror).ToDictionary(StringComparer.Ordinal);
        var jurors = facts.Request.Jurors;
        // Who runs a pair, or has signed for the dossier already, may not take it again.
        var conflicts = facts.Request.Conflicts.Where(p => needed.ContainsKey(p.Entry)).ToList();
        AssignmentProblem Under(int most) => new(
            facts.Request with
            {
                Entries = [.. facts.Request.Entries.Where(e => needed.ContainsKey(e.Entry)).Select(e => e with { Demand = needed[e.Entry] })],
                Jurors = [.. jurors.Select(j => j with { MaxLoad = Math.Max(most, loads.GetValueOrDefault(j.Juror)) })],
                Conflicts = conflicts,
                Pinned = [.. begun.Where(p => p.Juror != juror && needed.ContainsKey(p.Entry)).Order()],
            },
            [.. facts.Points.Select((p, i) => (Points: (double)p, facts.Request.Entries[i / jurors.Count].Entry)).Where(p => needed.ContainsKey(p.Entry)).Select(p => p.Points)]);
        var (least, largest) = ((current.Count + Math.Max(1, jurors.Count - 1) - 1) / Math.Max(1, jurors.Count - 1), Math.Max(1, facts.Request.Entries.Count));
        while (least < largest && jurors.Count > 1)
        {
            var middle = (least + largest) / 2;
            if (Replacement.Of(Under(middle), current, juror).Shortage is null) largest = middle;
            else least = middle + 1;
        }
        return (current, Under(least));
    }
}
