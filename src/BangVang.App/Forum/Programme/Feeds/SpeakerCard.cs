using BangVang.Domain.Forum.Programme;
using NodaTime;

namespace BangVang.App.Forum.Programme.Feeds;

/// <summary>A speaker as vCard 4.0 (RFC 6350): what is public of them, no address.</summary>
public static class SpeakerCard
{
    public const string MediaType = "text/vcard; charset=utf-8";

    public static string Write(ProgrammeFeed feed, ReleasedSpeaker speaker) => new ContentLines()
        .Add("BEGIN", "VCARD").Add("VERSION", "4.0").Add("KIND", "individual").Add("UID", $"urn:uuid:{speaker.Id}")
        .AddText("FN", speaker.Name).AddText("TITLE", speaker.Post is null ? null : feed.In(speaker.Post)).AddText("ORG", speaker.Organisation)
        .Add("URL", $"{feed.Url}/speakers/{speaker.Code}").Add("REV", feed.Release.ReleasedAt.ToString("uuuuMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture))
        .Add("END", "VCARD").ToString();
}
