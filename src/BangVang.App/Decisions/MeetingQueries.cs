using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Decisions;

public sealed record MeetingRow(Guid Id, string EditionKey, string Title, string Place, Instant ScheduledAt, Instant? OpenedAt, Instant? ClosedAt);

public sealed record MemberRow(Guid PersonId, string Name, bool IsPresent, bool IsChair);

/// <param name="DossierName">Product of the dossier concerned; null when none is, or when the viewer must not know.</param>
/// <param name="OwnVote">What the viewer voted.</param>
/// <param name="MayVote">A member, present, without conflict, while the motion is open.</param>
/// <param name="Voted">How many members have voted so far; the choices stay unknown until it is closed.</param>
public sealed record MotionRow(Motion Motion, string? DossierReference, string? DossierName, VoteChoice? OwnVote, bool MayVote, int Voted);

/// <summary>A meeting as one of its people sees it: motions on dossiers in conflict, or that the viewer still has to score, are left out altogether.</summary>
public sealed record MeetingView(CouncilMeeting Meeting, IReadOnlyList<MemberRow> Members, IReadOnlyList<MotionRow> Motions, bool IsRunByViewer, bool IsChair);

public static class MeetingQueries
{
    /// <summary>The meetings the viewer may know of, the next or running first.</summary>
    public static Task<List<MeetingRow>> MeetingsAsync(this BangVangDb db, Actor actor, string? editionKey, CancellationToken ct) =>
        db.MeetingsVisibleTo(actor).AsNoTracking()
            .Where(m => editionKey == null || m.EditionKey == editionKey)
            .OrderBy(m => m.ClosedAt != null).ThenByDescending(m => m.ScheduledAt).ThenBy(m => m.Id)
            .Take(100)
            .Select(m => new MeetingRow(m.Id, m.EditionKey, m.Title, m.Place, m.ScheduledAt, m.OpenedAt, m.ClosedAt))
            .ToListAsync(ct);

    /// <summary>One meeting with members and motions; null when the viewer may not know of it.</summary>
    public static async Task<MeetingView?> MeetingViewAsync(this BangVangDb db, Actor actor, Guid meetingId, Instant now, CancellationToken ct)
    {
        var meeting = await db.MeetingsVisibleTo(actor).AsNoTracking().SingleOrDefaultAsync(m => m.Id == meetingId, ct);
        if (meeting is null) return null;
        var members = await (from m in db.MeetingMembers.AsNoTracking() join p in db.People on m.PersonId equals p.Id where m.MeetingId == meetingId orderby p.SortKey, p.Id
                             select new MemberRow(p.Id, p.FullName, m.PresentAt != null, db.RoleGrants.Any(g => g.PersonId == p.Id && g.EditionKey == meeting.EditionKey && g.Role == Role.Chair))).ToListAsync(ct);
        var hidden = await db.ConflictedDossiersAsync(actor, meeting.EditionKey, ct);
        hidden.UnionWith(await db.DossiersBeforeOwnMark(actor, meeting.EditionKey, now).ToListAsync(ct));
        var motions = (await db.Motions.AsNoTracking().Where(m => m.MeetingId == meetingId).OrderBy(m => m.Number).ToListAsync(ct))
            .Where(m => m.DossierId is not { } id || !hidden.Contains(id)).ToList();
        var ids = motions.Select(m => m.Id).ToArray();
        var votes = (await db.Votes.AsNoTracking().Where(v => ids.Contains(v.MotionId)).ToListAsync(ct)).ToLookup(v => v.MotionId);
        var dossiers = motions.Where(m => m.DossierId is not null).Select(m => m.DossierId!.Value).Distinct().ToArray();
        var names = await db.Dossiers.AsNoTracking().Where(d => dossiers.Contains(d.Id)).Select(d => new { d.Id, d.Reference, d.ProductName }).ToDictionaryAsync(d => d.Id, ct);

        var isPresent = members.Any(m => m.PersonId == actor.PersonId && m.IsPresent);
        var rows = motions.Select(m =>
        {
            var name = m.DossierId is { } id ? names.GetValueOrDefault(id) : null;
            var own = votes[m.Id].FirstOrDefault(v => v.PersonId == actor.PersonId)?.Choice;
            return new MotionRow(m, name?.Reference, name?.ProductName, own, isPresent && meeting.IsRunning && m.State is MotionState.Open, votes[m.Id].Count());
        });
        return new(meeting, members, [.. rows], actor.Is(Role.Secretariat, meeting.EditionKey) || actor.Is(Role.Chair, meeting.EditionKey), actor.Is(Role.Chair, meeting.EditionKey));
    }
}
