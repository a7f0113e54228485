using System.Text;
using BangVang.App.Files;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Files;

public sealed class FileNamesTests
{
    [Theory]
    [InlineData("Đơn đăng ký.pdf", "Đơn đăng ký.pdf")]
    [InlineData("C:\\Users\\An\\hồ sơ.docx", "hồ sơ.docx")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf")]
    [InlineData("bao cao\u202Efdp.exe", "bao caofdp.exe")]
    [InlineData("a\u200B\u0000\u0007b.png", "ab.png")]
    [InlineData("a \"b\" <c>|d?*.pdf", "a _b_ _c__d__.pdf")]
    [InlineData("  .. x.pdf . ", "x.pdf")]
    [InlineData("NUL.pdf", "_NUL.pdf")]
    [InlineData("com1", "_com1")]
    [InlineData("console.pdf", "console.pdf")]
    [InlineData("Ho\u0302\u0300 so.pdf", "Hồ so.pdf")]
    [InlineData("🏆 giải.png", "🏆 giải.png")]
    [InlineData("\uD800.pdf", "pdf")]
    [InlineData("", "file")]
    [InlineData("...", "file")]
    [InlineData(null, "file")]
    public void A_name_keeps_its_words_and_loses_its_tricks(string? given, string kept) => FileNames.Clean(given).ShouldBe(kept);

    [Fact]
    public void A_long_name_is_cut_between_letters_and_keeps_its_ending()
    {
        var name = FileNames.Clean($"{new string('ộ', 300)}.docx");
        Encoding.UTF8.GetByteCount(name).ShouldBeInRange(FileNames.MaxBytes - 3, FileNames.MaxBytes);
        name.ShouldEndWith("ộ.docx");
        FileNames.Clean(name).ShouldBe(name);
    }
}
