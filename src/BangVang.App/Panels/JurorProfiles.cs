using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.Panels;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Panels;

/// <param name="Areas">Codes of categories.</param>
/// <param name="Version">0 before anything was written.</param>
public sealed record JurorProfileView(Guid PersonId, string Name, string Expertise, IReadOnlyList<string> Areas, int Version);

/// <summary>A juror describes what they know; the secretariat may write it for them.</summary>
public sealed class DescribeJuror(BangVangDb db, EditionBook editions, IClock clock)
{
    /// <param name="version">Of the profile the form was filled from; 0 when there was none.</param>
    public async Task<Problem?> RunAsync(Actor actor, string editionKey, Guid jurorId, string expertise, IReadOnlyCollection<string> areas, int version, CancellationToken ct)
    {
        if (!actor.MayDescribe(editionKey, jurorId) || !await db.RoleGrants.AnyAsync(g => g.EditionKey == editionKey && g.Role == Role.Juror && g.PersonId == jurorId, ct)) return Problem.NotFound("panels.profile_not_found");
        if (await editions.CurrentAsync(editionKey, ct) is not { Edition: { } edition }) return Problem.NotFound("editions.not_found");
        var profile = await db.JurorProfiles.SingleOrDefaultAsync(p => p.EditionKey == editionKey && p.PersonId == jurorId, ct);
        if ((profile?.Version ?? 0) != version) return Problem.Conflict("panels.profile_changed");

        var now = clock.GetCurrentInstant();
        if (profile is null) db.JurorProfiles.Add(profile = new() { EditionKey = editionKey, PersonId = jurorId });
        if (profile.Write(edition, expertise, areas, actor.PersonId!.Value, now) is { } problem) return problem;
        db.Audit(actor, now, "panels.profile_written", jurorId, editionKey);
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("panels.profile_changed");
    }
}

/// <summary>The secretariat says how well a juror and a dossier fit, with the reason; or takes that back.</summary>
public sealed class OverrideAffinity(BangVangDb db, IClock clock)
{
    /// <param name="points">0 to 100; null goes back to what is computed.</param>
    public async Task<Problem?> RunAsync(Actor actor, string editionKey, Guid dossierId, Guid jurorId, int? points, string reason, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (!actor.Is(Role.Secretariat, editionKey)) return Problem.Forbidden("panels.only_secretariat");
        var dossier = await db.DossiersVisibleTo(actor).Where(d => d.Id == dossierId && d.EditionKey == editionKey).Select(d => d.Reference).SingleOrDefaultAsync(ct);
        if (dossier is null) return Problem.NotFound("panels.dossier_unknown");
        if (!await db.RoleGrants.AnyAsync(g => g.EditionKey == editionKey && g.Role == Role.Juror && g.PersonId == jurorId, ct)) return Problem.Invalid("panels.not_a_juror", "JurorId");
        if (points is < 0 or > 100) return Problem.Invalid("panels.points_range", "Points");
        if (string.IsNullOrWhiteSpace(reason)) return Problem.Invalid("panels.reason_missing", "Reason");

        var stored = await db.AffinityOverrides.SingleOrDefaultAsync(o => o.DossierId == dossierId && o.PersonId == jurorId, ct);
        if (points is not { } given)
        {
            if (stored is null) return null;
            db.AffinityOverrides.Remove(stored);
        }
        else
        {
            if (stored is null) db.AffinityOverrides.Add(stored = new() { DossierId = dossierId, PersonId = jurorId, EditionKey = editionKey, Reason = "" });
            (stored.Points, stored.Reason, stored.SetAt, stored.SetBy) = (given, reason.Trim(), now, actor.PersonId!.Value);
        }
        db.Audit(actor, now, points is null ? "panels.affinity_restored" : "panels.affinity_set", jurorId, editionKey, $"{dossier}: {points?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "–"}. {reason.Trim()}");
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("panels.changed_since_preview");
    }
}

public static class JurorProfileQueries
{
    /// <summary>Who may read and write a juror's profile: the juror and the secretariat of the edition.</summary>
    public static bool MayDescribe(this Actor actor, string editionKey, Guid jurorId) =>
        actor.Is(Role.Secretariat, editionKey) || (actor.PersonId == jurorId && actor.Is(Role.Juror, editionKey));

    /// <summary>The profile of a juror, empty before it is written; null for others than the juror and the secretariat, and for who is no juror.</summary>
    public static async Task<JurorProfileView?> JurorProfileAsync(this BangVangDb db, Actor actor, string editionKey, Guid jurorId, CancellationToken ct)
    {
        if (!actor.MayDescribe(editionKey, jurorId)) return null;
        var name = await (from g in db.RoleGrants join p in db.People on g.PersonId equals p.Id where g.EditionKey == editionKey && g.Role == Role.Juror && p.Id == jurorId select p.FullName).SingleOrDefaultAsync(ct);
        if (name is null) return null;
        var profile = await db.JurorProfiles.AsNoTracking().SingleOrDefaultAsync(p => p.EditionKey == editionKey && p.PersonId == jurorId, ct);
        return new(jurorId, name, profile?.Expertise ?? "", profile?.Areas ?? [], profile?.Version ?? 0);
    }
}
