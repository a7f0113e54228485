using System.Text;
using BangVang.App.Kernel;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Registration;
using NodaTime;
using NodaTime.Text;

namespace BangVang.App.Forum.Registration;

/// <summary>
/// A forum in the calendar of one person (RFC 5545): whole days, because the hours belong to the programme. The place is that
/// of the person's own way of taking part, and a change is a later version of the same entry.
/// </summary>
public static class CalendarFile
{
    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");
    private static readonly InstantPattern Stamp = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");

    /// <summary>Null while the day of the forum is not known.</summary>
    public static byte[]? Of(ForumEdition forum, RegistrationRules rules, Party party, Attendee person, string link, PublicUrl site)
    {
        if (!forum.Date.TryGet(out var first)) return null;
        var cancelled = party.State is PartyState.Cancelled or PartyState.Declined;
        var place = rules.Place(party.PlaceCode);
        List<string> lines =
        [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Bang Vang//Forum//VI", $"METHOD:{(cancelled ? "CANCEL" : "PUBLISH")}",
            "BEGIN:VEVENT", $"UID:{person.Id:D}@{site.Root.Host}", $"DTSTAMP:{Stamp.Format(party.DecidedAt ?? party.RegisteredAt)}", $"SEQUENCE:{party.Version}",
            $"STATUS:{(cancelled ? "CANCELLED" : "CONFIRMED")}",
            $"DTSTART;VALUE=DATE:{Day.Format(first)}", $"DTEND;VALUE=DATE:{Day.Format((forum.Ends ?? first).PlusDays(1))}",
            $"SUMMARY:{Escape(forum.Name.In(party.Language))}", $"LOCATION:{Escape(PlaceOf(forum, rules, party.PlaceCode, party.Language))}",
            $"URL:{link}", "TRANSP:OPAQUE",
        ];
        if (place is { Venue: null }) lines.Add($"CONFERENCE;VALUE=URI;FEATURE=VIDEO,AUDIO:{site.To($"/forum/{forum.Slug}")}");
        lines.AddRange(["END:VEVENT", "END:VCALENDAR"]);
        return Encoding.UTF8.GetBytes(string.Concat(lines.Select(Fold)));
    }

    /// <summary>A place as people find it: "Hội trường, Trung tâm Hội nghị, Số 1 phố …, Hà Nội".</summary>
    public static string PlaceOf(ForumEdition forum, RegistrationRules rules, string placeCode, string language)
    {
        if (rules.Place(placeCode) is not { } place) return placeCode;
        var venue = place.Venue is null ? null : forum.Venue(place.Venue);
        var house = venue is not null && venue.House.TryGet(out var stated) ? stated : null;
        LocalizedText?[] parts = [place.Name, house, venue?.Address];
        return string.Join(", ", parts.OfType<LocalizedText>().Select(p => p.In(language)).Distinct());
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)
        .Replace(",", "\\,", StringComparison.Ordinal).ReplaceLineEndings("\\n");

    /// <summary>At most 75 bytes a line, cut between letters; what follows begins with a blank.</summary>
    private static string Fold(string line)
    {
        var (text, room) = (new StringBuilder(), 75);
        foreach (var rune in line.EnumerateRunes())
        {
            if (rune.Utf8SequenceLength > room) { text.Append("\r\n "); room = 74; }
            text.Append(rune.ToString());
            room -= rune.Utf8SequenceLength;
        }
        return text.Append("\r\n").ToString();
    }
}
