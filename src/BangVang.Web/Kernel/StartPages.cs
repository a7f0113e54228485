using BangVang.Domain.Kernel;

namespace BangVang.Web.Kernel;

/// <summary>Where each role begins its work.</summary>
public static class StartPages
{
    public const string Administrator = "/admin";

    /// <summary>In the order in which someone with several roles is led.</summary>
    private static readonly (Role Role, string Path)[] ByRole =
    [
        (Role.Secretariat, "/manage"), (Role.Chair, "/council"), (Role.Juror, "/judging"), (Role.Auditor, "/audit"), (Role.Applicant, "/dossiers"),
        .. Enum.GetValues<Role>().Where(r => r.IsOfForum()).Select(r => (r, "/organise")),
    ];

    public static string Of(Role role) => ByRole.First(r => r.Role == role).Path;

    /// <summary>Where a person goes who signs in without having wanted to go anywhere: the dossiers for someone without a role.</summary>
    public static string Of(Actor actor)
    {
        foreach (var (role, path) in ByRole) if (actor.IsAny(role)) return path;
        return actor.IsAdministrator ? Administrator : Of(Role.Applicant);
    }
}
