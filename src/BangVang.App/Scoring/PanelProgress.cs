using BangVang.App.Dossiers;
using BangVang.App.Panels;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Scoring;

/// <param name="Load">Running assignments in the round and category.</param>
/// <param name="Signed">Of them, signed.</param>
/// <param name="LastSaved">When the juror last saved anything here; null for never: a silent juror.</param>
/// <param name="BallotSignedAt">In a round of pairs, where <paramref name="Load"/> and <paramref name="Signed"/> count choices: when the juror signed them; null before, and in other rounds.</param>
public sealed record SeatRow(
    Guid SeatId, Guid PersonId, string Name, string? Organisation, string CategoryCode, Instant? DeclaredAt, int Load, int Signed, Instant? LastSaved, Instant? BallotSignedAt = null, Guid? BallotId = null);

/// <param name="HasSheetSetAside">The person had signed before: the sheet is kept and does not count.</param>
public sealed record ConflictRow(Guid Id, string Person, Guid DossierId, string Reference, string ProductName, ConflictSource Source, ConflictState State, string? Reason, bool HasSheetSetAside);

/// <param name="Choices">Choices with it in a round of pairs, signed or not; null in other rounds.</param>
public sealed record PanelDossierRow(Guid DossierId, string Reference, string ProductName, string CategoryCode, IReadOnlyList<AssignedJuror> Jurors, int? Choices = null);

public sealed record AssignedJuror(Guid AssignmentId, Guid JurorId, string Name, ScoresheetState? State, Guid? SheetId);

/// <summary>The panels of a round as the secretariat sees them.</summary>
public sealed record PanelsView(IReadOnlyList<SeatRow> Seats, IReadOnlyList<PanelDossierRow> Dossiers, IReadOnlyList<ConflictRow> Conflicts, IReadOnlyList<(Guid Id, string Name)> Jurors);

public static class PanelProgress
{
    /// <summary>Seats, assignments and conflicts of a round; null for whoever has no part in building panels. Dossiers the viewer has a conflict with are left out.</summary>
    public static async Task<PanelsView?> PanelsAsync(this BangVangDb db, Actor actor, Edition edition, JudgedRound round, CancellationToken ct)
    {
        if (!actor.MayReadPanels(edition.Key)) return null;
        var key = edition.Key;
        var inRound = db.DossiersInRound(edition, round).Select(d => d.Id);
        var dossiers = await db.DossiersVisibleTo(actor).AsNoTracking().Where(d => inRound.Contains(d.Id)).OrderBy(d => d.Reference)
            .Select(d => new { d.Id, d.Reference, d.ProductName, d.CategoryCode }).ToListAsync(ct);
        var seats = await (from s in db.PanelSeats.AsNoTracking() join p in db.People on s.PersonId equals p.Id
                           where s.EditionKey == key && s.RoundCode == round.Code && s.EndedAt == null orderby p.SortKey, p.Id
                           select new { s.Id, PersonId = p.Id, p.FullName, p.Organisation, s.CategoryCode, s.DeclaredAt }).ToListAsync(ct);
        var assignments = await (from a in db.Assignments.AsNoTracking() join p in db.People on a.JurorId equals p.Id
                                 where a.EditionKey == key && a.RoundCode == round.Code && a.EndedAt == null orderby p.SortKey, p.Id
                                 select new { a.Id, a.DossierId, a.JurorId, a.CategoryCode, p.FullName }).ToListAsync(ct);
        var sheets = (await db.Scoresheets.AsNoTracking().Where(s => s.EditionKey == key && s.RoundCode == round.Code)
            .Select(s => new { s.Id, s.DossierId, s.JurorId, s.State, s.SavedAt }).ToListAsync(ct)).ToDictionary(s => (s.DossierId, s.JurorId));
        var conflicts = await (from c in db.Conflicts.AsNoTracking() join p in db.People on c.PersonId equals p.Id join d in db.DossiersVisibleTo(actor) on c.DossierId equals d.Id
                               where c.EditionKey == key && c.PersonId != actor.PersonId orderby c.State != ConflictState.Suggested, d.Reference, p.SortKey
                               select new ConflictRow(c.Id, p.FullName, d.Id, d.Reference, d.ProductName, c.Source, c.State, c.Reason,
                                   db.Scoresheets.Any(s => s.DossierId == d.Id && s.JurorId == p.Id && s.State == ScoresheetState.SetAside)
                                       || db.PairExclusions.Any(x => x.DossierId == d.Id && x.ReadmittedAt == null && db.PairBallots.Any(b => b.Id == x.BallotId && b.JurorId == p.Id && b.SignedAt != null)))).Take(500).ToListAsync(ct);
        var jurors = await (from g in db.RoleGrants join p in db.People on g.PersonId equals p.Id where g.EditionKey == key && g.Role == Role.Juror orderby p.SortKey, p.Id
                            select new { p.Id, p.FullName }).ToListAsync(ct);
        var view = new PanelsView(
            [.. seats.Select(s =>
            {
                var own = assignments.Where(a => a.JurorId == s.PersonId && a.CategoryCode == s.CategoryCode).ToList();
                var written = own.Select(a => sheets.GetValueOrDefault((a.DossierId, a.JurorId))).Where(x => x is not null).ToList();
                return new SeatRow(s.Id, s.PersonId, s.FullName, s.Organisation, s.CategoryCode, s.DeclaredAt, own.Count,
                    written.Count(x => x!.State is ScoresheetState.Signed), written.Count == 0 ? null : written.Max(x => x!.SavedAt));
            })],
            [.. dossiers.Select(d => new PanelDossierRow(d.Id, d.Reference, d.ProductName, d.CategoryCode,
                [.. assignments.Where(a => a.DossierId == d.Id).Select(a => new AssignedJuror(a.Id, a.JurorId, a.FullName,
                    sheets.GetValueOrDefault((a.DossierId, a.JurorId))?.State, sheets.GetValueOrDefault((a.DossierId, a.JurorId))?.Id))]))],
            conflicts, [.. jurors.Select(j => (j.Id, j.FullName))]);
        return round is PairwiseRound pairs ? await db.WithPairsAsync(view, edition, pairs, ct) : view;
    }
}
