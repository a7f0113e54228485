using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Dossiers;

/// <summary>Where the bytes of a file of a submitted dossier are.</summary>
public enum FileStanding
{
    /// <summary>Here, whole, and looked at.</summary>
    Received,
    /// <summary>Named by its hash; its bytes may still come.</summary>
    Awaited,
    /// <summary>The bytes that were named came and are none that may be kept.</summary>
    Refused,
    /// <summary>The bytes did not come in time.</summary>
    NotReceived,
}

/// <summary>
/// A file that was named by its hash when the dossier was submitted. What was submitted is settled from then on: only bytes of this size and
/// this hash, sent for this field of this dossier, become the file. Its id is the file's.
/// </summary>
public sealed class AwaitedFile
{
    /// <summary>The time before the end at which a reminder goes out, unless the whole grace is shorter than twice that.</summary>
    public static readonly Duration RemindBefore = Duration.FromMinutes(30);

    public Guid Id { get; init; }
    public Guid DossierId { get; init; }
    public required string FieldCode { get; init; }
    /// <summary>Safe to show.</summary>
    public required string Name { get; init; }
    /// <summary>As its name says; the bytes must be of this kind.</summary>
    public FileKind Kind { get; init; }
    public long Bytes { get; init; }
    /// <summary>64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }
    public Instant NamedAt { get; init; }
    public Guid NamedBy { get; init; }
    /// <summary>First instant at which it is too late.</summary>
    public Instant UntilAt { get; init; }
    public Instant? ReceivedAt { get; set; }
    /// <summary>Why the bytes that came may not be kept.</summary>
    public Problem? Refusal { get; set; }
    public Instant? RefusedAt { get; set; }
    /// <summary>When the applicant was reminded; null while nobody was.</summary>
    public Instant? RemindedAt { get; set; }
    /// <summary>When the applicant was told that it did not come; null while nobody was.</summary>
    public Instant? ToldAt { get; set; }

    public FileStanding StandingAt(Instant now) =>
        ReceivedAt is not null ? FileStanding.Received
        : RefusedAt is not null ? FileStanding.Refused
        : now < UntilAt ? FileStanding.Awaited : FileStanding.NotReceived;

    /// <summary>The bytes are here and kept.</summary>
    public void Receive(Instant now) => ReceivedAt = now;

    /// <summary>The bytes came and may not be kept: the same bytes never may.</summary>
    public void Refuse(Problem why, Instant now) => (Refusal, RefusedAt) = (why, now);

    /// <summary>Until when bytes may come of files that are named in a submission with this deadline; null when they must be there at once.</summary>
    /// <param name="deadline">First instant at which it is too late to submit; null when none is known.</param>
    public static Instant? UntilOf(Edition edition, Instant? deadline, Instant now) =>
        edition.FileGrace is { } grace && grace.Minutes.TryGet(out var minutes) ? (deadline ?? now) + Duration.FromMinutes(minutes) : null;
}
