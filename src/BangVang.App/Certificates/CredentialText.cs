using System.Text.Json.Nodes;
using BangVang.App.Kernel;
using BangVang.Domain.Certificates;
using BangVang.Proof.Credentials;
using NodaTime;
using NodaTime.Text;

namespace BangVang.App.Certificates;

/// <summary>What a certificate says as an Open Badge 3.0, and the lists that go with it.</summary>
public static class CredentialText
{
    private static readonly string[] Contexts = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"];

    /// <summary>The credential before it is signed.</summary>
    /// <param name="now">Of the world's clock: from then on it holds.</param>
    public static JsonObject Of(Certificate certificate, string issuer, PublicUrl site, Instant now)
    {
        var claim = certificate.Claim;
        var name = NameOf(claim);
        return new()
        {
            ["@context"] = new JsonArray([.. Contexts.Select(c => (JsonNode)c)]),
            ["id"] = AddressOf(certificate, site),
            ["type"] = new JsonArray("VerifiableCredential", "OpenBadgeCredential"),
            ["name"] = name,
            ["issuer"] = new JsonObject { ["id"] = issuer, ["type"] = new JsonArray("Profile"), ["name"] = claim.BodyVi },
            ["validFrom"] = Time(now),
            ["awardedDate"] = Time(certificate.IssuedAt),
            ["credentialSubject"] = new JsonObject
            {
                ["id"] = $"urn:uuid:{certificate.Id}",
                ["type"] = new JsonArray("AchievementSubject"),
                ["identifier"] = new JsonArray(new JsonObject { ["type"] = "IdentityObject", ["identityHash"] = claim.Recipient, ["identityType"] = "name", ["hashed"] = false }),
                ["achievement"] = new JsonObject
                {
                    ["id"] = $"{site.To(PageOf(claim))}#{certificate.Id}",
                    ["type"] = new JsonArray("Achievement"),
                    ["achievementType"] = claim.Kind is CertificateKind.Delegate ? "Certificate" : "Award",
                    ["name"] = name,
                    ["description"] = claim.Product is null ? claim.EditionVi : $"{claim.Product}. {claim.CategoryVi}. {claim.EditionVi}.",
                    ["criteria"] = new JsonObject { ["id"] = site.To(PageOf(claim)), ["narrative"] = $"{claim.Decision}.{(claim.IsDemonstration ? " Dữ liệu trình diễn, không có giá trị chứng nhận." : "")}" },
                },
            },
            ["credentialStatus"] = new JsonObject
            {
                ["id"] = $"{ListAddressOf(claim.EditionKey, site)}#{certificate.Number}", ["type"] = "BitstringStatusListEntry", ["statusPurpose"] = "revocation",
                ["statusListIndex"] = certificate.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), ["statusListCredential"] = ListAddressOf(claim.EditionKey, site),
            },
        };
    }

    /// <summary>The list of an edition that says which of its certificates no longer stand, before it is signed.</summary>
    /// <param name="withdrawn">Numbers of the certificates.</param>
    public static JsonObject ListOf(string editionKey, IEnumerable<int> withdrawn, string issuer, PublicUrl site, Instant now) => new()
    {
        ["@context"] = new JsonArray(Contexts[0]),
        ["id"] = ListAddressOf(editionKey, site),
        ["type"] = new JsonArray("VerifiableCredential", "BitstringStatusListCredential"),
        ["issuer"] = issuer,
        ["validFrom"] = Time(now),
        ["credentialSubject"] = new JsonObject
        {
            ["id"] = $"{ListAddressOf(editionKey, site)}#list", ["type"] = "BitstringStatusList", ["statusPurpose"] = "revocation", ["encodedList"] = StatusList.Encode(withdrawn),
        },
    };

    /// <summary>The document that names the issuer's key (W3C Controlled Identifiers 1.0).</summary>
    public static JsonObject IssuerDocument(CredentialSigner signer) => new()
    {
        ["@context"] = new JsonArray("https://www.w3.org/ns/cid/v1"),
        ["id"] = signer.Issuer,
        ["verificationMethod"] = new JsonArray(new JsonObject { ["id"] = signer.Method, ["type"] = "Multikey", ["controller"] = signer.Issuer, ["publicKeyMultibase"] = signer.Multikey }),
        ["assertionMethod"] = new JsonArray(signer.Method),
    };

    public static string AddressOf(Certificate certificate, PublicUrl site) => site.To($"/certificates/{certificate.Code}");

    /// <summary>Where somebody who holds the paper looks; the QR code on it.</summary>
    public static string CheckAddressOf(string code, PublicUrl site) => site.To($"/verify?code={code}");

    /// <summary>ISO 8601 to the second.</summary>
    public static string Time(Instant at) => InstantPattern.General.Format(at);

    /// <summary>What is given, in a line: "Giải Vàng", or that somebody judged or came.</summary>
    public static string NameOf(CertificateClaim claim) => claim.Kind switch
    {
        CertificateKind.Juror => $"Thành viên Hội đồng giám khảo, {claim.EditionVi}",
        CertificateKind.Delegate => $"Tham dự {claim.EditionVi}",
        _ => $"{PrizeOf(claim.TierVi!)}, {claim.EditionVi}",
    };

    /// <summary>Where the edition or forum is described.</summary>
    private static string PageOf(CertificateClaim claim) => claim.Kind is CertificateKind.Delegate ? $"/{claim.EditionKey}" : $"/editions/{claim.EditionKey}";

    /// <summary>A tier as a prize: "Giải Vàng"; a name that says by itself what it is stays.</summary>
    public static string PrizeOf(string tier) => tier.StartsWith("Giải", StringComparison.OrdinalIgnoreCase) || tier.StartsWith("Top", StringComparison.OrdinalIgnoreCase) ? tier : $"Giải {tier}";

    private static string ListAddressOf(string editionKey, PublicUrl site) => site.To($"/certificates/status/{editionKey}");
}
