using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Registration;

/// <summary>What of a list of registrations is wanted; null and empty mean everything.</summary>
/// <param name="Search">Name, organisation or address, with or without marks; or a number.</param>
public sealed record PartyFilter(PartyState? State, string? Kind, string? Place, string? Search);

/// <summary>A registration in a list.</summary>
/// <param name="Contact">Name of the contact.</param>
public sealed record PartyRow(Guid Id, int Number, string Contact, string Organisation, string KindCode, string PlaceCode, PartyState State, int Size, Instant RegisteredAt);

/// <summary>Persons of one kind at one place in one state.</summary>
public sealed record PartyCount(string KindCode, string PlaceCode, PartyState State, int People);

/// <summary>A registration with everything in it.</summary>
/// <param name="WaitingPlace">Parties before it in the line it stands in, and itself: 1 is next. Null unless waiting.</param>
public sealed record PartyDetail(Party Party, IReadOnlyList<Attendee> People, IReadOnlyList<PartyConsent> Consents, int? WaitingPlace);

/// <summary>What one person sees under the own link.</summary>
/// <param name="Me">Whose link it is; the contact sees the whole party, others themselves alone.</param>
public sealed record OwnParty(PartyDetail Detail, Attendee Me)
{
    public bool IsContact => Me.Ordinal == 0;
}

public static class RegistrationQueries
{
    public const int PageSize = 100;

    /// <summary>The registrations this actor may know of: all for organisers, those of the own venues for hosts of bridge points, none for others.</summary>
    public static IQueryable<Party> PartiesVisibleTo(this BangVangDb db, Actor actor, ForumEdition forum)
    {
        var (all, places) = (actor.Is(Role.Organiser, forum.Key), actor.PlacesInCare(forum));
        return db.Parties.Where(p => p.ForumKey == forum.Key && (all || places.Contains(p.PlaceCode)));
    }

    /// <summary>Codes of the places this actor looks after.</summary>
    public static string[] PlacesInCare(this Actor actor, ForumEdition forum) =>
        [.. (forum.Registration?.Places ?? []).Where(p => actor.Is(Role.Organiser, forum.Key)
            || (p.Venue is not null && actor.Is(Role.BridgeHost, forum.Key) && actor.Is(Role.BridgeHost, ForumEdition.VenueKeyOf(forum.Slug, p.Venue)))).Select(p => p.Code)];

    /// <summary>In the order of their numbers.</summary>
    /// <param name="page">From 1.</param>
    public static async Task<(IReadOnlyList<PartyRow> Rows, int Count)> PartiesAsync(this BangVangDb db, Actor actor, ForumEdition forum, PartyFilter filter, int page, CancellationToken ct)
    {
        var found = db.PartiesVisibleTo(actor, forum).AsNoTracking().Matching(db, filter);
        var count = await found.CountAsync(ct);
        var rows = await (
            from p in found.OrderBy(p => p.Number).Skip((Math.Max(1, page) - 1) * PageSize).Take(PageSize)
            join a in db.Attendees on p.Id equals a.PartyId
            where a.Ordinal == 0
            orderby p.Number
            select new PartyRow(p.Id, p.Number, a.FullName, p.Organisation, p.KindCode, p.PlaceCode, p.State, p.Size, p.RegisteredAt)).ToListAsync(ct);
        return (rows, count);
    }

    private static IQueryable<Party> Matching(this IQueryable<Party> parties, BangVangDb db, PartyFilter filter)
    {
        if (filter.State is { } state) parties = parties.Where(p => p.State == state);
        if (filter.Kind is { Length: > 0 } kind) parties = parties.Where(p => p.KindCode == kind);
        if (filter.Place is { Length: > 0 } place) parties = parties.Where(p => p.PlaceCode == place);
        if (filter.Search is not { Length: > 0 } typed) return parties;
        if (int.TryParse(typed.TrimStart('#'), out var number)) return parties.Where(p => p.Number == number);
        var key = VietnameseText.SearchKey(typed);
        return parties.Where(p => db.Attendees.Any(a => a.PartyId == p.Id && a.SearchKey.Contains(key)));
    }

    /// <summary>How many persons, of those this actor may know of.</summary>
    public static Task<List<PartyCount>> PartyCountsAsync(this BangVangDb db, Actor actor, ForumEdition forum, CancellationToken ct) =>
        db.PartiesVisibleTo(actor, forum).GroupBy(p => new { p.KindCode, p.PlaceCode, p.State })
            .Select(g => new PartyCount(g.Key.KindCode, g.Key.PlaceCode, g.Key.State, g.Sum(p => p.Size))).ToListAsync(ct);

    /// <summary>The limited stocks, for organisers, and the own places for hosts; seats taken of those stated while nobody has registered yet are none.</summary>
    public static async Task<IReadOnlyList<SeatPool>> SeatPoolsAsync(this BangVangDb db, Actor actor, ForumEdition forum, CancellationToken ct)
    {
        if (forum.Registration is not { } rules) return [];
        var known = await db.SeatPools.AsNoTracking().Where(p => p.ForumKey == forum.Key).ToDictionaryAsync(p => p.Code, ct);
        var own = actor.PlacesInCare(forum).Select(RegistrationRules.PoolOfPlace).ToHashSet();
        return [.. rules.Pools.Where(p => actor.Is(Role.Organiser, forum.Key) || own.Contains(p.Pool)).Select(p => known.GetValueOrDefault(p.Pool) ?? new SeatPool(forum.Key, p.Pool, p.Capacity, 0))];
    }

    /// <summary>Seats left in each limited stock, by its code: what everybody may know before registering.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> FreeSeatsAsync(this BangVangDb db, ForumEdition forum, CancellationToken ct)
    {
        var known = await db.SeatPools.AsNoTracking().Where(p => p.ForumKey == forum.Key).ToDictionaryAsync(p => p.Code, p => p.Capacity - p.Taken, ct);
        return forum.Registration is not { } rules ? known : rules.Pools.ToDictionary(p => p.Pool, p => known.GetValueOrDefault(p.Pool, p.Capacity));
    }

    public static async Task<PartyDetail?> PartyAsync(this BangVangDb db, Actor actor, ForumEdition forum, Guid id, CancellationToken ct) =>
        await db.PartiesVisibleTo(actor, forum).AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is { } party ? await db.DetailAsync(party, ct) : null;

    /// <summary>What happened to a registration, the newest first, for whoever may see it.</summary>
    public static async Task<IReadOnlyList<AuditEntry>> PartyHistoryAsync(this BangVangDb db, Actor actor, ForumEdition forum, Guid id, CancellationToken ct)
    {
        if (!await db.PartiesVisibleTo(actor, forum).AnyAsync(p => p.Id == id, ct)) return [];
        var subject = id.ToString();
        return await db.AuditEntries.AsNoTracking().Where(a => a.EditionKey == forum.Key && a.Subject == subject).OrderByDescending(a => a.Id).Take(200).ToListAsync(ct);
    }

    /// <summary>The registration behind a personal link; null when the link is none of this forum.</summary>
    public static async Task<OwnParty?> OwnPartyAsync(this BangVangDb db, ForumEdition forum, string token, CancellationToken ct)
    {
        var hash = Secrets.HashOf(token);
        var me = await db.Attendees.AsNoTracking().SingleOrDefaultAsync(a => a.TokenHash == hash && a.ForumKey == forum.Key, ct);
        if (me is null) return null;
        var detail = await db.DetailAsync(await db.Parties.AsNoTracking().SingleAsync(p => p.Id == me.PartyId, ct), ct);
        return new(me.Ordinal == 0 ? detail : detail with { People = [.. detail.People.Where(p => p.Id == me.Id)], Consents = [] }, me);
    }

    private static async Task<PartyDetail> DetailAsync(this BangVangDb db, Party party, CancellationToken ct) => new(
        party,
        await db.Attendees.AsNoTracking().Where(a => a.PartyId == party.Id).OrderBy(a => a.Ordinal).ToListAsync(ct),
        await db.PartyConsents.AsNoTracking().Where(c => c.PartyId == party.Id).OrderBy(c => c.Purpose).ThenBy(c => c.GivenAt).ToListAsync(ct),
        party.WaitsFor is null ? null : 1 + await db.Parties.CountAsync(p => p.ForumKey == party.ForumKey && p.WaitsFor == party.WaitsFor && p.Number < party.Number, ct));

    /// <summary>The invitation behind a link, neither used nor taken back; null when there is none.</summary>
    public static Task<ForumGuest?> OpenGuestAsync(this BangVangDb db, string forumKey, string token, CancellationToken ct)
    {
        var hash = Secrets.HashOf(token);
        return db.ForumGuests.AsNoTracking().SingleOrDefaultAsync(g => g.TokenHash == hash && g.ForumKey == forumKey && g.UsedAt == null && g.RevokedAt == null, ct);
    }

    /// <summary>Everybody invited, the newest first; for organisers.</summary>
    public static Task<List<ForumGuest>> ForumGuestsAsync(this BangVangDb db, Actor actor, string forumKey, CancellationToken ct)
    {
        var may = actor.Is(Role.Organiser, forumKey);
        return db.ForumGuests.AsNoTracking().Where(g => may && g.ForumKey == forumKey).OrderByDescending(g => g.InvitedAt).ThenBy(g => g.Id).Take(500).ToListAsync(ct);
    }
}
