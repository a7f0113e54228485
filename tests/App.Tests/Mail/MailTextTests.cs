using System.Text;
using System.Text.RegularExpressions;
using BangVang.App.Mail;
using BangVang.App.Ports;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Mail;

public sealed class MailTextTests
{
    private static readonly Guid Id = Guid.Parse("0199a000-0000-7000-8000-000000000001");
    private static readonly Instant Now = Instant.FromUtc(2026, 10, 1, 3, 4, 5);
    private static readonly MailOptions Options = new() { From = "giai-thuong@example.vn", FromName = "Ban Tổ chức Giải thưởng" };

    [Fact]
    public void A_mail_on_the_wire_is_plain_ASCII_with_all_it_needs()
    {
        var text = Compose(subject: "Tiếp nhận hồ sơ HS-014", body: "Kính gửi Quý đơn vị,\n\nHồ sơ đã được tiếp nhận.\n");
        var (headers, body) = Parts(text);
        headers["From"].ShouldBe("Ban Tổ chức Giải thưởng <giai-thuong@example.vn>");
        headers["To"].ShouldBe("<a.b@don-vi.vn>");
        headers["Subject"].ShouldBe("Tiếp nhận hồ sơ HS-014");
        headers["Date"].ShouldBe("Thu, 01 Oct 2026 03:04:05 +0000");
        headers["Message-ID"].ShouldBe("<0199a000-0000-7000-8000-000000000001@example.vn>");
        headers["MIME-Version"].ShouldBe("1.0");
        headers["Content-Type"].ShouldBe("text/plain; charset=utf-8");
        headers["Auto-Submitted"].ShouldBe("auto-generated");
        Decoded(body).ShouldBe("Kính gửi Quý đơn vị,\r\n\r\nHồ sơ đã được tiếp nhận.\r\n");
        text.ShouldAllBe(c => c < 0x7F);
    }

    [Theory]
    [InlineData("Hello award")]
    [InlineData("Kết quả")]
    [InlineData("=?utf-8?B?ZXZpbA==?=")]
    [InlineData("  hai  khoảng   trắng ")]
    [InlineData("\"<a@b.vn>\", x@y.vn")]
    [InlineData("Thông báo gia hạn thời gian nhận hồ sơ đăng ký tham dự Giải thưởng “Sản phẩm công nghệ số Make in Viet Nam” năm 2026 và Diễn đàn quốc gia lần thứ VIII 🏆🏆🏆")]
    public void A_subject_arrives_letter_by_letter_on_lines_of_at_most_76(string subject)
    {
        var text = Compose(subject: subject);
        Parts(text).Headers["Subject"].ShouldBe(subject);
        foreach (var line in text.Split("\r\n")) line.Length.ShouldBeLessThanOrEqualTo(76);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..\n.x\nfrom")]
    [InlineData("a = b, c\td \n e \n")]
    [InlineData("dòng cuối\r\nkhông\rxuống")]
    public void A_body_arrives_letter_by_letter(string body) =>
        Decoded(Parts(Compose(body: body)).Body).ShouldBe(body.ReplaceLineEndings("\r\n").TrimEnd('\r', '\n') + "\r\n");

    [Fact]
    public void Any_body_arrives_letter_by_letter_on_short_lines_none_of_which_starts_with_a_dot()
    {
        var chance = new Random(3);
        for (var i = 0; i < 300; i++)
        {
            var body = new string([.. Enumerable.Range(0, chance.Next(400)).Select(_ => " .=aếộ\n\tX"[chance.Next(9)])]);
            var text = Parts(Compose(body: body)).Body;
            Decoded(text).ShouldBe(body.ReplaceLineEndings("\r\n").TrimEnd('\r', '\n') + "\r\n");
            foreach (var line in text.Split("\r\n"))
            {
                line.Length.ShouldBeLessThanOrEqualTo(76);
                line.ShouldNotStartWith(".");
                line.ShouldNotEndWith(" ");
            }
        }
    }

    [Theory]
    [InlineData("a@b.vn\r\nBcc: x@y.vn", "s")]
    [InlineData("a@b.vn>\r\nRCPT TO:<x@y.vn", "s")]
    [InlineData("a@b.vn, x@y.vn", "s")]
    [InlineData("a@b.vn x@y.vn", "s")]
    [InlineData("<a@b.vn>", "s")]
    [InlineData("\"a b\"@b.vn", "s")]
    [InlineData("a@b@c.vn", "s")]
    [InlineData("ếch@b.vn", "s")]
    [InlineData("a@", "s")]
    [InlineData("@b.vn", "s")]
    [InlineData("a..b@b.vn", "s")]
    [InlineData("a@b..vn", "s")]
    [InlineData("a@b_c.vn", "s")]
    [InlineData("", "s")]
    [InlineData("a@b.vn", "Kết quả\r\nBcc: x@y.vn")]
    [InlineData("a@b.vn", "Kết quả\nX: y")]
    [InlineData("a@b.vn", "Kết quả\0")]
    public void Nothing_given_breaks_out_of_its_header(string to, string subject) =>
        Should.Throw<MailRefusedException>(() => MailText.Compose(Id, new(to, subject, "x"), Options, Now));

    [Theory]
    [InlineData("A.B@Example.VN", "A.B@example.vn")]
    [InlineData("x+y=z@tên-miền.vn", "x+y=z@xn--tn-min-iva0322d.vn")]
    public void An_address_keeps_its_name_and_gets_a_plain_domain(string given, string normal) => MailAddress.Normal(given).ShouldBe(normal);

    private static string Compose(string subject = "s", string body = "b") =>
        Encoding.Latin1.GetString(MailText.Compose(Id, new("a.b@don-vi.vn", subject, body), Options, Now));

    internal static (Dictionary<string, string> Headers, string Body) Parts(string text)
    {
        var cut = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var unfolded = Regex.Replace(text[..cut], "\r\n[ \t]+", " ");
        return (unfolded.Split("\r\n").Select(l => l.Split(": ", 2)).ToDictionary(p => p[0], p => Words(p[1])), text[(cut + 4)..]);
    }

    /// <summary>As a reader does: blanks between encoded words belong to none.</summary>
    private static string Words(string value) => Regex.Replace(
        Regex.Replace(value, @"(=\?utf-8\?B\?[^?]*\?=) (?==\?utf-8)", "$1"), @"=\?utf-8\?B\?([^?]*)\?=", m => Encoding.UTF8.GetString(Convert.FromBase64String(m.Groups[1].Value)));

    internal static string Decoded(string body)
    {
        var joined = body.Replace("=\r\n", "", StringComparison.Ordinal);
        var bytes = new List<byte>();
        for (var i = 0; i < joined.Length; i++)
            if (joined[i] == '=') { bytes.Add(Convert.ToByte(joined.Substring(i + 1, 2), 16)); i += 2; }
            else bytes.Add((byte)joined[i]);
        return Encoding.UTF8.GetString([.. bytes]);
    }
}
