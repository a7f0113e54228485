using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Certificates;

public enum CertificateOrderKind
{
    /// <summary>Certificates for all laureates and jurors of an edition that have none.</summary>
    Issue,
    /// <summary>One certificate no longer stands.</summary>
    Withdraw,
}

/// <summary>What one person prepares and another releases: certificates speak for the body to the outside, so no one does it alone.</summary>
public sealed class CertificateOrder
{
    public Guid Id { get; init; }
    public required string EditionKey { get; init; }
    public CertificateOrderKind Kind { get; init; }
    /// <summary>The one to withdraw; null for issuing.</summary>
    public Guid? CertificateId { get; init; }
    /// <summary>Of the withdrawal, as the public reads it.</summary>
    public string? Reason { get; init; }
    public Instant PreparedAt { get; init; }
    public Guid PreparedBy { get; init; }
    public Instant? ApprovedAt { get; private set; }
    public Guid? ApprovedBy { get; private set; }
    /// <summary>Certificates to make; known when the work begins.</summary>
    public int Total { get; set; }
    public int Done { get; set; }
    public Instant? FinishedAt { get; set; }
    /// <summary>A job works on it until then, unless it says so again.</summary>
    public Instant? ClaimedUntil { get; set; }
    public int Version { get; private set; }

    public bool IsWaiting => ApprovedAt is null;
    public bool IsRunning => ApprovedAt is not null && FinishedAt is null;

    /// <summary>Null when done, otherwise the first reason it was refused.</summary>
    public Problem? Approve(Guid by, Instant now)
    {
        if (ApprovedAt is not null) return Problem.Conflict("certificates.already_released");
        if (by == PreparedBy) return Problem.Forbidden("certificates.another_releases");
        (ApprovedAt, ApprovedBy, Version) = (now, by, Version + 1);
        return null;
    }
}
