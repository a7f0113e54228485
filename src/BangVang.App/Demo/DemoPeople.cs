using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Demo;

/// <summary>A made-up person of the demonstration.</summary>
/// <param name="Key">How commands and links name the person: <c>juror-1</c>.</param>
/// <param name="Role">In the demonstration's editions; null for the administrator of the installation.</param>
public sealed record DemoPerson(string Key, string FullName, Role? Role)
{
    public string Email => $"{Key}@demo.invalid";
}

/// <summary>The people of the demonstration as those they are in one edition.</summary>
/// <param name="Ids">By <see cref="DemoPerson.Key"/>.</param>
public sealed record DemoCast(string EditionKey, IReadOnlyDictionary<string, Guid> Ids)
{
    /// <summary>A person with their role in the edition, as signed in.</summary>
    public Actor Of(string key)
    {
        var person = DemoPeople.All.Single(p => p.Key == key);
        return new(Ids[key], person.FullName, false, person.Role is { } role ? new HashSet<RoleInEdition> { new(EditionKey, role) } : new HashSet<RoleInEdition>());
    }
}

/// <summary>
/// The people of the demonstration, all plainly made up and without a password: they come in by the sign-in links of the
/// demonstration or not at all. Making them again changes nothing.
/// </summary>
public sealed class DemoPeople(BangVangDb db, TimeProvider time)
{
    /// <summary>The edition whose call is open.</summary>
    public const string EditionKey = "demo/2026";

    /// <summary>Those one may enter as, in the order of the award, then of the forum.</summary>
    public static readonly IReadOnlyList<string> Doors =
    [
        "applicant", "secretariat", "juror-1", "juror-2", "juror-3", "chair", "auditor", "administrator",
        "organiser", "door-1", "stage", "encoder", "moderator", "bridge-singapore", "bridge-seoul",
    ];

    public static readonly IReadOnlyList<DemoPerson> All =
    [
        new("applicant", "Người phụ trách 01", Role.Applicant),
        .. Enumerable.Range(2, 29).Select(n => new DemoPerson($"applicant-{n}", $"Người phụ trách {n:00}", Role.Applicant)),
        new("secretariat", "Chuyên viên 1", Role.Secretariat),
        new("secretariat-2", "Chuyên viên 2", Role.Secretariat),
        .. Enumerable.Range(1, 9).Select(n => new DemoPerson($"juror-{n}", $"Giám khảo {n}", Role.Juror)),
        new("chair", "Chủ tịch Hội đồng", Role.Chair),
        new("auditor", "Giám sát viên 1", Role.Auditor),
        new("administrator", "Quản trị viên", null),
        new("organiser", "Ban tổ chức 1", Role.Organiser),
        new("door-1", "Đón tiếp 1", Role.DoorStaff),
        new("door-2", "Đón tiếp 2", Role.DoorStaff),
        new("stage", "Tổng đạo diễn", Role.StageManager),
        new("encoder", "Kỹ thuật truyền phát", Role.EncoderOperator),
        new("moderator", "Điều phối viên", Role.Moderator),
        new("bridge-singapore", "Phụ trách điểm cầu Singapore", Role.BridgeHost),
        new("bridge-seoul", "Phụ trách điểm cầu Seoul", Role.BridgeHost),
    ];

    /// <summary>Makes who is missing, and gives each their role in the edition of the award or the forum.</summary>
    /// <param name="keys">Who takes part in it; null for all.</param>
    public async Task<DemoCast> RunAsync(string editionKey, IReadOnlyCollection<string>? keys, CancellationToken ct)
    {
        var (now, isForum) = (time.Now(), editionKey.StartsWith("forum/", StringComparison.Ordinal));
        var people = await db.People.Where(p => p.Email.EndsWith("@demo.invalid")).ToDictionaryAsync(p => p.Email, ct);
        var granted = await db.RoleGrants.Where(g => g.EditionKey == editionKey).Select(g => g.PersonId).ToHashSetAsync(ct);
        foreach (var (one, n) in All.Select((one, n) => (one, n)))
        {
            if (!people.TryGetValue(one.Email, out var person))
            {
                // A millisecond apart, so that their ids stand in the same order in every demonstration: assignments depend on it.
                people[one.Email] = person = Person.New(now + Duration.FromMilliseconds(n), one.Email, one.FullName, "vi");
                (person.EmailConfirmedAt, person.IsAdministrator, person.Organisation) = (now, one.Role is null, OrganisationOf(one));
                db.People.Add(person);
            }
            if (one.Role is { } role && role.IsOfForum() == isForum && !granted.Contains(person.Id) && keys?.Contains(one.Key) is not false)
                db.RoleGrants.Add(new() { PersonId = person.Id, EditionKey = editionKey, Role = role, GrantedAt = now });
        }
        await db.SaveChangesAsync(ct);
        return new(editionKey, All.ToDictionary(one => one.Key, one => people[one.Email].Id));
    }

    private static string? OrganisationOf(DemoPerson one) => one.Role switch
    {
        Role.Juror or Role.Chair => $"Viện Minh họa {one.Key.Split('-')[^1].PadLeft(2, '0')}".Replace("chair", "10", StringComparison.Ordinal),
        Role.Secretariat => "Cơ quan thường trực minh họa",
        _ => null,
    };
}
