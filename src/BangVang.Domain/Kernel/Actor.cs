namespace BangVang.Domain.Kernel;

/// <summary>What a person may be within one edition of the award or of the forum. Administrator is no such role: it belongs to the installation.</summary>
public enum Role
{
    Applicant,
    Secretariat, Juror, Chair, Auditor,
    /// <summary>Forum: prepares and runs all of it.</summary>
    Organiser,
    /// <summary>Forum: lets people in.</summary>
    DoorStaff,
    /// <summary>Forum: calls the show, moves cues.</summary>
    StageManager,
    /// <summary>Forum: sends the stream.</summary>
    EncoderOperator,
    /// <summary>Forum: chooses what the room asks.</summary>
    Moderator,
    /// <summary>Forum: speaks for a bridge point and looks after its doors.</summary>
    BridgeHost,
}

/// <summary>Which roles belong where.</summary>
public static class Roles
{
    /// <summary>True for what a person can be in a forum, false for what a person can be in an award.</summary>
    public static bool IsOfForum(this Role role) => role >= Role.Organiser;
}

/// <summary>A role held in one edition.</summary>
/// <param name="EditionKey"><c>programme/year</c> of an award, <c>forum/slug</c> of a forum.</param>
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
