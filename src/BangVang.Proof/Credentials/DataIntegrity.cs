using System.Security.Cryptography;
using System.Text.Json.Nodes;
using BangVang.Proof.Keys;

namespace BangVang.Proof.Credentials;

/// <summary>
/// Data Integrity proofs of the cryptosuite <c>eddsa-jcs-2022</c> (W3C, Data Integrity EdDSA Cryptosuites 1.0): an Ed25519 signature over the
/// SHA-256 of the proof's own members and the SHA-256 of the document, both in canonical JSON.
/// </summary>
public static class DataIntegrity
{
    public const string Suite = "eddsa-jcs-2022";

    /// <summary>A copy of the document with its proof.</summary>
    /// <param name="method">Address of the key in the issuer's document.</param>
    /// <param name="created">ISO 8601 with a zone.</param>
    /// <param name="seed">Secret key, 32 bytes.</param>
    public static JsonObject Sign(JsonObject document, string method, string created, ReadOnlySpan<byte> seed)
    {
        var secured = (JsonObject)document.DeepClone();
        var proof = new JsonObject { ["type"] = "DataIntegrityProof", ["cryptosuite"] = Suite, ["created"] = created, ["verificationMethod"] = method, ["proofPurpose"] = "assertionMethod" };
        if (document["@context"] is { } context) proof["@context"] = context.DeepClone();
        proof["proofValue"] = Multibase.Encode(Ed25519.Sign(seed, Hashes(proof, secured)));
        secured["proof"] = proof;
        return secured;
    }

    /// <summary>Does the document carry one proof of this suite, made for an assertion by a key that is trusted?</summary>
    /// <param name="keyOf">The public key of a verification method, 32 bytes; null for one that is not trusted.</param>
    public static bool Verify(JsonObject secured, Func<string, byte[]?> keyOf)
    {
        if (secured["proof"] is not JsonObject proof) return false;
        if (Says(proof, "type") != "DataIntegrityProof" || Says(proof, "cryptosuite") != Suite || Says(proof, "proofPurpose") != "assertionMethod") return false;
        if (Says(proof, "verificationMethod") is not { } method || keyOf(method) is not { } key) return false;
        if (Says(proof, "proofValue") is not { } value || Multibase.Decode(value) is not { Length: Ed25519.SignatureSize } signature) return false;

        var (document, options) = ((JsonObject)secured.DeepClone(), (JsonObject)proof.DeepClone());
        document.Remove("proof");
        options.Remove("proofValue");
        if (options["@context"] is { } context)
        {
            if (!BeginsWith(document["@context"], context)) return false;
            document["@context"] = context.DeepClone();
        }
        try { return Ed25519.Verify(key, Hashes(options, document), signature); }
        // A number that has no canonical form here: nothing we sign has one.
        catch (ArgumentException) { return false; }
    }

    private static byte[] Hashes(JsonObject proof, JsonObject document) =>
        [.. SHA256.HashData(CanonicalJson.Bytes(proof)), .. SHA256.HashData(CanonicalJson.Bytes(document))];

    /// <summary>Others may have added contexts behind those that were signed, never before or between them.</summary>
    private static bool BeginsWith(JsonNode? whole, JsonNode signed)
    {
        var (all, first) = (Items(whole), Items(signed));
        return first.Count <= all.Count && first.Zip(all).All(pair => JsonNode.DeepEquals(pair.First, pair.Second));
    }

    private static List<JsonNode?> Items(JsonNode? node) => node is JsonArray list ? [.. list] : [node];

    private static string? Says(JsonObject node, string name) => node[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
