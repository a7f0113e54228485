using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace BangVang.App.Documents.Pdf;

/// <summary>What a signature in a document proves.</summary>
/// <param name="Failure">What does not hold first: a code; null when the bytes are what this signer signed.</param>
/// <param name="Signer">Null when the signature cannot be read.</param>
/// <param name="Trusted">The signer's certificate is one of those trusted, or rests on one.</param>
/// <param name="ClaimedAt">When it was signed, as the document says; null when it does not.</param>
/// <param name="StampedAt">When it was signed at the latest, as a time-stamp authority says; null without one.</param>
/// <param name="InOurForm">
/// The signature is, byte for byte, what <see cref="PadesDraft"/> makes of its parts. The format lets some bytes around a signature be changed
/// without breaking it; of a document of our own not one may differ.
/// </param>
public sealed record SignatureFinding(string? Failure, X509Certificate2? Signer, bool Trusted, DateTimeOffset? ClaimedAt, DateTimeOffset? StampedAt, bool InOurForm)
{
    public bool Holds => Failure is null;
}

/// <summary>Checks the signatures in a PDF, ours and others', with the bytes alone.</summary>
public static partial class PadesCheck
{
    /// <summary>Each signature in the order in which they were added; none for a document that has none.</summary>
    /// <param name="trusted">Certificates of signers, or of those who vouch for signers.</param>
    public static IReadOnlyList<SignatureFinding> Check(byte[] pdf, IReadOnlyList<X509Certificate2> trusted)
    {
        var text = Encoding.Latin1.GetString(pdf);
        var ranges = Ranges().Matches(text).Select(m => (Match: m, Range: m.Groups[1].Captures.Select(c => long.Parse(c.ValueSpan, CultureInfo.InvariantCulture)).ToArray())).ToList();
        return [.. ranges.Select((r, i) => One(pdf, text, r.Match.Index, r.Range, isLast: i == ranges.Count - 1, trusted))];
    }

    private static SignatureFinding One(byte[] pdf, string text, int at, long[] range, bool isLast, IReadOnlyList<X509Certificate2> trusted)
    {
        if (range is not [0, var before, var after, var rest] || before < 1 || after <= before + 2 || after + rest > pdf.Length) return Fails("signature.range");
        // Nothing but the signature itself may lie outside of what is signed.
        if (at > before || pdf[before] != '<' || pdf[after - 1] != '>') return Fails("signature.range");
        if (isLast && after + rest != pdf.Length) return Fails("signature.added_later");
        if (Read(text[((int)before + 1)..((int)after - 1)]) is not { } message) return Fails("signature.unreadable");

        byte[] content = [.. pdf.AsSpan(0, (int)before), .. pdf.AsSpan((int)after, (int)rest)];
        // Its parts are decoded as they are asked for: each may turn out to be no part of a signature.
        try { return Message(text, at, content, message, trusted); }
        catch (Exception e) when (e is CryptographicException or AsnContentException) { return Fails("signature.unreadable"); }
    }

    private static SignatureFinding Message(string text, int at, byte[] content, byte[] message, IReadOnlyList<X509Certificate2> trusted)
    {
        var cms = new SignedCms(new ContentInfo(content), detached: true);
        cms.Decode(message);
        if (cms.SignerInfos.Count != 1 || cms.SignerInfos[0].Certificate is not { } signer) return Fails("signature.unreadable");
        try { cms.CheckSignature(verifySignatureOnly: true); }
        catch (CryptographicException) { return Fails("signature.broken", signer); }
        if (!NamesItsSigner(cms.SignerInfos[0], signer)) return Fails("signature.certificate", signer);
        DateTimeOffset? stamped = null;
        if (StampOf(cms.SignerInfos[0]) is { } stamp)
        {
            if (!Rfc3161TimestampToken.TryDecode(stamp, out var token, out _) || !token.VerifySignatureForSignerInfo(cms.SignerInfos[0], out _)) return Fails("signature.time_stamp", signer);
            stamped = token.TokenInfo.Timestamp;
        }
        var claimed = ClaimedAt(text, at);
        return new(null, signer, IsTrusted(signer, cms.Certificates, trusted, stamped ?? claimed), claimed, stamped, IsOurForm(message, content, cms, signer));
    }

    private static SignatureFinding Fails(string code, X509Certificate2? signer = null) => new(code, signer, false, null, null, false);

    private static bool IsOurForm(byte[] message, byte[] content, SignedCms cms, X509Certificate2 signer)
    {
        if (signer.PublicKey.Oid.Value is not (Oids.Rsa or Oids.EllipticCurve)) return false;
        var attributes = PadesDraft.Attributes(SHA256.HashData(content), signer);
        return message.AsSpan().SequenceEqual(PadesDraft.Message(attributes, signer, cms.SignerInfos[0].GetSignature(), [.. cms.Certificates], StampOf(cms.SignerInfos[0])));
    }

    /// <summary>The DER value in front of the zeros that fill the room; null when there is none.</summary>
    private static byte[]? Read(string hex)
    {
        try
        {
            var bytes = Convert.FromHexString(hex.Trim());
            AsnDecoder.ReadEncodedValue(bytes, AsnEncodingRules.BER, out _, out _, out var length);
            // Room that holds anything else might be read by somebody as something.
            return bytes.AsSpan(length).ContainsAnyExcept((byte)0) ? null : bytes[..length];
        }
        catch (Exception e) when (e is FormatException or AsnContentException) { return null; }
    }

    /// <summary>
    /// Where the signature says under which certificate it was made, it is this one: another with the same key cannot take its place. Signatures in the older form
    /// (adbe.pkcs7.detached, as many programs of authorities still make them) do not say it.
    /// </summary>
    private static bool NamesItsSigner(SignerInfo info, X509Certificate2 signer)
    {
        foreach (var attribute in info.SignedAttributes)
        {
            if (attribute.Oid.Value != Oids.SigningCertificate || attribute.Values.Count == 0) continue;
            try
            {
                var first = new AsnReader(attribute.Values[0].RawData, AsnEncodingRules.DER).ReadSequence().ReadSequence().ReadSequence();
                var algorithm = first.PeekTag() == Asn1Tag.Sequence ? first.ReadSequence().ReadObjectIdentifier() : Oids.Sha256;
                if (CryptoConfig.MapNameToOID("SHA384") == algorithm) return SHA384.HashData(signer.RawData).AsSpan().SequenceEqual(first.ReadOctetString());
                if (CryptoConfig.MapNameToOID("SHA512") == algorithm) return SHA512.HashData(signer.RawData).AsSpan().SequenceEqual(first.ReadOctetString());
                return algorithm == Oids.Sha256 && SHA256.HashData(signer.RawData).AsSpan().SequenceEqual(first.ReadOctetString());
            }
            catch (AsnContentException) { return false; }
        }
        return true;
    }

    private static byte[]? StampOf(SignerInfo info)
    {
        foreach (var attribute in info.UnsignedAttributes)
            if (attribute.Oid.Value == Oids.TimeStamp && attribute.Values.Count > 0) return attribute.Values[0].RawData;
        return null;
    }

    private static bool IsTrusted(X509Certificate2 signer, X509Certificate2Collection carried, IReadOnlyList<X509Certificate2> trusted, DateTimeOffset? at)
    {
        if (trusted.Any(t => t.RawDataMemory.Span.SequenceEqual(signer.RawDataMemory.Span))) return true;
        if (trusted.Count == 0) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted.ToArray());
        chain.ChainPolicy.ExtraStore.AddRange(carried);
        // Offline: whether the certificate was revoked since is asked of whoever issued it.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (at is { } moment) chain.ChainPolicy.VerificationTime = moment.UtcDateTime;
        return chain.Build(signer);
    }

    /// <summary>/M of the signature's dictionary, which is the one around the range.</summary>
    private static DateTimeOffset? ClaimedAt(string text, int at)
    {
        var (from, to) = (text.LastIndexOf("obj", at, StringComparison.Ordinal), text.IndexOf("endobj", at, StringComparison.Ordinal));
        if (from < 0 || to < 0 || Moment().Match(text, from, to - from) is not { Success: true } found) return null;
        var offset = found.Groups[2].Value is ['+' or '-', ..] zone ? zone.Replace("'", ":", StringComparison.Ordinal).TrimEnd(':') : "+00:00";
        return DateTimeOffset.TryParseExact($"{found.Groups[1].Value} {offset}", "yyyyMMddHHmmss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? moment : null;
    }

    [GeneratedRegex(@"/ByteRange\s*\[(?:\s*(\d{1,10})){4}\s*\]", RegexOptions.CultureInvariant)]
    private static partial Regex Ranges();

    [GeneratedRegex(@"/M\s*\(D:(\d{14})([^)]*)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Moment();
}
