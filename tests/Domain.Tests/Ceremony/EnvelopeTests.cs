using System.Security.Cryptography;
using BangVang.Domain.Ceremony;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Ceremony;

public sealed class EnvelopeTests
{
    private const string Edition = "demo/2026";
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)], Salt = [.. Enumerable.Repeat((byte)7, 32)], Nonce = new byte[12];
    private static readonly CategoryResult Result = Of(1);

    private static CategoryResult Of(int winners) => new("platform", [.. Enumerable.Range(1, winners).Select(i => new CeremonyWinner($"D-{i:000}", "gold", $"Sản phẩm minh họa {i}", $"Công ty Minh họa {i:00}", Attendance.Represented))]);

    private static byte[] Closed(CategoryResult result) => Envelope.Close(result, Edition, Salt, Key, Nonce);

    [Fact]
    public void What_was_put_in_comes_out()
    {
        var (result, salt) = Envelope.Open(Closed(Of(2)), Edition, "platform", Key);

        result.Winners.ShouldBe(Of(2).Winners);
        salt.ShouldBe(Salt);
        result.Opens(Of(2).Commitment(Edition, Salt), Edition, salt).ShouldBeTrue();
    }

    [Fact]
    public void Its_length_does_not_tell_how_many_won() => Closed(Of(0)).Length.ShouldBe(Closed(Of(20)).Length);

    [Theory]
    [InlineData("demo/2025", "platform")]
    [InlineData(Edition, "other")]
    [InlineData(Edition, null)]
    public void An_envelope_is_none_of_another_category_or_year(string edition, string? category) =>
        Should.Throw<CryptographicException>(() => Envelope.Open(Closed(Result), edition, category, Key));

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(500)]
    public void A_changed_byte_is_seen(int place)
    {
        var closed = Closed(Result);
        closed[place] ^= 1;
        Should.Throw<CryptographicException>(() => Envelope.Open(closed, Edition, "platform", Key));
    }

    [Fact]
    public void Another_key_opens_nothing() => Should.Throw<CryptographicException>(() => Envelope.Open(Closed(Result), Edition, "platform", new byte[32]));

    [Fact]
    public void A_swapped_winner_does_not_open_the_commitment()
    {
        var commitment = Result.Commitment(Edition, Salt);

        Result.Opens(commitment, Edition, Salt).ShouldBeTrue();
        (Result with { Winners = [Result.Winners[0] with { Organisation = "Công ty Minh họa 02" }] }).Opens(commitment, Edition, Salt).ShouldBeFalse();
        (Result with { Winners = [Result.Winners[0] with { TierCode = "silver" }] }).Opens(commitment, Edition, Salt).ShouldBeFalse();
        (Result with { Winners = [] }).Opens(commitment, Edition, Salt).ShouldBeFalse();
        Result.Opens(commitment, "demo/2025", Salt).ShouldBeFalse();
        Result.Opens(commitment, Edition, new byte[32]).ShouldBeFalse();
    }

    [Fact]
    public void Whether_somebody_comes_may_change_after_the_commitment() =>
        (Result with { Winners = [Result.Winners[0] with { Comes = Attendance.Absent }] }).Opens(Result.Commitment(Edition, Salt), Edition, Salt).ShouldBeTrue();

    [Fact]
    public void The_commitment_is_plain_SHA_256_of_salt_and_text()
    {
        var text = """{"category":"platform","edition":"demo/2026","winners":[{"dossier":"D-001","organisation":"Công ty Minh họa 01","product":"Sản phẩm minh họa 1","tier":"gold"}]}""";

        Result.Commitment(Edition, Salt).ShouldBe(Convert.ToHexStringLower(SHA256.HashData([.. Salt, .. System.Text.Encoding.UTF8.GetBytes(text)])));
    }
}
