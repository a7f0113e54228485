using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Decisions;

/// <summary>Who may know of meetings and of the decision before it is published.</summary>
public static class DecisionVisibility
{
    /// <summary>Meetings this person may read: members, and secretariat, chair and auditor of the edition.</summary>
    public static IQueryable<CouncilMeeting> MeetingsVisibleTo(this BangVangDb db, Actor actor)
    {
        var reads = actor.EditionsAs(Role.Secretariat).Union(actor.EditionsAs(Role.Chair)).Union(actor.EditionsAs(Role.Auditor)).ToArray();
        return db.CouncilMeetings.Where(c => reads.Contains(c.EditionKey) || db.MeetingMembers.Any(m => m.MeetingId == c.Id && m.PersonId == actor.PersonId));
    }

    /// <summary>Meetings this person runs: secretariat and chair of the edition.</summary>
    public static IQueryable<CouncilMeeting> MeetingsInCareOf(this BangVangDb db, Actor actor)
    {
        var runs = actor.EditionsAs(Role.Secretariat).Union(actor.EditionsAs(Role.Chair)).ToArray();
        return db.CouncilMeetings.Where(c => runs.Contains(c.EditionKey));
    }

    /// <summary>The decision of an edition for those who prepare, take or audit it; for members of the council once a meeting they belong to runs or ran.</summary>
    public static IQueryable<AwardDecision> DecisionsVisibleTo(this BangVangDb db, Actor actor)
    {
        var reads = actor.EditionsAs(Role.Secretariat).Union(actor.EditionsAs(Role.Chair)).Union(actor.EditionsAs(Role.Auditor)).ToArray();
        return db.AwardDecisions.Where(d => reads.Contains(d.EditionKey)
            || db.CouncilMeetings.Any(c => c.EditionKey == d.EditionKey && c.OpenedAt != null && db.MeetingMembers.Any(m => m.MeetingId == c.Id && m.PersonId == actor.PersonId)));
    }

    /// <summary>Dossiers this person must not learn anything about.</summary>
    internal static async Task<HashSet<Guid>> ConflictedDossiersAsync(this BangVangDb db, Actor actor, string editionKey, CancellationToken ct) =>
        [.. await db.Conflicts.Where(c => c.EditionKey == editionKey && c.PersonId == actor.PersonId && c.State != ConflictState.Dismissed).Select(c => c.DossierId).ToListAsync(ct)];

    internal static Task<bool> HasConflictAsync(this BangVangDb db, Actor actor, Guid dossierId, CancellationToken ct) =>
        db.Conflicts.AnyAsync(c => c.DossierId == dossierId && c.PersonId == actor.PersonId && c.State != ConflictState.Dismissed, ct);

    /// <summary>Carried motions of all meetings of the edition, in the order in which they were closed.</summary>
    internal static IQueryable<Motion> CarriedMotions(this BangVangDb db, string editionKey) =>
        from m in db.Motions
        join c in db.CouncilMeetings on m.MeetingId equals c.Id
        where c.EditionKey == editionKey && m.State == MotionState.Carried
        orderby m.ClosedAt, m.Number
        select m;
}
