using NodaTime;

namespace BangVang.Domain.Decisions;

/// <summary>A signature in a paper, as it was found when the paper came.</summary>
/// <param name="Signer">Name of the holder of the certificate, person or body.</param>
/// <param name="Organisation">Null where the certificate names none.</param>
/// <param name="Issuer">Who vouches for the signer.</param>
/// <param name="ClaimedAt">When it was signed, as the paper says; null when it does not.</param>
/// <param name="StampedAt">When it was signed at the latest, as a time-stamp authority says; null without one.</param>
/// <param name="IsTrusted">The certificate rests on one of those that this installation trusts for papers.</param>
public sealed record PaperSignature(string Signer, string? Organisation, string Issuer, Instant? ClaimedAt, Instant? StampedAt, bool IsTrusted);

/// <summary>The decision as the authority signed it elsewhere, one for each edition; a later copy takes its place.</summary>
public sealed class SignedPaper
{
    public required string EditionKey { get; init; }
    public Guid FileId { get; set; }
    /// <summary>Of the file, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; set; }
    /// <summary>In the order in which they were added; at least one.</summary>
    public required IReadOnlyList<PaperSignature> Signatures { get; set; }
    public Instant AddedAt { get; set; }
    public Guid AddedBy { get; set; }
    public int Version { get; set; }
}
