using System.Security.Cryptography.X509Certificates;

namespace BangVang.App.Ports;

/// <summary>The signature of the body that issues: a key in a file, in a device, or with a remote service. It sees what a hash is made of, never a document.</summary>
public interface IDocumentSigner
{
    /// <summary>The signer's certificate first, then those above it.</summary>
    Task<IReadOnlyList<X509Certificate2>> CertificatesAsync(CancellationToken ct);

    /// <summary>Signs the SHA-256 of each, in order.</summary>
    /// <returns>PKCS #1 for an RSA key, the DER sequence of r and s for one on an elliptic curve.</returns>
    /// <exception cref="IOException">The device or the service does not answer.</exception>
    Task<IReadOnlyList<byte[]>> SignAsync(IReadOnlyList<byte[]> parts, CancellationToken ct);
}

/// <summary>A time-stamp authority (RFC 3161).</summary>
public interface ITimeStampAuthority
{
    /// <summary>A token that says that this SHA-256 existed at a time.</summary>
    /// <exception cref="IOException">It does not answer, or with something else.</exception>
    Task<byte[]> StampAsync(byte[] sha256, CancellationToken ct);
}
