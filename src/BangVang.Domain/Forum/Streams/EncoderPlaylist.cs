using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace BangVang.Domain.Forum.Streams;

/// <summary>A segment as the encoder's playlist names it.</summary>
/// <param name="Name">File name without folders.</param>
/// <param name="StartsAt">By the encoder's clock; null where its playlist has no EXT-X-PROGRAM-DATE-TIME before it.</param>
/// <param name="Discontinuity">True when the encoder says that what comes does not continue what was.</param>
public sealed record EncodedSegment(string Name, Duration Length, Instant? StartsAt, bool Discontinuity);

/// <summary>
/// The media playlist of an encoder (RFC 8216), read for what it knows of its segments and never passed on: live
/// encoders write playlists that clients stop at, such as an empty one when the line is cut.
/// </summary>
/// <param name="HasEnded">True when it says that nothing more comes.</param>
/// <param name="IsFragmented">True when its segments need an initialising file: fragmented MP4, which is not taken.</param>
public sealed record EncoderPlaylist(IReadOnlyList<EncodedSegment> Segments, bool HasEnded, bool IsFragmented)
{
    /// <summary>Longer texts are refused: an encoder keeps a short window.</summary>
    public const int LongestText = 1 << 20;

    private static readonly InstantPattern[] Times = [InstantPattern.ExtendedIso];
    private static readonly OffsetDateTimePattern[] Offsets =
    [
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss;FFFFFFFFFo<Z+HH:mm>"),
        // As ffmpeg writes it: +0000 without a colon.
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss;FFFFFFFFFo<+HHmm>"),
    ];

    /// <summary>Reads what came; null when it is no media playlist, or a broken one.</summary>
    public static EncoderPlaylist? TryRead(string text)
    {
        if (text.Length > LongestText) return null;
        var lines = text.Split('\n').Select(l => l.TrimEnd('\r')).ToList();
        if (lines[0] != "#EXTM3U" || lines.Any(l => l.StartsWith("#EXT-X-STREAM-INF", StringComparison.Ordinal))) return null;

        var segments = new List<EncodedSegment>();
        Duration? length = null;
        Instant? at = null;
        var (broken, ended, fragmented) = (false, false, false);
        foreach (var line in lines.Skip(1))
        {
            if (After(line, "#EXTINF:") is { } info) { if ((length = LengthOf(info)) is null) return null; }
            else if (After(line, "#EXT-X-PROGRAM-DATE-TIME:") is { } time) { if ((at = TimeOf(time)) is null) return null; }
            else if (line == "#EXT-X-DISCONTINUITY") broken = true;
            else if (line == "#EXT-X-ENDLIST") ended = true;
            else if (line.StartsWith("#EXT-X-MAP:", StringComparison.Ordinal)) fragmented = true;
            else if (line.Length > 0 && line[0] != '#')
            {
                if (length is not { } known || NameOf(line) is not { } name) return null;
                segments.Add(new(name, known, at, broken));
                // The next one begins where this one ends, unless the playlist says otherwise.
                (at, length, broken) = (at + known, null, false);
            }
        }
        return new(segments, ended, fragmented);
    }

    /// <summary>The last part of an address, when it is a name that may stand in ours: letters, digits, point, hyphen and underscore, at most 100.</summary>
    public static string? NameOf(string? address)
    {
        if (address is null) return null;
        var name = address[(address.LastIndexOf('/') + 1)..];
        if (name.IndexOf('?') is >= 0 and var query) name = name[..query];
        return name.Length is > 0 and <= 100 && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') ? name : null;
    }

    /// <summary>The value of an attribute of a tag, without its quotes; null when the tag has none.</summary>
    internal static string? Attribute(string attributes, string name)
    {
        for (var rest = attributes; rest.Length > 0;)
        {
            if (rest.IndexOf('=') is not (> 0 and var equals)) return null;
            var key = rest[..equals];
            rest = rest[(equals + 1)..];
            var quoted = rest.StartsWith('"');
            var end = quoted ? rest.IndexOf('"', 1) : rest.IndexOf(',') is >= 0 and var comma ? comma : rest.Length;
            if (end < 0) return null;
            var value = quoted ? rest[1..end] : rest[..end];
            if (key.Trim() == name) return value;
            rest = rest[Math.Min(rest.Length, end + (quoted ? 2 : 1))..];
        }
        return null;
    }

    private static string? After(string line, string tag) => line.StartsWith(tag, StringComparison.Ordinal) ? line[tag.Length..] : null;

    private static Duration? LengthOf(string info)
    {
        var number = info.Split(',')[0];
        return decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 60
            ? Duration.FromNanoseconds((long)(seconds * 1_000_000_000m)) : null;
    }

    private static Instant? TimeOf(string text)
    {
        foreach (var pattern in Times) if (pattern.Parse(text) is { Success: true } found) return found.Value;
        foreach (var pattern in Offsets) if (pattern.Parse(text) is { Success: true } found) return found.Value.ToInstant();
        return null;
    }
}

/// <summary>What an encoder's master playlist says of one rendition.</summary>
/// <param name="Folder">First part of its address: the rendition's code.</param>
public sealed record EncodedVariant(string Folder, string? Codecs, string? Resolution, string? FrameRate)
{
    /// <summary>The variants of a master playlist; empty when it is none. Bandwidths in it are not believed: encoders state those of the sound alone.</summary>
    public static IReadOnlyList<EncodedVariant> Read(string text)
    {
        var found = new List<EncodedVariant>();
        var lines = text.Length > EncoderPlaylist.LongestText ? [] : text.Split('\n').Select(l => l.TrimEnd('\r')).ToArray();
        for (var i = 0; i + 1 < lines.Length; i++)
        {
            const string tag = "#EXT-X-STREAM-INF:";
            if (!lines[i].StartsWith(tag, StringComparison.Ordinal) || lines[i + 1].IndexOf('/') is not (> 0 and var slash)) continue;
            var attributes = lines[i][tag.Length..];
            found.Add(new(lines[i + 1][..slash], EncoderPlaylist.Attribute(attributes, "CODECS"), EncoderPlaylist.Attribute(attributes, "RESOLUTION"), EncoderPlaylist.Attribute(attributes, "FRAME-RATE")));
        }
        return found;
    }
}
