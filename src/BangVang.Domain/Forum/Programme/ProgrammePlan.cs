using BangVang.Domain.Editions;

namespace BangVang.Domain.Forum.Programme;

/// <summary>A programme as data: what <c>programme.yaml</c> beside forum.yaml says. Times are those of the forum's own clock.</summary>
public sealed record ProgrammePlan
{
    public IReadOnlyList<PlannedSpeaker> Speakers { get; init; } = [];
    public required IReadOnlyList<PlannedSession> Sessions { get; init; }
}

/// <summary>A person of the plan.</summary>
public sealed record PlannedSpeaker
{
    /// <summary>Six of 0-9 and A-Z; names the person in this file and, later, in addresses.</summary>
    public required string Code { get; init; }
    public required string Name { get; init; }
    public LocalizedText? Post { get; init; }
    public string? Organisation { get; init; }
    /// <summary>For protocol: 1 is named first. Last when not stated.</summary>
    [Within(1, ForumSpeaker.LastRank)] public int? Rank { get; init; }
    public LocalizedText? Bio { get; init; }
    /// <summary>Never published.</summary>
    public string? Email { get; init; }
    public IReadOnlyList<PlannedWindow> Available { get; init; } = [];
}

/// <summary>A stretch of a day of the forum.</summary>
public sealed record PlannedWindow
{
    /// <summary>1 is the first day of the forum, also when not stated.</summary>
    [Within(1, 31)] public int? Day { get; init; }
    /// <summary>"08:30".</summary>
    public required string From { get; init; }
    /// <summary>"17:00".</summary>
    public required string To { get; init; }
}

/// <summary>A session of the plan.</summary>
public sealed record PlannedSession
{
    /// <summary>Six of 0-9 and A-Z; what is imported under a code that exists replaces that session.</summary>
    public required string Code { get; init; }
    public required SessionKind Kind { get; init; }
    /// <summary>Code of a track in forum.yaml.</summary>
    [Code] public string? Track { get; init; }
    /// <summary>Of those in forum.yaml; its first one when not stated.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];
    public required LocalizedText Title { get; init; }
    public LocalizedText? Abstract { get; init; }
    /// <summary>Code of a room in forum.yaml.</summary>
    [Code] public required string Room { get; init; }
    /// <summary>1 is the first day of the forum, also when not stated.</summary>
    [Within(1, 31)] public int? Day { get; init; }
    /// <summary>"08:30", by the forum's own clock.</summary>
    public required string Time { get; init; }
    [Within(ProgrammeRules.ShortestMinutes, ProgrammeRules.LongestMinutes)] public required int Minutes { get; init; }
    /// <summary>Persons expected to come.</summary>
    [Within(0, 1_000_000)] public int? Expected { get; init; }
    /// <summary>Draft when not stated: only what is confirmed is released.</summary>
    public SessionState State { get; init; }
    /// <summary>Codes of persons, as are the three below.</summary>
    public IReadOnlyList<string> Chairs { get; init; } = [];
    public IReadOnlyList<string> Moderators { get; init; } = [];
    public IReadOnlyList<string> Speakers { get; init; } = [];
    public IReadOnlyList<string> Guests { get; init; } = [];

    /// <summary>Everyone with a part, with what they do.</summary>
    public IEnumerable<(string Speaker, SessionRole Role)> Parts() =>
        Chairs.Select(c => (c, SessionRole.Chair)).Concat(Moderators.Select(c => (c, SessionRole.Moderator)))
            .Concat(Speakers.Select(c => (c, SessionRole.Speaker))).Concat(Guests.Select(c => (c, SessionRole.Guest)));
}
