using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BangVang.App.Kernel;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Programme;
using NodaTime;

namespace BangVang.App.Forum.Programme.Feeds;

/// <summary>What every feed of a programme is made of: the forum, its latest release, the public address, the language.</summary>
/// <param name="Language"><c>vi</c> or <c>en</c>.</param>
public sealed record ProgrammeFeed(ForumEdition Forum, PublishedProgramme Release, PublicUrl Site, string Language)
{
    /// <summary>Name and number of what writes them, as feeds call it.</summary>
    public const string Generator = "Bảng Vàng";

    public ReleasedProgramme Programme => Release.Programme;

    public string Title => In(Forum.ShortName ?? Forum.Name);

    public string Url => Site.To($"/forum/{Forum.Slug}");

    /// <summary>Letters, digits and underscores, at least four: one format forbids the hyphen of "demo-2026".</summary>
    public string Acronym => Forum.Slug.Replace('-', '_') is { Length: >= 4 } acronym ? acronym : $"forum_{Forum.Slug.Replace('-', '_')}";

    /// <summary>What takes place. One format has no word for cancelled: what is cancelled is not in it.</summary>
    public IEnumerable<ReleasedSession> Held => Programme.Sessions.Where(s => !s.IsCancelled);

    /// <summary>The days of the forum and every other day on which there is a session, in order.</summary>
    public IReadOnlyList<LocalDate> Days => [.. ForumDays().Concat(Held.Select(s => At(s.StartsAt).Date)).Distinct().Order()];

    public string In(LocalizedText text) => text.In(Language);

    /// <summary>By the forum's own clock.</summary>
    public ZonedDateTime At(Instant instant) => instant.InZone(Forum.TimeZone);

    /// <summary>The clock of the place in which a session is.</summary>
    public DateTimeZone ZoneOf(ReleasedSession session) => Forum.Room(session.Room) is { } found ? Forum.ZoneOf(found.Venue) : Forum.TimeZone;

    /// <summary>"Hà Nội · Hội trường lớn": unique in the forum, because formats know rooms by name.</summary>
    public string RoomName(string code) => Forum.Room(code) is { } found ? $"{In(found.Venue.Name)} · {In(found.Room.Name)}" : code;

    public string? TrackName(ReleasedSession session) => Forum.Tracks.FirstOrDefault(t => t.Code == session.Track) is { } track ? In(track.Name) : session.Track;

    public string UrlOf(ReleasedSession session) => $"{Url}/sessions/{session.Code}";

    /// <summary>"demo_2026-khaim1".</summary>
    public string SlugOf(ReleasedSession session) => $"{Acronym}-{session.Code.ToLowerInvariant()}";

    /// <summary>The same for one room always: made of the forum's key and the room's code (UUID version 8 of their SHA-256).</summary>
    public Guid GuidOf(string room)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{Forum.Key}/rooms/{room}")).AsSpan(0, 16);
        (bytes[6], bytes[8]) = ((byte)(bytes[6] & 0x0F | 0x80), (byte)(bytes[8] & 0x3F | 0x80));
        return new(bytes, bigEndian: true);
    }

    /// <summary>"2026-12-08T08:30:00+07:00".</summary>
    public static string Moment(ZonedDateTime at) => at.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>75 minutes are "01:15".</summary>
    public static string Duration(int minutes) => $"{minutes / 60:00}:{minutes % 60:00}";

    private IEnumerable<LocalDate> ForumDays()
    {
        if (!Forum.Date.TryGet(out var first)) yield break;
        for (var day = first; day <= (Forum.Ends ?? first); day = day.PlusDays(1)) yield return day;
    }
}
