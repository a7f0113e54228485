using System.Globalization;
using System.Text.Json.Nodes;
using BangVang.App.Kernel;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Programme;
using BangVang.Domain.Kernel;
using NodaTime;
using NodaTime.Text;

namespace BangVang.App.Forum.Programme.Feeds;

/// <summary>
/// The programme as schedule.json, version 1 of c3voc. The format is closed: what it has no word for (both languages, every
/// spoken language, parts, clocks of the places) stands in the one place where more is allowed, under <c>schedule.bangvang</c>, by guid.
/// </summary>
public static class ScheduleJson
{
    public const string MediaType = "application/json; charset=utf-8";

    public static string Write(ProgrammeFeed feed) => new JsonObject
    {
        ["$schema"] = "https://c3voc.de/schedule/schema.json",
        ["generator"] = new JsonObject { ["name"] = ProgrammeFeed.Generator, ["url"] = feed.Site.To("/") },
        ["schedule"] = new JsonObject
        {
            ["version"] = feed.Release.Name, ["base_url"] = feed.Url, ["conference"] = Conference(feed), ["bangvang"] = More(feed),
        },
    }.ToJsonString(Json.Options);

    private static JsonObject Conference(ProgrammeFeed feed)
    {
        var days = feed.Days;
        return new()
        {
            ["acronym"] = feed.Acronym, ["title"] = feed.Title, ["description"] = feed.In(feed.Forum.Name),
            ["start"] = days.Count == 0 ? "" : LocalDatePattern.Iso.Format(days[0]), ["end"] = days.Count == 0 ? "" : LocalDatePattern.Iso.Format(days[^1]),
            ["daysCount"] = days.Count, ["timeslot_duration"] = "00:05", ["time_zone_name"] = feed.Forum.Zone, ["url"] = feed.Url,
            ["tracks"] = new JsonArray([.. feed.Forum.Tracks.Select(t => TrackOf(feed, t))]),
            ["rooms"] = new JsonArray([.. feed.Forum.Rooms.Select(r => RoomOf(feed, r.Venue, r.Room))]),
            ["days"] = new JsonArray([.. days.Select((day, i) => DayOf(feed, day, i + 1))]),
        };
    }

    private static JsonObject TrackOf(ProgrammeFeed feed, Track track)
    {
        var json = new JsonObject { ["name"] = feed.In(track.Name), ["slug"] = track.Code };
        if (track.Color is { } color) json["color"] = color;
        return json;
    }

    private static JsonObject RoomOf(ProgrammeFeed feed, Venue venue, Room room) => new()
    {
        ["name"] = feed.RoomName(room.Code), ["guid"] = feed.GuidOf(room.Code), ["slug"] = room.Code, ["capacity"] = room.Capacity,
        ["type"] = room.Kind switch
        {
            RoomKind.Hall => "lecturehall",
            RoomKind.Stage => "stage",
            RoomKind.Workshop => "workshop",
            RoomKind.Outside => "outside",
            RoomKind.Online => "online",
            _ => "other",
        },
        ["features"] = new JsonObject { ["recording"] = "unknown", ["venue"] = venue.Code, ["bridge_point"] = venue.Kind == VenueKind.BridgePoint, ["time_zone_name"] = feed.Forum.ZoneOf(venue).Id },
    };

    private static JsonObject DayOf(ProgrammeFeed feed, LocalDate day, int index)
    {
        var rooms = new JsonObject();
        foreach (var room in feed.Held.Where(s => feed.At(s.StartsAt).Date == day).GroupBy(s => s.Room))
            rooms[feed.RoomName(room.Key)] = new JsonArray([.. room.Select(s => EventOf(feed, s))]);
        return new()
        {
            ["index"] = index, ["date"] = LocalDatePattern.Iso.Format(day),
            ["day_start"] = ProgrammeFeed.Moment(day.AtStartOfDayInZone(feed.Forum.TimeZone)), ["day_end"] = ProgrammeFeed.Moment(day.PlusDays(1).AtStartOfDayInZone(feed.Forum.TimeZone)),
            ["rooms"] = rooms,
        };
    }

    private static JsonObject EventOf(ProgrammeFeed feed, ReleasedSession s) => new()
    {
        ["guid"] = s.Id, ["code"] = s.Code, ["id"] = s.Number, ["date"] = ProgrammeFeed.Moment(feed.At(s.StartsAt)),
        ["start"] = feed.At(s.StartsAt).ToString("HH:mm", CultureInfo.InvariantCulture), ["end"] = ProgrammeFeed.Moment(feed.At(s.EndsAt)), ["duration"] = ProgrammeFeed.Duration(s.Minutes),
        ["room"] = feed.RoomName(s.Room), ["slug"] = feed.SlugOf(s), ["url"] = feed.UrlOf(s), ["title"] = feed.In(s.Title), ["subtitle"] = null,
        ["track"] = feed.TrackName(s), ["type"] = Codes.Of(s.Kind), ["language"] = s.Languages[0],
        ["abstract"] = s.Abstract is null ? null : feed.In(s.Abstract), ["description"] = null, ["links"] = new JsonArray(),
        ["persons"] = new JsonArray([.. feed.Programme.People(s).DistinctBy(p => p.Speaker.Code).Select(p => PersonOf(feed, p.Speaker))]),
    };

    private static JsonObject PersonOf(ProgrammeFeed feed, ReleasedSpeaker speaker) => new()
    {
        ["guid"] = speaker.Id, ["code"] = speaker.Code, ["name"] = speaker.Name, ["url"] = $"{feed.Url}/speakers/{speaker.Code}", ["biography"] = speaker.Bio is null ? null : feed.In(speaker.Bio),
    };

    private static JsonObject More(ProgrammeFeed feed)
    {
        var events = new JsonObject();
        foreach (var s in feed.Programme.Sessions)
            events[$"{s.Id}"] = new JsonObject
            {
                ["title"] = Both(s.Title), ["languages"] = new JsonArray([.. s.Languages.Select(l => (JsonNode)l)]), ["cancelled"] = s.IsCancelled, ["sequence"] = s.Sequence,
                ["roles"] = new JsonArray([.. feed.Programme.People(s).Select(p => new JsonObject { ["guid"] = p.Speaker.Id, ["role"] = Codes.Of(p.Role) })]),
            };
        return new() { ["release"] = feed.Release.Number, ["sha256"] = feed.Release.Sha256, ["events"] = events };
    }

    private static JsonObject Both(LocalizedText text) => new() { ["vi"] = text.Vi, ["en"] = text.En };
}
