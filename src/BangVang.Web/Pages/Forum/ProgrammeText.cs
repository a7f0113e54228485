using System.Globalization;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Programme;
using BangVang.Web.Kernel;
using NodaTime;

namespace BangVang.Web.Pages.Forum;

/// <summary>A time as one place reads it.</summary>
/// <param name="Place">"Hà Nội".</param>
/// <param name="Time">"08:30"; with the day before or after it where the place has another one than the forum.</param>
/// <param name="IsHome">The forum's own clock.</param>
public sealed record PlaceTime(string Place, string Time, bool IsHome);

/// <summary>How a programme is written on pages.</summary>
public static class ProgrammeText
{
    /// <summary>One instant by the clock of every place, the main one first; places of one zone share a line.</summary>
    public static IReadOnlyList<PlaceTime> Clocks(Texts texts, ForumEdition forum, Instant at)
    {
        var home = at.InZone(forum.TimeZone).Date;
        return [.. forum.Venues.GroupBy(v => forum.ZoneOf(v).Id).Select(zone =>
        {
            var local = at.InZone(forum.ZoneOf(zone.First()));
            return new PlaceTime(string.Join(", ", zone.Select(v => texts.In(v.Name))),
                local.ToString("HH:mm", CultureInfo.InvariantCulture) + (local.Date == home ? "" : $" {local.Date.ToString("dd/MM", CultureInfo.InvariantCulture)}"), zone.Key == forum.Zone);
        })];
    }

    /// <summary>"08:30 (Hà Nội) · 09:30 (Singapore) · 10:30 (Seoul)".</summary>
    public static string Line(Texts texts, ForumEdition forum, Instant at) => string.Join(" · ", Clocks(texts, forum, at).Select(c => $"{c.Time} ({c.Place})"));

    /// <summary>"Hội trường lớn, Hà Nội".</summary>
    public static string Room(Texts texts, ForumEdition forum, string code) => forum.Room(code) is { } found ? $"{texts.In(found.Room.Name)}, {texts.In(found.Venue.Name)}" : code;

    public static string Track(Texts texts, ForumEdition forum, string code) => forum.Tracks.FirstOrDefault(t => t.Code == code) is { } track ? texts.In(track.Name) : code;

    /// <summary>A language by its name in the reader's language.</summary>
    public static string Language(Texts texts, string code) => texts.Has($"programme.language_{code}") ? texts[$"programme.language_{code}"] : code;

    /// <summary>A line of the changelog as a sentence.</summary>
    public static string Change(Texts texts, ForumEdition forum, ProgrammeChange change)
    {
        string Place(SessionPlace place) => $"{Writing.Current.Date(place.StartsAt.InZone(forum.TimeZone).Date)}, {Line(texts, forum, place.StartsAt)}, {Room(texts, forum, place.Room)}";
        var title = texts.In(change.Title);
        return (change.From, change.To) switch
        {
            ({ } from, { } to) => texts["programme.change_moved", ("title", title), ("from", Place(from)), ("to", Place(to))],
            (null, { } to) => texts[change.Kind is ProgrammeChangeKind.Restored ? "programme.change_restored" : "programme.change_added", ("title", title), ("to", Place(to))],
            ({ } from, null) => texts["programme.change_cancelled", ("title", title), ("from", Place(from))],
            _ => texts["programme.change_changed", ("title", title)],
        };
    }
}
