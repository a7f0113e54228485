using System.Globalization;
using System.Xml.Linq;
using BangVang.Domain.Forum.Programme;
using NodaTime;
using NodaTime.Text;

namespace BangVang.App.Forum.Programme.Feeds;

/// <summary>The programme as frab's schedule.xml, which the apps of conference visitors read. Every element in it is full or left out: an empty address is not valid.</summary>
public static class ScheduleXml
{
    public const string MediaType = "application/vnd.c3voc.schedule+xml; charset=utf-8";

    public static string Write(ProgrammeFeed feed) => $"""<?xml version="1.0" encoding="utf-8"?>{"\n"}{Document(feed)}{"\n"}""";

    private static XElement Document(ProgrammeFeed feed) => new("schedule",
        new XElement("generator", new XAttribute("name", ProgrammeFeed.Generator), new XAttribute("system", feed.Site.Root.Host)),
        new XElement("url", $"{feed.Url}/schedule.xml"),
        new XElement("version", feed.Release.Name),
        new XElement("conference",
            new XElement("title", feed.Title), new XElement("acronym", feed.Acronym),
            feed.Days.Count == 0 ? null : new XElement("start", LocalDatePattern.Iso.Format(feed.Days[0])),
            feed.Days.Count == 0 ? null : new XElement("end", LocalDatePattern.Iso.Format(feed.Days[^1])),
            new XElement("days", feed.Days.Count), new XElement("timeslot_duration", "00:05"),
            new XElement("base_url", feed.Url), new XElement("url", feed.Url), new XElement("time_zone_name", feed.Forum.Zone),
            feed.Forum.Tracks.Select(t => new XElement("track", new XAttribute("name", feed.In(t.Name)),
                t.Color is { } color ? new XAttribute("color", color) : null, new XAttribute("slug", t.Code)))),
        feed.Days.Select((day, i) => Day(feed, day, i + 1)));

    private static XElement Day(ProgrammeFeed feed, LocalDate day, int index)
    {
        var sessions = feed.Held.Where(s => feed.At(s.StartsAt).Date == day).ToLookup(s => s.Room);
        return new("day", new XAttribute("index", index), new XAttribute("date", LocalDatePattern.Iso.Format(day)),
            new XAttribute("start", ProgrammeFeed.Moment(day.AtStartOfDayInZone(feed.Forum.TimeZone))),
            new XAttribute("end", ProgrammeFeed.Moment(day.PlusDays(1).AtStartOfDayInZone(feed.Forum.TimeZone))),
            feed.Forum.Rooms.Select(r => r.Room.Code).Union(sessions.Select(s => s.Key)).Where(sessions.Contains).Select(room =>
                new XElement("room", new XAttribute("name", feed.RoomName(room)), new XAttribute("guid", feed.GuidOf(room)), sessions[room].Select(s => Event(feed, s)))));
    }

    private static XElement Event(ProgrammeFeed feed, ReleasedSession s) => new("event",
        new XAttribute("guid", s.Id), new XAttribute("id", s.Number), new XAttribute("code", s.Code),
        new XElement("room", feed.RoomName(s.Room)), new XElement("title", feed.In(s.Title)), new XElement("subtitle"),
        new XElement("type", Domain.Kernel.Codes.Of(s.Kind)),
        new XElement("date", ProgrammeFeed.Moment(feed.At(s.StartsAt))), new XElement("start", feed.At(s.StartsAt).ToString("HH:mm", CultureInfo.InvariantCulture)),
        new XElement("duration", ProgrammeFeed.Duration(s.Minutes)),
        new XElement("abstract", s.Abstract is null ? "" : feed.In(s.Abstract)), new XElement("slug", feed.SlugOf(s)), new XElement("track", feed.TrackName(s) ?? ""),
        new XElement("language", s.Languages[0]), new XElement("url", feed.UrlOf(s)),
        new XElement("persons", feed.Programme.People(s).DistinctBy(p => p.Speaker.Code).Select(p => new XElement("person", new XAttribute("guid", p.Speaker.Id), p.Speaker.Name))));
}
