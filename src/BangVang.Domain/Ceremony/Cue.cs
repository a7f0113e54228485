using System.Text.Json.Serialization;
using NodaTime;

namespace BangVang.Domain.Ceremony;

/// <summary>What happens on stage at a cue, in the order of a category's block; the last is a block of its own.</summary>
public enum CueKind
{
    HostIn, PresenterIntroduced, PresenterWalksOn, NomineesFilm, FilmEnds,
    /// <summary>The envelope is opened: the only cue of a block that makes names public.</summary>
    Envelope,
    Sting, WinnerWalksOn, Photo, Remarks, Exit, Reset,
    /// <summary>The other laureates of all categories are read out; makes their names public.</summary>
    Roll,
}

/// <summary>One line of the run of show. It holds no name of a laureate, before the reveal or after.</summary>
public sealed record Cue
{
    public const int LongestNote = 500;

    public required Guid Id { get; init; }
    public required CueKind Kind { get; init; }
    /// <summary>Null for the roll of the other laureates.</summary>
    public string? CategoryCode { get; init; }
    public required Duration Length { get; init; }
    public string? Presenter { get; init; }
    public string? Music { get; init; }
    public string? Video { get; init; }
    public string? LowerThird { get; init; }
    public string? Note { get; init; }
    public Instant? StartedAt { get; init; }
    public bool IsSkipped { get; init; }

    /// <summary>It makes names public and cannot be taken back.</summary>
    [JsonIgnore] public bool Reveals => Kind is CueKind.Envelope or CueKind.Roll;

    /// <summary>It shows or names the winner of its category, so it stands behind the envelope.</summary>
    [JsonIgnore] public bool ShowsWinner => Kind is CueKind.Sting or CueKind.WinnerWalksOn or CueKind.Photo or CueKind.Remarks or CueKind.Exit;

    internal bool IsDone => StartedAt is not null || IsSkipped;
}

/// <summary>What may be edited on a cue.</summary>
/// <param name="Length">From one second to one hour.</param>
public sealed record CueText(Duration Length, string? Presenter, string? Music, string? Video, string? LowerThird, string? Note);

/// <summary>A cue on the clock.</summary>
/// <param name="Planned">From the session of the programme and the lengths before it.</param>
/// <param name="Expected">When it started; for what is still to come, when it starts if nothing more goes wrong.</param>
/// <param name="Delay">Expected − planned; negative when the show is ahead.</param>
public sealed record CueTime(Cue Cue, Instant Planned, Instant Expected, Duration Delay);
