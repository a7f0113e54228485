using BangVang.App.Enterprises;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Screening;

/// <summary>Somebody who writes on the dossier.</summary>
/// <param name="IsFirst">Who began it.</param>
public sealed record ContactPerson(string Name, string Email, bool IsFirst);

/// <summary>How an applicant is reached: as the organisation stands today, not as it was when the dossier was submitted.</summary>
/// <param name="Province">Its name; null when not given.</param>
public sealed record DossierContact(IReadOnlyList<ContactPerson> People, string? Phone, string? Address, string? Province, string? Website);

public static class ContactQueries
{
    /// <summary>
    /// For officers of the secretariat without a conflict, who have to reach the applicant, and for the auditor. Null for
    /// everyone else, jurors and a chair who judges among them: they ask through the secretariat.
    /// </summary>
    public static async Task<DossierContact?> ContactOfAsync(this BangVangDb db, Actor actor, string editionKey, Guid dossierId, CancellationToken ct)
    {
        if (!actor.Is(Role.Secretariat, editionKey) && !actor.Is(Role.Auditor, editionKey)) return null;
        var found = await (
            from d in db.DossiersUnderScreeningFor(actor).AsNoTracking()
            join e in db.Enterprises on d.EnterpriseId equals e.Id
            where d.Id == dossierId && d.EditionKey == editionKey
            select new { d.CreatedBy, e.Phone, e.Address, e.ProvinceCode, e.Website }).SingleOrDefaultAsync(ct);
        if (found is null) return null;
        var people = await (
            from m in db.DossierMembers.AsNoTracking()
            join p in db.People on m.PersonId equals p.Id
            where m.DossierId == dossierId
            orderby p.Id != found.CreatedBy, p.SortKey, p.Id
            select new ContactPerson(p.FullName, p.Email, p.Id == found.CreatedBy)).Take(50).ToListAsync(ct);
        return new(people, found.Phone, found.Address, Provinces.Find(found.ProvinceCode)?.Name, found.Website);
    }
}
