using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Ceremony;

/// <summary>
/// The ceremony of an award edition in a session of a forum: one person of the secretariat closes the envelopes, another confirms them,
/// the organisers of the forum run the show without knowing what is inside.
/// </summary>
public sealed class AwardCeremony
{
    public Guid Id { get; init; }
    /// <summary><c>programme/year</c> of the award.</summary>
    public required string EditionKey { get; init; }
    /// <summary><c>forum/slug</c>.</summary>
    public required string ForumKey { get; init; }
    /// <summary>Code of the released session it takes place in.</summary>
    public required string SessionCode { get; init; }
    /// <summary>Codes of the tiers that are given category by category; all others are read out in the roll.</summary>
    public required List<string> StageTiers { get; init; }
    /// <summary>Number and date of the ministerial decision, as printed: known before, public with the last name.</summary>
    public required string DocumentNumber { get; init; }
    public LocalDate DocumentDate { get; init; }
    /// <summary>When the session began in the programme as it was released when the envelopes were closed.</summary>
    public Instant StartsAt { get; init; }
    /// <summary>The run of show, in order.</summary>
    public List<Cue> Cues { get; set; } = [];
    public Instant ClosedAt { get; init; }
    public Guid ClosedBy { get; init; }
    /// <summary>From then on the commitments are in the log; null while a second person has not looked.</summary>
    public Instant? ConfirmedAt { get; private set; }
    public Guid? ConfirmedBy { get; private set; }
    /// <summary>When the last name became public.</summary>
    public Instant? FinishedAt { get; set; }
    public int Version { get; set; }

    public RunOfShow Show => new(StartsAt, Cues);

    /// <summary>Whether a name of it is public already: from then on it is neither cancelled nor closed anew.</summary>
    public bool HasRevealed => Cues.Any(c => c is { Reveals: true, StartedAt: not null });

    /// <summary>The second look. Null when done, otherwise: ceremony.confirmed_already, ceremony.another_confirms.</summary>
    public Problem? Confirm(Guid by, Instant now)
    {
        if (ConfirmedAt is not null) return Problem.Conflict("ceremony.confirmed_already");
        if (by == ClosedBy) return Problem.Forbidden("ceremony.another_confirms");
        (ConfirmedAt, ConfirmedBy, Version) = (now, by, Version + 1);
        return null;
    }
}

/// <summary>An envelope as it is kept. Before its cue neither salt nor winners stand anywhere but inside the closed bytes.</summary>
public sealed class CeremonyEnvelope
{
    public Guid CeremonyId { get; init; }
    /// <summary>Empty for the roll.</summary>
    public required string CategoryCode { get; init; }
    /// <summary>See <see cref="CategoryResult.Commitment"/>.</summary>
    public required string Commitment { get; init; }
    /// <summary>See <see cref="Envelope.Close"/>. Changes when somebody says who comes on stage; the commitment does not.</summary>
    public required byte[] Closed { get; set; }
    public Instant? OpenedAt { get; private set; }
    /// <summary>64 hexadecimal digits; null before.</summary>
    public string? Salt { get; private set; }
    /// <summary>Null before.</summary>
    public List<CeremonyWinner>? Winners { get; private set; }

    /// <summary>Null for the roll.</summary>
    public string? Category => CategoryCode.Length == 0 ? null : CategoryCode;

    /// <summary>What it holds, as everybody may read it now. Throws while it is closed.</summary>
    public CategoryResult Result => new(Category, Winners ?? throw new InvalidOperationException("The envelope is closed."));

    public void Open(CategoryResult result, ReadOnlySpan<byte> salt, Instant now) => (OpenedAt, Salt, Winners) = (now, Convert.ToHexStringLower(salt), [.. result.Winners]);
}
