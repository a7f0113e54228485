using System.Globalization;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using BangVang.App.Documents.Pdf;
using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using NodaTime;
using NodaTime.Text;
using static BangVang.App.Documents.Pdf.PdfPage;

namespace BangVang.App.Dossiers;

/// <summary>What stands on a printed receipt.</summary>
/// <param name="Seq">Place in the public log.</param>
/// <param name="Code">See <see cref="ReceiptCode"/>.</param>
/// <param name="Signature">The log's signature that the entry has this place, as a line of a signed note.</param>
/// <param name="Stamp">RFC 3161 token; null while there is none.</param>
internal sealed record ReceiptPaper(DossierVersion Version, DossierContent Content, Edition Edition, string Origin, long Seq, string Code, string Signature, byte[]? Stamp);

/// <summary>The receipt on paper: one page A4, Vietnamese with English beside it, and a QR code that leads to the page that checks it.</summary>
internal static class ReceiptDocument
{
    /// <summary>Name under which the code stands in the file.</summary>
    public const string CodeFact = "BangVangReceipt";

    /// <summary>Points from the page's lower edge that foot and explanation take; files that do not fit above are told by the file for programs.</summary>
    private static readonly double Below = Mm(49) + 92;

    private static readonly double Left = Mm(20), Right = Mm(190), Values = Mm(72);

    public static PdfFile Of(ReceiptPaper paper, PublicUrl site)
    {
        var page = Upright();
        page.Fill(Mm(20), Mm(17), Mm(170), Mm(0.9), Ink.Lacquer);
        page.Text(Left, Mm(25), paper.Edition.Name.Vi, TrueTypeFont.Bold, 9.5, Ink.Black).Text(Left, Mm(29.5), paper.Edition.Name.In("en"), TrueTypeFont.Regular, 8, Ink.Grey);
        page.Text(Left, Mm(42), "GIẤY BIÊN NHẬN NỘP HỒ SƠ", TrueTypeFont.Bold, 19, Ink.Lacquer).Text(Left, Mm(48), "Receipt of a submitted dossier", TrueTypeFont.Regular, 10, Ink.Gold);
        if (paper.Edition.Sample) page.Text(Left, Mm(53.5), "DỮ LIỆU TRÌNH DIỄN · DEMONSTRATION DATA", TrueTypeFont.Bold, 7.5, Ink.Lacquer);
        var y = Files(page, paper, Facts(page, paper, Mm(60)));
        Proves(page, y, paper);
        Foot(page, paper, site);
        var name = $"Giấy biên nhận {paper.Content.Reference}, lần nộp {paper.Version.Number}";
        return new(name, "vi-VN", paper.Version.SubmittedAt.ToDateTimeOffset(), [page])
        {
            Facts = new Dictionary<string, string> { [CodeFact] = paper.Code },
            Signature = new("Bảng Vàng", "Xác nhận đã nhận hồ sơ"),
        };
    }

    /// <summary>The code in a file that <see cref="Of"/> made; null in any other. Whether it was touched is for its signature to say.</summary>
    public static string? CodeIn(byte[] pdf)
    {
        var mark = Encoding.ASCII.GetBytes($"/{CodeFact} <FEFF");
        if (pdf.AsSpan().LastIndexOf(mark) is not (>= 0 and var at)) return null;
        var rest = pdf.AsSpan(at + mark.Length);
        if (rest.IndexOf((byte)'>') is not (> 0 and <= 400 and var length)) return null;
        try { return ReceiptCode.Find(Encoding.BigEndianUnicode.GetString(Convert.FromHexString(Encoding.ASCII.GetString(rest[..length]))))?.Code; }
        catch (FormatException) { return null; }
    }

    private static double Facts(PdfPage page, ReceiptPaper paper, double y)
    {
        var (content, version, zone) = (paper.Content, paper.Version, paper.Edition.TimeZone);
        var category = paper.Edition.Category(content.Category)?.Name.Vi ?? content.Category;
        y = Fact(page, y, "Mã hồ sơ", "Reference", $"{content.Reference}, lần nộp (submission) {version.Number}", TrueTypeFont.Bold, 11);
        y = Fact(page, y, "Thời điểm nhận", "Received at", $"{MailWriting.Moment(version.SubmittedAt, zone)} · {InstantPattern.ExtendedIso.Format(version.SubmittedAt)}", TrueTypeFont.Bold, 9);
        y = Fact(page, y, "Sản phẩm", "Product", content.Product);
        y = Fact(page, y, "Hạng mục", "Category", category);
        y = Fact(page, y, "Đơn vị", "Organisation", $"{content.Enterprise.Profile.Name}, {content.Enterprise.TaxCode}");
        y = Fact(page, y, "Nội dung, SHA-256", "Content, SHA-256", $"{Short(version.Sha256)}   {version.Sha256}", size: 7.5);
        y = Fact(page, y, "Quy chế, SHA-256", "Rules, SHA-256", $"{Short(content.Snapshot)}   {content.Snapshot}", size: 7.5);
        y = Fact(page, y, "Sổ ghi công khai", "Public log", $"{paper.Origin}, mục (entry) {paper.Seq.ToString(CultureInfo.InvariantCulture)}", size: 8.5);
        y = Fact(page, y, "Chữ ký của sổ ghi", "Signature of the log", paper.Signature, size: 6.5);
        if (paper.Stamp is { } stamp && Rfc3161TimestampToken.TryDecode(stamp, out var token, out _))
            y = Fact(page, y, "Dấu thời gian", "Time-stamp (RFC 3161)", $"{MailWriting.Moment(Instant.FromDateTimeOffset(token.TokenInfo.Timestamp), zone)}, {AuthorityOf(token)}", size: 8.5);
        return y;
    }

    private static string AuthorityOf(Rfc3161TimestampToken token) =>
        token.AsSignedCms().SignerInfos[0].Certificate?.GetNameInfo(X509NameType.SimpleName, forIssuer: false) ?? "–";

    private static double Fact(PdfPage page, double y, string vi, string en, string value, TrueTypeFont? font = null, double size = 9)
    {
        page.Text(Left, y, vi, TrueTypeFont.Bold, 8.5, Ink.Black).Text(Left, y + 9, en, TrueTypeFont.Regular, 7, Ink.Grey);
        return Math.Max(page.LeftLines(Values, y, Breakable(value, font ?? TrueTypeFont.Regular, size), font ?? TrueTypeFont.Regular, size, Ink.Black, Right - Values, size + 3.5) + 5, y + 23);
    }

    /// <summary>Long words with blanks where they must be broken.</summary>
    private static string Breakable(string value, TrueTypeFont font, double size)
    {
        var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word =>
        {
            var most = Math.Max(1, (int)(word.Length * (Right - Values) / Math.Max(font.Width(word, size), 1)));
            return font.Width(word, size) <= Right - Values ? [word] : word.Chunk(most).Select(part => new string(part));
        });
        return string.Join(' ', words);
    }

    private static double Files(PdfPage page, ReceiptPaper paper, double y)
    {
        var files = paper.Content.Files;
        if (files.Count == 0) return y;
        page.Text(Left, y + 6, $"Tệp kèm theo ({files.Count.ToString(CultureInfo.InvariantCulture)})", TrueTypeFont.Bold, 9.5, Ink.Lacquer).Text(Values, y + 6, "Files; SHA-256 computed by the server, or by the sender’s browser before sending", TrueTypeFont.Regular, 7, Ink.Grey);
        y += 19;
        var listed = 0;
        foreach (var file in files)
        {
            if (y > page.Height - Below) break;
            listed++;
            var by = file.HashedBy == SubmittedFile.ByBrowser ? "trình duyệt (browser)" : "máy chủ (server)";
            page.Text(Left, y, Cut($"{file.Name} · {file.Bytes.ToString("#,0", CultureInfo.GetCultureInfo("vi-VN"))} B · {by}", 8, Right - Left), TrueTypeFont.Regular, 8, Ink.Black);
            page.Text(Left, y + 8.5, file.Sha256, TrueTypeFont.Regular, 6.5, Ink.Grey);
            y += 20;
        }
        if (listed == files.Count) return y;
        page.Text(Left, y, $"… và {files.Count - listed} tệp nữa, ghi trong bản JSON (and {files.Count - listed} more, in the JSON receipt)", TrueTypeFont.Regular, 8, Ink.Grey);
        return y + 12;
    }

    private static string Cut(string line, double size, double widest)
    {
        if (TrueTypeFont.Regular.Width(line, size) <= widest) return line;
        while (TrueTypeFont.Regular.Width($"…{line}", size) > widest) line = line[1..];
        return $"…{line}";
    }

    private static void Proves(PdfPage page, double y, ReceiptPaper paper)
    {
        var awaited = paper.Content.Files.Any(f => f.HashedBy == SubmittedFile.ByBrowser);
        var vi = "Giấy này chứng minh rằng hồ sơ có đúng nội dung mang mã băm trên đã nằm trong hệ thống không muộn hơn thời điểm ghi trên, và mục ấy đã vào sổ ghi công khai: không ai, kể cả đơn vị tổ chức, sửa hay bỏ được mà không bị phát hiện."
            + (awaited ? " Tệp do trình duyệt tính mã băm chỉ được nhận khi đúng từng byte." : "");
        var en = "It proves that a dossier with exactly this content was in the system no later than the time above, and that this is an entry of the public log: nobody, the organiser included, can alter or drop it unnoticed. It does not say that the dossier meets the criteria."
            + (awaited ? " Files hashed by the browser are taken only if every byte fits." : "");
        y = page.LeftLines(Left, y + 8, vi, TrueTypeFont.Regular, 8, Ink.Black, Right - Left, 11);
        page.LeftLines(Left, y, en, TrueTypeFont.Regular, 7, Ink.Grey, Right - Left, 9.5);
    }

    private static void Foot(PdfPage page, ReceiptPaper paper, PublicUrl site)
    {
        var side = Mm(30);
        var (x, top) = (Right - side, page.Height - Mm(16) - side);
        page.Fill(Left, top - Mm(3), Right - Left, 0.6, Ink.Gold);
        page.QrCode(x, top, side, site.To($"/verify?code={paper.Code}"));
        var y = page.LeftLines(Left, top + Mm(6), $"Kiểm chứng: quét mã QR, hoặc vào {site.To("/verify")}, nhập mã hay thả tệp này vào.", TrueTypeFont.Regular, 8.5, Ink.Black, x - Left - Mm(6), 12);
        y = page.LeftLines(Left, y, "Check it there, or offline with the JSON receipt: bangvang verify --receipt FILE --trust trust.json", TrueTypeFont.Regular, 7.5, Ink.Grey, x - Left - Mm(6), 11);
        page.Text(Left, y + 8, paper.Code, TrueTypeFont.Bold, 11, Ink.Black);
    }

    private static string Short(string sha256) => $"{sha256[..8]}…{sha256[^4..]}";
}
