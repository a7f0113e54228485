using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BangVang.Proof.Credentials;

/// <summary>What came of checking a credential.</summary>
/// <param name="Failure">What does not hold first: a code; null when all holds.</param>
/// <param name="Credential">What it says; null when it cannot be read or nobody trusted has signed it.</param>
/// <param name="Withdrawn">Null when no status list was given: whether it still holds is then not known.</param>
public sealed record CredentialVerdict(string? Failure, JsonObject? Credential, bool? Withdrawn);

/// <summary>Checks a credential, as JSON with a proof or as a token, with the bytes and the trusted keys alone.</summary>
public static class CredentialCheck
{
    /// <param name="statusList">The issuer's signed status list, as fetched; empty when there is none at hand.</param>
    public static CredentialVerdict Check(ReadOnlySpan<byte> file, CredentialTrust trust, ReadOnlySpan<byte> statusList = default)
    {
        if (Read(file, trust, out var failure) is not { } credential) return new(failure, null, null);
        if (Text(credential["issuer"] is JsonObject issuer ? issuer["id"] : credential["issuer"]) != trust.Issuer) return new("credential.issuer", null, null);
        if (statusList.IsEmpty) return new(null, credential, null);

        if (Read(statusList, trust, out _) is not { } list) return new("credential.status_unsigned", credential, null);
        if (credential["credentialStatus"] is not JsonObject entry || list["credentialSubject"] is not JsonObject bits) return new("credential.status_other", credential, null);
        if (Text(entry["statusListCredential"]) != Text(list["id"]) || Text(bits["statusPurpose"]) != Text(entry["statusPurpose"])) return new("credential.status_other", credential, null);
        if (!int.TryParse(Text(entry["statusListIndex"]), NumberStyles.None, CultureInfo.InvariantCulture, out var index) || StatusList.IsSet(Text(bits["encodedList"]) ?? "", index) is not { } set)
            return new("credential.status_unreadable", credential, null);
        return new(set ? "credential.withdrawn" : null, credential, set);
    }

    private static JsonObject? Read(ReadOnlySpan<byte> file, CredentialTrust trust, out string? failure)
    {
        failure = "credential.unreadable";
        var text = Encoding.UTF8.GetString(file).Trim();
        if (!text.StartsWith('{'))
        {
            if (text.Count(c => c == '.') != 2) return null;
            failure = "credential.signature";
            return CredentialToken.TryOpen(text, trust.KeyOf, out var opened) ? opened : null;
        }
        try
        {
            if (JsonNode.Parse(text, documentOptions: new() { AllowDuplicateProperties = false }) is not JsonObject document || document["issuer"] is null) return null;
            failure = "credential.signature";
            return DataIntegrity.Verify(document, trust.KeyOf) ? document : null;
        }
        catch (JsonException) { return null; }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
