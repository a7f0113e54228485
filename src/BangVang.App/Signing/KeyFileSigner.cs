using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using BangVang.App.Kernel;
using BangVang.App.Ports;

namespace BangVang.App.Signing;

/// <summary>Signs with a key in a file that its owner alone may read (PEM, PKCS #8), beside its certificate.</summary>
public sealed class KeyFileSigner : IDocumentSigner
{
    private const int Years = 10;

    private readonly IReadOnlyList<X509Certificate2> certificates;
    private readonly byte[] key;
    private readonly bool isRsa;

    private KeyFileSigner(X509Certificate2Collection certificates, string pem)
    {
        this.certificates = [.. certificates];
        isRsa = certificates[0].GetRSAPublicKey() is not null;
        using AsymmetricAlgorithm read = isRsa ? RSA.Create() : ECDsa.Create();
        read.ImportFromPem(pem);
        key = read.ExportPkcs8PrivateKey();
    }

    /// <summary>The key and certificate at these places. Where there is no certificate yet, a new key with a certificate of its own, safely on the disk.</summary>
    /// <param name="name">Of the body, for a new certificate.</param>
    /// <exception cref="InvalidDataException">Key and certificate do not belong together, or others than its owner may read the key.</exception>
    public static KeyFileSigner LoadOrMake(string certificateFile, string keyFile, string name, DateTimeOffset now)
    {
        if (!File.Exists(certificateFile)) Make(certificateFile, keyFile, name, now);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(keyFile) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
            throw new InvalidDataException($"Others than its owner may use {keyFile}: chmod 600.");
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(certificateFile);
        var signer = certificates.Count > 0 ? new KeyFileSigner(certificates, File.ReadAllText(keyFile)) : throw new InvalidDataException($"{certificateFile} holds no certificate.");
        return signer.Fits() ? signer : throw new InvalidDataException($"{keyFile} is not the key of {certificateFile}.");
    }

    public Task<IReadOnlyList<X509Certificate2>> CertificatesAsync(CancellationToken ct) => Task.FromResult(certificates);

    public Task<IReadOnlyList<byte[]>> SignAsync(IReadOnlyList<byte[]> parts, CancellationToken ct) => Task.FromResult<IReadOnlyList<byte[]>>(Sign(parts));

    private byte[][] Sign(IReadOnlyList<byte[]> parts)
    {
        if (isRsa)
        {
            using var rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(key, out _);
            return [.. parts.Select(p => rsa.SignData(p, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))];
        }
        using var curve = ECDsa.Create();
        curve.ImportPkcs8PrivateKey(key, out _);
        return [.. parts.Select(p => curve.SignData(p, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))];
    }

    private bool Fits()
    {
        var probe = "bangvang"u8.ToArray();
        var signature = Sign([probe])[0];
        return isRsa
            ? certificates[0].GetRSAPublicKey()!.VerifyData(probe, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : certificates[0].GetECDsaPublicKey()!.VerifyData(probe, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private static void Make(string certificateFile, string keyFile, string name, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(Years));
        // The certificate comes last: while it is missing, both are made anew.
        DurableFiles.Write(keyFile, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        DurableFiles.Write(certificateFile, Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));
    }
}
