using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace BangVang.Proof.Tests;

public class CanonicalJsonTests
{
    private static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.Bytes(JsonNode.Parse(json)));

    /// <summary>The example of RFC 8785 section 3.2.3.</summary>
    [Fact]
    public void Names_are_sorted_by_their_utf16_units() =>
        Canonical("""
            {"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
             "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"}
            """).ShouldBe("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\","
            + "\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");

    /// <summary>The literals and the text of RFC 8785 section 3.2.2.</summary>
    [Fact]
    public void Texts_are_escaped_as_little_as_possible() =>
        Canonical("""{"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}""")
            .ShouldBe("""{"literals":[null,true,false],"string":"€$\u000f\nA'B\"\\\\\"/"}""");

    [Theory]
    [InlineData("9007199254740991")]
    [InlineData("-9007199254740991")]
    [InlineData("0")]
    public void Integers_that_every_reader_holds_exactly_are_written(string number) => Canonical(number).ShouldBe(number);

    [Theory]
    [InlineData("9007199254740992")]
    [InlineData("-9007199254740992")]
    [InlineData("-9223372036854775808")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    public void Other_numbers_are_refused(string number) => Should.Throw<ArgumentException>(() => Canonical(number));

    [Fact]
    public void Half_a_surrogate_pair_is_refused_rather_than_replaced() =>
        Should.Throw<ArgumentException>(() => CanonicalJson.Bytes(new JsonObject { ["a"] = "\ud83d" }));
}
