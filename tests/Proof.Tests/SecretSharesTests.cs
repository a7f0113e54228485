using BangVang.Proof.Age;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace BangVang.Proof.Tests;

public sealed class SecretSharesTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 7 + 1))];

    [Theory]
    [InlineData(0x57, 0x83, 0xc1)] // FIPS 197, section 4.2
    [InlineData(0x57, 0x13, 0xfe)] // FIPS 197, section 4.2.1
    [InlineData(0x53, 0xca, 0x01)]
    public void The_field_is_that_of_AES(byte a, byte b, byte product)
    {
        SecretShares.Multiply(a, b).ShouldBe(product);
        SecretShares.Multiply(b, a).ShouldBe(product);
    }

    [Fact]
    public void Every_element_but_zero_has_its_inverse()
    {
        for (var a = 1; a < 256; a++) SecretShares.Multiply((byte)a, SecretShares.Inverse((byte)a)).ShouldBe((byte)1);
    }

    [Fact]
    public void Shares_of_a_known_polynomial_are_its_values()
    {
        // f(x) = 0x42 + 0x53·x + 0xca·x² by hand: f(1) = 42⊕53⊕ca = db; f(2) = 42⊕(53·02 = a6)⊕(ca·04 = 05) = e1.
        var coefficients = new Queue<byte[]>([[0x53], [0xca]]);
        var shares = SecretShares.Split([0x42], 3, 3, _ => coefficients.Dequeue());
        shares[0][0].ShouldBe((byte)0xdb);
        shares[1][0].ShouldBe((byte)0xe1);
        SecretShares.Restore([(1, shares[0]), (2, shares[1]), (3, shares[2])]).ShouldBe([0x42]);
    }

    [Fact]
    public void Any_k_of_n_shares_restore_the_secret() => Prop.ForAll(
        Gen.Choose(1, 8).SelectMany(k => Gen.Choose(k, 10).Select(n => (k, n))).SelectMany(p => Gen.Shuffle(Enumerable.Range(1, p.n).ToArray()).Select(order => (p.k, p.n, order))).ToArbitrary(), plan =>
    {
        var shares = SecretShares.Split(Secret, plan.k, plan.n);
        return SecretShares.Restore([.. plan.order.Take(plan.k).Select(x => ((byte)x, shares[x - 1]))]).SequenceEqual(Secret);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 5)]
    public void Fewer_shares_say_nothing_every_secret_is_as_likely_as_any_other(int k, int n)
    {
        var shares = SecretShares.Split([0x42], k, n);
        var known = Enumerable.Range(1, k - 1).Select(x => ((byte)x, shares[x - 1])).ToList();
        // Each value of one share more gives another secret: 256 values, 256 secrets, each once.
        Enumerable.Range(0, 256).Select(value => SecretShares.Restore([.. known, ((byte)k, [(byte)value])])[0]).Distinct().Count().ShouldBe(256);
    }

    [Fact]
    public void One_share_of_two_is_spread_evenly_whatever_the_secret_is()
    {
        const int Rounds = 256 * 400;
        var counts = new int[256];
        for (var i = 0; i < Rounds; i++) counts[SecretShares.Split([0x42], 2, 2)[0][0]]++;
        // Chi-squared with 255 degrees of freedom exceeds 400 once in some hundred million runs.
        counts.Sum(c => (c - 400.0) * (c - 400.0) / 400).ShouldBeLessThan(400);
    }

    [Fact]
    public void A_key_comes_back_from_enough_shares_and_from_nothing_else()
    {
        var (recipient, shares) = SealingKey.Make(3, 5);
        var file = AgeFile.Encrypt("hồ sơ"u8, recipient);

        AgeFile.Decrypt(file, SealingKey.Restore(recipient, [shares[4], shares[0], shares[2]])!).ShouldBe("hồ sơ"u8.ToArray());
        SealingKey.Restore(recipient, [shares[4], shares[0]]).ShouldBeNull();
        SealingKey.Restore(recipient, [shares[4], shares[0], shares[0]]).ShouldBeNull();
        SealingKey.Restore(recipient, [shares[4], shares[0], shares[2] with { Bytes = [.. shares[2].Bytes.Select((b, i) => i == 9 ? (byte)(b ^ 1) : b)] }]).ShouldBeNull();
    }

    [Fact]
    public void A_wrong_share_restores_a_key_that_the_files_header_refuses()
    {
        var (recipient, shares) = SealingKey.Make(2, 2);
        var wrong = SecretShares.Restore([(1, shares[0].Bytes), (2, [.. shares[1].Bytes.Reverse()])]);
        Should.Throw<AgeException>(() => AgeFile.Decrypt(AgeFile.Encrypt("hồ sơ"u8, recipient), AgeIdentity.Of(wrong))).Failure.ShouldBe(AgeFailure.NoMatch);
    }

    [Fact]
    public void A_share_is_a_line_that_shows_when_it_was_mistyped()
    {
        var share = SealingKey.Make(2, 3).Shares[1];
        var line = share.ToSecretText();
        var read = TrusteeShare.TryParse($" {line[..30]}\n  {line[30..]} ")!;
        (read.Sealing, read.Needed, read.Number, read.Fingerprint).ShouldBe((share.Sealing, (byte)2, (byte)2, share.Fingerprint));
        read.Bytes.ShouldBe(share.Bytes);
        share.ToString().ShouldNotContain(line[10..]);
        for (var at = 0; at < line.Length; at++)
            TrusteeShare.TryParse(line[..at] + (line[at] == 'q' ? 'p' : 'q') + line[(at + 1)..]).ShouldBeNull();
        TrusteeShare.TryParse(line[..^1]).ShouldBeNull();
    }
}
