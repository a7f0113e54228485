using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;

namespace BangVang.App.Tests.Signing;

/// <summary>
/// A remote signing service on loopback that keeps to the published API of the Cloud Signature Consortium (2.0, chapters 8, 11.4, 11.6,
/// 11.10): each request is held against the tables of parameters there, and what is missing, unknown, of another type or out of order is
/// refused with the error code of the specification. Signs what was authorised, once, and nothing else.
/// </summary>
internal sealed class CscService : IDisposable
{
    public const string ClientId = "bang-vang", Secret = "bí mật", Credential = "GX0112348", Pin = "9876";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";

    private readonly HttpListener listener = new();
    private readonly AsymmetricAlgorithm key;
    private readonly Task serving;
    private readonly HashSet<string> tokens = [];
    private readonly Dictionary<string, (List<string> Hashes, int Left)> authorised = [];
    private int numbers;

    public CscService(bool rsa)
    {
        CertificateRequest request;
        if (rsa) { var made = RSA.Create(2048); key = made; request = new("CN=Dịch vụ ký số thử", made, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1); }
        else { var made = ECDsa.Create(ECCurve.NamedCurves.nistP256); key = made; request = new("CN=Dịch vụ ký số thử", made, HashAlgorithmName.SHA256); }
        Certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(5));
        for (var port = 21_000 + Random.Shared.Next(20_000); ; port++)
        {
            Url = $"http://127.0.0.1:{port}/csc/v2/";
            listener.Prefixes.Clear();
            listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try { listener.Start(); break; }
            catch (HttpListenerException) { /* taken: the next one */ }
        }
        serving = ServeAsync();
    }

    public string Url { get; }
    public X509Certificate2 Certificate { get; }

    /// <summary>Each method asked for, in order, with its error where it was refused.</summary>
    public List<string> Asked { get; } = [];

    public int MultiSign { get; set; } = 3;
    public string Mode { get; set; } = "explicit";
    public JsonArray Factors { get; set; } = [new JsonObject { ["type"] = "Password", ["id"] = "PIN", ["format"] = "N", ["label"] = "PIN" }];
    public string KeyStatus { get; set; } = "enabled";
    /// <summary>Gives r and s of a signature on a curve side by side.</summary>
    public bool SideBySide { get; set; }
    /// <summary>Signs something else than it was asked to.</summary>
    public bool Cheats { get; set; }

    public void ForgetTokens() => tokens.Clear();

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try { context = await listener.GetContextAsync(); }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException) { return; }
            var method = context.Request.Url!.AbsolutePath.Replace("/csc/v2/", "", StringComparison.Ordinal);
            using var body = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var (status, answer) = Answer(context.Request, method, await body.ReadToEndAsync());
            Asked.Add(status == 200 ? method : $"{method}: {answer["error"]}");
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json;charset=UTF-8";
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer.ToJsonString()));
            context.Response.Close();
        }
    }

    private (int, JsonObject) Answer(HttpListenerRequest request, string method, string body)
    {
        if (request.HttpMethod != "POST") return Refused(405, "invalid_request", "POST");
        if (method == "oauth2/token") return Token(request, body);
        if (request.Headers["Authorization"] is not { } header || !header.StartsWith("Bearer ", StringComparison.Ordinal)) return Refused(400, "invalid_request", "The access token is missing");
        if (!tokens.Contains(header["Bearer ".Length..])) return Refused(401, "invalid_token", "The access token is unknown or expired");
        if (request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) != true || JsonNode.Parse(body) is not JsonObject asked) return Refused(400, "invalid_request", "JSON");
        return method switch
        {
            "credentials/info" => Info(asked),
            "credentials/authorize" => Authorize(asked),
            "signatures/signHash" => Sign(asked),
            _ => Refused(501, "invalid_request", "no such method"),
        };
    }

    /// <summary>8.3.3, client credentials.</summary>
    private (int, JsonObject) Token(HttpListenerRequest request, string body)
    {
        if (request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal) != true) return Refused(400, "invalid_request", "form");
        var form = HttpUtility.ParseQueryString(body);
        if (form["grant_type"] != "client_credentials") return Refused(400, "unsupported_grant_type", "grant_type");
        if (form["scope"] is not (null or "service")) return Refused(400, "invalid_scope", "scope");
        if (form["client_id"] != ClientId || form["client_secret"] != Secret) return Refused(401, "invalid_client", "Client authentication failed");
        var token = $"token-{++numbers}";
        tokens.Add(token);
        return (200, new() { ["access_token"] = token, ["token_type"] = "Bearer", ["expires_in"] = 3600 });
    }

    /// <summary>11.4.</summary>
    private (int, JsonObject) Info(JsonObject asked)
    {
        if (Wrong(asked, ("credentialID", typeof(string), true), ("certificates", typeof(string), false), ("certInfo", typeof(bool), false), ("authInfo", typeof(bool), false), ("lang", typeof(string), false), ("clientData", typeof(string), false)) is { } wrong) return wrong;
        if ((string?)asked["credentialID"] != Credential) return Refused(400, "invalid_request", "Invalid parameter credentialID");
        if ((string?)asked["certificates"] is not (null or "none" or "single" or "chain")) return Refused(400, "invalid_request", "Invalid parameter certificates");
        var isRsa = key is RSA;
        var info = new JsonObject
        {
            ["key"] = new JsonObject { ["status"] = KeyStatus, ["algo"] = isRsa ? new JsonArray("1.2.840.113549.1.1.1", "1.2.840.113549.1.1.11") : new JsonArray("1.2.840.10045.4.3.2"), ["len"] = isRsa ? 2048 : 256 },
            ["cert"] = new JsonObject { ["status"] = "valid", ["certificates"] = new JsonArray(Convert.ToBase64String(Certificate.RawData)) }, ["SCAL"] = "2", ["multisign"] = MultiSign,
        };
        if (asked["authInfo"]?.GetValue<bool>() == true) info["auth"] = new JsonObject { ["mode"] = Mode, ["expression"] = "PIN", ["objects"] = Factors.DeepClone() };
        return (200, info);
    }

    /// <summary>11.6, with the hashes that SCAL 2 asks for.</summary>
    private (int, JsonObject) Authorize(JsonObject asked)
    {
        if (Wrong(asked, ("credentialID", typeof(string), true), ("numSignatures", typeof(int), true), ("hashes", typeof(JsonArray), true), ("hashAlgorithmOID", typeof(string), true), ("authData", typeof(JsonArray), false), ("description", typeof(string), false), ("clientData", typeof(string), false)) is { } wrong) return wrong;
        if ((string?)asked["credentialID"] != Credential) return Refused(400, "invalid_request", "Invalid parameter credentialID");
        var hashes = asked["hashes"]!.AsArray().Select(h => (string)h!).ToList();
        var number = (int)asked["numSignatures"]!;
        if (number < 1 || number > MultiSign) return Refused(400, "invalid_request", "Numbers of signatures is too high");
        if (hashes.Count != number || (string?)asked["hashAlgorithmOID"] != Sha256 || hashes.Any(h => !IsHash(h))) return Refused(400, "invalid_request", "Invalid parameter hashes");
        if (Mode == "explicit")
        {
            var data = asked["authData"]?.AsArray().Select(d => d!.AsObject()).ToList() ?? [];
            if (data.Count == 0) return Refused(400, "invalid_request", "Missing (or invalid type) parameter authData");
            if (data.Any(d => d.Select(m => m.Key).Except(["id", "value"]).Any()) || data.Count(d => (string?)d["id"] == "PIN") != 1) return Refused(400, "invalid_request", "Invalid parameter authData");
            if ((string?)data.Single(d => (string?)d["id"] == "PIN")["value"] != Pin) return Refused(400, "invalid_pin", "The PIN is invalid");
        }
        else if (asked["authData"] is not null) return Refused(400, "invalid_request", "authData is for explicit authorization");
        var sad = $"SAD-{++numbers}";
        authorised[sad] = (hashes, number);
        return (200, new() { ["SAD"] = sad, ["expiresIn"] = 300 });
    }

    /// <summary>11.10, in synchronous mode.</summary>
    private (int, JsonObject) Sign(JsonObject asked)
    {
        if (Wrong(asked, ("credentialID", typeof(string), true), ("SAD", typeof(string), true), ("hashes", typeof(JsonArray), true), ("hashAlgorithmOID", typeof(string), false), ("signAlgo", typeof(string), true), ("signAlgoParams", typeof(string), false),
            ("operationMode", typeof(string), false), ("clientData", typeof(string), false)) is { } wrong) return wrong;
        if ((string?)asked["credentialID"] != Credential) return Refused(400, "invalid_request", "Invalid parameter credentialID");
        if ((string?)asked["operationMode"] is not (null or "S")) return Refused(400, "invalid_request", "Invalid parameter operationMode");
        var algorithm = (string)asked["signAlgo"]!;
        if (key is RSA ? algorithm is not ("1.2.840.113549.1.1.1" or "1.2.840.113549.1.1.11") : algorithm != "1.2.840.10045.4.3.2") return Refused(400, "invalid_request", "Invalid parameter signAlgo");
        if (algorithm == "1.2.840.113549.1.1.1" && (string?)asked["hashAlgorithmOID"] != Sha256) return Refused(400, "invalid_request", "Missing (or invalid type) parameter hashAlgorithmOID");
        var hashes = asked["hashes"]!.AsArray().Select(h => (string)h!).ToList();
        if (!authorised.Remove((string)asked["SAD"]!, out var allowed)) return Refused(400, "invalid_request", "Invalid parameter SAD");
        if (!hashes.SequenceEqual(allowed.Hashes)) return Refused(400, "hash_not_authorized", "Hash is not authorized by the SAD");
        return (200, new() { ["signatures"] = new JsonArray([.. hashes.Select(h => JsonValue.Create(Convert.ToBase64String(Sign(Cheats ? SHA256.HashData("khác"u8) : Convert.FromBase64String(h)))))]) });
    }

    private byte[] Sign(byte[] hash) => key is RSA rsa ? rsa.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        : ((ECDsa)key).SignHash(hash, SideBySide ? DSASignatureFormat.IeeeP1363FixedFieldConcatenation : DSASignatureFormat.Rfc3279DerSequence);

    /// <summary>Holds a request against the table of its parameters.</summary>
    private static (int, JsonObject)? Wrong(JsonObject asked, params (string Name, Type Type, bool Required)[] table)
    {
        if (asked.Select(m => m.Key).Except(table.Select(t => t.Name)).FirstOrDefault() is { } unknown) return Refused(400, "invalid_request", $"Unknown parameter {unknown}");
        foreach (var (name, type, required) in table)
        {
            var value = asked[name];
            if (value is null) { if (required) return Refused(400, "invalid_request", $"Missing (or invalid type) string parameter {name}"); continue; }
            var fits = type == typeof(JsonArray) ? value is JsonArray : value is JsonValue v && (type == typeof(string) ? v.TryGetValue<string>(out _) : type == typeof(int) ? v.TryGetValue<int>(out _) : v.TryGetValue<bool>(out _));
            if (!fits) return Refused(400, "invalid_request", $"Missing (or invalid type) parameter {name}");
        }
        return null;
    }

    private static bool IsHash(string text) => Convert.TryFromBase64String(text, new byte[64], out var length) && length == 32;

    private static (int, JsonObject) Refused(int status, string error, string description) => (status, new() { ["error"] = error, ["error_description"] = description });

    public void Dispose()
    {
        listener.Close();
        serving.Wait();
        key.Dispose();
        Certificate.Dispose();
    }
}
