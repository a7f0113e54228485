using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BangVang.Proof.Keys;

namespace BangVang.Proof.Credentials;

/// <summary>A credential as a JSON Web Token (RFC 7519, 8037; VC-JWT of Open Badges 3.0): the same members, signed with EdDSA.</summary>
public static class CredentialToken
{
    /// <param name="method">Address of the key in the issuer's document.</param>
    /// <param name="notBefore">Seconds of Unix time from which it holds.</param>
    public static string Sign(JsonObject credential, string method, long notBefore, ReadOnlySpan<byte> seed)
    {
        var payload = (JsonObject)credential.DeepClone();
        (payload["iss"], payload["jti"], payload["nbf"]) = (credential["issuer"]!["id"]!.GetValue<string>(), credential["id"]!.GetValue<string>(), notBefore);
        if (credential["credentialSubject"]?["id"] is { } subject) payload["sub"] = subject.GetValue<string>();
        var signed = $"{Part(new JsonObject { ["alg"] = "EdDSA", ["kid"] = method })}.{Part(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(Ed25519.Sign(seed, Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>Is it a token signed by a trusted key? The only algorithm is EdDSA, whatever the token says.</summary>
    /// <param name="keyOf">The public key of a <c>kid</c>, 32 bytes; null for one that is not trusted.</param>
    public static bool TryOpen(string token, Func<string, byte[]?> keyOf, [NotNullWhen(true)] out JsonObject? credential)
    {
        credential = null;
        if (token.Split('.') is not [var head, var body, var signature]) return false;
        try
        {
            if (Read(head) is not { } header || header["alg"]?.GetValue<string>() != "EdDSA" || header.ContainsKey("crit")) return false;
            if (header["kid"]?.GetValue<string>() is not { } method || keyOf(method) is not { } key) return false;
            if (!Ed25519.Verify(key, Encoding.ASCII.GetBytes($"{head}.{body}"), Base64Url.DecodeFromChars(signature))) return false;
            credential = Read(body);
            return credential is not null;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException) { return false; }
    }

    private static string Part(JsonObject node) => Base64Url.EncodeToString(CanonicalJson.Bytes(node));

    private static JsonObject? Read(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part)) as JsonObject;
}
