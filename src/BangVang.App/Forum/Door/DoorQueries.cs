using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BangVang.App.Forum.Registration;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Door;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Door;

/// <summary>What a device holds of a ticket. Of tickets for other places it holds neither name nor body: it only says where they belong.</summary>
/// <param name="Hash">SHA-256 of the code; the code itself leaves the server with its owner alone.</param>
/// <param name="Party">Number of the registration: those with the same come in together.</param>
public sealed record DoorCard(string Hash, string Name, string Organisation, string Kind, string Place, string State, int Party);

/// <summary>The tickets of a forum for the lists of one person.</summary>
/// <param name="Digests">Of each bucket, see <see cref="DoorQueries.Buckets"/>: eight characters each.</param>
/// <param name="Cards">By bucket: those whose digest the device does not have.</param>
public sealed record DoorSheet(string Digests, IReadOnlyDictionary<int, IReadOnlyList<DoorCard>> Cards);

/// <summary>An entry for other devices: without the words of the staff.</summary>
public sealed record DoorNews(long Sequence, DoorEntry Entry);

/// <summary>Of a list, in the names of pretix's call.</summary>
/// <param name="CheckinCount">Tickets let in at least once.</param>
/// <param name="PositionCount">Tickets that may come in here.</param>
public sealed record DoorCount(string List, int CheckinCount, int PositionCount, int InsideCount, int WalkIns, int Conflicts, IReadOnlyDictionary<string, int> ByGate);

/// <summary>A device as the organisers see it.</summary>
/// <param name="Entries">Received of it.</param>
/// <param name="LastCounter">The highest of its numbers; above <see cref="Entries"/> while some are still on their way.</param>
public sealed record DeviceRow(DoorDevice Device, string Person, int Entries, long LastCounter);

/// <summary>One side of a conflict, with what proves it.</summary>
/// <param name="SignedText">What was signed, as text; a signature over its UTF-8 bytes.</param>
public sealed record DoorEvidence(DoorEntryRow Row, string DeviceName, string? PublicKey, string SignedText);

/// <summary>One ticket let in more than once where it may come in once.</summary>
/// <param name="Who">Name and body; null for a code that is no ticket of the forum.</param>
/// <param name="Counted">The admission that counts.</param>
public sealed record DoorConflictRow(string List, string CodeHash, string? Who, DoorEvidence Counted, IReadOnlyList<DoorEvidence> Others);

/// <summary>An entry that was not kept as a ledger should be.</summary>
public sealed record DoorFaultRow(DoorFault Fault, string DeviceName);

/// <summary>What an organiser sees of the doors.</summary>
public sealed record DoorOverview(IReadOnlyList<DoorCount> Counts, IReadOnlyList<DeviceRow> Devices, IReadOnlyList<DoorConflictRow> Conflicts, IReadOnlyList<DoorFaultRow> Faults, IReadOnlyList<DoorEnrolment> OpenCodes);

public static class DoorQueries
{
    /// <summary>Tickets are kept in so many parts by the first bits of their hash: one change costs a device a sixty-fourth of the list.</summary>
    public const int Buckets = 64;

    /// <summary>Characters of a bucket's digest.</summary>
    public const int DigestLength = 8;

    /// <summary>True for whoever may let people in somewhere in the forum.</summary>
    public static bool WorksAtDoors(Actor actor, string forumKey) => actor.Is(Role.DoorStaff, forumKey) || actor.Is(Role.Organiser, forumKey) || actor.Is(Role.BridgeHost, forumKey);

    /// <summary>True for whoever may take devices in and out: organisers, and hosts for their place.</summary>
    public static bool MayManage(Actor actor, ForumEdition forum) => actor.Is(Role.Organiser, forum.Key) || (actor.Is(Role.BridgeHost, forum.Key) && ListsInCare(actor, forum).Count > 0);

    /// <summary>The lists this actor may work with: all for door staff and organisers, those of the own places alone for hosts of bridge points.</summary>
    public static IReadOnlyList<DoorList> ListsInCare(Actor actor, ForumEdition forum)
    {
        if (actor.Is(Role.DoorStaff, forum.Key) || actor.Is(Role.Organiser, forum.Key)) return forum.Doors;
        var places = actor.PlacesInCare(forum);
        return [.. forum.Doors.Where(l => l.Places.Count > 0 && l.Places.All(places.Contains))];
    }

    /// <summary>The tickets a device needs in order to decide; empty for whoever works at no door.</summary>
    /// <param name="have">The digests the device has, one after the other; anything else counts as none.</param>
    public static async Task<DoorSheet> DoorSheetAsync(this BangVangDb db, Actor actor, ForumEdition forum, string? have, CancellationToken ct)
    {
        var places = ListsInCare(actor, forum).SelectMany(l => l.Places).ToHashSet(StringComparer.Ordinal);
        var cards = places.Count == 0 ? [] : await CardsAsync(db, forum, places, ct);
        var (digests, changed) = (new StringBuilder(Buckets * DigestLength), new Dictionary<int, IReadOnlyList<DoorCard>>());
        var knows = have?.Length == Buckets * DigestLength ? have : null;
        var byBucket = cards.ToLookup(c => Convert.ToInt32(c.Hash[..2], 16) >> 2);
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            var own = byBucket[bucket].OrderBy(c => c.Hash, StringComparer.Ordinal).ToList();
            var digest = DigestOf(own);
            digests.Append(digest);
            if (knows is null || !knows.AsSpan(bucket * DigestLength, DigestLength).SequenceEqual(digest)) changed[bucket] = own;
        }
        return new(digests.ToString(), changed);
    }

    private static string DigestOf(IEnumerable<DoorCard> cards)
    {
        var text = string.Join('\n', cards.Select(c => string.Join('\t', c.Hash, c.Name, c.Organisation, c.Kind, c.Place, c.State, c.Party.ToString(CultureInfo.InvariantCulture))));
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..DigestLength];
    }

    private static async Task<List<DoorCard>> CardsAsync(BangVangDb db, ForumEdition forum, HashSet<string> places, CancellationToken ct)
    {
        var rows = await (from a in db.Attendees.AsNoTracking()
                          join p in db.Parties.AsNoTracking() on a.PartyId equals p.Id
                          where a.ForumKey == forum.Key
                          select new { a.Ticket, a.FullName, p.Organisation, p.KindCode, p.PlaceCode, p.State, p.Number }).ToListAsync(ct);
        return [.. rows.Select(r => places.Contains(r.PlaceCode)
            ? new DoorCard(TicketCode.HashOf(r.Ticket), r.FullName, r.Organisation, r.KindCode, r.PlaceCode, Codes.Of(r.State), r.Number)
            : new DoorCard(TicketCode.HashOf(r.Ticket), "", "", r.KindCode, r.PlaceCode, Codes.Of(r.State), 0))];
    }

    /// <summary>What other devices did since, for a device that merges it with its own; refusals stay where they were made.</summary>
    /// <param name="after">The last sequence the device has.</param>
    /// <returns>At most a thousand, and the sequence up to which it now knows all.</returns>
    public static async Task<(IReadOnlyList<DoorNews> News, long Last)> DoorNewsAsync(this BangVangDb db, Actor actor, ForumEdition forum, long after, CancellationToken ct)
    {
        const int Page = 1000;
        var lists = ListsInCare(actor, forum).Select(l => l.Code).ToArray();
        if (lists.Length == 0) return ([], after);
        var rows = await db.DoorEntries.AsNoTracking().Where(e => e.ForumKey == forum.Key && e.Sequence > after).OrderBy(e => e.Sequence).Take(Page).ToListAsync(ct);
        return ([.. rows.Where(r => r.Kind is not DoorKind.Refuse && lists.Contains(r.ListCode)).Select(r => new DoorNews(r.Sequence, r.Entry with { Note = null }))], rows.Count == 0 ? after : rows[^1].Sequence);
    }

    /// <summary>Live counts of the lists this actor works with.</summary>
    public static async Task<IReadOnlyList<DoorCount>> DoorCountsAsync(this BangVangDb db, Actor actor, ForumEdition forum, CancellationToken ct)
    {
        var lists = ListsInCare(actor, forum);
        return lists.Count == 0 ? [] : await CountsAsync(db, forum, lists, await db.DoorStateAsync(forum, ct), ct);
    }

    private static async Task<IReadOnlyList<DoorCount>> CountsAsync(BangVangDb db, ForumEdition forum, IReadOnlyList<DoorList> lists, DoorState state, CancellationToken ct)
    {
        var may = await db.Parties.Where(p => p.ForumKey == forum.Key && p.State == PartyState.Confirmed).GroupBy(p => new { p.PlaceCode, p.KindCode })
            .Select(g => new { g.Key.PlaceCode, g.Key.KindCode, People = g.Sum(p => p.Size) }).ToListAsync(ct);
        return [.. lists.Select(l =>
        {
            var came = state.Tickets.Values.Where(t => t.List == l.Code && t.Admitted > 0).ToList();
            return new DoorCount(l.Code, came.Count, may.Where(m => l.Places.Contains(m.PlaceCode) && (l.Kinds.Count == 0 || l.Kinds.Contains(m.KindCode))).Sum(m => m.People),
                came.Count(t => t.IsInside), came.Count(t => t.First!.Kind is DoorKind.WalkIn), state.Conflicts.Count(c => c.List == l.Code),
                came.GroupBy(t => t.First!.Gate).ToDictionary(g => g.Key, g => g.Count()));
        })];
    }

    /// <summary>Everything the doors of a forum have seen, merged. Without names; the caller has asked who may know it.</summary>
    internal static async Task<DoorState> DoorStateAsync(this BangVangDb db, ForumEdition forum, CancellationToken ct) =>
        DoorState.Of((await db.DoorEntries.AsNoTracking().Where(e => e.ForumKey == forum.Key && e.Kind != DoorKind.Refuse).ToListAsync(ct)).Select(r => r.Entry), forum.Door);

    /// <summary>Devices, counts and conflicts with their evidence, of the lists this actor looks after; null for whoever manages no door.</summary>
    public static async Task<DoorOverview?> DoorOverviewAsync(this BangVangDb db, Actor actor, ForumEdition forum, Instant now, CancellationToken ct)
    {
        if (!MayManage(actor, forum)) return null;
        var lists = ListsInCare(actor, forum);
        var codes = lists.Select(l => l.Code).ToArray();
        var rows = (await db.DoorEntries.AsNoTracking().Where(e => e.ForumKey == forum.Key).ToListAsync(ct)).ToDictionary(r => new EntryName(r.DeviceId, r.Counter));
        var state = DoorState.Of(rows.Values.Where(r => r.Kind is not DoorKind.Refuse).Select(r => r.Entry), forum.Door);
        var devices = await db.DoorDevices.AsNoTracking().Where(d => d.ForumKey == forum.Key).OrderBy(d => d.Name).ThenBy(d => d.Id).ToListAsync(ct);
        var people = await db.DoorDevices.Where(d => d.ForumKey == forum.Key).Join(db.People, d => d.PersonId, p => p.Id, (d, p) => new { d.Id, p.FullName }).ToDictionaryAsync(p => p.Id, p => p.FullName, ct);
        var byId = devices.ToDictionary(d => d.Id);
        var conflicts = state.Conflicts.Where(c => codes.Contains(c.List)).ToList();
        var ids = conflicts.SelectMany(c => c.Others.Append(c.Counted)).Select(e => rows[e.Name].AttendeeId).Where(id => id is not null).Distinct().ToArray();
        var names = await (from a in db.Attendees.AsNoTracking() join p in db.Parties.AsNoTracking() on a.PartyId equals p.Id where ids.Contains(a.Id) select new { a.Id, a.FullName, p.Organisation })
            .ToDictionaryAsync(a => a.Id, a => $"{a.FullName}, {a.Organisation}", ct);

        DoorEvidence Evidence(DoorEntry entry) => new(rows[entry.Name], byId[entry.Device].Name, byId[entry.Device].PublicKey, Encoding.UTF8.GetString(entry.SignedBytes()));
        return new(
            await CountsAsync(db, forum, lists, state, ct),
            [.. devices.Where(d => d.ListCode is null ? actor.Is(Role.Organiser, forum.Key) : codes.Contains(d.ListCode)).Select(d => new DeviceRow(d, people.GetValueOrDefault(d.Id, ""),
                rows.Keys.Count(n => n.Device == d.Id), rows.Keys.Where(n => n.Device == d.Id).Select(n => n.Counter).DefaultIfEmpty(0).Max()))],
            [.. conflicts.Select(c => new DoorConflictRow(c.List, c.CodeHash, rows[c.Counted.Name].AttendeeId is { } id ? names.GetValueOrDefault(id) : null, Evidence(c.Counted), [.. c.Others.Select(Evidence)]))],
            [.. state.Faults.Where(f => codes.Contains(rows[f.Name].ListCode)).Select(f => new DoorFaultRow(f, byId[f.Name.Device].Name))],
            await db.DoorEnrolments.AsNoTracking().Where(e => e.ForumKey == forum.Key && e.UsedAt == null && e.ExpiresAt > now && codes.Contains(e.ListCode)).OrderBy(e => e.ExpiresAt).ToListAsync(ct));
    }
}
