using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using BangVang.App.Documents.Pdf;
using BangVang.App.Log;
using BangVang.App.Ports;
using BangVang.App.Signing;
using BangVang.Proof.Keys;
using BangVang.Testing;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Signing;

/// <summary>Signing with a key that never leaves its device: what stock tools find valid, and what each failure says.</summary>
public sealed class DeviceSignerTests(SoftDevice device) : IClassFixture<SoftDevice>, IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("bv-device").FullName;

    [Theory]
    [InlineData("rsa")]
    [InlineData("ec")]
    public async Task Pdfsig_finds_a_certificate_valid_that_a_device_signed(string label)
    {
        var signer = new DeviceSigner(device.Options(label), certificateFile: null);

        var pdf = await SignedPdf.MakeAsync(signer);

        (await signer.CertificatesAsync(default))[0].RawData.ShouldBe(device.Certificates[label].RawData);
        var file = Path.Combine(directory, "signed.pdf");
        File.WriteAllBytes(file, pdf);
        Tool.Run("pdfsig", "-nocert", file).Said.ShouldContain("Signature Validation: Signature is Valid.");
        PadesCheck.Check(pdf, [device.Certificates[label]]).ShouldHaveSingleItem().Trusted.ShouldBeTrue();
    }

    [Fact]
    public async Task Many_parts_are_signed_in_their_order()
    {
        var signer = new DeviceSigner(device.Options("ec"), null);
        var parts = Enumerable.Range(0, 20).Select(i => Encoding.UTF8.GetBytes($"phần {i}")).ToList();

        var signatures = await signer.SignAsync(parts, default);

        foreach (var (part, signature) in parts.Zip(signatures))
            device.Certificates["ec"].GetECDsaPublicKey()!.VerifyData(part, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence).ShouldBeTrue();
    }

    [Fact]
    public async Task The_certificate_may_be_a_file_and_must_be_the_keys_own()
    {
        var (own, other) = (Path.Combine(directory, "own.crt"), Path.Combine(directory, "other.crt"));
        File.WriteAllText(own, device.Certificates["ec"].ExportCertificatePem());
        File.WriteAllText(other, device.Certificates["rsa"].ExportCertificatePem());

        (await new DeviceSigner(device.Options("ec"), own).SignAsync(["x"u8.ToArray()], default)).Count.ShouldBe(1);
        await Should.ThrowAsync<IOException>(() => new DeviceSigner(device.Options("ec"), other).SignAsync(["x"u8.ToArray()], default));
        (await Should.ThrowAsync<IOException>(() => new DeviceSigner(device.Options("bare"), null).CertificatesAsync(default))).Message.ShouldContain("holds no certificate");
    }

    [Fact]
    public async Task A_lost_session_is_opened_again()
    {
        var key = new Pkcs11Key(SoftDevice.Module, "ban-to-chuc", "ec", SoftDevice.Pin);
        key.SignEcdsa("một"u8.ToArray());
        key.LoseSessions();

        var signature = key.SignEcdsa("hai"u8.ToArray());

        device.Certificates["ec"].GetECDsaPublicKey()!.VerifyData("hai"u8, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence).ShouldBeTrue();
        await Task.CompletedTask;
    }

    [Fact]
    public void Each_failure_names_what_is_missing()
    {
        Should.Throw<IOException>(() => new Pkcs11Key("/no/such/module.so", "x", "y", "z").SignRsa([1])).Message.ShouldContain("cannot be loaded");
        Should.Throw<IOException>(() => new Pkcs11Key(SoftDevice.Module, "không có", "rsa", SoftDevice.Pin).SignRsa([1])).Message.ShouldContain("is not there");
        Should.Throw<IOException>(() => new Pkcs11Key(SoftDevice.Module, "ban-to-chuc", "không có", SoftDevice.Pin).SignRsa([1])).Message.ShouldContain("no private key");
        // The right to use a token is the process's: nobody has signed in to this one yet.
        var wrong = Should.Throw<Pkcs11Exception>(() => new Pkcs11Key(SoftDevice.Module, "khac", "rsa", "0000").SignRsa([1]));
        (wrong.Code, wrong.SessionLost).ShouldBe((0xa0ul, false));
    }

    [Fact]
    public void The_log_can_be_signed_by_a_key_in_a_device()
    {
        var options = new LogOptions { Device = device.Options("log"), Name = "giaithuong.example.vn/log" };

        var signer = LogSigner.Load(Path.Combine(directory, "keys"), new("https://giaithuong.example.vn"), options);

        var note = signer.Sign(7, new byte[32]);
        note.TryOpen([signer.Key], out _).ShouldBeTrue();
        (signer.IsInDevice, signer.Origin).ShouldBe((true, "giaithuong.example.vn/log"));
        (note with { Text = note.Text.Replace("\n7\n", "\n8\n", StringComparison.Ordinal) }).TryOpen([signer.Key], out _).ShouldBeFalse();
        Directory.Exists(Path.Combine(directory, "keys")).ShouldBeFalse();
        LogSigner.Load(Path.Combine(directory, "keys"), new("https://giaithuong.example.vn"), options).Key.ToString().ShouldBe(signer.Key.ToString());
    }

    [Fact]
    public void A_pin_in_a_file_is_for_its_owner_alone()
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException();
        var file = Path.Combine(directory, "pin");
        File.WriteAllText(file, SoftDevice.Pin + "\n");
        var options = device.Options("rsa") with { Pin = null, PinFile = file };
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Should.Throw<InvalidDataException>(() => DeviceSigner.Open(options));
        File.SetUnixFileMode(file, UnixFileMode.UserRead);
        DeviceSigner.Open(options).SignRsa([1]).Length.ShouldBe(256);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);
}

/// <summary>A certificate's page, signed through the port.</summary>
internal static class SignedPdf
{
    public static async Task<byte[]> MakeAsync(IDocumentSigner signer)
    {
        var chain = await signer.CertificatesAsync(default);
        var page = PdfPage.Upright().Text(60, 80, "Giấy chứng nhận", TrueTypeFont.Bold, 20, Ink.Lacquer);
        var draft = new PadesDraft(new PdfFile("Thử", "vi-VN", DateTimeOffset.UtcNow, [page]) { Signature = new("Cơ quan thử", "Cấp giấy chứng nhận") }.Write(), chain[0]);
        return draft.Complete((await signer.SignAsync([draft.ToSign], default))[0], chain);
    }
}
