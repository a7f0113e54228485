using NodaTime;

namespace BangVang.Domain.Editions;

/// <summary>Somebody who keeps a share of the key that opens the dossiers' files, outside the server.</summary>
public sealed record Trustee
{
    /// <summary>The person's post, or name: "Chủ tịch Hội đồng".</summary>
    public required string Name { get; init; }
    /// <summary>Public key of age to which the share was encrypted.</summary>
    public required string Recipient { get; init; }
    /// <summary>SHA-256 of the share, hexadecimal: a wrong one is told at once.</summary>
    public required string Share { get; init; }
}

/// <summary>Files of dossiers are encrypted as they come in, until trustees open them together. Made by <c>bangvang seal setup</c>.</summary>
public sealed record SealingRules
{
    /// <summary>Code of the phase with whose first day the files may be opened.</summary>
    [Code] public required string OpensWith { get; init; }
    /// <summary>Public key of age to which every file is encrypted.</summary>
    public required string Recipient { get; init; }
    /// <summary>So many of the trustees are enough.</summary>
    [Within(2, 32)] public required int Needed { get; init; }
    public required IReadOnlyList<Trustee> Trustees { get; init; }
    public string? Article { get; init; }

    /// <summary>The same keys, in the same hands, until the same phase.</summary>
    public bool IsSame(SealingRules? other) => other is not null && OpensWith == other.OpensWith && Recipient == other.Recipient && Needed == other.Needed
        && Trustees.Select(t => (t.Recipient, t.Share)).SequenceEqual(other.Trustees.Select(t => (t.Recipient, t.Share)));
}

public sealed partial record Edition
{
    /// <summary>The first instant at which sealed files may be opened; null when nothing is sealed, or the day is not settled.</summary>
    public Instant? SealedUntil => Sealing is { } sealing && Phase(sealing.OpensWith)?.FirstDay is { } day ? day.AtStartOfDayInZone(TimeZone).ToInstant() : null;
}
