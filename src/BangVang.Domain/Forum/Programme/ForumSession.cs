using NodaTime;

namespace BangVang.Domain.Forum.Programme;

/// <summary>What takes place in a session.</summary>
public enum SessionKind { Plenary, Thematic, SuccessStory, Ceremony, Exhibition, Break }

/// <summary>How far the organisers are with a session.</summary>
public enum SessionState
{
    /// <summary>Being prepared: in no release.</summary>
    Draft,
    Confirmed,
    /// <summary>Does not take place. What was released stays in the releases, marked as cancelled.</summary>
    Cancelled,
}

/// <summary>What a person does in a session, in the order in which they are named.</summary>
public enum SessionRole { Chair, Moderator, Speaker, Guest }

/// <summary>A person's part in a session.</summary>
/// <param name="SpeakerId">See <see cref="ForumSpeaker"/>.</param>
public sealed record SessionPart(Guid SpeakerId, SessionRole Role);

/// <summary>A session as the organisers have it now. What the public knows stands in the latest release alone.</summary>
public sealed class ForumSession
{
    public Guid Id { get; init; }
    /// <summary>See <see cref="ForumEdition.Key"/>.</summary>
    public required string ForumKey { get; init; }
    /// <summary>Six of 0-9 and A-Z, unique within the forum, never changed: its place in addresses and feeds.</summary>
    public required string Code { get; init; }
    /// <summary>From 1, unique within the forum, never changed: some feeds want a number.</summary>
    public int Number { get; init; }
    public SessionKind Kind { get; set; }
    /// <summary>Code of a track of the forum; null for what belongs to none.</summary>
    public string? Track { get; set; }
    /// <summary>Spoken on the floor, the main one first: "vi", "en", "ko".</summary>
    public IReadOnlyList<string> Languages { get; set; } = [];
    public required string TitleVi { get; set; }
    public required string TitleEn { get; set; }
    public string? AbstractVi { get; set; }
    public string? AbstractEn { get; set; }
    /// <summary>Code of a room of the forum.</summary>
    public required string Room { get; set; }
    public Instant StartsAt { get; set; }
    /// <summary>How long it takes, 5 to 1440.</summary>
    public int Minutes { get; set; }
    /// <summary>Persons expected to come; null when nobody has said.</summary>
    public int? Expected { get; set; }
    public SessionState State { get; set; }
    public IReadOnlyList<SessionPart> Parts { get; set; } = [];
    public int Version { get; set; }

    /// <summary>First instant after it.</summary>
    public Instant EndsAt => StartsAt + Duration.FromMinutes(Minutes);

    public bool Overlaps(ForumSession other) => StartsAt < other.EndsAt && other.StartsAt < EndsAt;
}

/// <summary>When somebody can be there.</summary>
/// <param name="From">Included.</param>
/// <param name="To">Not included.</param>
public sealed record Availability(Instant From, Instant To)
{
    public bool Covers(ForumSession session) => From <= session.StartsAt && session.EndsAt <= To;
}

/// <summary>A person of the programme, kept by the organisers. Needs no account.</summary>
public sealed class ForumSpeaker
{
    public Guid Id { get; init; }
    /// <summary>See <see cref="ForumEdition.Key"/>.</summary>
    public required string ForumKey { get; init; }
    /// <summary>Six of 0-9 and A-Z, unique within the forum, never changed.</summary>
    public required string Code { get; init; }
    public required string Name { get; set; }
    /// <summary>Title or post as it is printed: "Thứ trưởng"; null when none is.</summary>
    public string? PostVi { get; set; }
    public string? PostEn { get; set; }
    public string? Organisation { get; set; }
    /// <summary>For protocol: 1 is named first; equal ones by name.</summary>
    public int Rank { get; set; } = LastRank;
    public string? BioVi { get; set; }
    public string? BioEn { get; set; }
    /// <summary>For the organisers and for mail; in no release.</summary>
    public string? Email { get; set; }
    /// <summary>When the person can be there; empty when nobody has said.</summary>
    public IReadOnlyList<Availability> Available { get; set; } = [];
    public int Version { get; set; }

    public const int LastRank = 999;
}
