using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace BangVang.Proof.Credentials;

/// <summary>What somebody who checks certificates relies on.</summary>
/// <param name="Issuer">Address of the issuer's document; credentials name it.</param>
/// <param name="Keys">Public keys of credentials, 32 bytes each, by the address under which proofs name them.</param>
/// <param name="Certificates">X.509 certificates of those who sign PDF files, DER.</param>
public sealed record CredentialTrust(string Issuer, IReadOnlyDictionary<string, byte[]> Keys, IReadOnlyList<byte[]> Certificates)
{
    /// <summary>The key under that address; null for one that is not trusted.</summary>
    public byte[]? KeyOf(string method) => Keys.GetValueOrDefault(method);

    /// <summary>Address of a key in the issuer's document.</summary>
    public static string MethodOf(string issuer, string multikey) => $"{issuer}#{multikey}";

    /// <summary>Reads <c>{"issuer": {"id", "keys": [Multikey…], "certificates": [base64…]}}</c>; further members are passed over.</summary>
    /// <returns>False when it is malformed or names no issuer.</returns>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out CredentialTrust? trust)
    {
        trust = null;
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            var issuer = document.RootElement.GetProperty("issuer");
            if (issuer.GetProperty("id").GetString() is not { Length: > 0 } id) return false;
            var keys = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            foreach (var each in issuer.GetProperty("keys").EnumerateArray())
            {
                if (each.GetString() is not { } multikey || Multibase.KeyOf(multikey) is not { } key) return false;
                keys[MethodOf(id, multikey)] = key;
            }
            trust = new(id, keys, [.. issuer.GetProperty("certificates").EnumerateArray().Select(c => c.GetBytesFromBase64())]);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException) { return false; }
    }
}
