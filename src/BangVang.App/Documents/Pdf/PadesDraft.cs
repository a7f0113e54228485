using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace BangVang.App.Documents.Pdf;

/// <summary>
/// A document on its way to a PAdES signature (ETSI EN 319 142-1, level B-B; B-T with a time-stamp): what is to be signed comes out,
/// the signature goes in. Whoever holds the key sees hashes only.
/// </summary>
public sealed class PadesDraft
{
    private readonly byte[] pdf;
    private readonly int gap;
    private readonly X509Certificate2 signer;

    /// <param name="written">By <see cref="PdfFile.Write"/>, with room for a signature.</param>
    /// <exception cref="ArgumentException">There is no such room.</exception>
    public PadesDraft(byte[] written, X509Certificate2 signer)
    {
        (pdf, this.signer) = ((byte[])written.Clone(), signer);
        var range = pdf.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(PdfSignatureRoom.UnknownRange));
        if (range < 0) throw new ArgumentException("The document has no room for a signature.", nameof(written));
        gap = range + PdfSignatureRoom.UnknownRange.Length + "/Contents".Length;
        var after = gap + 2 * PdfSignatureRoom.Bytes + 2;
        var real = string.Create(CultureInfo.InvariantCulture, $"/ByteRange[0 {gap} {after} {pdf.Length - after}]").PadRight(PdfSignatureRoom.UnknownRange.Length);
        Encoding.ASCII.GetBytes(real, pdf.AsSpan(range));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(pdf.AsSpan(0, gap));
        hash.AppendData(pdf.AsSpan(after));
        ToSign = Attributes(hash.GetHashAndReset(), signer);
    }

    /// <summary>The signed attributes, DER; the signature is over their SHA-256.</summary>
    public byte[] ToSign { get; }

    /// <summary>The signed document.</summary>
    /// <param name="signature">PKCS #1 of an RSA key; of a key on an elliptic curve the DER sequence of r and s.</param>
    /// <param name="certificates">The signer's and those above it, to be carried along.</param>
    /// <param name="timeStamp">RFC 3161 token over the signature's SHA-256; null for level B-B.</param>
    /// <exception cref="InvalidDataException">It does not fit into its room.</exception>
    public byte[] Complete(byte[] signature, IReadOnlyList<X509Certificate2> certificates, byte[]? timeStamp = null)
    {
        var message = Convert.ToHexStringLower(Message(ToSign, signer, signature, certificates, timeStamp));
        if (message.Length > 2 * PdfSignatureRoom.Bytes) throw new InvalidDataException($"The signature has {message.Length / 2} bytes; there is room for {PdfSignatureRoom.Bytes}.");
        Encoding.ASCII.GetBytes(message, pdf.AsSpan(gap + 1));
        return pdf;
    }

    /// <summary>Content type, digest, and which certificate signs: the three that PAdES demands. The time stands in the document.</summary>
    internal static byte[] Attributes(byte[] digest, X509Certificate2 signer)
    {
        var der = new AsnWriter(AsnEncodingRules.DER);
        using (der.PushSetOf())
        {
            Attribute(der, Oids.ContentType, w => w.WriteObjectIdentifier(Oids.Data));
            Attribute(der, Oids.MessageDigest, w => w.WriteOctetString(digest));
            Attribute(der, Oids.SigningCertificate, w =>
            {
                // SigningCertificateV2 ⊃ certs ⊃ ESSCertIDv2 of SHA-256, which is the default and therefore absent.
                using (w.PushSequence())
                using (w.PushSequence())
                using (w.PushSequence())
                    w.WriteOctetString(SHA256.HashData(signer.RawData));
            });
        }
        return der.Encode();
    }

    /// <summary>The whole signature (CMS SignedData) around the signed attributes: one sequence of bytes for the same parts.</summary>
    internal static byte[] Message(byte[] attributes, X509Certificate2 signer, byte[] signature, IReadOnlyList<X509Certificate2> certificates, byte[]? timeStamp)
    {
        var der = new AsnWriter(AsnEncodingRules.DER);
        using (der.PushSequence())
        {
            der.WriteObjectIdentifier(Oids.SignedData);
            using (der.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (der.PushSequence())
            {
                der.WriteInteger(1);
                using (der.PushSetOf()) Algorithm(der, Oids.Sha256);
                using (der.PushSequence()) der.WriteObjectIdentifier(Oids.Data);
                using (der.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 0)))
                    foreach (var certificate in certificates) der.WriteEncodedValue(certificate.RawData);
                using (der.PushSetOf()) SignerInfo(der, attributes, signer, signature, timeStamp);
            }
        }
        return der.Encode();
    }

    private static void SignerInfo(AsnWriter der, byte[] attributes, X509Certificate2 signer, byte[] signature, byte[]? timeStamp)
    {
        using (der.PushSequence())
        {
            der.WriteInteger(1);
            using (der.PushSequence())
            {
                der.WriteEncodedValue(signer.IssuerName.RawData);
                der.WriteInteger(signer.SerialNumberBytes.Span);
            }
            Algorithm(der, Oids.Sha256);
            // The same bytes as were signed, under another tag.
            byte[] tagged = [0xA0, .. attributes.AsSpan(1)];
            der.WriteEncodedValue(tagged);
            Algorithm(der, SignatureOid(signer));
            der.WriteOctetString(signature);
            if (timeStamp is null) return;
            using (der.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 1)))
                Attribute(der, Oids.TimeStamp, w => w.WriteEncodedValue(timeStamp));
        }
    }

    /// <summary>Name of the algorithm that signs with the key of this certificate, always over SHA-256.</summary>
    public static string SignatureOid(X509Certificate2 certificate) => certificate.PublicKey.Oid.Value switch
    {
        Oids.Rsa => Oids.RsaWithSha256,
        Oids.EllipticCurve => Oids.EcdsaWithSha256,
        var other => throw new NotSupportedException($"Keys of the kind {other} sign no documents here."),
    };

    private static void Attribute(AsnWriter der, string oid, Action<AsnWriter> value)
    {
        using (der.PushSequence())
        {
            der.WriteObjectIdentifier(oid);
            using (der.PushSetOf()) value(der);
        }
    }

    private static void Algorithm(AsnWriter der, string oid)
    {
        using (der.PushSequence())
        {
            der.WriteObjectIdentifier(oid);
            if (oid == Oids.RsaWithSha256) der.WriteNull();
        }
    }
}

/// <summary>Numbers of what signatures are made of (RFC 5652, 5035, 3161, 8017, 5480).</summary>
internal static class Oids
{
    public const string Data = "1.2.840.113549.1.7.1", SignedData = "1.2.840.113549.1.7.2";
    public const string ContentType = "1.2.840.113549.1.9.3", MessageDigest = "1.2.840.113549.1.9.4";
    public const string SigningCertificate = "1.2.840.113549.1.9.16.2.47", TimeStamp = "1.2.840.113549.1.9.16.2.14";
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";
    public const string Organisation = "2.5.4.10";
    public const string Rsa = "1.2.840.113549.1.1.1", RsaWithSha256 = "1.2.840.113549.1.1.11";
    public const string EllipticCurve = "1.2.840.10045.2.1", EcdsaWithSha256 = "1.2.840.10045.4.3.2";
}
