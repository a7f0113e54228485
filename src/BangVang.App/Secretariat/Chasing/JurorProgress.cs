using BangVang.App.Dossiers;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Panels;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Secretariat.Chasing;

/// <summary>How far one juror is in one round.</summary>
/// <param name="Assigned">Sheets to be signed; in a round of pairs one ballot for each category.</param>
/// <param name="Done">Sheets and ballots signed, or not scored with a reason.</param>
/// <param name="LastActive">When the juror last saved something, otherwise when the last dossier was assigned.</param>
public sealed record JurorProgress(Guid PersonId, string FullName, string RoundCode, int Assigned, int Done, Instant LastActive)
{
    /// <summary>After so long without a sign a juror with work left counts as silent.</summary>
    public static readonly Duration SilentAfter = Duration.FromDays(3);

    public bool IsSilent(Instant now) => Done < Assigned && now - LastActive >= SilentAfter;
}

/// <summary>A juror of a round who has not yet said whether there are conflicts.</summary>
public sealed record UndeclaredJuror(Guid PersonId, string FullName, string RoundCode);

public static class JurorProgressQueries
{
    /// <summary>All jurors of an edition with assignments, by round and name, counted over the dossiers in this officer's care. Empty for everyone but its secretariat.</summary>
    public static Task<List<JurorProgress>> JurorProgressAsync(this BangVangDb db, Actor actor, Edition edition, CancellationToken ct)
    {
        var inCare = db.DossiersInCareOf(actor, edition.Key);
        return db.ProgressAsync(edition, db.Assignments.Where(a => a.EditionKey == edition.Key && inCare.Any(d => d.Id == a.DossierId)), ct);
    }

    /// <summary>Jurors of rounds to come or running who have not declared, by round and name. Empty for everyone but the secretariat.</summary>
    public static Task<List<UndeclaredJuror>> UndeclaredJurorsAsync(this BangVangDb db, Actor actor, Edition edition, Instant now, CancellationToken ct) =>
        actor.Is(Role.Secretariat, edition.Key) ? db.UndeclaredAsync(edition, now, ct) : Task.FromResult(new List<UndeclaredJuror>());

    /// <summary>For the jobs that remind, which look at everything and show it to nobody.</summary>
    internal static Task<List<JurorProgress>> ProgressOfRoundAsync(this BangVangDb db, Edition edition, string roundCode, CancellationToken ct) =>
        db.ProgressAsync(edition, db.Assignments.Where(a => a.EditionKey == edition.Key && a.RoundCode == roundCode), ct);

    /// <inheritdoc cref="ProgressOfRoundAsync"/>
    internal static async Task<List<UndeclaredJuror>> UndeclaredAsync(this BangVangDb db, Edition edition, Instant now, CancellationToken ct)
    {
        var rounds = edition.JudgedRounds.Where(r => r.Phase is { } phase && edition.WindowOf(phase) is { } window && !window.HasEnded(now)).Select(r => r.Code).ToArray();
        return await (
            from s in db.PanelSeats.AsNoTracking()
            join p in db.People on s.PersonId equals p.Id
            where s.EditionKey == edition.Key && rounds.Contains(s.RoundCode) && s.EndedAt == null && s.DeclaredAt == null && p.DisabledAt == null
            group p by new { p.Id, p.FullName, p.SortKey, s.RoundCode } into g
            orderby g.Key.RoundCode, g.Key.SortKey, g.Key.Id
            select new UndeclaredJuror(g.Key.Id, g.Key.FullName, g.Key.RoundCode)).ToListAsync(ct);
    }

    private static async Task<List<JurorProgress>> ProgressAsync(this BangVangDb db, Edition edition, IQueryable<Assignment> assignments, CancellationToken ct)
    {
        var inPairs = edition.JudgedRounds.OfType<PairwiseRound>().Select(r => r.Code).ToArray();
        var rows = await (
            from a in assignments.AsNoTracking()
            join d in db.Dossiers on a.DossierId equals d.Id
            join p in db.People on a.JurorId equals p.Id
            where a.EndedAt == null && d.State == DossierState.Accepted && p.DisabledAt == null
                && !db.Conflicts.Any(c => c.DossierId == a.DossierId && c.PersonId == a.JurorId && c.State != ConflictState.Dismissed)
            join s in db.Scoresheets on new { a.RoundCode, a.DossierId, a.JurorId } equals new { s.RoundCode, s.DossierId, s.JurorId } into sheets
            from s in sheets.DefaultIfEmpty()
            where s == null || s.State != ScoresheetState.Recused
            select new { a.JurorId, p.FullName, p.SortKey, a.RoundCode, a.CategoryCode, a.AssignedAt, State = s == null ? (ScoresheetState?)null : s.State, SavedAt = s == null ? (Instant?)null : s.SavedAt }).ToListAsync(ct);
        var ballots = inPairs.Length == 0 ? [] : (await db.PairBallots.AsNoTracking().Where(b => b.EditionKey == edition.Key && inPairs.Contains(b.RoundCode))
            .Select(b => new { b.RoundCode, b.CategoryCode, b.JurorId, b.SavedAt, b.SignedAt }).ToListAsync(ct)).ToDictionary(b => (b.RoundCode, b.CategoryCode, b.JurorId));
        // In a round of pairs all dossiers of a category are judged on one ballot.
        var papers = rows.Where(r => !inPairs.Contains(r.RoundCode)).Select(r => (Juror: (r.RoundCode, r.SortKey, r.JurorId, r.FullName), IsDone: r.State is ScoresheetState.Signed or ScoresheetState.Abstained, At: r.SavedAt ?? r.AssignedAt))
            .Concat(rows.Where(r => inPairs.Contains(r.RoundCode)).GroupBy(r => (r.RoundCode, r.CategoryCode, r.JurorId)).Where(g => g.Count() > 1).Select(g =>
            {
                var ballot = ballots.GetValueOrDefault(g.Key);
                return (Juror: (g.Key.RoundCode, g.First().SortKey, g.Key.JurorId, g.First().FullName), IsDone: ballot?.SignedAt is not null, At: ballot?.SavedAt ?? g.Max(r => r.AssignedAt));
            }));
        return [.. papers.GroupBy(r => r.Juror).OrderBy(g => g.Key.RoundCode, StringComparer.Ordinal).ThenBy(g => g.Key.SortKey, StringComparer.Ordinal).ThenBy(g => g.Key.JurorId)
            .Select(g => new JurorProgress(g.Key.JurorId, g.Key.FullName, g.Key.RoundCode, g.Count(), g.Count(r => r.IsDone), g.Max(r => r.At)))];
    }
}
