using System.Globalization;
using System.Text;
using BangVang.App.Documents.Pdf;
using BangVang.App.Kernel;
using BangVang.Domain.Certificates;
using NodaTime;
using static BangVang.App.Documents.Pdf.PdfPage;

namespace BangVang.App.Certificates;

/// <summary>The certificate on paper: A4 lying, Vietnamese with English below it, and a QR code that leads to the page that checks it.</summary>
public static class CertificateDocument
{
    /// <summary>Name under which the code stands in the file.</summary>
    public const string CodeFact = "BangVangCode";

    private const string MadeUp = "DỮ LIỆU TRÌNH DIỄN · KHÔNG CÓ GIÁ TRỊ CHỨNG NHẬN · DEMONSTRATION DATA";

    /// <param name="made">Of the world's clock; the time that the signature claims.</param>
    /// <param name="zone">In which the day of issue is shown.</param>
    public static PdfFile Of(Certificate certificate, PublicUrl site, DateTimeOffset made, DateTimeZone zone)
    {
        var claim = certificate.Claim;
        var page = Lying();
        Frames(page);
        if (claim.IsDemonstration) page.Fill(Mm(14), Mm(17), page.Width - Mm(28), Mm(8), Ink.Lacquer).Centred(Mm(22.6), MadeUp, TrueTypeFont.Bold, 10, new(0xFF, 0xFF, 0xFF));
        page.Centred(Mm(36), claim.BodyVi.ToUpper(CultureInfo.GetCultureInfo("vi-VN")), TrueTypeFont.Bold, 12, Ink.Black)
            .Centred(Mm(42), claim.BodyEn, TrueTypeFont.Regular, 9.5, Ink.Grey)
            .Centred(Mm(60), "GIẤY CHỨNG NHẬN", TrueTypeFont.Bold, 34, Ink.Lacquer)
            .Centred(Mm(68), "CERTIFICATE", TrueTypeFont.Regular, 12, Ink.Gold);
        Given(page, claim);
        Foot(page, certificate, site, zone);
        return new(CredentialText.NameOf(claim), "vi-VN", made, [page])
        {
            Facts = new Dictionary<string, string> { [CodeFact] = certificate.Code },
            Signature = new(claim.BodyVi, "Cấp giấy chứng nhận"),
        };
    }

    /// <summary>The code in a file that <see cref="Of"/> made; null in any other. Whether it was touched is for its signature to say.</summary>
    public static string? CodeIn(byte[] pdf)
    {
        var mark = Encoding.ASCII.GetBytes($"/{CodeFact} <FEFF");
        if (pdf.AsSpan().LastIndexOf(mark) is not (>= 0 and var at)) return null;
        var rest = pdf.AsSpan(at + mark.Length);
        if (rest.IndexOf((byte)'>') is not (> 0 and <= 80 and var length)) return null;
        try { return CertificateCode.Find(Encoding.BigEndianUnicode.GetString(Convert.FromHexString(Encoding.ASCII.GetString(rest[..length])))); }
        catch (FormatException) { return null; }
    }

    private static void Frames(PdfPage page)
    {
        page.Frame(Mm(8), Mm(8), page.Width - Mm(16), page.Height - Mm(16), 3, Ink.Lacquer);
        page.Frame(Mm(11), Mm(11), page.Width - Mm(22), page.Height - Mm(22), 0.8, Ink.Gold);
    }

    private static void Given(PdfPage page, CertificateClaim claim)
    {
        var widest = page.Width - Mm(60);
        double Block(double y, string text, TrueTypeFont font, double size, Ink ink, double leading) => page.CentredLines(y, text, font, size, ink, widest, leading);
        if (claim.Kind is CertificateKind.Delegate)
        {
            var y = Block(Mm(84), "Chứng nhận", TrueTypeFont.Regular, 12, Ink.Grey, 22) + 12;
            y = Block(y, claim.Recipient, TrueTypeFont.Bold, 26, Ink.Black, 32);
            y = Block(y, "đã tham dự", TrueTypeFont.Regular, 14, Ink.Black, 20);
            y = Block(y, claim.EditionVi, TrueTypeFont.Bold, 14, Ink.Black, 22);
            Block(y + 2, $"attended the {claim.EditionEn}", TrueTypeFont.Regular, 10, Ink.Grey, 14);
            return;
        }
        if (claim.Kind is CertificateKind.Juror)
        {
            var y = Block(Mm(84), "Chứng nhận", TrueTypeFont.Regular, 12, Ink.Grey, 22) + 12;
            y = Block(y, claim.Recipient, TrueTypeFont.Bold, 26, Ink.Black, 32);
            y = Block(y, "đã tham gia Hội đồng giám khảo", TrueTypeFont.Regular, 14, Ink.Black, 20);
            y = Block(y, claim.EditionVi, TrueTypeFont.Bold, 14, Ink.Black, 22);
            Block(y + 2, $"served on the jury of {claim.EditionEn}", TrueTypeFont.Regular, 10, Ink.Grey, 14);
            return;
        }
        var next = Block(Mm(82), CredentialText.PrizeOf(claim.TierVi!), TrueTypeFont.Bold, 22, Ink.Gold, 26);
        next = Block(next, claim.CategoryVi!, TrueTypeFont.Regular, 12, Ink.Black, 24) + 6;
        next = Block(next, claim.Product!, TrueTypeFont.Bold, 24, Ink.Black, 30);
        next = Block(next, claim.Recipient, TrueTypeFont.Bold, 14, Ink.Black, 22);
        next = Block(next, claim.EditionVi, TrueTypeFont.Regular, 12, Ink.Black, 18);
        Block(next + 2, string.Join(" · ", new[] { claim.TierEn, claim.CategoryEn, claim.EditionEn }.OfType<string>()), TrueTypeFont.Regular, 9.5, Ink.Grey, 13);
    }

    private static void Foot(PdfPage page, Certificate certificate, PublicUrl site, DateTimeZone zone)
    {
        var day = certificate.IssuedAt.InZone(zone).Date;
        var left = Mm(24);
        var y = page.LeftLines(left, Mm(168), certificate.Claim.Decision, TrueTypeFont.Regular, 10, Ink.Black, Mm(170), 14);
        y = page.LeftLines(left, y, $"Cấp ngày {day.ToString("dd/MM/uuuu", CultureInfo.InvariantCulture)}. Ký số bởi {certificate.Claim.BodyVi}.", TrueTypeFont.Regular, 10, Ink.Black, Mm(170), 14);
        page.LeftLines(left, y, $"Kiểm chứng: quét mã QR, hoặc vào {site.To("/verify")} và nhập mã. Check this certificate there.", TrueTypeFont.Regular, 8.5, Ink.Grey, Mm(170), 12);
        var side = Mm(34);
        var x = page.Width - Mm(22) - side;
        page.QrCode(x, Mm(150), side, CredentialText.CheckAddressOf(certificate.Code, site));
        page.Text(x + (side - TrueTypeFont.Bold.Width(certificate.Code, 10)) / 2, Mm(188), certificate.Code, TrueTypeFont.Bold, 10, Ink.Black);
    }
}
