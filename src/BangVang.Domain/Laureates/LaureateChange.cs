using NodaTime;

namespace BangVang.Domain.Laureates;

public enum LaureateChangeKind { Corrected, Withdrawn, Restored }

/// <param name="Field">Name of the property of <see cref="LaureateFacts"/>.</param>
/// <param name="Before">Null when it was not stated.</param>
/// <param name="After">Null when it is no longer stated.</param>
public sealed record FieldChange(string Field, string? Before, string? After);

/// <summary>A change of a line of the board after it was published; shown to everyone, never removed.</summary>
public sealed class LaureateChange
{
    public Guid Id { get; init; }
    public Guid LaureateId { get; init; }
    /// <summary>The version of the laureate that it made, from 1.</summary>
    public int Number { get; init; }
    public LaureateChangeKind Kind { get; init; }
    public Instant At { get; init; }
    /// <summary>Null for the console; not shown to the public.</summary>
    public Guid? ChangedBy { get; init; }
    public required string Reason { get; init; }
    public List<FieldChange> Fields { get; init; } = [];
    /// <summary>What the change rests on.</summary>
    public LaureateSource? Source { get; init; }
}
