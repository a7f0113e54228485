using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Door;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Door;

/// <summary>That somebody came: an admission that counts, after all ledgers were merged.</summary>
/// <param name="At">When they first came in there, by the forum's clock.</param>
/// <param name="Entry">The entry that says so, for whoever wants the proof.</param>
public sealed record Attended(Guid AttendeeId, Guid PartyId, string List, string Gate, Instant At, EntryName Entry);

/// <summary>How many came in at a list.</summary>
/// <param name="Registered">With a ticket of the forum.</param>
/// <param name="WalkIns">Without one.</param>
public sealed record AttendanceCount(string List, int Registered, int WalkIns);

/// <summary>Who came, by the ledger of the door. Attendance certificates and the figures of the forum rest on this.</summary>
public static class AttendanceQueries
{
    /// <summary>Who came in where, by time. All for organisers and the installation itself, those of the own lists for hosts of bridge points, nobody for others.</summary>
    public static async Task<IReadOnlyList<Attended>> AttendanceAsync(this BangVangDb db, Actor actor, ForumEdition forum, CancellationToken ct)
    {
        var lists = ListsOf(actor, forum);
        return lists.Length == 0 ? [] : [.. (await MergeAsync(db, forum, null, ct)).Where(a => lists.Contains(a.List))];
    }

    /// <summary>Where and when one person came in, by time; for the person behind the own link, and for what is issued to them.</summary>
    /// <param name="attendeeId">Of this forum; nobody is found under one of another.</param>
    public static async Task<IReadOnlyList<Attended>> AttendanceOfAsync(this BangVangDb db, ForumEdition forum, Guid attendeeId, CancellationToken ct) => await MergeAsync(db, forum, attendeeId, ct);

    /// <summary>How many came, for each list of the forum in its order. Numbers without names: the forum may publish them.</summary>
    public static async Task<IReadOnlyList<AttendanceCount>> AttendanceCountsAsync(this BangVangDb db, ForumEdition forum, CancellationToken ct)
    {
        var came = (await db.DoorStateAsync(forum, ct)).Tickets.Values.Where(t => t.Admitted > 0).ToList();
        return [.. forum.Doors.Select(l => new AttendanceCount(l.Code, came.Count(t => t.List == l.Code && t.First!.Kind is not DoorKind.WalkIn), came.Count(t => t.List == l.Code && t.First!.Kind is DoorKind.WalkIn)))];
    }

    private static string[] ListsOf(Actor actor, ForumEdition forum) =>
        actor == Actor.Console ? [.. forum.Doors.Select(l => l.Code)] : DoorQueries.MayManage(actor, forum) ? [.. DoorQueries.ListsInCare(actor, forum).Select(l => l.Code)] : [];

    private static async Task<IReadOnlyList<Attended>> MergeAsync(BangVangDb db, ForumEdition forum, Guid? only, CancellationToken ct)
    {
        var entries = db.DoorEntries.AsNoTracking().Where(e => e.ForumKey == forum.Key && e.AttendeeId != null && e.Kind != DoorKind.Refuse);
        if (only is { } one) entries = entries.Where(e => e.AttendeeId == one);
        var rows = await (from e in entries join a in db.Attendees.AsNoTracking() on e.AttendeeId equals a.Id select new { Row = e, a.PartyId }).ToListAsync(ct);
        var byName = rows.ToDictionary(r => new EntryName(r.Row.DeviceId, r.Row.Counter));
        return [.. DoorState.Of(rows.Select(r => r.Row.Entry), forum.Door).Tickets.Values.Where(t => t.Admitted > 0).OrderBy(t => t.First!.Moment).ThenBy(t => t.First!.Name)
            .Select(t => (Ticket: t, Row: byName[t.First!.Name])).Select(t => new Attended(t.Row.Row.AttendeeId!.Value, t.Row.PartyId, t.Ticket.List, t.Ticket.First!.Gate, t.Ticket.First.Moment, t.Ticket.First.Name))];
    }
}
