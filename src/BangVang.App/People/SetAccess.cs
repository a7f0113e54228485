using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.People;

/// <summary>Shuts a person out, or lets in again. Open sessions end at once; what the person did stays.</summary>
public sealed class SetAccess(BangVangDb db, TimeProvider time)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid personId, bool enabled, string reason, CancellationToken ct)
    {
        if (!actor.IsAdministrator) return Problem.Forbidden("people.administrator_only");
        if (!enabled && personId == actor.PersonId) return Problem.Forbidden("people.not_oneself");
        if (reason.Trim().Length is < 3 or > 500) return Problem.Invalid("people.reason_missing", "Reason");
        var person = await db.People.SingleOrDefaultAsync(p => p.Id == personId, ct);
        if (person is null) return Problem.NotFound("people.person_unknown");
        if (enabled == person.DisabledAt is null) return Problem.Conflict("people.access_is_so");

        var now = time.Now();
        (person.DisabledAt, person.Version) = (enabled ? null : now, person.Version + 1);
        if (!enabled) await ChangePassword.EndOthersAsync(db, personId, keepTokenHash: null, now, ct);
        db.Audit(actor, now, enabled ? "people.enabled" : "people.disabled", personId, detail: reason.Trim());
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("people.changed_meanwhile");
    }
}

/// <summary>Gives a known person a role in an edition, or the administration of the installation.</summary>
public sealed class GrantRole(BangVangDb db, TimeProvider time)
{
    /// <param name="editionKey">Null together with a null <paramref name="role"/> makes an administrator.</param>
    public async Task<Problem?> RunAsync(Actor actor, Guid personId, string? editionKey, Role? role, CancellationToken ct)
    {
        if (!actor.IsAdministrator) return Problem.Forbidden("people.administrator_only");
        if ((editionKey is null) != (role is null)) return Problem.Invalid("people.edition_missing", "Edition");
        var person = await db.People.SingleOrDefaultAsync(p => p.Id == personId, ct);
        if (person is null) return Problem.NotFound("people.person_unknown");
        var now = time.Now();
        if (role is not { } wanted)
        {
            if (person.IsAdministrator) return Problem.Conflict("people.already_has_role");
            (person.IsAdministrator, person.Version) = (true, person.Version + 1);
        }
        else
        {
            var held = await db.RoleGrants.Where(g => g.PersonId == personId && g.EditionKey == editionKey).Select(g => g.Role).ToListAsync(ct);
            if (held.Contains(wanted)) return Problem.Conflict("people.already_has_role");
            if (RoleRules.Combine(held, wanted) is { } excluded) return excluded;
            db.RoleGrants.Add(new() { PersonId = personId, EditionKey = editionKey!, Role = wanted, GrantedAt = now, GrantedBy = actor.PersonId });
        }
        db.Audit(actor, now, "people.role_granted", personId, editionKey, role?.ToString() ?? "Administrator");
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("people.already_has_role");
    }
}

/// <summary>Takes a role away again. What was done in it stays; the next request of the person is answered without it.</summary>
public sealed class RevokeRole(BangVangDb db, TimeProvider time)
{
    /// <param name="editionKey">Null together with a null <paramref name="role"/>: the administration of the installation.</param>
    public async Task<Problem?> RunAsync(Actor actor, Guid personId, string? editionKey, Role? role, CancellationToken ct)
    {
        var mayInEdition = role is Role.Juror or Role.Chair or Role.Auditor && editionKey is not null && actor.Is(Role.Secretariat, editionKey);
        if (!actor.IsAdministrator && !mayInEdition) return Problem.Forbidden("people.administrator_only");
        var person = await db.People.SingleOrDefaultAsync(p => p.Id == personId, ct);
        if (person is null) return Problem.NotFound("people.person_unknown");
        if (role is null)
        {
            if (!person.IsAdministrator) return Problem.NotFound("people.role_not_held");
            if (personId == actor.PersonId) return Problem.Forbidden("people.not_oneself");
            (person.IsAdministrator, person.Version) = (false, person.Version + 1);
        }
        else
        {
            var grant = await db.RoleGrants.SingleOrDefaultAsync(g => g.PersonId == personId && g.EditionKey == editionKey && g.Role == role, ct);
            if (grant is null) return Problem.NotFound("people.role_not_held");
            db.RoleGrants.Remove(grant);
        }
        db.Audit(actor, time.Now(), "people.role_revoked", personId, editionKey, role?.ToString() ?? "Administrator");
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("people.changed_meanwhile");
    }
}
