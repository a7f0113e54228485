using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;

namespace BangVang.App.Dossiers;

/// <summary>Where every read of dossiers begins.</summary>
public static class DossierVisibility
{
    /// <summary>
    /// The dossiers this person may know of. Applicants: those they write on. Secretariat, chair and auditor: those of
    /// their edition that were submitted at least once, without the ones they have an open conflict with; the auditor
    /// has no part in deciding and sees all submitted ones. Jurors find theirs through their assignments, not here.
    /// Everyone else, administrators included: none.
    /// </summary>
    public static IQueryable<Dossier> DossiersVisibleTo(this BangVangDb db, Actor actor)
    {
        if (actor.PersonId is not { } me) return db.Dossiers.Where(d => false);
        var officiates = actor.EditionsAs(Role.Secretariat).Union(actor.EditionsAs(Role.Chair)).ToArray();
        var audits = actor.EditionsAs(Role.Auditor);
        return db.Dossiers.Where(d =>
            db.DossierMembers.Any(m => m.DossierId == d.Id && m.PersonId == me)
            || (d.SubmittedAt != null && (
                audits.Contains(d.EditionKey)
                || (officiates.Contains(d.EditionKey)
                    && !db.Conflicts.Any(c => c.DossierId == d.Id && c.PersonId == me && c.State != ConflictState.Dismissed)))));
    }

    /// <summary>The dossiers this person writes on.</summary>
    public static IQueryable<Dossier> OwnDossiers(this BangVangDb db, Actor actor) =>
        db.Dossiers.Where(d => db.DossierMembers.Any(m => m.DossierId == d.Id && m.PersonId == actor.PersonId));

    /// <summary>The submitted dossiers of an edition on which this person acts as its secretariat; empty for everyone else and without those in conflict.</summary>
    public static IQueryable<Dossier> DossiersInCareOf(this BangVangDb db, Actor actor, string editionKey)
    {
        var isOfficer = actor.Is(Role.Secretariat, editionKey);
        return db.Dossiers.Where(d => isOfficer && d.EditionKey == editionKey && d.SubmittedAt != null
            && !db.Conflicts.Any(c => c.DossierId == d.Id && c.PersonId == actor.PersonId && c.State != ConflictState.Dismissed));
    }
}
