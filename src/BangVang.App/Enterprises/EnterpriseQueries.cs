using BangVang.App.Storage;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Enterprises;

/// <summary>A colleague of an organisation.</summary>
public sealed record MemberRow(Guid PersonId, string FullName, string Email, bool IsOwner);

/// <summary>Somebody who waits to be let in.</summary>
public sealed record JoinRequestRow(Guid Id, string FullName, string Email, Instant AskedAt);

/// <summary>An organisation as its own people see it.</summary>
/// <param name="Requests">Only an owner sees who waits.</param>
public sealed record OwnEnterprise(Enterprise Enterprise, bool IsOwner, IReadOnlyList<MemberRow> Members, IReadOnlyList<JoinRequestRow> Requests);

public static class EnterpriseQueries
{
    /// <summary>Where every read of organisations by applicants begins: those the person acts for.</summary>
    public static IQueryable<Enterprise> EnterprisesOf(this BangVangDb db, Actor actor) =>
        db.Enterprises.Where(e => actor.PersonId != null && db.EnterpriseMembers.Any(m => m.EnterpriseId == e.Id && m.PersonId == actor.PersonId));

    /// <summary>The organisations of the actor with colleagues and open requests, by name. Three queries, however many there are.</summary>
    public static async Task<IReadOnlyList<OwnEnterprise>> OwnEnterprisesAsync(this BangVangDb db, Actor actor, CancellationToken ct)
    {
        var enterprises = await db.EnterprisesOf(actor).AsNoTracking().OrderBy(e => e.SortKey).ThenBy(e => e.Id).Take(100).ToListAsync(ct);
        var ids = enterprises.Select(e => e.Id).ToArray();
        var members = await (
            from m in db.EnterpriseMembers.AsNoTracking()
            join p in db.People on m.PersonId equals p.Id
            where ids.Contains(m.EnterpriseId)
            orderby p.SortKey, p.Id
            select new { m.EnterpriseId, Row = new MemberRow(p.Id, p.FullName, p.Email, m.IsOwner) }).ToListAsync(ct);
        var owned = members.Where(m => m.Row.IsOwner && m.Row.PersonId == actor.PersonId).Select(m => m.EnterpriseId).ToArray();
        var requests = await (
            from r in db.EnterpriseJoinRequests.AsNoTracking()
            join p in db.People on r.PersonId equals p.Id
            where owned.Contains(r.EnterpriseId) && r.AnsweredAt == null
            orderby r.AskedAt, r.Id
            select new { r.EnterpriseId, Row = new JoinRequestRow(r.Id, p.FullName, p.Email, r.AskedAt) }).Take(500).ToListAsync(ct);
        return [.. enterprises.Select(e => new OwnEnterprise(e, owned.Contains(e.Id),
            [.. members.Where(m => m.EnterpriseId == e.Id).Select(m => m.Row)], [.. requests.Where(r => r.EnterpriseId == e.Id).Select(r => r.Row)]))];
    }

    /// <summary>How many organisations the actor still waits to be let into; which ones is not told.</summary>
    public static Task<int> OpenJoinRequestsAsync(this BangVangDb db, Actor actor, CancellationToken ct) =>
        db.EnterpriseJoinRequests.CountAsync(r => r.PersonId == actor.PersonId && r.AnsweredAt == null, ct);

    /// <summary>The organisation to be edited by one of its people; null when it is none of the actor's.</summary>
    public static Task<Enterprise?> OwnEnterpriseAsync(this BangVangDb db, Actor actor, Guid id, CancellationToken ct) =>
        db.EnterprisesOf(actor).AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct);
}
