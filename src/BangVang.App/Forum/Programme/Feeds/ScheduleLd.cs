using System.Text.Json.Nodes;
using BangVang.App.Kernel;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Programme;
using NodaTime;

namespace BangVang.App.Forum.Programme.Feeds;

/// <summary>The forum and its sessions for search engines: schema.org Event as JSON-LD, one Place for the main venue and for each bridge point.</summary>
public static class ScheduleLd
{
    public const string MediaType = "application/ld+json; charset=utf-8";

    public static string Write(ProgrammeFeed feed)
    {
        var held = feed.Programme.Sessions;
        var json = Event(feed.Url, feed.In(feed.Forum.Name));
        json["@context"] = "https://schema.org";
        if (held.Count > 0)
        {
            json["startDate"] = ProgrammeFeed.Moment(feed.At(held.Min(s => s.StartsAt)));
            json["endDate"] = ProgrammeFeed.Moment(feed.At(held.Max(s => s.EndsAt)));
        }
        json["eventStatus"] = "https://schema.org/EventScheduled";
        json["eventAttendanceMode"] = feed.Forum.Venues.Any(v => v.Kind == VenueKind.BridgePoint) ? "https://schema.org/MixedEventAttendanceMode" : "https://schema.org/OfflineEventAttendanceMode";
        json["inLanguage"] = new JsonArray([.. feed.Forum.Languages.Select(l => (JsonNode)l)]);
        json["location"] = new JsonArray([.. feed.Forum.Venues.Select(v => PlaceOf(feed, v)),
            .. feed.Forum.Venues.Any(v => v.Kind == VenueKind.BridgePoint) ? [new JsonObject { ["@type"] = "VirtualLocation", ["url"] = feed.Url }] : Array.Empty<JsonNode>()]);
        json["organizer"] = new JsonArray([.. feed.Forum.Organisers.Where(o => o.Part is not OrganiserPart.Sponsor).Select(o => new JsonObject { ["@type"] = "Organization", ["name"] = feed.In(o.Name) })]);
        if (feed.Forum.Summary is { } summary) json["description"] = feed.In(summary);
        json["subEvent"] = new JsonArray([.. held.Select(s => SessionOf(feed, s))]);
        return json.ToJsonString(Json.Options);
    }

    private static JsonObject Event(string url, string name) => new() { ["@type"] = "Event", ["@id"] = url, ["url"] = url, ["name"] = name };

    private static JsonObject SessionOf(ProgrammeFeed feed, ReleasedSession s)
    {
        var zone = feed.ZoneOf(s);
        var json = Event(feed.UrlOf(s), feed.In(s.Title));
        json["startDate"] = ProgrammeFeed.Moment(s.StartsAt.InZone(zone));
        json["endDate"] = ProgrammeFeed.Moment(s.EndsAt.InZone(zone));
        json["eventStatus"] = s.IsCancelled ? "https://schema.org/EventCancelled" : "https://schema.org/EventScheduled";
        json["inLanguage"] = new JsonArray([.. s.Languages.Select(l => (JsonNode)l)]);
        if (s.Abstract is { } text) json["description"] = feed.In(text);
        if (feed.Forum.Room(s.Room) is { } found)
            json["location"] = new JsonObject { ["@type"] = "Place", ["name"] = feed.RoomName(s.Room), ["containedInPlace"] = PlaceOf(feed, found.Venue) };
        var people = feed.Programme.People(s).DistinctBy(p => p.Speaker.Code).Select(p => (JsonNode)new JsonObject { ["@type"] = "Person", ["name"] = p.Speaker.Name, ["url"] = $"{feed.Url}/speakers/{p.Speaker.Code}" }).ToArray();
        if (people.Length > 0) json["performer"] = new JsonArray(people);
        return json;
    }

    private static JsonObject PlaceOf(ProgrammeFeed feed, Venue venue) => new()
    {
        ["@type"] = "Place", ["name"] = venue.House.TryGet(out var house) ? $"{feed.In(house)}, {feed.In(venue.Name)}" : feed.In(venue.Name),
        ["address"] = venue.Address is { } address ? feed.In(address) : feed.In(venue.Name),
    };
}
