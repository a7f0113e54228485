using System.Text.Json.Serialization;
using BangVang.Domain.Editions;
using NodaTime;

namespace BangVang.Domain.Forum.Programme;

/// <summary>The programme as one release states it: all that pages, feeds and calendars show. Never changed.</summary>
/// <param name="Sessions">In the order of the day; cancelled ones stay.</param>
/// <param name="Speakers">Those of the sessions, in protocol order.</param>
/// <param name="Changes">Against the release before; empty in the first one.</param>
public sealed record ReleasedProgramme(IReadOnlyList<ReleasedSession> Sessions, IReadOnlyList<ReleasedSpeaker> Speakers, IReadOnlyList<ProgrammeChange> Changes)
{
    public static readonly ReleasedProgramme Empty = new([], [], []);

    public ReleasedSession? Session(string code) => Sessions.FirstOrDefault(s => s.Code == code);

    public ReleasedSpeaker? Speaker(string code) => Speakers.FirstOrDefault(s => s.Code == code);

    /// <summary>Who does what in a session, in the order in which they are named.</summary>
    public IEnumerable<(ReleasedSpeaker Speaker, SessionRole Role)> People(ReleasedSession session) =>
        session.Parts.Select(p => (Speaker: Speaker(p.Speaker), p.Role)).Where(p => p.Speaker is not null).Select(p => (p.Speaker!, p.Role));
}

/// <summary>A person's part in a released session.</summary>
/// <param name="Speaker">Code of the speaker.</param>
public sealed record ReleasedPart(string Speaker, SessionRole Role);

/// <summary>A session as it was released.</summary>
public sealed record ReleasedSession
{
    public required Guid Id { get; init; }
    /// <summary>See <see cref="ForumSession.Number"/>.</summary>
    public required int Number { get; init; }
    public required string Code { get; init; }
    public required SessionKind Kind { get; init; }
    public string? Track { get; init; }
    public required IReadOnlyList<string> Languages { get; init; }
    public required LocalizedText Title { get; init; }
    public LocalizedText? Abstract { get; init; }
    public required string Room { get; init; }
    public required Instant StartsAt { get; init; }
    public required int Minutes { get; init; }
    public bool IsCancelled { get; init; }
    /// <summary>0 in its first release; one more with each release in which time, room or standing changed. What calendars call SEQUENCE.</summary>
    public int Sequence { get; init; }
    /// <summary>When the release was made in which anything of it changed last.</summary>
    public required Instant ChangedAt { get; init; }
    public required IReadOnlyList<ReleasedPart> Parts { get; init; }

    [JsonIgnore] public Instant EndsAt => StartsAt + Duration.FromMinutes(Minutes);
}

/// <summary>A person of the programme as released: nothing of how to reach them.</summary>
public sealed record ReleasedSpeaker(Guid Id, string Code, string Name, LocalizedText? Post, string? Organisation, int Rank, LocalizedText? Bio);

/// <summary>What became of a session between two releases; one session may have several.</summary>
public enum ProgrammeChangeKind { Added, Moved, Changed, Cancelled, Restored }

/// <summary>Where and when a session is.</summary>
public sealed record SessionPlace(string Room, Instant StartsAt, int Minutes);

/// <summary>One line of the changelog.</summary>
/// <param name="From">Where and when it was; null when it is new or did not move.</param>
/// <param name="To">Where and when it is; null when it did not move and is not new.</param>
public sealed record ProgrammeChange(ProgrammeChangeKind Kind, string Code, LocalizedText Title, SessionPlace? From, SessionPlace? To);
