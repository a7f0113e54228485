using BangVang.App.Documents.Pdf;
using BangVang.Testing;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Documents;

/// <summary>What our PDF files say is what other programs read in them.</summary>
public sealed class PdfFileTests : IDisposable
{
    private const string Letters = "Giải Vàng – Sản phẩm công nghệ số “Bưởi, đường, ỷ lại, ẵm, Ỡ, ỹ, Đ”: 100 % 0123456789";
    private static readonly DateTimeOffset Made = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    private readonly string directory = Directory.CreateTempSubdirectory("bv-pdf").FullName;

    [Fact]
    public void Vietnamese_text_is_read_back_letter_by_letter()
    {
        var file = Save(new PdfFile("Thử", "vi-VN", Made, [PdfPage.Upright().Text(60, 80, Letters, TrueTypeFont.Regular, 11, Ink.Black).Text(60, 120, Letters, TrueTypeFont.Bold, 11, Ink.Lacquer)]).Write());

        var (exit, said) = Tool.Run("pdftotext", "-layout", file, "-");

        exit.ShouldBe(0);
        said.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '\f').ShouldBe([Letters, Letters]);
    }

    [Fact]
    public void Letters_written_in_parts_are_shown_whole()
    {
        var file = Save(new PdfFile("Thử", "vi-VN", Made, [PdfPage.Upright().Text(60, 80, Letters.Normalize(System.Text.NormalizationForm.FormD), TrueTypeFont.Regular, 11, Ink.Black)]).Write());

        Tool.Run("pdftotext", "-layout", file, "-").Said.Trim().ShouldBe(Letters);
    }

    [Fact]
    public void Its_structure_is_sound_and_its_fonts_are_embedded_in_part()
    {
        var bytes = new PdfFile("Thử", "vi-VN", Made, [PdfPage.Upright().Text(60, 80, Letters, TrueTypeFont.Regular, 11, Ink.Black), PdfPage.Lying().Text(60, 80, "Trang 2", TrueTypeFont.Bold, 11, Ink.Black)]).Write();
        var file = Save(bytes);

        var fonts = Tool.Run("pdffonts", file);
        fonts.Said.ShouldContain("BeVietnamPro-Regular");
        fonts.Said.ShouldNotContain("rror");
        var info = Tool.Run("pdfinfo", file).Said;
        info.ShouldContain("Pages:           2");
        info.ShouldContain("Title:           Thử");
        info.ShouldContain("2026");
        bytes.Length.ShouldBeLessThan(40_000);
    }

    [Fact]
    public void Equal_input_gives_equal_bytes()
    {
        byte[] Make() => new PdfFile("Thử", "vi-VN", Made, [PdfPage.Upright().Text(60, 80, Letters, TrueTypeFont.Regular, 11, Ink.Black).QrCode(60, 200, 120, "https://giai.example.vn/verify?code=ABC")]).Write();

        Make().ShouldBe(Make());
    }

    [Fact]
    public void The_qr_code_is_read_by_a_camera_s_program()
    {
        const string address = "https://giai.example.vn/verify?code=7K3M-9QXT-2BVN-4HRC";
        var file = Save(new PdfFile("Thử", "vi-VN", Made, [PdfPage.Upright().QrCode(60, 200, PdfPage.Mm(30), address)]).Write());
        Tool.Run("pdftoppm", "-r", "150", "-png", "-singlefile", file, Path.Combine(directory, "page")).Exit.ShouldBe(0);

        Tool.Run("zbarimg", "--quiet", "--raw", Path.Combine(directory, "page.png")).Said.ShouldContain(address);
    }

    [Theory]
    [InlineData("Một hai ba bốn", 40.0, 4)]
    [InlineData("Một hai ba bốn", 4_000.0, 1)]
    [InlineData("", 100.0, 0)]
    public void Text_is_broken_between_words(string text, double widest, int lines) =>
        PdfPage.Lines(text, TrueTypeFont.Regular, 20, widest).Count.ShouldBe(lines);

    private string Save(byte[] bytes)
    {
        var file = Path.Combine(directory, "test.pdf");
        File.WriteAllBytes(file, bytes);
        return file;
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
