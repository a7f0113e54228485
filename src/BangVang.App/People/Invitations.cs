using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.People;

/// <summary>An open invitation as those who may send such invitations see it.</summary>
public sealed record InvitationRow(Guid Id, string Email, string FullName, Role? Role, string Language, Instant CreatedAt, Instant ExpiresAt);

public static class InvitationQueries
{
    /// <summary>Invitations to an edition (or, with null, to administer the installation) that were neither accepted nor taken back; expired ones included. Empty for those who may not invite.</summary>
    public static Task<List<InvitationRow>> OpenInvitationsAsync(this BangVangDb db, Actor actor, string? editionKey, CancellationToken ct) =>
        db.InvitationsOf(actor, editionKey).AsNoTracking()
            .OrderByDescending(i => i.CreatedAt).ThenBy(i => i.Id)
            .Take(500)
            .Select(i => new InvitationRow(i.Id, i.Email, i.FullName, i.Role, i.Language, i.CreatedAt, i.ExpiresAt))
            .ToListAsync(ct);

    internal static IQueryable<Invitation> InvitationsOf(this BangVangDb db, Actor actor, string? editionKey)
    {
        var may = Invite.MayInvite(actor, editionKey, editionKey is null ? null : Role.Juror);
        return db.Invitations.Where(i => may && i.EditionKey == editionKey && i.AcceptedAt == null && i.RevokedAt == null);
    }
}

/// <summary>Takes an open invitation back: its link no longer works.</summary>
public sealed class RevokeInvitation(BangVangDb db, TimeProvider time)
{
    public async Task<Problem?> RunAsync(Actor actor, string? editionKey, Guid id, CancellationToken ct)
    {
        var invitation = await db.InvitationsOf(actor, editionKey).SingleOrDefaultAsync(i => i.Id == id, ct);
        if (invitation is null) return Problem.NotFound("people.invitation_unknown");
        invitation.RevokedAt = time.Now();
        db.Audit(actor, time.Now(), "people.invitation_revoked", id, editionKey, $"{invitation.Role?.ToString() ?? "Administrator"}: {invitation.Email}");
        await db.SaveChangesAsync(ct);
        return null;
    }
}

/// <summary>Sends an open or expired invitation again, with a new link; the old one no longer works.</summary>
public sealed class ResendInvitation(BangVangDb db, Invite invite)
{
    public async Task<Problem?> RunAsync(Actor actor, string? editionKey, Guid id, Func<string, string> placeName, CancellationToken ct)
    {
        var old = await db.InvitationsOf(actor, editionKey).AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct);
        if (old is null) return Problem.NotFound("people.invitation_unknown");
        var again = await invite.RunAsync(actor, new(old.Email, old.FullName, old.EditionKey, old.Role, old.Language), placeName(old.Language), ct);
        return again.TryGet(out _, out var problem) ? null : problem;
    }
}
