using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using BangVang.App.Ports;
using BangVang.Proof.Keys;

namespace BangVang.App.Signing;

/// <summary>
/// Signs with a key that a remote service holds, by the API of the Cloud Signature Consortium, version 2: <c>oauth2/token</c> with client
/// credentials, <c>credentials/info</c>, <c>credentials/authorize</c> over the very hashes (SCAL 2), <c>signatures/signHash</c>. Only hashes
/// leave the house. Each answer is checked with the certificate before it is believed.
/// </summary>
public sealed class RemoteSigner(RemoteOptions options, TimeProvider time, HttpMessageHandler? line = null) : IDocumentSigner, IDisposable
{
    private const string Sha256 = "2.16.840.1.101.3.4.2.1", RsaKey = "1.2.840.113549.1.1.1", RsaWithSha256 = "1.2.840.113549.1.1.11", CurveKey = "1.2.840.10045.2.1", EcdsaWithSha256 = "1.2.840.10045.4.3.2";
    private const int MostBytes = 4 * 1024 * 1024;
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    private readonly HttpClient http = new(line ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) })
    {
        BaseAddress = new(options.Url!), Timeout = options.Timeout, MaxResponseContentBufferSize = MostBytes,
    };
    private readonly SemaphoreSlim turn = new(1);
    private (string Value, DateTimeOffset Until)? token;
    private Credential? credential;

    /// <param name="Algorithm">What the service is asked to sign with, out of what it offers for this key.</param>
    /// <param name="Most">Signatures in one authorisation.</param>
    /// <param name="WantsPin">The key is used with a PIN.</param>
    private sealed record Credential(IReadOnlyList<X509Certificate2> Certificates, string Algorithm, int Most, bool WantsPin);

    public async Task<IReadOnlyList<X509Certificate2>> CertificatesAsync(CancellationToken ct) => (await InTurnAsync(() => CredentialAsync(ct), ct)).Certificates;

    public Task<IReadOnlyList<byte[]>> SignAsync(IReadOnlyList<byte[]> parts, CancellationToken ct) => InTurnAsync(async () =>
    {
        var used = await CredentialAsync(ct);
        var signatures = new List<byte[]>(parts.Count);
        foreach (var some in parts.Chunk(used.Most)) signatures.AddRange(await SignAsync(used, some, ct));
        return (IReadOnlyList<byte[]>)signatures;
    }, ct);

    private async Task<IEnumerable<byte[]>> SignAsync(Credential used, byte[][] parts, CancellationToken ct)
    {
        JsonArray Hashes() => [.. parts.Select(p => JsonValue.Create(Convert.ToBase64String(SHA256.HashData(p))))];
        var wanted = new JsonObject { ["credentialID"] = options.Credential, ["numSignatures"] = parts.Length, ["hashes"] = Hashes(), ["hashAlgorithmOID"] = Sha256 };
        if (used.WantsPin) wanted["authData"] = new JsonArray(new JsonObject { ["id"] = "PIN", ["value"] = SettingSecret.Of(options.Pin, options.PinFile) });
        var allowed = await AskAsync("credentials/authorize", wanted, ct);
        var sad = Text(allowed, "SAD") ?? throw Strange("credentials/authorize", "no SAD");

        var answer = await AskAsync("signatures/signHash", new JsonObject
        {
            ["credentialID"] = options.Credential, ["SAD"] = sad, ["hashes"] = Hashes(), ["hashAlgorithmOID"] = Sha256, ["signAlgo"] = used.Algorithm, ["operationMode"] = "S",
        }, ct);
        if (answer["signatures"] is not JsonArray given || given.Count != parts.Length) throw Strange("signatures/signHash", $"not {parts.Length} signatures");
        return [.. parts.Select((part, i) => Checked(used.Certificates[0], part, given[i]))];
    }

    /// <summary>The signature in the form of the port, when it is one of this key over this part.</summary>
    private static byte[] Checked(X509Certificate2 certificate, byte[] part, JsonNode? given)
    {
        byte[] signature;
        try { signature = Convert.FromBase64String(given!.GetValue<string>()); }
        catch (Exception e) when (e is FormatException or InvalidOperationException or NullReferenceException) { throw Strange("signatures/signHash", "a signature is not base64"); }
        if (certificate.GetRSAPublicKey() is { } rsa)
            return rsa.VerifyData(part, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ? signature : throw Strange("signatures/signHash", "a signature is not that of the certificate");
        var curve = certificate.GetECDsaPublicKey()!;
        if (curve.VerifyData(part, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)) return signature;
        // Some services give r and s side by side.
        return curve.VerifyData(part, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation) ? Pkcs11Key.ToDer(signature) : throw Strange("signatures/signHash", "a signature is not that of the certificate");
    }

    private async Task<Credential> CredentialAsync(CancellationToken ct)
    {
        if (credential is not null && credential.Certificates[0].NotAfter.ToUniversalTime() > time.GetUtcNow().UtcDateTime) return credential;
        var info = await AskAsync("credentials/info", new JsonObject { ["credentialID"] = options.Credential, ["certificates"] = "chain", ["certInfo"] = false, ["authInfo"] = true }, ct);
        if (Text(info["key"], "status") != "enabled") throw Strange("credentials/info", "the key is not enabled");
        if (info["cert"]?["certificates"] is not JsonArray { Count: > 0 } chain) throw Strange("credentials/info", "no certificate");
        var certificates = Certificates(chain);
        var offered = (info["key"]?["algo"] as JsonArray ?? []).Select(a => a is JsonValue v && v.TryGetValue<string>(out var oid) ? oid : "").ToList();
        string[] usable = certificates[0].GetRSAPublicKey() is not null ? [RsaWithSha256, RsaKey] : certificates[0].GetECDsaPublicKey() is not null ? [EcdsaWithSha256, CurveKey] : [];
        var algorithm = usable.FirstOrDefault(offered.Contains) ?? throw Strange("credentials/info", "the key offers no signature with SHA-256 that we know");
        return credential = new(certificates, algorithm, Math.Max(1, info["multisign"] is JsonValue most && most.TryGetValue<int>(out var count) ? count : 1), WantsPin(info["auth"]));
    }

    /// <summary>How the key is released. A service that wants a person each time (a one-time password, a page of its own) cannot sign while nobody is there.</summary>
    private bool WantsPin(JsonNode? auth)
    {
        var mode = Text(auth, "mode");
        if (mode == "implicit") return false;
        if (mode != "explicit") throw Strange("credentials/info", $"the key is released by \"{mode}\", which needs a person each time");
        foreach (var factor in auth!["objects"] as JsonArray ?? [])
            if (Text(factor, "id") is var id and not "PIN") throw Strange("credentials/info", $"the key is released with \"{id}\", which needs a person each time");
        return options.Pin is not null || options.PinFile is not null ? true : throw Strange("credentials/info", "the key is released with a PIN and Signing:Remote:Pin is not set");
    }

    private static List<X509Certificate2> Certificates(JsonArray chain)
    {
        try { return [.. chain.Select(c => X509CertificateLoader.LoadCertificate(Convert.FromBase64String(c!.GetValue<string>())))]; }
        catch (Exception e) when (e is FormatException or CryptographicException or InvalidOperationException or NullReferenceException) { throw Strange("credentials/info", "a certificate cannot be read"); }
    }

    /// <summary>One question with our token; with a new one when the service no longer knows it.</summary>
    private async Task<JsonObject> AskAsync(string method, JsonObject body, CancellationToken ct)
    {
        for (var again = false; ; again = true)
        {
            if (token is null || token.Value.Until <= time.GetUtcNow()) token = await TokenAsync(ct);
            using var request = new HttpRequestMessage(HttpMethod.Post, method) { Content = JsonContent.Create(body) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value.Value);
            using var answer = await SendAsync(request, ct);
            if (answer.StatusCode is System.Net.HttpStatusCode.Unauthorized && !again) { token = null; continue; }
            return await ReadAsync(method, answer, ct);
        }
    }

    private async Task<(string, DateTimeOffset)> TokenAsync(CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "oauth2/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials", ["scope"] = "service", ["client_id"] = options.ClientId!, ["client_secret"] = SettingSecret.Of(options.ClientSecret, options.ClientSecretFile)!,
            }),
        };
        using var answer = await SendAsync(request, ct);
        var given = await ReadAsync("oauth2/token", answer, ct);
        if (!string.Equals(Text(given, "token_type"), "Bearer", StringComparison.OrdinalIgnoreCase)) throw Strange("oauth2/token", "no bearer token");
        var seconds = given["expires_in"] is JsonValue v && v.TryGetValue<int>(out var s) ? s : 3_600;
        return (Text(given, "access_token") ?? throw Strange("oauth2/token", "no token"), time.GetUtcNow() + TimeSpan.FromSeconds(seconds) - Early);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        try { return await http.SendAsync(request, ct); }
        catch (HttpRequestException e) { throw new IOException($"{http.BaseAddress}: {e.Message}", e); }
        catch (TaskCanceledException e) when (!ct.IsCancellationRequested) { throw new IOException($"{http.BaseAddress}: no answer in {options.Timeout.TotalSeconds} s.", e); }
    }

    private static async Task<JsonObject> ReadAsync(string method, HttpResponseMessage answer, CancellationToken ct)
    {
        JsonObject? body = null;
        try { body = JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync(ct)) as JsonObject; }
        catch (JsonException) when (!answer.IsSuccessStatusCode) { }
        catch (JsonException) { throw Strange(method, "no JSON"); }
        if (!answer.IsSuccessStatusCode) throw Strange(method, $"{(int)answer.StatusCode} {Text(body, "error")} {Text(body, "error_description")}".TrimEnd());
        return body ?? throw Strange(method, "no JSON object");
    }

    private async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try { return await work(); }
        finally { turn.Release(); }
    }

    private static string? Text(JsonNode? node, string name) => node is JsonObject o && o[name] is JsonValue v && v.TryGetValue<string>(out var text) ? text : null;

    private static IOException Strange(string method, string what) => new($"The signing service answered {method}: {what}.");

    public void Dispose()
    {
        http.Dispose();
        turn.Dispose();
    }
}
