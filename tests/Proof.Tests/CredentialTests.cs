using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BangVang.Proof.Credentials;
using BangVang.Proof.Keys;
using Shouldly;
using Xunit;

namespace BangVang.Proof.Tests;

/// <summary>Credentials hold by the published vectors, and nothing of one can be changed unnoticed.</summary>
public sealed class CredentialTests
{
    private const string Issuer = "https://giaithuong.example.vn/issuer.json";
    private static readonly byte[] Seed = SHA256.HashData("issuer"u8);
    private static readonly string Multikey = Multibase.Key(Ed25519.PublicKeyOf(Seed));
    private static readonly string Method = CredentialTrust.MethodOf(Issuer, Multikey);
    private static readonly CredentialTrust Trusted = new(Issuer, new Dictionary<string, byte[]> { [Method] = Ed25519.PublicKeyOf(Seed) }, []);

    private static JsonObject Claim() => new()
    {
        ["@context"] = new JsonArray("https://www.w3.org/ns/credentials/v2"), ["id"] = "https://giaithuong.example.vn/certificates/A", ["type"] = new JsonArray("VerifiableCredential"),
        ["issuer"] = new JsonObject { ["id"] = Issuer }, ["credentialSubject"] = new JsonObject { ["id"] = "urn:x:1", ["name"] = "Giải Vàng – Đường số" },
        ["credentialStatus"] = new JsonObject { ["type"] = "BitstringStatusListEntry", ["statusPurpose"] = "revocation", ["statusListIndex"] = "7", ["statusListCredential"] = "https://giaithuong.example.vn/list" },
    };

    private static JsonObject List(params int[] withdrawn) => new()
    {
        ["id"] = "https://giaithuong.example.vn/list", ["issuer"] = Issuer,
        ["credentialSubject"] = new JsonObject { ["statusPurpose"] = "revocation", ["encodedList"] = StatusList.Encode(withdrawn) },
    };

    private static JsonObject Signed(JsonObject document) => DataIntegrity.Sign(document, Method, "2026-10-20T03:00:00Z", Seed);

    private static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    /// <summary>The example of "Data Integrity EdDSA Cryptosuites v1.0", B.4 (eddsa-jcs-2022): key, document, hashes and signature.</summary>
    [Fact]
    public void The_published_example_comes_out_byte_for_byte()
    {
        var seed = Multibase.Decode("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq")!;
        seed.AsSpan(0, 2).ToArray().ShouldBe(new byte[] { 0x80, 0x26 });
        const string multikey = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
        Multibase.Key(Ed25519.PublicKeyOf(seed.AsSpan(2))).ShouldBe(multikey);
        var document = (JsonObject)JsonNode.Parse("""
            {
              "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
              "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
              "type": ["VerifiableCredential", "AlumniCredential"],
              "name": "Alumni Credential",
              "description": "A minimum viable example of an Alumni Credential.",
              "issuer": "https://vc.example/issuers/5678",
              "validFrom": "2023-01-01T00:00:00Z",
              "credentialSubject": { "id": "did:example:abcdefgh", "alumniOf": "The School of Examples" }
            }
            """)!;
        Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Bytes(document))).ShouldBe("59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19");

        var signed = DataIntegrity.Sign(document, $"did:key:{multikey}#{multikey}", "2023-02-24T23:36:38Z", seed.AsSpan(2));

        signed["proof"]!["proofValue"]!.GetValue<string>().ShouldBe("z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX");
        DataIntegrity.Verify(signed, m => m.EndsWith(multikey, StringComparison.Ordinal) ? Multibase.KeyOf(multikey) : null).ShouldBeTrue();
    }

    [Theory]
    [InlineData("00", "z1")]
    [InlineData("0000287fb4cd", "z11233QC4")]
    [InlineData("48656c6c6f20576f726c6421", "z2NEpo7TZRRrLZSi2U")]
    public void Base58_follows_its_published_examples(string hex, string text)
    {
        Multibase.Encode(Convert.FromHexString(hex)).ShouldBe(text);
        Multibase.Decode(text).ShouldBe(Convert.FromHexString(hex));
    }

    [Fact]
    public void Every_changed_letter_of_a_credential_is_found()
    {
        var bytes = Bytes(Signed(Claim()));
        CredentialCheck.Check(bytes, Trusted).Failure.ShouldBeNull();
        for (var i = 0; i < bytes.Length; i++)
        {
            var touched = (byte[])bytes.Clone();
            touched[i] ^= 0x01;
            CredentialCheck.Check(touched, Trusted).Failure.ShouldNotBeNull(i.ToString(CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Every_changed_letter_of_a_token_is_found()
    {
        var token = CredentialToken.Sign(Claim(), Method, 1_790_000_000, Seed);
        CredentialCheck.Check(Encoding.ASCII.GetBytes(token), Trusted).Credential!["credentialSubject"]!["name"]!.GetValue<string>().ShouldBe("Giải Vàng – Đường số");
        // The last letter of base64url holds bits that say nothing, and readers differ on them.
        for (var i = 0; i < token.Length - 1; i++)
        {
            var touched = Encoding.ASCII.GetBytes(token);
            touched[i] = (byte)(touched[i] == 'A' ? 'B' : 'A');
            CredentialCheck.Check(touched, Trusted).Failure.ShouldNotBeNull(i.ToString(CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [InlineData("""{"alg":"none","kid":"KID"}""")]
    [InlineData("""{"alg":"HS256","kid":"KID"}""")]
    [InlineData("""{"alg":"EdDSA","kid":"https://elsewhere.example/#z6Mk"}""")]
    [InlineData("""{"alg":"EdDSA","kid":"KID","crit":["x"]}""")]
    public void A_token_with_another_algorithm_or_key_is_refused(string header)
    {
        var body = CredentialToken.Sign(Claim(), Method, 1_790_000_000, Seed).Split('.')[1];
        var signed = $"{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header.Replace("KID", Method, StringComparison.Ordinal)))}.{body}";
        var token = $"{signed}.{System.Buffers.Text.Base64Url.EncodeToString(Ed25519.Sign(Seed, Encoding.ASCII.GetBytes(signed)))}";

        CredentialCheck.Check(Encoding.ASCII.GetBytes(token), Trusted).Failure.ShouldBe("credential.signature");
    }

    [Fact]
    public void A_withdrawn_credential_is_seen_in_the_status_list()
    {
        var credential = Bytes(Signed(Claim()));

        CredentialCheck.Check(credential, Trusted).Withdrawn.ShouldBeNull();
        CredentialCheck.Check(credential, Trusted, Bytes(Signed(List(6, 8)))).ShouldSatisfyAllConditions(v => v.Failure.ShouldBeNull(), v => v.Withdrawn.ShouldBe(false));
        CredentialCheck.Check(credential, Trusted, Bytes(Signed(List(7)))).Failure.ShouldBe("credential.withdrawn");
    }

    [Fact]
    public void A_status_list_that_nobody_signed_or_of_another_address_says_nothing()
    {
        var credential = Bytes(Signed(Claim()));
        var other = List();
        other["id"] = "https://giaithuong.example.vn/other";

        CredentialCheck.Check(credential, Trusted, Bytes(List())).Failure.ShouldBe("credential.status_unsigned");
        CredentialCheck.Check(credential, Trusted, Bytes(Signed(other))).Failure.ShouldBe("credential.status_other");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(131_071)]
    [InlineData(131_072)]
    public void Only_the_bits_that_were_set_are_read_as_set(int index)
    {
        var list = StatusList.Encode([index]);

        StatusList.IsSet(list, index).ShouldBe(true);
        StatusList.IsSet(list, index == 0 ? 1 : index - 1).ShouldBe(false);
        StatusList.IsSet(list, 2_000_000).ShouldBeNull();
        StatusList.IsSet("u" + list[3..], index).ShouldBeNull();
    }

    [Fact]
    public void Another_issuer_s_name_under_our_key_is_refused()
    {
        var claim = Claim();
        claim["issuer"] = "https://elsewhere.example/issuer.json";

        CredentialCheck.Check(Bytes(Signed(claim)), Trusted).Failure.ShouldBe("credential.issuer");
    }

    [Fact]
    public void A_member_that_comes_twice_is_refused()
    {
        var text = Signed(Claim()).ToJsonString();

        CredentialCheck.Check(Encoding.UTF8.GetBytes(text[..^1] + ",\"id\":\"https://giaithuong.example.vn/certificates/A\"}"), Trusted).Failure.ShouldBe("credential.unreadable");
    }
}
