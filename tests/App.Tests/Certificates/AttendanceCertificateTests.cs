using BangVang.App.Certificates;
using BangVang.App.Documents.Pdf;
using BangVang.App.Signing;
using BangVang.App.Tests.Forum.Door;
using BangVang.App.Tests.Forum.Registration;
using BangVang.Domain.Certificates;
using BangVang.Domain.Forum.Door;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using BangVang.Proof.Credentials;
using BangVang.Proof.Keys;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Certificates;

/// <summary>Whoever came by the ledger of the door gets the same kind of certificate as a laureate, and nobody else does.</summary>
public sealed class AttendanceCertificateTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("bv-att").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Theory, Engines]
    public async Task Those_who_came_are_certified_by_two_organisers_and_those_who_did_not_are_not(Engine engine)
    {
        await using var world = await DoorWorld.CreateAsync(engine);
        var (first, second) = (await world.AddAsync("to-chuc-1", Role.Organiser, DoorWorld.Key), await world.AddAsync("to-chuc-2", Role.Organiser, DoorWorld.Key));
        (await PrepareAsync(world, first)).ShouldBe("certificates.nobody_came");
        var came = await world.TicketsAsync("Nguyễn Thị Đường", size: 2);
        await world.TicketsAsync("Vắng Mặt");
        var lane = await world.LaneAsync();
        await world.PushAsync(lane, lane.Sign(lane.Write(DoorKind.Admit, TicketCode.HashOf(came[0].Ticket), world.Now)), lane.Sign(lane.Write(DoorKind.Admit, TicketCode.HashOf(came[0].Ticket), world.Now)));

        (await PrepareAsync(world, world.Staff)).ShouldBe("forum.unknown");
        (await PrepareAsync(world, first)).ShouldBeNull();
        (await PrepareAsync(world, second)).ShouldBe("certificates.order_open");
        var order = await world.WithAsync(db => db.CertificateOrders.Select(o => o.Id).SingleAsync());
        (await ReleaseAsync(world, first, order)).ShouldBe("certificates.another_releases");
        (await ReleaseAsync(world, world.Staff, order)).ShouldBe("certificates.only_secretariat");
        (await ReleaseAsync(world, second, order)).ShouldBeNull();
        (await IssueAsync(world)).ShouldBe(1);

        var certificate = (await world.WithAsync(db => db.CertificatesOfAttendeesAsync([came[0].Id, came[1].Id], default))).ShouldHaveSingleItem();
        (certificate.Kind, certificate.AttendeeId, certificate.Claim.Recipient, certificate.Claim.IsDemonstration).ShouldBe((CertificateKind.Delegate, came[0].Id, came[0].FullName, true));
        var file = await world.WithAsync(db => db.CertificateFiles.AsNoTracking().SingleAsync());
        PadesCheck.Check(file.Pdf, await Signer(world).CertificatesAsync(default)).ShouldHaveSingleItem().Holds.ShouldBeTrue();
        CertificateDocument.CodeIn(file.Pdf).ShouldBe(certificate.Code);
        file.Credential.ShouldContain($"/forum/{DoorWorld.Slug}#{certificate.Id}");
        file.Credential.ShouldContain($"/certificates/status/forum/{DoorWorld.Slug}");
        DataIntegrity.Verify(System.Text.Json.Nodes.JsonNode.Parse(file.Credential)!.AsObject(), _ => Ed25519.PublicKeyOf(new byte[32])).ShouldBeTrue();

        // Nobody else reads it; it is withdrawn by two, and can then be given anew.
        (await world.WithAsync(db => db.CertificateFileAsync(Actor.Anonymous, certificate.Code, default))).ShouldBeNull();
        (await world.WithAsync(db => db.CertificateFileAsync(world.Staff, certificate.Code, default))).ShouldBeNull();
        (await world.WithAsync(db => db.CertificateFileAsync(first, certificate.Code, default))).ShouldNotBeNull();
        (await world.WithAsync(db => new PrepareWithdrawal(db, world.Forum.Clock).RunAsync(second, DoorWorld.Key, certificate.Id, "Nhầm người", default))).ShouldBeNull();
        var withdrawal = await world.WithAsync(db => db.CertificateOrders.Where(o => o.Kind == CertificateOrderKind.Withdraw).Select(o => o.Id).SingleAsync());
        (await ReleaseAsync(world, first, withdrawal)).ShouldBeNull();
        (await world.WithAsync(db => db.EndedNumbersAsync(DoorWorld.Key, default))).ShouldBe([0]);
        (await PrepareAsync(world, first)).ShouldBeNull();
    }

    private CredentialSigner Credentials { get; } = new("https://giaithuong.example/issuer.json", new byte[32]);

    private KeyFileSigner Signer(DoorWorld world) => KeyFileSigner.LoadOrMake(Path.Combine(directory, "issuer.crt"), Path.Combine(directory, "issuer.key"), "Bộ Minh họa", world.Forum.Time.GetUtcNow());

    private static Task<string?> PrepareAsync(DoorWorld world, Actor by) => world.WithAsync(async db =>
        (await new PrepareAttendanceCertificates(db, new(db), world.Forum.Clock).RunAsync(by, DoorWorld.Slug, default)).TryGet(out _, out var problem) ? null : problem.Code);

    private static Task<string?> ReleaseAsync(DoorWorld world, Actor by, Guid order) => world.WithAsync(async db => (await new ReleaseOrder(db, world.Forum.Clock).RunAsync(by, DoorWorld.Key, order, default))?.Code);

    private Task<int> IssueAsync(DoorWorld world) => world.WithAsync(db =>
        new IssueCertificates(db, new(db), new(db), new(Signer(world), [], Credentials, RegistrationWorld.Site, world.Forum.Time), world.Forum.Clock, world.Forum.Time).RunAsync(default));
}
