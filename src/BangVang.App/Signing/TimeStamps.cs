using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using BangVang.Proof.Receipts;

namespace BangVang.App.Signing;

/// <summary>Whose time-stamps this installation counts.</summary>
public sealed record TimeStampTrust(IReadOnlyList<X509Certificate2> Certificates)
{
    /// <exception cref="InvalidDataException">An address without certificates, or a file without any.</exception>
    public static TimeStampTrust Load(TimeStampOptions options)
    {
        if (options.Certificates is not { } file) return options.Url is null ? new([]) : throw new InvalidDataException("TimeStamp:Url needs TimeStamp:Certificates, the certificates that are trusted.");
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(file);
        return certificates.Count > 0 ? new([.. certificates]) : throw new InvalidDataException($"{file} holds no certificate.");
    }

    public StampFinding Check(byte[] token, byte[] sha256) => TimeStamps.Check(token, sha256, Certificates);
}

/// <summary>Checks time-stamp tokens with their bytes alone.</summary>
public static class TimeStamps
{
    /// <param name="trusted">Certificates of authorities, or of those who vouch for them; none trusts nobody.</param>
    /// <returns>A failure when the token is none, is not over this hash, is wrongly signed, or by somebody who is not among the trusted, if there are any.</returns>
    public static StampFinding Check(byte[] token, byte[] sha256, IReadOnlyList<X509Certificate2> trusted)
    {
        try
        {
            if (!Rfc3161TimestampToken.TryDecode(token, out var stamp, out var read) || read != token.Length) return new("receipt.time_stamp", null);
            if (!stamp.VerifySignatureForHash(sha256, HashAlgorithmName.SHA256, out var signer, [.. trusted])) return new("receipt.time_stamp", null);
            if (trusted.Count == 0) return new(null, null);
            return IsTrusted(signer, stamp, trusted) ? new(null, stamp.TokenInfo.Timestamp) : new("receipt.time_stamp_untrusted", null);
        }
        catch (CryptographicException) { return new("receipt.time_stamp", null); }
    }

    private static bool IsTrusted(X509Certificate2 signer, Rfc3161TimestampToken stamp, IReadOnlyList<X509Certificate2> trusted)
    {
        if (trusted.Any(t => t.RawDataMemory.Span.SequenceEqual(signer.RawDataMemory.Span))) return true;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted.ToArray());
        chain.ChainPolicy.ExtraStore.AddRange(stamp.AsSignedCms().Certificates);
        // Offline: whether the authority's certificate was revoked since is asked of whoever issued it.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = stamp.TokenInfo.Timestamp.UtcDateTime;
        return chain.Build(signer);
    }
}
