using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;
using BangVang.Domain.Panels;

namespace BangVang.App.Panels;

/// <summary>Where every read of a juror begins, and of those who build panels.</summary>
public static class PanelVisibility
{
    /// <summary>The juror's own running assignments, without dossiers in conflict (a recusal is one) or no longer judged.</summary>
    public static IQueryable<Assignment> AssignmentsOf(this BangVangDb db, Actor actor)
    {
        var judges = actor.EditionsAs(Role.Juror);
        return db.Assignments.Where(a => a.JurorId == actor.PersonId && a.EndedAt == null && judges.Contains(a.EditionKey)
            && db.Dossiers.Any(d => d.Id == a.DossierId && d.State == DossierState.Accepted)
            && !db.Conflicts.Any(c => c.DossierId == a.DossierId && c.PersonId == actor.PersonId && c.State != ConflictState.Dismissed));
    }

    /// <summary>The dossiers a juror may open: those assigned, see <see cref="AssignmentsOf"/>.</summary>
    public static IQueryable<Dossier> DossiersToJudge(this BangVangDb db, Actor actor)
    {
        var mine = db.AssignmentsOf(actor).Select(a => a.DossierId);
        return db.Dossiers.Where(d => mine.Contains(d.Id));
    }

    /// <summary>Who builds panels: the secretariat of the edition; chair and auditor read.</summary>
    public static bool MayReadPanels(this Actor actor, string editionKey) =>
        actor.Is(Role.Secretariat, editionKey) || actor.Is(Role.Chair, editionKey) || actor.Is(Role.Auditor, editionKey);
}
