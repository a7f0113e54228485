namespace BangVang.Domain.Kernel;

/// <summary>What a person may be within one edition. Administrator is no role of an edition: it belongs to the installation.</summary>
public enum Role { Applicant, Secretariat, Juror, Chair, Auditor }

/// <summary>A role held in one edition.</summary>
/// <param name="EditionKey"><c>programme/year</c>.</param>
public readonly record struct RoleInEdition(string EditionKey, Role Role);

/// <summary>Who acts or looks. Every action and every query takes one; nothing is decided from a global.</summary>
/// <param name="PersonId">Null for a visitor who is not signed in.</param>
/// <param name="Name">Display name as the audit trail and the header show it.</param>
public sealed record Actor(Guid? PersonId, string Name, bool IsAdministrator, IReadOnlySet<RoleInEdition> Roles)
{
    /// <summary>A visitor: sees what is public, may do what the public may do.</summary>
    public static readonly Actor Anonymous = new(null, "", false, new HashSet<RoleInEdition>());

    /// <summary>The administrator at the console: commands and jobs of the installation itself.</summary>
    public static readonly Actor Console = new(null, "console", true, new HashSet<RoleInEdition>());

    /// <summary>True when the person holds <paramref name="role"/> in that edition. Administrators hold no role by being administrators.</summary>
    public bool Is(Role role, string editionKey) => Roles.Contains(new(editionKey, role));

    /// <summary>True when the person holds <paramref name="role"/> in any edition.</summary>
    public bool IsAny(Role role) => Roles.Any(r => r.Role == role);

    /// <summary>Keys of the editions in which the person holds <paramref name="role"/>; ready to be used in a query.</summary>
    public string[] EditionsAs(Role role) => [.. Roles.Where(r => r.Role == role).Select(r => r.EditionKey).Order(StringComparer.Ordinal)];

    public bool IsSignedIn => PersonId is not null;
}
