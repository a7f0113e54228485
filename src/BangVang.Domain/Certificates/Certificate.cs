using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Certificates;

public enum CertificateKind
{
    /// <summary>A product was honoured.</summary>
    Laureate,
    /// <summary>A person judged.</summary>
    Juror,
    /// <summary>A person came to a forum.</summary>
    Delegate,
}

/// <summary>What a certificate says, frozen when it is issued.</summary>
/// <param name="EditionKey"><c>programme/year</c>, or <c>forum/slug</c>; the names beside it are those of the edition or forum.</param>
/// <param name="Recipient">Organisation or person.</param>
/// <param name="Product">Null but for a laureate; so are category and tier.</param>
/// <param name="Decision">The decision it rests on, with number and date as printed; for a delegate the ledger of the door.</param>
/// <param name="Body">Who gives it.</param>
public sealed record CertificateClaim(
    CertificateKind Kind, string EditionKey, string EditionVi, string EditionEn, string Recipient, string? Product,
    string? CategoryVi, string? CategoryEn, string? TierVi, string? TierEn, string Decision, string BodyVi, string BodyEn, bool IsDemonstration);

/// <summary>A certificate that was issued. It is withdrawn, never deleted: whoever holds it must be able to learn that it no longer stands.</summary>
public sealed class Certificate
{
    public const int LongestReason = 500;

    public Guid Id { get; init; }
    /// <summary>Printed on it; whoever knows it may see what it says. See <see cref="CertificateCode"/>.</summary>
    public required string Code { get; init; }
    public required string EditionKey { get; init; }
    public CertificateKind Kind { get; init; }
    /// <summary>From 0 within the edition; its bit in the status list.</summary>
    public int Number { get; init; }
    /// <summary>Null but for a laureate.</summary>
    public Guid? LaureateId { get; init; }
    /// <summary>The juror; null for others.</summary>
    public Guid? PersonId { get; init; }
    /// <summary>Who was registered for the forum and came; null for others.</summary>
    public Guid? AttendeeId { get; init; }
    /// <summary>By which it was issued.</summary>
    public Guid OrderId { get; init; }
    public required CertificateClaim Claim { get; init; }
    public Instant IssuedAt { get; init; }
    /// <summary>Of the signed PDF, 64 lower-case hexadecimal digits.</summary>
    public string PdfSha256 { get; set; } = "";
    public Instant? WithdrawnAt { get; private set; }
    public string? WithdrawalReason { get; private set; }
    public int Version { get; private set; }

    /// <summary>Null when done, otherwise the first reason it was refused.</summary>
    public Problem? Withdraw(string reason, Instant now)
    {
        if (WithdrawnAt is not null) return Problem.Conflict("certificates.already_withdrawn");
        if (ReasonProblem(reason) is { } problem) return problem;
        (WithdrawnAt, WithdrawalReason, Version) = (now, reason.Trim(), Version + 1);
        return null;
    }

    public static Problem? ReasonProblem(string? reason) =>
        reason?.Trim().Length is null or 0 or > LongestReason ? Problem.Invalid("certificates.reason_missing", "Reason").With("max", LongestReason) : null;
}

/// <summary>The file as it was signed, and the credential. They are kept as they were given out.</summary>
public sealed class CertificateFile
{
    public Guid CertificateId { get; init; }
    public required byte[] Pdf { get; init; }
    /// <summary>Open Badges 3.0 with a Data Integrity proof, JSON.</summary>
    public required string Credential { get; init; }
    /// <summary>The same as a JSON Web Token.</summary>
    public required string Token { get; init; }
}
