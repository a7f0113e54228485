using System.Text.Json.Serialization;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum.Door;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Forum.Streams;
using NodaTime;

namespace BangVang.Domain.Forum;

/// <summary>
/// One edition of the forum as data: read from a folder, frozen by publishing, never changed afterwards. What no source
/// states is unpublished, what sources state differently stands side by side; nothing is invented in its place.
/// </summary>
public sealed record ForumEdition
{
    /// <summary>Its place in addresses: "1" to "7", "demo-2026". Small letters, digits and hyphens; never changed.</summary>
    public required string Slug { get; init; }
    /// <summary>"lần thứ", from 1.</summary>
    [Within(1, 999)] public required int Number { get; init; }
    /// <summary>Nominal year: "năm 2024", also when the forum was held in January 2025.</summary>
    [Within(1900, 9999)] public required int Year { get; init; }
    public required LocalizedText Name { get; init; }
    /// <summary>Short name in running text and on narrow screens; null where the sources use none.</summary>
    public LocalizedText? ShortName { get; init; }
    public LocalizedText? Summary { get; init; }
    /// <summary>True when everything in it is made up for demonstration; every page says so.</summary>
    public bool Sample { get; init; }
    /// <summary>Time zone of its own clock, as the tz database names it; bridge points have theirs.</summary>
    public required string Zone { get; init; }
    /// <summary>The day it is or was held: the first one when it has several.</summary>
    public required Published<LocalDate> Date { get; init; }
    /// <summary>The last day; null when it has one day.</summary>
    public LocalDate? Ends { get; init; }
    /// <summary>A day that was announced before and did not hold.</summary>
    public Published<LocalDate> Planned { get; init; } = Published<LocalDate>.Unpublished;
    /// <summary><c>programme/year</c> of the award that is given inside it; null when none was, or no source says so.</summary>
    public string? Award { get; init; }
    public IReadOnlyDictionary<string, SourceEntry> Sources { get; init; } = new Dictionary<string, SourceEntry>();
    public IReadOnlyList<Organiser> Organisers { get; init; } = [];
    public IReadOnlyList<Theme> Themes { get; init; } = [];
    /// <summary>The word that leads the day: "Make in Viet Nam".</summary>
    public Published<LocalizedText> Message { get; init; } = Published<LocalizedText>.Unpublished;
    /// <summary>How many take part, in the words of the source: "hơn 1.000 đại biểu".</summary>
    public Published<LocalizedText> Size { get; init; } = Published<LocalizedText>.Unpublished;
    /// <summary>Persons whom the sources name with a part in it. Speakers of the programme are not here.</summary>
    public IReadOnlyList<Official> People { get; init; } = [];
    /// <summary>What it consists of beside the plenary: ceremony, exhibition.</summary>
    public IReadOnlyList<Statement> Parts { get; init; } = [];
    public IReadOnlyList<Statement> Topics { get; init; } = [];
    /// <summary>Figures of the industry that were announced there, in the words of the source.</summary>
    public IReadOnlyList<Statement> Figures { get; init; } = [];
    public IReadOnlyList<ForumLink> Links { get; init; } = [];
    /// <summary>Sponsors and partners by level, the highest level first, each level in the order it is printed.</summary>
    public IReadOnlyList<PartnerLevel> Partners { get; init; } = [];
    /// <summary>Main venue and bridge points.</summary>
    public required IReadOnlyList<Venue> Venues { get; init; }
    /// <summary>Minutes to walk between rooms, where it takes any; the way back takes as long.</summary>
    public IReadOnlyList<Walk> Walks { get; init; } = [];
    /// <summary>Strands of the programme.</summary>
    public IReadOnlyList<Track> Tracks { get; init; } = [];
    /// <summary>Languages that are spoken or interpreted, the floor's first: "vi", "en", "ko".</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];
    /// <summary>Null when nobody registers here.</summary>
    public RegistrationRules? Registration { get; init; }

    /// <summary>What is sent live and shown again.</summary>
    public IReadOnlyList<StreamRules> Streams { get; init; } = [];

    /// <summary>Where people are let in: check-in lists with their gates. None: nobody is counted at a door.</summary>
    public IReadOnlyList<DoorList> Doors { get; init; } = [];

    /// <summary><c>forum/slug</c>: under it roles are held, and the log and the audit trail name it.</summary>
    [JsonIgnore] public string Key => KeyOf(Slug);

    [JsonIgnore] public DateTimeZone TimeZone => DateTimeZoneProviders.Tzdb[Zone];

    /// <summary>All rooms with the venue they are in, in order.</summary>
    [JsonIgnore] public IEnumerable<(Venue Venue, Room Room)> Rooms => Venues.SelectMany(v => v.Rooms.Select(r => (v, r)));

    /// <summary>The room with that code; null when there is none. Codes of rooms are unique within the forum.</summary>
    public (Venue Venue, Room Room)? Room(string code) => Rooms.Where(r => r.Room.Code == code).Cast<(Venue, Room)?>().FirstOrDefault();

    public StreamRules? Stream(string code) => Streams.FirstOrDefault(s => s.Code == code);

    public DoorList? Door(string code) => Doors.FirstOrDefault(d => d.Code == code);

    public Venue? Venue(string code) => Venues.FirstOrDefault(v => v.Code == code);

    /// <summary>The zone of a venue: its own, else that of the forum.</summary>
    public DateTimeZone ZoneOf(Venue venue) => venue.Zone.TryGet(out var zone) ? DateTimeZoneProviders.Tzdb[zone] : TimeZone;

    /// <summary>Minutes between two rooms; 0 within one room and where none are stated.</summary>
    public int MinutesBetween(string room, string other) =>
        Walks.FirstOrDefault(w => (w.From == room && w.To == other) || (w.From == other && w.To == room))?.Minutes ?? 0;

    /// <summary>True on its days, by its own clock; false while no one day is known.</summary>
    public bool IsOn(Instant now) => Date.TryGet(out var first) && now.InZone(TimeZone).Date is var today && first <= today && today <= (Ends ?? first);

    /// <summary>Null while no one day is known.</summary>
    [JsonIgnore] public LocalDate? LastDay => Date.TryGet(out var first) ? Ends ?? first : null;

    /// <summary>Its last day has ended, by its own clock.</summary>
    public bool IsOver(Instant now) => LastDay is { } last && now.InZone(TimeZone).Date > last;

    public static string KeyOf(string slug) => $"forum/{slug}";

    /// <summary>The slug in <c>forum/slug</c>; null for any other key.</summary>
    public static string? SlugOf(string key) => key.Split('/') is ["forum", var slug] ? slug : null;

    /// <summary><c>forum/slug/venue</c>: under it the host of a bridge point holds the role for that venue alone.</summary>
    public static string VenueKeyOf(string slug, string venue) => $"{KeyOf(slug)}/{venue}";
}

/// <summary>How a theme came to be stated.</summary>
public enum ThemeKind
{
    /// <summary>Under which the forum was held.</summary>
    Actual,
    /// <summary>Announced beforehand, held under another.</summary>
    Announced,
    /// <summary>The same theme in other words, in another source.</summary>
    Variant,
}

/// <summary>A theme of the forum as one source words it.</summary>
public sealed record Theme
{
    public required LocalizedText Text { get; init; }
    public required ThemeKind Kind { get; init; }
    public IReadOnlyList<string> Source { get; init; } = [];
}

/// <summary>A page elsewhere about the forum.</summary>
public sealed record ForumLink(LocalizedText Title, string Url);

/// <summary>A level of sponsors or partners as the organisers name it: "Nhà tài trợ Kim cương".</summary>
public sealed record PartnerLevel(LocalizedText Name, IReadOnlyList<Partner> Members);

/// <param name="Name">As the organisation writes it.</param>
/// <param name="Url">Its own page; null when none is linked.</param>
public sealed record Partner(string Name, string? Url = null);

/// <summary>What a venue is to the forum.</summary>
public enum VenueKind
{
    /// <summary>Where the hall is.</summary>
    Main,
    /// <summary>"Điểm cầu": a place elsewhere that takes part over the line, with its own clock, doors and host.</summary>
    BridgePoint,
}

/// <summary>A house in which the forum takes place.</summary>
public sealed record Venue
{
    /// <summary>Unique within the forum.</summary>
    [Code] public required string Code { get; init; }
    public required VenueKind Kind { get; init; }
    /// <summary>As visitors call it: "Hà Nội", "Singapore", "Seoul", "Hàn Quốc".</summary>
    public required LocalizedText Name { get; init; }
    /// <summary>The house itself; sources may disagree.</summary>
    public Published<LocalizedText> House { get; init; } = Published<LocalizedText>.Unpublished;
    public LocalizedText? Address { get; init; }
    /// <summary>As the tz database names it; the forum's own when not stated.</summary>
    public Published<string> Zone { get; init; } = Published<string>.Unpublished;
    /// <summary>Persons it holds in all; null when not stated.</summary>
    [Within(0, 1_000_000)] public int? Capacity { get; init; }
    public IReadOnlyList<Room> Rooms { get; init; } = [];
    public IReadOnlyList<string> Source { get; init; } = [];
}

/// <summary>What a room is for.</summary>
public enum RoomKind { Hall, Stage, Workshop, Exhibition, Outside, Online }

/// <summary>A room or area of a venue.</summary>
public sealed record Room
{
    /// <summary>Unique within the forum, not only the venue.</summary>
    [Code] public required string Code { get; init; }
    public required LocalizedText Name { get; init; }
    public required RoomKind Kind { get; init; }
    /// <summary>Seats; null when not stated.</summary>
    [Within(0, 1_000_000)] public int? Capacity { get; init; }
    /// <summary>Floor or wing, as the signs say.</summary>
    public LocalizedText? Floor { get; init; }
}

/// <summary>The way between two rooms.</summary>
/// <param name="Minutes">On foot, one way.</param>
public sealed record Walk([property: Code] string From, [property: Code] string To, [property: Within(0, 600)] int Minutes);

/// <summary>A strand of the programme.</summary>
public sealed record Track
{
    /// <summary>Unique within the forum.</summary>
    [Code] public required string Code { get; init; }
    public required LocalizedText Name { get; init; }
    /// <summary>Six hexadecimal digits after a #, for feeds that colour it; null for none.</summary>
    public string? Color { get; init; }
}
