using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using BangVang.App.Documents.Pdf;
using BangVang.Testing;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Documents;

/// <summary>A signed document holds for us, for pdfsig and for openssl; a document that was touched holds for none of them.</summary>
public sealed partial class PadesTests : IDisposable
{
    private static readonly DateTimeOffset Made = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    private readonly string directory = Directory.CreateTempSubdirectory("bv-pades").FullName;

    [Theory]
    [InlineData("ec")]
    [InlineData("rsa")]
    public void Stock_tools_find_the_signature_valid(string kind)
    {
        using var certificate = MakeCertificate(kind);
        var pdf = Sign(certificate);
        var file = Save("signed.pdf", pdf);

        var found = PadesCheck.Check(pdf, [certificate]).ShouldHaveSingleItem();
        (found.Failure, found.Trusted, found.InOurForm, found.ClaimedAt).ShouldBe((null, true, true, Made));
        var said = Tool.Run("pdfsig", "-nocert", file).Said;
        said.ShouldContain("Signature Validation: Signature is Valid.");
        said.ShouldContain("ETSI.CAdES.detached");
        said.ShouldContain("Total document signed");
        OpenSsl(pdf, certificate).Exit.ShouldBe(0, OpenSsl(pdf, certificate).Said);
    }

    [Fact]
    public void One_changed_byte_is_found_wherever_it_is()
    {
        using var certificate = MakeCertificate("ec");
        var pdf = Sign(certificate);
        var gap = Encoding.Latin1.GetString(pdf).IndexOf("/Contents<30", StringComparison.Ordinal) + "/Contents".Length;
        var places = Enumerable.Range(0, 400).Select(i => i * (pdf.Length - 1) / 399).ToList();
        places.ShouldContain(p => p > gap && p < gap + 2 * PdfSignatureRoom.Bytes);

        foreach (var place in places)
        {
            var touched = (byte[])pdf.Clone();
            touched[place] ^= 0x01;
            PadesCheck.Check(touched, [certificate]).ShouldNotContain(f => f.Holds && f.Trusted && f.InOurForm, place.ToString(CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Stock_tools_find_a_changed_byte_too()
    {
        using var certificate = MakeCertificate("ec");
        var pdf = Sign(certificate);
        pdf[pdf.AsSpan().IndexOf("stream\n"u8) + 20] ^= 0x01;

        Tool.Run("pdfsig", "-nocert", Save("touched.pdf", pdf)).Said.ShouldContain("Digest Mismatch");
        OpenSsl(pdf, certificate).Exit.ShouldNotBe(0);
    }

    [Fact]
    public void What_was_added_behind_the_signature_is_found()
    {
        using var certificate = MakeCertificate("ec");
        byte[] longer = [.. Sign(certificate), .. "\n%later\n"u8];

        PadesCheck.Check(longer, [certificate]).ShouldHaveSingleItem().Failure.ShouldBe("signature.added_later");
    }

    [Fact]
    public void A_signer_nobody_trusts_is_not_trusted()
    {
        using var certificate = MakeCertificate("ec");
        using var other = MakeCertificate("ec");

        var found = PadesCheck.Check(Sign(certificate), [other]).ShouldHaveSingleItem();

        (found.Failure, found.Trusted).ShouldBe((null, false));
    }

    [Fact]
    public void A_document_without_a_signature_has_none()
    {
        PadesCheck.Check(new PdfFile("Thử", "vi-VN", Made, [PdfPage.Upright()]).Write(), []).ShouldBeEmpty();
        PadesCheck.Check("%PDF-1.7 /ByteRange[0 1 2 3]"u8.ToArray(), []).ShouldHaveSingleItem().Holds.ShouldBeFalse();
    }

    private static X509Certificate2 MakeCertificate(string kind)
    {
        CertificateRequest request;
        if (kind == "rsa") request = new("CN=Cơ quan thường trực thử", RSA.Create(2048), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        else request = new("CN=Cơ quan thường trực thử", ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(Made.AddDays(-1), Made.AddYears(5));
    }

    private static byte[] Sign(X509Certificate2 certificate)
    {
        var page = PdfPage.Upright().Text(60, 80, "Giấy chứng nhận", TrueTypeFont.Bold, 20, Ink.Lacquer);
        var draft = new PadesDraft(new PdfFile("Thử", "vi-VN", Made, [page]) { Signature = new("Cơ quan thường trực thử", "Cấp giấy chứng nhận") }.Write(), certificate);
        var signature = certificate.GetECDsaPrivateKey() is { } curve
            ? curve.SignData(draft.ToSign, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
            : certificate.GetRSAPrivateKey()!.SignData(draft.ToSign, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return draft.Complete(signature, [certificate]);
    }

    /// <summary>Takes the two signed parts and the signature out of the file, as anyone could by hand.</summary>
    private (int Exit, string Said) OpenSsl(byte[] pdf, X509Certificate2 certificate)
    {
        var range = Range().Match(Encoding.Latin1.GetString(pdf)).Groups.Values.Skip(1).Select(g => int.Parse(g.Value, CultureInfo.InvariantCulture)).ToArray();
        var content = Save("content", [.. pdf.AsSpan(0, range[0]), .. pdf.AsSpan(range[1], range[2])]);
        var padded = Convert.FromHexString(Encoding.ASCII.GetString(pdf, range[0] + 1, range[1] - range[0] - 2));
        var signature = Save("signature.der", padded);
        var authority = Path.Combine(directory, "ca.pem");
        File.WriteAllText(authority, certificate.ExportCertificatePem());
        return Tool.Run("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", signature, "-content", content, "-CAfile", authority, "-out", Path.Combine(directory, "out"));
    }

    private string Save(string name, byte[] bytes)
    {
        var file = Path.Combine(directory, name);
        File.WriteAllBytes(file, bytes);
        return file;
    }

    [GeneratedRegex(@"/ByteRange\[0 (\d+) (\d+) (\d+)\]")]
    private static partial Regex Range();

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
