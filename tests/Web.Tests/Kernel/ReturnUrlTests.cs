using BangVang.Web.Kernel;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Kernel;

public sealed class ReturnUrlTests
{
    [Theory]
    [InlineData("/dossiers/42?tab=files#x", "/dossiers/42?tab=files#x")]
    [InlineData("/laureates?q=%C4%91i%E1%BB%83m", "/laureates?q=%C4%91i%E1%BB%83m")]
    [InlineData("/", "/")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("\\/evil.example", "/")]
    [InlineData("/%2fevil.example", "/")]
    [InlineData("/%5Cevil.example", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("/%09/evil.example", "/")]
    [InlineData("/\n/evil.example", "/")]
    [InlineData(" //evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/javascript:alert(1)", "/javascript:alert(1)")]
    [InlineData("dossiers", "/")]
    [InlineData("~/dossiers", "/")]
    [InlineData("@evil.example", "/")]
    public void Return_url_accepts_only_local_paths(string? given, string expected) =>
        ReturnUrl.Local(given).ShouldBe(expected);
}
