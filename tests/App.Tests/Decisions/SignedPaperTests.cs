using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BangVang.App.Decisions;
using BangVang.App.Documents.Pdf;
using BangVang.App.Files;
using BangVang.App.Files.Uploads;
using BangVang.App.Tests.Certificates;
using BangVang.Domain.Decisions;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Decisions;

/// <summary>The decision as the authority signed it elsewhere is taken with what its bytes prove, and with nothing else.</summary>
public sealed class SignedPaperTests : IDisposable
{
    private static readonly DateTimeOffset Signed = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("bv-paper").FullName;
    private readonly X509Certificate2 root = Authority("CN=CA chuyên dùng thử");

    public void Dispose()
    {
        root.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory, Engines]
    public async Task What_was_found_in_a_signed_paper_is_published_with_it(Engine engine)
    {
        await using var world = await CertificateWorld.CreateAsync(engine);
        var pdf = Sign(Paper("Quyết định"));
        (await AddAsync(world, world.Secretary, pdf, version: 0)).ShouldBeNull();

        var paper = (await world.WithAsync(db => db.SignedPaperAsync(AwardWorld.Key, default))).ShouldNotBeNull();
        paper.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(pdf)));
        var signature = paper.Signatures.ShouldHaveSingleItem();
        (signature.Signer, signature.Organisation, signature.Issuer, signature.IsTrusted).ShouldBe(("Nguyễn Văn Thử", "Bộ Thử nghiệm", "CA chuyên dùng thử", true));
        signature.ClaimedAt!.Value.ToDateTimeOffset().ShouldBe(Signed);
        (await world.WithAsync(db => db.LogEvents.CountAsync(e => e.Kind == "decision.signed"))).ShouldBe(1);

        // Another copy takes its place, once: the form of an older page does not.
        (await AddAsync(world, world.SecondSecretary, Sign(Paper("Bản khác")), version: 1)).ShouldBeNull();
        (await AddAsync(world, world.Secretary, Sign(Paper("Bản thứ ba")), version: 1))!.Code.ShouldBe("decisions.changed_meanwhile");
    }

    [Fact]
    public async Task A_signer_whose_issuer_nobody_named_is_taken_and_not_called_trusted()
    {
        await using var world = await CertificateWorld.CreateAsync(Engine.Sqlite);
        using var other = Authority("CN=CA khác");
        (await AddAsync(world, world.Secretary, Sign(Paper("Quyết định"), other), version: 0)).ShouldBeNull();
        (await world.WithAsync(db => db.SignedPaperAsync(AwardWorld.Key, default))).ShouldNotBeNull().Signatures.ShouldHaveSingleItem().IsTrusted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_paper_that_nobody_signed_or_that_was_changed_afterwards_is_refused()
    {
        await using var world = await CertificateWorld.CreateAsync(Engine.Sqlite);
        (await AddAsync(world, world.Secretary, Paper("Chưa ký", isSigned: false), version: 0))!.Code.ShouldBe("decisions.paper_unsigned");

        var changed = Sign(Paper("Quyết định"));
        changed[changed.AsSpan().IndexOf("/Producer"u8) + 12] ^= 0x01;
        var refused = (await AddAsync(world, world.Secretary, changed, version: 0)).ShouldNotBeNull();
        (refused.Code, refused.Field).ShouldBe(("decisions.paper_changed", "Paper"));
        (await world.WithAsync(db => db.SignedPapers.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Only_the_secretariat_of_the_edition_adds_one_and_only_after_publication()
    {
        await using var world = await CertificateWorld.CreateAsync(Engine.Sqlite);
        (await ReceiveAsync(world, world.Chair, Sign(Paper("Quyết định")))).TryGet(out _, out _).ShouldBeFalse();
        (await ReceiveAsync(world, world.Secretary, Sign(Paper("Quyết định")))).TryGet(out var file, out _).ShouldBeTrue();
        (await RunAsync(world, world.Chair, file!.Id, 0))!.Kind.ShouldBe(ProblemKind.Forbidden);
        (await RunAsync(world, world.Jurors[0], file.Id, 0))!.Kind.ShouldBe(ProblemKind.Forbidden);

        await world.WithAsync(db => db.Database.ExecuteSqlRawAsync("UPDATE award_decision SET state = 'Approved', published_at = NULL"));
        (await RunAsync(world, world.Secretary, file.Id, 0))!.Code.ShouldBe("decisions.not_published");
        (await world.WithAsync(db => db.SignedPaperAsync(AwardWorld.Key, default))).ShouldBeNull();
        world.Award.Test.IsBrokenOnPurpose = true;
    }

    private async Task<Problem?> AddAsync(CertificateWorld world, Actor actor, byte[] pdf, int version) =>
        (await ReceiveAsync(world, actor, pdf)).TryGet(out var file, out var problem) ? await RunAsync(world, actor, file.Id, version) : problem;

    private Task<Result<StoredFile>> ReceiveAsync(CertificateWorld world, Actor actor, byte[] pdf) => world.WithAsync(async db =>
    {
        var decision = await db.AwardDecisions.Select(d => d.Id).SingleAsync();
        var rules = new UploadRules([new(AddSignedPaper.Purpose, AddSignedPaper.RuleAsync)]);
        return await new ReceiveForm(db, world.Award.Clock, new(), rules, new() { Directory = folder }, new DiskFileStore(new() { Directory = folder }))
            .RunAsync(actor, new(AddSignedPaper.Purpose, decision, ""), "quyết định.pdf", new MemoryStream(pdf), default);
    });

    private Task<Problem?> RunAsync(CertificateWorld world, Actor actor, Guid file, int version) => world.WithAsync(db =>
        new AddSignedPaper(db, new DiskFileStore(new() { Directory = folder }), new([root]), world.Award.Clock).RunAsync(actor, AwardWorld.Key, file, version, default));

    private static X509Certificate2 Authority(string name)
    {
        var request = new CertificateRequest(name, ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(Signed.AddYears(-1), Signed.AddYears(5));
    }

    private static byte[] Paper(string text, bool isSigned = true) =>
        new PdfFile("Quyết định", "vi-VN", Signed, [PdfPage.Upright().Text(60, 80, text, TrueTypeFont.Bold, 20, Ink.Lacquer)]) { Signature = isSigned ? new("Bộ Thử nghiệm", "Ban hành quyết định") : null }.Write();

    private byte[] Sign(byte[] paper, X509Certificate2? authority = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Nguyễn Văn Thử, O=Bộ Thử nghiệm, C=VN", key, HashAlgorithmName.SHA256);
        using var issued = request.Create(authority ?? root, Signed.AddDays(-1), Signed.AddYears(2), [1, 2, 3, 4]);
        using var certificate = issued.CopyWithPrivateKey(key);
        var draft = new PadesDraft(paper, certificate);
        return draft.Complete(key.SignData(draft.ToSign, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence), [certificate]);
    }
}
