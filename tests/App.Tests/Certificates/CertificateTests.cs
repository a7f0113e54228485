using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Certificates;
using BangVang.App.Documents.Pdf;
using BangVang.App.Editions;
using BangVang.App.Tests.Documents;
using BangVang.Domain.Certificates;
using BangVang.Domain.Kernel;
using BangVang.Proof.Credentials;
using BangVang.Proof.Keys;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Certificates;

/// <summary>Certificates are issued by two, hold for anybody who checks them, and are seen as withdrawn when they are.</summary>
public sealed class CertificateTests
{
    [Theory, Engines]
    public async Task Every_laureate_and_every_juror_of_a_published_edition_gets_one(Engine engine)
    {
        await using var world = await CertificateWorld.CreateAsync(engine);

        var issued = await world.IssueAsync();

        issued.Count(c => c.Kind is CertificateKind.Laureate).ShouldBe(2);
        issued.Where(c => c.Kind is CertificateKind.Juror).Select(c => c.Claim.Recipient).ShouldBe(["Giám khảo 1", "Giám khảo 2", "Giám khảo 3"]);
        issued.Select(c => c.Code).Distinct().Count().ShouldBe(5);
        issued.ShouldAllBe(c => c.Standing == CertificateStanding.Stands && c.Claim.IsDemonstration);
        var order = (await world.WithAsync(db => db.CertificateOrdersAsync(world.Secretary, AwardWorld.Key, default))).ShouldHaveSingleItem();
        (order.Total, order.Done, order.FinishedAt is not null).ShouldBe((5, 5, true));
        (await world.WorkAsync()).ShouldBe(0);
        (await world.PrepareAsync(world.Secretary)).TryGet(out _, out var problem).ShouldBeFalse();
        problem!.Code.ShouldBe("certificates.nobody_waits");
    }

    [Theory, Engines]
    public async Task Nobody_issues_alone(Engine engine)
    {
        await using var world = await CertificateWorld.CreateAsync(engine);
        (await world.PrepareAsync(world.Secretary)).TryGet(out var order, out _).ShouldBeTrue();

        (await world.ReleaseAsync(world.Secretary, order))!.Code.ShouldBe("certificates.another_releases");
        (await world.ReleaseAsync(world.Jurors[0], order))!.Kind.ShouldBe(ProblemKind.Forbidden);
        (await world.WorkAsync()).ShouldBe(0);
        (await world.ReleaseAsync(world.Chair, order)).ShouldBeNull();
        (await world.ReleaseAsync(world.SecondSecretary, order))!.Code.ShouldBe("certificates.already_released");
        (await world.WorkAsync()).ShouldBe(5);
    }

    [Theory, Engines]
    public async Task Only_the_secretariat_prepares_and_only_after_publication(Engine engine)
    {
        await using var award = await AwardWorld.CreateAsync(engine);
        var (secretary, juror) = (await award.PersonAsync("Cán bộ", Role.Secretariat), await award.PersonAsync("Giám khảo", Role.Juror));

        foreach (var (by, code) in new[] { (juror, "certificates.only_secretariat"), (secretary, "certificates.not_published") })
        {
            (await award.WithAsync(db => new PrepareCertificates(db, new EditionBook(db), award.Clock).RunAsync(by, AwardWorld.Key, default))).TryGet(out _, out var problem).ShouldBeFalse();
            problem!.Code.ShouldBe(code);
        }
    }

    [Theory, Engines]
    public async Task File_and_credential_hold_and_say_what_was_decided(Engine engine)
    {
        await using var world = await CertificateWorld.CreateAsync(engine);
        var certificate = (await world.IssueAsync()).First(c => c.Kind is CertificateKind.Laureate);
        var (_, file) = (await world.WithAsync(db => db.CertificateFileAsync(Actor.Anonymous, certificate.Code, default)))!.Value;

        var signature = PadesCheck.Check(file.Pdf, await world.Signer.CertificatesAsync(default)).ShouldHaveSingleItem();
        (signature.Failure, signature.Trusted, signature.InOurForm).ShouldBe((null, true, true));
        var trust = new CredentialTrust(world.Credentials.Issuer, new Dictionary<string, byte[]> { [world.Credentials.Method] = Ed25519.PublicKeyOf(new byte[32]) }, []);
        foreach (var bytes in new[] { file.Credential, file.Token }.Select(Encoding.UTF8.GetBytes))
        {
            var verdict = CredentialCheck.Check(bytes, trust);
            verdict.Failure.ShouldBeNull();
            verdict.Credential!["credentialSubject"]!["identifier"]![0]!["identityHash"]!.GetValue<string>().ShouldBe("Công ty Minh họa 01");
            verdict.Credential["credentialSubject"]!["achievement"]!["description"]!.GetValue<string>().ShouldContain("Cổng dịch vụ Đường Số");
        }
        var saved = Path.GetTempFileName();
        await File.WriteAllBytesAsync(saved, file.Pdf);
        var text = Tool.Run("pdftotext", "-layout", saved, "-").Said;
        File.Delete(saved);
        foreach (var said in new[] { "Cổng dịch vụ Đường Số", "Công ty Minh họa 01", certificate.Code, "DỮ LIỆU TRÌNH DIỄN", "Quyết định số 12/QĐ-MH" }) text.ShouldContain(said);
    }

    [Theory, Engines]
    public async Task A_withdrawn_certificate_is_seen_as_withdrawn_with_date_and_reason(Engine engine)
    {
        await using var world = await CertificateWorld.CreateAsync(engine);
        var certificate = (await world.IssueAsync())[0];
        var reason = "Đơn vị tự nguyện trả lại giải.";

        (await world.WithAsync(db => new PrepareWithdrawal(db, world.Award.Clock).RunAsync(world.Secretary, AwardWorld.Key, certificate.Id, " ", default)))!.Code.ShouldBe("certificates.reason_missing");
        (await world.WithAsync(db => new PrepareWithdrawal(db, world.Award.Clock).RunAsync(world.Secretary, AwardWorld.Key, certificate.Id, reason, default))).ShouldBeNull();
        (await world.AllAsync())[0].Standing.ShouldBe(CertificateStanding.Stands);
        var order = (await world.WithAsync(db => db.CertificateOrdersAsync(world.Secretary, AwardWorld.Key, default))).First(o => o.Kind is CertificateOrderKind.Withdraw);
        (await world.ReleaseAsync(world.Secretary, order.Id))!.Code.ShouldBe("certificates.another_releases");
        (await world.ReleaseAsync(world.SecondSecretary, order.Id)).ShouldBeNull();

        var found = (await world.WithAsync(db => db.CertificateByCodeAsync(certificate.Code, default)))!;
        (found.Standing, found.Reason, found.EndedAt).ShouldBe((CertificateStanding.Withdrawn, reason, world.Award.Clock.Now));
        (await world.WithAsync(db => db.EndedNumbersAsync(AwardWorld.Key, default))).ShouldBe([0]);
        (await world.WithAsync(db => db.RecipientsAsync(AwardWorld.Key, default))).Count.ShouldBe(1);
    }

    [Theory, Engines]
    public async Task A_prize_taken_back_ends_its_certificate_and_a_correction_asks_for_a_new_one(Engine engine)
    {
        await using var world = await CertificateWorld.CreateAsync(engine);
        await world.IssueAsync();
        await world.WithAsync(async db =>
        {
            var (taken, corrected) = (await db.Laureates.SingleAsync(l => l.DossierId == world.Dossiers[0].Id), await db.Laureates.SingleAsync(l => l.DossierId == world.Dossiers[1].Id));
            db.LaureateChanges.Add(taken.Withdraw("Khiếu nại được chấp nhận", null, null, world.Award.Clock.Now)!);
            db.LaureateChanges.Add(corrected.Correct(corrected.Facts with { ProductName = "Trợ lý hồ sơ số" }, "Đính chính tên", null, null, world.Award.Clock.Now)!);
            return await db.SaveChangesAsync();
        });

        (await world.AllAsync()).Select(c => c.Standing).Take(2).ShouldBe([CertificateStanding.PrizeWithdrawn, CertificateStanding.Outdated], ignoreOrder: true);
        (await world.WithAsync(db => db.EndedNumbersAsync(AwardWorld.Key, default))).ShouldBe([0, 1]);

        var all = await world.IssueAsync();
        all.Count.ShouldBe(6);
        (all[^1].Claim.Product, all[^1].Standing).ShouldBe(("Trợ lý hồ sơ số", CertificateStanding.Stands));
        all.Count(c => c.Standing is CertificateStanding.Withdrawn).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task The_public_log_says_that_there_is_a_certificate_and_nothing_of_whom(Engine engine)
    {
        await using var world = await CertificateWorld.CreateAsync(engine);
        await world.IssueAsync();

        var entries = await world.WithAsync(db => db.LogEvents.Where(e => e.Kind == "certificate.issued").ToListAsync());

        entries.Count.ShouldBe(5);
        foreach (var entry in entries)
        {
            entry.Opens().ShouldBeTrue();
            Encoding.UTF8.GetString(entry.Entry).ShouldNotContain("Giám khảo");
            Encoding.UTF8.GetString(entry.Payload).ShouldNotContain("Giám khảo");
            JsonNode.Parse(entry.Payload)!["pdf"]!.GetValue<string>().Length.ShouldBe(64);
        }
    }

    [Theory, Engines]
    public async Task A_juror_s_file_is_the_juror_s_and_the_secretariat_s(Engine engine)
    {
        await using var world = await CertificateWorld.CreateAsync(engine);
        var juror = (await world.IssueAsync()).First(c => c.Claim.Recipient == "Giám khảo 1");

        foreach (var (who, may) in new[] { (world.Jurors[0], true), (world.Secretary, true), (world.Jurors[1], false), (world.Chair, false), (world.Dossiers[0].Applicant, false), (Actor.Anonymous, false) })
            ((await world.WithAsync(db => db.CertificateFileAsync(who, juror.Code, default))) is not null).ShouldBe(may, who.Name);
        (await world.WithAsync(db => db.OwnCertificatesAsync(world.Jurors[0], default))).Select(c => c.Code).ShouldBe([juror.Code]);
        (await world.WithAsync(db => db.OwnCertificatesAsync(world.Dossiers[0].Applicant, default))).Select(c => c.Claim.Product).ShouldBe(["Cổng dịch vụ Đường Số"]);
        (await world.WithAsync(db => db.OwnCertificatesAsync(Actor.Anonymous, default))).ShouldBeEmpty();
        (await world.WithAsync(db => db.CertificatesOfEditionAsync(world.Jurors[0], AwardWorld.Key, 0, 10, default))).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task Files_that_were_given_out_are_not_changed(Engine engine)
    {
        await using var world = await CertificateWorld.CreateAsync(engine);
        await world.IssueAsync();

        await Should.ThrowAsync<Exception>(() => world.WithAsync(db => db.Database.ExecuteSqlRawAsync("UPDATE certificate_file SET token = 'x'")));
        await Should.ThrowAsync<Exception>(() => world.WithAsync(db => db.Database.ExecuteSqlRawAsync("DELETE FROM certificate_file")));
    }

    [Theory]
    [InlineData("bv7k 2m9q 4xtd", "BV7K-2M9Q-4XTD")]
    [InlineData("https://giaithuong.example/verify?code=BV7K-2M9Q-4XTD", "BV7K-2M9Q-4XTD")]
    [InlineData("BV7K-2M9Q-4XT", null)]
    [InlineData("BV7K-2M9Q-4XT0", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_code_is_found_in_what_was_typed_or_scanned(string? typed, string? code) => CertificateCode.Find(typed).ShouldBe(code);
}
