using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Storage;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Enterprises;

/// <summary>What became of a tax code that somebody gave.</summary>
public enum TaxCodeAnswer
{
    /// <summary>Nobody has registered it: the profile may be filled in.</summary>
    Free,
    /// <summary>Registered by others, who are now asked to let the person in. Nothing of theirs is told.</summary>
    Asked,
}

/// <summary>
/// The first step of registering: looks at the tax code and, when others have it, asks its owners by mail to let the person in.
/// </summary>
public sealed class AskToJoinEnterprise(BangVangDb db, IClock clock, TimeProvider time, PublicUrl site)
{
    /// <summary>Unanswered requests one person may have: enough for honest mistakes, too few to list who takes part.</summary>
    public const int MostOpen = 5;

    public async Task<Result<TaxCodeAnswer>> RunAsync(Actor actor, string taxCode, CancellationToken ct)
    {
        if (actor.PersonId is not { } me) return EnterpriseProblems.SignInFirst;
        if (!EnterpriseProblems.Read(taxCode).TryGet(out var code, out var unreadable)) return unreadable;
        var enterprise = await db.Enterprises.AsNoTracking().SingleOrDefaultAsync(e => e.TaxCode == code.Digits, ct);
        if (enterprise is null) return TaxCodeAnswer.Free;
        if (await db.EnterpriseMembers.AnyAsync(m => m.EnterpriseId == enterprise.Id && m.PersonId == me, ct))
            return Problem.Conflict("enterprise.already_member") with { Field = "TaxCode" };

        var open = await db.EnterpriseJoinRequests.Where(r => r.PersonId == me && r.AnsweredAt == null).Select(r => r.EnterpriseId).ToListAsync(ct);
        if (open.Contains(enterprise.Id)) return TaxCodeAnswer.Asked;
        if (open.Count >= MostOpen) return Problem.NotNow("enterprise.too_many_requests").With("max", MostOpen) with { Field = "TaxCode" };

        await AskAsync(actor, me, enterprise, ct);
        return TaxCodeAnswer.Asked;
    }

    private async Task AskAsync(Actor actor, Guid me, Enterprise enterprise, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var request = new EnterpriseJoinRequest { Id = Ids.New(now), EnterpriseId = enterprise.Id, PersonId = me, AskedAt = now };
        db.EnterpriseJoinRequests.Add(request);
        var email = await db.People.Where(p => p.Id == me).Select(p => p.Email).SingleAsync(ct);
        var owners = await db.People.Where(p => db.EnterpriseMembers.Any(m => m.EnterpriseId == enterprise.Id && m.PersonId == p.Id && m.IsOwner)).ToListAsync(ct);
        foreach (var owner in owners)
            db.Mail(time.Now(), MailTexts.Render("enterprise.join_asked", owner.Language, owner.Email,
                ("name", owner.FullName), ("who", actor.Name), ("email", email), ("enterprise", enterprise.Name), ("link", site.To("/enterprises/mine"))), request.Id.ToString());
        db.Audit(actor, now, "enterprise.join_asked", enterprise.Id);
        // Asked twice at once: the other request stands.
        await db.TrySaveAsync(ct);
    }
}

/// <summary>An owner lets a person in, or does not. Either way the person is told by mail.</summary>
public sealed class AnswerJoinRequest(BangVangDb db, IClock clock, TimeProvider time, PublicUrl site)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid requestId, bool accept, CancellationToken ct)
    {
        var request = await db.EnterpriseJoinRequests.SingleOrDefaultAsync(
            r => r.Id == requestId && db.EnterpriseMembers.Any(m => m.EnterpriseId == r.EnterpriseId && m.PersonId == actor.PersonId && m.IsOwner), ct);
        if (request is null) return Problem.NotFound("enterprise.request_not_found");
        if (request.AnsweredAt is not null) return request.IsAccepted == accept ? null : Problem.Conflict("enterprise.request_answered");

        var now = clock.GetCurrentInstant();
        (request.AnsweredAt, request.AnsweredBy, request.IsAccepted) = (now, actor.PersonId, accept);
        if (accept && !await db.EnterpriseMembers.AnyAsync(m => m.EnterpriseId == request.EnterpriseId && m.PersonId == request.PersonId, ct))
            db.EnterpriseMembers.Add(new() { EnterpriseId = request.EnterpriseId, PersonId = request.PersonId, AddedAt = now });
        var person = await db.People.SingleAsync(p => p.Id == request.PersonId, ct);
        var enterprise = await db.Enterprises.SingleAsync(e => e.Id == request.EnterpriseId, ct);
        // A refused person learns no more than was typed: the tax code, not the name.
        db.Mail(time.Now(), accept
            ? MailTexts.Render("enterprise.join_accepted", person.Language, person.Email, ("name", person.FullName), ("enterprise", enterprise.Name), ("link", site.To("/enterprises/mine")))
            : MailTexts.Render("enterprise.join_refused", person.Language, person.Email, ("name", person.FullName), ("tax_code", enterprise.TaxCode)), request.Id.ToString());
        db.Audit(actor, now, accept ? "enterprise.join_accepted" : "enterprise.join_refused", enterprise.Id, detail: person.FullName);
        await db.SaveChangesAsync(ct);
        return null;
    }
}

/// <summary>An owner removes a colleague, or a colleague leaves. The last owner stays.</summary>
public sealed class RemoveEnterpriseMember(BangVangDb db, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid enterpriseId, Guid personId, CancellationToken ct)
    {
        var members = await db.EnterpriseMembers.Where(m => m.EnterpriseId == enterpriseId).ToListAsync(ct);
        var mine = members.FirstOrDefault(m => m.PersonId == actor.PersonId);
        var leaving = members.FirstOrDefault(m => m.PersonId == personId);
        if (mine is null || leaving is null) return EnterpriseProblems.NotFound;
        if (!mine.IsOwner && leaving != mine) return Problem.Forbidden("enterprise.owner_only");
        if (leaving.IsOwner && members.Count(m => m.IsOwner) == 1) return Problem.Conflict("enterprise.last_owner");

        db.EnterpriseMembers.Remove(leaving);
        db.Audit(actor, clock.GetCurrentInstant(), "enterprise.member_removed", enterpriseId, detail: personId.ToString());
        await db.SaveChangesAsync(ct);
        return null;
    }
}
