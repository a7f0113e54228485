using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Panels;

/// <summary>
/// Finds ties between people who judge or officiate and applicants, by the rules of the edition: belongs to the applicant,
/// same tax code, same mail domain, same organisation. Run again whenever people or dossiers change; what was settled stays settled.
/// </summary>
public sealed class SuggestConflicts(BangVangDb db, EditionBook editions, IClock clock)
{
    /// <summary>Domains of mail providers anybody can use: they tie nobody.</summary>
    private static readonly HashSet<string> PublicMail = new(StringComparer.Ordinal)
    {
        "gmail.com", "yahoo.com", "yahoo.com.vn", "outlook.com", "outlook.com.vn", "hotmail.com", "live.com", "icloud.com", "proton.me", "protonmail.com", "mail.ru", "qq.com", "163.com", "demo.invalid",
    };

    /// <returns>How many new suggestions were noted.</returns>
    public async Task<int> RunAsync(string editionKey, CancellationToken ct)
    {
        if (await editions.CurrentAsync(editionKey, ct) is not { Edition: { } edition }) return 0;
        var now = clock.GetCurrentInstant();
        var people = await (from g in db.RoleGrants
                            join p in db.People on g.PersonId equals p.Id
                            where g.EditionKey == editionKey && (g.Role == Role.Juror || g.Role == Role.Secretariat || g.Role == Role.Chair)
                            select new { p.Id, p.Email, p.Organisation, p.OrganisationTaxCode, IsOfficer = g.Role == Role.Secretariat }).AsNoTracking().ToListAsync(ct);
        var dossiers = await (from d in db.Dossiers
                              join e in db.Enterprises on d.EnterpriseId equals e.Id
                              where d.EditionKey == editionKey && d.SubmittedAt != null
                              select new { d.Id, d.EnterpriseId, e.TaxCode, e.SearchKey }).AsNoTracking().ToListAsync(ct);
        var members = (await (from m in db.EnterpriseMembers
                              join p in db.People on m.PersonId equals p.Id
                              where db.Dossiers.Any(d => d.EnterpriseId == m.EnterpriseId && d.EditionKey == editionKey)
                              select new { m.EnterpriseId, p.Id, p.Email }).AsNoTracking().ToListAsync(ct)).ToLookup(m => m.EnterpriseId);
        var noted = (await db.Conflicts.Where(c => c.EditionKey == editionKey).Select(c => new { c.PersonId, c.DossierId, c.Source }).ToListAsync(ct)).ToHashSet();

        var working = (await db.Assignments.Where(a => a.EditionKey == editionKey).Select(a => new { a.JurorId, a.DossierId }).ToListAsync(ct)).Select(a => (a.JurorId, a.DossierId)).ToHashSet();

        var added = 0;
        foreach (var person in people.DistinctBy(p => p.Id))
        {
            var isOfficerOnly = people.Where(p => p.Id == person.Id).All(p => p.IsOfficer);
            foreach (var dossier in dossiers)
            {
                var team = members[dossier.EnterpriseId];
                var domain = Domain(person.Email);
                Note(ConflictSource.SameEnterprise, ConflictKind.SameEnterprise, team.Any(m => m.Id == person.Id));
                Note(ConflictSource.SameTaxCode, ConflictKind.SameTaxCode, person.OrganisationTaxCode is { Length: >= 10 } code && dossier.TaxCode[..10] == code[..10]);
                Note(ConflictSource.SameMailDomain, ConflictKind.SameMailDomain, !PublicMail.Contains(domain) && team.Any(m => Domain(m.Email) == domain));
                Note(ConflictSource.SameOrganisation, ConflictKind.SameEnterprise, person.Organisation is { Length: > 3 } organisation && VietnameseText.SearchKey(organisation) == dossier.SearchKey);

                void Note(ConflictSource source, ConflictKind kind, bool isTied)
                {
                    if (!isTied || edition.Conflicts.FirstOrDefault(r => r.Kind == kind && (!isOfficerOnly || r.Officers)) is not { } rule) return;
                    if (!noted.Add(new { PersonId = person.Id, DossierId = dossier.Id, Source = source })) return;
                    db.Conflicts.Add(new()
                    {
                        Id = Ids.New(now), EditionKey = editionKey, PersonId = person.Id, DossierId = dossier.Id, Source = source, NotedAt = now,
                        // Who was given the dossier before the tie came up is stopped at once; what it means for their sheet, an officer says.
                        State = rule.Effect is ConflictEffect.Blocks && !working.Contains((person.Id, dossier.Id)) ? ConflictState.Confirmed : ConflictState.Suggested,
                    });
                    added++;
                }
            }
        }
        await db.SaveChangesAsync(ct);
        return added;
    }

    private static string Domain(string email) => email[(email.IndexOf('@') + 1)..];
}

/// <summary>The secretariat has the data looked through again, such as before an assignment.</summary>
public sealed class LookForConflicts(SuggestConflicts suggest)
{
    /// <returns>How many new suggestions were noted.</returns>
    public async Task<Result<int>> RunAsync(Actor actor, string editionKey, CancellationToken ct) =>
        actor.Is(Role.Secretariat, editionKey) ? await suggest.RunAsync(editionKey, ct) : Problem.Forbidden("panels.only_secretariat");
}
