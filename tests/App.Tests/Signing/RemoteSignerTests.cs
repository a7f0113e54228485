using System.Text;
using BangVang.App.Documents.Pdf;
using BangVang.App.Signing;
using BangVang.App.Tests.Documents;
using BangVang.Testing;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Signing;

/// <summary>A service of the Cloud Signature Consortium's kind signs; what it says is believed only as far as it can be checked.</summary>
public sealed class RemoteSignerTests
{
    private static RemoteOptions Options(CscService service) => new()
    {
        Url = service.Url, ClientId = CscService.ClientId, ClientSecret = CscService.Secret, Credential = CscService.Credential, Pin = CscService.Pin, Timeout = TimeSpan.FromSeconds(10),
    };

    private static RemoteSigner Signer(CscService service, Func<RemoteOptions, RemoteOptions>? change = null) => new((change ?? (o => o))(Options(service)), TimeProvider.System);

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task Pdfsig_finds_a_certificate_valid_that_the_service_signed(bool rsa, bool sideBySide)
    {
        using var service = new CscService(rsa) { SideBySide = sideBySide };
        using var signer = Signer(service);

        var pdf = await SignedPdf.MakeAsync(signer);

        var file = Path.GetTempFileName();
        File.WriteAllBytes(file, pdf);
        Tool.Run("pdfsig", "-nocert", file).Said.ShouldContain("Signature Validation: Signature is Valid.");
        File.Delete(file);
        PadesCheck.Check(pdf, [service.Certificate]).ShouldHaveSingleItem().Trusted.ShouldBeTrue();
        service.Asked.ShouldBe(["oauth2/token", "credentials/info", "credentials/authorize", "signatures/signHash"]);
    }

    [Fact]
    public async Task Many_are_authorised_so_many_at_a_time_as_the_key_allows()
    {
        using var service = new CscService(rsa: true) { MultiSign = 3 };
        using var signer = Signer(service);

        (await signer.SignAsync([.. Enumerable.Range(0, 7).Select(i => Encoding.UTF8.GetBytes($"phần {i}"))], default)).Count.ShouldBe(7);

        service.Asked.Count(a => a == "credentials/authorize").ShouldBe(3);
        service.Asked.ShouldAllBe(a => !a.Contains(": ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_that_the_service_forgot_is_asked_for_again()
    {
        using var service = new CscService(rsa: true);
        using var signer = Signer(service);
        await signer.CertificatesAsync(default);
        service.ForgetTokens();

        (await signer.SignAsync(["x"u8.ToArray()], default)).Count.ShouldBe(1);

        service.Asked.ShouldContain("credentials/authorize: invalid_token");
    }

    [Fact]
    public async Task A_key_without_a_pin_is_used_without_one()
    {
        using var service = new CscService(rsa: true) { Mode = "implicit", Factors = [] };
        using var signer = Signer(service, o => o with { Pin = null });
        (await signer.SignAsync(["x"u8.ToArray()], default)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_the_service_refuses_is_said()
    {
        using var service = new CscService(rsa: true);
        (await Should.ThrowAsync<IOException>(() => Signer(service, o => o with { Pin = "1" }).SignAsync([[1]], default))).Message.ShouldContain("invalid_pin");
        (await Should.ThrowAsync<IOException>(() => Signer(service, o => o with { ClientSecret = "x" }).SignAsync([[1]], default))).Message.ShouldContain("invalid_client");
        (await Should.ThrowAsync<IOException>(() => Signer(service, o => o with { Credential = "x" }).SignAsync([[1]], default))).Message.ShouldContain("credentialID");
        (await Should.ThrowAsync<IOException>(() => Signer(service, o => o with { Pin = null }).SignAsync([[1]], default))).Message.ShouldContain("Pin is not set");
    }

    [Fact]
    public async Task A_key_that_wants_a_person_each_time_is_not_waited_for()
    {
        using var service = new CscService(rsa: true) { Mode = "oauth2code" };
        (await Should.ThrowAsync<IOException>(() => Signer(service).SignAsync([[1]], default))).Message.ShouldContain("oauth2code");
        service.Mode = "explicit";
        service.Factors = [new System.Text.Json.Nodes.JsonObject { ["type"] = "Password", ["id"] = "OTP" }];
        (await Should.ThrowAsync<IOException>(() => Signer(service).SignAsync([[1]], default))).Message.ShouldContain("OTP");
    }

    [Fact]
    public async Task A_signature_over_something_else_is_not_taken()
    {
        using var service = new CscService(rsa: false) { Cheats = true };
        (await Should.ThrowAsync<IOException>(() => Signer(service).SignAsync([[1]], default))).Message.ShouldContain("not that of the certificate");
        service.KeyStatus = "disabled";
        (await Should.ThrowAsync<IOException>(() => Signer(service).SignAsync([[1]], default))).Message.ShouldContain("not enabled");
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_a_fault_of_the_line()
    {
        var service = new CscService(rsa: true);
        var options = Options(service);
        service.Dispose();
        await Should.ThrowAsync<IOException>(() => new RemoteSigner(options, TimeProvider.System).SignAsync([[1]], default));
    }

    [Theory]
    [InlineData("http://ky-so.example.vn/csc/v2/")]
    [InlineData("https://ky-so.example.vn/csc/v2")]
    [InlineData("csc")]
    public void An_address_that_cannot_be_is_refused_at_the_start(string url)
    {
        var options = new SigningOptions { Remote = new() { Url = url, ClientId = "a", ClientSecret = "b", Credential = "c" } };
        options.Validate(new(options)).ShouldContain(p => p.ErrorMessage!.Contains("Signing:Remote:Url"));
    }
}
