using System.Text.Json.Serialization;
using BangVang.Domain.Editions;
using NodaTime;

namespace BangVang.Domain.Forum.Streams;

/// <summary>A stream of the forum as data: what the room or the bridge point sends, in which pictures, languages and captions.</summary>
public sealed record StreamRules
{
    /// <summary>Its place in addresses; unique within the forum.</summary>
    [Code] public required string Code { get; init; }
    public required LocalizedText Name { get; init; }
    /// <summary>The room whose sessions it carries.</summary>
    [Code] public required string Room { get; init; }
    /// <summary>Seconds that no segment is longer than, rounded: the target duration, which never changes.</summary>
    [Within(1, 20)] public int SegmentSeconds { get; init; } = 6;
    /// <summary>Minutes one can go back while it is live; everything is kept for the replay.</summary>
    [Within(1, 1440)] public int RewindMinutes { get; init; } = 120;
    public required IReadOnlyList<Rendition> Renditions { get; init; }

    public Rendition? Rendition(string code) => Renditions.FirstOrDefault(r => r.Code == code);

    [JsonIgnore] public Duration Target => Duration.FromSeconds(SegmentSeconds);
}

/// <summary>What a rendition carries.</summary>
public enum RenditionKind { Video, Audio, Captions }

/// <summary>One of the parallel parts of a stream: a picture, a language, its captions.</summary>
public sealed record Rendition
{
    /// <summary>The folder into which the encoder sends it.</summary>
    [Code] public required string Code { get; init; }
    public required RenditionKind Kind { get; init; }
    /// <summary>As listeners choose it: "Tiếng Việt (hội trường)".</summary>
    public LocalizedText? Name { get; init; }
    /// <summary>BCP 47: "vi", "en", "ko"; null for a picture.</summary>
    public string? Language { get; init; }
    /// <summary>True for the one that plays unless somebody chooses another.</summary>
    public bool Default { get; init; }
    /// <summary>Pixels, "1280x720"; null where the encoder's own word is taken.</summary>
    public string? Resolution { get; init; }
}
