using NodaTime;

namespace BangVang.Domain.Simulation;

/// <summary>A rehearsal of an edition that its secretariat asked for: waiting, being played, or done.</summary>
public sealed class Rehearsal
{
    public Guid Id { get; init; }
    public required string EditionKey { get; init; }
    public Guid SnapshotId { get; init; }
    /// <summary>Of the publication that is rehearsed.</summary>
    public int Number { get; init; }
    /// <summary>What is played, as JSON; the same edition, number and plan give the same report.</summary>
    public required string Plan { get; init; }
    public int Draws { get; init; }
    /// <summary>How many draws are done, as it was last noted.</summary>
    public int Played { get; init; }
    public Instant AskedAt { get; init; }
    public Guid AskedBy { get; init; }
    /// <summary>By the clock of the world: until then it is somebody's who plays it; null when nobody does.</summary>
    public Instant? ClaimedUntil { get; init; }
    /// <summary>By the clock of the world; null until it is done.</summary>
    public Instant? FinishedAt { get; init; }
    /// <summary>The report as JSON; null until it is done, and when it could not be played.</summary>
    public string? Report { get; init; }
    /// <summary>Code of the reason it could not be played.</summary>
    public string? Refusal { get; init; }
}
