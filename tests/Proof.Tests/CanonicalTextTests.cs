using Shouldly;
using Xunit;

namespace BangVang.Proof.Tests;

public sealed class CanonicalTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("00ff10ab")]
    public void Lower_case_digits_are_read(string text) => Convert.ToHexStringLower(CanonicalText.Hex(text)).ShouldBe(text);

    [Theory]
    [InlineData("00FF")]
    [InlineData("0")]
    [InlineData("0g")]
    [InlineData(" 00")]
    public void Any_other_writing_of_digits_is_refused(string text) => Should.Throw<FormatException>(() => CanonicalText.Hex(text));

    [Theory]
    [InlineData("")]
    [InlineData("TQ==")]
    [InlineData("TWE=")]
    [InlineData("TWFu")]
    public void Base64_is_read(string text) => Convert.ToBase64String(CanonicalText.Base64(text)).ShouldBe(text);

    [Theory]
    [InlineData("TR==")]
    [InlineData("TWF=")]
    [InlineData("TWE")]
    [InlineData("TWFu\n")]
    [InlineData("TW Fu")]
    [InlineData("TWF-")]
    public void Any_other_base64_is_refused(string text)
    {
        CanonicalText.TryBase64(text, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => CanonicalText.Base64(text));
    }
}
