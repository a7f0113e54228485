using System.Text;
using BangVang.Proof.Keys;
using BangVang.Testing;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace BangVang.Proof.Tests;

/// <summary>Vectors of RFC 8032 section 7.1, and what a signature must refuse.</summary>
public sealed class Ed25519Tests
{
    [Theory]
    [InlineData("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void Signatures_are_as_published(string seed, string publicKey, string message, string signature)
    {
        var (secret, text) = (Convert.FromHexString(seed), Convert.FromHexString(message));
        Convert.ToHexStringLower(Ed25519.PublicKeyOf(secret)).ShouldBe(publicKey);
        Convert.ToHexStringLower(Ed25519.Sign(secret, text)).ShouldBe(signature);
        Ed25519.Verify(Convert.FromHexString(publicKey), text, Convert.FromHexString(signature)).ShouldBeTrue();
    }

    [Fact]
    public void One_changed_bit_in_key_message_or_signature_is_refused() =>
        Prop.ForAll(Gen.Choose(0, 8 * (32 + 20 + 64) - 1).ToArbitrary(), bit =>
        {
            var seed = Encoding.ASCII.GetBytes("thirty-two bytes of a known seed");
            var message = Encoding.ASCII.GetBytes("score sheet no. 0001");
            var all = (byte[])[.. Ed25519.PublicKeyOf(seed), .. message, .. Ed25519.Sign(seed, message)];
            bool Holds() => Ed25519.Verify(all.AsSpan(0, 32), all.AsSpan(32, 20), all.AsSpan(52));
            var before = Holds();
            all[bit / 8] ^= (byte)(1 << (bit % 8));
            return before && !Holds();
        }).Holds(400);

    [Fact]
    public void What_has_not_the_right_length_is_no_signature()
    {
        Ed25519.Verify(new byte[31], "a"u8, new byte[64]).ShouldBeFalse();
        Ed25519.Verify(new byte[32], "a"u8, new byte[63]).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => Ed25519.Sign(new byte[31], "a"u8));
    }
}
