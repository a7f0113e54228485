using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace BangVang.Domain.Forum.Streams;

/// <summary>A segment as listeners are told of it.</summary>
/// <param name="Number">From 1 within its rendition, without a gap.</param>
/// <param name="Extension">"ts", "aac" or "vtt".</param>
/// <param name="Discontinuity">True when it does not continue the one before.</param>
public sealed record ShownSegment(long Number, string Extension, Duration Length, Instant StartsAt, bool Discontinuity, long Bytes)
{
    public Instant EndsAt => StartsAt + Length;

    /// <summary>Bits per second.</summary>
    public long BitsPerSecond => (long)(Bytes * 8 / Math.Max(0.001, Length.TotalSeconds));
}

/// <summary>Writes playlists by RFC 8216: what listeners get is always the platform's own.</summary>
public static class HlsPlaylist
{
    private static readonly InstantPattern Time = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fff'Z'");

    /// <summary>The playlist of a rendition while it runs, or of its part that is shown again.</summary>
    /// <param name="shown">In order; the live window, or all of a replay.</param>
    /// <param name="sequence">Segments that left the window before the first one.</param>
    /// <param name="discontinuities">Discontinuities that left with them.</param>
    /// <param name="target">No segment is longer, rounded to seconds; the same for ever.</param>
    /// <param name="whole">True for a replay: everything is there and nothing is added.</param>
    /// <param name="ended">True when nothing more comes.</param>
    public static string Media(IReadOnlyList<ShownSegment> shown, long sequence, long discontinuities, Duration target, bool whole, bool ended)
    {
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:6\n");
        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-TARGETDURATION:{(long)target.TotalSeconds}\n#EXT-X-MEDIA-SEQUENCE:{sequence}\n");
        if (discontinuities > 0) text.Append(CultureInfo.InvariantCulture, $"#EXT-X-DISCONTINUITY-SEQUENCE:{discontinuities}\n");
        if (whole) text.Append("#EXT-X-PLAYLIST-TYPE:VOD\n");
        text.Append("#EXT-X-INDEPENDENT-SEGMENTS\n");
        foreach (var (segment, i) in shown.Select((s, i) => (s, i)))
        {
            if (segment.Discontinuity && i > 0) text.Append("#EXT-X-DISCONTINUITY\n");
            if (i == 0 || segment.Discontinuity) text.Append(CultureInfo.InvariantCulture, $"#EXT-X-PROGRAM-DATE-TIME:{Time.Format(segment.StartsAt)}\n");
            text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{segment.Length.TotalSeconds:0.000000},\n{segment.Number}.{segment.Extension}\n");
        }
        return text.Append(whole || ended ? "#EXT-X-ENDLIST\n" : "").ToString();
    }

    /// <summary>What the multivariant playlist says of one rendition.</summary>
    /// <param name="Peak">Bits per second of its fattest segment.</param>
    /// <param name="Average">Bits per second over all of them.</param>
    public sealed record Offered(Rendition Rendition, string Address, long Peak, long Average, EncodedVariant? Encoded);

    /// <summary>The playlist from which a player chooses picture, language and captions. Only what has segments is offered.</summary>
    /// <param name="language">In which names are written: "vi" or "en".</param>
    public static string Multivariant(IReadOnlyList<Offered> offered, string language)
    {
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        var (audio, captions) = (Of(RenditionKind.Audio), Of(RenditionKind.Captions));
        var standard = audio.FirstOrDefault(a => a.Rendition.Default) ?? audio.FirstOrDefault();
        foreach (var one in audio) Media(text, "AUDIO", "audio", one, one == standard, language);
        foreach (var one in captions) Media(text, "SUBTITLES", "captions", one, one.Rendition.Default, language);
        var (sound, average) = (audio.Select(a => a.Peak).DefaultIfEmpty().Max(), audio.Select(a => a.Average).DefaultIfEmpty().Max());
        foreach (var one in Of(RenditionKind.Video).OrderByDescending(v => v.Rendition.Default).ThenByDescending(v => v.Peak))
        {
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-STREAM-INF:BANDWIDTH={one.Peak + sound},AVERAGE-BANDWIDTH={one.Average + average}");
            if (one.Encoded?.Codecs is { } codecs) text.Append(CultureInfo.InvariantCulture, $",CODECS=\"{codecs}\"");
            if ((one.Rendition.Resolution ?? one.Encoded?.Resolution) is { } size) text.Append(CultureInfo.InvariantCulture, $",RESOLUTION={size}");
            if (one.Encoded?.FrameRate is { } rate) text.Append(CultureInfo.InvariantCulture, $",FRAME-RATE={rate}");
            if (audio.Count > 0) text.Append(",AUDIO=\"audio\"");
            if (captions.Count > 0) text.Append(",SUBTITLES=\"captions\"");
            text.Append(CultureInfo.InvariantCulture, $"\n{one.Address}\n");
        }
        return text.ToString();

        List<Offered> Of(RenditionKind kind) => [.. offered.Where(o => o.Rendition.Kind == kind)];
    }

    private static void Media(StringBuilder text, string type, string group, Offered one, bool isDefault, string language)
    {
        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-MEDIA:TYPE={type},GROUP-ID=\"{group}\",NAME=\"{NameOf(one.Rendition, language)}\"");
        if (one.Rendition.Language is { } tag) text.Append(CultureInfo.InvariantCulture, $",LANGUAGE=\"{tag}\"");
        text.Append(CultureInfo.InvariantCulture, $",DEFAULT={(isDefault ? "YES" : "NO")},AUTOSELECT=YES,URI=\"{one.Address}\"\n");
    }

    /// <summary>Without what a quoted text of a playlist cannot hold.</summary>
    private static string NameOf(Rendition rendition, string language) =>
        (rendition.Name?.In(language) ?? rendition.Code).Replace('"', '”').Replace('\n', ' ').Replace('\r', ' ');
}
