using BangVang.App.Certificates;
using BangVang.App.Editions;
using BangVang.App.Signing;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Testing;

namespace BangVang.App.Tests.Certificates;

/// <summary>A published edition with two laureates and three jurors, two officers and a chair; no certificate yet.</summary>
internal sealed class CertificateWorld : IAsyncDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("bv-cert").FullName;

    private CertificateWorld(AwardWorld award) => Award = award;

    public AwardWorld Award { get; }
    public Actor Secretary { get; private set; } = null!;
    public Actor SecondSecretary { get; private set; } = null!;
    public Actor Chair { get; private set; } = null!;
    public IReadOnlyList<Actor> Jurors { get; private set; } = [];
    public IReadOnlyList<AwardDossier> Dossiers { get; private set; } = [];
    public CredentialSigner Credentials { get; } = new("https://giaithuong.example/issuer.json", new byte[32]);
    public KeyFileSigner Signer { get; private set; } = null!;

    public CertificateMaker Maker => new(Signer, [], Credentials, AwardWorld.Site, Award.Time);

    public static async Task<CertificateWorld> CreateAsync(Engine engine)
    {
        var award = await AwardWorld.CreateAsync(engine);
        var world = new CertificateWorld(award)
        {
            Secretary = await award.PersonAsync("Cán bộ 1", Role.Secretariat), SecondSecretary = await award.PersonAsync("Cán bộ 2", Role.Secretariat),
            Chair = await award.PersonAsync("Chủ tịch", Role.Chair), Jurors = await award.JurorsAsync(3), Dossiers = [await award.DossierAsync("Cổng dịch vụ Đường Số"), await award.DossierAsync("Trợ lý hồ sơ")],
        };
        foreach (var juror in world.Jurors) await award.SeatAsync(juror, "final");
        await award.ProposeAsync(world.Secretary, world.Jurors, new Dictionary<AwardDossier, int> { [world.Dossiers[0]] = 900, [world.Dossiers[1]] = 800 });
        await award.ApproveAsync(world.Secretary, world.Chair, world.Jurors);
        award.Clock.Now = AwardWorld.Opens("announcement");
        if (!(await award.PublishAsync(world.Secretary)).TryGet(out _, out var problem)) throw new InvalidOperationException(problem.Code);
        world.Signer = KeyFileSigner.LoadOrMake(Path.Combine(world.directory, "issuer.crt"), Path.Combine(world.directory, "issuer.key"), "Cơ quan thường trực thử", award.Time.GetUtcNow());
        return world;
    }

    public Task<T> WithAsync<T>(Func<BangVangDb, Task<T>> work) => Award.WithAsync(work);

    public Task<Result<Guid>> PrepareAsync(Actor by) => WithAsync(db => new PrepareCertificates(db, new EditionBook(db), Award.Clock).RunAsync(by, AwardWorld.Key, default));

    public Task<Problem?> ReleaseAsync(Actor by, Guid order) => WithAsync(db => new ReleaseOrder(db, Award.Clock).RunAsync(by, AwardWorld.Key, order, default));

    public Task<int> WorkAsync() => WithAsync(db => new IssueCertificates(db, new EditionBook(db), new(db), Maker, Award.Clock, Award.Time).RunAsync(default));

    /// <summary>Prepared by one officer, released by the other, made.</summary>
    public async Task<IReadOnlyList<CertificateView>> IssueAsync()
    {
        if (!(await PrepareAsync(Secretary)).TryGet(out var order, out var problem)) throw new InvalidOperationException(problem.Code);
        if (await ReleaseAsync(SecondSecretary, order) is { } refusal) throw new InvalidOperationException(refusal.Code);
        await WorkAsync();
        return await AllAsync();
    }

    public Task<IReadOnlyList<CertificateView>> AllAsync() => WithAsync(db => db.CertificatesOfEditionAsync(Secretary, AwardWorld.Key, 0, 100, default));

    public async ValueTask DisposeAsync()
    {
        await Award.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }
}
