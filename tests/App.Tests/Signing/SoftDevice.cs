using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BangVang.App.Signing;
using BangVang.Testing;
using Shouldly;

namespace BangVang.App.Tests.Signing;

/// <summary>
/// Tokens of SoftHSM2, made by the tools of others: one with an RSA key, a key on P-256, each with its certificate, an Ed25519 key, and a key
/// without a certificate. The module reads its place once per process, so all tests share it.
/// </summary>
public sealed class SoftDevice : IDisposable
{
    public const string Pin = "2468";
    private readonly string directory = Directory.CreateTempSubdirectory("bv-hsm").FullName;

    public SoftDevice()
    {
        var settings = At("softhsm2.conf");
        Directory.CreateDirectory(At("tokens"));
        File.WriteAllText(settings, $"directories.tokendir = {At("tokens")}\nobjectstore.backend = file\nlog.level = ERROR\n");
        // The framework keeps its own copy of the environment; the module reads the process's.
        SetEnvironment("SOFTHSM2_CONF", settings, 1).ShouldBe(0);
        Environment.SetEnvironmentVariable("SOFTHSM2_CONF", settings);
        Tool.Run("softhsm2-util", "--init-token", "--free", "--label", "ban-to-chuc", "--pin", Pin, "--so-pin", "1357").Exit.ShouldBe(0);
        Tool.Run("softhsm2-util", "--init-token", "--free", "--label", "khac", "--pin", Pin, "--so-pin", "1357").Exit.ShouldBe(0);

        using var rsa = RSA.Create(2048);
        Certificates["rsa"] = Import("rsa", "01", rsa.ExportPkcs8PrivateKeyPem(), new("CN=Cơ quan thử RSA", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))!;
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Certificates["ec"] = Import("ec", "02", curve.ExportPkcs8PrivateKeyPem(), new("CN=Cơ quan thử EC", curve, HashAlgorithmName.SHA256))!;
        Import("log", "03", Ed25519Pem(), null);
        using var bare = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Import("bare", "04", bare.ExportPkcs8PrivateKeyPem(), null);
    }

    public static string Module => new[] { "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so" }.First(File.Exists);

    public Dictionary<string, X509Certificate2> Certificates { get; } = [];

    public DeviceOptions Options(string label) => new() { Module = Module, Token = "ban-to-chuc", Label = label, Pin = Pin };

    public string At(string name) => Path.Combine(directory, name);

    private X509Certificate2? Import(string label, string id, string pem, CertificateRequest? request)
    {
        File.WriteAllText(At("key.pem"), pem);
        Tool.Run("softhsm2-util", "--import", At("key.pem"), "--token", "ban-to-chuc", "--label", label, "--id", id, "--pin", Pin).Exit.ShouldBe(0);
        File.Delete(At("key.pem"));
        if (request is null) return null;
        using var own = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(5));
        File.WriteAllBytes(At($"{label}.der"), own.RawData);
        Tool.Run("pkcs11-tool", "--module", Module, "--token-label", "ban-to-chuc", "--login", "--pin", Pin, "--write-object", At($"{label}.der"), "--type", "cert", "--label", label, "--id", id).Exit.ShouldBe(0);
        return X509CertificateLoader.LoadCertificate(own.RawData);
    }

    private static string Ed25519Pem() => PemEncoding.WriteString("PRIVATE KEY", [.. Convert.FromHexString("302e020100300506032b657004220420"), .. RandomNumberGenerator.GetBytes(32)]);

    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetEnvironment([MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);

    public void Dispose()
    {
        foreach (var certificate in Certificates.Values) certificate.Dispose();
        Directory.Delete(directory, recursive: true);
    }
}
