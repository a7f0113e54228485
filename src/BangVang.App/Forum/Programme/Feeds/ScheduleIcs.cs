using System.Globalization;
using BangVang.Domain.Forum.Programme;
using NodaTime;

namespace BangVang.App.Forum.Programme.Feeds;

/// <summary>
/// The programme as iCalendar (RFC 5545, 7986). Each session is written by the clock of its place, with the zone's IANA name
/// and definition. A session keeps its UID for ever; SEQUENCE grows when it moves, and a cancelled one stays and says so.
/// </summary>
public static class ScheduleIcs
{
    public const string MediaType = "text/calendar; charset=utf-8";

    /// <param name="watch">What a calendar calls the address where a session is followed.</param>
    /// <param name="only">Which sessions.</param>
    public static string Write(ProgrammeFeed feed, string watch, Func<ReleasedSession, bool> only)
    {
        var sessions = feed.Programme.Sessions.Where(only).ToList();
        var lines = new ContentLines()
            .Add("BEGIN", "VCALENDAR").Add("VERSION", "2.0").Add("PRODID", $"-//{ProgrammeFeed.Generator}//{feed.Forum.Slug}//VI").Add("CALSCALE", "GREGORIAN").Add("METHOD", "PUBLISH")
            .AddText("NAME", feed.Title).AddText("X-WR-CALNAME", feed.Title).Add("URL", feed.Url)
            .Add("LAST-MODIFIED", Utc(feed.Release.ReleasedAt)).Add("REFRESH-INTERVAL;VALUE=DURATION", "PT15M");
        foreach (var zone in sessions.Select(feed.ZoneOf).DistinctBy(z => z.Id).OrderBy(z => z.Id, StringComparer.Ordinal))
            AddZone(lines, zone, sessions.Where(s => feed.ZoneOf(s).Id == zone.Id).Min(s => s.StartsAt), sessions.Max(s => s.EndsAt));
        foreach (var session in sessions) AddEvent(lines, feed, session, watch);
        return lines.Add("END", "VCALENDAR").ToString();
    }

    private static void AddEvent(ContentLines lines, ProgrammeFeed feed, ReleasedSession s, string watch)
    {
        var zone = feed.ZoneOf(s);
        var people = string.Join(", ", feed.Programme.People(s).Select(p => p.Speaker.Name).Distinct());
        lines.Add("BEGIN", "VEVENT").Add("UID", $"{feed.Forum.Slug}-{s.Code}@{feed.Site.Root.Host}").Add("DTSTAMP", Utc(feed.Release.ReleasedAt))
            .Add($"DTSTART;TZID={zone.Id}", Local(s.StartsAt, zone)).Add($"DTEND;TZID={zone.Id}", Local(s.EndsAt, zone))
            .Add("SEQUENCE", s.Sequence.ToString(CultureInfo.InvariantCulture)).Add("STATUS", s.IsCancelled ? "CANCELLED" : "CONFIRMED").Add("LAST-MODIFIED", Utc(s.ChangedAt))
            .AddText("SUMMARY", feed.In(s.Title)).AddText("DESCRIPTION", string.Join("\n\n", new[] { s.Abstract is null ? "" : feed.In(s.Abstract), people }.Where(t => t.Length > 0)))
            .AddText("LOCATION", Location(feed, s)).AddText("CATEGORIES", feed.TrackName(s)).Add("URL", feed.UrlOf(s));
        if (!s.IsCancelled) lines.Add($"CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL={ContentLines.Quote(watch)}", feed.UrlOf(s));
        lines.Add("END", "VEVENT");
    }

    /// <summary>"Hội trường lớn, Trung tâm Hội nghị Minh họa, Hà Nội".</summary>
    private static string Location(ProgrammeFeed feed, ReleasedSession s) => feed.Forum.Room(s.Room) is not { } found ? s.Room
        : string.Join(", ", ((string?[])[feed.In(found.Room.Name), found.Venue.House.TryGet(out var house) ? feed.In(house) : null, feed.In(found.Venue.Name)]).OfType<string>().Distinct());

    /// <summary>The zone as it is from the first session to the last: every rule that holds in that time.</summary>
    private static void AddZone(ContentLines lines, DateTimeZone zone, Instant from, Instant to)
    {
        lines.Add("BEGIN", "VTIMEZONE").Add("TZID", zone.Id);
        foreach (var interval in zone.GetZoneIntervals(from, to + Duration.Epsilon))
        {
            var name = interval.Savings == Offset.Zero ? "STANDARD" : "DAYLIGHT";
            var before = interval.HasStart ? zone.GetZoneInterval(interval.Start - Duration.Epsilon).WallOffset : interval.WallOffset;
            var isRecent = interval.HasStart && interval.Start > NodaConstants.UnixEpoch;
            lines.Add("BEGIN", name)
                .Add("DTSTART", isRecent ? Local(interval.Start.WithOffset(before).LocalDateTime) : "19700101T000000")
                .Add("TZOFFSETFROM", Written(isRecent ? before : interval.WallOffset)).Add("TZOFFSETTO", Written(interval.WallOffset)).AddText("TZNAME", interval.Name).Add("END", name);
        }
        lines.Add("END", "VTIMEZONE");
    }

    private static string Written(Offset offset) => offset.ToString(offset.Seconds % 60 == 0 ? "+HHmm" : "+HHmmss", CultureInfo.InvariantCulture);

    private static string Utc(Instant at) => at.ToString("uuuuMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Local(Instant at, DateTimeZone zone) => Local(at.InZone(zone).LocalDateTime);

    private static string Local(LocalDateTime at) => at.ToString("uuuuMMdd'T'HHmmss", CultureInfo.InvariantCulture);
}
