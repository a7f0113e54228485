using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BangVang.App.Ports;
using BangVang.Proof.Keys;

namespace BangVang.App.Signing;

/// <summary>Signs with a key in an organisation's own device, by PKCS #11. The certificate is the one in the device, or a file.</summary>
public sealed class DeviceSigner(DeviceOptions options, string? certificateFile) : IDocumentSigner
{
    private readonly Lazy<Pkcs11Key> key = new(() => Open(options));
    private readonly Lock turn = new();
    private IReadOnlyList<X509Certificate2>? certificates;

    public Task<IReadOnlyList<X509Certificate2>> CertificatesAsync(CancellationToken ct) => Task.Run(Certificates, ct);

    public Task<IReadOnlyList<byte[]>> SignAsync(IReadOnlyList<byte[]> parts, CancellationToken ct) => Task.Run(() => Sign(parts, ct), ct);

    /// <summary>The key that these settings name; nothing is asked of the device yet.</summary>
    public static Pkcs11Key Open(DeviceOptions options) => new(options.Module!, options.Token!, options.Label!, SettingSecret.Of(options.Pin, options.PinFile)!);

    private IReadOnlyList<byte[]> Sign(IReadOnlyList<byte[]> parts, CancellationToken ct)
    {
        var certificate = Certificates()[0];
        var (rsa, curve) = (certificate.GetRSAPublicKey(), certificate.GetECDsaPublicKey());
        if (rsa is null && curve is null) throw new IOException("The certificate is neither for an RSA key nor for one on an elliptic curve.");
        var signatures = new List<byte[]>(parts.Count);
        foreach (var part in parts)
        {
            ct.ThrowIfCancellationRequested();
            var signature = rsa is not null ? key.Value.SignRsa(part) : key.Value.SignEcdsa(part);
            if (!(rsa?.VerifyData(part, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ?? curve!.VerifyData(part, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)))
                throw new IOException($"The key {options.Label} in the token {options.Token} is not that of the certificate.");
            signatures.Add(signature);
        }
        return signatures;
    }

    private IReadOnlyList<X509Certificate2> Certificates()
    {
        lock (turn)
        {
            if (certificates is not null) return certificates;
            var found = new X509Certificate2Collection();
            if (certificateFile is not null) found.ImportFromPemFile(certificateFile);
            else if (key.Value.Certificate() is { } der) found.Add(X509CertificateLoader.LoadCertificate(der));
            return certificates = found.Count > 0 ? [.. found] : throw new IOException($"The token {options.Token} holds no certificate {options.Label}: name a file in Signing:Certificate.");
        }
    }
}
