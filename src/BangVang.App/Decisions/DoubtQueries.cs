using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using BangVang.Judging;
using BangVang.Judging.Calibration;
using BangVang.Judging.Ranks;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Decisions;

/// <summary>A mark that would tell most.</summary>
/// <param name="Reference">Of the dossier.</param>
/// <param name="IsAbove">The dossier stands above the line.</param>
/// <param name="HasReadScores">The juror belongs to a meeting that was opened with a proposal, and may have read its scores: such a mark is less independent.</param>
public sealed record WantedMark(string Reference, Guid DossierId, string Juror, Guid JurorId, bool IsAbove, bool HasReadScores);

/// <summary>A line that the council has to look at.</summary>
/// <param name="RoundCode">The deciding round whose sheets leave it open.</param>
/// <param name="Names">Product by reference, of all dossiers of the line.</param>
/// <param name="Marks">Where one more sheet decides most, as many on one side as on the other where there are jurors left, for those who run the meeting; empty for others, and where nobody is left who could give one.</param>
public sealed record AgendaLine(UnsettledLine Line, string RoundCode, IReadOnlyDictionary<string, string> Names, IReadOnlyList<WantedMark> Marks)
{
    /// <summary>Names the line among those of its edition.</summary>
    public string Id => $"{RoundCode}/{Line.CategoryCode}/{Line.TierCode}/{(Line.MinScore is null ? "places" : "minimum")}";
}

public static class DoubtQueries
{
    /// <summary>Most extra sheets that are named on each side of a line.</summary>
    private const int MostOfSide = 3;

    /// <summary>
    /// The lines of the deciding rounds across which the sheets do not settle who belongs above; for those who prepare, take or audit the decision from the end of the
    /// round on, and for members who may read what is proposed; without dossiers the viewer must not know of. Empty for whoever may not read it.
    /// </summary>
    public static async Task<IReadOnlyList<AgendaLine>> CouncilAgendaAsync(this BangVangDb db, Actor actor, Edition edition, Instant now, CancellationToken ct)
    {
        if (!await db.MayReadAgendaAsync(actor, edition.Key, ct)) return [];
        var runs = actor.Is(Role.Secretariat, edition.Key) || actor.Is(Role.Chair, edition.Key);
        var state = await db.ResultsStateAsync(actor, edition.Key, now, ct);
        var lines = new List<AgendaLine>();
        foreach (var round in edition.ScoringRounds)
        {
            if (!edition.HasEnded(round, now)) continue;
            var whole = await db.StandingAsync(state, edition, round, hasEnded: true, ct);
            var shown = whole.Without(state.Hidden);
            var names = shown.Rows.ToDictionary(r => r.Reference, r => r.ProductName, StringComparer.Ordinal);
            foreach (var line in shown.Unsettled.Where(l => l.TierCode is not null))
                lines.Add(new(line, round.Code, names, runs ? await db.WantedMarksAsync(edition, whole, line, ct) : []));
        }
        return lines;
    }

    /// <summary>Dossiers of the line, and jurors of their panels without conflict who have had nothing to do with them; nobody who reads all scores by office.</summary>
    /// <param name="whole">With the dossiers that the viewer must not know of: the line lies among all of them.</param>
    private static async Task<IReadOnlyList<WantedMark>> WantedMarksAsync(this BangVangDb db, Edition edition, RoundResults whole, UnsettledLine line, CancellationToken ct)
    {
        var (key, code) = (edition.Key, whole.Round.Code);
        var near = line.Above.Concat(line.Below).ToHashSet(StringComparer.Ordinal);
        var rows = whole.Rows.Where(r => near.Contains(r.Reference)).ToDictionary(r => r.Reference);
        var (categories, ids) = (rows.Values.Select(r => r.CategoryCode).Distinct().ToArray(), rows.Values.Select(r => r.DossierId).ToArray());
        var scale = whole.Calibration?.Of(categories[0]);
        if ((line.MinScore is null ? scale?.Fit : scale?.FitOnScale(categories[0])) is not { Variances.Residual: not null } fit) return [];
        var seats = await (from s in db.PanelSeats join p in db.People on s.PersonId equals p.Id
                           where s.EditionKey == key && s.RoundCode == code && categories.Contains(s.CategoryCode) && s.EndedAt == null && p.DisabledAt == null
                               && db.RoleGrants.Any(g => g.PersonId == p.Id && g.EditionKey == key && g.Role == Role.Juror)
                               && !db.RoleGrants.Any(g => g.PersonId == p.Id && g.EditionKey == key && (g.Role == Role.Chair || g.Role == Role.Secretariat || g.Role == Role.Auditor))
                           select new
                           {
                               p.Id, p.FullName, s.CategoryCode,
                               HasRead = db.AwardDecisions.Any(d => d.EditionKey == key) && db.CouncilMeetings.Any(c => c.EditionKey == key && c.OpenedAt != null && db.MeetingMembers.Any(m => m.MeetingId == c.Id && m.PersonId == p.Id)),
                           }).ToListAsync(ct);
        var dealt = await db.Assignments.Where(a => a.RoundCode == code && ids.Contains(a.DossierId)).Select(a => new { a.DossierId, a.JurorId }).ToListAsync(ct);
        var conflicts = await db.Conflicts.Where(c => c.State != ConflictState.Dismissed && ids.Contains(c.DossierId)).Select(c => new { c.DossierId, JurorId = c.PersonId }).ToListAsync(ct);
        var barred = dealt.Concat(conflicts).Select(p => (p.DossierId, p.JurorId)).ToHashSet();

        var jurors = seats.DistinctBy(s => s.Id).ToDictionary(s => s.Id.ToString("N"));
        var seated = seats.Select(s => (s.CategoryCode, s.Id)).ToHashSet();
        var forbidden = rows.Values.SelectMany(r => jurors.Values.Where(j => barred.Contains((r.DossierId, j.Id)) || !seated.Contains((r.CategoryCode, j.Id))).Select(j => new PanelPair(r.Reference, j.Id.ToString("N")))).ToList();
        var at = LevelOf(fit, line);
        return [.. Side(line.Above, true), .. Side(line.Below, false)];

        IEnumerable<WantedMark> Side(IReadOnlyList<string> side, bool isAbove)
        {
            var known = fit with { Entries = [.. fit.Entries.Where(e => side.Contains(e.Entry))], Jurors = [.. fit.Jurors.Where(j => jurors.ContainsKey(j.Juror))] };
            return ExtraMarks.Plan(known, new([]), at, MostOfSide, new(forbidden))
                .Select(m => new WantedMark(m.Entry, rows[m.Entry].DossierId, jurors[m.Juror].FullName, jurors[m.Juror].Id, isAbove, jurors[m.Juror].HasRead));
        }
    }

    /// <summary>Where the line lies on the scale of the estimates: at the minimum, or half way between who stands next to it on either side.</summary>
    private static double LevelOf(CalibrationResult fit, UnsettledLine line)
    {
        if (line.MinScore is { } minimum) return minimum;
        var estimates = fit.Entries.ToDictionary(e => e.Entry, e => e.Estimate, StringComparer.Ordinal);
        return (line.Above.Min(r => estimates[r]) + line.Below.Max(r => estimates[r])) / 2;
    }
}
