using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.People;

/// <summary>A person in a list for those who run things.</summary>
/// <param name="Roles">In the order of edition and role; only those of the edition asked for where one was.</param>
public sealed record PersonRow(
    Guid Id, string FullName, string Email, string? Organisation, bool IsAdministrator, Instant? DisabledAt, IReadOnlyList<RoleInEdition> Roles);

/// <summary>Everything the administrator sees of a person.</summary>
public sealed record PersonView(PersonRow Person, Instant CreatedAt, Instant? EmailConfirmedAt, Instant? LastSeenAt);

public static class PeopleQueries
{
    private const int PageSize = 50;

    /// <summary>
    /// All people of the installation by Vietnamese name order; nobody unless the actor is an administrator. Words of
    /// <paramref name="search"/> are looked for without accents in the name, and as typed in the address.
    /// </summary>
    public static async Task<(List<PersonRow> Rows, int Count)> PeopleAsync(this BangVangDb db, Actor actor, string? search, int page, CancellationToken ct)
    {
        var people = db.People.AsNoTracking().Where(p => actor.IsAdministrator);
        foreach (var word in (search ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(6))
        {
            var (key, typed) = (VietnameseText.SearchKey(word), word.ToLowerInvariant());
            people = people.Where(p => (key != "" && p.SearchKey.Contains(key)) || p.Email.Contains(typed));
        }
        var count = await people.CountAsync(ct);
        var rows = await people.OrderBy(p => p.SortKey).ThenBy(p => p.Id).Skip((Math.Max(page, 1) - 1) * PageSize).Take(PageSize)
            .Select(p => new PersonRow(p.Id, p.FullName, p.Email, p.Organisation, p.IsAdministrator, p.DisabledAt,
                db.RoleGrants.Where(g => g.PersonId == p.Id).OrderBy(g => g.EditionKey).ThenBy(g => g.Role).Select(g => new RoleInEdition(g.EditionKey, g.Role)).ToList()))
            .ToListAsync(ct);
        return (rows, count);
    }

    public static int PagesOf(int count) => Math.Max(1, (count + PageSize - 1) / PageSize);

    /// <summary>One person; null when there is none or the actor is no administrator.</summary>
    public static Task<PersonView?> PersonAsync(this BangVangDb db, Actor actor, Guid id, CancellationToken ct) =>
        db.People.AsNoTracking().Where(p => actor.IsAdministrator && p.Id == id)
            .Select(p => new PersonView(
                new PersonRow(p.Id, p.FullName, p.Email, p.Organisation, p.IsAdministrator, p.DisabledAt,
                    db.RoleGrants.Where(g => g.PersonId == p.Id).OrderBy(g => g.EditionKey).ThenBy(g => g.Role).Select(g => new RoleInEdition(g.EditionKey, g.Role)).ToList()),
                p.CreatedAt, p.EmailConfirmedAt, db.Sessions.Where(s => s.PersonId == p.Id).Max(s => (Instant?)s.LastSeenAt)))
            .SingleOrDefaultAsync(ct);

    /// <summary>
    /// Those who work on an edition (applicants are not among them), by role and name; for its secretariat and for
    /// administrators, empty for everyone else.
    /// </summary>
    public static async Task<IReadOnlyList<PersonRow>> StaffOfAsync(this BangVangDb db, Actor actor, string editionKey, CancellationToken ct)
    {
        var may = actor.IsAdministrator || actor.Is(Role.Secretariat, editionKey);
        var rows = await db.People.AsNoTracking()
            .Where(p => may && db.RoleGrants.Any(g => g.PersonId == p.Id && g.EditionKey == editionKey && g.Role != Role.Applicant))
            .OrderBy(p => p.SortKey).ThenBy(p => p.Id)
            .Take(1000)
            .Select(p => new PersonRow(p.Id, p.FullName, p.Email, p.Organisation, p.IsAdministrator, p.DisabledAt,
                db.RoleGrants.Where(g => g.PersonId == p.Id && g.EditionKey == editionKey && g.Role != Role.Applicant).OrderBy(g => g.Role).Select(g => new RoleInEdition(g.EditionKey, g.Role)).ToList()))
            .ToListAsync(ct);
        return [.. rows.OrderBy(p => p.Roles.Min(r => r.Role))];
    }

    /// <summary>Keys of all editions that somebody works on, newest year first; for administrators, empty for everyone else.</summary>
    public static async Task<IReadOnlyList<string>> EditionKeysAsync(this BangVangDb db, Actor actor, CancellationToken ct) =>
        [.. (await db.RoleGrants.Where(g => actor.IsAdministrator).Select(g => g.EditionKey).Distinct().ToListAsync(ct)).OrderByDescending(k => k[(k.IndexOf('/') + 1)..]).ThenBy(k => k, StringComparer.Ordinal)];
}
