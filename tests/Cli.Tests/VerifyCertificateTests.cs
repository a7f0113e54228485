using System.Text.Json.Nodes;
using BangVang.App.Certificates;
using BangVang.App.Kernel;
using BangVang.App.Signing;
using BangVang.Cli.Kernel;
using BangVang.Domain.Certificates;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Cli.Tests;

/// <summary>Whoever has a certificate and the trust file checks it without any network; a changed one is refused, and so is one that was withdrawn.</summary>
public sealed class VerifyCertificateTests : IDisposable
{
    private static readonly PublicUrl Site = new(new("https://giaithuong.example/"));
    private static readonly CredentialSigner Credentials = new(Site.To("/issuer.json"), new byte[32]);

    private readonly Terminal terminal = new();

    public void Dispose() => terminal.Dispose();

    private string Place(string name) => Path.Combine(terminal.Folder, name);

    private Task<Terminal.Outcome> VerifyAsync(string file, params string[] more) => terminal.TypeAsync(["verify", "--certificate", Place(file), "--trust", Place("trust.json"), .. more]);

    private async Task<CertificateFile> IssueAsync()
    {
        var signer = KeyFileSigner.LoadOrMake(Place("issuer.crt"), Place("issuer.key"), "Cơ quan thử", DateTimeOffset.UtcNow);
        var claim = new CertificateClaim(CertificateKind.Laureate, "demo/2026", "Giải thử năm 2026", "Trial award 2026", "Công ty Minh họa 01", "Đường Số", "Chính phủ số", null, "Vàng", "Gold", "Quyết định số 1", "Bộ Minh họa", "Ministry", true);
        var certificate = new Certificate { Id = Guid.CreateVersion7(), Code = "BV7K-2M9Q-4XTD", EditionKey = "demo/2026", Number = 3, Claim = claim, IssuedAt = Instant.FromUtc(2026, 10, 20, 3, 0) };
        var file = (await new CertificateMaker(signer, [], Credentials, Site, TimeProvider.System).MakeAsync([certificate], DateTimeZone.Utc, default))[0];
        File.WriteAllBytes(Place("c.pdf"), file.Pdf);
        File.WriteAllText(Place("c.json"), file.Credential);
        File.WriteAllText(Place("c.jwt"), file.Token);
        File.WriteAllText(Place("trust.json"), new JsonObject
        {
            ["issuer"] = new JsonObject
            {
                ["id"] = Credentials.Issuer, ["keys"] = new JsonArray(Credentials.Multikey), ["certificates"] = new JsonArray(Convert.ToBase64String((await signer.CertificatesAsync(default))[0].RawData)),
            },
        }.ToJsonString());
        return file;
    }

    private void WriteStatus(params int[] withdrawn) =>
        File.WriteAllText(Place("status.json"), Credentials.Sign(CredentialText.ListOf("demo/2026", withdrawn, Credentials.Issuer, Site, Instant.FromUtc(2026, 10, 21, 0, 0)), "2026-10-21T00:00:00Z").ToJsonString());

    [Fact]
    public async Task A_genuine_certificate_holds_in_each_form()
    {
        await IssueAsync();

        (await VerifyAsync("c.pdf")).Output.ShouldContain("BV7K-2M9Q-4XTD");
        foreach (var file in new[] { "c.json", "c.jwt" })
        {
            var outcome = await VerifyAsync(file);
            (outcome.Code, outcome.Output.Contains("Giải Vàng", StringComparison.Ordinal)).ShouldBe((ExitCode.Done, true));
        }
        var said = JsonNode.Parse((await VerifyAsync("c.json", "--json")).Output)!;
        ((bool)said["holds"]!, said["certificate"]!["withdrawn"]).ShouldBe((true, null));
        ((string?)said["certificate"]!["name"]).ShouldNotBeNull().ShouldContain("Giải Vàng");
    }

    [Fact]
    public async Task A_changed_byte_is_found_and_named()
    {
        var file = await IssueAsync();
        var pdf = (byte[])file.Pdf.Clone();
        pdf[pdf.AsSpan().IndexOf("stream\n"u8) + 30] ^= 0x01;
        File.WriteAllBytes(Place("c.pdf"), pdf);
        File.WriteAllText(Place("c.json"), file.Credential.Replace("Vàng", "Bạc", StringComparison.Ordinal));

        var changed = await VerifyAsync("c.pdf");
        (changed.Code, changed.Error.Contains("signature.broken", StringComparison.Ordinal)).ShouldBe((ExitCode.False, true));
        (await VerifyAsync("c.json")).Error.ShouldContain("credential.signature");
    }

    [Fact]
    public async Task A_withdrawn_credential_is_refused_with_the_status_list()
    {
        await IssueAsync();
        WriteStatus(2);
        (await VerifyAsync("c.json", "--status", Place("status.json"))).Code.ShouldBe(ExitCode.Done);
        WriteStatus(3);
        var outcome = await VerifyAsync("c.json", "--status", Place("status.json"));
        (outcome.Code, outcome.Error.Contains("credential.withdrawn", StringComparison.Ordinal)).ShouldBe((ExitCode.False, true));
    }

    [Fact]
    public async Task Nothing_to_check_and_a_strange_trust_file_are_refused()
    {
        await IssueAsync();
        File.WriteAllText(Place("trust.json"), "{}");

        (await VerifyAsync("c.pdf")).Code.ShouldBe(ExitCode.Invalid);
        (await terminal.TypeAsync("verify", "--trust", Place("trust.json"))).Error.ShouldContain("verify.what");
    }
}
