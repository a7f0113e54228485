using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using BangVang.Proof.Credentials;
using BangVang.Proof.Keys;
using Shouldly;
using Xunit;

namespace BangVang.Proof.Tests;

/// <summary>@digitalbazaar/vc, which knows nothing of us, finds our credentials valid, and changed ones not.</summary>
public sealed class InteropTests : IDisposable
{
    private const string Issuer = "https://giaithuong.example.vn/issuer.json";
    private static readonly byte[] Seed = SHA256.HashData("issuer"u8);
    private static readonly string Multikey = Multibase.Key(Ed25519.PublicKeyOf(Seed)), Method = CredentialTrust.MethodOf(Issuer, Multikey);

    private readonly string directory = Directory.CreateTempSubdirectory("bv-interop").FullName;

    [Fact]
    public void Others_verify_what_we_signed()
    {
        var found = Check(DataIntegrity.Sign(Claim(), Method, "2026-10-20T03:00:00Z", Seed), DataIntegrity.Sign(List(), Method, "2026-10-20T03:00:00Z", Seed));

        found["credential"]!["verified"]!.GetValue<bool>().ShouldBeTrue(found.ToJsonString());
        found["status"]!["verified"]!.GetValue<bool>().ShouldBeTrue(found.ToJsonString());
    }

    [Fact]
    public void Others_refuse_what_was_changed()
    {
        var signed = DataIntegrity.Sign(Claim(), Method, "2026-10-20T03:00:00Z", Seed);
        signed["credentialSubject"]!["achievement"]!["name"] = "Giải Bạc";

        Check(signed, null)["credential"]!["verified"]!.GetValue<bool>().ShouldBeFalse();
    }

    private static JsonObject Claim() => (JsonObject)JsonNode.Parse($$"""
        {
          "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
          "id": "https://giaithuong.example.vn/certificates/BV7K-2M9Q-4XTD", "type": ["VerifiableCredential", "OpenBadgeCredential"], "name": "Giải Vàng",
          "issuer": { "id": "{{Issuer}}", "type": ["Profile"], "name": "Bộ Minh họa" }, "validFrom": "2026-10-20T03:00:00Z", "awardedDate": "2026-10-20T03:00:00Z",
          "credentialSubject": { "id": "urn:uuid:01a17927-9680-775f-8f88-18db2965275e", "type": ["AchievementSubject"],
            "identifier": [{ "type": "IdentityObject", "identityHash": "Công ty Minh họa 01", "identityType": "name", "hashed": false }],
            "achievement": { "id": "https://giaithuong.example.vn/editions/demo/2026#1", "type": ["Achievement"], "name": "Giải Vàng", "description": "Đường Số", "criteria": { "narrative": "Quyết định số 1" } } },
          "credentialStatus": { "id": "https://giaithuong.example.vn/certificates/status/demo/2026#3", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
            "statusListIndex": "3", "statusListCredential": "https://giaithuong.example.vn/certificates/status/demo/2026" }
        }
        """)!;

    private static JsonObject List() => new()
    {
        ["@context"] = new JsonArray("https://www.w3.org/ns/credentials/v2"), ["id"] = "https://giaithuong.example.vn/certificates/status/demo/2026",
        ["type"] = new JsonArray("VerifiableCredential", "BitstringStatusListCredential"), ["issuer"] = Issuer, ["validFrom"] = "2026-10-20T03:00:00Z",
        ["credentialSubject"] = new JsonObject { ["id"] = "https://giaithuong.example.vn/certificates/status/demo/2026#list", ["type"] = "BitstringStatusList", ["statusPurpose"] = "revocation", ["encodedList"] = StatusList.Encode([7]) },
    };

    private JsonNode Check(JsonObject credential, JsonObject? list)
    {
        var issuer = new JsonObject { ["@context"] = "https://www.w3.org/ns/cid/v1", ["id"] = Issuer, ["verificationMethod"] = new JsonArray(new JsonObject { ["id"] = Method, ["type"] = "Multikey", ["controller"] = Issuer, ["publicKeyMultibase"] = Multikey }), ["assertionMethod"] = new JsonArray(Method) };
        var home = Path.Combine(Path.GetDirectoryName(Here())!, "Interop");
        // The lock file names each package with its hash; nothing else is installed.
        if (!Directory.Exists(Path.Combine(home, "node_modules"))) Run(home, "npm", "ci", "--no-audit", "--no-fund");
        string[] files = [Save("credential.json", credential), Save("issuer.json", issuer), .. list is null ? Array.Empty<string>() : [Save("list.json", list)]];
        return JsonNode.Parse(Run(home, "node", ["check.mjs", .. files]))!;
    }

    private string Save(string name, JsonNode node)
    {
        var file = Path.Combine(directory, name);
        File.WriteAllText(file, node.ToJsonString());
        return file;
    }

    private static string Run(string folder, string program, params string[] arguments)
    {
        using var running = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = running.StandardError.ReadToEndAsync();
        var said = running.StandardOutput.ReadToEnd();
        running.WaitForExit();
        running.ExitCode.ShouldBe(0, error.Result);
        return said;
    }

    private static string Here([CallerFilePath] string file = "") => file;

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
