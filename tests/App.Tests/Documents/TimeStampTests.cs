using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Certificates;
using BangVang.App.Documents.Pdf;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Log;
using BangVang.App.Signing;
using BangVang.App.Tests.Dossiers;
using BangVang.Domain.Dossiers;
using BangVang.Proof.Receipts;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Documents;

/// <summary>Time-stamps of a real authority (openssl): fetched, checked, refused when anything about them is wrong, and caught up on when it was down.</summary>
public sealed class TimeStampTests : IDisposable
{
    private static readonly byte[] Hash = SHA256.HashData("hồ sơ"u8);
    private readonly OpenSslAuthority authority = new();

    public void Dispose() => authority.Dispose();

    [Fact]
    public async Task What_the_authority_gives_holds_for_us_and_for_openssl()
    {
        using var client = authority.Client();
        var token = await client.StampAsync(Hash, default);
        var (exit, said) = authority.Verify(token, Hash);
        exit.ShouldBe(0, said);
        var found = TimeStamps.Check(token, Hash, authority.Trust.Certificates);
        found.Failure.ShouldBeNull();
        (DateTimeOffset.UtcNow - found.At!.Value).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(1));
        TimeStamps.Check(token, Hash, []).ShouldBe(new(null, null), "nobody is trusted: it is sound and does not count");
    }

    [Fact]
    public async Task Another_hash_another_authority_and_a_changed_byte_are_refused()
    {
        using var client = authority.Client();
        var token = await client.StampAsync(Hash, default);
        var other = SHA256.HashData("khác"u8);
        TimeStamps.Check(token, other, authority.Trust.Certificates).Failure.ShouldBe("receipt.time_stamp");
        authority.Verify(token, other).Exit.ShouldNotBe(0);
        using var stranger = new OpenSslAuthority();
        TimeStamps.Check(token, Hash, stranger.Trust.Certificates).Failure.ShouldBe("receipt.time_stamp_untrusted");
        TimeStamps.Check([.. token, 0], Hash, authority.Trust.Certificates).Failure.ShouldBe("receipt.time_stamp");
        TimeStamps.Check([], Hash, authority.Trust.Certificates).Failure.ShouldBe("receipt.time_stamp");
        for (var place = 0; place < token.Length; place += 7)
        {
            var touched = (byte[])token.Clone();
            touched[place] ^= 0x01;
            // A few bits around a signature mean nothing; the time and the hash stay what they were.
            var finding = TimeStamps.Check(touched, Hash, authority.Trust.Certificates);
            if (finding.Failure is null) finding.At.ShouldBe(TimeStamps.Check(token, Hash, authority.Trust.Certificates).At);
        }
    }

    [Fact]
    public async Task An_answer_to_another_question_is_not_believed()
    {
        using var client = authority.Client();
        byte[] Ask(byte[] hash, byte[] nonce) => Rfc3161TimestampRequest.CreateFromHash(hash, HashAlgorithmName.SHA256, null, nonce, requestSignerCertificates: true).Encode();
        authority.Instead = _ => (200, authority.Reply(Ask(Hash, [0x41, 2, 3, 4])));
        (await Should.ThrowAsync<IOException>(() => client.StampAsync(Hash, default))).Message.ShouldContain(authority.Url);
        authority.Instead = question => (200, authority.Reply(Ask(SHA256.HashData("khác"u8), Nonce(question))));
        await Should.ThrowAsync<IOException>(() => client.StampAsync(Hash, default));
        authority.Instead = question => (200, authority.Reply(question));
        (await client.StampAsync(Hash, default)).Length.ShouldBeGreaterThan(500);
    }

    private static byte[] Nonce(byte[] question) => Rfc3161TimestampRequest.TryDecode(question, out var asked, out _) ? asked.GetNonce()!.Value.ToArray() : throw new InvalidDataException();

    [Fact]
    public async Task An_authority_that_nobody_trusts_a_fault_a_redirection_and_a_flood_are_no_time_stamp()
    {
        using var stranger = new OpenSslAuthority();
        using (var wary = authority.Client(stranger.Trust)) (await Should.ThrowAsync<IOException>(() => wary.StampAsync(Hash, default))).Message.ShouldContain("receipt.time_stamp_untrusted");
        using var client = authority.Client();
        foreach (var (status, body) in ((int, byte[])[])[(500, []), (200, "không"u8.ToArray()), (302, []), (200, new byte[200_000])])
        {
            var before = authority.Asked;
            authority.Instead = _ => (status, body);
            await Should.ThrowAsync<IOException>(() => client.StampAsync(Hash, default));
            authority.Asked.ShouldBe(before + 1, "a redirection is not followed");
        }
    }

    [Fact]
    public void An_address_needs_the_certificates_that_are_trusted()
    {
        Should.Throw<InvalidDataException>(() => TimeStampTrust.Load(new() { Url = authority.Url })).Message.ShouldContain("TimeStamp:Certificates");
        TimeStampTrust.Load(new()).Certificates.ShouldBeEmpty();
        var file = Path.GetTempFileName();
        File.WriteAllText(file, authority.Certificate.ExportCertificatePem());
        TimeStampTrust.Load(new() { Url = authority.Url, Certificates = file }).Certificates.Single().RawData.ShouldBe(authority.Certificate.RawData);
        File.Delete(file);
    }

    [Fact]
    public async Task A_document_with_a_time_stamp_holds_for_us_and_for_stock_tools()
    {
        using var client = authority.Client();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=Cơ quan thử", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
        var page = PdfPage.Upright();
        page.Text(72, 72, "Giấy biên nhận", TrueTypeFont.Regular, 12, Ink.Black);
        var draft = new PadesDraft(new PdfFile("Thử", "vi-VN", DateTimeOffset.UtcNow, [page]) { Signature = new("Cơ quan thử", "Thử") }.Write(), certificate);
        var signature = key.SignData(draft.ToSign, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        var pdf = draft.Complete(signature, [certificate], await client.StampAsync(SHA256.HashData(signature), default));

        var found = PadesCheck.Check(pdf, [certificate]).ShouldHaveSingleItem();
        (found.Failure, found.Trusted, found.InOurForm).ShouldBe((null, true, true));
        (DateTimeOffset.UtcNow - found.StampedAt!.Value).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(1));
        var file = Path.Combine(Path.GetTempPath(), $"bv-{Guid.NewGuid():n}.pdf");
        File.WriteAllBytes(file, pdf);
        Tool.Run("pdfsig", "-nocert", file).Said.ShouldContain("Signature Validation: Signature is Valid.");
        File.Delete(file);

        // A token over anything else than this signature makes the document's own false.
        var draft2 = new PadesDraft(new PdfFile("Thử", "vi-VN", DateTimeOffset.UtcNow, [page]) { Signature = new("Cơ quan thử", "Thử") }.Write(), certificate);
        var wrong = draft2.Complete(key.SignData(draft2.ToSign, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence), [certificate], await client.StampAsync(Hash, default));
        PadesCheck.Check(wrong, [certificate]).ShouldHaveSingleItem().Failure.ShouldBe("signature.time_stamp");
    }

    [Theory, Engines]
    public async Task Submissions_are_stamped_afterwards_and_caught_up_on_when_the_authority_was_down(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var an = await world.PersonAsync("Nguyễn An");
        var enterprise = await world.EnterpriseAsync(an);
        var first = await world.CompleteAsync(an, enterprise);
        (await world.SubmitAsync(an, first)).Value();
        var time = new FixedTime(Instant.FromUtc(2026, 10, 1, 4, 0));
        using var client = authority.Client();
        Task<int> StampAsync(params HttpTimeStampAuthority[] clients) => world.WithAsync(db => new StampEntries(db, clients, time).RunAsync(default));

        (await StampAsync()).ShouldBe(0, "no authority is set");
        authority.Instead = _ => (503, []);
        (await StampAsync(client)).ShouldBe(0);
        var second = await world.CompleteAsync(an, enterprise, "Sản phẩm B");
        (await world.SubmitAsync(an, second)).Codes().ShouldBeEmpty("a submission does not wait for it");
        (await StampAsync(client)).ShouldBe(0);
        (await world.WithAsync(db => db.TimeStamps.AsNoTracking().OrderBy(t => t.Seq).Select(t => new { t.Attempts, Failed = t.Failure != null, t.Token }).ToListAsync()))
            .Select(t => (t.Attempts, t.Failed, t.Token is null)).ShouldBe([(1, true, true), (1, true, true)]);
        var asked = authority.Asked;
        (await StampAsync(client)).ShouldBe(0);
        authority.Asked.ShouldBe(asked, "it is left alone for a while");

        authority.Instead = null;
        time.Now += Duration.FromSeconds(20);
        var together = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => StampAsync(client))));
        together.Sum().ShouldBe(2, "each entry is asked about once");
        foreach (var row in await world.WithAsync(db => (from t in db.TimeStamps join e in db.LogEvents on t.Seq equals e.Seq select new { t.Token, e.Entry }).ToListAsync()))
            TimeStamps.Check(row.Token!, SHA256.HashData(row.Entry), authority.Trust.Certificates).Failure.ShouldBeNull();
        (await world.WithAsync(db => db.TimeStampsWaitingAsync(default))).ShouldBe(0);
        await ReceiptsCarryItAsync(world, first);
    }

    /// <summary>In both forms of the receipt; whoever trusts another authority, or finds a byte changed, is told which part does not hold.</summary>
    private async Task ReceiptsCarryItAsync(ApplyWorld world, Guid dossier)
    {
        var directory = Directory.CreateTempSubdirectory("bv-stamped").FullName;
        var log = LogSigner.Load(directory, new("https://giaithuong.example/"));
        var signer = KeyFileSigner.LoadOrMake(Path.Combine(directory, "issuer.crt"), Path.Combine(directory, "issuer.key"), "Cơ quan thử", DateTimeOffset.UtcNow);
        async Task<T> MakeAsync<T>(Func<MakeReceipt, DossierVersion, Task<T>> make) => await world.WithAsync(async db =>
            await make(new(db, new EditionBook(db), log, new WitnessPolicy([], 0), signer, new(new("https://giaithuong.example/"))), await db.DossierVersions.AsNoTracking().SingleAsync(v => v.DossierId == dossier)));

        var json = Encoding.UTF8.GetBytes(await MakeAsync((make, version) => make.JsonAsync(version, default)));
        var trust = new Trust(log.Origin, log.Key, [], 0) { TimeStamping = [authority.Certificate.RawData] };
        StampFinding Stamps(byte[] token, byte[] sha256) => TimeStamps.Check(token, sha256, [.. trust.TimeStamping.Select(X509CertificateLoader.LoadCertificate)]);
        var verdict = ReceiptFile.Check(json, trust, stamps: Stamps);
        (verdict.Standing, verdict.Failure).ShouldBe((ReceiptStanding.Promised, null));
        verdict.StampedAt.ShouldNotBeNull();
        using var stranger = new OpenSslAuthority();
        ReceiptFile.Check(json, trust, stamps: (token, sha256) => TimeStamps.Check(token, sha256, stranger.Trust.Certificates)).Failure.ShouldBe("receipt.time_stamp_untrusted");
        var broken = JsonNode.Parse(json)!;
        var token = Convert.FromBase64String(broken["log"]!["time_stamp"]!.GetValue<string>());
        token[^1] ^= 0x01;
        broken["log"]!["time_stamp"] = Convert.ToBase64String(token);
        ReceiptFile.Check(Encoding.UTF8.GetBytes(broken.ToJsonString()), trust, stamps: Stamps).Failure.ShouldBe("receipt.time_stamp");

        var file = Path.Combine(directory, "receipt.pdf");
        File.WriteAllBytes(file, await MakeAsync((make, version) => make.PdfAsync(version, default)));
        Tool.Run("pdftotext", "-layout", file, "-").Said.ShouldContain("To chuc cap dau thoi gian thu");
        Tool.Run("pdfsig", "-nocert", file).Said.ShouldContain("Signature Validation: Signature is Valid.");
        Directory.Delete(directory, recursive: true);
    }
}
