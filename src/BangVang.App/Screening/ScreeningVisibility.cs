using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;

namespace BangVang.App.Screening;

/// <summary>Where every read of the screening begins.</summary>
public static class ScreeningVisibility
{
    /// <summary>
    /// The submitted dossiers on which this person acts as secretariat: without those in conflict, and without those the
    /// person writes on. Empty for everyone else.
    /// </summary>
    public static IQueryable<Dossier> DossiersScreenedBy(this BangVangDb db, Actor actor) => db.Unconflicted(actor, actor.EditionsAs(Role.Secretariat).ToArray());

    /// <summary>
    /// The submitted dossiers whose screening this person may read: secretariat and chair without those in conflict, the
    /// auditor all of the edition. Applicants read the outcome of their own elsewhere; everyone else reads nothing.
    /// </summary>
    public static IQueryable<Dossier> DossiersUnderScreeningFor(this BangVangDb db, Actor actor)
    {
        var audits = actor.EditionsAs(Role.Auditor).ToArray();
        var officiates = actor.EditionsAs(Role.Secretariat).Union(actor.EditionsAs(Role.Chair)).ToArray();
        var unconflicted = db.Unconflicted(actor, officiates);
        return db.Dossiers.Where(d => d.SubmittedAt != null && (audits.Contains(d.EditionKey) || unconflicted.Any(u => u.Id == d.Id)));
    }

    /// <summary>True when the person has a part in the screening of this edition at all.</summary>
    public static bool ReadsScreening(this Actor actor, string editionKey) =>
        actor.Is(Role.Secretariat, editionKey) || actor.Is(Role.Chair, editionKey) || actor.Is(Role.Auditor, editionKey);

    private static IQueryable<Dossier> Unconflicted(this BangVangDb db, Actor actor, string[] editions) => db.Dossiers.Where(d =>
        editions.Contains(d.EditionKey) && d.SubmittedAt != null
        && !db.Conflicts.Any(c => c.DossierId == d.Id && c.PersonId == actor.PersonId && c.State != ConflictState.Dismissed)
        && !db.DossierMembers.Any(m => m.DossierId == d.Id && m.PersonId == actor.PersonId));
}
