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
public sealed record WantedMark(string Reference, string Juror);

/// <summary>A line that the council has to look at.</summary>
/// <param name="Names">Product by reference, of all dossiers of the line.</param>
/// <param name="Marks">Where one more sheet decides most, for those who run the meeting; empty for others, and where nobody is left who could give one.</param>
public sealed record AgendaLine(UnsettledLine Line, IReadOnlyDictionary<string, string> Names, IReadOnlyList<WantedMark> Marks);

public static class DoubtQueries
{
    /// <summary>Most extra sheets that are named for a line.</summary>
    private const int MostMarks = 6;

    /// <summary>
    /// The lines of the deciding rounds across which the sheets do not settle who belongs above; for those who may read the decision, without
    /// dossiers the viewer must not know of. Empty before the rounds are over and for whoever may not read it.
    /// </summary>
    public static async Task<IReadOnlyList<AgendaLine>> CouncilAgendaAsync(this BangVangDb db, Actor actor, Edition edition, Instant now, CancellationToken ct)
    {
        if (!await db.DecisionsVisibleTo(actor).AnyAsync(d => d.EditionKey == edition.Key, ct)) return [];
        var runs = actor.Is(Role.Secretariat, edition.Key) || actor.Is(Role.Chair, edition.Key);
        var state = await db.ResultsStateAsync(actor, edition.Key, ct);
        var lines = new List<AgendaLine>();
        foreach (var round in edition.ScoringRounds)
        {
            if (edition.WindowOf(round.Phase ?? "") is not { } window || !window.HasEnded(now)) continue;
            var whole = await db.StandingAsync(state, edition, round, hasEnded: true, ct);
            var shown = whole.Without(state.Hidden);
            var names = shown.Rows.ToDictionary(r => r.Reference, r => r.ProductName, StringComparer.Ordinal);
            foreach (var line in shown.Unsettled.Where(l => l.TierCode is not null))
                lines.Add(new(line, names, runs ? await db.WantedMarksAsync(edition, whole, line, ct) : []));
        }
        return lines;
    }

    /// <summary>Dossiers of the line and jurors of the panel, without conflict, who have not dealt with them yet.</summary>
    /// <param name="whole">With the dossiers that the viewer must not know of: the line lies among all of them.</param>
    private static async Task<IReadOnlyList<WantedMark>> WantedMarksAsync(this BangVangDb db, Edition edition, RoundResults whole, UnsettledLine line, CancellationToken ct)
    {
        var round = whole.Round;
        if (whole.Calibration?.Of(line.CategoryCode)?.Fit is not { Variances.Residual: not null } fit) return [];
        var rows = whole.Rows.Where(r => r.CategoryCode == line.CategoryCode && r.Score is not null).ToDictionary(r => r.DossierId, r => r.Reference);
        var ids = rows.Keys.ToArray();
        var jurors = await (from s in db.PanelSeats join p in db.People on s.PersonId equals p.Id
                            where s.EditionKey == edition.Key && s.RoundCode == round.Code && s.CategoryCode == line.CategoryCode && s.EndedAt == null
                            select new { p.Id, p.FullName }).Distinct().ToDictionaryAsync(p => p.Id.ToString("N"), p => p.FullName, ct);
        var dealt = await db.Scoresheets.Where(s => s.RoundCode == round.Code && ids.Contains(s.DossierId)).Select(s => new { s.DossierId, s.JurorId }).ToListAsync(ct);
        var conflicts = await db.Conflicts.Where(c => c.State != ConflictState.Dismissed && ids.Contains(c.DossierId)).Select(c => new { c.DossierId, JurorId = c.PersonId }).ToListAsync(ct);
        var taken = dealt.Concat(conflicts).Select(p => new PanelPair(rows[p.DossierId], p.JurorId.ToString("N"))).ToHashSet();

        var near = line.Pairs.SelectMany(p => new[] { p.Above, p.Below }).ToHashSet(StringComparer.Ordinal);
        var known = rows.Values.ToHashSet(StringComparer.Ordinal);
        var category = fit with { Entries = [.. fit.Entries.Where(e => known.Contains(e.Entry))], Jurors = [.. fit.Jurors.Where(j => jurors.ContainsKey(j.Juror))] };
        return [.. ExtraMarks.Plan(category, new([]), line.Places, MostMarks * 2, new([.. taken])).Where(m => near.Contains(m.Entry)).Take(MostMarks).Select(m => new WantedMark(m.Entry, jurors[m.Juror]))];
    }
}
