using System.Collections.Concurrent;
using BangVang.Domain.Forum;
using BangVang.Domain.Kernel;

namespace BangVang.Web.Kernel;

/// <summary>A link of the public navigation.</summary>
public sealed record NavLink(string Path, string TextKey);

/// <summary>A link of the work screens' side navigation.</summary>
/// <param name="Path">May hold <c>{edition}</c> or <c>{forum}</c>, filled with what the page is about (<c>ViewData["EditionKey"]</c>, <c>ViewData["ForumSlug"]</c>); without one the link is left out.</param>
/// <param name="For">Who sees it, within the edition or, for a path with <c>{forum}</c>, the forum. The page behind it decides for itself.</param>
/// <param name="Group">Key of the heading it stands under.</param>
public sealed record WorkLink(string Path, string TextKey, string Group, Func<Actor, string?, bool> For);

/// <summary>Every link of header, footer and side navigation, in order. Shown only while a page answers there.</summary>
public sealed class Navigation(EndpointDataSource endpoints)
{
    public static readonly NavLink[] Main =
    [
        new("/", "kernel.nav_award"),
        new("/laureates", "kernel.nav_board"),
        new("/editions", "kernel.nav_editions"),
        new("/forum", "kernel.nav_forum"),
        new("/indicators", "kernel.nav_indicators"),
        new("/verify", "kernel.nav_verify"),
    ];

    public static readonly NavLink[] Footer =
    [
        new("/notices", "notices.public_title"),
        new("/questions", "questions.public_title"),
        new("/log", "log.title"),
        new("/regulations", "kernel.nav_regulations"),
        new("/open-data", "kernel.nav_open_data"),
        new("/conformance", "programme.conformance"),
        new("/guide", "kernel.nav_guide"),
        new("/privacy", "kernel.nav_privacy"),
        new("/accessibility", "kernel.nav_accessibility"),
    ];

    public static readonly WorkLink[] Work =
    [
        new("/dossiers", "kernel.work_dossiers", "kernel.work_group_applicant", (a, _) => a.IsSignedIn),
        new("/enterprises/mine", "enterprise.mine", "kernel.work_group_applicant", (a, _) => a.IsSignedIn),
        new("/presentations", "secretariat.own_slots_title", "kernel.work_group_applicant", (a, _) => a.IsAny(Role.Applicant) || a.IsAny(Role.Juror)),
        new("/certificates", "certificates.own_title", "kernel.work_group_applicant", (a, _) => a.IsAny(Role.Applicant) || a.IsAny(Role.Juror)),
        new("/judging", "kernel.work_scoring", "kernel.work_group_juror", (a, _) => a.IsAny(Role.Juror) || a.IsAny(Role.Chair)),
        new("/manage", "manage.nav_editions", "kernel.work_group_secretariat", (a, e) => e is null && a.IsAny(Role.Secretariat)),
        new("/manage/{edition}", "kernel.work_overview", "kernel.work_group_secretariat", (a, e) => Is(a, e, Role.Secretariat)),
        new("/manage/{edition}/screening", "kernel.work_screening", "kernel.work_group_secretariat", (a, e) => Is(a, e, Role.Secretariat, Role.Auditor)),
        new("/manage/{edition}/appeals", "screening.nav_appeals", "kernel.work_group_secretariat", (a, e) => Is(a, e, Role.Secretariat, Role.Auditor)),
        new("/manage/{edition}/panels", "kernel.work_panels", "kernel.work_group_secretariat", (a, e) => Is(a, e, Role.Secretariat, Role.Auditor)),
        new("/manage/{edition}/results", "manage.nav_results", "kernel.work_group_secretariat", (a, e) => Is(a, e, Role.Secretariat, Role.Chair, Role.Auditor)),
        new("/manage/{edition}/ceremony", "ceremony.envelopes", "kernel.work_group_secretariat", (a, e) => Is(a, e, Role.Secretariat, Role.Chair, Role.Auditor)),
        new("/manage/{edition}/certificates", "certificates.title", "kernel.work_group_secretariat", (a, e) => Is(a, e, Role.Secretariat, Role.Chair)),
        new("/manage/{edition}/sealing", "sealing.title", "kernel.work_group_secretariat", (a, e) => Is(a, e, Role.Secretariat, Role.Chair, Role.Auditor)),
        new("/manage/{edition}/slots", "manage.nav_slots", "kernel.work_group_secretariat", (a, e) => Is(a, e, Role.Secretariat)),
        new("/manage/{edition}/questions", "manage.nav_questions", "kernel.work_group_secretariat", (a, e) => Is(a, e, Role.Secretariat, Role.Auditor)),
        new("/manage/{edition}/notices", "manage.nav_notices", "kernel.work_group_secretariat", (a, e) => Is(a, e, Role.Secretariat)),
        new("/manage/{edition}/mails", "manage.nav_mails", "kernel.work_group_secretariat", (a, e) => Is(a, e, Role.Secretariat, Role.Auditor)),
        new("/manage/{edition}/people", "manage.nav_people", "kernel.work_group_secretariat", (a, e) => Is(a, e, Role.Secretariat)),
        new("/manage/{edition}/rehearsals", "simulation.title", "kernel.work_group_secretariat", (a, e) => Is(a, e, Role.Secretariat, Role.Chair, Role.Auditor)),
        new("/manage/{edition}/amend", "manage.nav_amend", "kernel.work_group_secretariat", (a, e) => Is(a, e, Role.Secretariat)),
        new("/admin/laureates", "laureates.admin_title", "kernel.work_group_secretariat", (a, _) => a.IsAny(Role.Secretariat) || a.IsAdministrator),
        new("/manage/{edition}/comments", "decisions.comments_title", "kernel.work_group_council", (a, e) => Is(a, e, Role.Chair, Role.Auditor)),
        new("/manage/{edition}/amendments", "decisions.amend_title", "kernel.work_group_council", (a, e) => Is(a, e, Role.Chair, Role.Secretariat, Role.Auditor)),
        new("/council", "manage.nav_council", "kernel.work_group_council", (a, _) => a.IsAny(Role.Chair) || a.IsAny(Role.Juror) || a.IsAny(Role.Secretariat) || a.IsAny(Role.Auditor)),
        new("/organise", "forum.organise_title", "kernel.work_group_forum", (a, f) => f is null && a.Roles.Any(r => r.Role.IsOfForum())),
        new("/organise/{forum}", "kernel.work_overview", "kernel.work_group_forum", (a, f) => a.Roles.Any(r => r.EditionKey == f)),
        new("/organise/{forum}/streams", "stream.operate_title", "kernel.work_group_forum", (a, f) => Is(a, f, Role.EncoderOperator, Role.Organiser)),
        new("/organise/{forum}/programme", "programme.editor", "kernel.work_group_forum", (a, f) => Is(a, f, Role.Organiser)),
        new("/organise/{forum}/speakers", "programme.speakers", "kernel.work_group_forum", (a, f) => Is(a, f, Role.Organiser)),
        new("/organise/{forum}/ceremony", "ceremony.show", "kernel.work_group_forum", (a, f) => Is(a, f, Role.Organiser)),
        new("/organise/{forum}/exhibition", "exhibition.title", "kernel.work_group_forum", (a, f) => Is(a, f, Role.Organiser)),
        new("/organise/{forum}/commitments", "commitments.title", "kernel.work_group_forum", (a, f) => Is(a, f, Role.Organiser)),
        new("/forum/{forum}/figures", "forum.figures_title", "kernel.work_group_forum", (a, f) => Is(a, f, Role.Organiser)),
        new("/organise/{forum}/certificates", "certificates.attendance_title", "kernel.work_group_forum", (a, f) => Is(a, f, Role.Organiser)),
        new("/organise/{forum}/registrations", "registration.list_title", "kernel.work_group_forum", (a, f) => Is(a, f, Role.Organiser, Role.BridgeHost)),
        new("/organise/{forum}/door", "door.manage_title", "kernel.work_group_forum", (a, f) => Is(a, f, Role.Organiser, Role.BridgeHost)),
        new("/door/{forum}", "door.title", "kernel.work_group_forum", (a, f) => Is(a, f, Role.DoorStaff, Role.Organiser, Role.BridgeHost)),
        new("/audit", "kernel.work_trail", "kernel.work_group_auditor", (a, _) => a.IsAny(Role.Auditor)),
        new("/admin", "kernel.work_admin", "kernel.work_group_admin", (a, _) => a.IsAdministrator),
        new("/admin/people", "manage.nav_admin_people", "kernel.work_group_admin", (a, _) => a.IsAdministrator),
        new("/admin/editions", "manage.nav_admin_editions", "kernel.work_group_admin", (a, _) => a.IsAdministrator),
    ];

    private readonly Lazy<HashSet<string>> patterns = new(() => endpoints.Endpoints.OfType<RouteEndpoint>()
        .Select(e => Normal(e.RoutePattern.RawText ?? "")).ToHashSet(StringComparer.OrdinalIgnoreCase));

    /// <summary>The paths that were asked for: each page asks for the same few.</summary>
    private readonly ConcurrentDictionary<string, bool> asked = new(StringComparer.Ordinal);

    /// <summary>True when a page answers at <paramref name="path"/>; every <c>{…}</c> stands for any parameter.</summary>
    /// <param name="path">As this program writes it, never what a visitor typed: the answer is kept.</param>
    public bool Exists(string path) => asked.GetOrAdd(path, p => patterns.Value.Contains(Normal(p)));

    public IEnumerable<NavLink> Shown(IEnumerable<NavLink> links) => links.Where(l => Exists(l.Path));

    /// <summary>The work links of <paramref name="actor"/>, with <paramref name="editionKey"/> filled in, by group.</summary>
    public IEnumerable<IGrouping<string, WorkLink>> Shown(Actor actor, string? editionKey, string? forumSlug = null)
    {
        var forumKey = forumSlug is null ? null : ForumEdition.KeyOf(forumSlug);
        return Work
            .Where(l => l.For(actor, IsOfForum(l) ? forumKey : editionKey) && Exists(l.Path) && ((IsOfForum(l) ? forumKey : editionKey) is not null || !l.Path.Contains('{')))
            .Select(l => l with { Path = l.Path.Replace("{edition}", editionKey, StringComparison.Ordinal).Replace("{forum}", forumSlug, StringComparison.Ordinal) })
            .GroupBy(l => l.Group);
    }

    /// <summary>The work links of <paramref name="actor"/> within one forum, without its overview.</summary>
    public IEnumerable<WorkLink> InForum(Actor actor, string forumSlug) =>
        Work.Where(l => IsOfForum(l) && l.Path != "/organise/{forum}" && l.For(actor, ForumEdition.KeyOf(forumSlug)) && Exists(l.Path))
            .Select(l => l with { Path = l.Path.Replace("{forum}", forumSlug, StringComparison.Ordinal) });

    private static bool IsOfForum(WorkLink link) => link.Path.Contains("{forum}", StringComparison.Ordinal);

    /// <summary>Where <paramref name="actor"/> starts in an edition: the secretariat's overview, the auditor's trail, otherwise the public page.</summary>
    public static string EditionHome(Actor actor, string editionKey) =>
        $"/{(actor.Is(Role.Secretariat, editionKey) ? "manage" : actor.Is(Role.Auditor, editionKey) ? "audit" : "editions")}/{editionKey}";

    private static bool Is(Actor actor, string? editionKey, params Role[] roles) =>
        editionKey is not null && roles.Any(r => actor.Is(r, editionKey));

    /// <summary>An edition's key takes two segments, <c>{programme}/{year}</c>, in addresses.</summary>
    private static string Normal(string path) => string.Join('/', path.Trim('/').Replace("{edition}", "{programme}/{year}", StringComparison.Ordinal)
        .Split('/').Select(s => s.StartsWith('{') ? "{}" : s));
}
