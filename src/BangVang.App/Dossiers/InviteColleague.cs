using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Dossiers;

/// <summary>Asks a colleague by mail to write on a dossier.</summary>
public sealed class InviteColleague(BangVangDb db, EditionBook book, IClock clock, TimeProvider time, PublicUrl site)
{
    private static readonly Duration Life = Duration.FromDays(14);
    /// <summary>Links that may be open for one dossier at once.</summary>
    public const int MostOpen = 20;

    public async Task<Problem?> RunAsync(Actor actor, Guid id, string email, string language, CancellationToken ct)
    {
        if (await db.OwnDossiers(actor).AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) is not { } dossier) return DossierProblems.NotFound;
        if (!AccountRules.IsEmail(email)) return Problem.Invalid("dossiers.email_invalid", "Email");
        var (now, address) = (time.Now(), Person.NormaliseEmail(email));
        if (await db.DossierMembers.AnyAsync(m => m.DossierId == id && db.People.Any(p => p.Id == m.PersonId && p.Email == address), ct))
            return Problem.Conflict("dossiers.already_member") with { Field = "Email" };
        var open = await db.DossierInvitations.Where(i => i.DossierId == id && i.AcceptedAt == null && i.RevokedAt == null && i.ExpiresAt > now).ToListAsync(ct);
        if (open.Count(i => i.Email != address) >= MostOpen) return Problem.NotNow("dossiers.too_many_invitations").With("max", MostOpen) with { Field = "Email" };

        foreach (var earlier in open.Where(i => i.Email == address)) earlier.RevokedAt = now;
        var token = Secrets.NewToken();
        var invitation = new DossierInvitation
        {
            Id = Ids.New(now), TokenHash = Secrets.HashOf(token), DossierId = id, Email = address, InvitedBy = actor.PersonId!.Value, CreatedAt = now, ExpiresAt = now + Life,
        };
        db.DossierInvitations.Add(invitation);
        var edition = (await book.CurrentAsync(dossier.EditionKey, ct))!.Edition;
        db.Mail(now, MailTexts.Render("dossiers.invited", language, address,
            ("who", actor.Name), ("reference", dossier.Reference), ("product", dossier.WrittenProductName), ("edition", edition.Name.In(language)), ("link", site.To($"/dossiers/join/{token}"))), invitation.Id.ToString());
        db.Audit(actor, clock.GetCurrentInstant(), "dossier.colleague_invited", id, dossier.EditionKey, address);
        await db.SaveChangesAsync(ct);
        return null;
    }
}

/// <summary>What an invitation says to the person it was sent to.</summary>
public sealed record ColleagueInvitation(Guid DossierId, string Reference, string ProductName, string InvitedBy, string Email, string EditionKey);

/// <summary>Redeems the link: whoever is signed in under the invited address writes on the dossier from then on. A second click is fine.</summary>
public sealed class JoinDossier(BangVangDb db, IClock clock, TimeProvider time)
{
    /// <summary>What the link is about; refused when it is unknown, taken back or too old.</summary>
    public async Task<Result<ColleagueInvitation>> FindAsync(string token, CancellationToken ct)
    {
        var hash = Secrets.HashOf(token);
        var found = await (
            from i in db.DossierInvitations.AsNoTracking()
            join d in db.Dossiers on i.DossierId equals d.Id
            join p in db.People on i.InvitedBy equals p.Id
            where i.TokenHash == hash && i.RevokedAt == null
            select new { i.ExpiresAt, i.AcceptedAt, View = new ColleagueInvitation(d.Id, d.Reference, d.NextProductName ?? d.ProductName, p.FullName, i.Email, d.EditionKey) }).SingleOrDefaultAsync(ct);
        if (found is null) return Problem.NotFound("dossiers.invitation_unknown");
        return found.AcceptedAt is null && time.Now() >= found.ExpiresAt ? Problem.NotNow("dossiers.invitation_expired") : found.View;
    }

    /// <returns>The dossier.</returns>
    public async Task<Result<Guid>> RunAsync(Actor actor, string token, CancellationToken ct)
    {
        if (actor.PersonId is not { } me) return DossierProblems.SignInFirst;
        if (!(await FindAsync(token, ct)).TryGet(out var view, out var problem)) return problem;
        if (await db.People.Where(p => p.Id == me).Select(p => p.Email).SingleAsync(ct) != view.Email)
            return Problem.Forbidden("dossiers.invitation_for_other").With("email", view.Email);
        if (await db.DossierMembers.AnyAsync(m => m.DossierId == view.DossierId && m.PersonId == me, ct)) return view.DossierId;

        var (now, hash) = (clock.GetCurrentInstant(), Secrets.HashOf(token));
        var invitation = await db.DossierInvitations.SingleAsync(i => i.TokenHash == hash, ct);
        if (invitation.AcceptedAt is not null) return Problem.NotFound("dossiers.invitation_unknown");
        invitation.AcceptedAt = time.Now();
        db.DossierMembers.Add(new() { DossierId = view.DossierId, PersonId = me, AddedAt = now });
        if (!await db.RoleGrants.AnyAsync(g => g.PersonId == me && g.EditionKey == view.EditionKey && g.Role == Role.Applicant, ct))
            db.RoleGrants.Add(new() { PersonId = me, EditionKey = view.EditionKey, Role = Role.Applicant, GrantedAt = now, GrantedBy = invitation.InvitedBy });
        db.Audit(actor, now, "dossier.colleague_joined", view.DossierId, view.EditionKey);
        await db.SaveChangesAsync(ct);
        return view.DossierId;
    }
}

/// <summary>Removes a colleague from a dossier, or takes back an invitation. Whoever started the dossier stays, and may remove everyone else; others may leave.</summary>
public sealed class RemoveColleague(BangVangDb db, IClock clock, TimeProvider time)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid id, Guid personId, CancellationToken ct)
    {
        if (await db.OwnDossiers(actor).AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) is not { } dossier) return DossierProblems.NotFound;
        if (personId == dossier.CreatedBy) return Problem.Conflict("dossiers.starter_stays");
        if (actor.PersonId != dossier.CreatedBy && actor.PersonId != personId) return Problem.Forbidden("dossiers.starter_only");
        if (await db.DossierMembers.SingleOrDefaultAsync(m => m.DossierId == id && m.PersonId == personId, ct) is not { } member) return null;

        db.DossierMembers.Remove(member);
        db.Audit(actor, clock.GetCurrentInstant(), "dossier.colleague_removed", id, dossier.EditionKey, personId.ToString());
        await db.SaveChangesAsync(ct);
        return null;
    }

    /// <summary>Takes an invitation back; its link opens nothing any more.</summary>
    public async Task<Problem?> RevokeAsync(Actor actor, Guid id, Guid invitationId, CancellationToken ct)
    {
        var invitation = await db.DossierInvitations.SingleOrDefaultAsync(
            i => i.Id == invitationId && i.DossierId == id && i.AcceptedAt == null && db.DossierMembers.Any(m => m.DossierId == id && m.PersonId == actor.PersonId), ct);
        if (invitation is null) return Problem.NotFound("dossiers.invitation_unknown");

        invitation.RevokedAt ??= time.Now();
        db.Audit(actor, clock.GetCurrentInstant(), "dossier.invitation_revoked", id, detail: invitation.Email);
        await db.SaveChangesAsync(ct);
        return null;
    }
}
